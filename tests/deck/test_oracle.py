"""What python-pptx reads of a deck and what we read is the same where both look.

python-pptx is asked for all it can tell: text frames, groups, tables, charts, notes. Decks are
made by it, so that nothing of ours has a hand in what is expected. Where the two differ on
purpose, `DIFFERENCES` says how and why.
"""

import copy

import pptx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Cm

from speakprep.deck.files import read_deck

BOX = (Cm(1), Cm(5), Cm(8), Cm(4))
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def lines(text):
    """Lines without what no reader sees: blank ones, spaces at their ends."""
    return [line.strip() for line in text.replace("\v", "\n").split("\n") if line.strip()]


def flat(text):
    return " ".join(text.split())


def theirs(path):
    """By slide, in python-pptx's words: id, title, sorted lines of each kind, notes."""
    found = []
    for slide in pptx.Presentation(str(path)).slides:
        title = slide.shapes.title
        told = {"body": [], "table": [], "chart": []}
        for shape in walk(slide.shapes):
            if shape.has_text_frame and shape != title:
                told["body"] += lines(shape.text_frame.text)
            elif shape.shape_type == MSO_SHAPE_TYPE.TABLE:
                for row in shape.table.rows:
                    cells = [" ".join(lines(cell.text_frame.text)) for cell in row.cells]
                    told["table"] += [" | ".join(cells)] if any(cells) else []
            elif shape.has_chart:
                told["chart"] += chart_lines(shape.chart)
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        heading = flat(title.text_frame.text) if title is not None else ""
        kinds = {kind: sorted(texts) for kind, texts in told.items()}
        found.append((slide.slide_id, heading, kinds, lines(notes)))
    return found


def walk(shapes):
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from walk(shape.shapes)
        else:
            yield shape


def chart_lines(chart):
    if chart.has_title and chart.chart_title.has_text_frame:
        yield flat(chart.chart_title.text_frame.text)
    if chart.chart_type != XL_CHART_TYPE.XY_SCATTER:
        axes = (chart.category_axis, chart.value_axis)
        for axis in axes:
            if axis.has_title:
                yield flat(axis.axis_title.text_frame.text)
        yield " | ".join(flat(label) for label in chart.plots[0].categories)
    for series in chart.plots[0].series:
        values = ["" if value is None else f"{value:.10g}" for value in series.values]
        yield " | ".join([flat(series.name), *values])


def ours(path):
    found = []
    for slide in read_deck(path).slides:
        told = {"body": [], "table": [], "chart": []}
        for block in slide.blocks:
            if block.kind in told:
                told[block.kind] += block.text.split("\n")
        kinds = {kind: sorted(texts) for kind, texts in told.items()}
        found.append((slide.slide_id, slide.title, kinds, lines(slide.notes)))
    return found


# Decks of any texts, put together by python-pptx.

TEXT = st.text("ab1 采样%<&\"'é😀\n", min_size=1, max_size=12).filter(str.strip)
WORD = st.text("ab采样%<&é", min_size=1, max_size=8)
NUMBER = st.one_of(st.integers(-9999, 9999), st.floats(-1e6, 1e6).map(lambda x: round(x, 3)))


@st.composite
def shapes(draw):
    """A kind of shape and what it says."""
    kind = draw(st.sampled_from(["box", "group", "table", "chart"]))
    if kind == "table":
        return kind, draw(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3))
    if kind == "chart":
        names = draw(st.lists(WORD, min_size=1, max_size=3))
        row = st.tuples(WORD, st.lists(NUMBER, min_size=len(names), max_size=len(names)))
        return kind, (draw(WORD), names, draw(st.lists(row, min_size=1, max_size=2)))
    return kind, draw(st.lists(TEXT, min_size=1, max_size=3))


def add(canvas, kind, said):
    if kind == "box":
        canvas.add_textbox(*BOX).text_frame.text = "\n".join(said)
    elif kind == "group":
        group = canvas.add_group_shape()
        for text in said:
            group.shapes.add_textbox(*BOX).text_frame.text = text
            group = group.shapes.add_group_shape()
    elif kind == "table":
        table = canvas.add_table(len(said), 2, *BOX).table
        for row, texts in enumerate(said):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
    else:
        title, names, series = said
        data = CategoryChartData()
        data.categories = names
        for name, values in series:
            data.add_series(name, values)
        chart = canvas.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *BOX, data).chart
        chart.has_title = chart.value_axis.has_title = True
        chart.chart_title.text_frame.text = title
        chart.value_axis.axis_title.text_frame.text = title


SLIDES = st.lists(
    st.tuples(TEXT, st.lists(shapes(), max_size=3), st.one_of(st.none(), TEXT)),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(slides=SLIDES)
def test_any_deck_reads_as_python_pptx_reads_it(tmp_path, slides):
    deck = pptx.Presentation()
    for title, things, notes in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        for kind, said in things:
            add(slide.shapes, kind, said)
        if notes is not None:
            slide.notes_slide.notes_text_frame.text = notes
    path = tmp_path / "deck.pptx"
    deck.save(str(path))
    assert ours(path) == theirs(path)


# Where we differ: what is put on a slide, what each reads of it, and why.


def number_and_footer(slide):
    for role, index, text in (("sldNum", 12, "7"), ("ftr", 11, "ACME")):
        box = slide.shapes.add_textbox(*BOX)
        box.text_frame.text = text
        properties = box._element.nvSpPr.nvPr
        kind = f'<p:ph xmlns:p="{properties.nsmap["p"]}" type="{role}" idx="{index}"/>'
        properties.append(etree.fromstring(kind))


def number_in_a_box(slide):
    paragraph = slide.shapes.add_textbox(*BOX).text_frame.paragraphs[0]._p
    field = etree.SubElement(paragraph, f"{A}fld", id="{1}", type="slidenum")
    etree.SubElement(field, f"{A}t").text = "7"


def hidden_shape(slide):
    box = slide.shapes.add_textbox(*BOX)
    box.text_frame.text = "unseen"
    box._element.nvSpPr.cNvPr.set("hidden", "1")


def merged_cells(slide):
    table = slide.shapes.add_table(1, 2, *BOX).table
    table.cell(0, 0).text = "seen"
    table.cell(0, 1).text = "covered"
    row = table._tbl.tr_lst[0]
    row.tc_lst[0].set("gridSpan", "2")
    row.tc_lst[1].set("hMerge", "1")


def formula(slide):
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    paragraph = slide.shapes.add_textbox(*BOX).text_frame.paragraphs[0]._p
    paragraph.append(
        etree.fromstring(
            '<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main">'
            f'<m:oMath xmlns:m="{math}"><m:r><m:t>E=m</m:t></m:r></m:oMath></a14:m>'
        )
    )


def alternate_content(slide):
    box = slide.shapes.add_textbox(*BOX)
    box.text_frame.text = "said twice"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = etree.Element(f"{{{mc}}}AlternateContent")
    for name in ("Choice", "Fallback"):
        etree.SubElement(both, f"{{{mc}}}{name}").append(copy.deepcopy(box._element))
    box._element.getparent().replace(box._element, both)


def control_characters(slide):
    slide.shapes.add_textbox(*BOX).text_frame.text = "evil\u202egnp.exe"


def long_number(slide):
    data = CategoryChartData(number_format="0%")
    data.categories = ["a"]
    data.add_series("s", [0.1 + 0.2])
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *BOX, data)


def scatter(slide):
    data = XyChartData()
    series = data.add_series("s")
    series.add_data_point(1, 2)
    series.add_data_point(3, 4)
    slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *BOX, data)


def made_up_title(slide):
    long_number(slide)
    chart = slide.shapes[-1].chart
    chart.has_title = True


DIFFERENCES = {
    number_and_footer: ("furniture is on every slide and says nothing", ["7", "ACME"], []),
    number_in_a_box: ("so is a slide number wherever it stands", ["7"], []),
    hidden_shape: ("nobody sees it", ["unseen"], []),
    merged_cells: ("the cell next to it covers it", ["seen | covered"], ["seen"]),
    formula: ("python-pptx knows no formulas", [], ["E=m"]),
    alternate_content: ("python-pptx passes it over; PowerPoint shows one", [], ["said twice"]),
    control_characters: ("it turns text around", ["evil\u202egnp.exe"], ["evilgnp.exe"]),
    long_number: ("as the chart shows it", ["a", "s | 0.3"], ["a", "s | 30%"]),
    scatter: ("x values are read as well", ["s | 2 | 4"], ["1 | 3", "s | 2 | 4"]),
    made_up_title: (
        "PowerPoint writes a lone series' name over the chart",
        ["a", "s | 0.3"],
        ["a", "s", "s | 30%"],
    ),
}


@pytest.mark.parametrize("put", DIFFERENCES, ids=lambda put: put.__name__)
def test_every_difference_is_on_purpose(tmp_path, put):
    deck = pptx.Presentation()
    put(deck.slides.add_slide(deck.slide_layouts[6]))
    path = tmp_path / "deck.pptx"
    deck.save(str(path))
    _, told, read = DIFFERENCES[put]
    (their_slide,), (slide,) = theirs(path), read_deck(path).slides
    assert sorted(line for texts in their_slide[2].values() for line in texts) == told
    assert sorted(line for block in slide.blocks for line in block.text.split("\n")) == read
