"""`speakprep cfp review`: a model looks for the words that answer a reviewer's questions."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cfp.actions.opening import named
from speakprep.cfp.actions.review import (
    Opinion,
    Plan,
    Requested,
    Reviewed,
    import_answer,
    prepare,
    run,
    write_request,
)
from speakprep.cli.options import FormatOption, TalkOption, YesOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, confirm, one_line, progress, styled, wrap
from speakprep.errors import InputError, UsageError
from speakprep.llm.chat import ChatModel
from speakprep.llm.cost import describe
from speakprep.llm.model import Price
from speakprep.talk.disk import read_text
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


def review_command(
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The model to ask, such as qwen3:14b.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Its server; OpenAI's if not given.")
    ] = None,
    paste: Annotated[
        bool, typer.Option("--paste", help="Write a request for a chat window; send nothing.")
    ] = False,
    import_: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Take an answer back; - reads a pipe."),
    ] = None,
    event: Annotated[
        str | None, typer.Option(metavar="PROFILE", help="The variant for another event.")
    ] = None,
    yes: YesOption = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Let a model find the answers in your words.

    It only points at your own words, and never writes any: what does not stand
    in your text letter for letter is thrown away. The rest is proposed, and you
    decide: speakprep cfp check

    For example: speakprep cfp review --model qwen3:14b
    """
    space = workspace(talk)
    if import_ is not None and (paste or model):
        raise UsageError("--import takes an answer back and asks nobody")
    if paste and model:
        raise UsageError("--paste writes a request and --model sends it", hint="choose one")
    # What asks a model is loaded when one is asked: the other commands start without it.
    from speakprep.cli.asking import chosen_model, piped_answer, price_of

    if import_ is not None:
        text = piped_answer() if str(import_) == "-" else read_text(import_)
        return _imported(space, text, str(import_), event or "")
    asked = None if paste else chosen_model(space.talk.model, model, base_url)
    if asked is None:
        return _requested(space, event or "")
    price = price_of(space.talk.model) if model is None and base_url is None else None
    try:
        return _asked(space, asked, price, event=event or "", yes=yes)
    finally:
        asked.close()


def _asked(
    space: Workspace, model: ChatModel, price: Price | None, *, event: str, yes: bool
) -> Screen:
    prepared = prepare(space, model.recipient, price, event=event)
    plan = prepared.plan
    if plan.pending:
        for line in _plan_lines(plan):
            sys.stderr.write(f"{line}\n")
        if not plan.recipient.local and not confirm("Send this?", assume_yes=yes):
            by_hand = f"speakprep cfp review --paste{named(event)}"
            return Screen(report=Report(facts=plan, next=by_hand), lines=("Nothing was sent.",))
    with progress("reading") as show:
        report = run(space, prepared, model, now=lambda: datetime.now(UTC), progress=show)
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _requested(space: Workspace, event: str) -> Screen:
    report = write_request(space, event=event)
    return Screen(report=report, lines=tuple(_request_lines(report.facts)))


def _imported(space: Workspace, text: str, file: str, event: str) -> Screen:
    try:
        report = import_answer(space, text, event=event)
    except InputError as error:
        error.file = error.file or file  # the answer, when no file of the talk is meant
        raise
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _plan_lines(plan: Plan) -> Iterator[str]:
    """Say what would be sent, to whom, and what it takes."""
    yield from wrap(one_line(f"To {plan.recipient}:"), columns())
    what = (
        f"{_many(plan.pending, 'question')} about {', '.join(plan.fields)} of {plan.file}, "
        f"with these texts, in {_many(plan.requests, 'request')}"
    )
    yield from wrap(one_line(what), columns(), indent="  ")
    yield from wrap(describe(plan.estimate), columns(), indent="  ")


def _request_lines(facts: Requested) -> Iterator[str]:
    if not facts.file:
        yield "No question is open: there is nothing to ask."
        return
    text = (
        f"{facts.file} holds {_many(facts.questions, 'open question')} and your text (about "
        f"{facts.tokens:,} tokens). Nothing was sent. Copy the whole file into any chat window, "
        "save the answer as answer.txt, and import it. Half an answer is welcome too."
    )
    yield from wrap(one_line(text), columns())


def _lines(facts: Reviewed) -> Iterator[str]:
    parts = {
        "proposed": len(facts.proposed),
        "without an answer in the text": len(facts.unanswered),
        "thrown away, as the words are not in the text": len(facts.discarded),
        "not said anything about": len(facts.missing),
        "refused as nothing that was asked": facts.refused,
    }
    said = "; ".join(f"{number} {what}" for what, number in parts.items() if number)
    known = f" ({facts.kept} known from before)" if facts.kept else ""
    yield from wrap(
        one_line(f"{facts.file}, read by {facts.by}{known}: {said or 'nothing'}."), columns()
    )
    for opinion in facts.proposed:
        yield from _opinion_lines("proposed", opinion)
    for opinion in facts.unanswered:
        yield from _opinion_lines("a reviewer may ask", opinion)
    if facts.proposed:
        yield ""
        yield from wrap(
            "These are your own words; whether they answer the question, you decide.", columns()
        )


def _opinion_lines(state: str, opinion: Opinion) -> Iterator[str]:
    yield ""
    yield f"{styled(state, 'cyan')} {opinion.code}"
    yield from wrap(one_line(opinion.ask), columns(), indent="  ")
    if opinion.quote:
        yield from wrap(one_line(opinion.quote), columns(), indent="  > ", hanging="    ")[:3]
    if opinion.reason:
        yield from wrap(one_line(opinion.reason), columns(), indent="  - ", hanging="    ")[:4]


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
