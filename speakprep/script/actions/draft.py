"""Letting a model propose what to say on slides without a text, when the speaker asks for it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.errors import InputError, ServiceError, UsageError
from speakprep.llm import paste
from speakprep.llm.cost import count_tokens, estimate, total
from speakprep.llm.files import ask_and_keep
from speakprep.llm.model import Estimate, Model, Price, Recipient, Request
from speakprep.script.actions.opening import find_deck, open_script, option, save_script
from speakprep.script.drafting import Draft, Wanted, doubts, read_drafts, request, wanted
from speakprep.script.files import parse_script, render_script, script_name
from speakprep.script.generated import marked
from speakprep.script.model import SlideText
from speakprep.script.timing import DEFAULT_PACE, Pace
from speakprep.talk.disk import locked, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.talk.workspace import Workspace

PASTED = "a chat window"
"""Who drafted what was pasted."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a draft is wanted for.

    `slides` are numbers; without any, all that are shown and empty are meant.
    `deck` is deck.pptx in the talk folder, or its only .pptx, if not named;
    `language` the one the speaker writes in. `proposal` is what the talk
    promises, as the speaker wrote it, and `pace` how fast the speaker is.
    """

    slides: tuple[int, ...] = ()
    deck: Path | None = None
    language: Language | None = None
    proposal: str = ""
    pace: Pace = DEFAULT_PACE


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a draft would send: the numbers of the `slides` without a text."""

    script: str
    slides: tuple[int, ...]
    requests: int
    recipient: Recipient
    estimate: Estimate


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A draft, ready to be sent; `proposal` is what the model may build on besides the slides."""

    plan: Plan
    language: Language
    proposal: str
    pace: Pace
    system: str
    slides: tuple[Wanted, ...]


@dataclass(frozen=True, kw_only=True)
class Requested:
    """A request for a chat window; `tokens` is about how long it is."""

    file: str
    slides: int
    tokens: int


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """What came of a draft, by slide number.

    `written` got a text; `taken` got one from the speaker meanwhile, which stays;
    `missing` got none. `unsure` is what the model could not tell, slide by slide.
    """

    script: str
    by: str
    written: tuple[int, ...]
    taken: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    unsure: tuple[tuple[int, str], ...] = ()


def prepare(
    workspace: Workspace, task: Task, recipient: Recipient, price: Price | None
) -> Prepared:
    """Work out what a draft would send, to whom and for how much; nothing is sent.

    Args:
        workspace: the talk.
        task: for which slides, out of what.
        recipient: who would be asked.
        price: what they charge, None where it is not known.

    Raises:
        UsageError: a slide is not in the deck, or has a text; or no deck is named.
        InputError: there is no script yet, or it, the deck or the prompt cannot be read.
    """
    talk, language = workspace.talk, task.language or workspace.talk.language
    script = open_script(workspace, language)
    read = read_deck(task.deck or find_deck(workspace))
    empty = wanted(script, read, task.slides, minutes=talk.speaking_minutes, pace=task.pace)
    _refuse_others(task.slides, empty, {slide.number for slide in read.slides})
    prompt = find_resource(workspace.shelves, f"prompts/draft-script.{language}.md")
    system = render(parse_template(prompt), {})
    made = Prepared(
        plan=Plan(
            script=script_name(language),
            slides=tuple(each.slide.number for each in empty),
            requests=len(empty),
            recipient=recipient,
            estimate=total(()),
        ),
        language=language,
        proposal=task.proposal,
        pace=task.pace,
        system=system,
        slides=empty,
    )
    costs = tuple(estimate(_request(workspace, made, [each]), recipient, price) for each in empty)
    return replace(made, plan=replace(made.plan, estimate=total(costs)))


def run(
    workspace: Workspace,
    prepared: Prepared,
    model: Model,
    *,
    now: Callable[[], datetime],
    progress: Callable[[float, float | None], None],
) -> Report[Drafted]:
    """Ask for one slide after another; each text is in the script before the next is asked for.

    Args:
        workspace: the talk.
        prepared: what the person agreed to.
        model: who is asked.
        now: the time, for the exchanges kept; with its time zone.
        progress: is told how many slides are done, of how many.

    Raises:
        OutsideError: the model failed; what it wrote before is in the script.
        InputError: a file cannot be read, or the script was changed meanwhile.
        BusyError: another speakprep is writing in this talk.
    """
    findings: list[Finding] = []
    outcomes: list[Drafted] = []
    for done, each in enumerate(prepared.slides, start=1):
        question = _request(workspace, prepared, [each])
        drafts = _ask(workspace, model, question, each, now)
        outcome, found = _write(
            workspace, prepared, drafts, [each], by=model.recipient.model, day=now().date()
        )
        outcomes.append(outcome)
        findings += found
        progress(done, len(prepared.slides))
    return _report(workspace, prepared, outcomes, findings, by=model.recipient.model)


def write_request(workspace: Workspace, prepared: Prepared) -> Report[Requested]:
    """Write one request for any chat window, with every slide that is empty.

    Raises:
        BusyError: another speakprep is writing in this talk.
    """
    name, text = "", ""
    if prepared.slides:
        path = workspace.folder / f"draft-request.{prepared.language}.md"
        name = workspace.name(path)
        text = paste.render(_request(workspace, prepared, prepared.slides))
        with locked(workspace.folder):
            write_atomic(path, text.encode("utf-8", "replace"), within=workspace.folder)
    step = "draft --import answer.txt" if name else "check"
    return Report(
        facts=Requested(file=name, slides=len(prepared.slides), tokens=count_tokens(text)),
        written=(name,) if name else (),
        next=f"speakprep script {step}{option(workspace, prepared.language)}",
    )


def import_answer(
    workspace: Workspace, prepared: Prepared, text: str, *, day: date
) -> Report[Drafted]:
    """Take back what a chat window answered.

    Raises:
        InputError: there is nothing in it that answers; nothing was changed.
        BusyError: another speakprep is writing in this talk.
    """
    drafts = read_drafts(text, prepared.slides)
    outcome, findings = _write(workspace, prepared, drafts, prepared.slides, by=PASTED, day=day)
    return _report(workspace, prepared, [outcome], findings, by=PASTED)


def _refuse_others(slides: Sequence[int], empty: Sequence[Wanted], known: Iterable[int]) -> None:
    free, there = {each.slide.number for each in empty}, set(known)
    for number in slides:
        if number not in there:
            raise UsageError(f"the deck has no slide {number}", hint=f"it has {len(there)}")
        if number not in free:
            raise UsageError(
                f"slide {number} has a text already, or is not in the script",
                hint="its text stays as it is; bring new slides in with: speakprep script sync",
            )


def _request(workspace: Workspace, prepared: Prepared, slides: Sequence[Wanted]) -> Request:
    return request(
        slides,
        title=workspace.talk.title,
        proposal=prepared.proposal,
        language=prepared.language,
        pace=prepared.pace,
        system=prepared.system,
    )


def _ask(
    workspace: Workspace,
    model: Model,
    question: Request,
    asked: Wanted,
    now: Callable[[], datetime],
) -> tuple[Draft, ...]:
    """Ask once, and once more where the answer cannot be used.

    Raises:
        ServiceError: the second answer cannot be used either.
    """
    why = ""
    for _ in range(2):
        answer = ask_and_keep(
            model,
            question,
            talk=workspace.folder,
            time=now(),
            exchange_id=f"draft-{paste.request_id(question)}",
        )
        if answer.finish in {"filter", "refusal"}:
            why = "it declined to answer"
            continue
        try:
            return read_drafts(answer.text, [asked])
        except InputError as error:
            why = error.message
    raise ServiceError(
        f"the model gave no usable answer for slide {asked.slide.number}, twice: {why}",
        hint="try another model with --model, or a chat window with --paste; "
        "what came before is kept",
    )


def _write(
    workspace: Workspace,
    prepared: Prepared,
    drafts: Sequence[Draft],
    asked: Sequence[Wanted],
    *,
    by: str,
    day: date,
) -> tuple[Drafted, tuple[Finding, ...]]:
    """Put drafts under slides that are empty still; whoever wrote meanwhile keeps their words."""
    language = prepared.language
    by_id = {each.slide.slide_id: each for each in asked}
    came = {draft.slide_id: draft for draft in drafts}
    found = {
        key: doubts(draft, by_id[key], proposal=prepared.proposal, language=language)
        for key, draft in came.items()
    }
    with locked(workspace.folder):
        script = open_script(workspace, language)
        free = {s.head.slide_id for s in script.slides if s.blank and not s.head.orphan} & {*came}

        def filled(section: SlideText) -> SlideText:
            key = section.head.slide_id
            if key not in free or section.head.orphan:
                return section
            text = marked(
                came[key].words(language, script.newline),
                model=by,
                day=day,
                doubts=tuple(dict.fromkeys(doubt.words for doubt in found[key])),
                newline=script.newline,
            )
            return replace(section, text=text)

        after = replace(script, slides=tuple(map(filled, script.slides)))
        name = save_script(workspace, script, after, language)
    numbers = {key: each.slide.number for key, each in by_id.items()}
    lines = {s.head.slide_id: s.text_line for s in parse_script(render_script(after)).slides}
    findings = tuple(
        doubt.finding(Place(file=name, line=lines[key], slide=numbers[key]), language)
        for key in came
        if key in free
        for doubt in found[key]
    )
    outcome = Drafted(
        script=name,
        by=by,
        written=tuple(numbers[key] for key in came if key in free),
        taken=tuple(numbers[key] for key in came if key not in free),
        missing=tuple(number for key, number in numbers.items() if key not in came),
        unsure=tuple((numbers[key], draft.unsure) for key, draft in came.items() if draft.unsure),
    )
    return outcome, findings


def _report(
    workspace: Workspace,
    prepared: Prepared,
    outcomes: Sequence[Drafted],
    findings: Sequence[Finding],
    *,
    by: str,
) -> Report[Drafted]:
    name = workspace.name(workspace.folder / script_name(prepared.language))
    facts = Drafted(
        script=name,
        by=by,
        written=tuple(n for each in outcomes for n in each.written),
        taken=tuple(n for each in outcomes for n in each.taken),
        missing=tuple(n for each in outcomes for n in each.missing),
        unsure=tuple(u for each in outcomes for u in each.unsure),
    )
    return Report(
        facts=facts,
        findings=tuple(findings),
        written=(name,) if facts.written else (),
        next=f"speakprep script check{option(workspace, prepared.language)}",
    )
