"""Finding recordings again that were moved or renamed: by their bytes, never by their names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.actions.keeping import file_name
from speakprep.rehearsal.actions.records import record_path, records_of
from speakprep.rehearsal.hashing import file_state
from speakprep.rehearsal.judge import broken_record
from speakprep.rehearsal.model import Progress
from speakprep.rehearsal.record import Part, Rehearsal
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.resources import edit_toml
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A recording that is somewhere else now; names as the person would type them."""

    rehearsal: str
    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Relinked:
    """What was found again, and what is still missing: (rehearsal's id, its file)."""

    moved: tuple[Moved, ...]
    missing: tuple[tuple[str, str], ...]


def relink(
    workspace: Workspace, places: Sequence[Path], progress: Progress | None = None
) -> Report[Relinked]:
    """Look for recordings that are not where their records say, and mend the records.

    Only that one line of a record changes. Files are told by size first and hash
    then, so a folder of large videos is searched fast.

    Args:
        workspace: the talk.
        places: files and folders to look at, subfolders included; none for the talk
            folder and the folders the missing recordings were in.
        progress: told the bytes read of each candidate.

    Raises:
        UsageError: a place does not exist.
        InputError: a record was changed meanwhile.
        StorageError: a record cannot be written.
    """
    for place in places:
        if not place.exists():
            raise UsageError(
                f"there is no {place}", hint="name a folder to search, or the recording itself"
            )
    records = records_of(workspace)
    lost = [
        (rehearsal, part)
        for rehearsal in records.rehearsals
        for part in rehearsal.recording.parts
        if not _is_there(workspace, part)
    ]
    found = _search(_places(workspace, places, lost), {part.size for _, part in lost}, progress)
    moved, missing = [], []
    for rehearsal, part in lost:
        if path := found.get(part.sha256):
            moved.append(_mend(workspace, rehearsal, part, path))
        else:
            missing.append((rehearsal.id, workspace.name(workspace.folder / part.file)))
    return Report(
        facts=Relinked(moved=tuple(moved), missing=tuple(missing)),
        findings=tuple(broken_record(error) for error in records.broken),
        written=tuple(
            workspace.name(record_path(workspace, name))
            for name in dict.fromkeys(each.rehearsal for each in moved)
        ),
        next="speakprep rehearse relink FOLDER" if missing else "speakprep rehearse list",
    )


def _is_there(workspace: Workspace, part: Part) -> bool:
    """Tell whether a file of that size is there; its hash is looked at when it is used."""
    path = workspace.folder / part.file
    try:
        return path.is_file() and path.stat().st_size == part.size
    except OSError:
        return False


def _places(
    workspace: Workspace, places: Sequence[Path], lost: Sequence[tuple[Rehearsal, Part]]
) -> tuple[Path, ...]:
    if places:
        return tuple(places)
    were = (workspace.folder / part.file for _, part in lost)
    return tuple(dict.fromkeys((workspace.folder, *(path.parent for path in were))))


def _search(places: Sequence[Path], sizes: set[int], progress: Progress | None) -> dict[str, Path]:
    """Return the files of those sizes by their hashes."""
    found: dict[str, Path] = {}
    if not sizes:
        return found
    for path in (file for place in places for file in _files(place)):
        try:
            if path.stat().st_size in sizes:
                found.setdefault(file_state(path, progress).sha256, path)
        except (OSError, InputError):  # what cannot be read is not what is looked for
            continue
    return found


def _files(place: Path) -> Iterator[Path]:
    """Yield the plain files at or below a place; links to folders and hidden ones are passed by."""
    if place.is_file():
        yield place
        return
    waiting = [place]
    while waiting:
        try:
            inside = sorted(waiting.pop().iterdir())
        except OSError:
            continue
        for path in inside:
            if path.name.startswith("."):
                continue
            if path.is_dir():
                if not path.is_symlink():
                    waiting.append(path)
            elif path.is_file():
                yield path


def _mend(workspace: Workspace, rehearsal: Rehearsal, part: Part, path: Path) -> Moved:
    record = record_path(workspace, rehearsal.id)
    name = file_name(workspace, path)
    with locked(workspace.folder):
        before = read_text(record)
        after = edit_toml(before, workspace.name(record), _renamed(part, name))
        write_atomic(record, after.encode(), within=workspace.folder, expected=before.encode())
    return Moved(
        rehearsal=rehearsal.id,
        was=workspace.name(workspace.folder / part.file),
        now=workspace.name(path),
    )


def _renamed(part: Part, name: str) -> Callable[[Any], None]:
    """Return a change of a record: the file with that hash gets another name."""

    def change(document: Any) -> None:  # noqa: ANN401 -- tomlkit's document
        recording = document["recording"]
        for table in (recording, *recording.get("following", [])):
            if table["sha256"] == part.sha256:
                table["file"] = name

    return change
