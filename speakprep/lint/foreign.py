"""What engines by others are given to read, and how their places become ours."""

import re

from speakprep.lint.lines import Lines
from speakprep.lint.masking import MASK
from speakprep.lint.model import Passage
from speakprep.lint.quoting import protected_spans
from speakprep.lint.reading import excerpt
from speakprep.talk.report import Finding

MOST_CHARACTERS = 100_000
"""No form takes more, and some checks by others take time squared."""

MOST_HITS = 100
"""Findings of one engine in one passage: whoever mends the first hundred runs it again."""

_VISIBLE = re.compile(r"[^\n]")


class Lent:
    """A passage lent to an engine: what is not the speaker's prose is hidden, lengths stay."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._lines = Lines(passage.text)
        self.text = _hidden(passage.text)[:MOST_CHARACTERS]

    def finding(self, code: str, message: str, start: int, shown: tuple[int, int]) -> Finding:
        """Return advice at an offset, in code points; `shown` are those of the words meant."""
        return Finding(
            code=code,
            level="advice",
            message=message,
            place=self._lines.place(self._passage.place, start),
            evidence=excerpt(self._passage.text, *shown),
        )


def touches_hidden(text: str) -> bool:
    """Tell whether some of these words of a lent text are hidden."""
    return MASK in text


def _hidden(text: str) -> str:
    pieces, reached = [], 0
    for start, end in protected_spans(text):
        pieces += [text[reached:start], _VISIBLE.sub(MASK, text[start:end])]
        reached = end
    return "".join((*pieces, text[reached:]))
