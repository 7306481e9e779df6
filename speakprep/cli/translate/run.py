"""`translate run`: ask a model, or write a request for a chat window."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from speakprep.cli.asking import chosen_model, workers
from speakprep.cli.interruption import InterruptionError
from speakprep.cli.model_options import BaseUrlOption, ModelOption, PasteOption, PlainOption
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
from speakprep.cli.sending import Show, agreed, nothing_sent, now, price_for, sent
from speakprep.cli.terminal import columns, printable, wrap
from speakprep.cli.translate.lines import standing_lines
from speakprep.cli.translate.options import ToOption
from speakprep.cli.translate.tm import use_memory
from speakprep.llm.address import OPENAI_HOST
from speakprep.llm.chat import ChatModel
from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.talk.report import Level, Report
from speakprep.talk.workspace import Workspace
from speakprep.translation.actions.check import renew
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.paste import write_request
from speakprep.translation.actions.run import Sending, prepare, run
from speakprep.translation.model import Direction, Plan, Prepared, Requested, Translation
from speakprep.translation.unanswered import is_unfinished


def run_command(
    to: ToOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    paste: PasteOption = False,
    concurrency: Annotated[
        int | None,
        typer.Option(min=1, max=64, metavar="N", help="Requests at once; else 8, or 1 locally."),
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(min=0.001, metavar="N", help="At most so many requests a second."),
    ] = None,
    from_memory: Annotated[
        bool, typer.Option("--from-memory", help="Use what you signed before, word for word.")
    ] = False,
    plain: PlainOption = False,
    yes: YesOption = False,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Translate what is new or changed, and only that.

    For example: speakprep translate run --to en
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    use_memory(opened, direction, wanted=from_memory)
    asked = None if paste else chosen_model(opened.talk.model, model, base_url, rate=rate)
    if asked is None:
        if opened.talk.model.name and not paste:
            sys.stderr.write(f"no key for {OPENAI_HOST} was found: on with a chat window\n")
        return _requested(opened, direction, fail_on)
    price = price_for(opened.talk.model, model, base_url)
    prepared = prepare(opened, direction, asked.recipient, price, "text" if plain else "chunks")
    plan = prepared.plan
    if plan.pending and not agreed(plan, _what(plan), assume_yes=yes):
        return nothing_sent(plan, f"speakprep translate run --to {direction.target} --paste")
    report = _send(opened, prepared, asked, workers(asked.recipient, concurrency))
    return Screen(
        report=report,
        lines=tuple(standing_lines(report.facts)),
        fail_on=fail_on,
        missing=is_unfinished(report.findings),
    )


def _requested(opened: Workspace, direction: Direction, fail_on: Level) -> Screen:
    """Write the request for a chat window; where nothing is left to ask, say how far it is."""
    written = write_request(opened, direction)
    if written.facts.pending:
        return Screen(report=written, lines=tuple(_request_lines(written.facts)))
    report = renew(opened, direction)
    return Screen(report=report, lines=tuple(standing_lines(report.facts)), fail_on=fail_on)


def _send(
    opened: Workspace, prepared: Prepared, asked: ChatModel, crew: int
) -> Report[Translation]:
    """Ask, with a progress line; Ctrl-C says how much is kept.

    Raises:
        InterruptionError: the person pressed Ctrl-C.
    """
    kept = 0.0

    def send(show: Show) -> Report[Translation]:
        def progressed(done: float, total: float | None) -> None:
            nonlocal kept
            kept = done
            show(done, total)

        sending = Sending(workers=crew, settle=asked.settle)
        return run(opened, prepared, asked, now=now, progress=progressed, sending=sending)

    try:
        return sent(asked, "translating", send, "segments")
    except KeyboardInterrupt:
        sys.stderr.write("\n")  # the terminal shows ^C on a line of its own
        pending = many(prepared.plan.pending, "segment")
        raise InterruptionError(
            f"interrupted; {kept:.0f} of {pending} are finished and kept"
        ) from None


def _what(plan: Plan) -> str:
    source = LANGUAGE_NAMES[plan.direction.source]
    unit = "character" if plan.direction.source == "zh" else "word"
    return (
        f"{plan.pending} of the {plan.segments} segments of your {source} script "
        f"({many(plan.words, unit)})"
    )


def _request_lines(facts: Requested) -> Iterator[str]:
    source = LANGUAGE_NAMES[facts.direction.source]
    text = (
        f"{printable(facts.file)} holds {facts.pending} of the {facts.segments} segments of your "
        f"{source} script (about {facts.tokens:,} tokens). Nothing was sent. Copy the whole file "
        "into any chat window, save the answer as answer.txt, and import it. Half an answer "
        "is welcome too: the next request asks for the rest."
    )
    yield from wrap(text, columns())
