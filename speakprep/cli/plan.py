"""`speakprep plan`: the five steps, the people asked, the days."""

from datetime import date
from typing import Annotated

import typer

from speakprep.cli.cfp.outcome import accepted_command
from speakprep.cli.options import FormatOption, TalkOption, command_app, workspace
from speakprep.cli.output import Screen
from speakprep.cli.standing import plan_lines
from speakprep.cli.terminal import printable
from speakprep.errors import UsageError
from speakprep.plan.actions import answer, invite, move, note_day, stand, waive
from speakprep.plan.model import Plan
from speakprep.plan.steps import EXPERTS
from speakprep.talk.report import Report

app = command_app()

NoteOption = Annotated[str, typer.Option("--note", metavar="TEXT", help="What was said.")]


@app.callback(invoke_without_command=True)
def plan(
    context: typer.Context,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen | None:
    """Show the five steps to the stage: what proves each, what is missing, when.

    Nothing is done by ticking: a step is done when its evidence is there.
    """
    if context.invoked_subcommand is not None:
        return None
    report = stand(workspace(talk), _today())
    return Screen(report=report, lines=plan_lines(report.facts))


@app.command("date")
def date_command(
    day: Annotated[str, typer.Argument(metavar="YYYY-MM-DD", help="Day of the talk.")],
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Set the day of the talk; all other days follow from it."""
    report = note_day(workspace(talk), "talk", _day(day))
    return Screen(report=report, lines=(f"The talk is on {report.facts.dates.talk}.",))


app.command("accepted")(accepted_command)


@app.command("invite")
def invite_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Somebody who knows the field.")],
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Note that you asked an expert to watch your video.

    Nothing is sent: you write the mail yourself.
    """
    report = invite(workspace(talk), name, _today())
    return Screen(report=report, lines=_expert_lines(report))


@app.command("answer")
def answer_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who answered.")],
    note: NoteOption = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Note what an expert answered."""
    report = answer(workspace(talk), name, note, _today())
    return Screen(report=report, lines=_expert_lines(report))


@app.command("waive")
def waive_command(
    step: Annotated[str, typer.Argument(metavar="STEP", help="1 to 5.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why you leave it out.")] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Leave a step out, with a reason; it never shows as done."""
    report = waive(workspace(talk), step, reason, _today())
    return Screen(report=report, lines=(printable(f"Step {step} is left out: {reason.strip()}"),))


@app.command("move")
def move_command(
    step: Annotated[str, typer.Argument(metavar="STEP", help="1 to 5.")],
    day: Annotated[str, typer.Argument(metavar="YYYY-MM-DD", help="The new day.")],
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Set another day for one step."""
    report = move(workspace(talk), step, _day(day))
    return Screen(report=report, lines=(f"Step {step} is due on {day}.",))


def _expert_lines(report: Report[Plan]) -> tuple[str, ...]:
    experts = report.facts.experts
    answers = sum(expert.answered is not None for expert in experts)
    wanted = f" of {EXPERTS}" if len(experts) < EXPERTS else ""
    return (f"{len(experts)}{wanted} experts invited, {answers} answered.",)


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the speaker's own day


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a day", hint="for example: 2027-03-17") from None
