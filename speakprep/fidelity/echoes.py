"""Several counts that mean the same words are one finding, or one fault reads like four."""

from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter

from speakprep.fidelity.model import Discrepancy, Kind, worst_first

_COUNTED: frozenset[Kind] = frozenset({"addition", "omission"})
"""What a segment's length, its cited pieces and its phrases each tell of on their own."""

_FACT = 1.0
"""The strength of what is no score."""


def without_echoes(discrepancies: Iterable[Discrepancy]) -> tuple[Discrepancy, ...]:
    """Return one discrepancy for all that mean the same words of a segment, in the same order.

    Two additions, or two omissions, mean the same when the words of one hold those of the other.
    The worst of them stays and says what is wrong. Of scores the one with the fewest words tells
    best where; a phrase such as "which makes" is only the beginning of what a score points at.
    """
    found = tuple(discrepancies)
    place = {id(one): at for at, one in enumerate(found)}
    echoes: dict[tuple[str, Kind], list[list[Discrepancy]]] = {}
    for one in worst_first(found):
        groups = echoes.setdefault((one.key, one.kind), [])
        group = next((each for each in groups if _same(each[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    merged = [(place[id(group[0])], _merged(group)) for each in echoes.values() for group in each]
    return tuple(one for _, one in sorted(merged, key=itemgetter(0)))


def _same(worst: Discrepancy, other: Discrepancy) -> bool:
    one, two = _words(worst), _words(other)
    return worst.kind in _COUNTED and bool(one and two) and (one in two or two in one)


def _merged(group: list[Discrepancy]) -> Discrepancy:
    worst = group[0]
    if worst.kind != "addition":
        return worst
    pointed = [one.target_words for one in group if one.strength != _FACT]
    if worst.strength == _FACT:
        pointed = [words for words in pointed if worst.target_words in words]
    return replace(worst, target_words=min(pointed, key=len, default=worst.target_words))


def _words(found: Discrepancy) -> str:
    return found.target_words if found.kind == "addition" else found.source_words
