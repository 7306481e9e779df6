"""`speakprep plan waive` and `move`: leave a step out, or give it another day."""

from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plan.clock import read_day, today
from speakprep.cli.terminal import columns, printable, wrap
from speakprep.plan.actions.decide import move, waive

StepArgument = Annotated[str, typer.Argument(metavar="STEP", help="1 to 5.")]


def waive_command(
    step: StepArgument,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why you leave it out.")] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Leave a step out, with a reason; it never shows as done.

    For example: speakprep plan waive 3 --reason "I work alone"
    """
    report = waive(workspace(talk), step, reason, today())
    text = printable(f"Step {step} is left out: {' '.join(reason.split())}")
    return Screen(report=report, lines=tuple(wrap(text, columns(), hanging="  ")))


def move_command(
    step: StepArgument,
    day: Annotated[str, typer.Argument(metavar="YYYY-MM-DD", help="The new day.")],
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Set another day for one step.

    What lies on the way to it moves along.

    For example: speakprep plan move 3 2027-02-20
    """
    moment = read_day(day)
    report = move(workspace(talk), step, moment)
    return Screen(report=report, lines=(f"Step {step} is due on {moment}.",))
