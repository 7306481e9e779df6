"""`speakprep rehearse show`: one rehearsal as a whole."""

from speakprep.cli.options import TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.rehearse.csv_rows import TableFormatOption, csv_screen, rehearsal_rows
from speakprep.cli.rehearse.figures import change_lines, figure_lines
from speakprep.cli.rehearse.names import RehearsalArgument
from speakprep.cli.rehearse.spark import pause_line
from speakprep.cli.terminal import columns, one_line, printable, wrap
from speakprep.rehearsal.actions.show import Shown, show
from speakprep.rehearsal.model import DEAD_AIR_S
from speakprep.rehearsal.record import Rehearsal
from speakprep.script.timing import clock

MOST_PAUSES = 12
_INDENT = " " * 13
"""Below what a label stands before."""


def show_command(
    rehearsal: RehearsalArgument = "",
    talk: TalkOption = None,
    format_: TableFormatOption = "text",
) -> Screen:
    """Show one rehearsal beside your own past.

    For example: speakprep rehearse show 2027-03-01
    """
    report = show(workspace(talk), rehearsal)
    facts = report.facts
    if format_ == "csv":
        return csv_screen(report, rehearsal_rows([facts.rehearsal]))
    return Screen(report=report, lines=tuple(_lines(facts)))


def _lines(facts: Shown) -> list[str]:
    rehearsal, figures = facts.rehearsal, facts.rehearsal.figures
    people = f", with {', '.join(rehearsal.people)}" if rehearsal.people else ""
    head = f"{rehearsal.id}: {rehearsal.at:%Y-%m-%d %H:%M}, {rehearsal.kind}{people}"
    lines = wrap(one_line(head), columns())
    if rehearsal.note:
        lines += wrap(printable(rehearsal.note), columns(), indent="  ")
    lines.append("")
    if not rehearsal.measured:
        lines += wrap(one_line(f"It lives elsewhere: {rehearsal.recording.url}"), columns())
    elif not figures.speech_found:
        lines.append("No speech was found in this recording.")
    else:
        lines += figure_lines(figures, facts.speaking_minutes, rehearsal.script)
        lines += change_lines(facts.changes)
        lines += _pause_lines(facts)
    return [*lines, "", *_heard_lines(facts)]


def _pause_lines(facts: Shown) -> list[str]:
    """Say how often and how long the speaker pauses, and draw where the long pauses are."""
    if facts.pause_mean_s is None:
        return []
    often = f"{facts.pauses_per_minute:.1f} a minute"
    lines = ["", f"  pauses     {often}, {facts.pause_mean_s:.2f} s on average"]
    figures, width = facts.rehearsal.figures, columns() - len(_INDENT)
    if figures.pauses:
        lines.append(_INDENT + pause_line(figures.pauses, figures.duration_s, width))
    if facts.dead_air:
        longest = sorted(facts.dead_air, key=lambda pause: -pause.length_s)[:MOST_PAUSES]
        places = ", ".join(
            f"{clock(pause.start_s)} ({pause.length_s:.1f} s)"
            for pause in sorted(longest, key=lambda pause: pause.start_s)
        )
        lines += wrap(f"{DEAD_AIR_S:.0f} s or more: {places}", columns(), indent=_INDENT)
    return lines


def _heard_lines(facts: Shown) -> list[str]:
    rehearsal = facts.rehearsal
    lines = [_heard(facts)]
    for at, text in _notes(rehearsal):
        lines += wrap(printable(text), columns(), indent=f"{at:>7}  ", hanging=" " * 9)
    return lines


def _heard(facts: Shown) -> str:
    if facts.counts:
        return "Listened to: it counts."
    if facts.heard_share:
        return f"Listened to {facts.heard_share:.0%} so far; it counts from 90%."
    return "Not listened to yet."


def _notes(rehearsal: Rehearsal) -> list[tuple[str, str]]:
    remarks = [each for listening in rehearsal.listened for each in listening.remarks]
    notes = [(clock(each.at_s), each.text) for each in sorted(remarks, key=lambda each: each.at_s)]
    return [*notes, *(("-", each.note) for each in rehearsal.listened if each.note)]
