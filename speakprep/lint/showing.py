"""Kinds of rules about a text and the slide it is said over; silent where the slide is unknown."""

import re
from collections.abc import Iterator
from itertools import pairwise

from speakprep.lint.beside import VISUALS, Seen, Speech
from speakprep.lint.masking import overlaps
from speakprep.lint.model import Hit, Rule
from speakprep.lint.reading import Reading
from speakprep.lint.wording import search
from speakprep.talk.language import HAN

_TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_LABEL = re.compile(rf"[{HAN}]{{2,12}}|[A-Za-z][\w-]{{3,}}|\d[\d.,]*\d")
_LEAST_TOKENS = 8
"""Words or characters below which a text is a title said aloud, which is fine."""
_LABELS = 2
"""So many words of a chart or table, in the text, show that it is talked about."""
_HEDGE_BEFORE, _HEDGE_AFTER = 10, 3
"""Code points around a figure within which "about" or 左右 belongs to it."""
_NAMED = 4


def repeats_slide(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when `percent` of a text, or more, is read off the slide.

    Compared are neighbouring words (English) or characters (Chinese), so that
    the same words in sentences of the speaker's own are no repetition.
    """
    seen = _seen(reading)
    said = _TOKEN.findall(reading.prose.lower())
    if seen is None or len(said) < _LEAST_TOKENS:
        return
    shown = set(pairwise(_TOKEN.findall("\n".join(seen.lines).lower())))
    pairs = list(pairwise(said))
    share = 100 * sum(pair in shown for pair in pairs) // len(pairs)
    if share >= rule.options.percent.get(reading.passage.language, 100):
        first = reading.sentence(0)
        yield Hit(start=first.start, end=first.end, values={"percent": str(share)})


def unexplained_visual(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when a chart, table, diagram or picture is shown, and the text never turns to it.

    It does when it holds one of the cues, or words that stand in it.
    """
    seen = _seen(reading)
    if seen is None or not seen.visuals or search(reading, rule.options, rule.options.cues):
        return
    labels = {label.lower() for line in seen.inside for label in _LABEL.findall(line)}
    prose = reading.prose.lower()
    said = sum(label in prose for label in labels)
    if labels and said >= min(_LABELS, len(labels)):
        return
    shown = next(names for key, names in VISUALS.items() if key in seen.visuals)
    first = reading.sentence(0)
    values = {"shown": shown[reading.passage.language]}
    yield Hit(start=first.start, end=first.end, values=values)


def unspoken_figure(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- every kind takes its rule
    """Fire, once for a slide, when it shows figures that the text never states."""
    seen = _seen(reading)
    if seen is not None and seen.unspoken:
        first = reading.sentence(0)
        more = "…" if len(seen.unspoken) > _NAMED else ""
        values = {
            "found": ", ".join(seen.unspoken[:_NAMED]) + more,
            "count": str(len(seen.unspoken)),
        }
        yield Hit(start=first.start, end=first.end, values=values)


def differing_figure(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire at a figure for which the slide shows another one, unless a cue says it is rounded."""
    seen = _seen(reading)
    if seen is None or not seen.differing:
        return
    hedges = tuple((hit.start, hit.end) for hit in search(reading, rule.options, rule.options.cues))
    text = reading.passage.text
    for each in seen.differing:
        if not overlaps(hedges, each.start - _HEDGE_BEFORE, each.end + _HEDGE_AFTER):
            values = {"found": text[each.start : each.end].strip(), "shown": each.shown}
            yield Hit(start=each.start, end=each.end, values=values)


def _seen(reading: Reading) -> Seen | None:
    passage = reading.passage
    return passage.seen if isinstance(passage, Speech) else None
