"""What changed between two proposals, field by field: word by word, and sign by sign in Chinese."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from speakprep.cfp.files import fields_by_name
from speakprep.cfp.form import answer
from speakprep.cfp.model import Proposal
from speakprep.cfp.prose import prose_of
from speakprep.cfp.versions import same_asked
from speakprep.talk.language import HAN, Language
from speakprep.talk.sentences import split_sentences

MOST_TOKENS = 2_000
"""Longer texts are compared by sentences: time grows with the square of this number."""

Kind = Literal["same", "changed", "removed", "added"]

MOST_LETTERS = 100_000
"""Beyond this nobody reads single words: a form's longest field holds a few thousand letters."""

_TOKEN = re.compile(rf"\s+|[{HAN}]|[^\W_{HAN}]+|.", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of words that both sides have, or only the first, or only the second."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field, or one heading that is none, on both sides."""

    field: str
    label: str
    kind: Kind
    pieces: tuple[Piece, ...]


def compare(before: Proposal, after: Proposal, language: Language) -> tuple[Change, ...]:
    """Return every field that either side has words for, in the order of the second form.

    Fields of different forms are compared when they ask for the same; other headings
    are compared by their words.
    """
    theirs, ours = _texts(before, language), _texts(after, language)
    changes = []
    for key, (label, text) in ours.items():
        was = key if key in theirs else next((k for k in theirs if same_asked(k, key)), "")
        free = was and (was == key or was not in ours)
        _, old = theirs.pop(was) if free else ("", "")
        changes.append(_change(key, label, old, text))
    return (*changes, *(_change(key, label, text, "") for key, (label, text) in theirs.items()))


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two texts: what is not added is the first, what is not removed the second.

    >>> [piece.text for piece in pieces_of("尾部采样", "头部采样") if piece.kind != "same"]
    ['尾', '头']
    """
    one, other = _tokens(before, after)
    head, tail = _shared(one, other)
    runs = _runs(one[head : len(one) - tail], other[head : len(other) - tail])
    pieces = [
        Piece(kind="same", text="".join(one[:head])),
        *_gathered(runs),
        Piece(kind="same", text="".join(one[len(one) - tail :])),
    ]
    return tuple(piece for piece in pieces if piece.text)


def _texts(proposal: Proposal, language: Language) -> dict[str, tuple[str, str]]:
    """Return label and words by key; headings that answer no field stand under their own words."""
    texts = {
        field.key: (field.called(language), text)
        for field in proposal.profile.fields
        if (text := answer(proposal, field.key))
    }
    names = fields_by_name(proposal.profile)
    answered = {entry.index for entry in proposal.entries}
    for index, section in enumerate(proposal.sections):
        if index not in answered and (text := prose_of(section.body)):
            key = section.title or "(above the first heading)"
            while key in texts or key.casefold() in names:
                key += " (again)"
            texts[key] = (key, text)
    return texts


def _change(key: str, label: str, before: str, after: str) -> Change:
    kind: Kind = "same" if before == after else "changed"
    if not before or not after:
        kind = "added" if after else "removed"
    return Change(field=key, label=label, kind=kind, pieces=pieces_of(before, after))


def _tokens(before: str, after: str) -> tuple[list[str], list[str]]:
    """Cut both texts into words and signs, or into sentences where those would be too many."""
    small = max(len(before), len(after)) <= MOST_LETTERS
    cut: Callable[[str], Sequence[str]]
    for cut in (_TOKEN.findall, split_sentences)[not small :]:
        one, other = list(cut(before)), list(cut(after))
        head, tail = _shared(one, other)
        if max(len(one), len(other)) - head - tail <= MOST_TOKENS:
            return one, other
    return [before], [after]


def _shared(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Return how many tokens both begin with, and how many both end with after those."""
    most = min(len(one), len(other))
    head = next((n for n in range(most) if one[n] != other[n]), most)
    rest = most - head
    tail = next((n for n in range(rest) if one[-1 - n] != other[-1 - n]), rest)
    return head, tail


def _runs(one: Sequence[str], other: Sequence[str]) -> Iterator[Piece]:
    """Yield runs; a lone blank or mark that both sides have between changes goes with them."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    for kind, start, end, from_, to in matcher.get_opcodes():
        before, after = "".join(one[start:end]), "".join(other[from_:to])
        if kind == "equal":
            yield Piece(kind="same", text=before)
            continue
        if before:
            yield Piece(kind="removed", text=before)
        if after:
            yield Piece(kind="added", text=after)


def _gathered(runs: Iterable[Piece]) -> Iterator[Piece]:
    """Put changes together that only blanks and marks part, so that they can be read."""
    removed = added = between = ""
    for run in runs:
        if run.kind == "same" and (removed or added) and not _has_words(run.text):
            between += run.text
        elif run.kind == "same":
            yield from _parted(removed, added, between + run.text)
            removed = added = between = ""
        else:
            removed += between + (run.text if run.kind == "removed" else "")
            added += between + (run.text if run.kind == "added" else "")
            between = ""
    yield from _parted(removed, added, between)


def _parted(removed: str, added: str, same: str) -> Iterator[Piece]:
    yield Piece(kind="removed", text=removed)
    yield Piece(kind="added", text=added)
    yield Piece(kind="same", text=same)


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
