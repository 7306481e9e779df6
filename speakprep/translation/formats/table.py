"""Tables: a translation as CSV for a spreadsheet, out and in, and pairs to be checked."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from speakprep.errors import InputError
from speakprep.talk.language import Language
from speakprep.talk.rows import Row, read_rows
from speakprep.translation.formats.model import Bundle, Returned, ReturnedFile
from speakprep.translation.formats.names import digest_of, outer_id
from speakprep.translation.formats.states import notes_of

MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the system's old code page."""

_ESCAPED = re.compile(r"[\s\"'\ufeff]*[=+\-@|%＝＋－＠｜％]|'*[\t\r\n]")
"""What begins a formula, also behind blanks, quotes and in full width (OWASP, "CSV Injection")."""


def render(bundle: Bundle) -> str:
    """Write a translation as CSV: id, slide, state, both sides, findings, and a check value."""
    direction = bundle.direction
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(["id", "slide", "state", direction.source, direction.target, "findings", "was"])
    for unit in bundle.units:
        slide = "" if unit.slide is None else str(unit.slide)
        notes = " / ".join(" ".join(note.split()) for note in notes_of(unit, bundle))
        cells = [outer_id(unit.id), slide, unit.standing, unit.source, unit.target or "", notes]
        writer.writerow([escape(cell) for cell in (*cells, digest_of(unit.target))])
    return MARK + out.getvalue()


def read(text: str, source: Language, target: Language, file: str) -> ReturnedFile:
    """Read a table that `render` wrote and a person edited; other columns are passed over.

    Raises:
        InputError: it has no column of ids or of translations, or no rows.
    """
    header, *rows = list(rows_of(text, {"id", "state", source, target})) or [Row(line=1, cells=())]
    columns = {name.strip().lower(): at for at, name in reversed(list(enumerate(header.cells)))}
    for name in ("id", target):
        if name not in columns:
            raise InputError(
                f"its first row has no column {name!r}",
                file=file,
                line=header.line,
                hint="import the table that: speakprep translate export --form csv wrote",
            )
    if not rows:
        raise InputError("holds no segment", file=file, hint="is it the right file?")

    def cell(row: Row, name: str) -> str:
        at = columns.get(name, len(row.cells))
        return unescape(row.cells[at]) if at < len(row.cells) else ""

    units = tuple(
        Returned(
            id=cell(row, "id"),
            source=cell(row, source) if source in columns else None,
            target=cell(row, target) or None,
            was=cell(row, "was"),
            final=cell(row, "state").strip().lower() in {"signed", "final"},
            line=row.line,
        )
        for row in rows
    )
    return ReturnedFile(source_language=source, target_language=target, units=units)


def rows_of(text: str, known: Iterable[str]) -> Iterator[Row]:
    """Return the rows of a table, the header first; blank rows are left out.

    The delimiter is the one that makes most of the header `known`.
    """
    names = frozenset(known)
    _, rows = read_rows(text.removeprefix(MARK), lambda cell: cell.strip().lower() in names)
    return rows


def escape(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not obey; `unescape` undoes it exactly.

    >>> escape("=1+1"), escape("'tis")
    ("'=1+1", "'tis")
    """
    return f"'{cell}" if _ESCAPED.match(cell) else cell


def unescape(cell: str) -> str:
    """Undo `escape`: an apostrophe goes where it was put."""
    return cell[1:] if cell.startswith("'") and _ESCAPED.match(cell[1:]) else cell
