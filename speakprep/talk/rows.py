"""Tables as CSV, whatever spreadsheet wrote them: rows, each with the line it begins on.

Nothing here knows what the cells mean.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_DELIMITERS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row and the line of the file it begins on, from 1."""

    line: int
    cells: tuple[str, ...]


def read_rows(text: str, known: Callable[[str], bool]) -> tuple[str, Iterator[Row]]:
    """Return the delimiter of a table, and its rows, the header first; blank rows are left out.

    The delimiter is the one that makes most of the header `known`.
    """
    said = _SEPARATOR_LINE.match(text)  # Excel's way to say it
    if said:
        return said[1], _rows(text[said.end() :], said[1], first_line=2)
    best = max(_DELIMITERS, key=lambda each: _header(text, each, known))
    return best, _rows(text, best, first_line=1)


def _rows(text: str, delimiter: str, *, first_line: int) -> Iterator[Row]:
    line = first_line

    def pieces() -> Iterator[str]:
        nonlocal line
        for piece in io.StringIO(text, newline=""):  # ends at \n, \r\n or a lone \r, which are kept
            line += piece.endswith("\n")
            yield piece

    # One for the whole process: a quote nobody closes makes the rest of the file one cell, and
    # whoever reads it says so with its line.
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
