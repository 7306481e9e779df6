"""DrawingML text into lines."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from speakprep.deck.markup import A, M, Node

_PARAGRAPH, _TEXT, _BREAK, _FIELD, _MATH = A + "p", A + "t", A + "br", A + "fld", M + "t"

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
"""C0 and C1 controls but "\\n"; line and paragraph separators; bidi overrides; stray BOMs."""

_AS_NEWLINE = frozenset("\r\x0b\x0c\x85\u2028\u2029")


class Paragraph(NamedTuple):
    """One paragraph; `math` when it is a formula and nothing else."""

    text: str
    math: bool


def clean(text: str) -> str:
    """Leave no control character but "\\n": line breaks of any kind become one, a tab a space."""
    return _CONTROL.sub(_replacement, text)


def one_line(text: str) -> str:
    """Return `text` fit for a message: no control characters, no line breaks, single spaces."""
    return " ".join(clean(text).split())


def _replacement(match: re.Match[str]) -> str:
    if match[0] in _AS_NEWLINE:
        return "\n"
    return " " if match[0] == "\t" else ""


def paragraphs(body: Node) -> Iterator[Paragraph]:
    """Yield every paragraph below `body`, blank ones too; line breaks are "\n".

    Fields that number slides or print the date are left out: they are
    furniture, and a date would change the slide's hash every day.
    """
    pieces: list[str] = []
    formulas = 0
    started = False
    skipped: Node | None = None
    for node in body.iter(_PARAGRAPH, _TEXT, _BREAK, _FIELD, _MATH):
        tag = node.tag
        if tag == _TEXT:
            if node is not skipped:
                pieces.append(node.text or "")
        elif tag == _PARAGRAPH:
            if started:
                yield _paragraph(pieces, formulas)
            pieces, formulas, started = [], 0, True
        elif tag == _BREAK:
            pieces.append("\n")
        elif tag == _MATH:
            pieces.append(node.text or "")
            formulas += 1
        elif (node.get("type") or "").startswith(("slidenum", "datetime")):
            skipped = next(node.iterchildren(_TEXT), None)
    if started:
        yield _paragraph(pieces, formulas)


def _paragraph(pieces: list[str], formulas: int) -> Paragraph:
    math = formulas > 0 and formulas == len(pieces)
    return Paragraph(text=clean("".join(pieces)), math=math)


def lines(body: Node) -> str:
    """Return the text below `body`, one line a paragraph or line break, none of them blank."""
    return without_blank_lines("\n".join(each.text for each in paragraphs(body)))


def without_blank_lines(text: str) -> str:
    """Return `text` with its lines stripped and the blank ones dropped."""
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)
