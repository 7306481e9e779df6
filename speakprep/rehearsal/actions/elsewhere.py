"""Keeping where a video lives that is not on this machine."""

from datetime import datetime

from speakprep.errors import UsageError
from speakprep.rehearsal.actions.keeping import (
    Logged,
    checked,
    report_of,
    shown_by,
    spoken_by,
    write_record,
)
from speakprep.rehearsal.actions.records import records_of
from speakprep.rehearsal.record import ELSEWHERE, NOT_MEASURED, Recording, Rehearsal
from speakprep.rehearsal.said import Log
from speakprep.talk.disk import locked
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


def log_elsewhere(workspace: Workspace, said: Log, now: datetime) -> Report[Logged]:
    """Keep the address of a video; nothing is fetched, so nothing is measured.

    Args:
        workspace: the talk.
        said: what the speaker says about it, with its address.
        now: when it was made, unless `said` knows better.

    Raises:
        UsageError: there is no address, or something else that was said is wrong.
        StorageError: the record cannot be written.
    """
    said = checked(said)
    if not said.url:
        raise UsageError(
            "there is no recording to log",
            hint="for example: speakprep rehearse log take1.m4a",
        )
    if said.marks:
        raise UsageError(
            "marks belong to a recording on this machine",
            hint="name the recording's file too, or leave out --marks",
        )
    spoken, _ = spoken_by(workspace, said)
    with locked(workspace.folder):
        records = records_of(workspace)
        for known in records.rehearsals:
            if known.recording.url == said.url:
                return report_of(workspace, records, known, again=said)
        rehearsal = write_record(
            workspace,
            Rehearsal(
                id="",
                kind=said.kind,
                at=said.at or now.replace(microsecond=0),
                people=said.people,
                note=said.note,
                recording=Recording(file="", sha256="", size=0, source=ELSEWHERE, url=said.url),
                figures=NOT_MEASURED,
                script=spoken,
                deck=shown_by(workspace),
            ),
        )
    return report_of(workspace, records, rehearsal)
