"""Edits made in a translator's tool or a spreadsheet, brought back through the check."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from speakprep.script.files import render_script
from speakprep.talk.disk import locked, write_atomic
from speakprep.talk.encoding import decode
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files
from speakprep.translation.actions.reporting import placed_now, report_on, write_and_report
from speakprep.translation.formats import table, xliff_back
from speakprep.translation.formats.applying import put_in
from speakprep.translation.formats.markup import MOST_BYTES, too_large
from speakprep.translation.formats.model import ReturnedFile
from speakprep.translation.formats.returning import Edit, Names, bring_back
from speakprep.translation.model import Direction, Record, Translation
from speakprep.translation.snapshot import Snapshot, adopt_edits, read_snapshot

_XML_NAMES = frozenset({".xlf", ".xliff", ".xml", ".sdlxliff", ".mxliff", ".mqxliff", ".tmx"})
_TABLE_NAMES = frozenset({".csv", ".tsv"})
_XML_BEGINS = tuple(
    mark.encode(encoding) for mark in ("<?xml", "<xliff") for encoding in ("utf-8", "utf-16-le")
)
_TABLE_BEGINS = tuple('"id","slide","state",'.encode(code) for code in ("utf-8", "utf-16-le"))
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def is_exchange(data: bytes, name: str) -> bool:
    """Tell a file of a tool or a spreadsheet from an answer of a chat window."""
    suffix = PurePath(name).suffix.lower()
    return suffix in _XML_NAMES | _TABLE_NAMES or _begins(data, _XML_BEGINS + _TABLE_BEGINS)


def import_edits(
    workspace: Workspace, direction: Direction, data: bytes, file: str
) -> Report[Translation]:
    """Take over what was edited outside, as edits by hand; nobody's word signs but the speaker's.

    Args:
        workspace: the talk.
        direction: from which language into which.
        data: the file, XLIFF or CSV.
        file: its name, as the person typed it.

    Raises:
        InputError: it is hostile, broken, of another talk or of an older source;
            nothing was changed.
        BusyError: another speakprep is writing in this talk.
        StorageError: the disk refuses.
    """
    returned = _read(data, direction, file)
    names = Names(
        file=file,
        source=files.shown_script(workspace, direction.source),
        target=files.shown_script(workspace, direction.target),
    )
    with locked(workspace.folder):
        snapshot = read_snapshot(workspace, direction)
        brought = bring_back(returned, placed_now(workspace, snapshot), direction, names)
        if brought.edits:
            written = _take_over(workspace, adopt_edits(workspace, direction), brought.edits)
            report = write_and_report(workspace, direction, len(brought.edits), ())
            report = replace(report, written=tuple(dict.fromkeys((*written, *report.written))))
        else:
            report = report_on(workspace, snapshot)
    return replace(report, findings=(*brought.findings, *report.findings))


def _read(data: bytes, direction: Direction, file: str) -> ReturnedFile:
    """Read what came back, as far as its kind can be told."""
    if len(data) > MOST_BYTES:
        raise too_large(file)
    suffix = PurePath(file).suffix.lower()
    as_table = suffix in _TABLE_NAMES or _begins(data, _TABLE_BEGINS)
    if as_table and not _begins(data, _XML_BEGINS):
        text, _ = decode(data, file)
        return table.read(text, direction.source, direction.target, file)
    return xliff_back.read(data, file)


def _take_over(workspace: Workspace, snapshot: Snapshot, edits: Sequence[Edit]) -> tuple[str, ...]:
    """Write edits into the memory, as far as a segment has its own, and into the script.

    Returns the script's name where it was written.
    """
    direction = snapshot.direction
    known = {segment.id: segment for segment in snapshot.segments}
    records = [
        Record(
            id=edit.where.where.id,
            source=known[edit.where.where.id].text,
            target=edit.text,
            model="",
            state="edited",
        )
        for edit in edits
        if edit.where.where.id in known
    ]
    # What is stale or missing has no words of its own in the script: the rebuild puts them there.
    here = {
        edit.where.where.id: edit.text
        for edit in edits
        if edit.where.where.origin in {"machine", "edited"} or edit.where.where.id not in known
    }
    aligned, present = snapshot.aligned, snapshot.present
    script = put_in(present, snapshot.slides, aligned, here, direction.target)
    files.remember(workspace, direction, records)
    if script == present or snapshot.present_bytes is None:
        return ()
    path = files.script_path(workspace, direction.target)
    data = render_script(script).encode()
    write_atomic(path, data, within=workspace.folder, expected=snapshot.present_bytes)
    return (workspace.name(path),)


def _begins(data: bytes, beginnings: tuple[bytes, ...]) -> bool:
    """Tell whether a file begins so, after a byte order mark and white space."""
    for mark in _MARKS:
        data = data.removeprefix(mark)
    return data[:200].lstrip(b" \t\r\n").startswith(beginnings)
