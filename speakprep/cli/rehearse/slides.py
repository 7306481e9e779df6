"""`speakprep rehearse slides`: planned against actual, slide by slide."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.script.pace import pace_line
from speakprep.cli.terminal import columns, one_line, pad, wrap
from speakprep.rehearsal.actions.slides import SlidesFacts, slides
from speakprep.rehearsal.drift import Drift, SectionDrift, SlideDrift
from speakprep.script.pace import rate_of
from speakprep.script.timing import clock

TITLE_CELLS = 25
BAR_CELLS = 16
"""Widths that fill 80 columns with all else."""

_NAMED = 8


def slides_command(
    rehearsal: Annotated[
        str, typer.Argument(metavar="[ID]", help="Its id, or its beginning; else the latest.")
    ] = "",
    marks: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="When each slide was up, as a program wrote it."),
    ] = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """See which slides ran long, and where it went late.

    Marks come from rehearse mark, Audacity, PowerPoint's timings (your deck), chapter
    lists, SRT, VTT, presently, peitho, pdf-presenter, reveal.js. A rehearsal without
    marks keeps those you give; until then its transcript tells, if it has one.
    For example: speakprep rehearse slides --marks deck.pptx
    """
    report = slides(workspace(talk), rehearsal, file=marks, language=lang)
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _lines(facts: SlidesFacts) -> Iterator[str]:
    width = columns()
    yield from wrap(_origin(facts), width)
    if facts.differs:
        yield from wrap(
            "The record keeps other marks; delete [marks] in it, and these will be kept.", width
        )
    found = facts.drift
    if any(slide.visits for slide in found.slides):
        yield ""
        yield f"  {'#':>3} {pad('slide', TITLE_CELLS)} planned  actual   drift    late"
        longest = max((_longest(slide) for slide in found.slides), default=0.0) or 1.0
        yield from (_slide(slide, longest) for slide in found.slides)
        yield _row(
            "",
            "all that were reached",
            (found.planned_s, _with_a_plan(found), found.slides[-1].late_s),
        )
    if found.sections:
        yield ""
        yield f"  {'':>3} {pad('section', TITLE_CELLS)} planned  actual   drift"
        yield from (_section(section) for section in found.sections)
    yield ""
    yield from wrap(_pace(facts), width)
    if facts.moments:
        yield from wrap(_moments(facts), width)


def _with_a_plan(found: Drift) -> float:
    """Return the time of the slides that have a plan, which is all that can be early or late."""
    return sum(slide.actual_s for slide in found.slides if slide.planned_s is not None)


def _origin(facts: SlidesFacts) -> str:
    if facts.error_s:
        return one_line(
            f"{facts.rehearsal}: by its transcript, from {facts.source}; nine of ten slides begin "
            f"within {facts.error_s:.0f} s of the time shown."
        )
    name = f"{facts.rehearsal}: marks" if facts.rehearsal else "Marks"
    lengths = ", which kept how long each slide took but not when" if facts.lengths_only else ""
    return one_line(f"{name} from {facts.source}{lengths}.")


def _pace(facts: SlidesFacts) -> str:
    """Say by which pace the plan was counted; a rehearsal is never held against its own."""
    if not facts.rehearsal or facts.pace.origin != "default":
        return pace_line(facts.pace, facts.language)
    unit = "字" if facts.language == "zh" else "words"
    rate = f"{rate_of(facts.pace, facts.language):.0f} {unit} a minute"
    return f"Planned at {rate}, until another rehearsal tells your own pace."


def _longest(slide: SlideDrift) -> float:
    return max(slide.planned_s or 0.0, slide.actual_s)


def _slide(slide: SlideDrift, longest: float) -> str:
    number = str(slide.number)
    if slide.state != "shown":
        left = _row(number, slide.title, (slide.planned_s, None, None))
        return f"{left}  {slide.state if slide.state == 'skipped' else '-'}"
    line = _row(number, slide.title, (slide.planned_s, slide.actual_s, slide.drift_s))
    if not slide.ended:
        return f"{line}  or more: no end was marked"
    late = f"{_signed(slide.late_s):>7}" if slide.drift_s is not None else " " * 7
    return f"{pad(line, 56)}{late} {_bar(slide, longest)}".rstrip()


def _section(section: SectionDrift) -> str:
    planned, actual = section.planned_s, section.actual_s
    drift = None if planned is None else actual - planned
    return _row("", section.name or "(none)", (planned, actual, drift))


def _row(number: str, title: str, seconds: tuple[float | None, float | None, float | None]) -> str:
    """Show a name, and seconds planned, taken and too many, as far as they are known."""
    planned, actual, drift = seconds
    name = pad(one_line(title), TITLE_CELLS)
    first = "-" if planned is None else clock(planned)
    second = "" if actual is None else clock(actual)
    third = "" if drift is None else _signed(drift)
    return f"  {number:>3} {name} {first:>7} {second:>7} {third:>7}".rstrip()


def _signed(seconds: float) -> str:
    whole = round(seconds)
    return f"{'+' if whole > 0 else '-' if whole < 0 else ''}{clock(abs(whole))}"


def _bar(slide: SlideDrift, longest: float) -> str:
    """Draw the time of a slide: `.` is planned and left, `>` is over the plan, `!` far from it."""
    cells = BAR_CELLS - 1
    actual = round(slide.actual_s / longest * cells)
    planned = round((slide.planned_s or 0.0) / longest * cells)
    if slide.planned_s is None:
        return "#" * actual
    bar = "#" * min(actual, planned) + ">" * (actual - planned) + "." * (planned - actual)
    return f"{bar}!" if slide.flagged else bar


def _moments(facts: SlidesFacts) -> str:
    named = [
        f"{clock(moment.at_s)}{f' {one_line(moment.note)}' if moment.note else ''}"
        for moment in facts.moments[:_NAMED]
    ]
    more = len(facts.moments) - _NAMED
    tail = f" and {more} more" if more > 0 else ""
    return f"Moments marked: {', '.join(named)}{tail}."
