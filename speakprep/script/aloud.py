"""How figures, units and capitals are read aloud, and how long that is.

A count is in syllables of the language around the figure: a Han character is
one, an average English word 1.42 (see `timing`). What is read aloud is built
as words first, because "37.5%" is 百分之三十七点五 in Chinese and six words' worth
of "thirty-seven point five percent" in English.
"""

import re
from collections.abc import Sequence

from speakprep.talk.language import Language

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿", "万亿")
_LONGEST = 15
"""Digits of a number that still has a name; a longer one is an id and read digit by digit."""

_UNITS: dict[str, tuple[str, str]] = {
    "%": ("percent", "百分之"),
    "‰": ("per mille", "千分之"),
    "ns": ("nanoseconds", "纳秒"),
    "us": ("microseconds", "微秒"),
    "µs": ("microseconds", "微秒"),
    "μs": ("microseconds", "微秒"),
    "ms": ("milliseconds", "毫秒"),
    "s": ("seconds", "秒"),
    "min": ("minutes", "分钟"),
    "h": ("hours", "小时"),
    "kb": ("kilobytes", "千字节"),
    "mb": ("megabytes", "兆"),
    "gb": ("gigabytes", "G B"),
    "tb": ("terabytes", "T B"),
    "pb": ("petabytes", "P B"),
    "kib": ("kibibytes", "K B"),
    "mib": ("mebibytes", "兆"),
    "gib": ("gibibytes", "G B"),
    "hz": ("hertz", "赫兹"),
    "khz": ("kilohertz", "千赫"),
    "mhz": ("megahertz", "兆赫"),
    "ghz": ("gigahertz", "G赫"),
    "mm": ("millimetres", "毫米"),
    "cm": ("centimetres", "厘米"),
    "km": ("kilometres", "公里"),
    "kg": ("kilograms", "公斤"),
    "kw": ("kilowatts", "千瓦"),
    "kwh": ("kilowatt hours", "千瓦时"),
    "°c": ("degrees celsius", "摄氏度"),
    "x": ("times", "倍"),
    "×": ("times", "倍"),
    "k": ("thousand", "千"),
    "m": ("million", "百万"),
    "b": ("billion", "十亿"),
    "st": ("", ""),
    "nd": ("", ""),
    "rd": ("", ""),
    "th": ("", ""),
}
"""What stands right behind a number, in small letters: how both languages say it."""

_SHARES = ("%", "‰")
"""Units that Chinese says before the number."""

_MONEY = {
    "$": ("dollars", "美元"),
    "€": ("euros", "欧元"),
    "£": ("pounds", "英镑"),
    "¥": ("yuan", "元"),
    "￥": ("yuan", "元"),
}
_BEFORE = {
    "-": ("minus", "负"),
    "−": ("minus", "负"),
    "~": ("about", "约"),
    "≈": ("about", "约"),
    "<": ("less than", "小于"),
    ">": ("more than", "大于"),
    "≤": ("at most", "最多"),
    "≥": ("at least", "至少"),
}
_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
FIGURE = (
    r"(?:(?<![\w)）])(?P<before>[-−~≈<>≤≥])[ ]?)?(?P<money>[$€£¥￥])?[ ]?"
    rf"(?:(?<![A-Za-z0-9])(?P<version>[vV])(?=\d))?(?P<number>{_NUMBER})"
    rf"(?:(?P<join>[ ]?[-–—~～:/][ ]?)(?P<to>{_NUMBER})(?![-–/:]\d))?"
    rf"(?P<unit>[ ]?(?i:{_UNIT})(?![A-Za-z0-9]))?(?P<per>/s(?![A-Za-z0-9]))?(?P<year>(?=[ ]?年))?"
)
"""A figure with all that is read together with it; use within a larger expression."""

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeiouyl\W])es?$|(?<=[aeiouy][^aeiouy\W])le$")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


def syllables(figure: re.Match[str], language: Language) -> float:
    """Return how many syllables a match of `FIGURE` has when read aloud."""
    if language == "zh":
        return float(len(_in_chinese(figure).replace(" ", "")))
    return float(sum(_english_syllables(word) for word in re.split(r"[ -]", _in_english(figure))))


def spelled(acronym: str) -> int:
    """Return the syllables of capitals said one by one; a W has three.

    >>> spelled("AWS"), spelled("S3"), spelled("APIs")
    (5, 2, 3)
    """
    return sum(3 if sign == "W" else 1 for sign in acronym.removesuffix("s"))


def say_english(number: str) -> str:
    """Read a number, with thousands in commas or not, and with points.

    >>> say_english("12,000"), say_english("37.5"), say_english("1.28.3")
    ('twelve thousand', 'thirty-seven point five', 'one point twenty-eight point three')
    """
    whole, *more = number.replace(",", "").split(".")
    said = [_english_whole(whole)]
    for part in more:
        # The second part of a version is a number, the decimals are digits.
        said += ["point", _english_whole(part) if len(more) > 1 else _digits(part, _ONES, " ")]
    return " ".join(said)


def say_chinese(number: str) -> str:
    """Read a number, with thousands in commas or not, and with points.

    >>> say_chinese("12,000"), say_chinese("37.5"), say_chinese("1.28.3")
    ('一万二千', '三十七点五', '一点二八点三')
    """
    whole, *more = number.replace(",", "").split(".")
    return "点".join((_chinese_whole(whole), *(_digits(part, _DIGITS) for part in more)))


def say_year(year: str) -> str:
    """Read a year as English does: in two halves.

    >>> say_year("1998"), say_year("2026"), say_year("2005")
    ('nineteen ninety-eight', 'twenty twenty-six', 'two thousand five')
    """
    century, rest = year[:2], year[2:]
    if century == "20" and rest[0] == "0":
        return f"two thousand {_ONES[int(rest)]}" if rest != "00" else "two thousand"
    if rest == "00":
        return f"{_english_whole(century)} hundred"
    late = f"oh {_ONES[int(rest)]}" if rest[0] == "0" else _english_whole(rest)
    return f"{_english_whole(century)} {late}"


def _in_english(figure: re.Match[str]) -> str:
    first, last, unit = figure["number"], figure["to"], _unit(figure)
    join = (figure["join"] or "").strip()
    said = [_BEFORE[figure["before"]][0]] if figure["before"] else []
    said += ["version"] if figure["version"] else []
    said += [say_year(first) if _is_year(first, figure) else say_english(first)]
    if last:
        said += [{"/": "over", ":": ""}.get(join, "to")]
        said += [say_year(last) if _is_year(last, figure) else say_english(last)]
    said += [_UNITS[unit][0]] if unit and not (unit == "s" and _looks_like_year(first)) else []
    said += ["per second"] if figure["per"] else []
    said += [_MONEY[figure["money"]][0]] if figure["money"] else []
    return " ".join(filter(None, said))


def _in_chinese(figure: re.Match[str]) -> str:
    first, last, unit = figure["number"], figure["to"], _unit(figure)
    join = (figure["join"] or "").strip()
    year = (figure["year"] is not None and len(last or first) == 4) or _is_year(first, figure)
    say = (lambda number: _digits(number, _DIGITS)) if year else say_chinese
    said = _BEFORE[figure["before"]][1] if figure["before"] else ""
    share = _UNITS[unit][1] if unit in _SHARES else ""
    said += share + ("V" if figure["version"] else "")
    if last and join == "/":
        said += f"{say(last)}分之{say(first)}"
    elif last:
        said += f"{say(first)}{'点' if join == ':' else '到'}{say(last)}"
    else:
        said += say(first)
    said += _UNITS[unit][1] if unit and not share else ""
    said += "每秒" if figure["per"] else ""
    return said + (_MONEY[figure["money"]][1] if figure["money"] else "")


def _unit(figure: re.Match[str]) -> str:
    return (figure["unit"] or "").strip().lower()


def _is_year(number: str, figure: re.Match[str]) -> bool:
    bare = not figure["money"] and not figure["per"] and _unit(figure) in ("", "s")
    return bare and _looks_like_year(number)


def _looks_like_year(number: str) -> bool:
    return len(number) == 4 and number.isdigit() and _FIRST_YEAR <= int(number) <= _LAST_YEAR


def _english_whole(digits: str) -> str:
    if len(digits) > _LONGEST or (digits[0] == "0" and len(digits) > 1):
        return _digits(digits, _ONES, " ")
    value = int(digits)
    if not value:
        return _ONES[0]
    said: list[str] = []
    for place in range((len(digits) - 1) // 3, -1, -1):
        group = value // 1000**place % 1000
        if group:
            said += [*_below_thousand(group), _SCALES[place]]
    return " ".join(filter(None, said))


def _below_thousand(value: int) -> list[str]:
    said = [_ONES[value // 100], "hundred"] if value >= 100 else []
    rest = value % 100
    if rest >= 20:
        said.append(_TENS[rest // 10] + (f"-{_ONES[rest % 10]}" if rest % 10 else ""))
    elif rest:
        said.append(_ONES[rest])
    return said


def _chinese_whole(digits: str) -> str:
    if len(digits) > _LONGEST or (digits[0] == "0" and len(digits) > 1):
        return _digits(digits, _DIGITS)
    value = int(digits)
    if not value:
        return _DIGITS[0]
    said = ""
    for place in range((len(digits) - 1) // 4, -1, -1):
        group = value // 10_000**place % 10_000
        if group and said and group < 1000:
            said += "零"
        said += _below_myriad(group) + (_MYRIADS[place] if group else "")
    return said.removeprefix("一") if said.startswith("一十") else said


def _below_myriad(value: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return said


def _digits(number: str, names: Sequence[str], between: str = "") -> str:
    return between.join(names[int(digit)] for digit in number)


def _english_syllables(word: str) -> int:
    """Return the syllables of a word of the tables above: runs of vowels, a silent e aside."""
    word = word.replace("nine", "nin") if word != "nine" else "nin"
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word)))) if word else 0
