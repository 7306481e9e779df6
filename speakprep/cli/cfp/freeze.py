"""`speakprep cfp freeze`, `submitted`, `accepted`, `rejected`: what went out, and the answer."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cfp.actions.freeze import Kept, freeze
from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, one_line, printable, wrap
from speakprep.errors import UsageError
from speakprep.plan.actions import Noted, note_day
from speakprep.talk.model import Talk
from speakprep.talk.report import Report

DayArgument = Annotated[
    str | None, typer.Argument(metavar="[YYYY-MM-DD]", help="The day; today if none.")
]


def freeze_command(
    event: Annotated[
        str | None, typer.Option(metavar="PROFILE", help="The variant for another event.")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also with something open; needs --reason.")
    ] = False,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it goes out like this.")] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Keep what you submit, exactly, in versions/.

    Later changes show against it: speakprep cfp diff.
    For example: speakprep cfp freeze --anyway --reason "the form closes tonight"
    """
    report = freeze(workspace(talk), _today(), event=event or "", anyway=anyway, reason=reason)
    return Screen(report=report, lines=_kept_lines(report.facts))


def submitted_command(
    day: DayArgument = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
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
    """Note the day of the acceptance; the plan counts from it."""
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
    return note_day(workspace(talk), what, _day(day) if day else _today())


def _kept_lines(facts: Kept) -> tuple[str, ...]:
    if facts.frozen is None:
        many = len(facts.open)
        text = (
            f"{facts.file} is not frozen: {many} thing{'s' * (many > 1)} to mend first. "
            'Submitting as it is? Add: --anyway --reason "..."'
        )
        return tuple(wrap(one_line(text), columns()))
    name = one_line(f"{facts.frozen.event}, {facts.frozen.day}")
    if facts.before:
        return (f"Frozen already, exactly like this ({name}).",)
    lines = [f"Frozen ({name})."]
    if facts.open:
        lines[0] = f"Frozen ({name}) with {len(facts.open)} open:"
        lines += [
            line
            for said in (*facts.open, f"because: {facts.frozen.reason}")
            for line in wrap(printable(said), columns(), indent="  ", hanging="    ")
        ]
    return tuple(lines)


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the speaker's own day


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a day", hint="for example: 2026-10-11") from None
