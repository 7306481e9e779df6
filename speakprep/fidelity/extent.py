"""Is the target as long as its source needs: nothing missing, nothing extra, not broken off?"""

import re
from collections.abc import Iterator

from speakprep.fidelity.length import excess, measure
from speakprep.fidelity.model import Discrepancy, Kind, Pair
from speakprep.fidelity.signals import read_signals
from speakprep.fidelity.suspicion import ADVISED, suspect
from speakprep.talk.language import Language
from speakprep.talk.report import Level

_UNUSUAL = 4.0
"""Standard deviations of length from which a length alone is an error."""
_SHORTEST = 4.0
"""Source length below which a ratio means nothing: a title, a name, one word."""
_TITLE_SLACK = 8.0
"""How much longer than three times its source such a short line may be."""
_ENDED = re.compile(r"[。！？!?….]\s?['\"”’」』）)*]*\s*$")
_HANGING = re.compile(
    r"\b(?:an?|the|of|to|and|or|with|for|from|that|which|because|is|are)\s*$|[，,、和与及或的把被]\s*$",
    re.IGNORECASE,
)
_BROKEN = -0.5
"""How short, in deviations, an unfinished target must be to count as broken off."""
_LEAST = 5.0
"""Units, about four words, that must be missing before an omission is reported."""
_PLAIN = 12.0
"""Source length, in units, below which a weak suspicion is not shown: 12 Han characters or
about 8 English words vary that much in honest translations."""
_FULL_STRENGTH, _MOST_STRENGTH = 8.0, 0.99
"""The suspicion that counts nearly as much as a plain fact, whose strength is 1."""
_LAST_WORDS = re.compile(r"(?:\S+\s+){0,3}\S{1,12}\s*$")


def compare_extent(
    pair: Pair,
    target_language: Language,
    usual: float = 0.0,
    facts: frozenset[Kind] = frozenset(),
) -> Iterator[Discrepancy]:
    """Yield what is missing, extra or broken off, with the words least supported by the other side.

    `usual` is this talk's own offset from the general length ratio, `facts` are
    the kinds of what was found before, which make the rest more suspicious.
    """
    if not pair.source.strip() or not pair.target.strip():
        yield from _empty(pair)
        return
    source = measure(pair.source, "zh" if target_language == "en" else "en")
    if source < _SHORTEST:
        if measure(pair.target, target_language) > 3 * source + _TITLE_SLACK:
            yield _addition(pair, pair.target.strip(), "error", 1.0)
        return
    longer = excess(pair, target_language, usual)
    if longer < _BROKEN and _breaks_off(pair):
        yield _truncated(pair)
        return
    signals = read_signals(pair, target_language, usual, facts)
    suspicion, head = suspect(signals, target_language)
    gap = abs(measure(pair.target, target_language) - source)
    if suspicion < ADVISED or (head == "omission" and gap < _LEAST):
        return
    level: Level = "warning" if suspicion >= 0 else "advice"
    if level == "advice" and source < _PLAIN:
        return
    if abs(longer) >= _UNUSUAL and level == "warning":
        level = "error"
    strength = min(_MOST_STRENGTH, max(0.0, (suspicion - ADVISED) / _FULL_STRENGTH))
    if head in ("sentence", "words"):
        yield _addition(pair, signals.added or pair.target.strip(), level, strength)
    elif head == "omission":
        yield _omission(pair, signals.lost or pair.source.strip(), level, strength)
    else:
        yield _apart(pair, level, strength)


def _breaks_off(pair: Pair) -> bool:
    """Tell a target without an end while its source has one, or one that hangs in the air."""
    if _ENDED.search(pair.target):
        return False
    hangs = _HANGING.search(pair.target) and not _HANGING.search(pair.source)
    return bool(hangs or _ENDED.search(pair.source))


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


def _apart(pair: Pair, level: Level, strength: float) -> Discrepancy:
    return Discrepancy(
        kind="omission",
        key=pair.key,
        level=level,
        message="shares too little with the source to be its translation",
        source_words=pair.source.strip(),
        target_words=pair.target.strip(),
        strength=strength,
    )


def _truncated(pair: Pair) -> Discrepancy:
    last = _LAST_WORDS.search(pair.target)
    return Discrepancy(
        kind="truncated",
        key=pair.key,
        level="error",
        message="the target breaks off before its end",
        target_words=last.group().strip() if last else "",
    )


def _shortened(words: str) -> str:
    """Return words for a message: one line, at most 60 characters."""
    line = " ".join(words.split())
    return line if len(line) <= 60 else line[:59] + "…"
