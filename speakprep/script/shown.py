"""Slides as the rules about slides read them."""

import re
from collections.abc import Iterator, Sequence

from speakprep.deck.model import Chart, Deck, Slide
from speakprep.lint.drawn import Drawing, Shown
from speakprep.talk.language import HAN, Language, detect
from speakprep.talk.report import Place

WITHOUT_AXES = frozenset({"pie", "pie3D", "doughnut", "ofPie", "treemap", "sunburst", "radar"})
"""Charts that measure nothing along a line, as the file format calls them."""

BARS = frozenset({"bar", "bar3D", "area", "area3D"})
"""Charts that say how much by a length or an area."""

_HAN = re.compile(f"[{HAN}]")
_MEASURED = re.compile(
    r"[(（\[][^()（）\[\]\d]{1,16}[)）\]]|[%％]|\b(?:in|per) [a-zµ]|每|单位"
    r"|(?:秒|分钟|小时|天|元|次数|人数|个数|[KMGT]i?B|\bms|\bseconds|\bminutes|\bhours|\bdays)\Z"
)
"""What in a title names its unit: Cost (EUR), 成本（万元）, latency in ms, requests per second."""


def shown_slides(deck: Deck, language: Language, file: str) -> Iterator[Shown]:
    """Yield what can be read on each slide that is shown, then the deck as a whole.

    Args:
        deck: the slides.
        language: what a deck without words is taken to be written in.
        file: the deck's name, for findings.
    """
    slides = [slide for slide in deck.slides if not slide.hidden]
    texts = ["\n".join((slide.title, *slide.body)).strip("\n") for slide in slides]
    whole = _deck_language(texts, language)
    for slide, text in zip(slides, texts, strict=True):
        yield Shown(
            text=text,
            language=_slide_language(text, whole),
            place=Place(file=file, slide=slide.number),
            label=slide.label,
            smallest=slide.smallest,
            titled=bool(slide.title) or not text.strip(),
            drawings=tuple(_drawing(chart, _names(slide)) for chart in slide.charts),
        )
    yield Shown(
        text="",
        language=whole,
        place=Place(file=file),
        unnumbered=sum(not slide.numbered for slide in slides[1:]),
    )


def _deck_language(texts: Sequence[str], otherwise: Language) -> Language:
    """Chinese when half of the slides with words have Chinese on them: names are English anyway."""
    worded = [text for text in texts if text.strip()]
    if not worded:
        return otherwise
    return "zh" if 2 * sum(bool(_HAN.search(text)) for text in worded) >= len(worded) else "en"


def _slide_language(text: str, whole: Language) -> Language:
    """Return a slide's language; in a Chinese deck code and figures do not make one English."""
    if not text.strip():
        return whole
    if whole == "zh":
        return "zh" if _HAN.search(text) else "en"
    return detect(text)


def _names(slide: Slide) -> tuple[str, ...]:
    """Return what names what a slide's charts show: its title, and what each row begins with."""
    lines = (b.text.split("\n") for b in slide.blocks if b.kind == "chart")
    return (slide.title, *(line.partition(" | ")[0] for each in lines for line in each))


def _drawing(chart: Chart, names: Sequence[str]) -> Drawing:
    kinds = frozenset(chart.kinds)
    axes = [axis for axis in chart.axes if axis.shown]
    values = [axis for axis in axes if axis.kind == "value"]
    begins = next((axis.start for axis in chart.axes if axis.kind == "value" and axis.start), None)
    named = any(axis.title for axis in axes) or any(
        _MEASURED.search(name) for name in (chart.title, *names)
    )
    return Drawing(
        title=chart.title,
        untitled=bool(values) and not kinds <= WITHOUT_AXES and not named,
        cut=f"{begins:g}" if begins is not None and begins > 0 and kinds & BARS else "",
    )


def words_of(slide: Slide) -> str:
    """Return what a person would call a slide in a list."""
    return f"Slide {slide.number}: {slide.label}".rstrip(": ")
