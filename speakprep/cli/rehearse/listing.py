"""`speakprep rehearse list`: all rehearsals of a talk."""

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import cells, clip, columns, one_line, pad
from speakprep.rehearsal.actions.listing import Listed, list_rehearsals
from speakprep.rehearsal.heard import is_heard
from speakprep.rehearsal.record import Rehearsal
from speakprep.script.timing import clock
from speakprep.talk.report import Report


def list_command(
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """List all rehearsals of this talk."""
    report = list_rehearsals(workspace(talk))
    return Screen(report=report, lines=_listed_lines(report))


def _listed_lines(report: Report[Listed]) -> tuple[str, ...]:
    rehearsals, minutes = report.facts.rehearsals, report.facts.speaking_minutes
    if not rehearsals:
        if report.findings:
            return ()
        return ("No rehearsal yet. Any recorder will do: a phone, a laptop, a video call.",)
    rows = [("rehearsal", "talk", f"of {minutes} min", "listened to", "with")]
    rows += [_row(each, minutes) for each in rehearsals]
    first = min(max(cells(row[0]) for row in rows), columns() // 2)
    lines = []
    for name, talk, share, heard, people in rows:
        line = (
            f"{pad(name, first)}  {pad(talk, 6, right=True)}  {pad(share, 9, right=True)}  "
            f"{pad(heard, 13)}{people}"
        )
        lines.append(clip(line.rstrip(), columns()))
    return tuple(lines)


def _row(rehearsal: Rehearsal, minutes: int) -> tuple[str, str, str, str, str]:
    figures = rehearsal.figures
    return (
        one_line(rehearsal.id),
        clock(figures.talk_s) if figures.speech_found else "-",
        f"{figures.talk_s / (minutes * 60):.0%}"
        if figures.speech_found
        else ("no speech" if rehearsal.measured else "elsewhere"),
        "yes" if is_heard(rehearsal) else "not yet",
        one_line(", ".join(rehearsal.people)),
    )
