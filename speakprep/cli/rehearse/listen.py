"""`speakprep rehearse listen`: hear a recording in the browser, and keep what was noticed."""

import sys
import threading
import webbrowser
from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.rehearse.decoding import decode_shown
from speakprep.cli.rehearse.names import RehearsalArgument
from speakprep.cli.terminal import columns, interactive, one_line, progress, wrap
from speakprep.rehearsal.actions.listening import ListenFacts, Session, open_player
from speakprep.rehearsal.heard import ENOUGH


def listen_command(
    rehearsal: RehearsalArgument = "",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in your browser.")
    ] = True,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Listen to a rehearsal in your browser, with notes.

    The page comes from this machine and is for this machine only. What you
    played and noted goes into the rehearsal's record; it counts from 90% on.

    For example: speakprep rehearse listen
    """
    from speakprep.web.listening import listen

    opened = workspace(talk)
    with progress("reading the recording") as show:
        playable = open_player(opened, rehearsal, decode=decode_shown, progress=show)
    now = datetime.now()  # noqa: DTZ005 -- the speaker's own clock
    session = Session(opened, playable.rehearsal, now)
    listen(opened, playable, session, partial(_started, browser=browser and interactive()))
    report = session.report()
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _started(address: str, *, browser: bool) -> None:
    """Say where the page is; a browser that runs in the terminal must not hold the server up."""
    sys.stderr.write(f"Listen here: {address}\nFinish on the page, or with Ctrl-C here.\n")
    sys.stderr.flush()
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _lines(facts: ListenFacts) -> list[str]:
    standing, notes = facts.standing, len(facts.remarks)
    kept = "1 note" if notes == 1 else f"{notes} notes"
    line = f"{facts.rehearsal.id}: {standing.share:.0%} heard, {kept} kept."
    line += " It counts." if standing.counts else f" It counts from {ENOUGH:.0%} on."
    return wrap(one_line(line), columns())
