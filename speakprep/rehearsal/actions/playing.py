"""What several actions need to play or draw a rehearsal: its files, its slides, its loudness."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from speakprep.errors import InputError, SpeakprepError, UsageError
from speakprep.rehearsal.actions.marks import marks_of
from speakprep.rehearsal.actions.records import confirm_command
from speakprep.rehearsal.actions.slides import slides
from speakprep.rehearsal.drawing import Region
from speakprep.rehearsal.drift import SlideDrift
from speakprep.rehearsal.hashing import file_state
from speakprep.rehearsal.levels import level_curve, parse_levels, render_levels
from speakprep.rehearsal.marks import Marks
from speakprep.rehearsal.model import Clip, Progress, Sound, Span
from speakprep.rehearsal.record import Rehearsal
from speakprep.rehearsal.whole import joined
from speakprep.talk.disk import STATE_FOLDER, locked, read_text, write_atomic
from speakprep.talk.workspace import Workspace

LEVELS_FOLDER = "levels"
"""Under `.speakprep`: loudness curves by the hashes of their recordings, made anew when gone."""

Decode = Callable[[Path], Sound]
Cut = Callable[[Path, Sequence[Span]], tuple[Clip, ...]]


@dataclass(frozen=True, kw_only=True)
class SlideTimes:
    """When each slide was up, and what that comes to against the plan; empty where nobody knows.

    `visits` are the `marks` with the numbers that the slides have by now.
    """

    marks: Marks | None = None
    visits: tuple[Region, ...] = ()
    slides: tuple[SlideDrift, ...] = ()


def same_files(
    workspace: Workspace, rehearsal: Rehearsal, progress: Progress | None = None
) -> tuple[Path, ...]:
    """Return the files of a take, each still the one that was logged.

    Raises:
        UsageError: the recording lives elsewhere.
        InputError: a file is not there, or its bytes are others.
    """
    if not rehearsal.measured:
        raise UsageError(
            f"{rehearsal.id} lives elsewhere: {rehearsal.recording.url}",
            hint=f"watch it there, then: {confirm_command(rehearsal.id)}",
        )
    return tuple(
        _same(workspace, workspace.folder / part.file, part.sha256, progress)
        for part in rehearsal.recording.parts
    )


def not_the_one_logged(name: str) -> InputError:
    """Make the error for a recording whose bytes are not those of its record."""
    return InputError(
        "this is not the recording that was logged: it was changed or replaced",
        file=name,
        hint="put the old one back, or log this one as a rehearsal of its own",
    )


def slide_times(workspace: Workspace, rehearsal: Rehearsal) -> SlideTimes:
    """Return when each slide was up; without a script that can be read there is no plan."""
    try:
        marks = marks_of(workspace, rehearsal)
    except InputError:  # a broken transcript is no reason not to listen; showing it tells why
        marks = None
    if marks is None:
        return SlideTimes()
    duration_s = rehearsal.figures.duration_s
    try:
        found = slides(workspace, rehearsal.id).facts.drift
    except (InputError, UsageError):
        numbers = [mark.slide for mark in marks.visits]
        return SlideTimes(marks=marks, visits=_regions(marks, numbers, duration_s))
    visits = _regions(marks, found.numbers, duration_s)
    return SlideTimes(marks=marks, visits=visits, slides=found.slides)


def _regions(marks: Marks, numbers: Sequence[int | None], duration_s: float) -> tuple[Region, ...]:
    """Name each visit by its slide's number; in brackets by the old one where it was deleted."""
    if marks.lengths_only:
        return ()
    return tuple(
        Region(
            start_s=mark.from_s,
            end_s=duration_s if mark.to_s is None else mark.to_s,
            label=f"({mark.slide})" if number is None else str(number),
        )
        for mark, number in zip(marks.visits, numbers, strict=True)
    )


def levels_of(
    workspace: Workspace,
    rehearsal: Rehearsal,
    decode: Decode,
    progress: Progress | None = None,
) -> tuple[int, ...]:
    """Return the loudness of each second, as it was kept, or out of the recording.

    Raises:
        UsageError: the recording lives elsewhere.
        InputError: a file is not there, has changed, or cannot be decoded.
    """
    name = "-".join(part.sha256[:24] for part in rehearsal.recording.parts)
    kept = workspace.folder / STATE_FOLDER / LEVELS_FOLDER / f"{name}.txt"
    with contextlib.suppress(InputError):
        curve = parse_levels(read_text(kept))
        if curve:
            return curve
    files = same_files(workspace, rehearsal, progress)
    curve = level_curve(joined([decode(file) for file in files]))
    # A curve that cannot be kept is made anew the next time.
    with contextlib.suppress(SpeakprepError), locked(workspace.folder):
        write_atomic(kept, render_levels(curve).encode(), within=workspace.folder)
    return curve


def _same(workspace: Workspace, file: Path, sha256: str, progress: Progress | None) -> Path:
    try:
        state = file_state(file, progress)
    except InputError as error:
        error.file = workspace.name(file)
        error.hint = "put it back there, or find it: speakprep rehearse relink FOLDER"
        raise
    if state.sha256 != sha256:
        raise not_the_one_logged(workspace.name(file))
    return file
