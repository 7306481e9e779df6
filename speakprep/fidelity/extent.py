"""Is the target as long as its source needs: nothing missing, nothing extra, not broken off?"""

import re
from collections.abc import Iterator

from speakprep.fidelity.length import excess, measure
from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.fidelity.support import least_supported
from speakprep.talk.language import Language
from speakprep.talk.report import Level
from speakprep.talk.sentences import split_clauses, split_sentences

_LEVEL_FROM: tuple[tuple[float, Level], ...] = ((4.0, "error"), (2.0, "warning"), (1.5, "advice"))
"""Scores, in standard deviations of length, from which a segment is reported.

From 2.0 on, one clean segment in ten of mixed text is reported and one in
thirty of talks, and more than nine of ten invented sentences; from 1.5 on
about twice as many clean ones (measured with benchmarks/fidelity.py).
"""
_PER_SENTENCE = 1.0
_PER_CLAUSE: dict[Language, float] = {"en": 0.5, "zh": 0.3}
_MOST_CLAUSES = 3
"""What a sentence or clause more than the source has is worth, by target language; Chinese
commas follow breath more than grammar, so there a clause tells less."""
_SHORTEST = 4.0
"""Source length below which a ratio means nothing: a title, a name, one word."""
_TITLE_SLACK = 8.0
"""How much longer than three times its source such a short line may be."""
_LEAST = 5.0
"""Units, about four words, by which lengths must differ when the sentences are as many."""
_ENDED = re.compile(r"[。！？!?….]\s?['\"”’」』）)*]*\s*$")
_PLAIN = 12.0
"""Source length, in units, below which nothing but a length is no advice: 12 Han characters or
about 8 English words vary that much in honest translations."""
_BROKEN = -0.5
"""How short, in deviations, an unfinished target must be to count as broken off."""
_LAST_WORDS = re.compile(r"(?:\S+\s+){0,3}\S{1,12}\s*$")


def compare_extent(
    pair: Pair, target_language: Language, usual: float = 0.0
) -> Iterator[Discrepancy]:
    """Yield what is missing, extra or broken off, with the words least supported by the other side.

    `usual` is this talk's own offset from the general length ratio.
    """
    if not pair.source.strip() or not pair.target.strip():
        yield from _empty(pair)
        return
    source_language: Language = "zh" if target_language == "en" else "en"
    source = measure(pair.source, source_language)
    if source < _SHORTEST:
        if measure(pair.target, target_language) > 3 * source + _TITLE_SLACK:
            yield _addition(pair, pair.target.strip(), "error", 1.0)
        return
    longer = excess(pair, target_language, usual)
    if longer < _BROKEN and _ENDED.search(pair.source) and not _ENDED.search(pair.target):
        yield _truncated(pair)
        return
    gap = abs(measure(pair.target, target_language) - source)
    if gap < _LEAST and _sentences(pair.target) == _sentences(pair.source):
        return
    shape = _shape(pair, target_language)
    score = longer + shape
    level = next((level for bound, level in _LEVEL_FROM if abs(score) >= bound), None)
    if level == "advice" and not shape and source < _PLAIN:
        return
    if level and score > 0:
        words = least_supported(pair.target, target_language, pair.source, source_language)
        yield _addition(pair, words or pair.target.strip(), level, score / 4)
    elif level:
        words = least_supported(pair.source, source_language, pair.target, target_language)
        yield _omission(pair, words or pair.source.strip(), level, -score / 4)


def _shape(pair: Pair, target_language: Language) -> float:
    """Return the target's sentences and clauses beyond the source's, weighed."""
    sentences = _sentences(pair.target) - _sentences(pair.source)
    clauses = len(split_clauses(pair.target)) - len(split_clauses(pair.source))
    clauses = max(-_MOST_CLAUSES, min(_MOST_CLAUSES, clauses))
    return _PER_SENTENCE * sentences + _PER_CLAUSE[target_language] * clauses


def _sentences(text: str) -> int:
    return len(split_sentences(text))


def _empty(pair: Pair) -> Iterator[Discrepancy]:
    if pair.source.strip():
        yield Discrepancy(
            kind="omission",
            key=pair.key,
            level="error",
            message="the target is empty",
            source_words=pair.source.strip(),
        )
    elif pair.target.strip():
        yield Discrepancy(
            kind="addition",
            key=pair.key,
            level="error",
            message="the source is empty",
            target_words=pair.target.strip(),
        )


def _addition(pair: Pair, words: str, level: Level, strength: float) -> Discrepancy:
    return Discrepancy(
        kind="addition",
        key=pair.key,
        level=level,
        message="longer than the source usually needs",
        target_words=words,
        strength=strength,
    )


def _omission(pair: Pair, words: str, level: Level, strength: float) -> Discrepancy:
    return Discrepancy(
        kind="omission",
        key=pair.key,
        level=level,
        message=f"shorter than the source usually needs: look for “{_shortened(words)}”",
        source_words=words,
        strength=strength,
    )


def _truncated(pair: Pair) -> Discrepancy:
    last = _LAST_WORDS.search(pair.target)
    return Discrepancy(
        kind="truncated",
        key=pair.key,
        level="error",
        message="the source ends its sentence, the target breaks off",
        target_words=last.group().strip() if last else "",
    )


def _shortened(words: str) -> str:
    """Return words for a message: one line, at most 60 characters."""
    line = " ".join(words.split())
    return line if len(line) <= 60 else line[:59] + "…"
