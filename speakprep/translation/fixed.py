"""Fixed words looked for in texts: which terms a text holds, and whether its translation has them.

One pass over a text, however many terms there are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from speakprep.talk.language import HAN, Language
from speakprep.translation.glossary import Glossary, Term
from speakprep.translation.model import Direction

_LETTER = re.compile(rf"[^\W_{HAN}]")
"""What makes a Latin word go on; a Han character begins and ends anywhere."""

_WORD = re.compile(rf"[^\W_{HAN}]+")
_WORDS_ONLY = re.compile(rf"[^\W_{HAN}]+(?:[ -][^\W_{HAN}]+)*")
_PLURALS = ("s", "es")
_ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A term in a text, and the words that stand there for it."""

    term: Term
    words: str


class FixedTerms:
    """The terms of one direction that have words on both sides, ready to be looked for."""

    def __init__(self, terms: Iterable[Term], direction: Direction) -> None:
        self.direction = direction
        self._names: dict[str, Term] = {}
        self._terms: dict[str, Term] = {}
        lengths: dict[str, set[int]] = {}
        for term in terms:
            if not term.texts.get(direction.target):
                continue
            for form in term.forms(direction.source):
                known, key = (self._names, form) if term.keep else (self._terms, folded(form))
                known.setdefault(key, term)
                lengths.setdefault(folded(form)[0], set()).add(len(form))
        self._lengths = {sign: sorted(found, reverse=True) for sign, found in lengths.items()}

    def __bool__(self) -> bool:
        return bool(self._lengths)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Return the terms of a source text, each once; of two in one place the longer."""
        if not self._lengths:
            return ()
        found: dict[int, Hit] = {}
        low, position = folded(text), 0
        while position < len(text):
            hit = self._at(text, low, position)
            if hit is not None:
                found.setdefault(id(hit.term), hit)
            position += len(hit.words) if hit else 1
        return tuple(found.values())

    def find_all(self, texts: Iterable[str]) -> tuple[Hit, ...]:
        """Return the terms of several source texts, each once."""
        found: dict[int, Hit] = {}
        for text in texts:
            for hit in self.find(text):
                found.setdefault(id(hit.term), hit)
        return tuple(found.values())

    def _at(self, text: str, low: str, start: int) -> Hit | None:
        for length in self._lengths.get(low[start], ()):
            words = text[start : start + length]
            term = self._names.get(words) or self._terms.get(low[start : start + length])
            if term and _is_whole(low, start, start + length, self.direction.source):
                return Hit(term=term, words=words)
        return None


NO_TERMS = FixedTerms((), Direction(source="zh", target="en"))
"""What a talk without a glossary has."""


def fixed_terms(glossary: Glossary, direction: Direction) -> FixedTerms:
    """Return what a glossary fixes in one direction."""
    return FixedTerms(glossary.terms, direction)


def says(text: str, form: str, language: Language, *, exactly: bool = False) -> bool:
    """Tell whether a text says a term: in English however it is inflected.

    Args:
        text: the translation.
        form: the words wanted.
        language: the translation's.
        exactly: as names have to be, letter for letter.
    """
    if exactly:
        return any(_is_whole(text, at, at + len(form), "en") for at in _places(text, form))
    low, wanted = folded(text), folded(form)
    if language == "zh":
        # A line or a blank may break between two Han characters.
        low, wanted = "".join(low.split()), "".join(wanted.split())
    if any(_is_whole(low, at, at + len(wanted), "en") for at in _places(low, wanted)):
        return True
    if language != "en" or not _WORDS_ONLY.fullmatch(wanted):
        return False
    return f" {stems(wanted)} " in f" {stems(low)} "


def stems(text: str) -> str:
    """Return the words of an English text without their endings, one blank between two.

    >>> stems("Tail-sampling sampled queries")
    'tail sampl sampl query'
    """
    return " ".join(map(stem, _WORD.findall(text.lower())))


def stem(word: str) -> str:
    """Return an English word without the ending that its use in a sentence gives it."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsaeiou":
        return word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def folded(text: str) -> str:
    """Return a text in small letters, as long as it was."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(sign if len(sign.lower()) > 1 else sign.lower() for sign in text)


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _is_whole(text: str, start: int, end: int, language: Language) -> bool:
    """Tell whether words begin and end where words do; an English plural may follow."""
    if end > len(text):
        return False
    if start and _LETTER.match(text[start]) and _LETTER.match(text[start - 1]):
        return False
    if end == len(text) or not _LETTER.match(text[end - 1]):
        return True
    if not _LETTER.match(text[end]):
        return True
    rest = _WORD.match(text, end)
    return language == "en" and rest is not None and rest[0] in _PLURALS
