"""Letting a model propose what to say on slides without a text, when the speaker asks for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from speakprep.errors import InputError, OutsideError
from speakprep.llm import paste
from speakprep.llm.cost import count_tokens
from speakprep.llm.files import asking
from speakprep.llm.model import Model
from speakprep.llm.paste import BY_HAND
from speakprep.llm.twice import ask_twice
from speakprep.script.actions.opening import open_script, option, save_script
from speakprep.script.actions.prepare_draft import Prepared, request_for
from speakprep.script.drafted import Draft, doubts, read_drafts
from speakprep.script.drafting import Wanted, is_empty, texts_by_slide
from speakprep.script.files import parse_script, render_script, script_name
from speakprep.script.generated import marked
from speakprep.script.model import Script
from speakprep.talk.disk import locked, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace


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
    `missing` got none. `unsure` is what the model could not tell, slide by slide, and
    `unusable` what was wrong with a text that was left out.
    """

    script: str
    by: str
    written: tuple[int, ...]
    taken: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    unsure: tuple[tuple[int, str], ...] = ()
    unusable: tuple[tuple[int, str], ...] = ()


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
    ask = asking(model, talk=workspace.folder, now=now, verb="draft")
    for done, each in enumerate(prepared.slides, start=1):
        question, about = request_for(workspace, prepared, [each]), f"for slide {each.slide.number}"
        read = partial(_usable, slide=each, language=prepared.language)
        try:
            drafts = ask_twice(ask, question, read, about=about)
        except OutsideError as error:
            if done > 1:
                error.message += f"; {done - 1} of {len(prepared.slides)} slides are done and kept"
            raise
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
        text = paste.render(request_for(workspace, prepared, prepared.slides))
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
    came = read_drafts(text, prepared.slides)
    wrong = {each.slide_id: why for each in came if (why := each.unusable(prepared.language))}
    drafts = [each for each in came if each.slide_id not in wrong]
    outcome, findings = _write(
        workspace, prepared, drafts, prepared.slides, by=BY_HAND.model, day=day
    )
    numbers = {each.slide.slide_id: each.slide.number for each in prepared.slides}
    outcome = replace(
        outcome,
        missing=tuple(each for each in outcome.missing if each not in {numbers[k] for k in wrong}),
        unusable=tuple((numbers[key], why) for key, why in wrong.items()),
    )
    return _report(workspace, prepared, [outcome], findings, by=BY_HAND.model)


def _usable(text: str, slide: Wanted, language: Language) -> tuple[Draft, ...]:
    """Read a model's answer about one slide.

    Raises:
        InputError: there is no draft in it, or nobody could say it on stage.
    """
    drafts = read_drafts(text, [slide])
    for draft in drafts:
        if why := draft.unusable(language):
            raise InputError(f"its text {why}")
    return drafts


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
    slides = {each.slide.slide_id: each for each in asked}
    came = {draft.slide_id: draft for draft in drafts}
    found = {
        key: doubts(draft, slides[key], proposal=prepared.proposal, language=language)
        for key, draft in came.items()
    }
    with locked(workspace.folder):
        script = open_script(workspace, language)
        there = texts_by_slide(script)
        texts = {
            key: marked(
                draft.words(language, script.newline),
                model=by,
                day=day,
                doubts=tuple(dict.fromkeys(doubt.note for doubt in found[key])),
                newline=script.newline,
            )
            for key, draft in came.items()
            if is_empty(there.get(key, ()))
        }
        after = _with_texts(script, texts)
        name = save_script(workspace, script, after, language)
    numbers = {key: each.slide.number for key, each in slides.items()}
    outcome = Drafted(
        script=name,
        by=by,
        written=tuple(numbers[key] for key in came if key in texts),
        taken=tuple(numbers[key] for key in came if key not in texts),
        missing=tuple(number for key, number in numbers.items() if key not in came),
        unsure=tuple((numbers[key], draft.unsure) for key, draft in came.items() if draft.unsure),
    )
    places = {
        key: Place(file=name, line=sections[0].text_line, slide=numbers[key])
        for key, sections in texts_by_slide(parse_script(render_script(after))).items()
        if key in texts
    }
    findings = (each.finding(places[key], language) for key in texts for each in found[key])
    return outcome, tuple(findings)


def _with_texts(script: Script, texts: Mapping[int, str]) -> Script:
    """Put texts under slides, by their ids: of two sections for a slide, under the first."""
    under = {
        id(sections[0]): texts[key]
        for key, sections in texts_by_slide(script).items()
        if key in texts
    }
    slides = (replace(each, text=under.get(id(each), each.text)) for each in script.slides)
    return replace(script, slides=tuple(slides))


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
        unusable=tuple(u for each in outcomes for u in each.unusable),
    )
    return Report(
        facts=facts,
        findings=tuple(findings),
        written=(name,) if facts.written else (),
        next=f"speakprep script check{option(workspace, prepared.language)}",
    )
