"""`speakprep script`: the spoken text, slide by slide, in step with the deck."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.allowed import allowed_lines
from speakprep.cli.folding import fold, ranges
from speakprep.cli.formats.plain import Group
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    LanguageOption,
    LintFormatOption,
    TalkOption,
    command_app,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.terminal import cells, clip, columns, one_line, pad, printable, wrap
from speakprep.lint.files import parse_rules
from speakprep.script.actions import RULES, CheckFacts, SyncFacts, check, push, sync
from speakprep.script.check import Row, State
from speakprep.script.timing import clock
from speakprep.script.update import ChangeKind
from speakprep.talk.language import Language
from speakprep.talk.report import Finding
from speakprep.talk.resources import find_resource

app = command_app()

BAR_CELLS = 20
"""Width of the bar that shows how long a slide takes, and of the one for the talk."""

TITLE_CELLS = 33
"""Width of a title in the table: with all else it fills 80 columns."""

_CHANGES: dict[ChangeKind, str] = {
    "new": "{n} new",
    "imported": "{n} with speaker notes taken over",
    "moved": "{n} moved",
    "back": "{n} back from the end of the script",
    "followed": "{n} found under another id",
    "gone": "{n} without a slide, kept at the end",
    "dropped": "{n} empty ones left with their slides",
}
_STATES: dict[State, str] = {"empty": "empty", "notes": "notes", "written": ""}
WITHOUT_TEXT = "SCR101"
"""The shipped rule for a slide without a text: shown once for all of them."""

_UNITS: dict[Language, str] = {"en": "words", "zh": "字"}


@app.callback()
def script() -> None:
    """Keep one text per slide, from your PPTX and in step with it."""


@app.command("sync")
def sync_command(
    deck: Annotated[
        Path | None,
        typer.Argument(metavar="[DECK]", help="The slides; the talk's deck.pptx if not given."),
    ] = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Write script.<lang>.md, or bring it in step with the slides.

    Texts move with their slides, speaker notes are taken over once, and nothing you
    wrote is lost. The deck is only read. For example: speakprep script sync deck.pptx
    """
    report = sync(workspace(talk), deck, lang)
    return Screen(report=report, lines=_sync_lines(report.facts, written=bool(report.written)))


@app.command("check")
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


@app.command("push")
def push_command(
    out: Annotated[
        Path, typer.Option("--out", metavar="COPY.pptx", help="The copy; a file not there yet.")
    ],
    deck: Annotated[
        Path | None,
        typer.Argument(metavar="[DECK]", help="The slides; the talk's deck.pptx if not given."),
    ] = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Put the texts into the speaker notes of a copy.

    So the presenter view shows them on stage; the deck itself is only read.
    For example: speakprep script push --out stage.pptx --lang en
    """
    report = push(workspace(talk), out, deck, lang)
    facts = report.facts
    line = f"{facts.copy}: {facts.written} of {facts.slides} slides carry their text as notes."
    return Screen(report=report, lines=tuple(wrap(line, columns())))


def _sync_lines(facts: SyncFacts, *, written: bool) -> tuple[str, ...]:
    hidden = f" ({facts.hidden} hidden)" if facts.hidden else ""
    line = f"{facts.deck}: {facts.slides} slides{hidden}, texts in {facts.script}"
    counted = Counter(change.kind for change in facts.changes)
    done = [words.format(n=counted[kind]) for kind, words in _CHANGES.items() if counted[kind]]
    settled = "headings and comments brought up to date" if written else "already in step"
    lines = wrap(printable(line), columns(), hanging="  ")
    return (*lines, *wrap(", ".join(done) or settled, columns(), indent="  "))


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
