"""The plan of a talk, or of all talks where one is in none."""

from pathlib import Path

from speakprep.cli.options import here, user, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plan.clock import today
from speakprep.cli.standing import MARKS, plan_lines
from speakprep.cli.terminal import clip, columns, one_line, pad
from speakprep.errors import InputError
from speakprep.plan.actions.stand import Talks, overview, stand
from speakprep.plan.model import Standing
from speakprep.talk.folders import find_talk


def inside_talk(talk: Path | None) -> bool:
    """Whether a command is about one talk: it is named, or the person is in its folder."""
    if talk is not None:
        return True
    try:
        find_talk(here())
    except InputError:
        return False
    return True


def plan_screen(talk: Path | None) -> Screen:
    """Show the five steps of one talk, or a line for each of all talks."""
    if inside_talk(talk):
        report = stand(workspace(talk), today())
        return Screen(report=report, lines=plan_lines(report.facts))
    talks = overview(here(), user(), today())
    return Screen(report=talks, lines=talks_lines(talks.facts))


def talks_lines(facts: Talks) -> tuple[str, ...]:
    """List talks, one line each, with the marks of their five steps."""
    if not facts.talks and not facts.unreadable:
        return ("No talk here yet. The first one begins with half an hour of telling.",)
    lines = [f"{'talk':<26}{'1   2   3   4   5':<22}{'next date':<12}talk on"]
    lines += [_row(standing) for standing in facts.talks]
    lines += [clip(f"cannot be read: {one_line(e.message)}", columns()) for e in facts.unreadable]
    return tuple(lines)


def _row(standing: Standing) -> str:
    marks = " ".join(MARKS[step.state][0] for step in standing.steps)
    folder = pad(one_line(standing.folder), 24)
    due, day = standing.next_due or "-", standing.talk_day or "-"
    return f"{folder}  {marks}   {due!s:<12}{day}"
