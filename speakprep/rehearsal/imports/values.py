"""What a mark says in other programs' words: a slide's number, a time."""

import math
import re
import unicodedata
from collections.abc import Mapping

from speakprep.rehearsal.marks import LONGEST_S

LAST_SLIDE = 9999
"""No deck has more slides; a larger number is no slide's."""

_CHINESE = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_LABEL = re.compile(
    r"(?:(?:slide|page|folie|s|p|幻灯片|页面?)\s*[#.:-]?\s*|#\s*|第\s*)?"
    r"(?P<number>[0-9]{1,4}|[一二三四五六七八九十]{1,3})"
    r"(?P<after>\s*[页张頁張]|(?=$|[\s)、，。：；\-–—|/]|[.:,;](?![0-9])))",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:(?P<hours>[0-9]{1,3}):)?(?P<minutes>[0-9]{1,3}):(?P<seconds>[0-5]?[0-9](?:[.,][0-9]{1,9})?)"
)

Titles = Mapping[str, int]
"""The numbers of slides by their titles, as `plain_title` writes these."""


def plain_title(title: str) -> str:
    """Return a title as two spellings of it are alike: width, case and blanks apart."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def slide_of(label: str, titles: Titles) -> int | None:
    """Return the slide a label means: by its whole title, else by the number it begins with.

    >>> [slide_of(label, {"results": 4}) for label in ("Slide 3: A", "第三页", "Results", "2nd")]
    [3, 3, 4, None]
    """
    plain = plain_title(label)
    if plain in titles:
        return titles[plain]
    match = _LABEL.match(plain)
    if match is None:
        return None
    number, page = match["number"], bool(match["after"])
    # 第 3 节 is a section's, and a title may begin with 一.
    if not page and (plain.startswith("第") or not number.isdigit()):
        return None
    return _slide(int(number) if number.isdigit() else _chinese(number))


def slide_value(value: object, *, first: int = 1) -> int | None:
    """Return a slide's number out of JSON, where a program counts from `first`."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) < 6:
        value = int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) <= LAST_SLIDE:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return _slide(value + 1 - first)


def seconds_value(value: object, *, unit_s: float = 1.0) -> float | None:
    """Return a time out of JSON in seconds; None for what is no time of a talk."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    # Compared before it is converted: JSON's whole numbers have no end.
    if not 0 <= value <= LONGEST_S / unit_s:
        return None
    return round(float(value) * unit_s, 3)


def clock_value(text: str) -> float | None:
    """Return "1:02:03,5", "2:03" or "00:02:03.500" in seconds.

    >>> clock_value("1:02:03,5")
    3723.5
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    minutes = 60 * int(match["hours"] or 0) + int(match["minutes"])
    seconds = 60.0 * minutes + float(match["seconds"].replace(",", "."))
    return round(seconds, 3) if math.isfinite(seconds) and seconds <= LONGEST_S else None


def _slide(number: int) -> int | None:
    return number if 1 <= number <= LAST_SLIDE else None


def _chinese(text: str) -> int:
    """Read a Chinese number below one hundred; 0 for what is none."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _CHINESE[text] if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return 10 * (_CHINESE[tens] if tens else 1) + (_CHINESE[ones] if ones else 0)
