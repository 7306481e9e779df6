"""One passage made ready for the rules: hidden parts hidden, halves and sentences found."""

import bisect
import functools
import re
from dataclasses import dataclass

from speakprep.lint.masking import BLANK, mask, mask_comments
from speakprep.lint.model import Hit, Passage, Where
from speakprep.lint.words import NO_LISTS, Lexicon, Words
from speakprep.talk.sentences import split_sentences

EVIDENCE_LENGTH = 100
"""Code points of evidence: three lines of a terminal, if all of them are Han characters."""

_WORDS = re.compile(r"\S")


@dataclass(frozen=True)
class Reading:
    """A passage as rules read it; everything costly is worked out once, when asked for.

    The lists in its `lexicon` are looked up all at once.
    """

    passage: Passage
    lexicon: Lexicon = NO_LISTS

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

    @functools.cached_property
    def is_empty(self) -> bool:
        """Whether nothing is written here yet."""
        start, end = self.extent
        return start == end

    @functools.cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Start and end of every sentence that holds words, blanks around it left out."""
        spans, reached = [], 0
        for piece in split_sentences(self.prose):
            words = piece.strip(BLANK)
            if words:
                start = reached + piece.find(words)
                spans.append((start, start + len(words)))
            reached += len(piece)
        return tuple(spans)

    def part(self, where: Where) -> tuple[int, int]:
        """Return a half of the text; the sentence across its middle belongs to both."""
        start, end = self.extent
        if where == "whole":
            return start, end
        middle = (start + end) // 2
        across = self._sentence_around(middle) or (middle, middle)
        return (start, across[1]) if where == "first-half" else (across[0], end)

    def words(self, where: Where, *, inside_code: bool) -> tuple[Words, int]:
        """Return a part as words, cut out so that `^` is its beginning; and where it begins."""
        found = self._words.get((where, inside_code))
        if found is None:
            found = self._words[where, inside_code] = self._cut(where, inside_code)
        return found

    def _cut(self, where: Where, inside_code: bool) -> tuple[Words, int]:
        if inside_code and self.prose is self.passage.text:
            return self.words(where, inside_code=False)
        start, end = self.part(where)
        if where == "whole":
            text = self.passage.text if inside_code else self.prose
            return Words(text[start:end], self.lexicon), start
        whole, begins = self.words("whole", inside_code=inside_code)
        return whole.part(start - begins, end - begins), start

    @functools.cached_property
    def _words(self) -> dict[tuple[Where, bool], tuple[Words, int]]:
        return {}

    def sentence(self, index: int) -> Hit:
        """Return the first (0) or last (-1) sentence as a place to point at."""
        start, end = self.sentences[index] if self.sentences else self.extent
        return Hit(start=start, end=end)

    def with_sentence(self, hit: Hit) -> Hit:
        """Show the sentence around a hit, as far as it stands on the same line."""
        around = self._sentence_around(hit.start) or (hit.start, hit.end)
        start = max(around[0], self.passage.text.rfind("\n", 0, hit.start) + 1)
        if hit.end - start >= EVIDENCE_LENGTH:
            start = hit.start
        return hit._replace(shown=(start, max(around[1], hit.end)))

    def evidence(self, hit: Hit) -> str:
        """Return the words meant, as `excerpt` cuts them."""
        start, end = hit.shown or (hit.start, hit.end)
        return excerpt(self.passage.text, start, end)

    def _sentence_around(self, offset: int) -> tuple[int, int] | None:
        before = bisect.bisect_right(self.sentences, offset, key=lambda span: span[0]) - 1
        if before < 0 or self.sentences[before][1] <= offset:
            return None
        return self.sentences[before]


def excerpt(text: str, start: int = 0, end: int | None = None) -> str:
    """Return the first line of a text, or of a part of it, verbatim; "…" says that there is more.

    A line that is too long is cut between two words.

    >>> excerpt("Two lines\\nof text")
    'Two lines…'
    """
    end = len(text) if end is None else end
    if end - start < EVIDENCE_LENGTH and (few := text[start:end]).isprintable():
        return few  # as most are: on one line, and short
    # A line may be ten megabytes long: no more of it is copied than can be shown.
    line = text[start : min(end, start + EVIDENCE_LENGTH + 1)].partition("\n")[0]
    reached = start + len(line)
    line = line.rstrip("\r")
    if len(line) <= EVIDENCE_LENGTH - 1:
        return f"{line}…" if _WORDS.search(text, reached, end) else line
    kept = line[: EVIDENCE_LENGTH - 1]
    if kept[-1].isascii() and line[len(kept)].isascii() and not line[len(kept)].isspace():
        kept = kept.rpartition(" ")[0] or kept
    return f"{kept.rstrip()}…"
