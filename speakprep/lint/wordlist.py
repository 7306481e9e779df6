"""Lists of words and phrases, and finding them in a text."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from speakprep.lint.words import STEM, Entry, Lexicon, Words, in_small

# No word is longer; without an end, a long text of letters would take time squared.
_FURTHER = r"\w{0,30}"
# The words of a phrase may stand on two lines, but not in two paragraphs.
_BETWEEN = r"(?=\s)[^\S\n]*(?:\n[^\S\n]*)?"
_WORD = re.compile(r"\w", re.ASCII)
_WORDS = re.compile(r"\w+", re.ASCII)
_NO_WORD = re.compile(r"[^\w*]+", re.ASCII)
_WHOLE_WORD = re.compile(r"(?<![\w*])\w+(?![\w*])", re.ASCII)
_STEM = re.compile(rf"\w{{{STEM}}}", re.ASCII)


@dataclass(frozen=True, kw_only=True, eq=False)
class WordList:
    """Words and phrases to look for as whole words, with `*` for any further letters.

    `before` and `after` tell what, beside an ASCII letter, makes it part of another word.
    Two lists are never the same, so that one is found in a lexicon at once.
    """

    entries: tuple[str, ...]
    match_case: bool = False
    before: str = r"\w"
    after: str = r"\w"

    def occurs(self, text: Words) -> bool:
        """Tell whether any of the entries is in the text."""
        likely = self._likely(text)
        if not likely:
            return False
        if text.is_whole:
            for entry in likely:
                if entry.proof:
                    return True
        cased = self._cased(text)
        for entry in likely:  # noqa: SIM110 -- any() would take twice the time
            if self._compiled(entry).search(cased):
                return True
        return False

    def spans(self, text: Words) -> list[tuple[int, int]]:
        """Return where entries stand, in order and never overlapping."""
        likely = self._likely(text)
        if not likely:
            return []
        cased = self._cased(text)
        found = [
            (match.start(), entry.number, match.end())
            for entry in likely
            for match in self._compiled(entry).finditer(cased)
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

    def _likely(self, text: Words) -> Sequence[Entry]:
        found = text.likely.get(self)
        return self._alone.likely(text.small)[self] if found is None else found

    @functools.cached_property
    def listed(self) -> tuple[Entry, ...]:
        """The entries as a lexicon takes them."""
        return tuple(self._entry(number, written) for number, written in enumerate(self.entries))

    @functools.cached_property
    def _alone(self) -> Lexicon:
        return Lexicon({self: self.listed})

    def _entry(self, number: int, written: str) -> Entry:
        whole, stem, rest, proof = _clues(in_small(written))
        is_plain = not self.match_case and self.before == self.after == r"\w"
        return Entry(number, frozenset(whole), stem, rest, proof and is_plain)

    def _compiled(self, entry: Entry) -> re.Pattern[str]:
        """Compile once, and only what a text may hold."""
        found = self._expressions.get(entry.number)
        if found is None:
            written = self.entries[entry.number]
            found = re.compile(self._pattern(written if self.match_case else in_small(written)))
            self._expressions[entry.number] = found
        return found

    @functools.cached_property
    def _expressions(self) -> dict[int, re.Pattern[str]]:
        return {}

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


def _clues(words: str) -> tuple[list[str], str, str, bool]:
    """Return the whole words of an entry, or its stem; the rest; and whether that is proof.

    >>> _clues("cost"), _clues("game-chang*")
    ((['cost'], '', '', True), (['game'], '', ' game chang', False))
    >>> _clues("costing*"), _clues("sampl* strateg*")
    (([], 'cost', ' costing', True), ([], 'samp', 'strateg', False))
    >>> _clues("the end"), _clues("只讲")
    ((['the', 'end'], '', ' the end ', False), ([], '', '只讲', True))
    """
    whole, begins = _WHOLE_WORD.findall(words), _STEM.match(words)
    if not whole and not begins:
        rest = max(words.replace("*", " ").split(), key=len)
        return [], "", rest, rest == words and not _WORD.match(rest) and not _WORD.match(rest[-1])
    in_row = f" {_NO_WORD.sub(' ', words).strip()} "
    rest = max(in_row.replace("* ", "*").split("*"), key=len)
    if [rest.strip()] == whole:
        rest = ""
    stem = begins[0] if begins and not whole else ""
    return whole, stem, rest, _WORDS.fullmatch(words.removesuffix("*")) is not None
