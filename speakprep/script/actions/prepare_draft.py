"""Working out what a draft would ask for, of whom, and at what price; nothing is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.deck.model import Deck
from speakprep.errors import UsageError
from speakprep.llm.cost import estimate, total
from speakprep.llm.model import Estimate, Price, Recipient, Request
from speakprep.script.actions.following import read_following, sync_command
from speakprep.script.actions.opening import find_deck, open_script, script_file
from speakprep.script.drafting import Wanted, request, texts_by_slide, wanted
from speakprep.script.files import script_name
from speakprep.script.model import Script
from speakprep.script.timing import DEFAULT_PACE, Pace
from speakprep.talk.language import Language
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.talk.workspace import Workspace


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
        UsageError: a slide is not in the deck, or has a text; no deck is named; or
            the script is not in step with it.
        InputError: there is no script yet, or it, the deck or the prompt cannot be read.
    """
    talk, language = workspace.talk, task.language or workspace.talk.language
    script = open_script(workspace, language)
    read = read_deck(task.deck or find_deck(workspace))
    empty = wanted(script, read, task.slides, minutes=talk.speaking_minutes, pace=task.pace)
    _refuse_others(task.slides, empty, script, read)
    _check_in_step(workspace, task, language, script, read, empty)
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
    costs = tuple(
        estimate(request_for(workspace, made, [each]), recipient, price) for each in empty
    )
    return replace(made, plan=replace(made.plan, estimate=total(costs)))


def request_for(workspace: Workspace, prepared: Prepared, slides: Sequence[Wanted]) -> Request:
    """Return the request for some of the slides that are prepared."""
    return request(
        slides,
        title=workspace.talk.title,
        proposal=prepared.proposal,
        language=prepared.language,
        pace=prepared.pace,
        system=prepared.system,
    )


def _refuse_others(
    slides: Sequence[int], empty: Sequence[Wanted], script: Script, deck: Deck
) -> None:
    free = {each.slide.number for each in empty}
    there = {slide.number: slide.slide_id for slide in deck.slides}
    known = texts_by_slide(script)
    for number in slides:
        if number not in there:
            raise UsageError(f"the deck has no slide {number}", hint=f"it has {len(there)}")
        if number not in free and there[number] in known:
            raise UsageError(
                f"slide {number} has a text already",
                hint="it stays as it is; to draft anew, delete it from the script first",
            )


def _check_in_step(
    workspace: Workspace,
    task: Task,
    language: Language,
    script: Script,
    deck: Deck,
    empty: Sequence[Wanted],
) -> None:
    """Refuse to write under a heading that a sync would give to another slide, or has not made."""
    command = sync_command(workspace, task.deck, language)
    synced = read_following(workspace, language).sync(deck, command=command)
    now, then = texts_by_slide(script), texts_by_slide(synced.script)
    meant = {each.slide.slide_id for each in empty}
    for slide in deck.slides:
        if task.slides and slide.number not in task.slides:
            continue
        key = slide.slide_id
        known = [(each.heading, each.marks) for each in now.get(key, ())]
        if not known or (
            key in meant and known != [(each.heading, each.marks) for each in then.get(key, ())]
        ):
            raise UsageError(
                f"is not in step with the deck at slide {slide.number}",
                file=script_file(workspace, language),
                hint=f"type first: {command}",
            )
