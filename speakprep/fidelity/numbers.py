"""Does every quantity of one side stand on the other?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from speakprep.fidelity.chinese_numbers import read_chinese
from speakprep.fidelity.english_numbers import read_english
from speakprep.fidelity.literals import mask, masked_digits
from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.fidelity.quantities import Quantity, from_digits, units_clash


def compare_numbers(pair: Pair) -> Iterator[Discrepancy]:
    """Yield the quantities, and the units, that only one side states.

    Quantities compare by value: 三分之一 equals "a third", 1.2万 equals "12k",
    第三页 equals "page three". A missing and an added figure make one
    discrepancy, as one changed figure.
    """
    source, target = quantities(pair.source), quantities(pair.target)
    missing = unmatched(source, target)
    added = unmatched(target, source)
    for index in range(max(len(missing), len(added))):
        lost = missing[index].words if index < len(missing) else ""
        new = added[index].words if index < len(added) else ""
        yield Discrepancy(
            kind="number",
            key=pair.key,
            level="error",
            message=_message(lost, new),
            source_words=lost,
            target_words=new,
        )
    yield from _clashes(pair, source, target)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text, in numerals of either language.

    Chinese text may hold "12k" and English text 万: both readers look at both.
    """
    masked = mask(_SPACED.sub(",", text.translate(_ONE_FORM)))
    chinese = tuple(q for q in read_chinese(masked) if not q.words.isascii())
    # The 1.2 of 1.2万 was already read.
    taken = {position for q in chinese for position in range(q.start, q.start + len(q.words))}
    english = tuple(
        q for q in read_english(masked) if taken.isdisjoint(range(q.start, q.start + len(q.words)))
    )
    inside = tuple(
        Quantity(value=from_digits(digits), start=start, words=digits, firm=False)
        for start, digits in masked_digits(text)
    )
    return tuple(
        replace(q, words=text[q.start : q.start + len(q.words)].strip())
        for q in (*chinese, *english, *inside)
    )


# Full-width digits and traditional numerals, one character for one.
_ONE_FORM = str.maketrans("０１２３４５６７８９％．萬億兩點幾數雙", "0123456789%.万亿两点几数双")
_SPACED = re.compile(r"(?<=\d) (?=000(?!\d))")  # 14 000 is written with a thin space


def unmatched(ours: tuple[Quantity, ...], theirs: tuple[Quantity, ...]) -> list[Quantity]:
    """Return our firm quantities without a counterpart, each wording once."""
    values = {quantity.value for quantity in theirs}
    lost = {
        quantity.words: quantity
        for quantity in ours
        if quantity.firm
        and quantity.value not in values
        and not any(_same(quantity, other) for other in theirs)
    }
    return list(lost.values())


def _same(one: Quantity, other: Quantity) -> bool:
    """Compare two different values, allowing what both languages do with the same quantity."""
    if one.percent != other.percent:  # half and 50%
        percent, plain = (one, other) if one.percent else (other, one)
        return percent.value == plain.value * 100
    return _same_year(one, other) or _same_hour(one, other) or _same_multiple(one, other)


def _same_year(one: Quantity, other: Quantity) -> bool:
    """80年代 is the 1980s, 18年 is 2018."""
    short, long = sorted((one.value, other.value))
    return (
        long.denominator == 1
        and 1900 <= long < 2100
        and short < 100
        and short == long % 100
        and (one.unit in ("year", "s") or other.unit in ("year", "s") or short % 10 == 0)
    )


def _same_hour(one: Quantity, other: Quantity) -> bool:
    """15 o'clock is 3 p.m.; only whole hours of one day."""
    early, late = sorted((one.value, other.value))
    return late - early == 12 and 13 <= late <= 23 and not (one.unit or other.unit)


def _same_multiple(one: Quantity, other: Quantity) -> bool:
    """增加两倍 is tripled: a multiple may count the original or not."""
    times = "倍" in one.words or "倍" in other.words
    return times and abs(one.value - other.value) == Fraction(1)


def _clashes(
    pair: Pair, source: tuple[Quantity, ...], target: tuple[Quantity, ...]
) -> Iterator[Discrepancy]:
    """Yield figures that agree while their units do not: 200 毫秒 and 200 seconds."""
    by_value: dict[Fraction, list[Quantity]] = {}
    for theirs in target:
        by_value.setdefault(theirs.value, []).append(theirs)
    for ours in source:
        same = by_value.get(ours.value, [])
        if ours.firm and same and all(units_clash(ours, theirs) for theirs in same):
            yield Discrepancy(
                kind="number",
                key=pair.key,
                level="error",
                message=f"{ours.words} changed its unit from {ours.unit} to {same[0].unit}",
                source_words=ours.words,
                target_words=same[0].words,
            )


def _message(lost: str, new: str) -> str:
    if lost and new:
        return f"the source says {lost}, the target {new}"
    if lost:
        return f"{lost} of the source is not in the target"
    return f"{new} of the target is not in the source"
