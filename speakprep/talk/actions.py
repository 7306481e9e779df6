"""Creating a talk and changing its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from speakprep.errors import StorageError, UsageError
from speakprep.talk.disk import STATE_FOLDER, TEMPORARY_SUFFIX, locked, read_text, write_atomic
from speakprep.talk.files import parse_talk, render_new, set_values
from speakprep.talk.folders import TALK_FILE, slug
from speakprep.talk.model import Talk
from speakprep.talk.report import Report
from speakprep.talk.resources import Shelves, list_resources
from speakprep.talk.workspace import Workspace, shown_path

IGNORED = """\
# Recordings are large and yours; the records beside them are kept in git.
*.wav
*.flac
*.mp3
*.m4a
*.aac
*.ogg
*.opus
*.webm
*.mp4
*.mov
*.mkv
# Made anew whenever it is wanted.
/*-request*.md
# Caches, raw model exchanges, the lock.
/.speakprep/
"""


@dataclass(frozen=True, kw_only=True)
class NewTalk:
    """The talk that was created and its folder, as the person would type it."""

    folder: str
    talk: Talk


def create_talk(here: Path, name: str, talk: Talk, shelves: Shelves) -> Report[NewTalk]:
    """Create a talk folder below `here`.

    talk.toml is written last: a folder is a talk only once it is complete.

    Raises:
        UsageError: the name or the event cannot be used, or the folder holds something.
        StorageError: the folder cannot be created.
    """
    talk = replace(talk, event=check_event(talk.event, shelves))
    check_slot(talk.minutes, talk.qa_minutes)
    folder = free_folder(here, name)
    # Encoded first: words that cannot be written must not leave a folder behind.
    contents = {".gitignore": IGNORED.encode(), TALK_FILE: render_new(talk).encode()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot be created: {error.strerror}", file=str(folder)) from None
    with locked(folder):
        free_folder(here, name)  # two creations at once: the second finds the first's talk
        for file, data in contents.items():
            write_atomic(folder / file, data, within=folder)
    return Report(
        facts=NewTalk(folder=shown_path(folder, here), talk=talk),
        written=tuple(shown_path(folder / file, here) for file in contents),
        next=f"cd {folder.name} && speakprep cfp draft",
    )


def free_folder(here: Path, name: str) -> Path:
    """Return the folder a new talk of that name gets, which does not exist or is empty.

    What a creation that was stopped half-way left behind counts as empty.

    Raises:
        UsageError: no folder name can be made of the name, or the folder holds something.
    """
    folder = here / slug(name)
    free = not folder.exists() and not folder.is_symlink()
    if folder.is_dir() and not folder.is_symlink():
        free = all(_is_remainder(entry) for entry in folder.iterdir())
    if not free:
        raise UsageError(
            f"{folder.name} already exists and is not empty",
            hint=f"choose another name, or go there: cd {folder.name}",
        )
    return folder


def check_slot(minutes: int, qa_minutes: int) -> None:
    """Refuse a slot that leaves no time to speak.

    Raises:
        UsageError: the questions take all of it.
    """
    if qa_minutes >= minutes:
        raise UsageError(
            f"{qa_minutes} minutes of questions leave nothing of a {minutes} minute slot",
            hint="give --minutes the whole slot and --qa the part kept for questions",
        )


def check_event(event: str, shelves: Shelves) -> str:
    """Return the key of an event's form profile, whatever capitals were typed.

    Raises:
        UsageError: there is none of that name.
    """
    known = list_resources(shelves, "checklists/events")
    for key in (event, event.casefold()):
        if key in known:
            return key
    raise UsageError(
        f"there is no event profile called {event!r}",
        hint=f"there are: {', '.join(known)} (generic fits any conference or meetup)",
    )


def change_talk(workspace: Workspace, changes: Mapping[str, object]) -> Report[Talk]:
    """Change single values of talk.toml, such as "dates.talk", keeping all else.

    Raises:
        InputError: talk.toml is broken, or was changed meanwhile.
    """
    path = workspace.folder / TALK_FILE
    with locked(workspace.folder):
        before = read_text(path)
        after = set_values(before, workspace.name(path), changes)
        talk = parse_talk(after, workspace.name(path))
        if after != before:
            write_atomic(path, after.encode(), within=workspace.folder, expected=before.encode())
    written = (workspace.name(path),) if after != before else ()
    return Report(facts=talk, written=written, next="speakprep")


def _is_remainder(path: Path) -> bool:
    if path.name.endswith(TEMPORARY_SUFFIX) or path.name == STATE_FOLDER:
        return True
    return path.name == ".gitignore" and path.is_file() and path.read_bytes() == IGNORED.encode()
