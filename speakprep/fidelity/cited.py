"""A translation in cited chunks: every phrase names the words it stands for.

A translator that answers with a list of (source span, its translation) proves two
things at once. The spans, one after another, are the source, so nothing was left
out; every translated phrase has a span, so nothing stands on its own. What is added
all the same swells the one chunk it hides in, and a chunk is so short that this shows.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from speakprep.fidelity.length import expected, measure
from speakprep.fidelity.model import Discrepancy, Kind, Pair
from speakprep.talk.language import Language

_SWOLLEN: dict[Language, float] = {"en": 4.0, "zh": 2.8}
_BURST = 5.0
"""Swelling from which a chunk is a warning, by target language, and an error.

Beside what `verify` reports anyway, one clean segment in 36 of news and papers into English is
reported because of its chunks, and one in 80 into Chinese (benchmarks/chunks.py); of talks one in a
thousand. A chunk that is too short tells less than its segment does, so only the segment is judged
for what is missing.
"""
_LEAST = 3.0
"""Units, about two words, by which a chunk must be too long to be worth a look."""
_SOFTENED = 4.0
"""Added to the expected length, because a chunk of two words varies like one of four."""


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """A span of the source, verbatim, and what stands for it; no span where nothing is cited."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Citation:
    """How the spans of a segment's chunks cover its source; empty everywhere when they do exactly.

    `uncited` are target words that cite nothing, or nothing that the source says;
    `repeated` those that cite words cited before; `missing` are source words that no
    chunk cites.
    """

    uncited: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def cite(chunks: Sequence[Chunk], source: str) -> Citation:
    """Follow the spans through the source, in order.

    White space, punctuation and the width of letters do not count: a model may tidy them.
    """
    words, places = _folded(source)
    at = 0
    uncited: list[str] = []
    repeated: list[str] = []
    missing: list[str] = []

    def skip(upto: int) -> None:
        if upto > at:
            missing.append(source[places[at] : places[upto - 1] + 1])

    for chunk in chunks:
        span, _ = _folded(chunk.source)
        found = words.find(span, at) if span else -1
        if found >= 0:
            skip(found)
            at = found + len(span)
        elif span and span in words[:at]:
            repeated.append(chunk.target.strip())
        elif _folded(chunk.target)[0]:
            uncited.append(chunk.target.strip())
    skip(len(words))
    return Citation(uncited=tuple(uncited), repeated=tuple(repeated), missing=tuple(missing))


def joined(chunks: Sequence[Chunk]) -> str:
    """Return the chunks' targets as one text.

    Whether a model ends a chunk with its blank or begins the next with it, or forgets it, the
    text is the same.

    >>> joined([Chunk(source="现在，", target="Now,"), Chunk(source="看", target="look.")])
    'Now, look.'
    """
    text = ""
    for chunk in chunks:
        part = " ".join(chunk.target.split())
        if text and part and _wants_blank(text[-1], part[0]):
            text += " "
        text += part
    return text


def compare_chunks(
    pair: Pair, chunks: Sequence[Chunk], target_language: Language, usual: float = 0.0
) -> Iterator[Discrepancy]:
    """Yield what is wrong with how a translation cites its source, and chunks of unusual length.

    Args:
        pair: the segment on both sides.
        chunks: its chunks, in order.
        target_language: into which language.
        usual: this talk's own offset, from `length.usual_offset`.
    """
    citation = cite(chunks, pair.source)
    for words in citation.uncited:
        yield _unproved(pair, "addition", "stands for no words of the source", target=words)
    for words in citation.repeated:
        message = "stands for words that were translated already"
        yield _unproved(pair, "addition", message, target=words)
    for words in citation.missing:
        yield _unproved(pair, "omission", f"nothing stands for “{words}”", source=words)
    for chunk in chunks:
        score = swelling(chunk, target_language, usual)
        if score >= _SWOLLEN[target_language]:
            yield Discrepancy(
                kind="addition",
                key=pair.key,
                level="error" if score >= _BURST else "warning",
                message="longer than its own words of the source need",
                source_words=chunk.source.strip(),
                target_words=chunk.target.strip(),
                strength=score / 4,
            )


def swelling(chunk: Chunk, target_language: Language, usual: float = 0.0) -> float:
    """Return how much longer a chunk's target is than its span needs, in deviations.

    Lengths add up word by word, so that the deviation grows with the root of the length (Gale
    and Church 1993). Zero where it is a word or two, or nothing is cited.
    """
    usually = expected(chunk.source, target_language, usual)
    more = measure(chunk.target, target_language) - usually
    if not usually or more < _LEAST:
        return 0.0
    return more / math.sqrt(usually + _SOFTENED)


def _unproved(
    pair: Pair, kind: Kind, message: str, *, source: str = "", target: str = ""
) -> Discrepancy:
    return Discrepancy(
        kind=kind,
        key=pair.key,
        level="error",
        message=message,
        source_words=source,
        target_words=target,
    )


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text's letters and digits, and where each of them stands in it."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for folded in unicodedata.normalize("NFKC", sign).casefold():
            if folded.isalnum():
                signs.append(folded)
                places.append(place)
    return "".join(signs), places


def _wants_blank(last: str, first: str) -> bool:
    """Tell whether a blank belongs between two signs: not in Chinese, not before a closing mark."""
    if last > "\u2e7f" or first > "\u2e7f" or last.isspace():
        return False
    return first not in ",.;:!?)]}%’”" and last not in "([{“‘"
