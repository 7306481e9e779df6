"""rehearsals/<id>.toml: one file per rehearsal, and the hash that ties it to its recording."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from speakprep.errors import InputError
from speakprep.rehearsal.model import Progress, Source, Span
from speakprep.rehearsal.record import (
    KINDS,
    Figures,
    Listening,
    Recording,
    Rehearsal,
    SpokenScript,
)
from speakprep.talk.disk import read_text
from speakprep.talk.language import LANGUAGES
from speakprep.talk.tables import Table

FOLDER = "rehearsals"

_HEADER = """\
# Measured once from the recording and never rewritten: comments and keys of your own stay.
# Each time you listened is a [[listened]] at the end; you may add one by hand, at least with
#   at = 2027-03-01T20:15:00

"""
_CHUNK = 1024 * 1024
_SLIDE_KEY = re.compile(r"s([0-9]{1,10})")


@dataclass(frozen=True, kw_only=True)
class FileState:
    """A recording's file as it was read: `sha256` of its `size` bytes, last changed `at`.

    `stamp` differs as soon as anybody writes to the file or replaces it.
    """

    sha256: str
    size: int
    at: datetime
    stamp: tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Records:
    """The rehearsals of a talk, oldest first, and what is wrong with those that cannot be read."""

    rehearsals: tuple[Rehearsal, ...] = ()
    broken: tuple[InputError, ...] = ()


def file_state(path: Path, progress: Progress | None = None) -> FileState:
    """Hash a file, reading it in pieces; `progress` is told the bytes read, and all there are.

    Raises:
        InputError: it is missing, no plain file, or cannot be read.
    """
    digest, done = hashlib.sha256(), 0
    with _readable(path):
        if path.exists() and not path.is_file():
            raise InputError("this is a folder or a device, not a recording", file=str(path))
        with path.open("rb") as stream:
            before = os.fstat(stream.fileno())
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                done += len(chunk)
                if progress:
                    progress(done, before.st_size)
    return FileState(
        sha256=digest.hexdigest(),
        size=done,
        at=datetime.fromtimestamp(int(before.st_mtime)),  # noqa: DTZ006 -- the speaker's own clock
        stamp=_stamp(before),
    )


def is_unchanged(path: Path, state: FileState) -> bool:
    """Tell whether a file is still as it was when it was hashed.

    Raises:
        InputError: it is gone.
    """
    with _readable(path):
        return _stamp(path.stat()) == state.stamp


def list_records(folder: Path) -> tuple[Path, ...]:
    """Return the record files of a talk folder, in the order of their ids.

    Raises:
        InputError: its folder of rehearsals cannot be read.
    """
    try:
        found = list((folder / FOLDER).iterdir())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}",
            file=str(folder / FOLDER),
            hint=f"a talk keeps its rehearsals in a folder called {FOLDER}",
        ) from None
    records = [path for path in found if path.suffix == ".toml" and path.name[0] != "."]
    return tuple(sorted(records, key=lambda path: path.stem))


def read_records(folder: Path, name: Callable[[Path], str] = str) -> Records:
    """Return all rehearsals of a talk folder; a broken record leaves the others readable.

    Args:
        folder: the talk.
        name: how a path is shown to the person.

    Raises:
        InputError: the folder of rehearsals cannot be read.
    """
    rehearsals, broken = [], []
    for path in list_records(folder):
        try:
            rehearsals.append(read_record(path, name))
        except InputError as error:
            broken.append(error)
    return Records(
        rehearsals=tuple(sorted(rehearsals, key=lambda each: (each.at, each.id))),
        broken=tuple(broken),
    )


def read_rehearsals(folder: Path) -> tuple[Rehearsal, ...]:
    """Return all rehearsals of a talk folder, oldest first.

    Raises:
        InputError: a record is broken.
    """
    records = read_records(folder)
    for error in records.broken:
        raise error
    return records.rehearsals


def read_record(path: Path, name: Callable[[Path], str] = str) -> Rehearsal:
    """Return one rehearsal.

    Raises:
        InputError: the record is broken or cannot be read.
    """
    try:
        return parse_rehearsal(read_text(path), name(path), path.stem)
    except InputError as error:
        error.file = name(path)
        raise


def parse_rehearsal(text: str, file: str, rehearsal_id: str) -> Rehearsal:
    """Read one record; keys that speakprep does not know are ignored.

    Raises:
        InputError: it is not valid TOML, or lacks what a record must have.
    """
    table = Table.parse(text, file)
    try:
        return _rehearsal(table, rehearsal_id)
    except InputError as error:
        raise InputError(
            f"is not a complete rehearsal record: {error.message}",
            file=file,
            line=error.line,
            excerpt=error.excerpt,
            hint="mend it, or restore it from git; or delete it and log the recording again",
        ) from None


def local(moment: datetime) -> datetime:
    """Return a time as the clock here shows it, without a zone; one without is taken as it is.

    Raises:
        OverflowError, ValueError, OSError: no clock here can show it.
    """
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment


def render_rehearsal(rehearsal: Rehearsal) -> str:
    """Write one record as TOML a person can read."""
    import tomlkit

    source = rehearsal.recording.source
    values: dict[str, Any] = {
        "kind": rehearsal.kind,
        "at": rehearsal.at,
        "with": list(rehearsal.people),
        "note": rehearsal.note,
        "recording": {
            "file": rehearsal.recording.file,
            "sha256": rehearsal.recording.sha256,
            "size": rehearsal.recording.size,
            "codec": source.codec,
            "sample_rate": source.sample_rate,
            "channels": source.channels,
            "has_video": source.has_video,
            "truncated": source.truncated,
        },
        "figures": _figures_table(rehearsal.figures),
    }
    if rehearsal.script:
        values["script"] = {
            "language": rehearsal.script.language,
            "slides": list(rehearsal.script.slides),
            "texts": {f"s{slide}": text for slide, text in rehearsal.script.texts},
        }
    text = _HEADER + tomlkit.dumps(values)
    return text + "".join(_listening_table(listening) for listening in rehearsal.listened)


def add_listening(text: str, file: str, rehearsal_id: str, listening: Listening) -> str:
    """Add a `[[listened]]` table at the end of a record; all before it stays as it is.

    Raises:
        InputError: the record is broken, or written so that no table can be added.
    """
    before = parse_rehearsal(text, file, rehearsal_id)
    gap = "" if text.endswith("\n") else "\n"
    after = f"{text}{gap}{_listening_table(listening)}"
    try:
        added = parse_rehearsal(after, file, rehearsal_id).listened
    except InputError:
        added = ()
    if added != (*before.listened, listening):
        raise InputError(
            "its `listened` is not written as [[listened]] tables, so none can be added",
            file=file,
            hint="add this one to it by hand; nothing was changed",
        )
    return after


def _listening_table(listening: Listening) -> str:
    import tomlkit

    return "\n[[listened]]\n" + tomlkit.dumps({"at": listening.at, "note": listening.note})


def _figures_table(figures: Figures) -> dict[str, Any]:
    # TOML has no null: what could not be measured is left out.
    values = {name: value for name, value in vars(figures).items() if value is not None}
    values["pauses"] = [[pause.start_s, pause.end_s] for pause in figures.pauses]
    return values


def _rehearsal(table: Table, rehearsal_id: str) -> Rehearsal:
    recording = table.inner("recording")
    return Rehearsal(
        id=rehearsal_id,
        kind=table.one_of("kind", KINDS),
        at=_moment(table, "at"),
        people=table.texts("with"),
        note=table.text("note", ""),
        recording=Recording(
            file=recording.text("file"),
            sha256=recording.text("sha256"),
            size=recording.whole("size"),
            source=Source(
                codec=recording.text("codec"),
                sample_rate=recording.whole("sample_rate"),
                channels=recording.whole("channels"),
                has_video=recording.flag("has_video"),
                truncated=recording.flag("truncated"),
            ),
        ),
        figures=_figures(table.inner("figures")),
        script=_script(table.inner("script")) if "script" in table else None,
        listened=tuple(
            Listening(at=_moment(entry, "at"), note=entry.text("note", ""))
            for entry in table.each("listened")
        ),
    )


def _figures(table: Table) -> Figures:
    return Figures(
        measured_by=table.whole("measured_by"),
        duration_s=table.amount("duration_s"),
        talk_start_s=table.amount("talk_start_s"),
        talk_end_s=table.amount("talk_end_s"),
        speaking_s=table.amount("speaking_s"),
        short_pauses=table.whole("short_pauses"),
        pauses=tuple(Span(start_s=start, end_s=end) for start, end in table.spans("pauses")),
        loudness_lufs=table.optional(table.number, "loudness_lufs"),
        peak_dbfs=table.optional(table.number, "peak_dbfs"),
        clipped_s=table.whole("clipped_s"),
        snr_db=table.optional(table.number, "snr_db"),
        reliable=table.flag("reliable"),
        words_per_minute=table.optional(table.number, "words_per_minute"),
        han_per_minute=table.optional(table.number, "han_per_minute"),
    )


def _script(table: Table) -> SpokenScript:
    texts = table.inner("texts")
    return SpokenScript(
        language=table.one_of("language", LANGUAGES),
        texts=tuple((_slide_id(texts, key), texts.text(key, "")) for key in texts),
        slides=table.wholes("slides"),
    )


def _moment(table: Table, key: str) -> datetime:
    try:
        return local(table.moment(key))
    except (OverflowError, ValueError, OSError):
        raise table.wrong(key, f"{key} must be a time that a clock can show") from None


def _slide_id(table: Table, key: str) -> int:
    match = _SLIDE_KEY.fullmatch(key)
    if match is None:
        raise table.wrong(key, f"{key} must be a slide's id, such as s259")
    return int(match[1])


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise InputError(
            "there is no such recording", file=str(path), hint="check the name and the folder"
        ) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from None


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns
