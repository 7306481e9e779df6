"""How far a translation is, slide by slide, and what was dismissed in this talk."""

from dataclasses import dataclass

from speakprep.talk.language import LANGUAGE_NAMES, Language
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files
from speakprep.translation.actions.reporting import compare_now, next_step
from speakprep.translation.dismissing import RuleUse, unused
from speakprep.translation.model import Direction
from speakprep.translation.snapshot import read_snapshot
from speakprep.translation.standing import Tally, by_slide, place, tally

UNSIGNED = "unsigned"
"""The code of what is said where a translation goes on without being signed."""


@dataclass(frozen=True, kw_only=True)
class SlideStatus:
    """How far one slide is; `number` is None for a text without a slide."""

    number: int | None
    title: str
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class Status:
    """How far a translation is; `rules` are the dismissals of this talk, kept in `memory`."""

    direction: Direction
    file: str
    memory: str
    tally: Tally
    slides: tuple[SlideStatus, ...]
    rules: tuple[RuleUse, ...]


def status(workspace: Workspace, direction: Direction) -> Report[Status]:
    """Count where every place stands, as the files are now; nothing is written.

    Raises:
        InputError: a file cannot be read, or there is no script to translate.
    """
    snapshot = read_snapshot(workspace, direction)
    compared = compare_now(workspace, snapshot)
    places = place(snapshot.aligned, compared.spots, snapshot.memory, direction)
    standing = tally(places)
    memory = files.shown_memory(workspace, direction)
    facts = Status(
        direction=direction,
        file=files.shown_script(workspace, direction.target),
        memory=memory,
        tally=standing,
        slides=tuple(
            SlideStatus(
                number=slide.slide.head.number, title=slide.slide.head.title, tally=tally(mine)
            )
            for slide, mine in by_slide(places, snapshot.slides)
        ),
        rules=compared.rules,
    )
    idle = () if standing.to_translate else unused(compared.rules, memory)
    return Report(facts=facts, findings=idle, next=next_step(direction, standing))


def unsigned(workspace: Workspace, language: Language) -> tuple[Finding, ...]:
    """Say how much of a script nobody has signed, if it is a translation; for whoever uses it.

    Raises:
        InputError: a file cannot be read.
    """
    direction = Direction(source=workspace.talk.language, target=language)
    wanted = language in workspace.talk.translate_to
    wanted = wanted or files.memory_path(workspace, direction).exists()
    there = files.script_path(workspace, direction.source).exists()
    if language == direction.source or not wanted or not there:
        return ()
    standing = status(workspace, direction).facts.tally
    left = standing.places - standing.signed
    if not left:
        return ()
    return (
        Finding(
            code=UNSIGNED,
            level="warning",
            message=f"{left} of {standing.places} places of the {LANGUAGE_NAMES[language]} "
            f"translation are not signed; read them: speakprep translate review --to {language}",
            place=Place(file=files.shown_script(workspace, language)),
        ),
    )
