"""`speakprep script check`: findings, and the table of slides and times."""

from collections.abc import Iterator, Sequence
from functools import partial

from speakprep.cli.allowed import allowed_lines
from speakprep.cli.folding import fold, ranges
from speakprep.cli.formats.plain import Group
from speakprep.cli.options import (
    FailOnOption,
    LanguageOption,
    LintFormatOption,
    TalkOption,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.terminal import cells, clip, columns, one_line, pad, printable, wrap
from speakprep.lint.files import parse_rules
from speakprep.script.actions.check import CheckFacts, check
from speakprep.script.actions.opening import RULES
from speakprep.script.check import Row, State
from speakprep.script.timing import clock
from speakprep.talk.language import Language
from speakprep.talk.report import Finding
from speakprep.talk.resources import find_resource

BAR_CELLS = 20
"""Width of the bar that shows how long a slide takes, and of the one for the talk."""

TITLE_CELLS = 33
"""Width of a title in the table: with all else it fills 80 columns."""

_STATES: dict[State, str] = {"empty": "empty", "notes": "notes", "written": ""}
WITHOUT_TEXT = "SCR101"
"""The shipped rule for a slide without a text: shown once for all of them."""

_UNITS: dict[Language, str] = {"en": "words", "zh": "字"}


def check_command(
    lang: LanguageOption = None,
    fail_on: FailOnOption = "error",
    talk: TalkOption = None,
    format_: LintFormatOption = "text",
) -> Screen:
    """Could a stranger read it aloud, and give the talk in time?

    For example: speakprep script check --lang en --fail-on warning
    """
    space = workspace(talk)
    report = check(space, lang)
    lines = list(_check_lines(report.facts))
    if report.facts.slides and not report.findings:
        lines += ["", "Nothing to fix: somebody else could give this talk."]
    shown = fold(report.findings, WITHOUT_TEXT, partial(_without_text, report.facts.language))
    return Screen(
        report=report,
        lines=tuple(lines),
        shown=shown,
        groups=_groups(report.facts) if shown else (),
        rules=parse_rules(find_resource(space.shelves, RULES)) if format_ == "sarif" else (),
        notes=allowed_lines(report.facts.suppressed),
        suppressed=report.facts.suppressed,
        fail_on=fail_on,
    )


def _without_text(language: Language, found: Sequence[Finding]) -> str:
    slides = [finding.place.slide for finding in found if finding.place.slide is not None]
    if language == "zh":
        advice = "哪怕只写一句“下面看演示”，别人也知道该做什么。"
        return f"第 {ranges(slides, '、')} 页还没有讲稿。{advice}"
    advice = "Even “Now the demo” tells a stranger what to do."
    return f"Slides {ranges(slides)} have no text yet. {advice}"


def _groups(facts: CheckFacts) -> tuple[Group, ...]:
    """Return the script itself and its slides, each shown if there is something about it."""
    slides = (
        Group(
            heading=clip(printable(f"Slide {row.number}: {row.title}"), columns()),
            file=facts.script,
            slide=row.number,
            quiet=True,
        )
        for row in facts.slides
        if row.number is not None
    )
    return (Group(heading=one_line(facts.script), file=facts.script, quiet=True), *slides)


def _check_lines(facts: CheckFacts) -> Iterator[str]:
    unit = _UNITS[facts.language]
    longest = max((row.seconds.likely for row in facts.slides), default=0.0) or 1.0
    yield f"  {'#':>3} {pad('slide', TITLE_CELLS)} {pad(unit, 6, right=True)} {'time':>11}"
    for row in facts.slides:
        yield _row(row, longest)
    total = facts.total
    full = min(round(total.likely / 60 / facts.minutes * BAR_CELLS), BAR_CELLS)
    bar = "#" * full + "." * (BAR_CELLS - full)
    shown = [row for row in facts.slides if not row.hidden and not row.orphan]
    written = sum(row.state != "empty" for row in shown)
    yield ""
    todo = f"; write the others in {printable(facts.script)}" if written < len(shown) else ""
    yield from wrap(f"{written} of {len(shown)} slides have a text{todo}.", columns())
    yield (
        f"[{bar}] {_minutes(total.low)} to {_minutes(total.high)} minutes; "
        f"you have {facts.minutes:g}"
    )


def _row(row: Row, longest: float) -> str:
    number = "-" if row.number is None else str(row.number)
    time = f"{clock(row.seconds.low)}-{clock(row.seconds.high)}" if row.state != "empty" else ""
    said = "hidden" if row.hidden else "no slide" if row.orphan else _STATES[row.state]
    bar = "#" * round(row.seconds.likely / longest * BAR_CELLS)
    amount = str(row.count) if row.count else ""
    line = (
        f"  {number:>3} {pad(printable(row.title), TITLE_CELLS)} {amount:>6} {time:>11}"
        f" {bar if not said else f'{bar[: BAR_CELLS - cells(said) - 1]} {said}'.lstrip()}"
    )
    return line.rstrip()


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f}" if seconds >= 600 else f"{seconds / 60:.1f}"
