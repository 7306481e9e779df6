"""Letting a model look for the words that answer a reviewer's questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from speakprep.cfp.actions.check import Examined, note, open_checklist
from speakprep.cfp.actions.opening import named
from speakprep.cfp.evidence import Answer, Proposed, read_prose
from speakprep.cfp.form import language_of
from speakprep.cfp.prose import prose_of
from speakprep.cfp.proving import Item, asked, items
from speakprep.cfp.reviewing import (
    MOST_CHARACTERS,
    Verdict,
    cache_key,
    groups,
    parse_verdict,
    quoted,
    read_verdicts,
    render_verdict,
    request,
    shown_fields,
)
from speakprep.errors import InputError, SpeakprepError
from speakprep.llm import paste
from speakprep.llm.cost import count_tokens, estimate_all
from speakprep.llm.files import asking
from speakprep.llm.model import Estimate, Model, Price, Recipient
from speakprep.llm.paste import BY_HAND
from speakprep.llm.twice import ask_twice
from speakprep.talk.disk import STATE_FOLDER, locked, read_text, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.talk.workspace import Workspace

REVIEWS_FOLDER = f"{STATE_FOLDER}/reviews"
"""One JSON file per verdict, so that an unchanged text costs nothing; ignored by git."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a review would send: `pending` of the `questions` still open, `kept` are known."""

    file: str
    fields: tuple[str, ...]
    questions: int
    pending: int
    kept: int
    requests: int
    recipient: Recipient
    estimate: Estimate


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A review, ready to be sent; `words` is the text exactly as it is sent, by field.

    `known` are verdicts kept from before, `pending` the questions without one.
    """

    plan: Plan
    event: str
    questions: tuple[Item, ...]
    pending: tuple[Item, ...]
    known: tuple[Verdict, ...]
    words: Mapping[str, str]
    system: str


@dataclass(frozen=True, kw_only=True)
class Requested:
    """A request for a chat window; `tokens` is about how long it is."""

    file: str
    questions: int
    tokens: int


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What a model says about one question: in one sentence, with or without a quote."""

    code: str
    ask: str
    quote: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """What came of a review; the questions themselves are settled by the person alone.

    `proposed` have words that stand in the text, `unanswered` have none;
    `discarded` had words that do not stand in the field named; `missing` got no
    verdict. `refused` counts entries nobody asked for or of another shape.
    """

    file: str
    by: str
    proposed: tuple[Opinion, ...]
    unanswered: tuple[Opinion, ...]
    discarded: tuple[str, ...]
    missing: tuple[str, ...]
    refused: int
    kept: int


def prepare(
    workspace: Workspace, recipient: Recipient, price: Price | None, *, event: str = ""
) -> Prepared:
    """Work out what a review would send, to whom and for how much; nothing is sent.

    Raises:
        InputError: there is no proposal, nothing is written in it, or it is too long;
            or a file cannot be read.
        UsageError: there is no such form profile.
    """
    opened = open_checklist(workspace, event)
    questions, words, system = _material(workspace, opened)
    known, pending = [], []
    for item in questions:
        verdict = _kept(workspace, cache_key(item, words, system, recipient.model), item.code)
        if verdict is None:
            pending.append(item)
        else:
            known.append(verdict)
    requests = [request(group, words, system) for group in groups(pending)]
    plan = Plan(
        file=opened.proposal.file,
        fields=tuple(words),
        questions=len(questions),
        pending=len(pending),
        kept=len(known),
        requests=len(requests),
        recipient=recipient,
        estimate=estimate_all(requests, recipient, price),
    )
    return Prepared(
        plan=plan,
        event=event,
        questions=questions,
        pending=tuple(pending),
        known=tuple(known),
        words=words,
        system=system,
    )


def run(
    workspace: Workspace,
    prepared: Prepared,
    model: Model,
    *,
    now: Callable[[], datetime],
    progress: Callable[[float, float | None], None],
) -> Report[Reviewed]:
    """Ask what was prepared, group by group; every verdict is kept before the next is asked.

    Args:
        workspace: the talk.
        prepared: what the person agreed to.
        model: who is asked.
        now: the time, for the exchanges kept; with its time zone.
        progress: is told how many questions are done, of how many.

    Raises:
        OutsideError: the model failed; what it said before is kept.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    verdicts = list(prepared.known)
    refused = done = 0
    name = model.recipient.model
    ask = asking(model, talk=workspace.folder, now=now, verb="review")
    with locked(workspace.folder):
        for group in groups(prepared.pending):
            question = request(group, prepared.words, prepared.system)
            codes = [item.code for item in group]
            read = ask_twice(
                ask, question, partial(read_verdicts, codes=codes), kept="what came before is kept"
            )
            for verdict in read.verdicts:
                item = next(item for item in group if item.code == verdict.code)
                key = cache_key(item, prepared.words, prepared.system, name)
                _keep(workspace, key, verdict)
            verdicts += read.verdicts
            refused += read.refused
            done += len(group)
            progress(done, prepared.plan.pending)
        return _reviewed(workspace, prepared, verdicts, by=name, refused=refused)


def write_request(workspace: Workspace, *, event: str = "") -> Report[Requested]:
    """Write one request for any chat window, with every question that is open.

    Raises:
        InputError: there is no proposal, or nothing is written in it.
        BusyError: another speakprep is writing in this talk.
    """
    opened = open_checklist(workspace, event)
    questions, words, system = _material(workspace, opened)
    name, text = "", ""
    if questions:
        path = workspace.folder / f"review-request{_variant(opened)}.md"
        name, text = workspace.name(path), paste.render(request(questions, words, system))
        with locked(workspace.folder):
            write_atomic(path, text.encode("utf-8", "replace"), within=workspace.folder)
    return Report(
        facts=Requested(file=name, questions=len(questions), tokens=count_tokens(text)),
        written=(name,) if name else (),
        next=f"speakprep cfp {'review --import answer.txt' if name else 'check'}{named(event)}",
    )


def import_answer(workspace: Workspace, text: str, *, event: str = "") -> Report[Reviewed]:
    """Take back what a chat window answered; whole entries of half an answer count.

    Raises:
        InputError: there is nothing in it that answers; nothing was changed.
        BusyError: another speakprep is writing in this talk.
    """
    with locked(workspace.folder):
        prepared = replace(prepare(workspace, BY_HAND, None, event=event), known=())
        read = read_verdicts(text, [item.code for item in prepared.questions])
        return _reviewed(workspace, prepared, read.verdicts, by=BY_HAND.model, refused=read.refused)


def _material(
    workspace: Workspace, opened: Examined
) -> tuple[tuple[Item, ...], dict[str, str], str]:
    """Return the questions still open, the fields to be read, and the prompt."""
    proposal = opened.proposal
    default = workspace.talk.language
    standing = items(proposal, opened.rules, opened.answers, default, hints=False)
    every = {entry.field.key: prose_of(entry.section.body) for entry in proposal.entries}
    keys = shown_fields(proposal, asked(opened.rules, proposal), every)
    words = {key: text for key, text in every.items() if key in keys}
    if not words:
        raise InputError(
            "nothing is written yet that a reviewer would read",
            file=proposal.file,
            hint="write it with: speakprep cfp draft",
        )
    if sum(map(len, words.values())) > MOST_CHARACTERS:
        raise InputError(
            f"is too long to be sent: more than {MOST_CHARACTERS} characters",
            file=proposal.file,
            hint="see what is over the form's limits: speakprep cfp lint",
        )
    prompt = f"prompts/review-cfp.{language_of(proposal, default)}.md"
    system = render(parse_template(find_resource(workspace.shelves, prompt)), {})
    return tuple(item for item in standing if item.status in {"open", "stale"}), words, system


def _reviewed(
    workspace: Workspace,
    prepared: Prepared,
    verdicts: Sequence[Verdict],
    *,
    by: str,
    refused: int,
) -> Report[Reviewed]:
    """Note the words that stand in the text, and say what came of the rest."""
    proses = {key: read_prose(text) for key, text in prepared.words.items()}
    questions = {item.code: item for item in prepared.questions}
    proposed, unanswered, discarded, offers = [], [], [], {}
    for verdict in verdicts:
        item = questions[verdict.code]
        quote = quoted(verdict, proses)
        opinion = Opinion(
            code=item.code,
            ask=item.ask,
            quote=quote.words if quote else "",
            reason=verdict.reason,
        )
        if quote:
            proposed.append(opinion)
            offers[item.code] = Proposed(quote=quote, by=by, reason=verdict.reason)
        elif verdict.answered:
            discarded.append(item.code)
        else:
            unanswered.append(opinion)
    came = {verdict.code for verdict in verdicts}
    facts = Reviewed(
        file=prepared.plan.file,
        by=by,
        proposed=tuple(proposed),
        unanswered=tuple(unanswered),
        discarded=tuple(discarded),
        missing=tuple(code for code in questions if code not in came),
        refused=refused,
        kept=len(prepared.known),
    )
    return Report(
        facts=facts,
        written=_offer(workspace, prepared.event, offers),
        next=f"speakprep cfp check{named(prepared.event)}",
    )


def _offer(workspace: Workspace, event: str, offers: Mapping[str, Proposed]) -> tuple[str, ...]:
    """Note proposed words beside what the person said; return the file, if it changed."""
    # Read anew: the person may have answered something while the model was thinking.
    opened = open_checklist(workspace, event)
    changed = {
        code: replace(opened.answers.get(code, Answer()), proposed=proposed)
        for code, proposed in offers.items()
    }
    if all(opened.answers.get(code) == answer for code, answer in changed.items()):
        return ()
    note(workspace, opened, changed)
    return (workspace.name(opened.path),)


def _variant(opened: Examined) -> str:
    """Return what stands between "cfp-check" and ".toml": nothing, or ".event"."""
    return opened.path.name.removeprefix("cfp-check").removesuffix(".toml")


def _kept(workspace: Workspace, key: str, code: str) -> Verdict | None:
    path = _cache(workspace, key)
    if not path.is_file():
        return None
    try:
        return parse_verdict(read_text(path), code)
    except SpeakprepError:  # a cache that cannot be read is no cache
        return None


def _keep(workspace: Workspace, key: str, verdict: Verdict) -> None:
    path = _cache(workspace, key)
    write_atomic(path, render_verdict(verdict).encode(), within=workspace.folder)


def _cache(workspace: Workspace, key: str) -> Path:
    return workspace.folder / REVIEWS_FOLDER / f"{key}.json"
