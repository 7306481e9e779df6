"""`translate run`: ask a model, or write a request for a chat window."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer

from speakprep.cli.asking import chosen_model, price_of, workers
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    LanguageOption,
    TalkOption,
    YesOption,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, confirm, printable, progress, wrap
from speakprep.cli.translate.lines import many, standing_lines
from speakprep.cli.translate.options import ToOption
from speakprep.cli.translate.tm import use_memory
from speakprep.errors import SpeakprepError
from speakprep.llm.address import OPENAI_HOST
from speakprep.llm.chat import ChatModel
from speakprep.llm.cost import describe
from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation.actions.check import renew
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.paste import write_request
from speakprep.translation.actions.run import Sending, prepare, run
from speakprep.translation.model import Plan, Prepared, Requested, Shape, Translation
from speakprep.translation.unanswered import UNFINISHED


class StoppedError(SpeakprepError):
    """The person pressed Ctrl-C while a model was asked."""

    exit_code = 130
    kind = "interrupted"


@dataclass(kw_only=True)
class _Kept:
    """How much of a run is on the disk, in segments."""

    done: float = 0


def run_command(
    to: ToOption = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The model to ask, such as qwen3:14b.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Its server; OpenAI's if not given.")
    ] = None,
    paste: Annotated[
        bool, typer.Option("--paste", help="Write a request for a chat window; send nothing.")
    ] = False,
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
    plain: Annotated[
        bool, typer.Option("--plain", help="Ask for text, not phrase by phrase with its source.")
    ] = False,
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
        written = write_request(opened, direction)
        if written.facts.pending:
            return Screen(report=written, lines=tuple(_request_lines(written.facts)))
        report = renew(opened, direction)
        return Screen(report=report, lines=tuple(standing_lines(report.facts)), fail_on=fail_on)
    price = price_of(opened.talk.model) if model is None and base_url is None else None
    shape: Shape = "text" if plain else "chunks"
    prepared = prepare(opened, direction, asked.recipient, price, shape)
    plan = prepared.plan
    if plan.pending:
        for line in plan_lines(plan):
            sys.stderr.write(f"{line}\n")
        if not plan.recipient.local and not confirm("Send this?", assume_yes=yes):
            by_hand = f"speakprep translate run --to {direction.target} --paste"
            return Screen(report=Report(facts=plan, next=by_hand), lines=("Nothing was sent.",))
    report = _send(opened, prepared, asked, workers(asked.recipient, concurrency))
    unfinished = any(finding.code == UNFINISHED for finding in report.findings)
    lines = tuple(standing_lines(report.facts))
    return Screen(report=report, lines=lines, fail_on=fail_on, missing=unfinished)


def _send(
    opened: Workspace, prepared: Prepared, asked: ChatModel, crew: int
) -> Report[Translation]:
    """Ask, with a progress line; Ctrl-C says how much is kept.

    Raises:
        StoppedError: the person pressed Ctrl-C.
    """
    kept, pending = _Kept(), prepared.plan.pending
    try:
        with progress("translating", "segments") as show:

            def progressed(done: float, total: float | None) -> None:
                kept.done = done
                show(done, total)

            return run(
                opened,
                prepared,
                asked,
                now=lambda: datetime.now(UTC),
                progress=progressed,
                sending=Sending(workers=crew, settle=asked.settle),
            )
    except KeyboardInterrupt:
        sys.stderr.write("\n")  # the terminal shows ^C on a line of its own
        raise StoppedError(
            f"interrupted; {kept.done:.0f} of {many(pending, 'segment')} are finished and kept",
            hint="to go on, type the same command again",
        ) from None
    finally:
        asked.close()


def plan_lines(plan: Plan) -> Iterator[str]:
    """Say what would be sent, to whom, and what it takes."""
    source = LANGUAGE_NAMES[plan.direction.source]
    unit = "character" if plan.direction.source == "zh" else "word"
    yield from wrap(printable(f"To {plan.recipient}:"), columns())
    what = (
        f"{plan.pending} of the {plan.segments} segments of your {source} script "
        f"({many(plan.words, unit)}), in {many(plan.requests, 'request')}"
    )
    yield from wrap(what, columns(), indent="  ")
    yield from wrap(describe(plan.estimate), columns(), indent="  ")


def _request_lines(facts: Requested) -> Iterator[str]:
    source = LANGUAGE_NAMES[facts.direction.source]
    text = (
        f"{printable(facts.file)} holds {facts.pending} of the {facts.segments} segments of your "
        f"{source} script (about {facts.tokens:,} tokens). Nothing was sent. Copy the whole file "
        "into any chat window, save the answer as answer.txt, and import it. Half an answer "
        "is welcome too: the next request asks for the rest."
    )
    yield from wrap(text, columns())
