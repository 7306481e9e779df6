"""Texts that stand alone, such as the fields of a form: cut, and put together again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from speakprep.translation.layout import has_words, lay_out
from speakprep.translation.model import (
    Direction,
    Limit,
    Memory,
    Rejected,
    Run,
    Segment,
    Stretch,
    Window,
)
from speakprep.translation.segments import Cutter
from speakprep.translation.targets import rejoined, run_target
from speakprep.translation.windows import pack, with_rejected

_LINE_END = re.compile(r"(?<=[。！？…：”’）」』.!?:\"')])[ \t\r]*\n\s*")
"""In a form a line that ends like a sentence was ended on purpose; elsewhere it was wrapped."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text to be translated by itself.

    `key` names it, `line` is where it begins in its file, from 1; `at_most` is what there is
    room for, such as "900 characters", or nothing.
    """

    key: str
    text: str
    line: int
    at_most: str = ""


@dataclass(frozen=True, kw_only=True)
class Texts:
    """Texts of one file, which is named as the person would type it."""

    file: str
    texts: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class CutText:
    """A text, what it is built of, and its spoken stretches in segments, in order."""

    text: Text
    stretches: tuple[Stretch, ...]
    runs: tuple[Run, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments; none where the text needs no translation."""
        return tuple(segment for run in self.runs for segment in run.segments)


def cut_texts(texts: Iterable[Text], direction: Direction) -> tuple[CutText, ...]:
    """Cut texts into segments; a segment's id comes from its words, wherever they stand."""
    cutter = Cutter(direction)
    return tuple(_cut(text, cutter) for text in texts)


def put_together(cut: CutText, memory: Memory, direction: Direction) -> str | None:
    """Return a text in the other language, or None while a segment is missing."""
    runs = [run_target(run, memory, direction.target) for run in cut.runs]
    texts = [run for run in runs if run is not None]
    if len(texts) < len(runs):
        return None
    return rejoined(cut.stretches, texts, direction.target)


def open_segments(cut: CutText, memory: Memory) -> tuple[Segment, ...]:
    """Return what has no translation, or one that a person refused."""
    rejected = refused_words(cut, memory)
    return tuple(
        segment
        for segment in cut.segments
        if memory.target(segment) is None or segment.id in rejected
    )


def refused_words(cut: CutText, memory: Memory) -> dict[str, Rejected]:
    """Return what a person refused, by the segments' ids."""
    found: dict[str, Rejected] = {}
    for segment in cut.segments:
        target, verdict = memory.target(segment), memory.verdicts.get(segment.id)
        if target is None or verdict is None or verdict.decision != "rejected":
            continue
        if verdict.holds(segment.text, target):
            found[segment.id] = Rejected(id=segment.id, was=target, because=verdict.reason)
    return found


def windows_of(cuts: Sequence[CutText], memory: Memory) -> tuple[Window, ...]:
    """Pack what is open into windows, each with segments of one text only, and its limit."""
    return tuple(window for cut in cuts for window in _windows(cut, memory))


def whole_window(cuts: Sequence[CutText], memory: Memory) -> Window:
    """Return all that is open as one window, for a chat window."""
    windows = windows_of(cuts, memory)
    limits = dict.fromkeys(limit for window in windows for limit in window.limits)
    return Window(
        segments=tuple(segment for window in windows for segment in window.segments),
        limits=tuple(limits),
        rejected=tuple(one for window in windows for one in window.rejected),
    )


def _cut(text: Text, cutter: Cutter) -> CutText:
    stretches = tuple(part for stretch in lay_out(text.text) for part in _lines(stretch))
    runs = tuple(cutter.cut(stretch, text.line) for stretch in stretches if stretch.spoken)
    return CutText(text=text, stretches=stretches, runs=runs)


def _lines(stretch: Stretch) -> Iterator[Stretch]:
    """Part what is spoken where a line ends on purpose; the parts add up to the stretch."""
    begin, line = 0, stretch.line
    for end in _LINE_END.finditer(stretch.raw) if stretch.spoken else ():
        for raw in (stretch.raw[begin : end.start()], end[0]):
            yield Stretch(raw=raw, spoken=has_words(raw), line=line)
            line += raw.count("\n")
        begin = end.end()
    raw = stretch.raw[begin:]
    yield replace(stretch, raw=raw, spoken=stretch.spoken and has_words(raw), line=line)


def _windows(cut: CutText, memory: Memory) -> tuple[Window, ...]:
    pending = (segment.id for segment in open_segments(cut, memory))
    packed = pack(cut.segments, pending)
    if cut.text.at_most:
        ids = tuple(segment.id for segment in cut.segments)
        limit = Limit(ids=ids, at_most=cut.text.at_most)
        packed = tuple(replace(window, limits=(limit,)) for window in packed)
    return with_rejected(packed, refused_words(cut, memory))
