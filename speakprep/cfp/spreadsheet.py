"""Tables as CSV: read whatever a spreadsheet or conference system wrote, write what is harmless.

Nothing here knows what the cells mean.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

_DELIMITERS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_DEFUSED = ("@", "+", "-", "=", "|", "%")
_NUMBER = re.compile(r"^-?[0-9,\.]+$")
# OWASP, "CSV Injection": = + - @ tab and carriage return begin a formula, also behind blanks,
# quotes and in full width; defusedcsv adds | and %.
_FORMULA = re.compile(r"[\s\"'\ufeff]*[=+\-@|%＝＋－＠｜％]|[\t\r\n]")
_OBEYED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row and the line of the file it begins on, from 1."""

    line: int
    cells: tuple[str, ...]


def read_rows(text: str, known: Callable[[str], bool]) -> tuple[str, Iterator[Row]]:
    """Return the delimiter of an export, and its rows, the header first; blank rows are left out.

    The delimiter is the one that makes most of the header `known`.
    """
    said = _SEPARATOR_LINE.match(text)  # Excel's way to say it
    if said:
        return said[1], _rows(text[said.end() :], said[1], first_line=2)
    best = max(_DELIMITERS, key=lambda each: _header(text, each, known))
    return best, _rows(text, best, first_line=1)


def unescape(cell: str) -> str:
    r"""Undo what the package defusedcsv (3.0), which pretalx exports with, does to a cell.

    It puts an apostrophe before a cell that begins with one of @ + - = | % and is
    no number, and a backslash before each | in it. Nothing else is undone.

    >>> unescape("'=1"), unescape("'tis"), unescape("'-5"), unescape("'@a\\|b")
    ('=1', "'tis", "'-5", '@a|b')
    """
    if not cell.startswith("'"):
        return cell
    before = cell[1:].replace("\\|", "|")
    risky = before.startswith(_DEFUSED) and not _NUMBER.match(before)
    return before if risky and "'" + before.replace("|", "\\|") == cell else cell


def render_rows(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV that no spreadsheet takes for formulas or reads beyond its cells."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not obey: on one line, never a formula.

    >>> harmless(" =1+1"), harmless("a\\nb")
    ("' =1+1", 'a b')
    """
    risky = _FORMULA.match(cell)
    line = _OBEYED.sub("\ufffd", " ".join(re.split(r"[\r\n\t]+|[\u2028\u2029]", cell)))
    return f"'{line}" if risky else line


def _rows(text: str, delimiter: str, *, first_line: int) -> Iterator[Row]:
    line = first_line

    def pieces() -> Iterator[str]:
        nonlocal line
        for piece in io.StringIO(text, newline=""):  # ends at \n, \r\n or a lone \r, which are kept
            line += piece.endswith("\n")
            yield piece

    # One for the whole process: a quote nobody closes makes the rest of the file one cell, and
    # that is told with its line (CFP152), not refused.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    began = line
    for cells in csv.reader(pieces(), delimiter=delimiter):
        if any(cell.strip() for cell in cells):
            yield Row(line=began, cells=tuple(cells))
        began = line


def _header(text: str, delimiter: str, known: Callable[[str], bool]) -> tuple[int, int]:
    """Return how many cells of the first row are known, and how many it has."""
    header = next(_rows(text, delimiter, first_line=1), Row(line=1, cells=())).cells
    return sum(known(cell) for cell in header), len(header)
