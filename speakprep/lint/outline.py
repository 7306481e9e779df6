"""Kinds of rules about an outline: whether its parts have times, and what these add up to."""

import re
from collections.abc import Iterator

from speakprep.lint.model import Hit, Rule
from speakprep.lint.reading import Reading

_MINUTES = re.compile(
    r"(?<![\d.:–-])(?P<minutes>\d{1,3})"
    r"(?:[ \t-]{0,2}(?:minutes?|mins?\b|m\b|min\.|分钟|分(?![之\w]))|['′])"
    r"|[(（\[](?P<bare>\d{1,3})[)）\]]",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,3}(?::\d{2})?"
_RANGE = re.compile(
    rf"(?<![\d.])(?P<start>{_CLOCK})[ \t]?[-–—~～至到][ \t]?(?P<end>{_CLOCK})(?![\d.%])"
)
_TOTAL = re.compile(r"(?i)\b(?:total|sum|altogether|in all)\b|共计|总计|合计|总共|共\s?\d")
_LEAST = 2
"""Times an outline must have to count as timed: one may belong to anything."""


def timings(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- every kind takes its rule
    """Fire when an outline tells for fewer than two parts how long they take."""
    if len(_durations(reading.prose)) < _LEAST:
        yield reading.sentence(0)


def minutes_sum(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- likewise
    """Fire when the times of an outline do not add up to the slot."""
    bounds = reading.passage.bounds
    if bounds is None or bounds.minutes is None:
        return
    durations = _durations(reading.prose)
    total = sum(durations)
    if len(durations) >= _LEAST and total != bounds.minutes:
        start, end = reading.extent
        values = {"count": f"{total:g}", "limit": str(bounds.minutes)}
        yield Hit(start=start, end=end, values=values)


def _durations(text: str) -> list[float]:
    """Return the minutes of each part, out of "5 min", "(5)", "0:00-0:05" or "5 分钟".

    A line takes one time, its last; the line of the total takes none.
    """
    found = []
    for line in text.split("\n"):
        if _TOTAL.search(line):
            continue
        for piece in re.split(r"[;；]", line):
            minutes = _duration(piece)
            if minutes is not None:
                found.append(minutes)
    return found


def _duration(piece: str) -> float | None:
    span = _RANGE.search(piece)
    if span:
        return _clock(span["end"]) - _clock(span["start"])
    times = list(_MINUTES.finditer(piece))
    return float(times[-1]["minutes"] or times[-1]["bare"]) if times else None


def _clock(words: str) -> float:
    """Read "5" as minutes, "1:30" as minutes and seconds, as talks are timed."""
    minutes, _, seconds = words.partition(":")
    return int(minutes) + int(seconds or 0) / 60
