"""How suspicious a pair is, as one number, so that a reader meets the worst first.

Four heads add up signals with weights that are never negative, so that no
sign of honesty can hide a sign of fault; the highest head counts. The number
is 0 where one clean pair in twenty lies above, gates included.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from speakprep.fidelity.length import usual_offset
from speakprep.fidelity.model import QUOTED_STRENGTH, Discrepancy, Pair
from speakprep.fidelity.signals import Head, Signals, plain_facts, read_signals
from speakprep.talk.language import Language

HEADS: tuple[Head, ...] = get_args(Head)
ADVISED = -0.7
"""The suspicion from which a pair is worth a second look: about one clean pair in ten."""
GATE = 50.0
"""What one broken gate adds: more than any head can reach on an honest pair."""
QUOTED = 25.0
"""What the words that a second reader quoted add: they come after gates and before scores."""

# `python benchmarks/fidelity.py --fit`: logistic regression with weights >= 0 on all development
# pairs; the table the benchmark prints is of fits that did not see the document they judge.
_WEIGHTS: dict[Language, dict[Head, dict[str, float]]] = {
    "en": {
        "sentence": {
            "bias": -6.39,
            "longer": 1.04,
            "loose_sentence": 2.56,
            "loose_clause": 0.68,
            "wording": 1.51,
        },
        "words": {
            "bias": -6.00,
            "longer": 0.00,
            "loose_sentence": 0.00,
            "loose_clause": 0.52,
            "wording": 2.87,
            "praise": 2.94,
            "phrase": 6.28,
            "brackets": 5.44,
        },
        "omission": {"bias": -3.42, "longer": 1.17, "loose_sentence": 0.00, "loose_clause": 3.11},
        "apart": {
            "bias": -6.61,
            "lone": 1.20,
            "weak": 0.94,
            "none": 0.00,
            "length": 0.65,
            "name": 3.98,
        },
    },
    "zh": {
        "sentence": {
            "bias": -6.37,
            "longer": 1.28,
            "loose_sentence": 3.56,
            "loose_clause": 0.78,
            "wording": 0.79,
        },
        "words": {
            "bias": -6.44,
            "longer": 0.47,
            "loose_sentence": 0.00,
            "loose_clause": 0.56,
            "wording": 1.76,
            "praise": 2.68,
            "phrase": 5.63,
            "brackets": 2.60,
        },
        "omission": {"bias": -4.50, "longer": 0.00, "loose_sentence": 3.91, "loose_clause": 0.78},
        "apart": {
            "bias": -6.21,
            "lone": 1.76,
            "weak": 0.45,
            "none": 0.95,
            "length": 1.42,
            "name": 5.27,
        },
    },
}


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A pair's place in the list of what to read first.

    `gates` counts its broken gates, `suspicion` orders, and `target_words` and
    `source_words` are verbatim: what to look at on both sides.
    """

    key: str
    suspicion: float
    gates: int
    head: Head | None
    target_words: str
    source_words: str


def suspect(signals: Signals, target_language: Language) -> tuple[float, Head]:
    """Return the suspicion of a pair without its gates, and the head that has it."""
    weights = _WEIGHTS[target_language]
    return max(
        (_sum(weights[head], values), head) for head, values in sorted(signals.values.items())
    )


def rank(
    pairs: Sequence[Pair], target_language: Language, discrepancies: Iterable[Discrepancy]
) -> tuple[Ranked, ...]:
    """Order the pairs of one talk, worst first; of equals the earlier pair comes first.

    Args:
        pairs: all segments of the talk, because lengths are judged by its median.
        target_language: the translation's.
        discrepancies: what `verify` found, less what the speaker dismissed, plus what others
            found: an error lifts a pair over all pairs without one, a quotation over all scores.
    """
    found: dict[str, list[Discrepancy]] = defaultdict(list)
    for discrepancy in discrepancies:
        found[discrepancy.key].append(discrepancy)
    usual = usual_offset(pairs, target_language)
    ranked = [_rank_one(pair, target_language, usual, found[pair.key]) for pair in pairs]
    return tuple(sorted(ranked, key=lambda one: -one.suspicion))


def _rank_one(
    pair: Pair, target_language: Language, usual: float, found: Sequence[Discrepancy]
) -> Ranked:
    gates = [one for one in found if one.level == "error"]
    shown = gates or [one for one in found if one.level == "warning"]
    target_words = next((one.target_words for one in shown if one.target_words), "")
    source_words = next((one.source_words for one in shown if one.source_words), "")
    suspicion, head = 0.0, None
    if pair.source.strip() and pair.target.strip():
        signals = read_signals(pair, target_language, usual, plain_facts(found))
        suspicion, head = suspect(signals, target_language)
        if not gates:
            target_words = (signals.added if head != "omission" else "") or target_words
            source_words = (signals.lost if head in ("omission", "apart") else "") or source_words
    quoted = any(one.strength >= QUOTED_STRENGTH and one.level != "error" for one in found)
    return Ranked(
        key=pair.key,
        suspicion=suspicion + GATE * len({one.kind for one in gates}) + QUOTED * quoted,
        gates=len(gates),
        head=head,
        target_words=target_words,
        source_words=source_words,
    )


def _sum(weights: dict[str, float], values: dict[str, float]) -> float:
    return weights["bias"] + sum(weights[name] * value for name, value in values.items())
