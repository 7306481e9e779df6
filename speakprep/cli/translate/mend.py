"""`translate mend`: have single faults taken out."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer

from speakprep.cli.asking import price_of, workers
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    LanguageOption,
    TalkOption,
    YesOption,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, wrap
from speakprep.cli.translate.lines import many, standing_lines
from speakprep.cli.translate.options import BaseUrlOption, ModelOption, ToOption
from speakprep.cli.translate.sending import Outgoing, a_model, agreed, sent
from speakprep.talk.report import Report
from speakprep.translation.actions.mend import Mended, prepare_mend, run_mend
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.unanswered import UNFINISHED

LineArgument = Annotated[
    int | None,
    typer.Argument(metavar="[LINE]", help="The line that check names; all if not given."),
]


def mend_command(
    line: LineArgument = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    yes: YesOption = False,
    to: ToOption = None,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Ask a model to mend exactly what was added or lost.

    Its words are taken only where the finding goes, nothing new is found and
    the rest stays. What you wrote yourself is never sent.

    For example: speakprep translate mend 12
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    asked = a_model(opened.talk.model, model, base_url)
    price = price_of(opened.talk.model) if model is None and base_url is None else None
    prepared = prepare_mend(opened, direction, asked.recipient, price, line=line)
    plan = prepared.plan
    outgoing = Outgoing(
        what=f"{many(plan.places, 'place')} with findings",
        pending=plan.places,
        requests=plan.requests,
        recipient=plan.recipient,
        estimate=plan.estimate,
    )
    if plan.places and not agreed(outgoing, assume_yes=yes):
        by_hand = f"speakprep translate check --to {direction.target}"
        return Screen(report=Report(facts=plan, next=by_hand), lines=("Nothing was sent.",))
    report = sent(
        asked,
        f"mending {many(plan.places, 'place')}",
        lambda show: run_mend(
            opened,
            prepared,
            asked,
            now=lambda: datetime.now(UTC),
            progress=show,
            workers=workers(asked.recipient, None),
        ),
    )
    unfinished = any(finding.code == UNFINISHED for finding in report.findings)
    return Screen(
        report=report, lines=tuple(_lines(report.facts)), fail_on=fail_on, missing=unfinished
    )


def _lines(facts: Mended) -> Iterator[str]:
    said = f"{many(facts.mended, 'place')} mended"
    if facts.kept:
        said += f"; {facts.kept} kept as before, because the new words were no better"
    if not facts.mended and not facts.kept:
        said = "There is nothing to mend"
    yield from wrap(f"{said}.", columns())
    yield from standing_lines(facts.translation, limits=False)
