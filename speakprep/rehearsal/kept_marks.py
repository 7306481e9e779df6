"""The `[marks]` of a rehearsal's record: what was read in a file of marks, and in which."""

from collections.abc import Iterable, Mapping
from typing import Any

from speakprep.rehearsal.marks import KeptMarks, Mark, Marks, Moment, SectionSeconds
from speakprep.talk.tables import Table


def marks_values(kept: KeptMarks) -> dict[str, Any]:
    """Return what is written under `[marks]`, for tomlkit; what was wrong is not kept."""
    marks = kept.marks
    values: dict[str, Any] = {
        "file": kept.file,
        "sha256": kept.sha256,
        "source": marks.source,
    }
    if marks.lengths_only:
        values["lengths_only"] = True
    rows = {
        "visits": [_visit(mark) for mark in marks.visits],
        "moments": [vars(moment) for moment in marks.moments],
        "sections": [vars(section) for section in marks.sections],
    }
    values.update({name: _lines(entries) for name, entries in rows.items() if entries})
    return values


def read_marks_table(table: Table) -> KeptMarks:
    """Read what is kept under `[marks]`.

    Raises:
        InputError: it lacks what a mark must have.
    """
    return KeptMarks(
        file=table.text("file", ""),
        sha256=table.text("sha256", ""),
        marks=Marks(
            source=table.text("source", ""),
            visits=tuple(
                Mark(
                    slide=visit.whole("slide"),
                    slide_id=visit.whole("id", 0),
                    from_s=visit.amount("from_s"),
                    to_s=visit.optional(visit.amount, "to_s"),
                )
                for visit in table.each("visits")
            ),
            moments=tuple(
                Moment(at_s=moment.amount("at_s"), note=moment.text("note", ""))
                for moment in table.each("moments")
            ),
            sections=tuple(
                SectionSeconds(name=section.text("name", ""), seconds=section.amount("seconds"))
                for section in table.each("sections")
            ),
            lengths_only=table.flag("lengths_only", default=False),
        ),
    )


def _visit(mark: Mark) -> dict[str, Any]:
    values: dict[str, Any] = {"slide": mark.slide}
    if mark.slide_id:
        values["id"] = mark.slide_id
    values["from_s"] = round(mark.from_s, 2)
    if mark.to_s is not None:
        values["to_s"] = round(mark.to_s, 2)
    return values


def _lines(entries: Iterable[Mapping[str, Any]]) -> Any:  # noqa: ANN401 -- tomlkit's own type
    """Write a list of tables one to a line, inside their table."""
    import tomlkit

    rows = tomlkit.array().multiline(True)
    for entry in entries:
        row = tomlkit.inline_table()
        row.update(entry)
        rows.append(row)
    return rows
