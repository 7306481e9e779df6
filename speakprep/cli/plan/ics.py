"""`speakprep plan ics`: the plan in a calendar."""

from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, TalkOption, here, user, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plan.clock import now
from speakprep.cli.plan.show import inside_talk
from speakprep.cli.terminal import clip, columns, one_line, wrap
from speakprep.plan.actions.export import CALENDAR_FILE, Exported, export, talks_here

OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Another file than plan.ics.")
]


def ics_command(
    out: OutOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Write the plan as a calendar file, with reminders.

    Outside a talk it holds all your talks. Import it into any calendar. Imported
    again, it changes the entries and adds none twice.
    """
    folder = here()
    if inside_talk(talk):
        opened = workspace(talk)
        report = export((opened,), out or opened.folder / CALENDAR_FILE, here=folder, now=now())
    else:
        talks = talks_here(folder, user())
        report = export(talks, out or folder / CALENDAR_FILE, here=folder, now=now())
    return Screen(report=report, lines=ics_lines(report.facts))


def ics_lines(facts: Exported) -> tuple[str, ...]:
    """Tell what is in the file and what to do with it."""
    talks = "" if len(facts.talks) == 1 else f" of {len(facts.talks)} talks"
    changed = f"{facts.changed} new or changed" if facts.changed else "none changed"
    text = (
        f"{facts.entries} entries{talks}, {facts.reminders} with a reminder, {changed}. Open the "
        "file with your calendar; opened again later, it changes these entries and adds none twice."
    )
    left = (clip(f"left out: {one_line(each)}", columns()) for each in facts.left_out)
    return (*wrap(text, columns()), *left)
