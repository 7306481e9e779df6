"""`speakprep rehearse reel`: what is worth hearing, in one short file."""

from collections.abc import Sequence

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.rehearse.decoding import cut, decode_shown
from speakprep.cli.rehearse.names import RehearsalArgument
from speakprep.cli.terminal import columns, one_line, progress, wrap
from speakprep.rehearsal.actions.reel import Reel, make_reel
from speakprep.rehearsal.model import Clip
from speakprep.script.timing import clock
from speakprep.talk.report import Report


def reel_command(
    rehearsal: RehearsalArgument = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Cut what is worth hearing into one short WAV file.

    Long pauses, slides past their time, jumps in loudness and what you marked,
    a beep before each. The list beside it opens as labels in Audacity.
    """
    opened = workspace(talk)
    with progress("reading the recording") as show:
        report = make_reel(
            opened, rehearsal, cut=cut, join=_join, decode=decode_shown, progress=show
        )
    return Screen(report=report, lines=_lines(report))


def _join(clips: Sequence[Clip], gap_s: float) -> bytes:
    from speakprep.rehearsal.clips import reel

    return reel(clips, gap_s=gap_s)


def _lines(report: Report[Reel]) -> tuple[str, ...]:
    facts = report.facts
    count = len(facts.moments)
    moments = "1 moment" if count == 1 else f"{count} moments"
    lines = [f"{moments} worth hearing, {clock(facts.seconds)} in all. In the reel, then why:", ""]
    for moment in facts.moments:
        why = one_line("; ".join(moment.why))
        at = f"{clock(moment.reel_s):>7}  "
        lines += wrap(why, columns(), indent=at, hanging=" " * len(at))
    return tuple(lines)
