"""Pieces of a transcript put right: order, impossible times, empty ones, half characters."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from speakprep.rehearsal.transcript import Piece

LONGEST_S = 24 * 3600.0
"""Seconds; a time beyond a day is no time of a talk."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_SOUND = re.compile(r"^(?:\[[^\[\]]{0,40}\]|\([^()]{0,40}\)|♪[^♪]*♪?|【[^【】]{0,40}】)$")


@dataclass(frozen=True, kw_only=True)
class Raw:
    """A piece as a file has it: any text, any times, None where there is none."""

    text: str
    start_s: float | None = None
    end_s: float | None = None


def ordered(raw: Iterable[Raw]) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Return pieces in the order of time, none inside another, and what had to be put right.

    A piece without a usable time is left out and counted: its words have no place. What a
    recogniser puts in brackets ([MUSIC], (applause)) was not said.
    """
    kept: list[Piece] = []
    misplaced = timeless = 0
    for each in raw:
        text = one_piece(each.text)
        if not text or _SOUND.match(text):
            continue
        span = _span(each)
        if span is None:
            timeless += 1
            continue
        misplaced += bool(kept) and span[0] < kept[-1].start_s
        kept.append(Piece(start_s=span[0], end_s=span[1], text=text))
    kept.sort(key=lambda piece: piece.start_s)
    pieces, overlapping = _parted(kept)
    mended = (
        _said(misplaced, "was out of order and is", "were out of order and are", "in order now"),
        _said(overlapping, "began", "began", "before the one ahead of it had ended"),
        _said(
            timeless, "has no possible time and was", "have no possible time and were", "left out"
        ),
    )
    return pieces, tuple(filter(None, mended))


def one_piece(text: str) -> str:
    """Return a text on one line, without characters that nobody sees."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def _span(raw: Raw) -> tuple[float, float] | None:
    start, end = raw.start_s, raw.end_s
    if start is None or not math.isfinite(start) or not 0 <= start <= LONGEST_S:
        return None
    if end is None or not math.isfinite(end) or not start <= end <= LONGEST_S:
        end = start
    return start, end


def _parted(pieces: list[Piece]) -> tuple[tuple[Piece, ...], int]:
    """End each piece where the next begins, at the latest."""
    parted: list[Piece] = []
    overlapping = 0
    for index, piece in enumerate(pieces):
        after = pieces[index + 1].start_s if index + 1 < len(pieces) else LONGEST_S
        overlapping += piece.end_s > after + 0.05  # rounding is no overlap
        end = min(piece.end_s, after)
        parted.append(Piece(start_s=piece.start_s, end_s=max(end, piece.start_s), text=piece.text))
    return tuple(parted), overlapping


def _said(number: int, one: str, several: str, how: str) -> str:
    if not number:
        return ""
    return f"1 piece {one} {how}" if number == 1 else f"{number:,} pieces {several} {how}"
