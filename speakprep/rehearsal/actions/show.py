"""One rehearsal as a whole: its figures beside the speaker's own past, and what was heard of it."""

from dataclasses import dataclass

from speakprep.errors import UsageError
from speakprep.rehearsal.actions.playing import slide_times
from speakprep.rehearsal.actions.records import find_rehearsal, listen_command, records_of
from speakprep.rehearsal.drift import SlideDrift
from speakprep.rehearsal.heard import heard_share, is_heard, missing, played
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.own_past import Change, changes
from speakprep.rehearsal.record import Rehearsal
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A rehearsal, and what it is measured by.

    `changes` is what differs from the speaker's own earlier takes. `heard_share` is how
    much of the talk was played in the player page, 0 to 1; `counts` whether it counts as
    listened to, `missing` what was not played. `slides` is empty without marks. Of all
    pauses, short and long, `pauses_per_minute` counts those in a minute of talk time and
    `pause_mean_s` is their mean length, None without one; `dead_air` are the longest ones.
    """

    rehearsal: Rehearsal
    speaking_minutes: int
    changes: tuple[Change, ...]
    heard_share: float
    counts: bool
    missing: tuple[Span, ...]
    slides: tuple[SlideDrift, ...]
    pauses_per_minute: float
    pause_mean_s: float | None
    dead_air: tuple[Span, ...]


def show(workspace: Workspace, rehearsal_id: str = "") -> Report[Shown]:
    """Return one rehearsal; the newest when none is named.

    Raises:
        UsageError: there is no such rehearsal, or none at all.
        InputError: its record is broken.
    """
    others = records_of(workspace).rehearsals
    rehearsal = find_rehearsal(workspace, rehearsal_id)
    spans = played(rehearsal)
    counts, figures = is_heard(rehearsal), rehearsal.figures
    facts = Shown(
        rehearsal=rehearsal,
        speaking_minutes=workspace.talk.speaking_minutes,
        changes=changes(rehearsal, others),
        heard_share=heard_share(rehearsal, spans),
        counts=counts,
        missing=missing(rehearsal, spans),
        slides=slide_times(workspace, rehearsal).slides,
        pauses_per_minute=figures.pauses_per_minute,
        pause_mean_s=figures.pause_mean_s,
        dead_air=figures.dead_air,
    )
    return Report(facts=facts, next="speakprep plan" if counts else listen_command(rehearsal.id))


def spoken_takes(workspace: Workspace) -> tuple[Rehearsal, ...]:
    """Return the rehearsals in which speech was found, oldest first.

    Raises:
        InputError: a record is broken: figures over some of them would be wrong.
        UsageError: there is none.
    """
    records = records_of(workspace)
    for error in records.broken:
        raise error
    takes = tuple(each for each in records.rehearsals if each.figures.speech_found)
    if not takes:
        raise UsageError(
            "there is no rehearsal with speech in it yet",
            hint="record one with any recorder, then: speakprep rehearse log RECORDING",
        )
    return takes
