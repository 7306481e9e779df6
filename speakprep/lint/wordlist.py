"""Lists of words and phrases, and finding them in a text.

A text is not searched for each of eighty words: every entry has a clue, and only
an entry whose clue is among those of the text is looked for.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from speakprep.lint.words import STEM, Words, in_small

# No word is longer; without an end, a long text of letters would take time squared.
_FURTHER = r"\w{0,30}"
# The words of a phrase may stand on two lines, but not in two paragraphs.
_BETWEEN = r"(?=\s)[^\S\n]*(?:\n[^\S\n]*)?"
_WORD = re.compile(r"\w", re.ASCII)
_WORDS = re.compile(r"\w+", re.ASCII)
_NO_WORD = re.compile(r"[^\w*]+", re.ASCII)
_WHOLE_WORD = re.compile(r"(?<![\w*])\w+(?![\w*])", re.ASCII)
_STEM = re.compile(rf"\w{{{STEM}}}", re.ASCII)


class _Entry(NamedTuple):
    """One entry of a list: it can only be in a text that has its clue, and holds its part.

    `part` is looked for among the words for an entry with a clue, else in all of the text.
    Where both are `proof` of the entry, its pattern only tells the place.
    """

    number: int
    pattern: str
    clue: str
    part: str
    proof: bool


class _Index(NamedTuple):
    """The entries of a list, by what they are found by; `single` are words and nothing else."""

    single: frozenset[str]
    clues: frozenset[str]
    by_clue: dict[str, list[_Entry]]
    without: list[_Entry]


@dataclass(frozen=True, kw_only=True)
class WordList:
    """Words and phrases to look for as whole words, with `*` for any further letters.

    `before` and `after` tell what, beside an ASCII letter, makes it part of another word.
    """

    entries: tuple[str, ...]
    match_case: bool = False
    before: str = r"\w"
    after: str = r"\w"

    def occurs(self, text: Words) -> bool:
        """Tell whether any of the entries is in the text."""
        if text.is_whole and not self._index.single.isdisjoint(text.words):
            return True
        cased = self._cased(text)
        for entry in self._likely(text):
            if text.is_whole and entry.proof:
                return True
            if _compiled(entry.pattern).search(cased):
                return True
        return False

    def spans(self, text: Words) -> list[tuple[int, int]]:
        """Return where entries stand, in order and never overlapping."""
        found = [
            (match.start(), entry.number, match.end())
            for entry in self._likely(text)
            for match in _compiled(entry.pattern).finditer(self._cased(text))
        ]
        found.sort()
        kept, reached = [], 0
        for start, _, end in found:
            if start >= reached:
                kept.append((start, end))
                reached = end
        return kept

    def _cased(self, text: Words) -> str:
        return text.text if self.match_case else text.small

    def _likely(self, text: Words) -> Iterator[_Entry]:
        """Yield the entries that may be in the text; of most, not one letter is compared."""
        index = self._index
        for clue in index.clues & text.clues:
            for entry in index.by_clue[clue]:
                if entry.part in text.in_row:
                    yield entry
        for entry in index.without:
            if entry.part in text.small:
                yield entry

    @functools.cached_property
    def _index(self) -> _Index:
        """Put in order when first asked: most runs need the lists of one language only."""
        by_clue: dict[str, list[_Entry]] = {}
        single, without = set(), []
        for number, written in enumerate(self.entries):
            entry = self._entry(number, written)
            if entry.clue:
                by_clue.setdefault(entry.clue, []).append(entry)
            else:
                without.append(entry)
            if entry.proof and entry.part == f" {entry.clue} ":
                single.add(entry.clue)
        return _Index(frozenset(single), frozenset(by_clue), by_clue, without)

    def _entry(self, number: int, written: str) -> _Entry:
        words = written if self.match_case else in_small(written)
        small = in_small(written)
        clue, part, proof = _clue(small)
        is_plain = not self.match_case and self.before == self.after == r"\w"
        return _Entry(number, self._pattern(words), clue, part, proof and is_plain)

    def _pattern(self, words: str) -> str:
        """Return the expression of an entry; it begins with a word, which `re` finds fast."""
        first, *others = (re.escape(word) for word in words.split())
        head, star, tail = first.partition(r"\*")
        # Once there is a first word, what stands before it is looked at.
        apart = _WORD.match(words) or not head
        start = rf"{head}(?<!(?a:{self.before}){head})" if apart else head
        pieces = [start + star + tail, *others]
        end = f"(?!(?a:{self.after}))" if _WORD.match(words[-1]) else ""
        return _BETWEEN.join(pieces).replace(r"\*", _FURTHER) + end


def _clue(words: str) -> tuple[str, str, bool]:
    """Return the clue of an entry, what else must be in a text, and whether that is proof.

    >>> _clue("cost"), _clue("costing*"), _clue("game-chang*")
    (('cost', ' cost ', True), ('cost', ' costing', True), ('game', ' game chang', False))
    >>> _clue("the end"), _clue("sampl* strateg*"), _clue("只讲")
    (('the', ' the end ', False), ('samp', ' strateg', False), ('', '只讲', True))
    """
    stem = _STEM.match(words)
    clue = max(_WHOLE_WORD.findall(words), key=len, default=stem[0] if stem else "")
    if not clue:
        part = max(words.replace("*", " ").split(), key=len)
        return "", part, part == words and not _WORD.match(part) and not _WORD.match(part[-1])
    in_row = f" {_NO_WORD.sub(' ', words).strip()} "
    part = max(in_row.replace("* ", "*").split("*"), key=len)
    return clue, part, _WORDS.fullmatch(words.removesuffix("*")) is not None


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile once, and only what a text may hold."""
    return re.compile(pattern)
