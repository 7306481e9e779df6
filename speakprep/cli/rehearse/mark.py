"""`speakprep rehearse mark`: a timer beside any recorder."""

import contextlib
import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated

import typer

from speakprep.cli.numbers import slide_numbers
from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.rehearse.keys import keys_in
from speakprep.cli.rehearse.timer_screen import timer_lines
from speakprep.cli.terminal import ask, columns, interactive, printable, wrap
from speakprep.errors import UsageError
from speakprep.rehearsal.actions.mark import Marked, begin, keep_key, marked, rehearsed_slides
from speakprep.rehearsal.timer import Key, press, started
from speakprep.script.timing import clock
from speakprep.talk.report import Report

REDRAW_SECONDS = 0.5
_CLEAR_LINE, _CLEAR_BELOW, _HOME = "\x1b[K", "\x1b[J", "\x1b[H"
_OTHER_SCREEN, _FIRST_SCREEN = "\x1b[?1049h", "\x1b[?1049l"


def mark_command(
    slides: Annotated[
        str, typer.Option(metavar="1-3,7", help="Slides you will speak, if not all of them.")
    ] = "",
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Time your slides beside any recorder: a key for each.

    Start the recorder, then the timer. A clicker's keys do as well. Every key is on
    the disk at once; time stands still in a pause.
    """
    opened = workspace(talk)
    language = lang or opened.talk.language
    spoken = rehearsed_slides(opened, language, slide_numbers(slides))
    if not interactive():
        raise UsageError(
            "the timer needs a terminal and somebody at its keys",
            hint="or label the slides in Audacity: speakprep rehearse slides --marks FILE",
        )
    _check_keys()
    ask("Start your recorder, then press Enter:")
    path = begin(opened, spoken[0], datetime.now())  # noqa: DTZ005 -- the speaker's own clock
    timer = started(spoken)
    began = time.monotonic()
    with _screen() as draw, _keyboard() as read:
        while not timer.ended:
            at_s = time.monotonic() - began
            draw(timer_lines(timer, at_s, opened.talk.speaking_minutes, columns()))
            for key in read():
                at_s = time.monotonic() - began
                before, timer = timer, press(timer, key, at_s)
                keep_key(opened, path, before, timer, key, at_s)
    report = marked(opened, path, timer)
    return Screen(report=report, lines=tuple(_lines(report)))


def _check_keys() -> None:
    try:
        import termios  # noqa: F401 -- only whether there is one: not on Windows
    except ImportError:
        raise UsageError(
            "the timer does not run on this system",
            hint="label the slides in Audacity: speakprep rehearse slides --marks FILE",
        ) from None


@contextlib.contextmanager
def _screen() -> Iterator[Callable[[list[str]], None]]:
    """Draw on the terminal's second screen, so that the first is as it was afterwards."""

    def draw(lines: list[str]) -> None:
        shown = [f"{line}{_CLEAR_LINE}\n" for line in lines[:-1]]
        sys.stderr.write(f"{_HOME}{''.join(shown)}{_CLEAR_BELOW}{lines[-1]}")
        sys.stderr.flush()

    sys.stderr.write(_OTHER_SCREEN)
    try:
        yield draw
    finally:
        sys.stderr.write(_FIRST_SCREEN)
        sys.stderr.flush()


@contextlib.contextmanager
def _keyboard() -> Iterator[Callable[[], list[Key]]]:
    """Hand out keys as they are pressed, without Enter; Ctrl-C ends like q."""
    import termios
    import tty

    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    begun = b""

    def read() -> list[Key]:
        nonlocal begun
        try:
            if not select.select([keyboard], [], [], REDRAW_SECONDS)[0]:
                return []
            typed = os.read(keyboard, 1024)
        except (KeyboardInterrupt, OSError):  # the latter when the terminal is gone
            return ["end"]
        if not typed:
            return ["end"]
        keys, begun = keys_in(begun + typed)
        return keys

    tty.setcbreak(keyboard)
    try:
        yield read
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)


def _lines(report: Report[Marked]) -> list[str]:
    facts = report.facts
    noun = "slide" if facts.slides == 1 else "slides"
    line = (
        f"{facts.slides} {noun} in {clock(facts.spoken_s)}, "
        f"{clock(facts.planned_s)} planned for them."
    )
    if facts.notes:
        noun = "moment" if facts.notes == 1 else "moments"
        line += f" {facts.notes} {noun} marked."
    return [
        *wrap(printable(line), columns()),
        *wrap("Stop your recorder; its file is what you log with these marks.", columns()),
    ]
