"""What can be counted about a pair, as numbers that grow with suspicion and never shrink it."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from speakprep.fidelity.length import excess
from speakprep.fidelity.model import Discrepancy, Kind, Pair
from speakprep.fidelity.sides import Side
from speakprep.fidelity.support import Support, compare_support
from speakprep.fidelity.wording import Lone, lone_meanings
from speakprep.talk.language import Language

Head = Literal["sentence", "words", "omission", "apart"]
"""What may be wrong: a sentence too many, words too many, something missing, another text."""

_MOST: dict[str, float] = {
    "longer": 5, "wording": 3, "lone": 4, "weak": 4, "length": 4, "none": 1,
}  # fmt: skip
"""Where a count stops to tell more; everything else is 0 or 1, or a gain of `Support`."""
_HINTED = 0.35
"""What a stated meaning counts that the other side only hints at; 1 when it does not even that."""
KEPT = 4096
"""So many pairs are not read again: `verify` and `rank` follow each other, and a review compares
the whole talk anew after each key."""
_BRACKET = re.compile(r"[（(\[【]")


@dataclass(frozen=True, kw_only=True)
class Signals:
    """The numbers of one pair by head and name, and the words they are about.

    `added` and `lost` are the words of the target and of the source with the least support.
    """

    values: dict[Head, dict[str, float]]
    added: str
    lost: str


@lru_cache(maxsize=KEPT)
def read_signals(
    pair: Pair, target_language: Language, usual: float, kinds: frozenset[Kind]
) -> Signals:
    """Read the signals of one pair.

    Args:
        pair: two texts that are not empty.
        target_language: the target's.
        usual: this talk's own offset from the general length ratio.
        kinds: of the warnings that facts and phrases gave for this pair.
    """
    source = Side(pair.source, "zh" if target_language == "en" else "en")
    target = Side(pair.target, target_language)
    longer = excess(pair, target_language, usual)
    by_sentence = compare_support(source, target, by_clause=False)
    by_clause = compare_support(source, target, by_clause=True)
    lengths = len(pair.target), len(pair.source)
    only_target = tuple(lone_meanings(target.meanings, source.meanings, lengths, source.language))
    addition = _one_way(longer, by_sentence.target, by_clause.target)
    addition["wording"] = _worst_clause(only_target, target)
    words = {
        **addition,
        "praise": any(lone.absent and lone.meaning.group == "praise" for lone in only_target),
        "phrase": not {"addition", "opinion"}.isdisjoint(kinds),
        "brackets": _count(_BRACKET, pair.target) > _count(_BRACKET, pair.source),
    }
    values: dict[Head, dict[str, float]] = {
        "sentence": addition,
        "words": words,
        "omission": _one_way(-longer, by_sentence.source, by_clause.source),
        "apart": _apart(source, target, longer) | {"name": "name" in kinds},
    }
    return Signals(
        values={
            head: {name: min(_MOST.get(name, 6.0), max(0.0, float(v))) for name, v in each.items()}
            for head, each in values.items()
        },
        added=_pointed(by_sentence.target, by_clause.target),
        lost=_pointed(by_sentence.source, by_clause.source),
    )


def plain_facts(found: Iterable[Discrepancy]) -> frozenset[Kind]:
    """Return the kinds of warnings that rest on a fact or a phrase, not on these signals."""
    return frozenset(one.kind for one in found if one.level != "advice" and one.strength == 1.0)


def _one_way(longer: float, by_sentence: Support, by_clause: Support) -> dict[str, float]:
    return {"longer": longer, "loose_sentence": by_sentence.gain, "loose_clause": by_clause.gain}


def _worst_clause(lone: Iterable[Lone], side: Side) -> float:
    """Count the words without counterpart in the clause that has most of them."""
    ends = list(accumulate(map(len, side.clauses)))
    counts: Counter[int] = Counter()
    for each in lone:
        counts[bisect_right(ends, each.meaning.start)] += 100 if each.absent else int(100 * _HINTED)
    return max(counts.values(), default=0) / 100


def _apart(source: Side, target: Side, longer: float) -> dict[str, float]:
    """Measure how little two texts have in common, whatever their lengths."""
    ours, theirs = ({m.number for m in side.meanings if m.stated} for side in (source, target))
    hints, others = ({m.number for m in side.meanings} for side in (source, target))
    shared = len(ours & theirs)
    return {
        "lone": len(ours - others) + len(theirs - hints),
        "weak": len(ours ^ theirs) - 2 * shared,
        "none": bool(ours and theirs) and not shared,
        "length": abs(longer),
    }


def _pointed(by_sentence: Support, by_clause: Support) -> str:
    """Return the sentence that has least support, or the clause if no sentence stands out."""
    if by_sentence.gain > by_clause.gain * 0.8:
        return by_sentence.words or by_clause.words
    return by_clause.words or by_sentence.words


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len(pattern.findall(text))
