"""`speakprep plan day` and `confirm`: the day of the talk, and what follows it."""

from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plan.clock import today
from speakprep.cli.standing import in_language, until
from speakprep.cli.terminal import clip, columns, one_line, pad, printable, styled, wrap
from speakprep.plan.actions.day import DayFacts, confirm, show_day
from speakprep.plan.model import ItemProgress, ItemState

MARKS: dict[ItemState, tuple[str, str]] = {
    "done": ("[x]", "green"),
    "todo": ("[ ]", "dim"),
    "late": ("[!]", "red"),
    "stale": ("[!]", "yellow"),
}

_HEADS = ((-1, "Before"), (0, "On the day"), (1, "After"))


def day_command(
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Show what belongs to the day of the talk, before and after it."""
    report = show_day(workspace(talk), today())
    return Screen(report=report, lines=day_lines(report.facts))


def confirm_command(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="Its name in plan day.")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Who, where or when.")] = "",
    who: Annotated[str, typer.Option("--who", metavar="NAME", help="Whom you thanked.")] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Give your word that something of the day is done.

    Say who did it, where it is or when it was: that is what you look for later.

    For example: speakprep plan confirm camera --note "Anna, left side"
    """
    report = confirm(workspace(talk), item, note=note, who=who, today=today())
    said = one_line(who.strip() or note.strip())
    return Screen(report=report, lines=tuple(wrap(f"Noted for {item}: {said}", columns())))


def day_lines(facts: DayFacts) -> tuple[str, ...]:
    """Show the day, in time's order."""
    lines = [
        styled(clip(printable(facts.title), columns()), "bold"),
        until(facts.days_left, facts.talk_day),
    ]
    for sign, head in _HEADS:
        items = [item for item in facts.items if _sign(item.item.day) == sign]
        if items:
            lines += ["", head]
        for item in items:
            lines += _item_lines(item, facts)
    return tuple(lines)


def _item_lines(progress: ItemProgress, facts: DayFacts) -> list[str]:
    item, (mark, colour) = progress.item, MARKS[progress.state]
    due = f"by {progress.due:%m-%d}" if progress.due and progress.state != "done" else ""
    title = pad(printable(in_language(item.title, facts.language)), 56)
    line = f"{mark} {pad(item.key, 10)} {title} {due}".rstrip()
    lines = [styled(line, colour) if colour != "dim" else line]
    if progress.state != "done":
        why = printable(in_language(item.why, facts.language))
        lines += wrap(why, columns(), indent=" " * 15)
    for sign, texts in (("+", progress.proved), ("-", progress.missing)):
        for text in filter(None, texts):
            lines += wrap(one_line(text), columns(), indent=" " * 13 + f"{sign} ", hanging=" " * 15)
    return lines


def _sign(day: int) -> int:
    return (day > 0) - (day < 0)
