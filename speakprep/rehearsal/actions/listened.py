"""Noting that the speaker listened to a recording."""

from dataclasses import dataclass
from datetime import datetime

from speakprep.errors import UsageError
from speakprep.rehearsal.actions.records import (
    PLACEHOLDER,
    confirm_command,
    find_record,
    writable,
)
from speakprep.rehearsal.files import add_listening, read_record
from speakprep.rehearsal.record import Listening, Rehearsal
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Listened:
    """A rehearsal with all its listenings, and its record's name."""

    rehearsal: Rehearsal
    record: str


def listened(workspace: Workspace, rehearsal_id: str, note: str, now: datetime) -> Report[Listened]:
    """Note that the speaker listened to a recording, with at least one thing noticed.

    Raises:
        UsageError: there is no note, or only the one suggested, or no such rehearsal.
        InputError: its record is broken, or was changed meanwhile.
    """
    path = find_record(workspace, rehearsal_id)
    if note.strip() in {"", PLACEHOLDER}:
        raise UsageError(
            "listening counts with at least one thing you noticed, good or bad",
            hint=confirm_command(path.stem).replace(PLACEHOLDER, "too fast on slide 4"),
        )
    heard = Listening(at=now.replace(microsecond=0), note=writable(note.strip(), "the note"))
    with locked(workspace.folder):
        before = read_text(path)
        after = add_listening(before, workspace.name(path), path.stem, heard)
        write_atomic(path, after.encode(), within=workspace.folder, expected=before.encode())
    facts = Listened(
        rehearsal=read_record(path, workspace.name),
        record=workspace.name(path),
    )
    return Report(facts=facts, written=(workspace.name(path),), next="speakprep plan")
