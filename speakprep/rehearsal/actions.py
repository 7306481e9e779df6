"""Logging a rehearsal, noting that it was listened to, cutting what is worth hearing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count as numbers_from
from pathlib import Path
from shlex import quote

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.files import (
    FOLDER,
    FileState,
    Records,
    add_listening,
    file_state,
    is_unchanged,
    list_records,
    local,
    read_record,
    read_records,
    render_rehearsal,
)
from speakprep.rehearsal.judge import broken_record, judge, worth_hearing
from speakprep.rehearsal.measure import measure, script_rate
from speakprep.rehearsal.model import Clip, Progress, Sound, Span
from speakprep.rehearsal.record import (
    Listening,
    Recording,
    Rehearsal,
    SpokenScript,
    figures_of,
)
from speakprep.rehearsal.said import Log
from speakprep.rehearsal.spoken import spoken_script
from speakprep.script.files import script_name
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.language import LANGUAGES, Count, Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Logged:
    """A rehearsal and its record's name; `again` when this recording was known already.

    `differs` are the options said now of which the known record says something else.
    """

    rehearsal: Rehearsal
    record: str
    again: bool
    speaking_minutes: int
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Listed:
    """All rehearsals of a talk, oldest first, and the minutes they are measured against."""

    rehearsals: tuple[Rehearsal, ...]
    speaking_minutes: int


@dataclass(frozen=True, kw_only=True)
class Reel:
    """The short file made of a rehearsal's moments worth hearing, and what is in it."""

    file: str
    spans: tuple[Span, ...]


def log(
    workspace: Workspace,
    file: Path,
    said: Log,
    *,
    decode: Callable[[Path], Sound],
    progress: Progress | None = None,
) -> Report[Logged]:
    """Measure a recording and keep its figures; the recording itself stays where it is.

    Args:
        workspace: the talk.
        file: the recording, anywhere on this machine.
        said: what the speaker says about it.
        decode: turns the file into what is measured.
        progress: told the bytes read while the file's hash is made.

    Raises:
        InputError: it is no recording, or changed meanwhile.
        UsageError: a slide named is not in the script, or a word cannot be written down.
        StorageError: the record cannot be written.
    """
    said = _checked(file, said)
    state = file_state(file, progress)
    records = _records(workspace)
    if known := _known(records, state):
        return _report(workspace, records, known, again=said)
    spoken, count = _spoken(workspace, said)
    measurement = measure(decode(file))
    _check_unchanged(file, state)
    rehearsal = Rehearsal(
        id="",
        kind=said.kind,
        at=said.at or state.at,
        people=said.people,
        note=said.note,
        recording=Recording(
            file=_file_name(workspace, file),
            sha256=state.sha256,
            size=state.size,
            source=measurement.source,
        ),
        figures=figures_of(measurement, script_rate(measurement, count) if count else None),
        script=spoken,
    )
    return _keep(workspace, rehearsal, state, said)


def _keep(
    workspace: Workspace, rehearsal: Rehearsal, state: FileState, said: Log
) -> Report[Logged]:
    with locked(workspace.folder):
        records = _records(workspace)
        if known := _known(records, state):  # another run was faster
            return _report(workspace, records, known, again=said)
        rehearsal = replace(rehearsal, id=_free_id(workspace, rehearsal))
        path = _path(workspace, rehearsal.id)
        write_atomic(path, render_rehearsal(rehearsal).encode(), within=workspace.folder)
    return _report(workspace, records, rehearsal)


def listened(workspace: Workspace, rehearsal_id: str, note: str, now: datetime) -> Report[Logged]:
    """Note that the speaker listened to a recording, with at least one thing noticed.

    Raises:
        UsageError: there is no note, or only the one suggested, or no such rehearsal.
        InputError: its record is broken, or was changed meanwhile.
    """
    path = _find(workspace, rehearsal_id)
    if note.strip() in {"", _PLACEHOLDER}:
        raise UsageError(
            "listening counts with at least one thing you noticed, good or bad",
            hint=f'{_listen(path.stem).removesuffix(_NOTE)}--note "too fast on slide 4"',
        )
    heard = Listening(at=now.replace(microsecond=0), note=_writable(note.strip(), "the note"))
    with locked(workspace.folder):
        before = read_text(path)
        after = add_listening(before, workspace.name(path), path.stem, heard)
        write_atomic(path, after.encode(), within=workspace.folder, expected=before.encode())
    facts = Logged(
        rehearsal=read_record(path, workspace.name),
        record=workspace.name(path),
        again=False,
        speaking_minutes=workspace.talk.speaking_minutes,
    )
    return Report(facts=facts, written=(workspace.name(path),), next="speakprep plan")


def list_rehearsals(workspace: Workspace) -> Report[Listed]:
    """Return all rehearsals of the talk; a record that cannot be read is a finding."""
    records = _records(workspace)
    waiting = [r for r in records.rehearsals if r.figures.speech_found and not r.listened]
    following = "speakprep plan" if records.rehearsals else "speakprep rehearse log RECORDING"
    if waiting:
        following = _listen(waiting[0].id)
    facts = Listed(rehearsals=records.rehearsals, speaking_minutes=workspace.talk.speaking_minutes)
    findings = tuple(broken_record(error) for error in records.broken)
    return Report(facts=facts, findings=findings, next=following)


def make_reel(
    workspace: Workspace,
    rehearsal_id: str,
    *,
    cut: Callable[[Path, Sequence[Span]], tuple[Clip, ...]],
    join: Callable[[Sequence[Clip]], bytes],
    progress: Progress | None = None,
) -> Report[Reel]:
    """Cut the longest pauses of a rehearsal, with what parts them, into one short WAV file.

    Raises:
        UsageError: there is no such rehearsal, or nothing in it to cut.
        InputError: the recording is gone or changed.
        StorageError: the file cannot be written.
    """
    rehearsal = read_record(_find(workspace, rehearsal_id), workspace.name)
    spans = worth_hearing(rehearsal.figures)
    if not spans:
        raise UsageError(
            "no pause in this rehearsal lasts a second: there is nothing to cut",
            hint="listen to the recording itself; the beginning and the end are worth most",
        )
    file = workspace.folder / rehearsal.recording.file
    _same_recording(workspace, rehearsal, file, progress)
    sound = join(cut(file, spans))
    path = workspace.folder / FOLDER / f"{rehearsal.id}.reel.wav"
    with locked(workspace.folder):
        write_atomic(path, sound, within=workspace.folder)
    return Report(
        facts=Reel(file=workspace.name(path), spans=spans),
        written=(workspace.name(path),),
        next=_listen(rehearsal.id),
    )


_PLACEHOLDER = "what I noticed"
"""Stands in the command to type, for words only the speaker has."""

_NOTE = f'--note "{_PLACEHOLDER}"'


def _listen(rehearsal_id: str) -> str:
    return f"speakprep rehearse listened {quote(rehearsal_id)} {_NOTE}"


def _checked(file: Path, said: Log) -> Log:
    """Return what was said as it can be written down, its time as the clock here shows it."""
    _writable(str(file), "the recording's name")
    people = dict.fromkeys(_writable(" ".join(name.split()), "a name") for name in said.people)
    try:
        at = local(said.at) if said.at else None
    except (OverflowError, ValueError, OSError):
        raise UsageError(
            f"{said.at} is not a time of a recording", hint="for example: --at 2027-03-01T18:30"
        ) from None
    note = _writable(said.note.strip(), "the note")
    return replace(said, people=tuple(filter(None, people)), note=note, at=at)


def _writable(text: str, what: str) -> str:
    """Refuse bytes that are not text: a record is UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        shown = text.encode(errors="replace").decode()
        raise UsageError(
            f"{what} holds bytes that are not UTF-8 text: {shown}",
            hint="give it another one; the record is a UTF-8 file",
        ) from None
    return text


def _check_unchanged(file: Path, state: FileState) -> None:
    if not is_unchanged(file, state):
        raise InputError(
            "the recording changed while it was read",
            file=str(file),
            hint="stop the recorder, then log it again",
        )


def _same_recording(
    workspace: Workspace, rehearsal: Rehearsal, file: Path, progress: Progress | None
) -> None:
    record = workspace.name(_path(workspace, rehearsal.id))
    try:
        state = file_state(file, progress)
    except InputError as error:
        error.file = workspace.name(file)
        error.hint = f"put it back there, or write where it is now into {record}: recording.file"
        raise
    if state.sha256 != rehearsal.recording.sha256:
        raise InputError(
            "this is not the recording that was logged: it was changed or replaced",
            file=workspace.name(file),
            hint="put the old one back, or log this one as a rehearsal of its own",
        )


def _find(workspace: Workspace, rehearsal_id: str) -> Path:
    """Return the record of an id, or of an unmistakable beginning of one.

    Raises:
        UsageError: none or several begin like this.
    """
    paths = list_records(workspace.folder)
    found = [path for path in paths if path.stem == rehearsal_id] or [
        path for path in paths if rehearsal_id and path.stem.startswith(rehearsal_id)
    ]
    if len(found) == 1:
        return found[0]
    ids = ", ".join(path.stem for path in found or paths)
    what = "several rehearsals begin with" if found else "there is no rehearsal"
    raise UsageError(
        f"{what} {rehearsal_id!r}",
        hint=f"there are: {ids}" if ids else "log one with: speakprep rehearse log RECORDING",
    )


def _report(
    workspace: Workspace, records: Records, rehearsal: Rehearsal, again: Log | None = None
) -> Report[Logged]:
    """Report a rehearsal; `again` is what was said of a recording that was known already."""
    minutes = workspace.talk.speaking_minutes
    record = workspace.name(_path(workspace, rehearsal.id))
    file = workspace.name(workspace.folder / rehearsal.recording.file)
    waiting = rehearsal.figures.speech_found and not rehearsal.listened
    facts = Logged(
        rehearsal=rehearsal,
        record=record,
        again=again is not None,
        speaking_minutes=minutes,
        differs=again.differences(rehearsal) if again else (),
    )
    return Report(
        facts=facts,
        findings=(
            *judge(rehearsal, minutes, file, _others(workspace, rehearsal)),
            *(broken_record(error) for error in records.broken),
        ),
        written=(record,) if again is None else (),
        next=_listen(rehearsal.id) if waiting else "speakprep plan",
    )


def _others(workspace: Workspace, rehearsal: Rehearsal) -> tuple[Language, ...]:
    """Return the languages of the scripts that this rehearsal was not measured by."""
    used = rehearsal.script.language if rehearsal.script else None
    return tuple(
        language
        for language in LANGUAGES
        if language != used and (workspace.folder / script_name(language)).is_file()
    )


def _records(workspace: Workspace) -> Records:
    return read_records(workspace.folder, workspace.name)


def _known(records: Records, state: FileState) -> Rehearsal | None:
    return next((r for r in records.rehearsals if r.recording.sha256 == state.sha256), None)


def _free_id(workspace: Workspace, rehearsal: Rehearsal) -> str:
    """Name a rehearsal after its time and kind, with a number where that is taken."""
    name = f"{rehearsal.at:%Y-%m-%d-%H%M}-{rehearsal.kind}"
    if not _path(workspace, name).exists():
        return name
    numbered = (f"{name}-{number}" for number in numbers_from(2))
    return next(free for free in numbered if not _path(workspace, free).exists())


def _path(workspace: Workspace, rehearsal_id: str) -> Path:
    return workspace.folder / FOLDER / f"{rehearsal_id}.toml"


def _file_name(workspace: Workspace, file: Path) -> str:
    """Keep the path relative where the recording moves with the talk folder."""
    real, folder = file.resolve(), workspace.folder.resolve()
    return str(real.relative_to(folder)) if real.is_relative_to(folder) else str(real)


def _spoken_language(workspace: Workspace) -> Language:
    talk = workspace.talk
    for language in talk.translate_to:
        if (workspace.folder / script_name(language)).is_file():
            return language
    return talk.language


def _spoken(workspace: Workspace, said: Log) -> tuple[SpokenScript | None, Count | None]:
    """Return what the script says of the slides spoken; nothing while there is no script."""
    language = said.language or _spoken_language(workspace)
    path = workspace.folder / script_name(language)
    if not path.is_file():
        if said.slides or said.language:
            option = "--slides" if said.slides else "--lang"
            raise UsageError(
                f"there is no {path.name} to compare the recording with",
                hint=f"leave out {option}, or first: speakprep script sync DECK.pptx",
            )
        return None, None
    return spoken_script(read_text(path), language, said.slides)
