"""Bare `speakprep`: where the talk stands and the one command to type next."""

from datetime import date
from pathlib import Path

from speakprep.cli.options import here, user, workspace
from speakprep.cli.output import Screen
from speakprep.cli.standing import STAGES, headline, step_details, step_line
from speakprep.cli.terminal import clip, columns, one_line, pad
from speakprep.errors import InputError
from speakprep.plan.actions.stand import Talks, overview, stand
from speakprep.plan.model import Standing
from speakprep.talk.folders import find_talk

DETAIL_LINES = 6
"""So many lines tell about one step: the whole front door fits on a screen of 24."""


def front_screen(talk: Path | None) -> Screen:
    """Show the talk around the current folder, or all talks below it."""
    today = date.today()  # noqa: DTZ011 -- the speaker's own day
    if talk is None and not _inside_talk():
        talks = overview(here(), user(), today)
        return Screen(report=talks, lines=talks_lines(talks.facts))
    report = stand(workspace(talk), today)
    return Screen(report=report, lines=standing_lines(report.facts))


def standing_lines(standing: Standing) -> tuple[str, ...]:
    """Show a talk on one screen: details only of what went stale and of what is next."""
    lines = [*headline(standing), ""]
    following = next((step for step in standing.steps if step.next), None)
    for step in standing.steps:
        lines.append(step_line(step, standing.language))
        begun = step is following and step.state != "todo"
        if standing.stage != "given" and (begun or step.state == "stale"):
            details = step_details(step)
            hidden = len(details) - DETAIL_LINES
            if hidden > 0:
                details = [*details[: DETAIL_LINES - 1], "       ... all of it: speakprep plan"]
            lines += details
    return tuple(lines)


def talks_lines(facts: Talks) -> tuple[str, ...]:
    """List talks, one line each, or say how to begin."""
    if not facts.talks and not facts.unreadable:
        return (
            "No talk here yet. Have you something to tell? Half an hour of it is enough.",
            "",
            "  speakprep new my-talk    create a talk",
            "  speakprep demo           walk an example talk through all of it",
            "  speakprep -h             everything there is",
        )
    lines = [f"{'talk':<34}{'stage':<24}{'next date':<12}talk on"] if facts.talks else []
    for standing in facts.talks:
        folder, stage = pad(one_line(standing.folder), 32), pad(STAGES[standing.stage], 22)
        due, day = standing.next_due or "-", standing.talk_day or "-"
        lines.append(f"{folder}  {stage}  {due!s:<12}{day}")
    lines += [clip(f"cannot be read: {one_line(e.message)}", columns()) for e in facts.unreadable]
    return tuple(lines)


def _inside_talk() -> bool:
    try:
        find_talk(here())
    except InputError:
        return False
    return True
