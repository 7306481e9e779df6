"""`speakprep rehearse log`: measure a recording."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.numbers import slide_numbers
from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.rehearse.figures import change_lines, figure_lines
from speakprep.cli.rehearse.names import short_name
from speakprep.cli.terminal import columns, one_line, progress, wrap
from speakprep.errors import UsageError
from speakprep.rehearsal.actions.elsewhere import log_elsewhere
from speakprep.rehearsal.actions.keeping import Logged
from speakprep.rehearsal.actions.log import log
from speakprep.rehearsal.model import Sound
from speakprep.rehearsal.record import Kind, Rehearsal
from speakprep.rehearsal.said import MEASURED, Log
from speakprep.script.timing import clock
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


def log_command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="WAV, MP3, M4A, Opus, WEBM, MP4, MKV ..."),
    ] = None,
    kind: Annotated[
        Kind, typer.Option(metavar="KIND", help="solo, team, video or final.")
    ] = "solo",
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="When, such as 2027-03-01T18:30.")
    ] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="NAME", help="Who was there; repeatable.")
    ] = None,
    slides: Annotated[
        str, typer.Option(metavar="1-3,7", help="Slides spoken, if not all of them.")
    ] = "",
    marks: Annotated[
        Path | None, typer.Option(metavar="FILE", help="When each slide began.")
    ] = None,
    url: Annotated[
        str, typer.Option(metavar="URL", help="Where the video lives for others to watch.")
    ] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="Anything to remember about it.")] = "",
    lang: Annotated[
        Literal["en", "zh"] | None,
        typer.Option(help="What you spoke, if not what the audience will hear."),
    ] = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Measure a recording: length, pauses, pace, loudness.

    Several files, in their order, are one take that the recorder parted. With
    --url alone, a video that lives elsewhere is kept, and nothing is measured.

    For example: speakprep rehearse log take1.m4a --slides 1-5
    """
    said = Log(
        kind=kind,
        at=_moment(at) if at else None,
        people=tuple(with_ or ()),
        note=note,
        slides=slide_numbers(slides),
        language=lang,
        url=url,
        marks=str(marks) if marks else "",
    )
    report = _logged(workspace(talk), files or [], said)
    return Screen(report=report, lines=_logged_lines(report))


def _logged(opened: Workspace, files: list[Path], said: Log) -> Report[Logged]:
    if not files:
        return log_elsewhere(opened, said, datetime.now())  # noqa: DTZ005 -- the speaker's own clock
    file, *following = files
    with progress(f"reading {short_name(file)}") as show:
        return log(opened, file, said, decode=_decode, following=following, progress=show)


def _decode(file: Path) -> Sound:
    from speakprep.rehearsal.audio import decode

    with progress(f"measuring {short_name(file)}") as show:
        return decode(file, progress=show)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"--at {text!r} is not a time", hint="for example: --at 2027-03-01T18:30"
        ) from None


def _logged_lines(report: Report[Logged]) -> tuple[str, ...]:
    facts = report.facts
    rehearsal, figures = facts.rehearsal, facts.rehearsal.figures
    names = [part.file for part in rehearsal.recording.parts]
    where = ", ".join(filter(None, (*names, rehearsal.recording.url)))
    lines = wrap(one_line(f"{rehearsal.id}: {where}"), columns())
    if facts.again:
        lines += wrap(_known(facts), columns())
    if not rehearsal.measured:
        return tuple(lines)
    source = rehearsal.recording.source
    codec = source.codec.partition("_")[0].upper()  # PCM says enough of pcm_s16le
    picture = ", with picture" if source.has_video else ""
    files = f", {len(names)} files" if len(names) > 1 else ""
    lines += ["", f"  recorded   {clock(figures.duration_s)}  {codec}{picture}{files}"]
    lines += _marked_lines(rehearsal)
    if figures.speech_found:
        lines += figure_lines(figures, facts.speaking_minutes, rehearsal.script)
        lines += change_lines(facts.changes)
    return tuple(lines)


def _marked_lines(rehearsal: Rehearsal) -> list[str]:
    """Say which part of the recording its marks are of: one look tells those of another take."""
    visits = rehearsal.marks.marks.visits if rehearsal.marks else ()
    if not visits:
        return []
    slides = len({visit.slide for visit in visits})
    last = visits[-1].to_s
    until = clock(rehearsal.figures.duration_s if last is None else last)
    noun = "slide" if slides == 1 else "slides"
    return [f"  marked     {slides} {noun}, {clock(visits[0].from_s)} to {until}"]


def _known(facts: Logged) -> str:
    """Say which record a recording has already, and how it becomes what was said now."""
    record = one_line(facts.record)
    said = f"This recording is {record} already; nothing was changed."
    anew = [option for option in facts.differs if option in MEASURED]
    if anew:
        options = " and ".join(anew)
        notes = " (your listening notes are in it)" if facts.rehearsal.listened else ""
        return f"{said} To measure it anew with {options}, delete that file{notes} and log again."
    if facts.differs:
        return f"{said} Write your {' and '.join(facts.differs)} into that file."
    return f"{said} What you said about it can be mended there."
