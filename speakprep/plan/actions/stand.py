"""Where a talk stands, and all talks at once."""

import shlex
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from pathlib import Path

from speakprep.cfp.actions.frozen import frozen_findings
from speakprep.cfp.actions.lint import lint_talk
from speakprep.cfp.files import CFP_FILE
from speakprep.errors import SpeakprepError
from speakprep.plan.actions.day import stand_of_day
from speakprep.plan.actions.plan_file import read_plan
from speakprep.plan.dates import Days, own_day
from speakprep.plan.evidence import gather
from speakprep.plan.facts import Evidence
from speakprep.plan.files import CHECKLIST, parse_checklist
from speakprep.plan.model import ItemProgress, Progress, Stage, Standing, StepKey
from speakprep.plan.stage_day import due_now
from speakprep.plan.steps import assess
from speakprep.talk.folders import talks_below
from speakprep.talk.report import Finding, Report, at_or_above
from speakprep.talk.resources import find_resource
from speakprep.talk.workspace import Workspace, open_workspace, shown_path

ASK_ANSWER = "speakprep cfp accepted YYYY-MM-DD"
"""What to type when the organisers have answered; the other answer is cfp rejected."""

NEXT_EVENT = "speakprep cfp new-version --event EVENT"
"""What to type after a refusal: most of the work is done."""

AFTERWARDS_DAYS = 60
"""So long after the talk one is led to what is left of it; then to the next talk."""

THE_DAY = "speakprep plan day"
"""What to type when the five steps are taken."""


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


def stand(workspace: Workspace, today: date, here: tzinfo | None = None) -> Report[Standing]:
    """Return where a talk stands: the five steps, their dates, and the next command.

    Args:
        workspace: the talk.
        today: the speaker's own day.
        here: the speaker's time zone; None for the one this machine is set to.

    Raises:
        InputError: one of the talk's files is broken.
    """
    talk = workspace.talk
    checklist = parse_checklist(find_resource(workspace.shelves, CHECKLIST))
    plan = read_plan(workspace)
    evidence = gather(workspace)
    rejected = talk.dates.answer == "rejected"
    given_on = own_day(plan, talk.dates.talk, here)
    days = Days(today=today, talk=given_on, begins=talk.dates.accepted)
    if rejected:  # nothing is late for that event's day
        days, plan = replace(days, talk=None), replace(plan, moved=())
    steps = assess(checklist, plan, evidence, days)
    items = stand_of_day(workspace, plan, evidence.items, days)
    stage, following = _next(workspace, steps, items, evidence, replace(days, talk=given_on))
    if rejected:
        stage, following, items = "rejected", NEXT_EVENT, ()
    standing = Standing(
        title=" ".join(talk.title.split()) or workspace.folder.absolute().name,
        folder=workspace.name(workspace.folder),
        stage=stage,
        accepted=talk.dates.accepted,
        talk_day=given_on,
        days_left=(given_on - today).days if given_on else None,
        waiting_since=talk.dates.submitted if stage == "waiting" else None,
        next_due=_next_due(workspace, stage, steps, items),
        steps=steps,
        stale=tuple(
            f"step {step.step.number}: {what}"
            for step in steps
            if step.state == "stale"
            for what in step.missing
        ),
        language=talk.language,
        day=items,
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


def _next(
    workspace: Workspace,
    steps: tuple[Progress, ...],
    items: tuple[ItemProgress, ...],
    evidence: Evidence,
    days: Days,
) -> tuple[Stage, str]:
    """Return the stage the speaker is at and the one command to type next."""
    dates = workspace.talk.dates
    left = bool(due_now(items, days))
    if days.talk is not None and days.talk < days.today:
        above = workspace.name(workspace.folder.absolute().parent)
        go = "" if above == "." else f"cd {shlex.quote(above)} && "
        recent = left and (days.today - days.talk).days <= AFTERWARDS_DAYS
        return "given", THE_DAY if recent else f"{go}speakprep new my-next-talk"
    has_script = any(script.exists for script in evidence.scripts.values())
    if dates.answer == "submitted" and not has_script:
        return "waiting", ASK_ANSWER
    submitted = dates.answer is not None or has_script
    if not submitted and (dates.cfp_closes is None or dates.cfp_closes >= days.today):
        if not (workspace.folder / CFP_FILE).exists():
            return "proposal", "speakprep cfp draft"
        if _open_errors(workspace):
            return "proposal", "speakprep cfp lint"
    stages: dict[StepKey, Stage] = {"text": "script", "rehearse": "rehearsal", "team": "rehearsal"}
    for step in steps:
        if step.next:
            return stages.get(step.step.key, "review"), step.next
    return "ready", THE_DAY if left else "speakprep rehearse list"


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


def _next_due(
    workspace: Workspace,
    stage: Stage,
    steps: tuple[Progress, ...],
    items: tuple[ItemProgress, ...],
) -> date | None:
    closes = workspace.talk.dates.cfp_closes
    if stage in {"waiting", "rejected"}:
        return None
    if stage == "proposal" and closes:
        return closes
    open_: list[Progress | ItemProgress] = [item for item in items if item.next]
    if stage not in {"ready", "given"}:
        open_ = [step for step in steps if step.next]
    return min((each.due for each in open_ if each.due), default=None)


def _nearest(standing: Standing) -> tuple[bool, date, str]:
    day = standing.next_due or standing.talk_day or date.max
    return standing.stage == "given", day, standing.folder
