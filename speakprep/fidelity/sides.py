"""One side of a pair, read once: its pieces, length, numbers and everyday words."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from speakprep.fidelity.length import measure
from speakprep.fidelity.literals import TOKEN, flat
from speakprep.fidelity.numbers import quantities
from speakprep.fidelity.wording import Meaning, read_meanings
from speakprep.talk.language import Language
from speakprep.talk.sentences import split_clauses, split_sentences

_T = TypeVar("_T", int, str)
_MARKS = (("?", "？"), ("!", "！"))


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A sentence or clause reduced to what can be compared across languages.

    `anchors` are numbers, Latin words and marks that stay as they are;
    `stated` and `hinted` number the everyday meanings, the second with the first.
    """

    length: float
    anchors: frozenset[str]
    stated: frozenset[int]
    hinted: frozenset[int]


@dataclass(frozen=True)
class Side:
    """A text in its language; what is read of it is read once, when first asked for."""

    text: str
    language: Language

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The text split into sentences."""
        return split_sentences(self.text)

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """The text split into clauses."""
        return split_clauses(self.text)

    @cached_property
    def meanings(self) -> tuple[Meaning, ...]:
        """The everyday meanings of the text."""
        return read_meanings(self.text, self.language)

    @cached_property
    def sentence_pieces(self) -> tuple[Piece, ...]:
        """The sentences, reduced."""
        return self._reduce(self.sentences)

    @cached_property
    def clause_pieces(self) -> tuple[Piece, ...]:
        """The clauses, reduced."""
        return self._reduce(self.clauses)

    @cached_property
    def _anchors(self) -> tuple[tuple[int, str], ...]:
        """Where the text holds what stays as it is in any language."""
        marks = (
            (at, plain)
            for plain, wide in _MARKS
            for at, character in enumerate(self.text)
            if character in (plain, wide)
        )
        return (
            *((found.start, str(found.value)) for found in quantities(self.text) if found.firm),
            *((found.start(), flat(found.group())) for found in TOKEN.finditer(self.text)),
            *marks,
        )

    def _reduce(self, texts: tuple[str, ...]) -> tuple[Piece, ...]:
        ends = list(accumulate(map(len, texts)))
        anchors = _by_piece(ends, self._anchors)
        stated = _by_piece(ends, ((m.start, m.number) for m in self.meanings if m.stated))
        hinted = _by_piece(ends, ((m.start, m.number) for m in self.meanings))
        return tuple(
            Piece(
                length=max(0.5, measure(text, self.language)),
                anchors=frozenset(anchors[index]),
                stated=frozenset(stated[index]),
                hinted=frozenset(hinted[index]),
            )
            for index, text in enumerate(texts)
        )


def _by_piece(ends: list[int], found: Iterable[tuple[int, _T]]) -> list[set[_T]]:
    """Sort what was found at a place into the pieces that end at `ends`."""
    sets: list[set[_T]] = [set() for _ in ends]
    for start, value in found:
        sets[bisect_right(ends, start)].add(value)
    return sets
