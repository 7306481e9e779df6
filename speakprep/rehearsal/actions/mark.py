"""The timer's file: begun with the rehearsal, a line for each key, on the disk at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shlex import quote

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.actions.slides import plan_of
from speakprep.rehearsal.drift import Planned
from speakprep.rehearsal.files import FOLDER
from speakprep.rehearsal.imports.timer_log import (
    end_line,
    header,
    note_line,
    pause_line,
    slide_line,
)
from speakprep.rehearsal.own_pace import pace_of
from speakprep.rehearsal.timer import Key, Timer
from speakprep.script.actions.opening import open_script, script_file
from speakprep.talk.disk import append_line
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace

SUFFIX = ".marks.jsonl"


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A rehearsal by the timer: its file of marks, and what it was in seconds and numbers.

    `planned_s` is the plan of the slides that were reached.
    """

    file: str
    slides: int
    spoken_s: float
    planned_s: float
    notes: int


def rehearsed_slides(
    workspace: Workspace, language: Language, numbers: Sequence[int] = ()
) -> tuple[Planned, ...]:
    """Return the slides to speak, in order, with the time planned for each.

    Args:
        workspace: the talk.
        language: whose script is spoken.
        numbers: the slides to speak, empty for all that are not hidden.

    Raises:
        InputError: there is no script yet, or it has no slide to show.
        UsageError: it has not those that were asked for.
    """
    script = open_script(workspace, language)
    pace = pace_of(workspace, language)
    planned = plan_of(workspace, script, language, pace, numbers)
    shown = tuple(slide for slide in planned if slide.spoken and not slide.hidden)
    missing = [number for number in numbers if number not in {slide.number for slide in shown}]
    if missing:
        raise UsageError(
            f"the script has no visible slide {missing[0]}",
            hint="slide numbers are those of the headings: --slides 1-3,7",
        )
    if not shown:
        raise InputError(
            "has no slide to show",
            file=script_file(workspace, language),
            hint="make it from your slides: speakprep script sync",
        )
    return shown


def begin(workspace: Workspace, first: Planned, now: datetime) -> Path:
    """Begin a file of marks of its own for this rehearsal, and return it.

    Raises:
        StorageError: the disk refuses.
    """
    folder = workspace.folder / FOLDER
    names = (f"{now:%Y-%m-%d-%H%M}{end}" for end in ("", *(f"-{n}" for n in range(2, 1000))))
    path = next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())
    append_line(path, header(f"{now:%Y-%m-%dT%H:%M:%S}"), within=workspace.folder)
    append_line(path, slide_line(0.0, first.number, first.slide_id), within=workspace.folder)
    return path


def keep_key(
    workspace: Workspace, path: Path, before: Timer, after: Timer, key: Key, at_s: float
) -> None:
    """Put on the disk what a key did; nothing for one that did nothing.

    Raises:
        StorageError: the disk refuses.
    """
    if after == before:
        return
    slide = after.slide
    line = slide_line(at_s, slide.number, slide.slide_id)
    if key == "note":
        line = note_line(at_s)
    elif after.ended:
        line = end_line(at_s)
    elif after.paused:
        line = pause_line(at_s)
    append_line(path, line, within=workspace.folder)


def marked(workspace: Workspace, path: Path, timer: Timer) -> Report[Marked]:
    """Report a rehearsal that has ended."""
    name = workspace.name(path)
    reached = [slide for slide, spent in zip(timer.slides, timer.spent, strict=True) if spent > 0]
    return Report(
        facts=Marked(
            file=name,
            slides=len(reached),
            spoken_s=round(sum(timer.spent), 1),
            planned_s=round(sum(slide.seconds or 0.0 for slide in reached), 1),
            notes=timer.notes,
        ),
        written=(name,),
        next=f"speakprep rehearse log RECORDING --marks {quote(name)}",
    )
