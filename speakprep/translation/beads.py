"""Which paragraphs of two texts stand for each other, by their lengths and what they share.

Gale and Church (1993): a translation is about as long as its source, one to one is
the usual case, and the cheapest way through both texts is found by dynamic programming.
Figures, names and everyday meanings that both sides hold make a pair cheaper, as lengths
alone do not tell which of several paragraphs of one length is missing.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from speakprep.fidelity.length import measure
from speakprep.fidelity.sides import Side
from speakprep.talk.language import Language

_DEVIATION = 0.25
"""Of the log ratio of lengths; between segments of talks it is 0.18 to 0.28 (fidelity.length)."""

_SMOOTHING = 4.0
"""Units added to both lengths: of two short headings, one may well be twice the other."""

_COSTS = {
    (1, 1): 0.0,
    (1, 2): 4.5,
    (2, 1): 4.5,
    (2, 2): 9.0,
    (1, 3): 9.0,
    (3, 1): 9.0,
    (1, 0): 5.0,
    (0, 1): 5.0,
}
"""What it costs to pair so many with so many: -log of how rare it is, after Gale and Church,
rounded; what stands alone costs less than there, as it is what the speaker wants to know."""

_SHARED, _SHARED_MEANING, _LONE_MEANING = 1.0, 0.5, 0.5
"""What a figure or name on both sides is worth, what a meaning is, and what one on one side costs:
as between the sentences of a segment (fidelity.support)."""

_LONE_ANCHOR = 1.0
"""What a figure or name costs that only one side has: between whole paragraphs that is rare."""

_MOST = 12.0
"""No two lengths differ by more than this costs: else one wild paragraph moves all the others."""

_BAND = 20
"""How far a path may be from the straight one, besides the difference in number."""

_MOST_CELLS = 400_000
"""So many places are looked at, if the band allows: some 8 seconds. Texts of thousands of pieces
are only searched near the straight path, which keeps the cost in line with their length."""


@dataclass(frozen=True, kw_only=True)
class Bead:
    """Numbers of paragraphs that stand for each other; one side may be empty."""

    source: range
    target: range


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What may be found again on the other side; see `fidelity.sides.Piece`.

    `wanted` are the anchors that ought to be there: figures, and Latin words of a Chinese text.
    """

    anchors: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    stated: frozenset[int] = frozenset()
    hinted: frozenset[int] = frozenset()

    def with_(self, other: "_Words") -> "_Words":
        return _Words(
            anchors=self.anchors | other.anchors,
            wanted=self.wanted | other.wanted,
            stated=self.stated | other.stated,
            hinted=self.hinted | other.hinted,
        )


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One side's texts: lengths added up from the beginning, and words of one to three texts."""

    sums: tuple[float, ...]
    words: tuple[tuple[_Words, ...], ...]

    def length(self, start: int, end: int) -> float:
        return self.sums[end] - self.sums[start]

    def said(self, start: int, end: int) -> _Words:
        return self.words[end - start - 1][start]


def align_texts(
    source: Sequence[str],
    target: Sequence[str],
    source_language: Language,
    *,
    alone: bool = True,
) -> tuple[Bead, ...]:
    """Return which texts stand for which, in order; every text is in exactly one bead.

    Args:
        source: texts in their order.
        target: texts in the other language.
        source_language: of the source; the target is in the other one.
        alone: whether a text may stand for nothing on the other side.
    """
    target_language: Language = "en" if source_language == "zh" else "zh"
    sides = _row(source, source_language), _row(target, target_language)
    kinds = [kind for kind in _COSTS if alone or 0 not in kind]
    costs: dict[tuple[int, int], float] = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for here in _cells(len(source), len(target)):
        known = costs.get(here)
        if known is None:
            continue
        for kind in kinds:
            there = here[0] + kind[0], here[1] + kind[1]
            if there[0] > len(source) or there[1] > len(target):
                continue
            cost = known + _cost(sides, here, there)
            if cost < costs.get(there, math.inf):
                costs[there], came[there] = cost, here
    return tuple(_way_back(came, (len(source), len(target))))


def _way_back(came: dict[tuple[int, int], tuple[int, int]], end: tuple[int, int]) -> list[Bead]:
    beads = []
    while end in came:
        start = came[end]
        beads.append(Bead(source=range(start[0], end[0]), target=range(start[1], end[1])))
        end = start
    return beads[::-1]


def _cells(rows: int, columns: int) -> Iterator[tuple[int, int]]:
    """Yield places along the straight way from one end to the other, and some beside it."""
    affordable = _MOST_CELLS // (2 * max(rows, 1))
    width = max(_BAND, min(_BAND + abs(rows - columns), affordable))
    for row in range(rows + 1):
        middle = row * columns // max(rows, 1)
        for column in range(max(0, middle - width), min(columns, middle + width) + 1):
            yield row, column


def _cost(sides: tuple[_Row, _Row], here: tuple[int, int], there: tuple[int, int]) -> float:
    """Return what it costs that the texts from `here` to `there` stand for each other."""
    kind = there[0] - here[0], there[1] - here[1]
    cost = _COSTS[kind]
    if 0 in kind:
        return cost
    source, target = sides
    ours = source.length(here[0], there[0]) + _SMOOTHING
    theirs = target.length(here[1], there[1]) + _SMOOTHING
    z = math.log(theirs / ours) / _DEVIATION
    cost += min(z * z / 2, _MOST)
    one, other = source.said(here[0], there[0]), target.said(here[1], there[1])
    cost -= _SHARED * len(one.anchors & other.anchors)
    cost += _LONE_ANCHOR * len((one.wanted - other.anchors) | (other.wanted - one.anchors))
    cost -= _SHARED_MEANING * len(one.stated & other.stated)
    lone = len(one.stated - other.hinted) + len(other.stated - one.hinted)
    return cost + _LONE_MEANING * lone


def _row(texts: Sequence[str], language: Language) -> _Row:
    sums = [0.0]
    words = []
    for text in texts:
        sums.append(sums[-1] + measure(text, language))
        said = _Words()
        for piece in Side(text, language).sentence_pieces:
            wanted = frozenset(
                anchor
                for anchor in piece.anchors
                if anchor[0].isdigit() or (language == "zh" and anchor[0].isalpha())
            )
            more = _Words(
                anchors=piece.anchors, wanted=wanted, stated=piece.stated, hinted=piece.hinted
            )
            said = said.with_(more)
        words.append(said)
    pairs = [one.with_(other) for one, other in pairwise(words)]
    threes = [pair.with_(last) for pair, last in zip(pairs, words[2:], strict=False)]
    return _Row(sums=tuple(sums), words=(tuple(words), tuple(pairs), tuple(threes)))
