"""`translate sign` and `translate reject`: decide about single places without a terminal."""

from collections.abc import Iterator
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.terminal import columns, one_line, wrap
from speakprep.cli.translate.lines import header
from speakprep.cli.translate.options import ToOption
from speakprep.cli.translate.review import ByOption, today
from speakprep.fidelity.model import LIMITS
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.review import Decided, Signature, reject, sign, sign_clean

ALL_CLEAN = "all-clean"
"""Instead of a line: all that has no findings, at once."""

_SHOWN = 12
"""So many lines are named one by one."""


def sign_command(
    place: Annotated[
        str, typer.Argument(metavar="LINE|all-clean", help="A line, an id, or all at once.")
    ],
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why it is right although it has findings.")
    ] = "",
    by: ByOption = "",
    to: ToOption = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Sign a place you have read: these words may go on stage.

    It holds until either side is edited. all-clean signs whatever has no
    findings, and it is recorded that nobody looked at each.

    For example: speakprep translate sign 12 --by Wen
    """
    opened = workspace(talk)
    direction, signature = choose_direction(opened, to, lang), Signature(day=today(), by=by)
    if place == ALL_CLEAN:
        report = sign_clean(opened, direction, signature)
        return Screen(report=report, lines=(*_lines(report.facts), "", *wrap(LIMITS, columns())))
    report = sign(opened, direction, place, signature, reason=reason)
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def reject_command(
    place: Annotated[
        str, typer.Argument(metavar="LINE", help="The line that review names, or a segment's id.")
    ],
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why these words may not go on stage.")
    ] = "",
    by: ByOption = "",
    to: ToOption = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Refuse a place: the next run asks for it again.

    For example: speakprep translate reject 12 --reason "too stiff"
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    report = reject(opened, direction, place, reason, Signature(day=today(), by=by))
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _lines(facts: Decided) -> Iterator[str]:
    named = ", ".join(str(line) for line in facts.lines[:_SHOWN])
    rest = len(facts.lines) - _SHOWN
    named += f" and {rest:,} more" if rest > 0 else ""
    lines = "line" if len(facts.lines) == 1 else "lines"
    said = "until either side is edited" if facts.decision == "signed" else "to be asked for again"
    text = (
        f"{facts.file}: {many(facts.places, 'place')} {facts.decision}, {said} ({lines} {named})."
    )
    yield from wrap(one_line(text), columns())
    yield f"{header(facts.tally, 'en')}."
