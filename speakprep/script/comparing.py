"""What changed on slides and in their notes since a text was written, line by line."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from speakprep.deck.model import Deck, Slide
from speakprep.script.memory import Memory, media_of, seen
from speakprep.script.model import Stamp
from speakprep.script.notices import EDITED, NOTES, REPLACED
from speakprep.script.sync import Synced
from speakprep.script.update import Part
from speakprep.talk.sentences import split_sentences

What = Literal["slide", "media", "notes", "text"]
"""What is compared: the slide's words then and now, its pictures (nothing but that they differ),
the notes then and now, the notes and the text."""

AROUND = 1
"""So many lines that stayed are kept on each side of a change."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line on both sides (" "), only before ("-"), or only after ("+"); "…" where some stayed."""

    mark: Literal[" ", "-", "+", "…"]
    text: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two states of one thing; `known` is False where it is not recorded what was before."""

    what: What
    lines: tuple[Line, ...]
    known: bool = True


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What is different about one slide; `replaced` when it holds something else altogether."""

    number: int
    title: str
    replaced: bool
    comparisons: tuple[Comparison, ...]


def since_written(synced: Synced, deck: Deck) -> tuple[Difference, ...]:
    """Return for each slide under review what changed since its text was written."""
    return tuple(
        Difference(
            number=slide.number,
            title=part.section.head.title,
            replaced=REPLACED in codes,
            comparisons=tuple(_reviewed(part, slide, codes, synced.memory)),
        )
        for part, slide in _live(synced, deck)
        for codes in [{said.code for said in part.notices}]
        if codes & {EDITED, NOTES, REPLACED}
    )


def against_notes(synced: Synced, deck: Deck) -> tuple[Difference, ...]:
    """Return each slide whose speaker notes in the deck say something else than its text."""
    found = []
    for part, slide in _live(synced, deck):
        lines = _unified(_sentences(slide.notes), _sentences(part.section.prose))
        if slide.notes.strip() and any(line.mark in "-+" for line in lines):
            compared = Comparison(what="text", lines=lines)
            title = part.section.head.title
            found.append(
                Difference(
                    number=slide.number, title=title, replaced=False, comparisons=(compared,)
                )
            )
    return tuple(found)


def _live(synced: Synced, deck: Deck) -> Iterator[tuple[Part, Slide]]:
    """Yield the first text of each slide that has one in the deck."""
    slides = {slide.slide_id: slide for slide in deck.slides}
    for part in synced.parts:
        head = part.section.head
        slide = None if head.orphan else slides.pop(head.slide_id, None)
        if slide is not None:
            yield part, slide


def _reviewed(part: Part, slide: Slide, codes: set[str], memory: Memory) -> Iterator[Comparison]:
    stamp = part.section.stamp or Stamp()
    if codes & {EDITED, REPLACED} and stamp.slide != slide.text_hash:
        before = memory.slides.get(stamp.slide)
        lines = _unified(before.lines if before else (), seen(slide).lines)
        yield Comparison(what="slide", lines=lines, known=before is not None)
    if stamp.media != media_of(slide):
        yield Comparison(what="media", lines=())
    if NOTES in codes:
        yield _notes(stamp, slide, memory.notes)
        text = _unified(_sentences(slide.notes), _sentences(part.section.prose))
        yield Comparison(what="text", lines=text)


def _notes(stamp: Stamp, slide: Slide, notes: Mapping[str, str]) -> Comparison:
    known = stamp.notes in notes or stamp.notes == Slide(number=1, slide_id=1).notes_hash
    lines = _unified(_sentences(notes.get(stamp.notes, "")), _sentences(slide.notes))
    return Comparison(what="notes", lines=lines, known=known)


def _sentences(text: str) -> tuple[str, ...]:
    """Return a text sentence by sentence: a paragraph is too long to see what changed in it."""
    return tuple(
        sentence for row in text.replace("\r\n", "\n").split("\n") for sentence in _parted(row)
    )


def _parted(row: str) -> Iterable[str]:
    return (sentence.strip() for sentence in split_sentences(row) if sentence.strip())


def _unified(before: Sequence[str], after: Sequence[str]) -> tuple[Line, ...]:
    """Return both sides as one: what went, what came, and little of what stayed."""
    one, other = [_plain(each) for each in before], [_plain(each) for each in after]
    opcodes = difflib.SequenceMatcher(None, one, other).get_opcodes()
    lines: list[Line] = []
    for number, (kind, start, end, from_, to) in enumerate(opcodes):
        if kind == "equal":
            first, last = number == 0, number == len(opcodes) - 1
            lines += _stayed(after[from_:to], first=first, last=last)
            continue
        lines += [Line(mark="-", text=text) for text in before[start:end]]
        lines += [Line(mark="+", text=text) for text in after[from_:to]]
    return tuple(lines)


def _stayed(texts: Sequence[str], *, first: bool, last: bool) -> list[Line]:
    head = 0 if first else AROUND
    tail = 0 if last else AROUND
    if len(texts) <= head + tail:
        return [Line(mark=" ", text=text) for text in texts]
    left_out = len(texts) - head - tail
    return [
        *(Line(mark=" ", text=text) for text in texts[:head]),
        Line(mark="…", text=str(left_out)),
        *(Line(mark=" ", text=text) for text in texts[len(texts) - tail :]),
    ]


def _plain(text: str) -> str:
    return " ".join(text.split())
