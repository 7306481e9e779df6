"""Draws the example's two decks: as the speaker had it, and after an evening of rearranging."""

import copy
import zlib
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement as Node
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.shapes.shapetree import GroupShapes, SlideShapes
from pptx.slide import Slide, SlideLayout
from pptx.util import Inches, Pt

WIDE, HIGH = Inches(13.333), Inches(7.5)
INK = RGBColor(0x1F, 0x2A, 0x44)
ACCENT = RGBColor(0x2E, 0x6F, 0x9E)
PALE = RGBColor(0xE8, 0xF0, 0xF6)
TITLE_SLIDE, CONTENT, TWO_CONTENT, TITLE_ONLY = 0, 1, 3, 5
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
CREATION = "{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"

BULLETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "volume": (
        "一次请求，留下多少数据",
        (
            "60 个 span × 1 KB = 60 KB",
            "每秒 20,000 次请求 → 每秒 120 万个 span",
            "每天超过 100 TB（压缩之前）",
            "每一万条链路，被打开的不到一条",
        ),
    ),
    "head": (
        "头采样：在门口抛硬币",
        ("请求进来时决定", "下游跟随，要么完整，要么没有", "不占内存", "看不见错误"),
    ),
    "tail": (
        "尾采样：等到结局再决定",
        ("先收齐一条链路的 span", "错误、慢、随机一小部分", "前提一：同一个实例", "前提二：愿意等"),
    ),
    "memory": (
        "等待要花多少内存",
        (
            "内存 = span 速率 × 等待时间 × span 大小",
            "120 万/秒 × 30 秒 × 1 KB = 36 GB",
            "解码以后 × 2 = 72 GB",
            "头采样先去掉 70% → 约 22 GB",
        ),
    ),
    "traceid": (
        "为什么按照 trace id 分发",
        (
            "一条链路，三十个服务，各自上报",
            "随机分发：谁也看不到全貌",
            "一致性哈希：同一个 trace id，同一个实例",
        ),
    ),
    "consistent": (
        "一致概率采样：每一处做同一个决定",
        (
            "随机数：trace id 的最后 56 位",
            "随机数 ≥ 阈值 → 留下",
            "tracestate: ot=th:c（留下 25%）",
            "一条链路代表 1/概率 条",
        ),
    ),
    "lost": (
        "我们失去了什么",
        ("普通路径上 75% 的错误链路", "超过 30 秒的后台任务", "某一个用户的某一次请求"),
    ),
    "rollout": (
        "上线的顺序",
        (
            "测基线",
            "指标挪到采样之前",
            "第一层 Collector：只分发",
            "尾采样：先标记，后丢弃",
            "最后打开头采样",
        ),
    ),
    "takeaways": (
        "带走三句话",
        ("先算账，再采样", "头采样管量，尾采样管质", "把失去的东西写下来"),
    ),
    "backup": (
        "备用：采样之后怎么估算总数",
        ("每条链路的权重 = 1/概率", "留下 25% → 权重 4", "尾采样随机留下 10% → 权重再乘以 10"),
    ),
}

MONEY = (
    ("环节", "成本跟着什么走", "占账单", "谁能省"),
    ("SDK 生成 span", "请求数", "10%", "头采样"),
    ("网络", "字节数", "20%", "头采样"),
    ("Collector", "速率 × 等待时间", "10%", "头采样"),
    ("存储与索引", "写入量 × 14 天", "60%", "头采样、尾采样"),
)

CONFIG = """\
processors:
  tail_sampling:
    decision_wait: 30s
    num_traces: 200000
    policies:
      - name: errors
        type: status_code
        status_code: {status_codes: [ERROR]}
      - name: slow
        type: latency
        latency: {threshold_ms: 2000}
      - name: the-rest
        type: probabilistic
        probabilistic: {sampling_percentage: 10}"""

ORDER = (
    "opening", "volume", "money", "moments", "head", "tail", "memory", "architecture", "traceid",
    "consistent", "policies", "measured", "lost", "rollout", "takeaways", "thanks", "backup",
)  # fmt: skip
"""Slide keys in order; PowerPoint's ids are 256, 257 and so on."""


def draw(path: Path, notes: dict[str, str]) -> None:
    """Write the deck as the speaker had it; `notes` are by slide key."""
    deck = _wide_presentation()
    special: dict[str, Callable[[Deck], Slide]] = {
        "opening": _opening, "money": _money, "moments": _moments, "architecture": _architecture,
        "policies": _policies, "measured": _measured, "thanks": _thanks,
    }  # fmt: skip
    for key in ORDER:
        slide = special[key](deck) if key in special else _bullets(deck, *BULLETS[key])
        _finish(slide, key)
        if key in notes:
            slide.notes_slide.notes_text_frame.text = notes[key]
    slide.element.set("show", "0")
    deck.core_properties.title = "采样之后，还能查清故障吗？"
    deck.core_properties.author = "speakprep example"
    deck.save(str(path))


def rearrange(before: Path, after: Path) -> None:
    """Move two slides, insert one, delete one, duplicate one, as PowerPoint would."""
    deck = Presentation(str(before))
    # _sldIdLst is the only way python-pptx offers to move a slide.
    row = deck.slides._sldIdLst  # noqa: SLF001
    place = dict(zip(ORDER, list(row), strict=True))

    # What is lost now comes before the measurements, trace ids before the picture.
    _move(row, place["lost"], before=place["measured"])
    _move(row, place["traceid"], before=place["architecture"])

    inserted = _bullets(
        deck, "谁在看链路", ("值班工程师：现在哪里坏了", "开发：为什么慢", "客服：这个用户怎么了")
    )
    _finish(inserted, "readers")
    _move(row, row[-1], before=place["money"])

    copied = _bullets(deck, "等待要花多少内存", BULLETS["memory"][1])
    _finish(copied, "memory again")
    _move(row, row[-1], before=place["memory"].getnext())

    deck.part.drop_rel(place["head"].rId)
    row.remove(place["head"])
    deck.save(str(after))


def _move(row: Node, slide: Node, *, before: Node) -> None:
    row.remove(slide)
    before.addprevious(slide)


def _wide_presentation() -> Deck:
    """Return python-pptx's own template, made 16:9 and without the layouts nobody uses."""
    deck = Presentation()
    stretch = WIDE / deck.slide_width
    deck.slide_width, deck.slide_height = WIDE, HIGH
    used = {TITLE_SLIDE, CONTENT, TWO_CONTENT, TITLE_ONLY}
    master = deck.slide_master
    for index, layout in reversed(list(enumerate(deck.slide_layouts))):
        if index not in used:
            deck.slide_layouts.remove(layout)
    for page in (master, *deck.slide_layouts):
        for shape in page.shapes:
            if shape.element.find(".//" + qn("a:xfrm")) is not None:
                shape.left, shape.width = round(shape.left * stretch), round(shape.width * stretch)
    styles = master.element.find(qn("p:txStyles"))
    for name, size in (("p:titleStyle", 3600), ("p:bodyStyle", 2800)):
        properties = styles.find(qn(name)).find(qn("a:lvl1pPr")).find(qn("a:defRPr"))
        properties.set("sz", str(size))
    return deck


def _layout(deck: Deck, original: int) -> SlideLayout:
    return deck.slide_layouts[{TITLE_SLIDE: 0, CONTENT: 1, TWO_CONTENT: 2, TITLE_ONLY: 3}[original]]


def _new(deck: Deck, layout: int, title: str) -> Slide:
    slide = deck.slides.add_slide(_layout(deck, layout))
    slide.shapes.title.text = title
    return slide


def _bullets(deck: Deck, title: str, lines: tuple[str, ...]) -> Slide:
    slide = _new(deck, CONTENT, title)
    slide.placeholders[1].text = "\n".join(lines)
    return slide


def _opening(deck: Deck) -> Slide:
    slide = _new(deck, TITLE_SLIDE, "采样之后，还能查清故障吗？")
    slide.placeholders[1].text = "大规模链路采样的取舍"
    return slide


def _thanks(deck: Deck) -> Slide:
    slide = _new(deck, TITLE_SLIDE, "谢谢")
    slide.placeholders[1].text = "提问与讨论"
    return slide


def _money(deck: Deck) -> Slide:
    slide = _new(deck, TITLE_ONLY, "钱花在哪里")
    frame = slide.shapes.add_table(
        len(MONEY), 4, Inches(0.9), Inches(1.8), Inches(11.5), Inches(4.2)
    )
    frame.name = "账单"
    for row, cells in zip(frame.table.rows, MONEY, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.text_frame.paragraphs[0].runs[0].font.size = Pt(22)
    return slide


def _moments(deck: Deck) -> Slide:
    slide = _new(deck, TWO_CONTENT, "两个时机：头采样与尾采样")
    slide.placeholders[1].text = "头采样\n请求开始时\n在 SDK 里\n省下一路的钱\n不知道结局"
    slide.placeholders[2].text = "尾采样\n请求结束后\n在 Collector 里\n只省存储的钱\n知道结局"
    return slide


def _policies(deck: Deck) -> Slide:
    slide = _new(deck, TITLE_ONLY, "配置：三条策略")
    box = slide.shapes.add_textbox(Inches(1.2), Inches(1.6), Inches(10.9), Inches(5.0))
    box.name = "tail_sampling"
    box.text_frame.word_wrap = True
    box.text_frame.text = CONFIG
    for paragraph in box.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.name, run.font.size = "Consolas", Pt(20)
    return slide


def _measured(deck: Deck) -> Slide:
    slide = _new(deck, TITLE_ONLY, "测量：同一周，三种做法")
    data = CategoryChartData()
    data.categories = ["全量（基线）", "只做头采样 10%", "头采样 + 尾采样"]
    data.add_series("每天写入（TB）", (104, 10.4, 3.5))
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Inches(0.9), Inches(1.5), Inches(11.5), Inches(4.2), data
    )
    frame.name = "写入量"
    frame.chart.has_legend = False
    plot = frame.chart.plots[0]
    plot.has_data_labels = True
    plot.data_labels.font.size = Pt(20)
    frame.chart.category_axis.reverse_order = True
    box = slide.shapes.add_textbox(Inches(0.9), Inches(5.8), Inches(11.5), Inches(0.8))
    box.text_frame.word_wrap = True
    box.text_frame.text = "关键路径上留下的错误链路：100% / 10% / 99.6%"
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(24)
    return slide


def _architecture(deck: Deck) -> Slide:
    """Draw three parts from left to right; the Collectors are two groups inside one."""
    slide = _new(deck, TITLE_ONLY, "两层 Collector 的架构")
    apps = slide.shapes.add_group_shape()
    apps.name = "应用"
    for index, text in enumerate(("下单服务 SDK", "支付服务 SDK", "库存服务 SDK")):
        _box(apps.shapes, text, 0.8, 1.9 + index * 1.2, 2.6)
    pool = slide.shapes.add_group_shape()
    pool.name = "Collector 池"
    for name, left, texts in (
        ("第一层", 4.6, ("分发 1：按 trace id", "分发 2：按 trace id")),
        ("第二层", 8.6, ("尾采样 1：等 30 秒", "尾采样 2：等 30 秒", "尾采样 3：等 30 秒")),
    ):
        layer = pool.shapes.add_group_shape()
        layer.name = name
        for index, text in enumerate(texts):
            _box(layer.shapes, text, left, 1.9 + index * 1.2 + (3 - len(texts)) * 0.6, 3.2)
    for begin, end in ((3.5, 4.5), (7.9, 8.5)):
        arrow = slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, Inches(begin), Inches(3.55), Inches(end), Inches(3.55)
        )
        arrow.line.width = Pt(3)
        arrow.line.color.rgb = ACCENT
    metrics = _box(slide.shapes, "指标：在采样之前计算", 0.8, 5.7, 11.0)
    metrics.line.dash_style = MSO_LINE_DASH_STYLE.DASH
    return slide


def _box(
    shapes: SlideShapes | GroupShapes, text: str, left: float, top: float, width: float
) -> Shape:
    shape = shapes.add_shape(
        MSO_SHAPE.ROUNDED_RECTANGLE, Inches(left), Inches(top), Inches(width), Inches(0.8)
    )
    shape.name = text
    shape.fill.solid()
    shape.fill.fore_color.rgb = PALE
    shape.line.color.rgb = ACCENT
    shape.text_frame.text = text
    run = shape.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.color.rgb = Pt(20), INK
    return shape


def _finish(slide: Slide, key: str) -> None:
    """Add what python-pptx leaves out: the slide number and PowerPoint's second mark."""
    for shape in slide.slide_layout.placeholders:
        if shape.element.find(".//" + qn("p:ph")).get("type") == "sldNum":
            slide.shapes._spTree.append(copy.deepcopy(shape.element))  # noqa: SLF001
    outer = etree.SubElement(slide.element.find(qn("p:cSld")), qn("p:extLst"))
    extension = etree.SubElement(outer, qn("p:ext"), uri=CREATION)
    mark = etree.SubElement(extension, f"{{{P14}}}creationId", nsmap={"p14": P14})
    mark.set("val", str(zlib.crc32(key.encode())))
