"""How long a translation usually is, and how unusual this one is.

Chinese is measured in Han characters, English in letters of short words, so
that one unit of either carries about the same amount of speech. The constants
were fitted (robust line, median absolute deviation) on translations in which
professional annotators found no accuracy error: 10,117 Chinese-English and
10,931 English-Chinese segments of the public WMT evaluation sets (TED talks,
news, biomedical abstracts, social posts; Freitag et al. 2021, Neves et al.
2024, Kocmi et al. 2024).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from speakprep.fidelity.model import Pair
from speakprep.talk.language import HAN, Language

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’\-]*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LETTERS_PER_UNIT = 2.75
_LONGEST_WORD = 12
"""A longer word takes no longer to translate: names and chemical terms do not count in full."""

RECENTRE_FROM = 30
"""Segments in a talk from which its own median length ratio is trusted over the general one."""


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """Expected log ratio = slope * log(source length) + intercept, and its deviation by length."""

    slope: float
    intercept: float
    edges: tuple[float, ...]
    deviations: tuple[float, ...]


_FITS: dict[Language, _Fit] = {
    "en": _Fit(
        slope=0.0108,
        intercept=0.0596,
        edges=(14.0, 22.6, 31.0, 45.0),
        deviations=(0.263, 0.221, 0.215, 0.178, 0.176),
    ),
    "zh": _Fit(
        slope=-0.0495,
        intercept=0.0652,
        edges=(20.7, 33.6, 50.5, 84.8),
        deviations=(0.255, 0.228, 0.201, 0.191, 0.178),
    ),
}
"""By target language."""


def measure(text: str, language: Language) -> float:
    """Return the length of a text in units comparable between the two languages.

    >>> measure("我们用采样降低成本", "zh"), round(measure("We use sampling to cut cost", "en"), 1)
    (9.0, 8.0)
    """
    numbers = len(_NUMBER.findall(text))
    words = _LATIN.findall(text)
    if language == "zh":
        return len(_HAN.findall(text)) + 1.6 * len(words) + numbers
    letters = sum(min(_LONGEST_WORD, len(word)) for word in words)
    return letters / _LETTERS_PER_UNIT + 1.2 * numbers + len(_HAN.findall(text))


def excess(pair: Pair, target_language: Language, usual: float = 0.0) -> float:
    """Return by how many standard deviations the target is longer than usual; negative if shorter.

    `usual` is this talk's own offset from `usual_offset`. Zero when either side holds no words.
    """
    return (_offset(pair, target_language) - usual) / _deviation(pair, target_language)


def expected(source: str, target_language: Language, usual: float = 0.0) -> float:
    """Return the length a translation of a text usually has; zero for a text without words."""
    length = measure(source, "zh" if target_language == "en" else "en")
    if not length:
        return 0.0
    fit = _FITS[target_language]
    return length * math.exp(fit.slope * math.log(length) + fit.intercept + usual)


def usual_offset(pairs: Sequence[Pair], target_language: Language) -> float:
    """Return this talk's median offset from the general length ratio, zero for a short talk."""
    offsets = [_offset(pair, target_language) for pair in pairs if pair.target.strip()]
    return median(offsets) if len(offsets) >= RECENTRE_FROM else 0.0


def _offset(pair: Pair, target_language: Language) -> float:
    """Return the log length ratio minus the expected one."""
    source = measure(pair.source, "zh" if target_language == "en" else "en")
    target = measure(pair.target, target_language)
    if not source or not target:
        return 0.0
    fit = _FITS[target_language]
    return math.log(target / source) - fit.slope * math.log(source) - fit.intercept


def _deviation(pair: Pair, target_language: Language) -> float:
    fit = _FITS[target_language]
    source = measure(pair.source, "zh" if target_language == "en" else "en")
    return fit.deviations[sum(source >= edge for edge in fit.edges)]
