"""What a talk's own translation calls a term, found by what comes with it: no dictionary, no model.

The words that stand in every translation of a term and nowhere else are its translation.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from speakprep.fidelity.model import Pair
from speakprep.talk.language import HAN, Language
from speakprep.translation.fixed import stem
from speakprep.translation.lexicon import LITTLE_WORDS, may_be_term
from speakprep.translation.model import Direction

LONGEST_HAN, LONGEST_WORDS = 6, 3
"""Characters of a Chinese term and words of an English one that are looked for."""

AGREES = 0.8
"""Least likeness (Dice) of where a term and its wording occur. On three talks of the public WMT
2021 evaluation set (241 segments, a person's translation, terms in three segments or more) it
gives 50 wordings of Chinese terms, of which 45 are right, and 11 of English ones, all right."""

NEARLY_ALL = 0.9
"""Share of the segments; a term may be a pronoun once in a while."""

MUCH_LESS = 0.1
"""By so much less alike may a longer wording be, such as "black hole" beside "hole"."""

LEAST_OTHER, SURELY = 2, 0.8
"""So often a second wording has to come, and that share of the first one's uses has to be the
term's. In 15 translations of those talks (3,615 segments) 15 terms are named as having two
wordings, 10 of them rightly: hence advice, and no more."""

ROOT = 4
"""Letters in common make two words one: merge and merger."""

_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_WORD = re.compile(rf"[^\W_{HAN}]+(?:[-'’][^\W_{HAN}]+)*")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Words of a translation: `said` of the `times` segments that hold the term have them."""

    words: str
    said: int
    times: int

    @property
    def settled(self) -> bool:
        """Whether the term is called so nearly wherever it occurs."""
        return self.said >= NEARLY_ALL * self.times


class Wordings:
    """A translation taken to pieces, so that one term after another can be looked up."""

    def __init__(self, pairs: Sequence[Pair], direction: Direction) -> None:
        self._grams = [grams(pair.target, direction.target) for pair in pairs]
        self._common = Counter(key for found in self._grams for key in found)
        self._sources = [grams(pair.source, direction.source) for pair in pairs]
        self._common_sources = Counter(key for found in self._sources for key in found)

    def of(self, segments: Iterable[int]) -> Wording | None:
        """Return what a term is called that occurs in these segments; None where that is unclear.

        Args:
            segments: numbers of the pairs whose source holds the term, from 0.
        """
        numbers = tuple(segments)
        here = Counter(key for number in numbers for key in self._grams[number])
        likeness = {key: self._likeness(key, here, numbers) for key in here}
        best = max(here, key=lambda key: (likeness[key], len(key)), default="")
        if len(numbers) < 2 or likeness.get(best, 0.0) < AGREES:
            return None
        longer = [key for key in here if best in key and likeness[key] > likeness[best] - MUCH_LESS]
        best = max(longer, key=len, default=best)
        return Wording(words=self._shown(best, numbers), said=here[best], times=len(numbers))

    def two(self, segments: Iterable[int]) -> tuple[str, str, tuple[int, ...]] | None:
        """Return both wordings of a term that has two, and the segments with the rarer one.

        Nothing but the term may explain the second: its words stand in all other segments of
        the term and nowhere else, and these segments have no other words in common.
        """
        numbers = tuple(segments)
        here = Counter(key for number in numbers for key in self._grams[number])
        likeness = {key: self._likeness(key, here, numbers) for key in here}
        usual = max(here, key=lambda key: (likeness[key], len(key)), default="")
        rest = tuple(number for number in numbers if usual not in self._grams[number])
        if len(rest) < LEAST_OTHER or len(rest) > len(numbers) // 2:
            return None
        if here[usual] < SURELY * self._common[usual]:
            return None
        if self._alone(self._sources, self._common_sources, rest):
            return None
        others = [
            key
            for key in self._alone(self._grams, self._common, rest)
            if not _share_a_root(usual, key)
        ]
        if not others:
            return None
        other = max(others, key=len)
        return self._shown(usual, numbers), self._shown(other, rest), rest

    def _alone(
        self, grams: Sequence[Mapping[str, str]], common: Mapping[str, int], numbers: Sequence[int]
    ) -> list[str]:
        """Return what stands in all of these segments and in no other."""
        shared = set(grams[numbers[0]]).intersection(*(grams[number] for number in numbers))
        return [key for key in shared if common[key] == len(numbers)]

    def _shown(self, key: str, numbers: Sequence[int]) -> str:
        words = Counter(
            self._grams[number][key] for number in numbers if key in self._grams[number]
        )
        # A capital may be the sentence's; where the words are never small, it is a name's.
        return min(words, key=lambda word: (word != word.lower(), -words[word], word))

    def _likeness(self, key: str, here: Mapping[str, int], numbers: Sequence[int]) -> float:
        return 2 * here[key] / (len(numbers) + self._common[key])


def _share_a_root(one: str, other: str) -> bool:
    return any(
        word[: min(ROOT, len(word), len(another))] == another[: min(ROOT, len(word), len(another))]
        for word in one.split()
        for another in other.split()
    )


def grams(text: str, language: Language) -> dict[str, str]:
    """Return the words of a text that could be a term, by what is the same in all their forms."""
    found = {key: words for words, key in _latin(text)}
    if language == "zh":
        found |= {gram: gram for run in _HAN_RUN.findall(text) for gram in han_grams(run)}
    return found


def han_grams(run: str) -> Iterator[str]:
    """Yield the parts of a run of Han characters that could be a term."""
    for start in range(len(run)):
        for end in range(start + 2, min(start + LONGEST_HAN, len(run)) + 1):
            if may_be_term(run[start:end]):
                yield run[start:end]


def word_grams(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the word groups begin and end that could be a term."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST_WORDS, len(words)) + 1):
            if words[end - 1].lower() in LITTLE_WORDS:
                break
            yield start, end


def _latin(text: str) -> Iterator[tuple[str, str]]:
    for clause in re.split(r"[^\w\s'’-]|\s[-–—]\s", text):
        words = _LATIN_WORD.findall(clause)
        for start, end in word_grams(words):
            group = words[start:end]
            yield " ".join(group), " ".join(stem(word.lower()) for word in group)
