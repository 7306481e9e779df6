"""Two texts side by side, with the words meant standing out, on any terminal."""

from collections.abc import Iterator, Sequence

from speakprep.cli.terminal import colour_wanted, columns, one_line, styled, wrap
from speakprep.talk.language import Language
from speakprep.translation.review import Span

_BEGIN, _END = "\u2060", "\u200b"
"""Without width and no blanks, so that they change no line; in a text they are shown instead."""

LABEL = 6
"""Columns before a text: two blanks, its language, two more."""


def side_lines(language: Language, text: str, spans: Sequence[Span]) -> list[str]:
    """Return a text with its language before it, and `spans` in colour or in [[brackets]]."""
    begin, end = (_BEGIN, _END) if colour_wanted() else ("[[", "]]")
    parts, done = [], 0
    for first, last in spans:
        parts += [_safe(text[done:first]), begin, _safe(text[first:last]), end]
        done = last
    parts.append(_safe(text[done:]))
    shown = wrap("".join(parts), columns(), indent=f"  {language}  ", hanging=" " * LABEL)
    return list(_coloured(shown)) if colour_wanted() else shown


def _coloured(lines: Sequence[str]) -> Iterator[str]:
    """Put colour where the signs are; what goes on over a line's end is begun anew."""
    marked = False
    for line in lines:
        head, rest = line[:LABEL], line[LABEL:]
        shown = head
        while rest:
            sign = _END if marked else _BEGIN
            words, found, rest = rest.partition(sign)
            shown += styled(words, "bold", "yellow") if marked and words else words
            marked = marked != bool(found)
        yield shown


def _safe(text: str) -> str:
    """Make visible what would be obeyed, and what is used as a sign here."""
    text = text.replace(_BEGIN, "<U+2060>").replace(_END, "<U+200B>")
    return one_line(text)
