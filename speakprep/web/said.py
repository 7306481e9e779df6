"""What the player page tells the server, read with suspicion: any program may send it."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from speakprep.rehearsal.model import Span
from speakprep.rehearsal.record import Remark

MOST_SPANS = 5_000
MOST_REMARKS = 500
MOST_TEXT = 4_000
"""Characters of one note; longer ones belong into a file."""


class NonsenseError(ValueError):
    """The message is not one of the page's."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was played, in seconds of the take; notes by the page's own ids, empty when taken back.

    `end` when the person is done.
    """

    played: tuple[Span, ...]
    remarks: Mapping[str, Remark]
    end: bool


def parse_heard(body: bytes, seconds: float) -> Heard:
    """Read a message; times are kept within the recording.

    Raises:
        NonsenseError: it is not what the page sends.
    """
    try:
        message = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NonsenseError("not JSON") from None
    if not isinstance(message, dict):
        raise NonsenseError("not an object")
    spans = [_span(each, seconds) for each in _list(message, "played", MOST_SPANS)]
    remarks = dict(_remark(each, seconds) for each in _list(message, "remarks", MOST_REMARKS))
    return Heard(
        played=tuple(span for span in spans if span.length_s > 0),
        remarks=remarks,
        end=message.get("end") is True,
    )


def _no_number(name: str) -> float:
    raise NonsenseError(f"{name} is no number")


def _list(message: Mapping[str, Any], key: str, most: int) -> list[Any]:
    value = message.get(key, [])
    if not isinstance(value, list) or len(value) > most:
        raise NonsenseError(f"{key} is no list, or too long")
    return value


def _span(value: object, seconds: float) -> Span:
    if not isinstance(value, list) or len(value) != 2:
        raise NonsenseError("a stretch is [from, to]")
    start, end = (_within(each, seconds) for each in value)
    if end < start:
        raise NonsenseError("a stretch ends before it begins")
    return Span(start_s=start, end_s=end)


def _remark(value: object, seconds: float) -> tuple[str, Remark]:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise NonsenseError("a note is {id, at_s, text}")
    key, text = value.get("id"), value["text"].strip()
    if not isinstance(key, str) or len(key) > 100 or len(text) > MOST_TEXT:
        raise NonsenseError("a note is too long, or has no id")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NonsenseError("a note is not text") from None
    return key, Remark(at_s=round(_within(value.get("at_s"), seconds), 1), text=text)


def _within(value: object, seconds: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NonsenseError("a time is a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    return min(max(number, 0.0), seconds)
