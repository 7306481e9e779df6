"""`speakprep rehearse listened`: say that a recording was heard, outside the player page."""

from datetime import datetime
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.rehearse.names import RehearsalArgument
from speakprep.cli.terminal import ask, columns, confirm, interactive, printable, wrap
from speakprep.errors import UsageError
from speakprep.rehearsal.actions.listened import listened
from speakprep.rehearsal.actions.records import confirm_command, find_rehearsal


def listened_command(
    rehearsal: RehearsalArgument = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="What you noticed.")] = "",
    heard: Annotated[bool, typer.Option("--confirm", help="You listened to all of it.")] = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Say that you listened with another player.

    It counts with at least one thing you noticed, good or bad. The player of
    `rehearse listen` knows by itself what you heard.

    For example: speakprep rehearse listened --confirm --note "clear start"
    """
    opened = workspace(talk)
    rehearsal = find_rehearsal(opened, rehearsal).id
    if not heard and interactive():
        heard = confirm("Did you listen to all of it?", assume_yes=False)
    if not heard:
        raise UsageError(
            "a rehearsal counts when you listened to all of it",
            hint=f"when you did: {confirm_command(rehearsal)}",
        )
    if not note.strip() and interactive():
        note = ask("What did you notice, good or bad?")
    report = listened(opened, rehearsal, note, datetime.now())  # noqa: DTZ005 -- the speaker's own clock
    times = len(report.facts.rehearsal.listened)
    often = "once" if times == 1 else f"{times} times"
    line = f"{report.facts.rehearsal.id}: listened to {often}; your note is kept with it."
    return Screen(report=report, lines=tuple(wrap(printable(line), columns())))
