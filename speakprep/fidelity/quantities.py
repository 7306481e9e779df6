"""A quantity as either language writes it, and the units both of them name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

ARABIC = r"\d{1,3}(?:,\d{3}){1,9}(?:\.\d{1,30})?|\d{1,30}(?:\.\d{1,30})?"
"""A number in digits, thousands separated by commas or not at all.

Bounded, because Python refuses to convert thousands of digits.
"""

# Canonical name: how English and Chinese write it. Units of one line are of one dimension.
_DIMENSIONS: tuple[dict[str, str], ...] = (
    {
        "ns": r"ns\b|nanoseconds?|纳秒",
        "us": r"[uµμ]s\b|microseconds?|微秒",
        "ms": r"ms\b|milliseconds?|毫秒",
        "s": r"s\b|secs?\b|seconds?|秒",
        "min": r"mins?\b|minutes?|分钟",
        "h": r"h\b|hrs?\b|hours?|个?(?:半)?小时|个钟头",
        "day": r"days?\b|天",
        "week": r"weeks?\b|周|个?星期|个?礼拜",
        "month": r"months?\b|个月",
        "year": r"years?\b|年(?!代)",
    },
    {
        "KB": r"KI?B\b|kilobytes?",
        "MB": r"MI?B\b|megabytes?|兆字节",
        "GB": r"GI?B\b|gigabytes?|吉字节",
        "TB": r"TI?B\b|terabytes?|太字节",
        "PB": r"PI?B\b|petabytes?",
    },
    {
        "mm": r"mm\b|millimet(?:er|re)s?|毫米",
        "cm": r"cm\b|centimet(?:er|re)s?|厘米|公分",
        "m": r"met(?:er|re)s?\b|米",
        "km": r"km\b|kilomet(?:er|re)s?|公里|千米",
        "ft": r"ft\b|feet|foot|英尺",
        "mile": r"miles?\b|英里",
    },
    {
        "g": r"grams?\b|克(?!朗)",
        "kg": r"kg\b|kilograms?|kilos?\b|公斤|千克",
        "t": r"tons?\b|tonnes?\b|吨",
        "lb": r"lbs?\b|pounds? (?:of|in)\b|磅",
    },
    {
        "CNY": r"yuan|RMB|CNY|元|块钱|人民币",
        "USD": r"(?:US )?dollars?|USD|美元|美金",
        "EUR": r"euros?|EUR|欧元",
        "JPY": r"yen\b|JPY|日元",
        "GBP": r"pounds? sterling|GBP|英镑",
    },
)
_UNIT = re.compile(
    r"\s?-?(?:(?:long|full)\s)?(?:"
    + "|".join(
        f"(?P<{name}>{spelling})"
        for dimension in _DIMENSIONS
        for name, spelling in dimension.items()
    )
    + ")",
    re.IGNORECASE,
)
_DIMENSION_OF = {name: index for index, names in enumerate(_DIMENSIONS) for name in names}


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number in a text.

    `value` of a percentage is the figure before the sign; `start` is where
    `words` stand in the text, in code points; `firm` says that
    the other side must state it too: "a hundred reasons", "first" and 十分 are
    not firm. `unit` is a canonical name such as "ms", or empty.
    """

    value: Fraction
    start: int
    words: str
    firm: bool
    percent: bool = False
    unit: str = ""


def unit_after(text: str, end: int) -> str:
    """Return the canonical unit written right after position `end`, or nothing.

    >>> unit_after("200 毫秒", 3), unit_after("five-minute", 4), unit_after("5 pods", 1)
    ('ms', 'min', '')
    """
    match = _UNIT.match(text, end)
    return (match.lastgroup or "") if match else ""


def units_clash(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities name different units of one dimension, such as ms and s."""
    if not one.unit or not other.unit or one.unit == other.unit:
        return False
    return _DIMENSION_OF[one.unit] == _DIMENSION_OF[other.unit]


def from_digits(digits: str) -> Fraction:
    """Return the value of a number written as ARABIC allows."""
    return Fraction(digits.replace(",", ""))


Reading = tuple[tuple[int, int], Quantity]
"""A quantity with the span of text it was read from."""


def reading(
    match: re.Match[str], value: Fraction, *, firm: bool, percent: bool = False, unit: str = ""
) -> Reading:
    """Return a match as a quantity of this value."""
    quantity = Quantity(
        value=value,
        start=match.start(),
        words=match.group(),
        firm=firm,
        percent=percent,
        unit=unit,
    )
    return match.span(), quantity


def longest(quantities: Iterable[Reading]) -> tuple[Quantity, ...]:
    """Keep, of overlapping readings, the one found first; return them in the order of the text."""
    owner: dict[int, tuple[int, int]] = {}
    taken: list[Reading] = []
    for span, quantity in quantities:
        if all(owner.get(position, span) == span for position in range(*span)):
            owner.update(dict.fromkeys(range(*span), span))
            taken.append((span, quantity))
    return tuple(quantity for _, quantity in sorted(taken, key=lambda pair: pair[0]))
