"""`translate mend`: have single faults taken out."""

from collections.abc import Iterator
from typing import Annotated

import typer

from speakprep.cli.asking import workers
from speakprep.cli.model_options import BaseUrlOption, ModelOption
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    LanguageOption,
    TalkOption,
    YesOption,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.sending import a_model, agreed, nothing_sent, now, price_for, sent
from speakprep.cli.terminal import columns, wrap
from speakprep.cli.translate.lines import standing_lines
from speakprep.cli.translate.options import ToOption
from speakprep.llm.chat import ChatModel
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation.actions.mend import Mended, PreparedMend, prepare_mend, run_mend
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.unanswered import is_unfinished

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
    price = price_for(opened.talk.model, model, base_url)
    prepared = prepare_mend(opened, direction, asked.recipient, price, line=line)
    places = many(prepared.plan.places, "place")
    if prepared.plan.places and not agreed(
        prepared.plan, f"{places} with findings", assume_yes=yes
    ):
        return nothing_sent(prepared.plan, f"speakprep translate check --to {direction.target}")
    report = send_mend(opened, prepared, asked, f"mending {places}")
    return Screen(
        report=report,
        lines=tuple(_lines(report.facts)),
        fail_on=fail_on,
        missing=is_unfinished(report.findings),
    )


def send_mend(
    opened: Workspace, prepared: PreparedMend, asked: ChatModel, label: str
) -> Report[Mended]:
    """Have done what was agreed to, with a progress line."""
    return sent(
        asked,
        label,
        lambda show: run_mend(
            opened,
            prepared,
            asked,
            now=now,
            progress=show,
            workers=workers(asked.recipient, None),
        ),
    )


def _lines(facts: Mended) -> Iterator[str]:
    said = f"{many(facts.mended, 'place')} mended"
    if facts.kept:
        said += f"; {facts.kept} kept as before, because the new words were no better"
    if not facts.mended and not facts.kept:
        said = "There is nothing to mend"
    yield from wrap(f"{said}.", columns())
    yield from standing_lines(facts.translation, limits=False)
