"""Chapter lists: SRT and WebVTT cues, and lines such as "1:15 Results" or "0:00,1:15".

The text of a cue names its slide by number or title. A list in which nothing
names a slide has one line for each, in order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from speakprep.rehearsal.imports.values import Titles, clock_value, slide_of
from speakprep.rehearsal.marks import Found, Mark, Marks

_TIME = r"(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{1,2}(?:[.,][0-9]{1,9})?"
_CUE = re.compile(rf"\s*(?P<start>{_TIME})\s*-->\s*(?P<end>{_TIME})(?:\s.*)?")
_CHAPTER = re.compile(
    rf"\s*[\[(【（]?(?P<start>{_TIME})[\])】）]?(?:\s*[-–—|,，、:：]\s*|\s+|$)(?P<text>.*)"
)
_ONE_TIME = re.compile(_TIME)
_TIMES = re.compile(rf"\s*{_TIME}(?:[\s,，、;；|]+{_TIME})+[\s,，、;；|]*")
_TAG = re.compile(r"<[^<>]{0,80}>")


@dataclass(frozen=True, kw_only=True)
class _Entry:
    line: int
    start: float
    end: float | None
    text: str


def is_cues(text: str) -> bool:
    """Tell SRT and WebVTT by their arrows."""
    return any(_CUE.fullmatch(line.rstrip("\r")) for line in text.split("\n"))


def is_chapters(text: str) -> bool:
    """Tell a list of chapters by a time at the beginning of its first line."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return _CHAPTER.fullmatch(first.rstrip("\r")) is not None


def read_cues(text: str, titles: Titles) -> Marks:
    """Read SRT or WebVTT cues, each the time of one slide."""
    found = Found()
    return _marks(found, list(_cues(text, found)), titles, "subtitle cues")


def read_chapters(text: str, titles: Titles) -> Marks:
    """Read a list of chapters; one line may also hold all times, parted by commas."""
    found = Found()
    return _marks(found, list(_chapters(text, found)), titles, "a list of times")


def _marks(found: Found, entries: list[_Entry], titles: Titles, source: str) -> Marks:
    slides = [slide_of(entry.text, titles) if entry.text else None for entry in entries]
    counted = not any(slides)
    for place, (entry, slide) in enumerate(zip(entries, slides, strict=True), 1):
        number = place if counted else slide
        if number is None:
            found.note(entry.start, entry.text)
        else:
            found.visits.append(Mark(slide=number, from_s=entry.start, to_s=entry.end))
    return found.marks(source)


def _cues(text: str, found: Found) -> Iterator[_Entry]:
    lines = [line.rstrip("\r") for line in text.split("\n")]
    for place, line in enumerate(lines):
        if "-->" not in line:
            continue
        match = _CUE.fullmatch(line)
        start = clock_value(match["start"]) if match else None
        end = clock_value(match["end"]) if match else None
        if start is None or end is None:
            found.refuse("time", line.strip(), place + 1)
            continue
        label = lines[place + 1] if place + 1 < len(lines) else ""
        label = "" if "-->" in label else _TAG.sub("", label).strip()
        yield _Entry(line=place + 1, start=start, end=end, text=label)


def _chapters(text: str, found: Found) -> Iterator[_Entry]:
    for number, line in enumerate(text.split("\n"), 1):
        match = _CHAPTER.fullmatch(line.rstrip("\r"))
        several = _TIMES.fullmatch(line)
        times = _ONE_TIME.findall(line) if several else [match["start"]] if match else []
        starts = [clock_value(time) for time in times]
        if line.strip() and (not starts or None in starts):
            found.refuse("time", line.strip(), number)
            continue
        label = match["text"].strip() if match and not several else ""
        for start in starts:
            if start is not None:
                yield _Entry(line=number, start=start, end=None, text=label)
