"""What is not the speaker's own to mend: quotations, titles, addresses, marks of HTML.

Rules read quotations like any other words; only `fixing` leaves them alone.
Wherever a quotation lacks an end, more rather than less of the line counts as quoted.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from speakprep.lint.lines import Lines
from speakprep.lint.masking import Spans, hidden_spans, mask, merged

_PAIRS = ("“”", "「」", "『』", "《》", "〈〉", "«»", "﹁﹂", "﹃﹄")
_OPENING = {pair[0]: pair for pair in _PAIRS}
_CLOSING = {pair[1]: pair for pair in _PAIRS}
_MARKS = re.compile(r"(?P<pause>\n[ \t\r]*\n)|[" + "".join(_PAIRS) + "]")
_STRAIGHT = '"\uff02'
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n")
# An apostrophe stands between letters; what closes a quotation does not.
_SINGLE = re.compile(r"(?P<pause>\n[ \t\r]*\n)|‘|’(?![A-Za-z0-9])")
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])www\.[^\s<>，。；！？、（）]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,9}"
    r"|\]\([^)\n]{0,2000}\)"  # where a Markdown link leads
    r"|<[A-Za-z/!][^<>\n]{0,2000}>",
    re.ASCII,
)


def protected_spans(text: str) -> Spans:
    """Return what no fix may change: comments, code, links, addresses, quotations, titles."""
    prose = mask(text)
    addresses = (found.span() for found in _ADDRESS.finditer(prose))
    return merged((*hidden_spans(text), *addresses, *quoted_spans(prose)))


def quoted_spans(prose: str) -> Spans:
    """Return the quotations of a text in which comments, code and links are hidden.

    A quotation may go over several lines of a paragraph. An opening mark
    without its closing one quotes to the end of its line, a closing one
    without its opening from the beginning, and straight marks of an odd number from
    the first to the end of the last one's line, since nobody can tell which is which.
    """
    lines = Lines(prose)
    return merged((*_paired(prose, lines), *_straight(prose, lines), *_single(prose, lines)))


def _paired(prose: str, lines: Lines) -> Iterator[tuple[int, int]]:
    """Match “ with ” and their like, one within another."""
    opened: dict[str, list[int]] = {pair: [] for pair in _PAIRS}
    for found in _MARKS.finditer(prose):
        mark, at = found[0], found.start()
        if found["pause"]:
            yield from _left_open(opened, lines)
        elif mark in _OPENING:
            opened[_OPENING[mark]].append(at)
        elif stack := opened[_CLOSING[mark]]:
            yield stack.pop(), at + 1
        else:
            yield lines.start(at), at + 1
    yield from _left_open(opened, lines)


def _left_open(opened: dict[str, list[int]], lines: Lines) -> Iterator[tuple[int, int]]:
    for stack in opened.values():
        yield from ((at, lines.end(at)) for at in stack)
        stack.clear()


def _straight(prose: str, lines: Lines) -> Iterator[tuple[int, int]]:
    for mark in _STRAIGHT:
        pauses = [found.start() for found in _PARAGRAPH_END.finditer(prose)] + [len(prose)]
        marks = [found.start() for found in re.finditer(mark, prose)]
        reached = 0
        for pause in pauses:
            until = bisect_left(marks, pause)
            here, reached = marks[reached:until], until
            if len(here) % 2:
                yield here[0], lines.end(here[-1])
            else:
                yield from ((here[n], here[n + 1] + 1) for n in range(0, len(here), 2))


def _single(prose: str, lines: Lines) -> Iterator[tuple[int, int]]:
    """Match ‘ with the last ’ before the next ‘ that no letter follows."""
    start, end = None, None
    for found in _SINGLE.finditer(prose):
        if found[0] == "’":
            end = found.end()
            continue
        if start is not None:
            yield start, end if end is not None else lines.end(start)
        start, end = (None if found["pause"] else found.start()), None
    if start is not None:
        yield start, end if end is not None else lines.end(start)
