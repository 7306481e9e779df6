"""Decks for tests: hand-made parts, and real files that python-pptx writes."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from speakprep.deck.files import read_deck
from speakprep.deck.model import Slide

NS = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def shape(text: str, *, at: tuple[float, float] | None = None, ph: str = "", more: str = "") -> str:
    """A p:sp; `at` is its top and left in cm, `ph` its placeholder's attributes."""
    mark = f"<p:ph {ph}/>" if ph else ""
    frame = ""
    if at is not None:
        top, left = (round(each * 360_000) for each in at)
        frame = f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="1" cy="1"/></a:xfrm>'
    body = "".join(f"<a:p><a:r><a:t>{escape(p)}</a:t></a:r></a:p>" for p in text.split("\n"))
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="s" {more}/><p:cNvSpPr/><p:nvPr>{mark}</p:nvPr>'
        f"</p:nvSpPr><p:spPr>{frame}</p:spPr><p:txBody><a:bodyPr/>{body}</p:txBody></p:sp>"
    )


def page(shapes: str, *, root: str = "sld", attributes: str = "", after: str = "") -> bytes:
    """A slide, notes page or layout around its shapes."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<p:{root} {NS} {attributes}>'
        "<p:cSld><p:spTree><p:nvGrpSpPr/><p:grpSpPr/>"
        f"{shapes}</p:spTree>{after}</p:cSld></p:{root}>"
    ).encode()


def relationships(targets: Mapping[str, tuple[str, str]]) -> bytes:
    """A .rels part from id to (kind, target)."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{RELS}">{rows}</Relationships>'.encode()


def parts_of(
    slides: Sequence[bytes], *, ids: Sequence[object] = (), more: str = ""
) -> dict[str, bytes]:
    """The parts of a deck of hand-made slides; ids are 256, 257, ... unless given."""
    marks = list(ids) or list(range(256, 256 + len(slides)))
    listed = "".join(f'<p:sldId id="{mark}" r:id="r{n}"/>' for n, mark in enumerate(marks, 1))
    made = {
        "_rels/.rels": relationships({"r1": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": (
            f"<p:presentation {NS}><p:sldIdLst>{listed}</p:sldIdLst>{more}</p:presentation>"
        ).encode(),
        "ppt/_rels/presentation.xml.rels": relationships(
            {f"r{n}": ("slide", f"slides/slide{n}.xml") for n in range(1, len(slides) + 1)}
        ),
    }
    made |= {f"ppt/slides/slide{n}.xml": data for n, data in enumerate(slides, 1)}
    return made


def three() -> dict[str, bytes]:
    """The parts of a sound deck: slide 1, slide 2, slide 3."""
    return parts_of([page(shape(f"slide {n}")) for n in (1, 2, 3)])


def relate(parts: dict[str, bytes], slide: int, **targets: tuple[str, str]) -> None:
    """Give a slide its relationships."""
    parts[f"ppt/slides/_rels/slide{slide}.xml.rels"] = relationships(targets)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive of the parts, deflated."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@dataclass(frozen=True)
class Kit:
    """What tests build decks of."""

    ns: str = NS
    shape: Callable[..., str] = shape
    page: Callable[..., bytes] = page
    parts: Callable[..., dict[str, bytes]] = parts_of
    three: Callable[[], dict[str, bytes]] = three
    relate: Callable[..., None] = relate
    relationships: Callable[..., bytes] = relationships
    pack: Callable[..., bytes] = pack


@pytest.fixture(scope="session")
def kit() -> Kit:
    """The builders."""
    return Kit()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write bytes, or parts as an archive, and return the file."""

    def writer(content: bytes | Mapping[str, bytes], name: str = "deck.pptx") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else pack(content))
        return path

    return writer


@pytest.fixture
def read(write: Callable[..., Path]) -> Callable[..., Slide]:
    """Read one hand-made slide; `more` are further parts, `targets` its relationships."""

    def reader(
        data: bytes, more: Mapping[str, bytes] | None = None, **targets: tuple[str, str]
    ) -> Slide:
        parts = parts_of([data]) | dict(more or {})
        relate(parts, 1, **targets)
        deck = read_deck(write(parts))
        assert deck.problems == ()
        (slide,) = deck.slides
        return slide

    return reader


@pytest.fixture
def talk_deck(tmp_path: Path) -> Path:
    """A deck by python-pptx with a bit of everything, in English and Chinese."""
    deck = pptx.Presentation()
    opening = deck.slides.add_slide(deck.slide_layouts[0])
    opening.shapes.title.text = "Sampling traces\vwithout regret"
    opening.placeholders[1].text = "一次尾部采样的故事"
    opening.notes_slide.notes_text_frame.text = "大家好。\n\nWelcome to the last talk."

    bullets = deck.slides.add_slide(deck.slide_layouts[1])
    bullets.shapes.title.text = "为什么要采样"
    bullets.placeholders[1].text = "每天 12,000 条\nEach costs storage"
    group = bullets.shapes.add_group_shape()
    group.shapes.add_textbox(Cm(2), Cm(14), Cm(4), Cm(1)).text_frame.text = "outer"
    inner = group.shapes.add_group_shape()
    inner.shapes.add_textbox(Cm(8), Cm(14), Cm(4), Cm(1)).text_frame.text = "内层"

    figures = deck.slides.add_slide(deck.slide_layouts[5])
    figures.shapes.title.text = "Figures"
    table = figures.shapes.add_table(3, 2, Cm(1), Cm(5), Cm(10), Cm(3)).table
    for row, cells in enumerate([("方案", "cost"), ("head", "1×"), ("tail", "3×")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    data = CategoryChartData()
    data.categories = ["周一", "Tue"]
    data.add_series("spans kept", (1, 2))
    data.add_series("丢弃", (3, 4))
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    chart = figures.shapes.add_chart(kind, Cm(1), Cm(10), Cm(10), Cm(6), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Kept and dropped"
    figures.notes_slide.notes_text_frame.text = "Say what the table shows."

    backup = deck.slides.add_slide(deck.slide_layouts[6])
    backup._element.set("show", "0")
    backup.shapes.add_textbox(Cm(1), Cm(1), Cm(4), Cm(1)).text_frame.text = "Backup"
    path = tmp_path / "talk.pptx"
    deck.save(str(path))
    return path


@pytest.fixture
def bare_deck(tmp_path: Path) -> Path:
    """A deck by python-pptx without any notes: three slides in a section, and a film."""
    deck = pptx.Presentation()
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"第 {number + 1} 页"
    ids = [slide.slide_id for slide in deck.slides]
    listed = "".join(f'<p14:sldId id="{each}"/>' for each in ids)
    sections = (
        '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:ext '
        'uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14='
        '"http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="开场" '
        'id="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"><p14:sldIdLst>'
        f"{listed}</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
    )
    deck.element.append(pptx.oxml.parse_xml(sections))
    path = tmp_path / "bare.pptx"
    deck.save(str(path))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("ppt/media/film.jpeg", bytes(range(256)) * 4000)
    return path
