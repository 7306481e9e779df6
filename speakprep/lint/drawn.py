"""Kinds of rules about a slide as it is seen: how much is on it, how large, how a chart is drawn.

Whoever calls the rules says what is on the slide, as with `Bounds`: the rules know no decks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from speakprep.lint.model import Hit, Passage, Rule
from speakprep.lint.reading import Reading
from speakprep.talk.language import count


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A chart on the slide: its title, and what a reader needs to make sense of it.

    `untitled` when it has axes and not one of them says what it measures;
    `cut` is where bars begin if that is not zero.
    """

    title: str = ""
    untitled: bool = False
    cut: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown(Passage):
    """What can be read on a slide.

    `smallest` is its smallest text in points, None where that is not known;
    `titled` whether it has a title of its own. `unnumbered` are the slides of a
    deck that show no number, for the passage that stands for the whole deck.
    """

    smallest: float | None = None
    titled: bool = True
    drawings: tuple[Drawing, ...] = ()
    unnumbered: int = 0


def crowded(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when more words (English) or Han characters (Chinese) than `limit` are on the slide."""
    limit = rule.options.limit.get(reading.passage.language)
    counted = count(reading.passage.text)
    size = counted.words + counted.han
    if limit is not None and size > limit:
        yield _first(reading, count=str(size), limit=str(limit))


def small_text(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when the smallest text of the slide has fewer points than `limit`."""
    shown = _shown(reading)
    limit = rule.options.limit.get(reading.passage.language)
    if shown.smallest is not None and limit is not None and shown.smallest < limit:
        yield _first(reading, count=f"{shown.smallest:g}", limit=str(limit))


def no_title(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- every kind takes its rule
    """Fire when a slide with text on it has no title."""
    if not _shown(reading).titled:
        yield _first(reading)


def untitled_axes(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- likewise
    """Fire once for the charts whose axes do not say what they measure."""
    found = [each for each in _shown(reading).drawings if each.untitled]
    if found:
        yield _first(reading, found=found[0].title, count=str(len(found)))


def cut_axis(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- likewise
    """Fire where bars do not begin at zero."""
    for each in _shown(reading).drawings:
        if each.cut:
            yield _first(reading, found=each.cut)


def no_numbers(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire on a deck of which at least so many slides show no number."""
    shown = _shown(reading)
    if shown.unnumbered >= max(rule.options.at_least, 1):
        yield Hit(start=0, end=0, values={"count": str(shown.unnumbered)})


def _shown(reading: Reading) -> Shown:
    passage = reading.passage
    return passage if isinstance(passage, Shown) else Shown(**vars(passage))


def _first(reading: Reading, **values: str) -> Hit:
    """Point at the first line, which most people would call the slide by."""
    start, _ = reading.extent
    line = reading.passage.text[start:].partition("\n")[0]
    return Hit(start=start, end=start + len(line), values=values)
