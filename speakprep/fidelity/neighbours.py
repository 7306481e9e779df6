"""Words that belong to a neighbour, or stand twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.talk.language import HAN, Language

_UNITS = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_REACH = 2
"""How many segments away words are looked for: models slip by one or two lines."""
_SHARED_PART = 0.6
"""The part of a neighbour's six-grams that must recur before it counts as merged in."""
_WORD_TWICE = re.compile(
    rf"\b([A-Za-z]{1, 20})[,.!]? \1\b|([{HAN}]{{2,8}})[，。！]?\2", re.IGNORECASE
)
"""What licenses a repetition: the speaker repeats words too."""
_TWICE: dict[Language, re.Pattern[str]] = {
    # Two words up to a comma, or three words anywhere.
    "en": re.compile(
        r"\b((?:[^\s,;:]+ ){1,12}[^\s,;:]+[,;:]|(?:\w\S* ){2,12}\w\S*) +\1", re.IGNORECASE
    ),
    "zh": re.compile(rf"([^，。；：、！？\n]{{2,60}}[，。；：])\s*\1|([{HAN}]{{4,}})\2"),
}
"""The same words twice in a row: "very, very" and 慢慢 are speech, whole phrases are not."""


@dataclass(frozen=True, kw_only=True)
class _Grams:
    """A pair's words, and every six of them in a row."""

    source_units: list[str]
    target_units: list[str]
    source: frozenset[tuple[str, ...]]
    target: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, pair: Pair) -> "_Grams":
        """Read a pair once."""
        ours, theirs = _folded(pair.source), _folded(pair.target)
        return cls(
            source_units=ours,
            target_units=theirs,
            source=_six_grams(ours),
            target=_six_grams(theirs),
        )


def find_repeated(pair: Pair, target_language: Language) -> Iterator[Discrepancy]:
    """Yield words that stand twice in a row in the target and not in the source."""
    twice = _TWICE[target_language].search(pair.target)
    other: Language = "zh" if target_language == "en" else "en"
    if twice and not (_TWICE[other].search(pair.source) or _WORD_TWICE.search(pair.source)):
        yield Discrepancy(
            kind="repeated",
            key=pair.key,
            level="error",
            message="the same words stand twice in a row",
            target_words=twice.group().strip(),
        )


def find_merged(pairs: Sequence[Pair]) -> Iterator[Discrepancy]:
    """Yield segments that hold a neighbour's translation, wholly or in part.

    Two segments may share words as far as their sources do.
    """
    near: dict[int, _Grams] = {}  # of the pairs within reach only: there may be many thousands
    for index, pair in enumerate(pairs):
        around = range(max(0, index - _REACH), min(len(pairs), index + _REACH + 1))
        near = {at: near.get(at) or _Grams.of(pairs[at]) for at in around}
        mine = near[index]
        for at, other in near.items():
            # One line may come on slide after slide.
            if at == index or mine.source_units == other.source_units:
                continue
            shared = mine.target & other.target
            excused = mine.source & other.source
            if not other.target or len(shared) - len(excused) < _SHARED_PART * len(other.target):
                continue
            yield Discrepancy(
                kind="repeated" if mine.target_units == other.target_units else "merged",
                key=pair.key,
                level="error",
                message=f"holds the translation of segment {pairs[at].key}",
                source_words=pairs[at].source,
                target_words=pairs[at].target,
            )
            break


def _folded(text: str) -> list[str]:
    return [unit.lower() for unit in _UNITS.findall(text)]


def _six_grams(units: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(units[start : start + 6]) for start in range(len(units) - 5))
