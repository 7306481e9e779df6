"""Short lines, as a teleprompter and subtitles show them: cut where one would breathe."""

import re
import unicodedata
from collections.abc import Iterator

from speakprep.talk.language import HAN
from speakprep.talk.sentences import split_clauses

_WIDE = rf"{HAN}\u3000-\u30ff\uff00-\uffef"
_CLOSING = "，。、；：？！）」』】》…”’"
_OPENING = "（「『【《“‘"
# A closing mark may not begin a line, an opening one not end it.
_TOKEN = re.compile(
    rf"\s+|[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPENING}]+)[{_CLOSING}]*|[{_OPENING}]+"
)


def cells(text: str) -> int:
    """Return how many columns a text takes; a Han character takes two."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def short_lines(sentence: str, width: int) -> list[str]:
    """Break a sentence into lines of at most `width` columns, at clauses where they fit.

    A word that is longer than a line is cut.

    >>> short_lines("If it is slow, we sample what matters.", 24)
    ['If it is slow,', 'we sample what matters.']
    """
    lines: list[str] = []
    room = 0
    for clause in split_clauses(sentence):
        words = clause.strip()
        if not words:
            continue
        size = cells(words)
        joint = " " if lines and _needs_space(lines[-1]) else ""
        if lines and size + len(joint) <= room:
            lines[-1] += joint + words
        else:
            lines += _broken(words, size, width)
        room = width - cells(lines[-1])
    return lines


def _needs_space(before: str) -> bool:
    """Whether a space parts what follows from these words: not after a full-width mark."""
    return _cells(before[-1]) == 1


def _broken(words: str, size: int, width: int) -> list[str]:
    """Break one clause into lines of about equal length."""
    if size <= width:
        return [words]
    even = -(-size // -(-size // width))
    lines = [""]
    used = 0
    for token in _pieces(words, width):
        taken = cells(token)
        # A little beyond the middle is better than a last line of one word.
        if lines[-1].strip() and (used + taken > width or used >= even):
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            used = 0
        if lines[-1] or not token.isspace():
            lines[-1] += token
            used += taken
    return [line.rstrip() for line in lines if line.strip()]


def _pieces(words: str, width: int) -> Iterator[str]:
    for token in _TOKEN.findall(words):
        if cells(token) <= width:
            yield token
        else:
            yield from _cut(token, width)


def _cut(token: str, width: int) -> Iterator[str]:
    piece: list[str] = []
    used = 0
    for character in token:
        taken = _cells(character)
        if used + taken > width:
            yield "".join(piece)
            piece, used = [], 0
        piece.append(character)
        used += taken
    yield "".join(piece)
