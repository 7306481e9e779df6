"""A text to look for words in, and what of many lists may be in it: looked up once for all rules.

A text is not searched for each of eight hundred entries: every one has a clue, and only
one whose clue is in the text is looked for.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

_JOINS = re.compile(rb"\w")
# Only ASCII letters join words: a name may stand right beside a Han character. All else becomes
# a blank, which parts words in half the time of an expression.
_APART = bytes(each if _JOINS.match(bytes((each,))) else ord(" ") for each in range(256))

STEM = 4
"""Letters by which a word is known before the rest of it is looked at."""

PAIR = 2
"""Letters by which anything else is known; most Chinese words have no more."""

_STEM = itemgetter(slice(STEM))


def in_small(text: str) -> str:
    """Return a text in small letters, of the same length.

    >>> in_small("İt İS OK")
    'ıt ıs ok'
    """
    # U+0130 is the one letter that would become two (Unicode, SpecialCasing.txt).
    return text.replace("\u0130", "\u0131").lower()


class Entry(NamedTuple):
    """One entry of a list.

    Attributes:
        number: its place in the list.
        words: its whole words.
        stem: if there are none, how its first word begins; "" if it begins with none.
        rest: what else a text with these words or that stem holds, among its words; or any
            text, if there is neither; "" if nothing.
        proof: whether a text that holds all of that holds the entry.
    """

    number: int
    words: frozenset[str]
    stem: str
    rest: str
    proof: bool


def _any_of(pairs: Sequence[str]) -> re.Pattern[str]:
    """Return an expression that finds each of the pairs, and few others; quicker than all."""
    if not pairs:
        return re.compile(r"(?!)")
    first, second = (
        "".join(map(re.escape, dict.fromkeys(each))) for each in zip(*pairs, strict=True)
    )
    return re.compile(f"[{first}](?=[{second}])")


_Owned = dict[str, list[tuple[object, Entry]]]


class Lexicon:
    """The entries of many lists by their clues: made once, and asked about many texts."""

    def __init__(self, lists: Mapping[object, Iterable[Entry]]) -> None:
        self._nothing: dict[object, Sequence[Entry]] = dict.fromkeys(lists, ())
        self._by_word: _Owned = {}
        self._by_stem: _Owned = {}
        self._by_pair: _Owned = {}
        for owner, entries in lists.items():
            for entry in entries:
                by_clue, clue = self._by_pair, entry.rest[:PAIR]
                if entry.words:
                    by_clue, clue = self._by_word, max(entry.words, key=len)
                elif entry.stem:
                    by_clue, clue = self._by_stem, entry.stem
                by_clue.setdefault(clue, []).append((owner, entry))
        self._words, self._stems = frozenset(self._by_word), frozenset(self._by_stem)
        self._single = [clue for clue in self._by_pair if len(clue) < PAIR]
        self._pair = _any_of([clue for clue in self._by_pair if len(clue) == PAIR])

    def likely(self, small: str) -> Mapping[object, Sequence[Entry]]:
        """Return, list by list, the entries that may be in a text in small letters."""
        if not self._nothing:
            return self._nothing
        row = small.encode("ascii", "replace").translate(_APART).decode("ascii").split()
        words = frozenset(row)
        # " the end " tells which words stand side by side.
        in_row = f" {' '.join(row)} "
        clued = [self._by_word[word] for word in self._words & words]
        clued += [self._by_stem[stem] for stem in self._stems.intersection(map(_STEM, words))]
        found: dict[object, list[Entry]] = {}
        for entries in clued:
            for owner, entry in entries:
                if entry.words <= words and entry.rest in in_row:
                    found.setdefault(owner, []).append(entry)
        for pair in self._pairs(small):
            for owner, entry in self._by_pair.get(pair, ()):
                if entry.rest == pair or entry.rest in small:
                    found.setdefault(owner, []).append(entry)
        return self._nothing | found

    def _pairs(self, small: str) -> set[str]:
        """Return the letters of a text that may be clues, without looking at each two."""
        starts = [found.start() for found in self._pair.finditer(small)]
        pairs = {small[start : start + PAIR] for start in starts}
        pairs.update(letter for letter in self._single if letter in small)
        return pairs


NO_LISTS = Lexicon({})


class Words:
    """A text to look for words in.

    Attributes:
        text: the text itself.
        small: the same in small letters, of the same length.
        likely: for each list of the lexicon, the entries that may be in the text.
        is_whole: whether it is no part of another text, whose `likely` a part shares.
    """

    def __init__(self, text: str, lexicon: Lexicon = NO_LISTS) -> None:
        self.text = text
        self.small = in_small(text)
        self.likely = lexicon.likely(self.small)
        self.is_whole = True

    def part(self, start: int, end: int) -> "Words":
        """Cut a part out, such as the first half; what is not in the whole is not looked for."""
        part = Words("")
        part.text, part.small = self.text[start:end], self.small[start:end]
        part.likely, part.is_whole = self.likely, False
        return part
