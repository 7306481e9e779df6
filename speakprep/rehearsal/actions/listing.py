"""All rehearsals of a talk."""

from dataclasses import dataclass

from speakprep.rehearsal.actions.records import listen_command, records_of
from speakprep.rehearsal.heard import is_heard
from speakprep.rehearsal.judge import broken_record
from speakprep.rehearsal.record import Rehearsal
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Listed:
    """All rehearsals of a talk, oldest first, and the minutes they are measured against."""

    rehearsals: tuple[Rehearsal, ...]
    speaking_minutes: int


def list_rehearsals(workspace: Workspace) -> Report[Listed]:
    """Return all rehearsals of the talk; a record that cannot be read is a finding."""
    records = records_of(workspace)
    waiting = [r for r in records.rehearsals if r.figures.speech_found and not is_heard(r)]
    following = "speakprep plan" if records.rehearsals else "speakprep rehearse log RECORDING"
    if waiting:
        following = listen_command(waiting[0].id)
    facts = Listed(rehearsals=records.rehearsals, speaking_minutes=workspace.talk.speaking_minutes)
    findings = tuple(broken_record(error) for error in records.broken)
    return Report(facts=facts, findings=findings, next=following)
