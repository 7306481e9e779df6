"""`speakprep script time`: where the time goes, and what to cut so that the talk fits."""

from collections.abc import Iterator
from typing import Annotated, Literal

import typer

from speakprep.cli.folding import ranges
from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.script.pace import pace_line
from speakprep.cli.script.table import TITLE_CELLS, UNITS, head, in_minutes, table, whole_bar
from speakprep.cli.terminal import clip, columns, pad, printable, wrap
from speakprep.errors import UsageError
from speakprep.rehearsal.own_pace import pace_of
from speakprep.script.actions.time import TimeFacts, time
from speakprep.script.check import FAR_UNDER, LONG_SLIDE_SECONDS
from speakprep.script.cuts import Cut
from speakprep.script.pace import INTERPRETING, Interpreting, given_pace, rate_of
from speakprep.script.timing import clock
from speakprep.talk.language import Language

_SLOWEST, _FASTEST = 20.0, 600.0
"""Rates beyond which nobody follows, in words or characters a minute."""

_LONGEST_MINUTES = 1440.0
_NEARLY = 0.95
"""Share of what is too much that cuts must save before they are called enough."""
_ABOUT: dict[Interpreting, str] = {
    "consecutive": "With a consecutive interpreter everything is said twice.",
    "simultaneous": "Interpreters in the booth follow 110 words or 165 字 a minute, no more.",
}


def time_command(
    minutes: Annotated[
        float | None,
        typer.Option(metavar="N", help="Minutes to speak in; else the slot less questions."),
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(metavar="N", help="Your words (en) or characters (zh) a minute."),
    ] = None,
    interpreter: Annotated[
        Literal["consecutive", "simultaneous"] | None,
        typer.Option(metavar="|".join(INTERPRETING), help="How your talk is interpreted."),
    ] = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """See where the time goes, and what to cut to fit.

    Numbers and short forms count as they are spoken, [pause 3s] and [demo 2m] as they
    are. For example: speakprep script time --minutes 20 --interpreter simultaneous
    """
    _check("--minutes", minutes, 0.1, _LONGEST_MINUTES)
    _check("--rate", rate, _SLOWEST, _FASTEST)
    space = workspace(talk)
    language = lang or space.talk.language
    pace = pace_of(space, language) if rate is None else given_pace(rate, language)
    report = time(space, lang, minutes=minutes, pace=pace, interpreter=interpreter)
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _check(option: str, value: float | None, least: float, most: float) -> None:
    if value is not None and not least <= value <= most:
        raise UsageError(
            f"{option} must be between {least:g} and {most:g}", hint=f"for example: {option} 20"
        )


def _lines(facts: TimeFacts) -> Iterator[str]:
    width = columns()
    yield from table(facts.slides, facts.language)
    yield from _sections(facts)
    yield ""
    if facts.slot_minutes is not None:
        yield from wrap(
            f"The slot has {facts.slot_minutes:g} minutes, {facts.qa_minutes:g} of them for "
            f"questions: {facts.minutes:g} to speak.",
            width,
        )
    yield whole_bar(facts.total, facts.minutes)
    yield from wrap(pace_line(facts.pace, facts.language), width)
    if facts.interpreter:
        slower = f"{rate_of(facts.delivered, facts.language):.0f} {UNITS[facts.language]}"
        yield from wrap(f"{_ABOUT[facts.interpreter]} That is {slower} a minute.", width)
    yield from _open(facts)
    yield from _verdict(facts)


def _sections(facts: TimeFacts) -> Iterator[str]:
    if not facts.sections:
        return
    yield ""
    yield head("section", facts.language)
    for section in facts.sections:
        name = pad(printable(section.name or "(none)"), TITLE_CELLS)
        range_ = f"{clock(section.low)}-{clock(section.high)}"
        yield f"  {section.slides:>3} {name} {section.count:>6} {range_:>11}"


def _open(facts: TimeFacts) -> Iterator[str]:
    """Say what the slides without a text leave open: they take time as well."""
    left = facts.open
    if not left.slides:
        return
    many = len(left.slides) > 1
    what = f"Slides {ranges(left.slides)} have" if many else f"Slide {left.slides[0]} has"
    line = f"{what} no text yet, and nothing is counted for {'them' if many else 'it'}"
    if left.seconds_each > LONG_SLIDE_SECONDS:
        # Nobody talks over one slide that long: the rest is for the others.
        line += f": {clock(left.seconds_each * len(left.slides))} is left, more than "
        line += f"{'they' if many else 'it'} will take"
    elif left.count_each:
        each = " each" if many else ""
        unit = UNITS[facts.language]
        line += f": {clock(left.seconds_each)}{each} is left, about {left.count_each} {unit}"
    yield from wrap(f"{line}.", columns())


def _verdict(facts: TimeFacts) -> Iterator[str]:
    """Say whether it fits, and if not, what would make it fit."""
    total, limit, width = facts.total, facts.minutes * 60, columns()
    if total.likely <= limit:
        if not facts.open.slides:
            yield from ("", *wrap(_it_fits(facts), width))
        return
    yield ""
    over = in_minutes(total.likely - limit)
    still = (
        f" Demos and pauses take {clock(facts.still_seconds)} of it." if facts.still_seconds else ""
    )
    if not facts.cuts:
        yield from wrap(
            f"{over} minutes too long, and demos and pauses take most of it: shorten one of these.",
            width,
        )
        return
    yield from wrap(f"{over} minutes too long.{still} To fit, where it runs longest:", width)
    for cut in facts.cuts:
        yield from _cut(cut, facts.language)
    saved = 60 * sum(cut.count for cut in facts.cuts) / rate_of(facts.delivered, facts.language)
    if saved < (total.likely - limit) * _NEARLY:
        yield from wrap(
            f"All that saves {clock(saved)} of {clock(total.likely - limit)}: the rest has to "
            "come from demos, pauses, or a slide you leave out.",
            width,
        )


def _it_fits(facts: TimeFacts) -> str:
    total, limit = facts.total, facts.minutes * 60
    if total.high > limit:
        return (
            f"It fits. On a slow day you would need {in_minutes(total.high - limit)} minutes "
            "more: know which example you would skip."
        )
    if total.likely < limit * FAR_UNDER:
        return "It fits, slow days included, with room for an example or a demo."
    return "It fits, slow days included."


def _cut(cut: Cut, language: Language) -> Iterator[str]:
    unit, width = UNITS[language], columns()
    number = f"slide {cut.number}" if cut.number is not None else f"“{printable(cut.title)}”"
    yield from wrap(
        f"{number}: {cut.count} {unit} less. It takes {clock(cut.seconds)}; "
        f"an equal share would be {clock(cut.share_seconds)}.",
        width,
        indent="  ",
        hanging="    ",
    )
    for sentence in cut.sentences:
        where = f"    line {sentence.line}, {sentence.count} {unit}: "
        yield clip(printable(f"{where}{sentence.text}"), width)
