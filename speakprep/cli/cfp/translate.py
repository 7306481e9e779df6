"""`speakprep cfp translate`: the proposal into another language, field by field.

Two rooms that do not know each other meet here: the proposal says what is to be translated and
takes it back, the translation brings the words and what its check says.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cfp.actions.translating import (
    Translatable,
    TranslatedProposal,
    Words,
    next_translation,
    open_translatable,
    put_translation,
)
from speakprep.cli.asking import chosen_model, workers
from speakprep.cli.cfp.fit import fit_lines, left_lines
from speakprep.cli.cfp.versions import EventOption
from speakprep.cli.model_options import BaseUrlOption, ModelOption, PasteOption, PlainOption
from speakprep.cli.options import FailOnOption, FormatOption, TalkOption, YesOption, workspace
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
from speakprep.cli.terminal import columns, one_line, printable, wrap
from speakprep.cli.translate.options import ToOption
from speakprep.errors import UsageError
from speakprep.llm.chat import ChatModel
from speakprep.llm.paste import BY_HAND
from speakprep.talk.language import LANGUAGE_NAMES, Language
from speakprep.talk.report import LEVELS, Finding, Place, Report
from speakprep.talk.workspace import Workspace
from speakprep.translation.actions.paste import PASTED
from speakprep.translation.actions.run import Sending
from speakprep.translation.actions.texts import (
    PreparedTexts,
    TranslatedTexts,
    compare_texts,
    current_texts,
    import_texts,
    prepare_texts,
    run_texts,
    write_texts_request,
)
from speakprep.translation.model import Direction, Requested, Shape
from speakprep.translation.texts import Text, Texts
from speakprep.translation.unanswered import is_unfinished


def translate_command(
    to: ToOption = None,
    event: EventOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    paste: PasteOption = False,
    answer: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Take back its answer; - reads a pipe."),
    ] = None,
    plain: PlainOption = False,
    yes: YesOption = False,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Bring it into another language, within the form's limits.

    Into cfp.EVENT.LANGUAGE.md; what you wrote or changed there stays.

    For example: speakprep cfp translate --to en
    """
    opened = workspace(talk)
    meant = open_translatable(opened, _wanted(opened, to), event or "")
    direction, texts = Direction(source=meant.source, target=meant.target), _texts(meant)
    if answer is not None:
        return _screen(opened, meant, _imported(opened, direction, texts, answer), fail_on)
    asked = None if paste else chosen_model(opened.talk.model, model, base_url)
    if asked is None:
        name = f"cfp-request.{meant.variant}.md"
        request = write_texts_request(opened, direction, texts, name)
        if request.facts.pending:
            step = f"{next_translation(opened, meant)} --import answer.txt"
            lines = tuple(_request_lines(request.facts, meant))
            return Screen(report=replace(request, next=step), lines=lines)
        return _screen(opened, meant, current_texts(opened, direction, texts), fail_on)
    price = price_for(opened.talk.model, model, base_url)
    shape: Shape = "text" if plain else "chunks"
    prepared = prepare_texts(opened, direction, texts, asked.recipient, price, shape)
    plan = prepared.prepared.plan
    what = f"{plan.pending} of the {many(plan.segments, 'segment')} of {meant.source_file}"
    if plan.pending and not agreed(plan, what, assume_yes=yes):
        return nothing_sent(plan, f"{next_translation(opened, meant)} --paste")
    return _screen(opened, meant, _asked(opened, prepared, asked), fail_on)


def _wanted(opened: Workspace, to: Language | None) -> Language:
    """Return the language wanted.

    Raises:
        UsageError: nobody says which.
    """
    wanted = to or next(iter(opened.talk.translate_to), None)
    if wanted is None:
        raise UsageError(
            "into which language?", hint="for example: speakprep cfp translate --to en"
        )
    return wanted


def _texts(meant: Translatable) -> Texts:
    return Texts(
        file=meant.source_file,
        texts=tuple(
            Text(key=each.field.key, text=each.text, line=each.line, at_most=each.at_most)
            for each in meant.fields
            if not each.copied
        ),
    )


def _imported(
    opened: Workspace, direction: Direction, texts: Texts, file: Path
) -> Report[TranslatedTexts]:
    text = answer_in(file)
    with blamed_on(file):
        return import_texts(opened, direction, texts, text)


def _asked(opened: Workspace, prepared: PreparedTexts, model: ChatModel) -> Report[TranslatedTexts]:
    crew = workers(model.recipient, None)
    return sent(
        model,
        "translating",
        lambda show: run_texts(
            opened,
            prepared,
            model,
            now=now,
            progress=show,
            sending=Sending(workers=crew, settle=model.settle),
        ),
        "segments",
    )


def _screen(
    opened: Workspace, meant: Translatable, came: Report[TranslatedTexts], fail_on: FailOnOption
) -> Screen:
    """Put into the proposal what came, and show both rooms' findings as one report."""
    words = {
        each.key: Words(text=each.text, by=_by(each.by))
        for each in came.facts.texts
        if each.text is not None
    }
    report = put_translation(opened, meant, words, today=date.today())  # noqa: DTZ011 -- the speaker's own day
    facts = report.facts
    mine = {each.field.key: (each.text, each.there) for each in meant.kept if not each.copied}
    said = tuple(one for each in came.facts.texts for one in each.findings)
    by_hand = compare_texts(opened, came.facts.direction, mine)
    checked = (_placed(finding, facts) for finding in (*said, *by_hand))
    findings = sorted(
        (*report.findings, *came.findings, *checked),
        key=lambda finding: LEVELS.index(finding.level),
    )
    whole = Report(
        facts=facts,
        findings=tuple(findings),
        written=tuple(dict.fromkeys((*report.written, *came.written))),
        next=report.next,
    )
    return Screen(
        report=whole,
        lines=tuple(_lines(facts, came.facts.limits)),
        fail_on=fail_on,
        missing=is_unfinished(whole.findings),
    )


def _by(models: tuple[str, ...]) -> str:
    """Name who translated a field; nobody where it stays as it is, or a person wrote it."""
    return ", ".join(BY_HAND.model if each == PASTED else each for each in models if each)


def _placed(finding: Finding, facts: TranslatedProposal) -> Finding:
    key = finding.place.field
    line = facts.lines.get(key or "")
    return replace(finding, place=Place(file=facts.file, line=line, field=key))


def _lines(facts: TranslatedProposal, limits: str) -> Iterator[str]:
    yield one_line(f"{facts.event_name} ({facts.file}, from {facts.source})")
    yield from fit_lines(facts.fields)
    yield from left_lines(facts.left_out)
    yield ""
    state = f"{many(len(facts.filled), 'field')} written in {LANGUAGE_NAMES[facts.language]}"
    details = {
        "yours, and left as they are": len(facts.kept),
        "not translated yet": len(facts.open),
    }
    state += "".join(f"; {number} {what}" for what, number in details.items() if number)
    yield from wrap(f"{state}.", columns())
    if facts.filled:
        mark = (
            "A comment above each marks it as a machine's until you edit it; cfp copy leaves it "
            "out."
        )
        yield from wrap(mark, columns())
    if any(fit.over for fit in facts.fields):
        yield from wrap("What is too long is yours to shorten: nothing was cut.", columns())
    yield from wrap(limits, columns())


def _request_lines(facts: Requested, meant: Translatable) -> Iterator[str]:
    text = (
        f"{printable(facts.file)} holds {facts.pending} of the {many(facts.segments, 'segment')} "
        f"of {printable(meant.source_file)} (about {facts.tokens:,} tokens). Nothing was sent. "
        "Copy the whole file into any chat window, save the answer as answer.txt, and import it. "
        "Half an answer is welcome too: the next request asks for the rest."
    )
    yield from wrap(text, columns())
