"""`speakprep rehearse`: measure recordings, note that they were listened to."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.numbers import slide_numbers
from speakprep.cli.options import FormatOption, TalkOption, command_app, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import (
    ask,
    cells,
    clip,
    columns,
    interactive,
    one_line,
    pad,
    printable,
    progress,
    wrap,
)
from speakprep.errors import UsageError
from speakprep.rehearsal.actions import (
    Listed,
    Logged,
    Reel,
    list_rehearsals,
    listened,
    log,
    make_reel,
)
from speakprep.rehearsal.judge import (
    HAN_PER_MINUTE,
    LOUDNESS_LUFS,
    WORDS_PER_MINUTE,
)
from speakprep.rehearsal.model import LOUDNESS_ERROR_LU, SPEAKING_ERROR, Clip, Sound, Span
from speakprep.rehearsal.record import Figures, Kind, Rehearsal, SpokenScript
from speakprep.rehearsal.said import MEASURED, Log
from speakprep.script.timing import clock
from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.talk.report import Report

app = command_app()

BAR_COLUMNS = 30
"""Width of the bar that shows the talk against its slot."""


@app.callback()
def rehearse() -> None:
    """Measure a recording of your talk; note that you listened to it.

    A rehearsal counts when it was recorded and listened to. Recordings stay on
    this machine and where they are.
    """


@app.command("log")
def log_command(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="WAV, MP3, M4A, Opus, WEBM, MP4 ..."),
    ],
    kind: Annotated[
        Kind, typer.Option(metavar="KIND", help="solo, team, video or final.")
    ] = "solo",
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="When, such as 2027-03-01T18:30.")
    ] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="NAME", help="Who was there; repeatable.")
    ] = None,
    slides: Annotated[
        str, typer.Option(metavar="1-3,7", help="Slides spoken, if not all of them.")
    ] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="Anything to remember about it.")] = "",
    lang: Annotated[
        Literal["en", "zh"] | None,
        typer.Option(help="What you spoke, if not what the audience will hear."),
    ] = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Measure a recording: length, pauses, pace, loudness.

    For example: speakprep rehearse log take1.m4a --slides 1-5
    """
    said = Log(
        kind=kind,
        at=_moment(at) if at else None,
        people=tuple(with_ or ()),
        note=note,
        slides=slide_numbers(slides),
        language=lang,
    )
    opened = workspace(talk)
    with progress(f"reading {_short(file)}") as show:
        report = log(opened, file, said, decode=_decode, progress=show)
    return Screen(report=report, lines=_logged_lines(report))


@app.command("listened")
def listened_command(
    rehearsal: Annotated[str, typer.Argument(metavar="ID", help="Its id, or the beginning of it.")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What you noticed.")] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Note that you listened to a recording.

    It counts with at least one thing you noticed.

    For example: speakprep rehearse listened 2027-03-01 --note "too fast on slide 4"
    """
    opened = workspace(talk)
    if not note.strip() and interactive():
        note = ask("What did you notice, good or bad?")
    report = listened(opened, rehearsal, note, datetime.now())  # noqa: DTZ005 -- the speaker's own clock
    heard = len(report.facts.rehearsal.listened)
    times = "once" if heard == 1 else f"{heard} times"
    line = f"{report.facts.rehearsal.id}: listened to {times}; your note is kept with it."
    return Screen(report=report, lines=tuple(wrap(printable(line), columns())))


@app.command("list")
def list_command(
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """List all rehearsals of this talk."""
    report = list_rehearsals(workspace(talk))
    return Screen(report=report, lines=_listed_lines(report))


@app.command("reel")
def reel_command(
    rehearsal: Annotated[str, typer.Argument(metavar="ID", help="Its id, or the beginning of it.")],
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Cut the long pauses into one short WAV file.

    Each comes with a little of what stands before and after it.
    """
    from speakprep.rehearsal.clips import reel

    opened = workspace(talk)
    with progress("reading the recording") as show:
        report = make_reel(opened, rehearsal, cut=_cut, join=reel, progress=show)
    return Screen(report=report, lines=_reel_lines(report))


def _decode(file: Path) -> Sound:
    from speakprep.rehearsal.audio import decode

    with progress(f"measuring {_short(file)}") as show:
        return decode(file, progress=show)


def _cut(file: Path, spans: Sequence[Span]) -> tuple[Clip, ...]:
    """Cut one by one, as each has to be looked for in the file."""
    from speakprep.rehearsal.audio import cut

    clips: list[Clip] = []
    with progress(f"cutting {_short(file)}") as show:
        for done, span in enumerate(spans):
            show(done, len(spans))
            clips += cut(file, [span])
    return tuple(clips)


def _short(file: Path) -> str:
    return clip(one_line(file.name), 40)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"--at {text!r} is not a time", hint="for example: --at 2027-03-01T18:30"
        ) from None


def _logged_lines(report: Report[Logged]) -> tuple[str, ...]:
    facts = report.facts
    rehearsal, figures = facts.rehearsal, facts.rehearsal.figures
    lines = wrap(one_line(f"{rehearsal.id}: {rehearsal.recording.file}"), columns())
    if facts.again:
        lines += wrap(_known(facts), columns())
    source = rehearsal.recording.source
    codec = source.codec.partition("_")[0].upper()  # PCM says enough of pcm_s16le
    picture = ", with picture" if source.has_video else ""
    lines += ["", f"  recorded   {clock(figures.duration_s)}  {codec}{picture}"]
    if figures.speech_found:
        lines += _figure_lines(figures, facts.speaking_minutes, rehearsal.script)
    return tuple(lines)


def _known(facts: Logged) -> str:
    """Say which record a recording has already, and how it becomes what was said now."""
    record = one_line(facts.record)
    said = f"This recording is {record} already; nothing was changed."
    anew = [option for option in facts.differs if option in MEASURED]
    if anew:
        options = " and ".join(anew)
        notes = " (your listening notes are in it)" if facts.rehearsal.listened else ""
        return f"{said} To measure it anew with {options}, delete that file{notes} and log again."
    if facts.differs:
        return f"{said} Write your {' and '.join(facts.differs)} into that file."
    return f"{said} What you said about it can be mended there."


def _figure_lines(
    figures: Figures, speaking_minutes: int, script: SpokenScript | None
) -> list[str]:
    share = figures.talk_s / (speaking_minutes * 60)
    of_slot = f"{_bar(share)} {share:.0%} of {speaking_minutes} min"
    speech = f"{figures.speaking_s / figures.talk_s:.0%} of the talk"
    lines = [
        f"  talk       {clock(figures.talk_s)}  {of_slot}",
        f"  speaking   {clock(figures.speaking_s)}  {speech} (within {SPEAKING_ERROR:.0%})",
        f"  pauses     {figures.short_pauses} short, {_long_pauses(figures)}",
        *_pace_lines(figures, script),
    ]
    if figures.loudness_lufs is not None:
        low, high = LOUDNESS_LUFS
        lines.append(
            f"  loudness   {figures.loudness_lufs:.1f} LUFS (within {LOUDNESS_ERROR_LU}); "
            f"{low:.0f} to {high:.0f} is easy to hear"
        )
    return lines


def _bar(share: float) -> str:
    """Draw the talk against its slot; a `>` says that it runs over."""
    filled = min(round(share * BAR_COLUMNS), BAR_COLUMNS)
    return f"[{'#' * filled}{'.' * (BAR_COLUMNS - filled)}{'>' if share > 1 else ']'}"


def _long_pauses(figures: Figures) -> str:
    if not figures.pauses:
        return "none of a second or more"
    longest = max(figures.pauses, key=lambda pause: pause.length_s)
    return (
        f"{len(figures.pauses)} of a second or more, "
        f"the longest {longest.length_s:.1f} s at {clock(longest.start_s)}"
    )


def _pace_lines(figures: Figures, script: SpokenScript | None) -> list[str]:
    rates = []
    for rate, unit, (low, high) in (
        (figures.words_per_minute, "words/min", WORDS_PER_MINUTE),
        (figures.han_per_minute, "字/min", HAN_PER_MINUTE),
    ):
        if rate and round(rate):
            rates.append((f"{rate:.0f} {unit}", f"; {low:.0f} to {high:.0f} is usual"))
    if not rates:
        return []
    usual = rates[0][1] if len(rates) == 1 else ""  # of a mixed talk no band holds for one part
    # Words are counted in a script, so the pace is wrong when another language was spoken.
    by = f" by the {LANGUAGE_NAMES[script.language]} script" if script else ""
    return [f"  pace       {', '.join(rate for rate, _ in rates)}{by}{usual}"]


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
        f"{figures.talk_s / (minutes * 60):.0%}" if figures.speech_found else "no speech",
        "yes" if rehearsal.listened else "not yet",
        one_line(", ".join(rehearsal.people)),
    )


def _reel_lines(report: Report[Reel]) -> tuple[str, ...]:
    spans = report.facts.spans
    places = ", ".join(clock(span.start_s) for span in spans)
    moments = "1 moment" if len(spans) == 1 else f"{len(spans)} moments"
    return tuple(wrap(f"{moments} worth hearing, in the recording at {places}.", columns()))
