"""`speakprep rehearse report`: rehearsals as one HTML page."""

from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, TalkOption, YesOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.rehearse.decoding import decode_shown
from speakprep.cli.terminal import columns, confirm, one_line, progress, wrap
from speakprep.errors import UsageError
from speakprep.rehearsal.actions.page import check_target, page_file, write_page


def report_command(
    rehearsals: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Which; or the last two.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The page; or rehearsals/report.html."),
    ] = None,
    yes: YesOption = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Write your rehearsals as a page with pictures.

    One file for any browser and printer; it loads nothing from anywhere.
    For example: speakprep rehearse report --out rehearsals.html
    """
    opened = workspace(talk)
    target = out or page_file(opened)
    yes = yes or out is None  # the page at its own place is made to be made anew
    if target.is_file() and not yes:
        check_target(opened, target, replace=True)
        question = f"{one_line(opened.name(target))} is there already. Replace it?"
        yes = confirm(question, assume_yes=False)
        if not yes:
            raise UsageError("it stays as it is; nothing was written", file=opened.name(target))
    with progress("reading the recordings") as show:
        report = write_page(
            opened, rehearsals or (), out=target, decode=decode_shown, replace=yes, progress=show
        )
    facts = report.facts
    shown = ", ".join(facts.rehearsals)
    trend = f", and the trend over {facts.takes} takes" if facts.takes > 1 else ""
    lines = wrap(one_line(f"{shown}{trend}."), columns())
    for name, reason in facts.without_wave:
        lines += wrap(one_line(f"{name} has no waveform: {reason}."), columns())
    return Screen(report=report, lines=tuple(lines))
