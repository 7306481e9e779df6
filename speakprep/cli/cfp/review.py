"""`speakprep cfp review`: a model looks for the words that answer a reviewer's questions."""

from collections.abc import Iterator
from pathlib import Path

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
from speakprep.cli.asking import chosen_model
from speakprep.cli.cfp.versions import EventOption
from speakprep.cli.model_options import BaseUrlOption, ImportOption, ModelOption, PasteOption
from speakprep.cli.options import FormatOption, TalkOption, YesOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.sending import (
    agreed,
    answer_in,
    blamed_on,
    nothing_sent,
    now,
    price_for,
    sent,
)
from speakprep.cli.terminal import columns, one_line, styled, wrap
from speakprep.errors import UsageError
from speakprep.talk.workspace import Workspace


def review_command(
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    paste: PasteOption = False,
    import_: ImportOption = None,
    event: EventOption = None,
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
    if import_ is not None:
        return _imported(space, import_, event or "")
    asked = None if paste else chosen_model(space.talk.model, model, base_url)
    if asked is None:
        return _requested(space, event or "")
    price = price_for(space.talk.model, model, base_url)
    prepared = prepare(space, asked.recipient, price, event=event or "")
    plan = prepared.plan
    if plan.pending and not agreed(plan, _what(plan), assume_yes=yes):
        return nothing_sent(plan, f"speakprep cfp review --paste{named(event or '')}")
    report = sent(
        asked, "reading", lambda show: run(space, prepared, asked, now=now, progress=show)
    )
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _requested(space: Workspace, event: str) -> Screen:
    report = write_request(space, event=event)
    return Screen(report=report, lines=tuple(_request_lines(report.facts)))


def _imported(space: Workspace, file: Path, event: str) -> Screen:
    text = answer_in(file)
    with blamed_on(file):
        report = import_answer(space, text, event=event)
    return Screen(report=report, lines=tuple(_lines(report.facts)))


def _what(plan: Plan) -> str:
    questions = many(plan.pending, "question")
    return f"{questions} about {', '.join(plan.fields)} of {plan.file}, with these texts"


def _request_lines(facts: Requested) -> Iterator[str]:
    if not facts.file:
        yield "No question is open: there is nothing to ask."
        return
    text = (
        f"{facts.file} holds {many(facts.questions, 'open question')} and your text (about "
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
