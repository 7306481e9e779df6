"""`speakprep plan date`: when and where the talk begins."""

from dataclasses import replace
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plan.clock import read_day, read_time
from speakprep.plan.actions.decide import note_day, note_stage


def date_command(
    day: Annotated[str, typer.Argument(metavar="YYYY-MM-DD", help="Day of the talk, there.")],
    at: Annotated[str, typer.Option("--at", metavar="HH:MM", help="When it begins, there.")] = "",
    zone: Annotated[
        str, typer.Option("--zone", metavar="ZONE", help="The venue's: Asia/Seoul, UTC+2.")
    ] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Set the day of the talk; all other days follow from it.

    For example: speakprep plan date 2027-03-17 --at 14:30 --zone Europe/Amsterdam
    """
    opened, begins = workspace(talk), read_time(at)
    moment = read_day(day)
    written = note_stage(opened, begins, zone).written if begins or zone else ()
    report = note_day(opened, "talk", moment)
    clock = f" at {at}" if at else ""
    place = f", {zone}" if zone else ""
    line = f"The talk is on {report.facts.dates.talk}{clock}{place}."
    return Screen(report=replace(report, written=(*report.written, *written)), lines=(line,))
