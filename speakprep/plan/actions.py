"""Where a talk stands, and what the speaker decides about its steps."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from speakprep.cfp.actions.frozen import frozen_findings
from speakprep.cfp.actions.lint import lint_talk
from speakprep.cfp.files import CFP_FILE
from speakprep.errors import SpeakprepError, UsageError
from speakprep.plan.dates import due_days
from speakprep.plan.evidence import gather
from speakprep.plan.files import (
    CHECKLIST,
    PLAN_FILE,
    add_table,
    parse_checklist,
    parse_plan,
    set_answer,
    set_moved,
    step_key,
)
from speakprep.plan.model import Plan, Progress, Stage, Standing, StepKey
from speakprep.plan.steps import EXPERTS, Evidence, assess
from speakprep.talk.actions import change_talk
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.folders import talks_below
from speakprep.talk.model import Talk
from speakprep.talk.report import Finding, Report, at_or_above
from speakprep.talk.resources import find_resource
from speakprep.talk.workspace import Workspace, open_workspace, shown_path

Noted = Literal["talk", "submitted", "accepted", "rejected"]
"""The days that talk.toml takes from a command."""

ASK_ANSWER = "speakprep cfp accepted YYYY-MM-DD"
"""What to type when the organisers have answered; the other answer is cfp rejected."""

NEXT_EVENT = "speakprep cfp new-version --event EVENT"
"""What to type after a refusal: most of the work is done."""

_AFTER: dict[Noted, str] = {
    "talk": "speakprep plan",
    "submitted": "speakprep",
    "accepted": "speakprep plan",
    "rejected": "speakprep event deadlines",
}


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """A talk whose files cannot be read, and why: `message` begins with file and line."""

    folder: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Talks:
    """All talks below a folder, the nearest deadline first."""

    talks: tuple[Standing, ...]
    unreadable: tuple[Unreadable, ...] = ()


def stand(workspace: Workspace, today: date) -> Report[Standing]:
    """Return where a talk stands: the five steps, their dates, and the next command.

    Raises:
        InputError: one of the talk's files is broken.
    """
    talk = workspace.talk
    checklist = parse_checklist(find_resource(workspace.shelves, CHECKLIST))
    plan = _read_plan(workspace)
    evidence = gather(workspace)
    rejected = talk.dates.answer == "rejected"
    # After a refusal nothing is late for that event's day.
    day = None if rejected else talk.dates.talk
    due = due_days(checklist, plan, talk=day, begins=talk.dates.accepted)
    due = dict.fromkeys(due) if rejected else due
    steps = assess(checklist, plan, evidence, due, today=today, talk=talk.dates.talk)
    stage, following = _next(workspace, steps, evidence, today)
    if rejected:
        stage, following = "rejected", NEXT_EVENT
    standing = Standing(
        title=" ".join(talk.title.split()) or workspace.folder.absolute().name,
        folder=workspace.name(workspace.folder),
        stage=stage,
        accepted=talk.dates.accepted,
        talk_day=talk.dates.talk,
        days_left=(talk.dates.talk - today).days if talk.dates.talk else None,
        waiting_since=talk.dates.submitted if stage == "waiting" else None,
        next_due=_next_due(talk, stage, steps),
        steps=steps,
        stale=tuple(
            f"step {step.step.number}: {what}"
            for step in steps
            if step.state == "stale"
            for what in step.missing
        ),
    )
    return Report(facts=standing, findings=_frozen(workspace, stage), next=following)


def overview(here: Path, user: Path, today: date) -> Report[Talks]:
    """Return all talks below a folder, the nearest deadline first, those given last."""
    standings: list[Standing] = []
    unreadable: list[Unreadable] = []
    for folder in talks_below(here):
        try:
            workspace = open_workspace(here, user, named=folder)
            standings.append(stand(workspace, today).facts)
        except SpeakprepError as error:
            place = ":".join(str(part) for part in (error.file, error.line) if part)
            message = f"{place}: {error.message}" if place else error.message
            unreadable.append(Unreadable(folder=shown_path(folder, here), message=message))
    standings.sort(key=_nearest)
    folders = [each.folder for each in standings] + [each.folder for each in unreadable]
    return Report(
        facts=Talks(talks=tuple(standings), unreadable=tuple(unreadable)),
        next=f"cd {shlex.quote(folders[0])} && speakprep" if folders else "speakprep new my-talk",
    )


def note_day(workspace: Workspace, what: Noted, day: date) -> Report[Talk]:
    """Note in talk.toml when the talk is, was submitted, or was accepted or rejected.

    Raises:
        UsageError: the talk would be accepted after it is given, or answered
            before it was submitted.
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
    report = change_talk(workspace, {f"dates.{what}": day})
    return replace(report, next=_AFTER[what])


def invite(workspace: Workspace, name: str, today: date) -> Report[Plan]:
    """Note that an expert was asked to watch the video; nothing is sent.

    Raises:
        UsageError: this is no name, or this person was invited before.
    """
    name = " ".join(name.split())
    if not name or name.startswith("-"):
        raise UsageError("an invitation needs a name", hint="speakprep plan invite NAME")

    def change(text: str, plan: Plan, file: str) -> str:
        if _expert(plan, name):
            raise UsageError(
                f"{name} was invited before",
                hint="another person of that name? say which: "
                f"speakprep plan invite {shlex.quote(f'{name} (where from)')}",
            )
        return add_table(text, file, "expert", {"name": name, "invited": today})

    report = _change(workspace, change)
    left = EXPERTS - len(report.facts.experts)
    return replace(report, next="speakprep plan invite NAME" if left > 0 else "speakprep plan")


def answer(workspace: Workspace, name: str, note: str, today: date) -> Report[Plan]:
    """Note what an invited expert answered; what was noted before stays.

    Raises:
        UsageError: nobody of that name was invited, or nothing was said.
    """
    name = " ".join(name.split())
    if not note.strip():
        raise UsageError(
            "an answer needs what was said, or that all was fine",
            hint=f'speakprep plan answer {shlex.quote(name)} --note "slide 4 has too much text"',
        )

    def change(text: str, plan: Plan, file: str) -> str:
        known = _expert(plan, name)
        if not known:
            names = ", ".join(expert.name for expert in plan.experts)
            raise UsageError(
                f"{name!r} was not invited",
                hint=f"invited: {names}" if names else "speakprep plan invite NAME",
            )
        return set_answer(text, file, known, today, note.strip())

    return _change(workspace, change)


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

    return _change(workspace, change)


def move(workspace: Workspace, step: str, day: date) -> Report[Plan]:
    """Set another day for a step.

    Raises:
        UsageError: there is no such step.
    """
    key = _step(step)
    return _change(workspace, lambda text, _, file: set_moved(text, file, key, day))


def _change(workspace: Workspace, change: Callable[[str, Plan, str], str]) -> Report[Plan]:
    path = workspace.folder / PLAN_FILE
    file = workspace.name(path)
    with locked(workspace.folder):
        before = read_text(path) if path.exists() else ""
        after = change(before, parse_plan(before, file), file)
        plan = parse_plan(after, file)
        expected = before.encode() if path.exists() else None
        if after != before:
            write_atomic(path, after.encode(), within=workspace.folder, expected=expected)
    return Report(facts=plan, written=(file,) if after != before else (), next="speakprep plan")


def _read_plan(workspace: Workspace) -> Plan:
    path = workspace.folder / PLAN_FILE
    return parse_plan(read_text(path), workspace.name(path)) if path.exists() else Plan()


def _expert(plan: Plan, name: str) -> str:
    """Return the name of an invited expert as it was noted; empty when there is none."""
    known = {expert.name.casefold(): expert.name for expert in plan.experts}
    return known.get(name.casefold(), "")


def _step(text: str) -> StepKey:
    try:
        return step_key(text)
    except ValueError as error:
        raise UsageError(str(error), hint="see them with: speakprep plan") from None


def _next(
    workspace: Workspace, steps: tuple[Progress, ...], evidence: Evidence, today: date
) -> tuple[Stage, str]:
    """Return the stage the speaker is at and the one command to type next."""
    dates = workspace.talk.dates
    if dates.talk is not None and dates.talk < today:
        above = workspace.name(workspace.folder.absolute().parent)
        go = "" if above == "." else f"cd {shlex.quote(above)} && "
        return "given", f"{go}speakprep new my-next-talk"
    has_script = any(script.exists for script in evidence.scripts.values())
    if dates.answer == "submitted" and not has_script:
        return "waiting", ASK_ANSWER
    submitted = dates.answer is not None or has_script
    if not submitted and (dates.cfp_closes is None or dates.cfp_closes >= today):
        if not (workspace.folder / CFP_FILE).exists():
            return "proposal", "speakprep cfp draft"
        if _open_errors(workspace):
            return "proposal", "speakprep cfp lint"
    stages: dict[StepKey, Stage] = {"text": "script", "rehearse": "rehearsal", "team": "rehearsal"}
    for step in steps:
        if step.next:
            return stages.get(step.step.key, "review"), step.next
    return "ready", "speakprep rehearse list"


def _open_errors(workspace: Workspace) -> bool:
    """Whether the proposal has something to fix; a file that cannot be read has, too."""
    try:
        report = lint_talk(workspace)
    except SpeakprepError:
        return True
    return bool(at_or_above(report.findings, "error"))


def _frozen(workspace: Workspace, stage: Stage) -> tuple[Finding, ...]:
    """Tell of a proposal that changed since it was frozen; a broken record stops nobody."""
    if stage in {"given", "rejected"}:
        return ()
    try:
        return frozen_findings(workspace)
    except SpeakprepError:
        return ()


def _next_due(talk: Talk, stage: Stage, steps: tuple[Progress, ...]) -> date | None:
    if stage in {"given", "waiting", "rejected"}:
        return None
    if stage == "proposal" and talk.dates.cfp_closes:
        return talk.dates.cfp_closes
    return min((step.due for step in steps if step.due and step.next), default=None)


def _nearest(standing: Standing) -> tuple[bool, date, str]:
    day = standing.next_due or standing.talk_day or date.max
    return standing.stage == "given", day, standing.folder
