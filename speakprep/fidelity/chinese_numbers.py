"""Numbers in Chinese text: 百分之三十七点五, 一万二千, 三分之一, 1.2万, 两倍, 十几."""

import re
from collections.abc import Iterator
from dataclasses import replace
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

_DIGITS = {"零": 0, "〇": 0, "两": 2} | {
    character: value for value, character in enumerate("一二三四五六七八九", start=1)
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SPELLED = "零〇一二两三四五六七八九"
_ONE_TO_NINE = "一二两三四五六七八九"
_RUN = (
    rf"(?:{ARABIC}|[{_SPELLED}十百千万亿])"
    rf"(?:\s?[百千万亿]|(?:{ARABIC})(?=\s?[十百千万亿])|[{_SPELLED}十]|(?<=[{_SPELLED}十])点(?=[{_SPELLED}](?![十百]))){{0,24}}"
)
_PERCENT = re.compile(
    rf"百分之\s?(?P<a>{_RUN})|(?P<b>{_RUN})\s?[%％]|(?P<c>{_RUN})\s?个?百分点|(?P<d>百)分百"
)
_FRACTION = re.compile(rf"(?P<under>{_RUN})分之(?P<over>{_RUN})")
_TENTHS = re.compile(
    rf"(?P<tenths>[1-9]|[{_ONE_TO_NINE}])成(?P<half>半)?(?![为功本立员果绩长就熟型])"
)
_VAGUE = re.compile(
    rf"(?P<some>[几数]|上|成)(?P<unit>[十百千万亿]+)|(?<![{_ONE_TO_NINE}])(?P<teens>十)[几来]|(?P<half>半)"
)
_PLAIN = re.compile(rf"(?P<ordinal>第)?\s?(?P<nth>{_RUN})倍?")
_CENTURY = re.compile(rf"(?P<ordinal>第)?(?P<nth>{_RUN})世纪")  # 20世纪 is the 1900s
_DOUBLE = re.compile(r"(?P<two>翻倍|翻番|加倍|双|俩|一对|对半)|(?P<three>仨)")

# Characters that are numerals only in form.
_IDIOM = re.compile(
    rf"(?:周|星期|礼拜)[一二三四五六日]|(?<![{_ONE_TO_NINE}\d])十(?:分(?![钟之])|[足字])|万[一万能维物般分圣象众]|千万(?=[不别要记])|百[科货姓般度家]"
    r"|千(?:方百计|兆|古|篇一律)|三心二意|四面八方|四[处周季川面]|五[花官]|[一二三]?等"
    r"|九[牛死]|七上八下|乱七八糟|三言两语|三番[五两]次|[一二三]氧化|二[手维进元]|三[维角]|四[边舍]|双十一|接二连三|不三不四|五五开|三七[开分]"
)
# A small numeral is a count when one of these follows.
_COUNTED = re.compile(
    r"\s?(?:个|次|倍|天|年|月|日|号|小时|分钟|秒|人|台|层|步|种|条|点|章|页|行|张|款|项|件|家|位|名|组|轮|周|季度|版|代|岁"
    r"|级|阶段|部分|类|只|句|段|座|场|套|份|米|公里|元|块|美元|届|支|辆|艘|片|根|颗|遍|节|集群|节点|实例|副本|核)"
)


def read_chinese(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a Chinese text, in its order.

    >>> [str(q.value) for q in read_chinese("延迟降低百分之三十七点五，从一万二千到1.2万")]
    ['75/2', '12000', '12000']
    """
    idioms = [match.span() for match in _IDIOM.finditer(text)]
    return longest(
        (span, replace(quantity, firm=False) if _overlaps(span, idioms) else quantity)
        for span, quantity in _readings(text)
    )


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _readings(text: str) -> Iterator[Reading]:
    """Yield every reading, the most specific pattern first."""
    yield from _parts(text)
    for match in _VAGUE.finditer(text):
        vague = Fraction(1, 2) if match["half"] else _values(match["unit"] or match["teens"])[0]
        # "thousands" became "millions" is a change; 上百 and 成千上万 are figures of speech.
        firm = match["some"] in ("几", "数") and vague >= 100
        yield reading(match, vague, firm=firm)
        if text[match.start() - 1 : match.start()] == "点":  # 3点半 is 3:30
            yield reading(match, Fraction(30), firm=False)
    for match in _CENTURY.finditer(text):
        nth = _values(match["nth"])[0]
        for value in (nth, (nth - 1) * 100):
            yield reading(match, value, firm=False)
    for match in _PLAIN.finditer(text):
        for value in _values(match["nth"]):
            yield _plain(text, match, value)
    for match in _DOUBLE.finditer(text):
        yield reading(match, Fraction(2 if match["two"] else 3), firm=False)


def _parts(text: str) -> Iterator[Reading]:
    """Yield percentages, fractions and tenths: 百分之五, 三分之一, 三成半."""
    for match in _PERCENT.finditer(text):
        for value in _values(next(group for group in match.groups() if group)):
            yield reading(match, value, firm=True, percent=True)
    for match in _FRACTION.finditer(text):
        under, over = _values(match["under"])[0], _values(match["over"])[0]
        if under and match["under"] != "百":
            yield reading(match, over / under, firm=True)
            yield reading(match, under, firm=False)
    for match in _TENTHS.finditer(text):
        value = _values(match["tenths"])[0] * 10 + (5 if match["half"] else 0)
        yield reading(match, value, firm=True, percent=True)


def _plain(text: str, match: re.Match[str], value: Fraction) -> Reading:
    """Return one whole or decimal number, firm when it cannot be a figure of speech."""
    run, end = match["nth"], match.end("nth")
    if value == 1 or (value == 2 and match["ordinal"]):
        firm = False
    elif run == "十" or (len(run) < 3 and all(character in _SPELLED for character in run)):
        # 唯一一个 holds no eleven.
        firm = value <= 10 and bool(_COUNTED.match(text, end) or match["ordinal"])
    else:
        firm = not all(character in _UNITS for character in run)
    return reading(match, value, firm=firm, unit=unit_after(text, end))


def _values(run: str) -> list[Fraction]:
    """Return the value of a run of numerals; two for 六七千 and 三四, which mean a range."""
    run = run.replace(" ", "")
    pair = re.search(rf"[{_ONE_TO_NINE}]{{2}}", run)
    units = any(character in _UNITS for character in run)
    if pair and (units or len(run) == 2):
        low, high = (_DIGITS[character] for character in pair.group())
        if high == low + 1:
            start, end = pair.span()
            kept = ((run[:start] + run[at] + run[end:]) for at in (start, start + 1))
            return [value for variant in kept for value in _values(variant)]
    if not units:
        whole, _, decimals = run.partition("点")
        digits = "".join(str(_DIGITS.get(character, character)) for character in whole)
        tail = "".join(str(_DIGITS[character]) for character in decimals if character in _DIGITS)
        return [from_digits(f"{digits}.{tail}" if tail else digits)]
    return [_composed(run)]


def _composed(run: str) -> Fraction:
    """Return the value of numerals with units, 3万5千 and 一点五亿 included.

    A last digit right after 百, 千 or 万 counts in the next lower unit: 一万二 is 12000.
    """
    total = section = Fraction(0)
    number: Fraction | None = None
    last_unit = 1
    for token in re.findall(rf"{ARABIC}|[{_SPELLED}]+(?:点[{_SPELLED}]+)?|[十百千万亿]", run):
        if token not in _UNITS:
            after_zero = token[0] in "零〇"
            number = _values(token)[0]
            last_unit = 1 if after_zero else last_unit
            continue
        unit = _UNITS[token]
        if unit >= 10**4:
            section += number or Fraction(0)
            if unit == 10**8:
                total = (total + section or Fraction(1)) * unit
            else:
                total += (section or Fraction(1)) * unit
            section = Fraction(0)
        else:
            section += (Fraction(1) if number is None else number) * unit
        number, last_unit = None, unit
    if number is not None:
        colloquial = last_unit >= 100 and number < 10 and run[-1] in _DIGITS
        section += number * last_unit / 10 if colloquial else number
    return total + section
