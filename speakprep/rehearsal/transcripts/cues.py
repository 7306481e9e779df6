"""SubRip, WebVTT, and what whisper prints: words under or beside two times."""

import html
import re
from collections.abc import Iterator

from speakprep.rehearsal.transcripts.order import Raw

STAMP = r"-?(?:\d{1,4}:)?\d{1,4}:\d{1,2}(?:[.,:]\d{1,6})?"
"""Hours are optional (WebVTT); some programs put a point or a colon where SubRip has a comma."""

_TIMES = re.compile(
    rf"\s*\[?\s*(?P<start>{STAMP})\s*--?>\s*(?P<end>{STAMP})(?P<closed>\s*\])?(?P<rest>.*)"
)
_STAMP = re.compile(r"((?:\d+:){1,2}?\d+)(?:([.,:])(\d+))?")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>]{0,200}>|\{\\[^{}]{0,100}\}")
_NUMBER = re.compile(r"\s*\d{1,9}\s*")
_BESIDES = ("NOTE", "STYLE", "REGION", "WEBVTT")
_DASH = re.compile(r"^\s*(?:[-–—]\s+|>>\s*)")
_ROLLED_S = 0.05
"""Rolling captions show a finished line alone for so long at most, before the next joins it."""


def is_cues(text: str) -> bool:
    """Tell whether a text has lines with two times and an arrow."""
    return text.startswith("WEBVTT") or any(_TIMES.match(row) for row in _arrows(text))


def read_cues(text: str) -> Iterator[Raw]:
    """Yield every cue in the file's order, without tags, positions and comments.

    Captions that roll repeat the line before: it was said once.
    """
    last = ""
    for start, end, rows in _cues(text):
        lines = [line for line in map(_words, rows) if line]
        brief = end is not None and start is not None and 0 <= end - start <= _ROLLED_S
        if lines and lines[0] == last and (len(lines) > 1 or brief):
            del lines[0]
        if lines:
            last = lines[-1]
            yield Raw(text=" ".join(lines), start_s=start, end_s=end)


def seconds(stamp: str) -> float | None:
    """Return a stamp's seconds; None for a time before the recording.

    >>> seconds("01:02:03,500"), seconds("02:03.5"), seconds("00:00:01:250"), seconds("-00:01.0")
    (3723.5, 123.5, 1.25, None)
    """
    match = _STAMP.fullmatch(stamp)
    if match is None:
        return None
    clock, point, fraction = match.groups()
    if point == ":" and clock.count(":") == 1 and len(fraction) <= 2:
        clock, fraction = f"{clock}:{fraction}", None
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return total + (float(f"0.{fraction}") if fraction else 0.0)


def _cues(text: str) -> Iterator[tuple[float | None, float | None, list[str]]]:
    """Yield the times of each cue and the lines under them."""
    times: tuple[float | None, float | None] | None = None
    rows: list[str] = []
    skipping = False
    for row in text.split("\n"):
        found = _TIMES.match(row) if "->" in row else None
        if found:
            if times:
                # The number above the next cue, where no blank line parts them.
                yield *times, rows[:-1] if rows and _NUMBER.fullmatch(rows[-1]) else rows
            times = seconds(found["start"]), seconds(found["end"])
            rows, skipping = [found["rest"]] if found["closed"] else [], False
        elif not row.strip():
            skipping = False
            if times and rows:
                yield *times, rows
                times, rows = None, []
        elif times is None and row.startswith(_BESIDES):
            skipping = True
        elif times and not skipping:
            rows.append(row)
    if times:
        yield *times, rows


def _arrows(text: str) -> Iterator[str]:
    return (row for row in text.split("\n") if "->" in row)


def _words(row: str) -> str:
    return " ".join(_DASH.sub("", html.unescape(_TAG.sub("", row))).split())
