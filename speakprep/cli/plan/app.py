"""`speakprep plan`: the five steps and the day, each command in a module of its own."""

import typer

from speakprep.cli.lazy import lazy_app
from speakprep.cli.options import FormatOption, TalkOption
from speakprep.cli.output import Screen

_HERE = "speakprep.cli.plan"


def plan(
    context: typer.Context,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen | None:
    """Show the plan when no command is named."""
    if context.invoked_subcommand is not None:
        return None
    from speakprep.cli.plan.show import plan_screen

    return plan_screen(talk)


app = lazy_app(
    {
        "next": f"{_HERE}.next:next_command",
        "date": f"{_HERE}.days:date_command",
        "accepted": "speakprep.cli.cfp.outcome:accepted_command",
        "invite": f"{_HERE}.people:invite_command",
        "answer": f"{_HERE}.people:answer_command",
        "waive": f"{_HERE}.steps:waive_command",
        "move": f"{_HERE}.steps:move_command",
        "ics": f"{_HERE}.ics:ics_command",
        "day": f"{_HERE}.day:day_command",
        "confirm": f"{_HERE}.day:confirm_command",
    },
    """Show the five steps to the stage: what proves each, what is missing, when.

    Nothing is done by ticking: a step is done when its evidence is there. Outside a talk
    you see all your talks.
    """,
    alone=plan,
)
