"""Checking the slides themselves: readable from the last row, charts that explain themselves."""

from dataclasses import dataclass
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.lint.files import parse_rules
from speakprep.lint.lint import lint
from speakprep.lint.model import Rule
from speakprep.lint.suppressing import Suppressed, allowed_in_talk, suppress
from speakprep.script.actions.opening import find_deck
from speakprep.script.shown import shown_slides, words_of
from speakprep.talk.folders import TALK_FILE
from speakprep.talk.report import Report
from speakprep.talk.resources import find_resource
from speakprep.talk.workspace import Workspace

RULES = "checklists/deck.toml"
REVIEWERS = "checklists/reviewer-feedback.toml"


@dataclass(frozen=True, kw_only=True)
class DeckFacts:
    """A deck that was checked: how many slides are shown, and what each is called, by number."""

    deck: str
    slides: int
    hidden: int
    titles: dict[int, str]
    suppressed: tuple[Suppressed, ...] = ()


def check_deck(workspace: Workspace, deck: Path | None = None) -> Report[DeckFacts]:
    """Hold the slides against checklists/deck.toml, and against what reviewers say about slides.

    Args:
        workspace: the talk.
        deck: the deck; without it deck.pptx in the talk folder, or its only .pptx.

    Raises:
        UsageError: no deck is named, and the talk folder does not hold just one.
        InputError: the deck or a rule file cannot be read.
    """
    source = deck or find_deck(workspace)
    name = workspace.name(source)
    read, talk = read_deck(source), workspace.talk
    found = lint(shown_slides(read, talk.slides_language, name), deck_rules(workspace))
    toml = workspace.name(workspace.folder / TALK_FILE)
    outcome = suppress(found, allowed_in_talk(talk.allow, toml, talk.language))
    problems = tuple(each.finding(name) for each in read.problems)
    in_order = sorted(outcome.findings, key=lambda each: (each.place.slide or 0, each.code))
    return Report(
        facts=DeckFacts(
            deck=name,
            slides=sum(not slide.hidden for slide in read.slides),
            hidden=sum(slide.hidden for slide in read.slides),
            titles={slide.number: words_of(slide) for slide in read.slides},
            suppressed=outcome.suppressed,
        ),
        findings=(*problems, *in_order),
        next="speakprep script sync",
    )


def deck_rules(workspace: Workspace) -> tuple[Rule, ...]:
    """Return the rules about slides, those of the reviewers among them.

    Raises:
        InputError: a rule file cannot be read.
    """
    files = (RULES, REVIEWERS)
    rules = (rule for f in files for rule in parse_rules(find_resource(workspace.shelves, f)))
    return tuple(rule for rule in rules if rule.stage == "deck")
