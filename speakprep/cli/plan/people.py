"""`speakprep plan invite` and `answer`: whom you asked, and what they said."""

from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plan.clock import today
from speakprep.cli.terminal import one_line
from speakprep.errors import UsageError
from speakprep.plan.actions.decide import answer, invite
from speakprep.plan.facts import known_as
from speakprep.plan.model import ROLES, Plan, Role
from speakprep.plan.people import EXPERTS
from speakprep.talk.report import Report

RoleOption = Annotated[
    str, typer.Option("--role", metavar="ROLE", help="expert, team or reviewer.")
]

_ASKED: dict[Role, str] = {
    "expert": "to watch the video",
    "team": "to come to the session",
    "reviewer": "to read the proposal",
}


def invite_command(
    name: Annotated[str, typer.Argument(metavar="PERSON", help="Their name.")],
    role: RoleOption = "expert",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Note that you asked an expert, a colleague or a reviewer.

    Nothing is sent: you write the mail yourself. speakprep letter ask-expert writes a draft.

    For example: speakprep plan invite "Li Ming" --role expert
    """
    known = next((each for each in ROLES if each == role), None)
    if known is None:
        raise UsageError(
            f"there is no role {role!r}", hint="a person is asked as expert, team or reviewer"
        )
    report = invite(workspace(talk), name, known, today())
    return Screen(report=report, lines=_people_lines(report, known))


def answer_command(
    name: Annotated[str, typer.Argument(metavar="PERSON", help="Who answered.")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What was said.")] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Note what somebody said, or that all was fine.

    What is to be followed up goes into speakprep feedback import instead: it counts as well.

    For example: speakprep plan answer "Li Ming" --note "clear; slide 4 is full"
    """
    report = answer(workspace(talk), name, note, today())
    name = " ".join(name.split())
    role = next(p.role for p in report.facts.people if known_as(p.name) == known_as(name))
    line = f"Noted what {one_line(name)} said. Thank them with: speakprep letter thank"
    return Screen(report=report, lines=(*_people_lines(report, role)[: role == "expert"], line))


def _people_lines(report: Report[Plan], role: Role) -> tuple[str, ...]:
    people = report.facts.those(role)
    answers = sum(person.answered is not None for person in people)
    if role == "expert":
        wanted = f" of {EXPERTS}" if len(people) < EXPERTS else ""
        return (f"{len(people)}{wanted} experts invited, {answers} answered.",)
    names = one_line(", ".join(person.name for person in people))
    return (f"Asked {_ASKED[role]}: {names}.",)
