"""`speakprep rehearse transcript`: what was said, laid beside the script."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.options import FormatOption, TalkOption, YesOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.rehearse.names import RehearsalArgument
from speakprep.cli.rehearse.told import told_lines
from speakprep.cli.terminal import columns, one_line, wrap
from speakprep.errors import UsageError
from speakprep.rehearsal.actions.transcript import Kept, import_transcript, show_transcript
from speakprep.rehearsal.transcript import GRAIN_WORDS


def transcript_command(
    do: Annotated[
        Literal["import", "show"], typer.Argument(metavar="[DO]", help="import or show.")
    ] = "show",
    rehearsal: RehearsalArgument = "",
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="SRT, VTT, whisper JSON or plain text."),
    ] = None,
    yes: YesOption = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Import a transcript of a rehearsal, or show what it says.

    Shows which slides were skipped, what was added, fillers that your script
    does not have, and the pace over time. Nothing is sent anywhere.

    For example: speakprep rehearse transcript import take1.srt
    """
    opened = workspace(talk)
    if do == "show":
        if file is not None:
            raise UsageError(f"show takes no file: {file}", hint="did you mean import?")
        told = show_transcript(opened, rehearsal)
        return Screen(report=told, lines=told_lines(told.facts, columns()))
    if file is None and (Path(rehearsal).suffix or Path(rehearsal).is_file()):
        rehearsal, file = "", Path(rehearsal)  # of the newest rehearsal, then
    elif file is not None and not file.exists() and Path(rehearsal).is_file():
        rehearsal, file = str(file), Path(rehearsal)  # the other way round
    if file is None:
        raise UsageError(
            "which file?", hint="for example: speakprep rehearse transcript import take1.srt"
        )
    report = import_transcript(opened, rehearsal, file, anew=yes)
    return Screen(report=report, lines=kept_lines(report.facts))


def kept_lines(kept: Kept) -> tuple[str, ...]:
    """Say what is kept now, where it came from, and how fine its times are."""
    by = f" by {kept.by}" if kept.by else ""
    line = (
        f"{kept.rehearsal}: {kept.words:,} words or characters from {kept.source}{by}, timed "
        f"{GRAIN_WORDS[kept.grain]}"
        if kept.grain != "text"
        else f"{kept.rehearsal}: {kept.words:,} words or characters from {kept.source}{by}, "
        f"{GRAIN_WORDS[kept.grain]}: they are laid over the talk"
    )
    return tuple(wrap(one_line(f"{line}."), columns()))
