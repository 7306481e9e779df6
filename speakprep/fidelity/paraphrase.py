"""Two texts in one language that should say the same: what does only one of them say?

A second translation by somebody else, or a translation back, is in the language of the
first text, so words can be compared with words. Whoever invents a clause is alone with it.
"""

import math
import re
from dataclasses import dataclass

from speakprep.fidelity.length import measure
from speakprep.talk.language import HAN, Language
from speakprep.talk.sentences import split_clauses

ALONE: dict[Language, float] = {"en": 1.2, "zh": 1.6}
"""Strength from which words count as said by one text only.

Of 2,590 pairs of clean English translations of the same talk segment (public WMT21 TED data, by
different systems), one in seventy is above 1.2; with a clause or sentence invented in one of them
ninety-nine in a hundred are, with a hedge two in five, with an adjective one in eight. No such
pairs are public for Chinese, so the bound there is a careful guess.
"""

_STEM = 5
"""Letters by which forms of one English word are taken for the same: sampling, sampled."""
_BIGRAMS_PER_WORD = 1.5
_WORDS_PER_DEVIATION = 3.0
_LONGEST_RUN = 2
"""Clauses in a row that may be alone: an invented sentence often holds one comma."""

_ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d+(?:[.,]\d+)*")
_CHINESE = re.compile(rf"[{HAN}]+|[A-Za-z][A-Za-z'-]*|\d+(?:[.,]\d+)*")
_LITTLE = frozenset(
    _ENGLISH.findall(
        "the a an and or but of to in on at for with by from as is are was were be been being it "
        "its this that these those i you he she we they them his her our your their my me us not "
        "no do does did so if then than there here what which who whom when where how all some "
        "any can could will would should may might must have has had just very more most one "
        "about into over also only"
    )
)
_LITTLE_HAN = frozenset("的了是在和也都就而与这那我们你他她它个一不有会要把被将到对上下中")


@dataclass(frozen=True, kw_only=True)
class Alone:
    """Words that only one text says, verbatim; `strength` is 0 where all is said twice."""

    words: str
    strength: float


def only_here(text: str, other: str, language: Language) -> Alone:
    """Return the clause of a text with least support in another of the same language.

    The strength adds up how much longer the text is, in deviations, and how many of the clause's
    words the other text lacks beyond those it has.
    """
    known = frozenset(_words(other, language))
    clauses = split_clauses(text)
    most, words = 0.0, ""
    for size in range(1, _LONGEST_RUN + 1):
        for start in range(len(clauses) - size + 1):
            run = "".join(clauses[start : start + size])
            here = _words(run, language)
            missing = sum(word not in known for word in here)
            weight = 2 * missing - len(here)
            if weight > most:
                most, words = weight, run.strip()
    per_word = _BIGRAMS_PER_WORD if language == "zh" else 1.0
    strength = most / per_word / _WORDS_PER_DEVIATION + _longer(text, other, language)
    return Alone(words=words, strength=max(0.0, strength) if words else 0.0)


def _longer(text: str, other: str, language: Language) -> float:
    """Return by how many deviations a text is longer; short ones vary by a word or two."""
    one, two = measure(text, language) + 3, measure(other, language) + 3
    return math.log(one / two) * math.sqrt(two)


def _words(text: str, language: Language) -> list[str]:
    """Return the words that carry meaning, by their stems; Chinese by pairs of characters."""
    if language == "en":
        found = (word.lower() for word in _ENGLISH.findall(text))
        return [
            word.replace("’", "'")[:_STEM]
            for word in found
            if word not in _LITTLE and (len(word) > 2 or word.isdigit())
        ]
    words: list[str] = []
    for run in _CHINESE.findall(text):
        if run[0].isascii():
            words.append(run.lower())
        else:
            pairs = (run[at : at + 2] for at in range(len(run) - 1))
            words += (pair for pair in pairs if not _LITTLE_HAN.issuperset(pair))
    return words
