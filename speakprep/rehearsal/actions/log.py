"""Logging a rehearsal: a recording measured once, and its figures kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.actions.keeping import (
    Logged,
    checked,
    file_name,
    report_of,
    shown_by,
    spoken_by,
    write_record,
)
from speakprep.rehearsal.actions.marks import add_marks, keep_marks
from speakprep.rehearsal.actions.records import record_path, records_of
from speakprep.rehearsal.files import Records, read_record
from speakprep.rehearsal.hashing import FileState, file_state, is_unchanged
from speakprep.rehearsal.marks import KeptMarks, fitted
from speakprep.rehearsal.measure import measure, script_rate
from speakprep.rehearsal.model import Progress, Sound, Source
from speakprep.rehearsal.record import Part, Recording, Rehearsal, SpokenScript, figures_of
from speakprep.rehearsal.said import Log
from speakprep.rehearsal.spoken import amount_of, reached
from speakprep.rehearsal.whole import joined, starts
from speakprep.talk.disk import locked
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class _Read:
    """The files of one take, and of its marks, as they were when they were hashed."""

    files: tuple[tuple[Path, FileState], ...]
    marks: tuple[Path, FileState] | None

    @property
    def hashes(self) -> set[str]:
        return {state.sha256 for _, state in self.files}


def log(
    workspace: Workspace,
    file: Path,
    said: Log,
    *,
    decode: Callable[[Path], Sound],
    following: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Report[Logged]:
    """Measure a recording and keep its figures; the recording itself stays where it is.

    Args:
        workspace: the talk.
        file: the recording, anywhere on this machine.
        said: what the speaker says about it.
        decode: turns a file into what is measured.
        following: further files of the same take, in their order.
        progress: told the bytes read while a file's hash is made.

    Raises:
        InputError: it is no recording, or changed meanwhile.
        UsageError: a slide named is not in the script, a word cannot be written down,
            or a file belongs to another take already.
        StorageError: the record cannot be written.
    """
    files = (file, *following)
    said = checked(said, files)
    read = _read(files, said, progress)
    if known := _known(workspace, records_of(workspace), read):
        return _again(workspace, known, said)
    spoken, texts = spoken_by(workspace, said)
    given = _marks(workspace, said, spoken)  # before the long work: they may be no marks
    sounds = [decode(each) for each in files]
    measurement = measure(joined(sounds))
    _check_unchanged(read)
    marks = fitted(given, measurement.duration_s) if given else None
    amount = amount_of(reached(texts, marks.marks if marks else None))
    rehearsal = Rehearsal(
        id="",
        kind=said.kind,
        at=said.at or read.files[0][1].at,
        people=said.people,
        note=said.note,
        recording=_recording(workspace, read, measurement.source, starts(sounds), said.url),
        figures=figures_of(measurement, script_rate(measurement, amount) if spoken else None),
        script=spoken,
        marks=marks,
        deck=shown_by(workspace),
    )
    return _keep(workspace, rehearsal, read, said)


def _again(workspace: Workspace, known: Rehearsal, said: Log) -> Report[Logged]:
    """Report a recording logged before; marks are kept where its record has none."""
    given = None if known.marks else _marks(workspace, said, known.script)
    if given is None:
        return report_of(workspace, records_of(workspace), known, again=said)
    record = add_marks(workspace, known, fitted(given, known.figures.duration_s))
    now = read_record(record_path(workspace, known.id), workspace.name)
    report = report_of(workspace, records_of(workspace), now, again=said)
    return replace(report, written=(record,))


def _read(files: Sequence[Path], said: Log, progress: Progress | None) -> _Read:
    hashed = tuple((file, file_state(file, progress)) for file in files)
    read = _Read(
        files=hashed,
        marks=(Path(said.marks), file_state(Path(said.marks), what="file of marks"))
        if said.marks
        else None,
    )
    if len(read.hashes) < len(files):
        raise UsageError(
            "the same recording is named twice",
            hint="name each file of the take once, in the order they were recorded",
        )
    return read


def _recording(
    workspace: Workspace, read: _Read, source: Source, begins: Sequence[float], url: str
) -> Recording:
    first, *following = (
        Part(
            file=file_name(workspace, path),
            sha256=state.sha256,
            size=state.size,
            start_s=round(start, 3),
        )
        for (path, state), start in zip(read.files, begins, strict=True)
    )
    return Recording(
        file=first.file,
        sha256=first.sha256,
        size=first.size,
        source=source,
        following=tuple(following),
        url=url,
    )


def _marks(workspace: Workspace, said: Log, spoken: SpokenScript | None) -> KeptMarks | None:
    if not said.marks:
        return None
    language = spoken.language if spoken else workspace.talk.language
    return keep_marks(workspace, Path(said.marks), language)


def _keep(workspace: Workspace, rehearsal: Rehearsal, read: _Read, said: Log) -> Report[Logged]:
    with locked(workspace.folder):
        records = records_of(workspace)
        if known := _known(workspace, records, read):  # another run was faster
            return report_of(workspace, records, known, again=said)
        rehearsal = write_record(workspace, rehearsal)
    return report_of(workspace, records, rehearsal)


def _check_unchanged(read: _Read) -> None:
    for file, state in read.files:
        if not is_unchanged(file, state):
            raise InputError(
                "the recording changed while it was read",
                file=str(file),
                hint="stop the recorder, then log it again",
            )
    if read.marks and not is_unchanged(*read.marks):
        raise InputError(
            "the marks changed while the recording was read",
            file=str(read.marks[0]),
            hint="log it again when they are complete",
        )


def _known(workspace: Workspace, records: Records, read: _Read) -> Rehearsal | None:
    """Return the rehearsal these files are, or belong to, already.

    Raises:
        UsageError: some of them belong to one, and others do not.
    """
    for each in records.rehearsals:
        kept = {part.sha256 for part in each.recording.parts}
        if read.hashes <= kept:
            return each
        if shared := read.hashes & kept:
            file = next(path for path, state in read.files if state.sha256 in shared)
            record = workspace.name(record_path(workspace, each.id))
            raise UsageError(
                f"{workspace.name(file)} is in {record} already, without the others",
                hint="delete that record and name all files of the take again, in their order",
            )
    return None
