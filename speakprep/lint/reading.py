"""One passage made ready for the rules: hidden parts hidden, halves and sentences found."""

import dataclasses
import functools
from dataclasses import dataclass

from speakprep.lint.masking import BLANK, mask, mask_comments
from speakprep.lint.model import Hit, Passage, Where
from speakprep.talk.sentences import split_sentences

EVIDENCE_LENGTH = 100
"""Code points of evidence: three lines of a terminal, if all of them are Han characters."""


@dataclass(frozen=True)
class Reading:
    """A passage as rules read it; everything costly is worked out once, when asked for."""

    passage: Passage

    @functools.cached_property
    def prose(self) -> str:
        """The text with comments, code and links hidden, of the same length."""
        return mask(self.passage.text)

    @functools.cached_property
    def extent(self) -> tuple[int, int]:
        """Where the text itself begins and ends, without comments and blanks around it."""
        seen = mask_comments(self.passage.text)
        start = len(seen) - len(seen.lstrip(BLANK))
        return start, max(start, len(seen.rstrip(BLANK)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written here yet."""
        start, end = self.extent
        return start == end

    @functools.cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Start and end of every sentence that holds words, blanks around it left out."""
        spans, reached = [], 0
        for piece in split_sentences(self.prose):
            left = len(piece) - len(piece.lstrip(BLANK))
            words = piece.strip(BLANK)
            if words:
                spans.append((reached + left, reached + left + len(words)))
            reached += len(piece)
        return tuple(spans)

    def part(self, where: Where) -> tuple[int, int]:
        """Return a half of the text; the sentence across its middle belongs to both."""
        start, end = self.extent
        middle = (start + end) // 2
        across = next((s for s in self.sentences if s[0] <= middle < s[1]), (middle, middle))
        if where == "first-half":
            return start, across[1]
        return (across[0], end) if where == "last-half" else (start, end)

    def sentence(self, index: int) -> Hit:
        """Return the first (0) or last (-1) sentence as a place to point at."""
        start, end = self.sentences[index] if self.sentences else self.extent
        return Hit(start=start, end=end)

    def with_sentence(self, hit: Hit) -> Hit:
        """Show the sentence around a hit, as far as it stands on the same line."""
        around = next((s for s in self.sentences if s[0] <= hit.start < s[1]), (hit.start, hit.end))
        start = max(around[0], self.passage.text.rfind("\n", 0, hit.start) + 1)
        if hit.end - start >= EVIDENCE_LENGTH:
            start = hit.start
        return dataclasses.replace(hit, shown=(start, max(around[1], hit.end)))

    def evidence(self, hit: Hit) -> str:
        """Return the words meant, as `excerpt` cuts them."""
        start, end = hit.shown or (hit.start, hit.end)
        return excerpt(self.passage.text[start:end])


def excerpt(text: str) -> str:
    """Return the first line of a text verbatim; "…" says that there is more.

    A line that is too long is cut between two words.

    >>> excerpt("Two lines\\nof text")
    'Two lines…'
    """
    line, _, more = text.partition("\n")
    line = line.rstrip("\r")
    if len(line) <= EVIDENCE_LENGTH - 1:
        return f"{line}…" if more.strip() else line
    kept = line[: EVIDENCE_LENGTH - 1]
    if kept[-1].isascii() and line[len(kept)].isascii() and not line[len(kept)].isspace():
        kept = kept.rpartition(" ")[0] or kept
    return f"{kept.rstrip()}…"
