"""`speakprep script draft`: a model proposes texts for empty slides, from what is known."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cfp.actions.draft import open_proposal
from speakprep.cfp.prose import prose_of
from speakprep.cli.asking import chosen_model
from speakprep.cli.folding import ranges
from speakprep.cli.model_options import BaseUrlOption, ImportOption, ModelOption, PasteOption
from speakprep.cli.numbers import slide_numbers
from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, YesOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.sending import (
    agreed,
    answer_in,
    blamed_on,
    nothing_sent,
    now,
    price_for,
    sent,
)
from speakprep.cli.terminal import columns, one_line, wrap
from speakprep.errors import UsageError
from speakprep.llm.paste import BY_HAND
from speakprep.rehearsal.own_pace import pace_of
from speakprep.script.actions.accept import accept
from speakprep.script.actions.draft import (
    Drafted,
    Requested,
    import_answer,
    run,
    write_request,
)
from speakprep.script.actions.prepare_draft import Plan, Task, prepare
from speakprep.talk.language import Language
from speakprep.talk.workspace import Workspace

PROMISES = ("title", "abstract", "description", "outline", "takeaways", "objectives", "objective")
"""Fields of a proposal that say what the talk will hold; the others are about the person."""


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
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    paste: PasteOption = False,
    import_: ImportOption = None,
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
    task = _task(space, slides, deck, lang)
    if import_ is not None:
        return _imported(space, task, import_)
    asked = None if paste else chosen_model(space.talk.model, model, base_url)
    if asked is None:
        return _requested(space, task)
    price = price_for(space.talk.model, model, base_url)
    prepared = prepare(space, task, asked.recipient, price)
    if prepared.slides and not agreed(prepared.plan, _what(prepared.plan), assume_yes=yes):
        return nothing_sent(prepared.plan, "speakprep script draft --paste")
    report = sent(
        asked, "drafting", lambda show: run(space, prepared, asked, now=now, progress=show)
    )
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _task(space: Workspace, slides: str, deck: Path | None, lang: Language | None) -> Task:
    """Return what is to be drafted, with what the talk knows: its promises and the own pace."""
    return Task(
        slides=slide_numbers(slides),
        deck=deck,
        language=lang,
        proposal=_proposal(space),
        pace=pace_of(space, lang or space.talk.language),
    )


def _accepted(space: Workspace, chosen: str, lang: Language | None) -> Screen:
    numbers = () if chosen.strip() == "all" else slide_numbers(chosen, "--accept")
    report = accept(space, numbers, lang)
    left = f"; {_slides(report.facts.left)} to read" if report.facts.left else ""
    line = "There is no generated text to accept."
    if report.written:
        line = f"{_slides(report.facts.slides)} accepted as yours{left}."
    return Screen(report=report, lines=tuple(wrap(line, columns())))


def _requested(space: Workspace, task: Task) -> Screen:
    report = write_request(space, prepare(space, task, BY_HAND, None))
    return Screen(report=report, lines=tuple(_request_lines(report.facts)))


def _imported(space: Workspace, task: Task, file: Path) -> Screen:
    text = answer_in(file)
    prepared = prepare(space, task, BY_HAND, None)
    with blamed_on(file):
        report = import_answer(space, prepared, text, day=datetime.now().astimezone().date())
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _proposal(space: Workspace) -> str:
    """Return what the proposal promises; nothing where there is none."""
    entries = open_proposal(space).entries
    said = (prose_of(each.section.body) for each in entries if each.field.key in PROMISES)
    return "\n\n".join(filter(None, said))


def _what(plan: Plan) -> str:
    return (
        f"{_slides(plan.slides)}, each with its notes and neighbours, and what your proposal "
        "promises"
    )


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
