"""`speakprep deck check`: what the last row, and a reviewer, would say about the slides."""

from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.allowed import allowed_lines
from speakprep.cli.formats.plain import Group
from speakprep.cli.options import FailOnOption, LintFormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import clip, columns, one_line, printable, wrap
from speakprep.script.actions.check_deck import DeckFacts, check_deck, deck_rules


def check_command(
    deck: Annotated[
        Path | None,
        typer.Argument(metavar="[DECK]", help="The slides; the talk's deck.pptx if not given."),
    ] = None,
    fail_on: FailOnOption = "error",
    talk: TalkOption = None,
    format_: LintFormatOption = "text",
) -> Screen:
    """Can the last row read the slides, and the charts?

    For example: speakprep deck check --fail-on warning
    """
    space = workspace(talk)
    report = check_deck(space, deck)
    facts = report.facts
    hidden = f" ({facts.hidden} more hidden)" if facts.hidden else ""
    line = f"{facts.deck}: {facts.slides} slides{hidden}"
    lines = wrap(printable(line), columns())
    if not report.findings:
        lines += ["", "Nothing to say: the slides can speak beside you."]
    return Screen(
        report=report,
        lines=tuple(lines),
        groups=_groups(facts) if report.findings else (),
        rules=deck_rules(space) if format_ == "sarif" else (),
        notes=allowed_lines(facts.suppressed),
        suppressed=facts.suppressed,
        fail_on=fail_on,
    )


def _groups(facts: DeckFacts) -> tuple[Group, ...]:
    """Return the deck itself and its slides, each shown if there is something about it."""
    slides = (
        Group(heading=clip(one_line(title), columns()), file=facts.deck, slide=number, quiet=True)
        for number, title in facts.titles.items()
    )
    return (Group(heading=one_line(facts.deck), file=facts.deck, quiet=True), *slides)
