"""Which words of one side have least support on the other: where a reader should look.

Without a dictionary only form speaks: sentences and clauses keep their order
and their proportions, and numbers, Latin words and question marks recur.
"""

import math
from collections.abc import Sequence
from functools import cache

from speakprep.fidelity.length import measure
from speakprep.fidelity.literals import TOKEN, flat
from speakprep.fidelity.numbers import quantities
from speakprep.talk.language import Language
from speakprep.talk.sentences import split_clauses, split_sentences

_MOST_PIECES = 16
"""A segment of more pieces is not searched: the cost grows with the cube."""


def least_supported(text: str, language: Language, other: str, other_language: Language) -> str:
    """Return the sentence or clause of `text` whose absence would fit `other` best, verbatim.

    Empty when `text` is one piece: then there is nothing to point at.
    """
    sentences, others = split_sentences(text), split_sentences(other)
    if len(sentences) <= len(others) or len(sentences) < 2:
        sentences, others = split_clauses(text), split_clauses(other)
    if len(sentences) < 2 or max(len(sentences), len(others)) > _MOST_PIECES:
        return ""
    ours = [_Piece(piece, language) for piece in sentences]
    theirs = [_Piece(piece, other_language) for piece in others]
    runs = [(start, start + 1) for start in range(len(ours))]
    if len(ours) - len(theirs) > 1:
        runs += [(start, start + 2) for start in range(len(ours) - 1)]
    costs = {run: _alignment_cost(ours[: run[0]] + ours[run[1] :], theirs) for run in runs}
    start, end = min(runs, key=lambda run: (costs[run], -run[0]))
    return "".join(sentences[start:end]).strip()


class _Piece:
    """A sentence or clause reduced to what can be compared across languages."""

    def __init__(self, text: str, language: Language) -> None:
        self.length = max(0.5, measure(text, language))
        self.anchors = {str(quantity.value) for quantity in quantities(text) if quantity.firm}
        self.anchors |= {flat(word) for word in TOKEN.findall(text) if len(word) > 1}
        self.anchors |= {mark for mark in "?!" if mark in text or chr(ord(mark) + 0xFEE0) in text}


_STEPS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))


def _alignment_cost(ours: Sequence[_Piece], theirs: Sequence[_Piece]) -> float:
    """Return the cost of the best order-keeping alignment that leaves no piece out.

    Groups of up to three pieces are matched as Gale and Church (1993) match
    sentences, by their lengths, with a bonus for each anchor both hold.
    """
    if not ours or not theirs:
        return math.inf

    @cache
    def cost(i: int, j: int) -> float:
        if i == len(ours) and j == len(theirs):
            return 0.0
        best = math.inf
        for di, dj in _STEPS:
            if i + di <= len(ours) and j + dj <= len(theirs):
                step = _mismatch(ours[i : i + di], theirs[j : j + dj])
                best = min(best, step + cost(i + di, j + dj))
        return best

    return cost(0, 0)


def _mismatch(ours: Sequence[_Piece], theirs: Sequence[_Piece]) -> float:
    """Return how badly two groups fit: length ratio, more pieces than one, anchors in common."""
    one, other = sum(piece.length for piece in ours), sum(piece.length for piece in theirs)
    weight = math.sqrt(min(one, other))
    anchors = set().union(*(p.anchors for p in ours)) & set().union(*(p.anchors for p in theirs))
    grouping = 0.3 * (len(ours) + len(theirs) - 2)
    return abs(math.log(one / other)) * weight / 2 + grouping - 1.0 * len(anchors)
