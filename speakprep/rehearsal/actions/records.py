"""Finding the records of a talk, and the words that several actions say about them."""

from pathlib import Path
from shlex import quote

from speakprep.errors import UsageError
from speakprep.rehearsal.files import (
    FOLDER,
    Records,
    list_records,
    read_record,
    read_records,
)
from speakprep.rehearsal.record import Rehearsal
from speakprep.talk.workspace import Workspace

PLACEHOLDER = "what I noticed"
"""Stands in the command to type, for words only the speaker has."""


LOG_ONE = "log one with: speakprep rehearse log RECORDING"
"""What to do where there is none."""

NAMED = 5
"""So many ids, the newest, are named to somebody who mistyped one."""


def listen_command(rehearsal_id: str) -> str:
    """Return the command that plays a rehearsal and keeps what was heard, ready to type."""
    return f"speakprep rehearse listen {quote(rehearsal_id)}"


def confirm_command(rehearsal_id: str) -> str:
    """Return the command that says a recording was heard outside the player page."""
    return f'speakprep rehearse listened {quote(rehearsal_id)} --confirm --note "{PLACEHOLDER}"'


def records_of(workspace: Workspace) -> Records:
    """Return all rehearsals of a talk, named as the person would type them."""
    return read_records(workspace.folder, workspace.name)


def find_record(workspace: Workspace, rehearsal_id: str) -> Path:
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
    names = [path.stem for path in found or paths]
    earlier = [f"and {len(names) - NAMED} earlier"] if len(names) > NAMED else []
    ids = ", ".join([*names[-NAMED:], *earlier])
    what = "several rehearsals begin with" if found else "there is no rehearsal"
    raise UsageError(
        f"{what} {rehearsal_id!r}",
        hint=f"there are: {ids}" if ids else LOG_ONE,
    )


def find_rehearsal(workspace: Workspace, rehearsal_id: str = "") -> Rehearsal:
    """Return the rehearsal of an id, or of the beginning of one; the newest when none is named.

    Raises:
        UsageError: none or several begin like this, or there is none at all.
        InputError: its record is broken.
    """
    if rehearsal_id:
        return read_record(find_record(workspace, rehearsal_id), workspace.name)
    records = records_of(workspace)
    if records.rehearsals:
        return records.rehearsals[-1]
    for error in records.broken:
        raise error
    raise UsageError("there is no rehearsal yet", hint=LOG_ONE)


def record_path(workspace: Workspace, rehearsal_id: str) -> Path:
    """Return where the record of a rehearsal is, or would be."""
    return workspace.folder / FOLDER / f"{rehearsal_id}.toml"


def writable(text: str, what: str) -> str:
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
