"""Slides as the rules about slides read them."""

from collections.abc import Iterator

from speakprep.deck.model import Chart, Deck, Slide
from speakprep.lint.drawn import Drawing, Shown
from speakprep.talk.language import Language, detect
from speakprep.talk.report import Place

WITHOUT_AXES = frozenset({"pie", "pie3D", "doughnut", "ofPie", "treemap", "sunburst", "radar"})
"""Charts that measure nothing along a line, as the file format calls them."""

BARS = frozenset({"bar", "bar3D", "area", "area3D"})
"""Charts that say how much by a length or an area."""


def shown_slides(deck: Deck, language: Language, file: str) -> Iterator[Shown]:
    """Yield what can be read on each slide that is shown, then the deck as a whole.

    Args:
        deck: the slides.
        language: what slides without a sentence are taken to be written in.
        file: the deck's name, for findings.
    """
    slides = [slide for slide in deck.slides if not slide.hidden]
    for slide in slides:
        text = "\n".join((slide.title, *slide.body)).strip("\n")
        yield Shown(
            text=text,
            language=detect(text) if text.strip() else language,
            place=Place(file=file, slide=slide.number),
            label=slide.label,
            smallest=slide.smallest,
            titled=bool(slide.title) or not text.strip(),
            drawings=tuple(map(_drawing, slide.charts)),
        )
    yield Shown(
        text="",
        language=language,
        place=Place(file=file),
        unnumbered=sum(not slide.numbered for slide in slides[1:]),
    )


def _drawing(chart: Chart) -> Drawing:
    kinds = frozenset(chart.kinds)
    axes = [axis for axis in chart.axes if axis.shown]
    values = [axis for axis in axes if axis.kind == "value"]
    begins = next((axis.start for axis in chart.axes if axis.kind == "value" and axis.start), None)
    return Drawing(
        title=chart.title,
        untitled=bool(values) and not kinds <= WITHOUT_AXES and not any(a.title for a in axes),
        cut=f"{begins:g}" if begins is not None and begins > 0 and kinds & BARS else "",
    )


def words_of(slide: Slide) -> str:
    """Return what a person would call a slide in a list."""
    return f"Slide {slide.number}: {slide.label}".rstrip(": ")
