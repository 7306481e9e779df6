"""Cells of CSV: undo what a conference system did to them, write what is harmless."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_DEFUSED = ("@", "+", "-", "=", "|", "%")
_NUMBER = re.compile(r"^-?[0-9,\.]+$")
# OWASP, "CSV Injection": = + - @ tab and carriage return begin a formula, also behind blanks,
# quotes and in full width; defusedcsv adds | and %.
_FORMULA = re.compile(r"[\s\"'\ufeff]*[=+\-@|%＝＋－＠｜％]|[\t\r\n]")
_OBEYED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


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
