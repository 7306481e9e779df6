"""Numbers in English text: 37.5%, 12k, twenty-five, two thirds, half a million, the 1990s."""

import re
from collections.abc import Iterator
from fractions import Fraction

from speakprep.fidelity.quantities import (
    ARABIC,
    Quantity,
    Reading,
    from_digits,
    longest,
    reading,
    unit_after,
)

_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_SMALL |= {"twenty": 20, "ninety": 90}
_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_SUFFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "mn": 10**6, "B": 10**9, "bn": 10**9, "T": 10**12}
_DENOMINATORS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100,
}  # fmt: skip
_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
} | {"thirtieth": 30, "hundredth": 100}
# Words that state a number without being one: the other side may write the numeral.
_IMPLIED: dict[str, tuple[str, ...]] = {
    "1": ("once", "single", "firstly"),
    "2": ("both", "couple", "pair", "pairs", "twice", "double", "doubled", "doubles", "doubling",
          "dual", "twofold", "secondly", "either", "neither", "twin", "duo"),
    "3": ("triple", "tripled", "triples", "tripling", "threefold", "thrice", "thirdly", "trio"),
    "4": ("quadruple", "quadrupled", "quarters", "fourfold"),
    "1/2": ("half", "halves", "halved", "halve", "halving"),
    "1/4": ("quarter",),
    "12": ("dozen",),
    "10": ("decade", "decades", "dozens", "tens", "tenfold", "teens"),
    "20": ("twenties",), "30": ("thirties",), "40": ("forties",), "50": ("fifties",),
    "60": ("sixties",), "70": ("seventies",), "80": ("eighties",), "90": ("nineties",),
    "100": ("hundreds", "century", "hundredfold"),
    "1000": ("thousands", "millennium"),
    "1000000": ("millions",), "1000000000": ("billions",), "1000000000000": ("trillions",),
}  # fmt: skip
_IMPLIED_VALUE = {word: Fraction(value) for value, words in _IMPLIED.items() for word in words}
_IMPLIED_VALUE |= {word: Fraction(value) for word, value in _ORDINALS.items()}
_IMPLIED_VALUE |= {
    f"{tens}-{word}": Fraction(_SMALL[tens] + value)
    for tens in ("twenty", "thirty", "forty", "fifty")
    for word, value in list(_ORDINALS.items())[:9]
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_IMPLIED_VALUE |= {month.lower(): Fraction(at) for at, month in enumerate(_MONTHS, start=1)}
_IMPLIED_VALUE |= {month[:3].lower(): Fraction(at) for at, month in enumerate(_MONTHS, start=1)}

_NUMERAL = "|".join(sorted(_SMALL, key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_SPELLED = (
    rf"(?:(?:{_NUMERAL})(?:[ -](?:{_NUMERAL})){{0,6}}(?: point(?: (?:{_NUMERAL})){{1,9}})?"
    rf"|an?(?= (?:{_SCALE})\b))"
    rf"(?:[ -](?:{_SCALE})\b(?:,? (?:and )?(?:{_NUMERAL})(?:-(?:{_NUMERAL}))?\b)?){{0,6}}"
)
_PERCENT_SIGN = r"(?:\s?[%％]|\s*-?(?:per\s?cent|pct\b|percentage\spoints?))"
_PERCENT = re.compile(
    rf"\b(?P<figure>{ARABIC}|{_SPELLED}){_PERCENT_SIGN}", re.IGNORECASE | re.ASCII
)
_DENOMINATOR = "|".join(_DENOMINATORS)
_FRACTION = re.compile(
    rf"\b(?P<over>an?|{_NUMERAL})(?P<joint>[ -])(?P<under>{_DENOMINATOR})(?P<many>s?)\b"
    r"(?P<of>\s+(?:of|as)\b)?",
    re.IGNORECASE | re.ASCII,
)
_ONE_IN = re.compile(
    rf"\b(?P<over>{ARABIC}|{_NUMERAL}) (?:in|out of)(?: every)? (?P<under>{ARABIC}|{_SPELLED})"
    r"\b(?!%)",
    re.IGNORECASE | re.ASCII,
)
_SLASH = re.compile(r"(?<![\d/.])(?P<over>\d{1,3})\s?/\s?(?P<under>\d{1,3})(?![\d/])")
_DIGITS = re.compile(
    rf"(?<![A-Za-z_.\d])(?P<figure>{ARABIC})"
    rf"(?:(?-i:(?P<suffix>mn|bn|[kKMBT])(?![A-Za-z]))|[\s-]?(?P<scale>{_SCALE})\b)?"
    r"(?P<ordinal>st|nd|rd|th)?",
    re.IGNORECASE | re.ASCII,
)
_HALF_OF = re.compile(rf"\bhalf an? (?P<scale>{_SCALE})\b", re.IGNORECASE | re.ASCII)
_AND_A_HALF = re.compile(
    rf"\b(?P<whole>{_NUMERAL}|\d+) and a half(?: (?P<scale>{_SCALE})\b)?", re.IGNORECASE | re.ASCII
)
_MONEY = re.compile(rf"(?<=[$€£¥])(?P<figure>{ARABIC})m\b", re.ASCII)  # elsewhere m is metres
_WORDS = re.compile(rf"\b(?P<run>{_SPELLED})\b", re.IGNORECASE | re.ASCII)
_IMPLYING = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _IMPLIED_VALUE), key=len, reverse=True))})\b",
    re.IGNORECASE | re.ASCII,
)


def read_english(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of an English text, in its order.

    >>> [str(q.value) for q in read_english("twelve thousand requests, 37.5% of 1.2 million")]
    ['12000', '75/2', '1200000']
    """
    return longest(_readings(text))


def _readings(text: str) -> Iterator[Reading]:
    """Yield every reading, the most specific pattern first."""
    for match in _PERCENT.finditer(text):
        value = _figure(match["figure"])
        yield reading(match, value, firm=True, percent=True)
    yield from _fractions(text)
    for match in _DIGITS.finditer(text):
        value = from_digits(match["figure"])
        suffix = match["suffix"] or ""
        value *= _SUFFIXES.get(suffix, _SUFFIXES.get(suffix.lower(), 1))
        value *= _SCALES.get((match["scale"] or "").lower(), 1)
        unit = unit_after(text, match.end())
        firm = value not in (0, 1)
        yield reading(match, value, firm=firm, unit=unit)
    for match in _WORDS.finditer(text):
        value = _spelled(match["run"])
        firm = value > 1 and match["run"].lower() not in _SCALES
        unit = unit_after(text, match.end())
        yield reading(match, value, firm=firm, unit=unit)
    for match in _IMPLYING.finditer(text):
        value = _IMPLIED_VALUE[match.group().lower()]
        yield reading(match, value, firm=False)
    for match in re.finditer(rf"\b(?:{_SCALE})\b", text, re.IGNORECASE | re.ASCII):
        value = Fraction(_SCALES[match.group().lower()])
        yield reading(match, value, firm=False)


def _fractions(text: str) -> Iterator[Reading]:
    """Yield two thirds, one in three, 3/4, half a million and a third of."""
    for match in _HALF_OF.finditer(text):
        value = Fraction(_SCALES[match["scale"].lower()], 2)
        yield reading(match, value, firm=True)
    for match in _AND_A_HALF.finditer(text):
        scale = _SCALES.get((match["scale"] or "").lower(), 1)
        value = (_figure(match["whole"]) + Fraction(1, 2)) * scale
        yield reading(match, value, firm=scale > 1)
        yield reading(match, _figure(match["whole"]), firm=False)
    for match in _MONEY.finditer(text):
        yield reading(match, from_digits(match["figure"]) * 10**6, firm=True)
    for match in _FRACTION.finditer(text):
        over = match["over"].lower()
        # "one fourth grader" is no fraction; "a third of" and "two thirds" are.
        if match["many"] or match["of"] or match["joint"] == "-":
            value = Fraction(_SMALL.get(over, 1), _DENOMINATORS[match["under"].lower()])
            yield reading(match, value, firm=value.denominator > 2)
    for pattern in (_ONE_IN, _SLASH):
        for match in pattern.finditer(text):
            under = _figure(match["under"])
            if under:
                value = _figure(match["over"]) / under
                yield reading(match, value, firm=value < 1 and pattern is _SLASH)
                yield reading(match, under, firm=pattern is _ONE_IN)


def _figure(figure: str) -> Fraction:
    return from_digits(figure) if figure[0].isdigit() else _spelled(figure)


def _spelled(run: str) -> Fraction:
    """Return the value of number words; "nineteen ninety-five" is a year."""
    total = section = Fraction(0)
    decimals = 0
    for word in re.split(r"[\s,-]+", run.lower()):
        if word == "point":
            decimals = 1
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                section = (section or Fraction(1)) * 100
            else:
                total, section = total + (section or Fraction(1)) * scale, Fraction(0)
            decimals = 0
        elif word in _SMALL:
            value = _SMALL[word]
            if decimals:
                section += Fraction(value, 10**decimals)
                decimals += 1
            elif section and value >= 10 and 10 <= section < 100:
                section = section * 100 + value
            else:
                section += value
    return total + section
