"""Which words of one side have least support on the other, and how little.

Sentences and clauses keep their order and their proportions; numbers, Latin
words and question marks recur, and so do everyday meanings. So the pieces of
both sides are aligned as Gale and Church (1993) align sentences, once with
every piece and once with the worst run of pieces left out; what the alignment
gains by that is how badly those pieces were supported.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

from speakprep.fidelity.sides import Piece, Side

_MOST_PIECES = 60
"""A segment of more pieces is not searched: a page in one segment is no segment."""
_BAND = 5
"""How many pieces an alignment may stray from the diagonal, which keeps its cost linear."""
_LONGEST_RUN = 2
"""Pieces that may be left out together: an invented clause often holds one comma."""
_STEPS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
_MOST_GAIN = 6.0

# Tried on a grid of a dozen settings against the development pairs of benchmarks/fidelity.py.
_SPREAD, _SPREAD_SHORT = 0.06, 1.5
"""Variance of the log length ratio of a piece: in general, and what a short one adds."""
_MOST_MISMATCH = 8.0
_PER_PIECE = 1.0
"""What it costs to join one more piece: translators rarely join or split."""
_SHARED_MEANING = 0.5
"""What a meaning stated on both sides of a group is worth; a number or Latin word is worth 1."""
_LONE_MEANING = 0.5
"""What a meaning costs that only one side of a group states."""


@dataclass(frozen=True, kw_only=True)
class Support:
    """The worst supported run of pieces of one side, verbatim, and what leaving it out gains.

    `gain` is in units of alignment cost: 0 nothing, 1 a weak sign, 3 a strong one.
    """

    words: str = ""
    gain: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Supports:
    """The worst supported pieces of both sides."""

    source: Support = Support()
    target: Support = Support()


def compare_support(source: Side, target: Side, *, by_clause: bool) -> Supports:
    """Align the sentences, or the clauses, of two sides and find what fits the other side worst.

    Both supports are empty when the sides have one piece each, or very many.
    """
    ours = source.clauses if by_clause else source.sentences
    theirs = target.clauses if by_clause else target.sentences
    if not ours or not theirs or len(ours) + len(theirs) < 3:
        return Supports()
    if max(len(ours), len(theirs)) > _MOST_PIECES:
        return Supports()
    pieces = source.clause_pieces if by_clause else source.sentence_pieces
    others = target.clause_pieces if by_clause else target.sentence_pieces
    before = _costs(pieces, others)
    after = [row[::-1] for row in reversed(_costs(pieces[::-1], others[::-1]))]
    whole = min(before[-1][-1], _mismatch(pieces, others))
    return Supports(
        source=_worst(ours, before, after, whole),
        target=_worst(theirs, _turned(before), _turned(after), whole),
    )


_Costs = list[list[float]]
"""The cost of aligning the first i pieces of one side with the first j of the other."""


def _costs(ours: Sequence[Piece], theirs: Sequence[Piece]) -> _Costs:
    """Return the least cost of aligning all beginnings, in order and leaving no piece out."""
    costs = [[math.inf] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    costs[0][0] = 0.0
    slope = len(theirs) / len(ours)
    for i in range(1, len(ours) + 1):
        first, last = int(i * slope) - _BAND, math.ceil(i * slope) + _BAND
        for j in range(max(1, first), min(len(theirs), last) + 1):
            costs[i][j] = min(
                (
                    costs[i - di][j - dj] + _mismatch(ours[i - di : i], theirs[j - dj : j])
                    for di, dj in _STEPS
                    if di <= i and dj <= j and costs[i - di][j - dj] < math.inf
                ),
                default=math.inf,
            )
    return costs


def _worst(pieces: Sequence[str], before: _Costs, after: _Costs, whole: float) -> Support:
    """Return the run of pieces whose absence would make the alignment cheapest.

    `before` and `after` have a row per piece of this side: what stands before
    the run is aligned with the beginning of the other side, the rest with its end.
    """
    cheapest, run = math.inf, (0, 0)
    for length in range(1, min(_LONGEST_RUN, len(pieces) - 1) + 1):
        for start in range(len(pieces) - length + 1):
            cost = min(map(add, before[start], after[start + length]))
            if cost < cheapest - 1e-9:
                cheapest, run = cost, (start, start + length)
    words = "".join(pieces[slice(*run)]).strip()
    return Support(words=words, gain=max(0.0, min(_MOST_GAIN, whole - cheapest)))


def _turned(costs: _Costs) -> _Costs:
    return [list(column) for column in zip(*costs, strict=True)]


def _mismatch(ours: Sequence[Piece], theirs: Sequence[Piece]) -> float:
    """Return how badly two groups fit: lengths, pieces more than one, what recurs and what not."""
    one, other = sum(piece.length for piece in ours), sum(piece.length for piece in theirs)
    unusual = math.log(one / other) / math.sqrt(_SPREAD + _SPREAD_SHORT / min(one, other))
    cost = min(_MOST_MISMATCH, unusual * unusual / 2) + _PER_PIECE * (len(ours) + len(theirs) - 2)
    first, second = _union(ours), _union(theirs)
    cost -= len(first.anchors & second.anchors)
    cost -= _SHARED_MEANING * len(first.stated & second.stated)
    lone = len(first.stated - second.hinted) + len(second.stated - first.hinted)
    return cost + _LONE_MEANING * lone


def _union(pieces: Sequence[Piece]) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    return Piece(
        length=0.0,
        anchors=frozenset().union(*(piece.anchors for piece in pieces)),
        stated=frozenset().union(*(piece.stated for piece in pieces)),
        hinted=frozenset().union(*(piece.hinted for piece in pieces)),
    )
