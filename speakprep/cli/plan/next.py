"""`speakprep plan next`: the one thing to do now."""

from datetime import date, timedelta

from speakprep.cli.options import FormatOption, TalkOption, here, user, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plan.clock import today
from speakprep.cli.plan.show import inside_talk
from speakprep.cli.standing import headline, in_language
from speakprep.cli.terminal import clip, columns, one_line, printable, wrap
from speakprep.plan.actions.stand import Talks, overview, stand
from speakprep.plan.dates import Days
from speakprep.plan.model import ItemProgress, Progress, Standing
from speakprep.plan.stage_day import due_now

SHOWN = 3
"""So much of what is missing is named: it is one thing that is to be done now."""


def next_command(
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Show the one thing to do now, why, and by when.

    Outside a talk you see it for all your talks.
    """
    if inside_talk(talk):
        report = stand(workspace(talk), today())
        return Screen(report=report, lines=next_lines(report.facts))
    talks = overview(here(), user(), today())
    return Screen(report=talks, lines=next_of_all(talks.facts))


def next_lines(standing: Standing) -> tuple[str, ...]:
    """Show what is next of one talk."""
    lines = headline(standing)
    following = _following(standing)
    if following is None:
        return tuple(lines)
    language = standing.language
    noun = following.step if isinstance(following, Progress) else following.item
    number = f"{following.step.number}. " if isinstance(following, Progress) else ""
    lines += ["", *wrap(f"{number}{printable(in_language(noun.title, language))}", columns())]
    lines += wrap(printable(in_language(noun.why, language)), columns(), indent="  ")
    missing = [text for text in following.missing if text]
    for text in missing[:SHOWN]:
        lines += wrap(printable(text), columns(), indent="  - ", hanging="    ")
    if len(missing) > SHOWN:
        where = "plan" if isinstance(following, Progress) else "plan day"
        lines.append(f"    and {len(missing) - SHOWN} more: speakprep {where}")
    if following.due and following.state == "late":
        lines.append(f"  meant for {following.due}; it counts just as well today")
    elif following.due:
        lines.append(f"  by {following.due}")
    return tuple(lines)


def next_of_all(facts: Talks) -> tuple[str, ...]:
    """Show what is next of every talk, the nearest day first."""
    if not facts.talks and not facts.unreadable:
        return ("No talk here yet. Have you something to tell? Half an hour of it is enough.",)
    lines: list[str] = []
    for standing in facts.talks:
        following = _following(standing)
        due = f" (by {standing.next_due})" if standing.next_due else ""
        lines += [clip(f"{one_line(standing.folder)}{due}", columns())]
        if following is not None:
            noun = following.step if isinstance(following, Progress) else following.item
            title = printable(in_language(noun.title, standing.language))
            missing = next((text for text in following.missing if text), "")
            told = f"{title}: {printable(missing)}" if missing else title
            lines += wrap(told, columns(), indent="  ")
    lines += [clip(f"cannot be read: {one_line(e.message)}", columns()) for e in facts.unreadable]
    return tuple(lines)


def _following(standing: Standing) -> Progress | ItemProgress | None:
    """Return the step or the thing of the day that is next; None before and after these."""
    if standing.stage in {"script", "rehearsal", "review"}:
        return next((step for step in standing.steps if step.next), None)
    if standing.stage in {"ready", "given"}:
        return next(iter(due_now(standing.day, _days(standing))), None)
    return None


def _days(standing: Standing) -> Days:
    talk, left = standing.talk_day, standing.days_left
    if talk is None or left is None:
        return Days(today=date.max, talk=None)  # no day is before or after that
    return Days(today=talk - timedelta(days=left), talk=talk)
