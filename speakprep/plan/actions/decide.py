"""What the speaker decides: days, people asked and heard, steps left out."""

import shlex
from dataclasses import replace
from datetime import date, time
from typing import Literal

from speakprep.errors import UsageError
from speakprep.plan.actions.plan_file import change_plan
from speakprep.plan.facts import known_as
from speakprep.plan.files import (
    add_table,
    is_place,
    set_answer,
    set_moved,
    set_stage,
    step_key,
)
from speakprep.plan.model import Person, Plan, Role, StepKey
from speakprep.plan.people import EXPERTS, SAID
from speakprep.rehearsal.files import read_rehearsals
from speakprep.talk.actions import change_talk
from speakprep.talk.model import Talk
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace

Noted = Literal["talk", "submitted", "accepted", "rejected"]
"""The days that talk.toml takes from a command."""

_INSTEAD: dict[Noted, str] = {"accepted": "rejected", "rejected": "accepted"}
"""An answer takes the place of the one that came before."""

_AFTER: dict[Noted, str] = {
    "talk": "speakprep plan",
    "submitted": "speakprep",
    "accepted": "speakprep plan",
    "rejected": "speakprep event deadlines",
}
_AFTER_INVITING: dict[Role, str] = {
    "expert": "speakprep plan",
    "team": "speakprep rehearse log RECORDING --kind team --with NAME",
    "reviewer": "speakprep letter ask-review",
}


def note_day(workspace: Workspace, what: Noted, day: date) -> Report[Talk]:
    """Note in talk.toml when the talk is, was submitted, or was accepted or rejected.

    An acceptance and a refusal replace each other. After a refusal a talk may be
    submitted again, after an acceptance not.

    Raises:
        UsageError: the talk would be accepted after it is given, answered before it
            was submitted, or submitted after it was accepted.
        InputError: talk.toml is broken, or was changed meanwhile.
    """
    dates = replace(workspace.talk.dates, **{what: day})
    if dates.talk and dates.accepted and dates.accepted > dates.talk:
        raise UsageError(
            f"accepted on {dates.accepted}, given on {dates.talk}: one of these days is wrong",
            hint="set the other one first: speakprep plan date, speakprep plan accepted",
        )
    if what in {"accepted", "rejected"} and dates.submitted and day < dates.submitted:
        raise UsageError(
            f"{what} on {day}, submitted on {dates.submitted}: one of these days is wrong",
            hint="set the other one first: speakprep cfp submitted YYYY-MM-DD",
        )
    if what == "submitted" and dates.accepted and day > dates.accepted:
        raise UsageError(
            f"submitted on {day}, accepted on {dates.accepted}: one of these days is wrong",
            hint="set the other one first: speakprep cfp accepted YYYY-MM-DD",
        )
    changes: dict[str, date | None] = {f"dates.{what}": day}
    other = _INSTEAD.get(what)
    if other and getattr(dates, other):
        changes[f"dates.{other}"] = None
    report = change_talk(workspace, changes)
    return replace(report, next=_AFTER[what])


def note_stage(workspace: Workspace, at: time | None, zone: str) -> Report[Plan]:
    """Note in plan.toml when the talk begins, and the venue's time zone; empty changes nothing.

    Raises:
        UsageError: there is no such time zone.
        InputError: plan.toml is broken, or was changed meanwhile.
    """
    if zone and not is_place(zone):
        raise UsageError(
            f"there is no time zone {zone!r}", hint="such as: --zone Asia/Seoul, --zone UTC+2"
        )
    return change_plan(workspace, lambda text, _, file: set_stage(text, file, at, zone))


def invite(workspace: Workspace, name: str, role: Role, today: date) -> Report[Plan]:
    """Note that somebody was asked to watch, to come or to read; nothing is sent.

    Raises:
        UsageError: this is no name, or this person was asked for the same before.
    """
    name = " ".join(name.split())
    if not name or name.startswith("-"):
        raise UsageError("an invitation needs a name", hint="speakprep plan invite NAME")

    def change(text: str, plan: Plan, file: str) -> str:
        if _find(plan.those(role), name):
            raise UsageError(
                f"{name} was invited before",
                hint="another person of that name? say which: "
                f"speakprep plan invite {shlex.quote(f'{name} (where from)')}",
            )
        return add_table(text, file, role, {"name": name, "invited": today})

    report = change_plan(workspace, change)
    if role == "expert" and len(report.facts.those("expert")) < EXPERTS:
        return replace(report, next="speakprep plan invite NAME")
    return replace(report, next=_AFTER_INVITING[role])


def answer(workspace: Workspace, name: str, note: str, today: date) -> Report[Plan]:
    """Note what somebody said who was invited, or was at a team session; nothing is lost.

    Raises:
        UsageError: nobody of that name was invited or there, or nothing was said.
    """
    name = " ".join(name.split())
    note = note.strip()
    if not note:
        raise UsageError(
            "an answer needs what was said, or that all was fine",
            hint=f'speakprep plan answer {shlex.quote(name)} --note "slide 4 has too much text"',
        )
    session = _session_of(workspace, name)

    def change(text: str, plan: Plan, file: str) -> str:
        known = _find(plan.people, name)
        if not known and session is None:
            names = ", ".join(person.name for person in plan.people)
            raise UsageError(
                f"{name!r} was not invited",
                hint=f"invited: {names}" if names else "speakprep plan invite NAME",
            )
        if note == SAID:
            raise UsageError("put what was said in its place", hint=f'--note "{SAID}" is a sample')
        if not known:
            text = add_table(text, file, "team", {"name": name, "invited": session})
        return set_answer(text, file, known or name, today, note)

    return change_plan(workspace, change)


def waive(workspace: Workspace, step: str, reason: str, today: date) -> Report[Plan]:
    """Leave a step out, with a reason; it shows as waived, never as done.

    Raises:
        UsageError: there is no such step, it was waived before, or the reason is missing.
    """
    key = _step(step)
    if not reason.strip():
        raise UsageError(
            "leaving out a step needs a reason",
            hint=f'speakprep plan waive {step} --reason "a five minute talk"',
        )

    def change(text: str, plan: Plan, file: str) -> str:
        if key in {waiver.step for waiver in plan.waived}:
            raise UsageError(
                f"step {step} was left out before",
                hint=f"to take it after all, delete its [[waived]] lines in {file}",
            )
        values = {"step": key, "reason": reason.strip(), "on": today}
        return add_table(text, file, "waived", values)

    return change_plan(workspace, change)


def move(workspace: Workspace, step: str, day: date) -> Report[Plan]:
    """Set another day for a step.

    Raises:
        UsageError: there is no such step, or the talk is over by then.
    """
    key, talk = _step(step), workspace.talk.dates.talk
    if talk and day > talk:
        raise UsageError(
            f"{day} is after the talk, which is on {talk}",
            hint="has the talk moved? speakprep plan date YYYY-MM-DD",
        )
    return change_plan(workspace, lambda text, _, file: set_moved(text, file, key, day))


def _session_of(workspace: Workspace, name: str) -> date | None:
    """Return the day somebody was last at a team session; None when they were at none."""
    days = [
        take.at.date()
        for take in read_rehearsals(workspace.folder)
        if take.kind == "team" and known_as(name) in map(known_as, take.people)
    ]
    return days[-1] if days else None


def _find(people: tuple[Person, ...], name: str) -> str:
    """Return somebody's name as it was noted; empty when they were not asked."""
    return next((p.name for p in people if known_as(p.name) == known_as(name)), "")


def _step(text: str) -> StepKey:
    try:
        return step_key(text)
    except ValueError as error:
        raise UsageError(str(error), hint="see them with: speakprep plan") from None
