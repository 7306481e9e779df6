"""What to cut so that a talk fits: which slides, how much of each, and their longest sentences."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from speakprep.lint.masking import BLANK, mask
from speakprep.script.check import Delivery, Row
from speakprep.script.model import Script, SlideText
from speakprep.script.pace import rate_of
from speakprep.script.timing import SLIDE_CHANGE_SECONDS, amount, total, units_of
from speakprep.talk.language import Language
from speakprep.talk.sentences import split_sentences

MOST_SLIDES = 5
"""So many slides are named: who has cut these looks again."""

MOST_SENTENCES = 2
"""Of each slide, its longest: what is said twice mostly stands there."""

_LEAST_COUNT = 10
"""Words or characters of a sentence worth naming."""

_LEAST_SECONDS = 5.0
"""Less is one breath, not worth a cut."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of a script: its line in the file, and its words or characters as spoken."""

    line: int
    text: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A slide that runs longer than its share.

    `share_seconds` is what it would have if all slides with a text had the
    same; `seconds` is what it takes, demos and pauses apart, and `count`
    words or characters less would do.
    """

    number: int | None
    title: str
    line: int
    seconds: float
    share_seconds: float
    count: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class SectionTime:
    """A section of the deck: its slides, and the words or characters and the seconds they take."""

    name: str
    slides: int
    count: int
    low: float
    likely: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Open:
    """The time no text fills yet: slides without one, and the seconds left for each, if any."""

    slides: tuple[int, ...]
    seconds_each: float
    count_each: int


def cuts(
    script: Script, rows: Sequence[Row], language: Language, delivery: Delivery
) -> tuple[Cut, ...]:
    """Return what to cut so that the likely time fits, the slide most over its share first.

    What is over the time is parted among the slides that take longer than an
    equal share, by how much longer they take. Demos are nobody's words and stay.
    """
    shown = [(row, text) for row, text in zip(rows, script.slides, strict=True) if _counts(row)]
    written = [(row, text) for row, text in shown if row.state != "empty"]
    over = total(row.seconds for row, _ in shown).likely - delivery.minutes * 60
    if over <= 0 or not written:
        return ()
    changes = SLIDE_CHANGE_SECONDS * (len(shown) - 1)
    still = sum(row.still_seconds for row, _ in written)
    share = max(delivery.minutes * 60 - changes - still, 0.0) / len(written)
    longer = sorted(
        ((_speech(row) - share, row, text) for row, text in written if _speech(row) > share),
        key=lambda each: -each[0],
    )[:MOST_SLIDES]
    excess = sum(more for more, _, _ in longer)
    found = []
    for more, row, text in longer:
        # The few named may be less over than the talk: then a slide gives all it has too much.
        seconds = min(over * more / excess, more)
        if seconds >= min(_LEAST_SECONDS, over):
            found.append(_cut(row, text, (seconds, share), language, delivery))
    return tuple(found)


def sections(rows: Iterable[Row], names: Mapping[int, str]) -> tuple[SectionTime, ...]:
    """Add up the slides of each section in their order; nothing when the deck has no sections."""
    parts: list[tuple[str, list[Row]]] = []
    for row in rows:
        if not _counts(row):
            continue
        name = names.get(row.slide_id, "")
        if not parts or parts[-1][0] != name:
            parts.append((name, []))
        parts[-1][1].append(row)
    if not any(name for name, _ in parts):
        return ()
    return tuple(_section(name, slides) for name, slides in parts)


def still_open(rows: Iterable[Row], language: Language, delivery: Delivery) -> Open:
    """Return what the slides without a text leave open, and what each may take."""
    shown = [row for row in rows if _counts(row)]
    empty = [row for row in shown if row.state == "empty"]
    left = delivery.minutes * 60 - total(row.seconds for row in shown).likely
    each = max(left, 0.0) / len(empty) if empty else 0.0
    return Open(
        slides=tuple(row.number for row in empty if row.number is not None),
        seconds_each=each,
        count_each=int(_units(each, language, delivery)),
    )


def _counts(row: Row) -> bool:
    return not row.hidden and not row.orphan


def _speech(row: Row) -> float:
    return row.seconds.likely - row.still_seconds


def _cut(
    row: Row,
    text: SlideText,
    times: tuple[float, float],
    language: Language,
    delivery: Delivery,
) -> Cut:
    seconds, share = times
    return Cut(
        number=row.number,
        title=row.title,
        line=row.line,
        seconds=_speech(row),
        share_seconds=share,
        # Rounded up, it may be more than the slide has.
        count=min(math.ceil(_units(seconds, language, delivery)), row.count),
        sentences=_longest(text, language, delivery),
    )


def _units(seconds: float, language: Language, delivery: Delivery) -> float:
    return seconds / 60 * rate_of(delivery.pace, language)


def _longest(section: SlideText, language: Language, delivery: Delivery) -> tuple[Sentence, ...]:
    found, reached, line = [], 0, section.text_line
    for piece in split_sentences(mask(section.text)):
        words = piece.strip(BLANK)
        before = piece.find(words)
        start = reached + before
        at = line + piece.count("\n", 0, before)
        reached, line = reached + len(piece), line + piece.count("\n")
        if words and not words.startswith("#"):
            spoken = section.text[start : start + len(words)]
            count = units_of(amount(spoken, delivery.as_words), language)
            if count >= _LEAST_COUNT:
                found.append(Sentence(line=at, text=" ".join(spoken.split()), count=count))
    return tuple(sorted(found, key=lambda each: -each.count)[:MOST_SENTENCES])


def _section(name: str, rows: Sequence[Row]) -> SectionTime:
    whole = total(row.seconds for row in rows)
    return SectionTime(
        name=name,
        slides=len(rows),
        count=sum(row.count for row in rows),
        low=whole.low,
        likely=whole.likely,
        high=whole.high,
    )
