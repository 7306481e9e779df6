"""Charts, told by python-pptx and by hand."""

import math

import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from speakprep.deck.charts import MAX_POINTS, cell
from speakprep.deck.files import read_deck
from speakprep.deck.model import Axis


def saved(tmp_path, kind, data, change=None):
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    chart = slide.shapes.add_chart(kind, Cm(1), Cm(1), Cm(9), Cm(9), data).chart
    if change:
        change(chart)
    deck.save(str(tmp_path / "chart.pptx"))
    (slide,) = read_deck(tmp_path / "chart.pptx").slides
    return slide


def spans(number_format="General"):
    data = CategoryChartData(number_format=number_format)
    data.categories = ["周一", "Tue"]
    data.add_series("kept", (0.1, 0.30000000000000004))
    data.add_series("丢弃", (1200, None))
    return data


def titled(chart):
    chart.has_title = True
    chart.chart_title.text_frame.text = "Spans 条数"
    chart.category_axis.has_title = True
    chart.category_axis.axis_title.text_frame.text = "Night"
    chart.value_axis.minimum_scale = 0


def test_chart_is_read_with_axes_and_values(tmp_path):
    slide = saved(tmp_path, XL_CHART_TYPE.COLUMN_CLUSTERED, spans(), titled)
    (chart,) = slide.charts
    assert (chart.kinds, chart.title) == (("bar",), "Spans 条数")
    assert chart.axes == (
        Axis(kind="category", title="Night"),
        Axis(kind="value", start=0.0),
    )
    assert slide.blocks[0].text == "Spans 条数\nNight\n周一 | Tue\nkept | 0.1 | 0.3\n丢弃 | 1200"


def hidden_axis(chart):
    chart.value_axis.visible = False


def test_chart_axis_left_to_the_program_has_no_start(tmp_path):
    slide = saved(tmp_path, XL_CHART_TYPE.LINE, spans("0%"), hidden_axis)
    (chart,) = slide.charts
    assert (chart.kinds, chart.title) == (("line",), "")
    assert chart.axes[1] == Axis(kind="value", start=None, shown=False)
    assert slide.blocks[0].text == "周一 | Tue\nkept | 10% | 30%\n丢弃 | 120000%"


def test_scatter_chart_is_read(tmp_path):
    data = XyChartData()
    series = data.add_series("delay")
    for x, y in ((1, 2.5), (2, 4)):
        series.add_data_point(x, y)
    slide = saved(tmp_path, XL_CHART_TYPE.XY_SCATTER, data)
    assert slide.charts[0].kinds == ("scatter",)
    assert [axis.kind for axis in slide.charts[0].axes] == ["value", "value"]
    # The only series gives the chart its title, as PowerPoint shows it.
    assert slide.blocks[0].text.split("\n")[-2:] == ["1 | 2", "delay | 2.5 | 4"]


def test_chart_of_measurements_is_cut(tmp_path):
    data = CategoryChartData()
    data.categories = [f"c{n}" for n in range(300)]
    data.add_series("many", range(300))
    slide = saved(tmp_path, XL_CHART_TYPE.LINE, data)
    row = slide.blocks[0].text.split("\n")[-1].split(" | ")
    assert row[:3] == ["many", "0", "1"]
    assert row[-2:] == [str(MAX_POINTS - 1), "…"]


HISTOGRAM = """<cx:chartSpace xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:lvl><cx:pt idx="0">开始</cx:pt>
<cx:pt idx="1">end</cx:pt></cx:lvl></cx:strDim><cx:numDim type="val"><cx:lvl>
<cx:pt idx="0">12.50</cx:pt>
<cx:pt idx="1">-3</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData>
<cx:chart><cx:title><cx:tx><cx:txData><cx:v>Cost</cx:v></cx:txData></cx:tx></cx:title>
<cx:plotArea><cx:plotAreaRegion><cx:series layoutId="waterfall"><cx:tx>
<cx:txData><cx:v>元</cx:v></cx:txData></cx:tx></cx:series></cx:plotAreaRegion><cx:axis><cx:catScaling/></cx:axis>
<cx:axis hidden="1"><cx:valScaling min="5"/><cx:title><cx:tx>
<cx:txData><cx:v>千元</cx:v></cx:txData>
</cx:tx></cx:title></cx:axis></cx:plotArea></cx:chart></cx:chartSpace>"""


def test_chart_of_the_newer_kind_is_read(kit, read):
    cx = "http://schemas.microsoft.com/office/drawing/2014/chartex"
    drawn = (
        "<p:graphicFrame><p:nvGraphicFramePr/><a:graphic><a:graphicData>"
        f"<cx:chart xmlns:cx='{cx}' r:id='r5'/></a:graphicData></a:graphic></p:graphicFrame>"
    )
    more = {"ppt/charts/chartEx1.xml": HISTOGRAM.encode()}
    slide = read(kit.page(drawn), more, r5=("chartEx", "../charts/chartEx1.xml"))
    assert slide.blocks[0].text == "Cost\n千元\n开始 | end\n元 | 12.5 | -3"
    (chart,) = slide.charts
    assert (chart.kinds, chart.title) == (("waterfall",), "Cost")
    assert chart.axes == (
        Axis(kind="category"),
        Axis(kind="value", title="千元", start=5.0, shown=False),
    )


def test_chart_labels_and_what_is_drawn_over_it_are_read(kit, read):
    chart = (
        f"<c:chartSpace {kit.ns}><c:chart><c:plotArea><c:pieChart><c:ser><c:dLbls><c:dLbl><c:tx>"
        "<c:rich><a:p><a:r><a:t>一半</a:t></a:r></a:p></c:rich></c:tx></c:dLbl></c:dLbls></c:ser>"
        "</c:pieChart></c:plotArea></c:chart><c:userShapes r:id='r9'/></c:chartSpace>"
    )
    over = f"<c:userShapes {kit.ns}><a:p><a:r><a:t>drawn over</a:t></a:r></a:p></c:userShapes>"
    drawn = (
        "<p:graphicFrame><p:nvGraphicFramePr/><a:graphic><a:graphicData>"
        "<c:chart r:id='r5'/></a:graphicData></a:graphic></p:graphicFrame>"
    )
    more = {
        "ppt/charts/chart1.xml": chart.encode(),
        "ppt/charts/_rels/chart1.xml.rels": kit.relationships(
            {"r9": ("chartUserShapes", "../drawings/d.xml")}
        ),
        "ppt/drawings/d.xml": over.encode(),
    }
    slide = read(kit.page(drawn), more, r5=("chart", "../charts/chart1.xml"))
    assert slide.blocks[0].text == "一半\ndrawn over"


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("0.1250", "0.0%", "12.5%"),
        ("45000", "d/m/yyyy", "2023-03-15"),
        ("12000", "#,##0", "12000"),
        ("nan", "General", "nan"),
        ("", "General", ""),
        ("采样", "General", "采样"),
        ("1e400", "General", "1e400"),
        ("99999999", "yyyy", "99999999"),
    ],
)
def test_cell_is_shown_as_a_reader_sees_it(text, code, shown):
    assert cell(text, code) == shown


@given(number=st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_cell_keeps_a_number(number):
    assert math.isclose(float(cell(repr(number), "General")), number, rel_tol=1e-9)


@given(text=st.text(max_size=20), code=st.sampled_from(["", "0%", "yyyy-mm-dd", "General"]))
def test_cell_of_any_text_is_one_line(text, code):
    assert "\n" not in cell(text, code)
