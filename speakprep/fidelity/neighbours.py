"""Words that belong to a neighbour, or stand twice."""

import re
from collections.abc import Iterator, Sequence

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
    grams = [(_six_grams(pair.source), _six_grams(pair.target)) for pair in pairs]
    for index, pair in enumerate(pairs):
        for other in range(max(0, index - _REACH), min(len(pairs), index + _REACH + 1)):
            if other == index or _alike(pair.source, pairs[other].source):
                continue
            theirs = grams[other][1]
            shared = grams[index][1] & theirs
            excused = grams[index][0] & grams[other][0]
            if not theirs or len(shared) - len(excused) < _SHARED_PART * len(theirs):
                continue
            whole = _folded(pair.target) == _folded(pairs[other].target)
            yield Discrepancy(
                kind="repeated" if whole else "merged",
                key=pair.key,
                level="error",
                message=f"holds the translation of segment {pairs[other].key}",
                source_words=pairs[other].source,
                target_words=pairs[other].target,
            )
            break


def _alike(one: str, other: str) -> bool:
    """Tell whether two sources are the same line, as slide after slide may repeat it."""
    return _folded(one) == _folded(other)


def _folded(text: str) -> list[str]:
    return [unit.lower() for unit in _UNITS.findall(text)]


def _six_grams(text: str) -> set[tuple[str, ...]]:
    units = _folded(text)
    return {tuple(units[start : start + 6]) for start in range(len(units) - 5)}
