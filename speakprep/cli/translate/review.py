"""`translate review`: read a translation place by place, and sign it."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from speakprep.cli.model_options import BaseUrlOption, ModelOption
from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import clip, columns, interactive, one_line, pad, wrap
from speakprep.cli.translate.lines import header
from speakprep.cli.translate.options import ToOption
from speakprep.cli.translate.words import STANDINGS
from speakprep.fidelity.model import LIMITS
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.review import Review, Signature, read_review
from speakprep.translation.standing import Placed

ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who reads and signs.")]

STANDING_WIDTH = 22
"""Columns for where a place stands: the longest is "edited, not signed yet"."""


def review_command(
    everything: Annotated[
        bool, typer.Option("--all", help="Show what is signed already, too.")
    ] = False,
    by: ByOption = "",
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    to: ToOption = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",
) -> Screen:
    """Read the translation place by place, worst first, and sign it.

    One key signs, edits, dismisses a finding, rejects, or goes on. All is kept
    at once: stop when you like. Without a terminal, what is left is listed.

    For example: speakprep translate review --by Wen
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    if interactive() and format_ == "text":
        from speakprep.cli.translate.walk import Sitting, walk  # brings all that asks a model

        sitting = Sitting(
            workspace=opened,
            direction=direction,
            signature=Signature(day=today(), by=by),
            everything=everything,
            model=model,
            base_url=base_url,
        )
        report = walk(sitting)
        return Screen(report=report, lines=tuple(_ending(report.facts)))
    report = read_review(opened, direction)
    return Screen(report=report, lines=tuple(_listed(report.facts, everything=everything)))


def today() -> str:
    """Return the speaker's own day."""
    return date.today().isoformat()  # noqa: DTZ011 -- the speaker's own day


def _ending(review: Review) -> Iterator[str]:
    yield f"{one_line(review.file)}: {header(review.tally, 'en')}."


def _listed(review: Review, *, everything: bool) -> Iterator[str]:
    """List what is left, and say what to type about it."""
    yield f"{one_line(review.file)}: {header(review.tally, 'en')}."
    listed = [one for one in review.queue if everything or one.standing != "signed"]
    if not listed:
        return
    yield ""
    for one in listed:
        yield from _place_lines(one)
    target = review.direction.target
    yield ""
    yield from wrap(
        f"Read both sides, then: speakprep translate sign LINE --to {target}; what is right "
        f'although it has findings: add --reason "..."; what is not: speakprep translate reject '
        f'LINE --reason "..." --to {target}, or edit {one_line(review.file)}.',
        columns(),
    )
    yield ""
    yield from wrap(LIMITS, columns())


def _place_lines(placed: Placed) -> Iterator[str]:
    standing = pad(STANDINGS[placed.standing]["en"], STANDING_WIDTH)
    head = f"line {placed.where.line:<5} {standing} {placed.where.id}  "
    yield clip(head + one_line(" ".join(placed.target.split())), columns())
    for found in placed.findings:
        said = one_line(f"{found.level} {found.code}: {found.message}")
        yield from wrap(said, columns(), indent="    ", hanging="      ")
