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
from speakprep.cli.script.pace import pace_line
from speakprep.cli.script.table import table, whole_bar
from speakprep.cli.terminal import clip, columns, one_line, printable, wrap
from speakprep.lint.files import parse_rules
from speakprep.rehearsal.own_pace import pace_of
from speakprep.script.actions.check import CheckFacts, check
from speakprep.script.actions.opening import RULES
from speakprep.talk.language import Language
from speakprep.talk.report import Finding
from speakprep.talk.resources import find_resource

WITHOUT_TEXT = "SCR101"
"""The shipped rule for a slide without a text: shown once for all of them."""


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
    pace = pace_of(space, lang or space.talk.language)
    report = check(space, lang, pace, with_deck=True)
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
    yield from table(facts.slides, facts.language)
    shown = [row for row in facts.slides if not row.hidden and not row.orphan]
    written = sum(row.state != "empty" for row in shown)
    yield ""
    todo = f"; write the others in {printable(facts.script)}" if written < len(shown) else ""
    yield from wrap(f"{written} of {len(shown)} slides have a text{todo}.", columns())
    yield whole_bar(facts.total, facts.minutes)
    if facts.pace.origin != "default":
        yield from wrap(pace_line(facts.pace, facts.language), columns())
    yield from _unseen(facts)


def _unseen(facts: CheckFacts) -> Iterator[str]:
    """Say which rules could not look at the slides."""
    if facts.left_out:
        why = f"{facts.deck}: {facts.deck_problem}" if facts.deck_problem else "No deck here"
        codes = ", ".join(facts.left_out)
        yield from wrap(
            printable(f"{why}; rules that compare text and slide were left out: {codes}."),
            columns(),
        )
    elif facts.unseen:
        others = [number for number in facts.unseen if number not in facts.undecided]
        for numbers, since, help_ in (
            (others, "since the last sync", facts.command),
            (facts.undecided, "since its text was written", _answers(facts)),
        ):
            if numbers:
                many = "s" if len(numbers) > 1 else ""
                line = f"Slide{many} {ranges(numbers)} changed in {facts.deck}"
                said = f"{line} {since}, so the text was not compared"
                yield from wrap(printable(f"{said}: {help_}"), columns())


def _answers(facts: CheckFacts) -> str:
    """Say what settles slides that a sync has asked about; syncing again would not."""
    numbers = ranges(facts.undecided, ",")
    diff = facts.command.replace("script sync", "script diff", 1)
    return (
        f"{diff} shows how. If the text still fits: {facts.command} --keep {numbers}. "
        f"If it is of another slide: {facts.command} --aside {numbers}"
    )
