"""`speakprep cfp submitted`, `accepted`, `rejected`: that it went out, and what came back."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, wrap
from speakprep.errors import UsageError
from speakprep.plan.actions.decide import Noted, note_day
from speakprep.talk.model import Talk
from speakprep.talk.report import Report

DayArgument = Annotated[
    str | None, typer.Argument(metavar="[YYYY-MM-DD]", help="The day; today if none.")
]


def submitted_command(
    day: DayArgument = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Note the day of the submission."""
    report = _noted("submitted", day, talk)
    lines = (f"Submitted on {report.facts.dates.submitted}. The hardest part is behind you.",)
    return Screen(report=report, lines=lines)


def accepted_command(
    day: DayArgument = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Note the day of the acceptance; the plan counts from it.

    With less time than usual, the steps move closer together.
    """
    report = _noted("accepted", day, talk)
    lines = (f"Accepted on {report.facts.dates.accepted}. Congratulations!",)
    return Screen(report=report, lines=lines)


def rejected_command(
    day: DayArgument = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Note the day of a refusal; other events are open."""
    report = _noted("rejected", day, talk)
    text = (
        f"Noted for {report.facts.dates.rejected}. Committees turn down many talks they like; "
        "what you wrote is yours, and the next event starts with most of the work done."
    )
    return Screen(report=report, lines=tuple(wrap(text, columns())))


def _noted(what: Noted, day: str | None, talk: Path | None) -> Report[Talk]:
    today = date.today()  # noqa: DTZ011 -- the speaker's own day
    noted = _day(day) if day else today
    if noted > today:
        raise UsageError(
            f"{what} on {noted}: that day is still to come, today is {today}",
            hint=f"note it when it has happened: speakprep cfp {what}",
        )
    return note_day(workspace(talk), what, noted)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a day", hint="for example: 2026-10-11") from None
