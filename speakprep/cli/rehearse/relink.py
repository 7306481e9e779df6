"""`speakprep rehearse relink`: find recordings again that were moved."""

from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, one_line, progress, wrap
from speakprep.rehearsal.actions.relink import Relinked, relink
from speakprep.talk.report import Report


def relink_command(
    places: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FOLDER...", help="Where to look; the talk's own if not given."),
    ] = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Find recordings again that were moved or renamed.

    They are told by their bytes. Only the name in the record changes.

    For example: speakprep rehearse relink ~/Recordings
    """
    opened = workspace(talk)
    with progress("searching") as show:
        report = relink(opened, tuple(places or ()), progress=show)
    return Screen(report=report, lines=_lines(report))


def _lines(report: Report[Relinked]) -> tuple[str, ...]:
    facts = report.facts
    if not facts.moved and not facts.missing:
        return ("Every recording is where its record says.",)
    told = [f"{moved.rehearsal}: found at {moved.now}" for moved in facts.moved]
    told += [f"{rehearsal}: not found: {file}" for rehearsal, file in facts.missing]
    return tuple(line for each in told for line in wrap(one_line(each), columns()))
