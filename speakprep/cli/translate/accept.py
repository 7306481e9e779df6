"""`translate accept`: settle a finding with a reason."""

from collections.abc import Iterator
from typing import Annotated

import typer

from speakprep.cli.options import (
    FormatOption,
    LanguageOption,
    TalkOption,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.terminal import columns, one_line, printable, wrap
from speakprep.cli.translate.options import ToOption
from speakprep.translation.actions.accept import Acceptance, accept
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.dismissing import told


def accept_command(
    place: Annotated[
        str, typer.Argument(metavar="LINE", help="The line that check names, or a segment's id.")
    ],
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why the words are right as they are.")
    ] = "",
    words: Annotated[
        str,
        typer.Option(metavar="A=B", help="These words only, but wherever they stand."),
    ] = "",
    to: ToOption = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Settle a finding that is none, with a reason.

    It holds until either side is edited; with --words, for these words in the
    whole talk, until you remove the line that translate status names.

    For example: speakprep translate accept 12 --reason "ten is 10"
    """
    opened = workspace(talk)
    report = accept(opened, choose_direction(opened, to, lang), place, reason, words)
    return Screen(report=report, lines=tuple(_accepted_lines(report.facts)))


def _accepted_lines(facts: Acceptance) -> Iterator[str]:
    kinds = ", ".join(facts.accepted.findings)
    text = f"{facts.file}:{facts.line}: {kinds} accepted, until either side is edited."
    if facts.everywhere:
        rules = "; ".join(told(rule) for rule in facts.everywhere)
        text = f"{facts.file}:{facts.line}: accepted everywhere in this talk: {rules}."
    yield from wrap(one_line(text), columns())
    quoted = printable(" ".join(facts.target.split()))
    if quoted:
        yield from wrap(quoted, columns(), indent="  > ", hanging="    ")[:3]
    yield f"{many(facts.left, 'place')} left to look at."
