"""`speakprep script draft`: a model proposes texts for empty slides, from what is known."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cfp.actions.draft import open_proposal
from speakprep.cfp.prose import prose_of
from speakprep.cli.folding import ranges
from speakprep.cli.numbers import slide_numbers
from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, YesOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, confirm, one_line, progress, wrap
from speakprep.errors import InputError, UsageError
from speakprep.llm.chat import ChatModel
from speakprep.llm.cost import describe
from speakprep.llm.model import Price, Recipient
from speakprep.rehearsal.own_pace import pace_of
from speakprep.script.actions.accept import accept
from speakprep.script.actions.draft import (
    PASTED,
    Drafted,
    Requested,
    import_answer,
    run,
    write_request,
)
from speakprep.script.actions.prepare_draft import Plan, Task, prepare
from speakprep.talk.disk import read_text
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace

PROMISES = ("title", "abstract", "description", "outline", "takeaways", "objectives", "objective")
"""Fields of a proposal that say what the talk will hold; the others are about the person."""

_BY_HAND = Recipient(host="", model=PASTED, local=True)


def draft_command(
    deck: Annotated[
        Path | None,
        typer.Argument(metavar="[DECK]", help="The slides; the talk's deck.pptx if not given."),
    ] = None,
    slides: Annotated[
        str, typer.Option("--slides", metavar="1-3,7", help="Which; all empty ones if not given.")
    ] = "",
    accept_: Annotated[
        str, typer.Option("--accept", metavar="1-3|all", help="You read these and stand by them.")
    ] = "",
    lang: LanguageOption = None,
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
    yes: YesOption = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Let a model propose texts for slides that have none.

    It may only say what stands on the slide, in its notes, in the neighbours' texts
    or in your proposal; whatever does not is named. Each text is marked as generated
    until you change or accept it. Slides with a text of yours are never touched.

    For example: speakprep script draft --slides 3 --model qwen3:14b
    """
    space = workspace(talk)
    if sum((paste, model is not None, import_ is not None, bool(accept_))) > 1:
        raise UsageError("choose one of --model, --paste, --import and --accept")
    if accept_:
        return _accepted(space, accept_, lang)
    # What asks a model is loaded when one is asked: the other commands start without it.
    from speakprep.cli.asking import chosen_model, piped_answer, price_of

    pace = pace_of(space, lang or space.talk.language)
    task = Task(
        slides=slide_numbers(slides), deck=deck, language=lang, proposal=_proposal(space), pace=pace
    )
    if import_ is not None:
        text = piped_answer() if str(import_) == "-" else read_text(import_)
        return _imported(space, task, text, str(import_))
    asked = None if paste else chosen_model(space.talk.model, model, base_url)
    if asked is None:
        requested = write_request(space, prepare(space, task, _BY_HAND, None))
        return Screen(report=requested, lines=tuple(_request_lines(requested.facts)))
    price = price_of(space.talk.model) if model is None and base_url is None else None
    try:
        return _asked(space, task, asked, price, yes=yes)
    finally:
        asked.close()


def _accepted(space: Workspace, chosen: str, lang: Language | None) -> Screen:
    numbers = () if chosen.strip() == "all" else slide_numbers(chosen, "--accept")
    report = accept(space, numbers, lang)
    left = f"; {_slides(report.facts.left)} to read" if report.facts.left else ""
    line = "There is no generated text to accept."
    if report.written:
        line = f"{_slides(report.facts.slides)} accepted as yours{left}."
    return Screen(report=report, lines=tuple(wrap(line, columns())))


def _asked(
    space: Workspace, task: Task, model: ChatModel, price: Price | None, *, yes: bool
) -> Screen:
    prepared = prepare(space, task, model.recipient, price)
    if prepared.slides:
        for line in _plan_lines(prepared.plan):
            sys.stderr.write(f"{line}\n")
        if not model.recipient.local and not confirm("Send this?", assume_yes=yes):
            by_hand = "speakprep script draft --paste"
            return Screen(
                report=Report(facts=prepared.plan, next=by_hand), lines=("Nothing was sent.",)
            )
    with progress("drafting") as show:
        report = run(space, prepared, model, now=lambda: datetime.now(UTC), progress=show)
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _imported(space: Workspace, task: Task, text: str, file: str) -> Screen:
    prepared = prepare(space, task, _BY_HAND, None)
    try:
        report = import_answer(space, prepared, text, day=datetime.now().astimezone().date())
    except InputError as error:
        error.file = error.file or file  # the answer, when no file of the talk is meant
        raise
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _proposal(space: Workspace) -> str:
    """Return what the proposal promises; nothing where there is none."""
    entries = open_proposal(space).entries
    said = (prose_of(each.section.body) for each in entries if each.field.key in PROMISES)
    return "\n\n".join(filter(None, said))


def _plan_lines(plan: Plan) -> Iterator[str]:
    """Say what would be sent, to whom, and what it takes."""
    yield from wrap(one_line(f"To {plan.recipient}:"), columns())
    what = (
        f"{_slides(plan.slides)}, each with its notes and neighbours, and what your proposal "
        f"promises, in {plan.requests} request{'s' * (plan.requests > 1)}"
    )
    yield from wrap(one_line(what), columns(), indent="  ")
    yield from wrap(describe(plan.estimate), columns(), indent="  ")


def _request_lines(facts: Requested) -> Iterator[str]:
    if not facts.file:
        yield "Every slide has a text: there is nothing to draft."
        return
    text = (
        f"{facts.file} asks for {facts.slides} text{'s' * (facts.slides > 1)} (about "
        f"{facts.tokens:,} tokens). Nothing was sent. Copy the whole file into any chat window, "
        "save the answer as answer.txt, and import it."
    )
    yield from wrap(one_line(text), columns())


def _lines(facts: Drafted) -> Iterator[str]:
    if not (facts.written or facts.taken or facts.missing or facts.unusable):
        yield "Every slide has a text: there is nothing to draft."
        return
    if facts.written:
        line = (
            f"{_slides(facts.written)} drafted by {facts.by} in {facts.script}, marked as "
            "generated. Read each aloud: change what is not yours, or accept it with --accept."
        )
        yield from wrap(one_line(line), columns())
    if facts.taken:
        yield f"{_slides(facts.taken)} got a text from you meanwhile, which stays."
    if facts.missing:
        yield f"{_slides(facts.missing)} got no text."
    for number, why in facts.unusable:
        line = f"The text for slide {number} {why} and was left out: ask for it again."
        yield from wrap(one_line(line), columns())
    for number, unsure in facts.unsure:
        yield from wrap(
            one_line(f"Slide {number}, not in the material: {unsure}"), columns(), hanging="  "
        )


def _slides(numbers: tuple[int, ...]) -> str:
    return f"Slide{'s' * (len(numbers) > 1)} {ranges(numbers)}"
