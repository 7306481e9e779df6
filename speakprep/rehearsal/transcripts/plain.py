"""Plain text: with a time before each paragraph, as video sites show it, or with none."""

import re
from collections.abc import Iterator

from speakprep.rehearsal.transcripts.cues import STAMP, seconds
from speakprep.rehearsal.transcripts.order import Raw

_TIMED = re.compile(rf"\s*[\[(]?(?P<at>{STAMP})[\])]?(?:\s*[-–—:：]?\s+(?P<words>.*)|\s*)")
_ENOUGH = 0.2
"""Share of the lines that begin with a time, from which these are the times of what follows."""


def read_plain(text: str) -> tuple[tuple[Raw, ...], bool]:
    """Return the paragraphs of a text, and whether they have times."""
    rows = [row for row in text.split("\n") if row.strip()]
    timed = [_TIMED.fullmatch(row) for row in rows]
    known = sum(each is not None for each in timed)
    if known >= 2 and known >= _ENOUGH * len(rows):
        return tuple(_timed(rows, timed)), True
    return tuple(Raw(text=row) for row in rows), False


def _timed(rows: list[str], timed: list[re.Match[str] | None]) -> Iterator[Raw]:
    """Join the lines up to the next time; each lasts until it. What stands above is a title."""
    waiting: list[str] = []
    start: float | None = None
    begun = False
    for row, match in zip(rows, timed, strict=True):
        if match is None:
            waiting.append(row)
            continue
        at = seconds(match["at"])
        if begun:
            yield Raw(text=" ".join(waiting), start_s=start, end_s=at)
        waiting, start, begun = [match["words"] or ""], at, True
    yield Raw(text=" ".join(waiting), start_s=start)
