"""Planned against actual, slide by slide, for one rehearsal or one file of marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote

from speakprep.errors import UsageError
from speakprep.rehearsal.actions.marks import add_marks, keep_marks, load_marks, marks_of
from speakprep.rehearsal.actions.records import (
    find_record,
    find_rehearsal,
    listen_command,
    records_of,
)
from speakprep.rehearsal.actions.transcript import transcript_path
from speakprep.rehearsal.drift import Drift, Planned, drift, planned_slides
from speakprep.rehearsal.heard import is_heard
from speakprep.rehearsal.marks import Marks, Moment, fitted, within_talk
from speakprep.rehearsal.own_pace import pace_of
from speakprep.rehearsal.record import Rehearsal
from speakprep.rehearsal.slides_judged import judge_marks, judge_slides
from speakprep.rehearsal.spoken import changed_since
from speakprep.script.actions.check import read_lexicon, section_names
from speakprep.script.actions.opening import open_script
from speakprep.script.check import Delivery, rows_of
from speakprep.script.model import Script
from speakprep.script.timing import Pace
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class SlidesFacts:
    """A rehearsal's slides against their plan.

    `rehearsal` is its id, empty when only a file of marks was looked at; `source`
    is the program that wrote the marks, and with `lengths_only` it kept no places.
    Where a transcript tells instead, nine of ten slides begin within `error_s` seconds.
    `moments` are those marked while speaking. `differs` when the record keeps other
    marks than those shown. `changed` are slides with another text by now.
    """

    rehearsal: str
    source: str
    lengths_only: bool
    language: Language
    pace: Pace
    drift: Drift
    error_s: float = 0.0
    moments: tuple[Moment, ...] = ()
    differs: bool = False
    changed: tuple[int, ...] = ()


def slides(
    workspace: Workspace,
    rehearsal_id: str = "",
    *,
    file: Path | None = None,
    language: Language | None = None,
) -> Report[SlidesFacts]:
    """Hold the marks of a rehearsal, or else its transcript, against the script's times.

    Marks given with a rehearsal that has none are kept in its record; other
    marks than those it keeps are only shown.

    Args:
        workspace: the talk.
        rehearsal_id: its id or the beginning of one; without it the latest with
            marks or a transcript, or with `file` no rehearsal at all.
        file: a file of marks.
        language: whose script is the plan; without it the one that was spoken.

    Raises:
        UsageError: there is no such rehearsal, or none with marks.
        InputError: there is no script, or the marks or the record cannot be read.
        StorageError: the record cannot be written.
    """
    rehearsal = _rehearsal(workspace, rehearsal_id, file)
    spoken = rehearsal.script if rehearsal else None
    language = language or (spoken.language if spoken else workspace.talk.language)
    script = open_script(workspace, language)
    marks, written, differs = _marks(workspace, rehearsal, file, language)
    pace, planned = _plan(workspace, rehearsal, script, language)
    facts = SlidesFacts(
        rehearsal=rehearsal.id if rehearsal else "",
        source=marks.source,
        lengths_only=marks.lengths_only,
        language=language,
        pace=pace,
        drift=drift(_in_talk(marks, rehearsal), _heard(planned) if marks.error_s else planned),
        error_s=marks.error_s,
        moments=marks.moments,
        differs=differs,
        changed=changed_since(script, spoken),
    )
    name = _name(workspace, rehearsal, file)
    wrong = judge_marks(marks.wrong, language, workspace.name(file) if file else name)
    return Report(
        facts=facts,
        findings=wrong + judge_slides(facts.drift, language, name, facts.changed),
        written=written,
        next=_next(facts.drift, rehearsal, name),
    )


def _plan(
    workspace: Workspace, rehearsal: Rehearsal | None, script: Script, language: Language
) -> tuple[Pace, tuple[Planned, ...]]:
    """Return the plan to hold a rehearsal against, and the pace it is counted by: never its own.

    A rehearsal that sets its own plan is always on time.
    """
    pace = pace_of(workspace, language, without=rehearsal.id if rehearsal else "")
    spoken = rehearsal.script.slides if rehearsal and rehearsal.script else ()
    return pace, plan_of(workspace, script, language, pace, spoken)


def _heard(planned: Sequence[Planned]) -> tuple[Planned, ...]:
    """Leave out slides without words: no transcript tells when one was up."""
    return tuple(slide for slide in planned if not slide.wordless)


def plan_of(
    workspace: Workspace,
    script: Script,
    language: Language,
    pace: Pace,
    spoken: Sequence[int] = (),
) -> tuple[Planned, ...]:
    """Return what the script plans for each slide, as `script time` counts it."""
    delivery = Delivery(
        minutes=workspace.talk.speaking_minutes, pace=pace, as_words=read_lexicon(workspace)
    )
    rows = rows_of(script, language, delivery)
    return planned_slides(rows, section_names(workspace, script), spoken)


def _rehearsal(workspace: Workspace, rehearsal_id: str, file: Path | None) -> Rehearsal | None:
    if rehearsal_id:
        return find_rehearsal(workspace, rehearsal_id)
    if file is not None:
        return None
    told = [
        each
        for each in records_of(workspace).rehearsals
        if each.marks or transcript_path(workspace, each.id).is_file()
    ]
    if told:
        return told[-1]
    raise UsageError(
        "no rehearsal has marks or a transcript, so nobody knows when which slide was up",
        hint="beside any recorder: speakprep rehearse mark; or give a file: --marks FILE",
    )


def _marks(
    workspace: Workspace, rehearsal: Rehearsal | None, file: Path | None, language: Language
) -> tuple[Marks, tuple[str, ...], bool]:
    """Return the marks, the files written, and whether the record keeps other marks."""
    kept = rehearsal.marks if rehearsal else None
    if file is None:
        marks = marks_of(workspace, rehearsal) if rehearsal else None
        if marks is None:
            shown = rehearsal.id if rehearsal else ""
            raise UsageError(
                f"{shown} has no marks, so nobody knows when which slide was up",
                hint=f"give a file of them: speakprep rehearse slides {shown} --marks FILE",
            )
        return marks, (), False
    if rehearsal is None:
        return load_marks(workspace, file, language), (), False
    given = fitted(keep_marks(workspace, file, language), rehearsal.figures.duration_s)
    if kept is None:
        return given.marks, (add_marks(workspace, rehearsal, given),), False
    return given.marks, (), given.sha256 != kept.sha256


def _in_talk(marks: Marks, rehearsal: Rehearsal | None) -> Marks:
    figures = rehearsal.figures if rehearsal else None
    if figures is None or marks.lengths_only or not figures.speech_found:
        return marks
    visits = within_talk(marks.visits, figures.talk_start_s, figures.talk_end_s)
    return replace(marks, visits=visits)


def _name(workspace: Workspace, rehearsal: Rehearsal | None, file: Path | None) -> str:
    if rehearsal is not None:
        return workspace.name(find_record(workspace, rehearsal.id))
    return workspace.name(file) if file is not None else ""


def _next(found: Drift, rehearsal: Rehearsal | None, file: str) -> str:
    if found.late_after is not None:
        return "speakprep script time"
    if rehearsal is None:
        return f"speakprep rehearse log RECORDING --marks {quote(file)}"
    return "speakprep plan" if is_heard(rehearsal) else listen_command(rehearsal.id)
