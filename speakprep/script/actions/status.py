"""How far the script is, slide by slide; nothing is written."""

from dataclasses import dataclass
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.script.actions.following import named, read_following, sync_command
from speakprep.script.actions.opening import find_deck, option, script_file
from speakprep.script.files import render_script
from speakprep.script.settling import Question
from speakprep.script.standing import TO_REVIEW, Standing, standings
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class StatusFacts:
    """A script against its deck: `begun` when there is one, `in_step` when a sync would not
    change it."""

    deck: str
    script: str
    language: Language
    begun: bool
    in_step: bool
    texts: tuple[Standing, ...]
    questions: tuple[Question, ...]


def status(
    workspace: Workspace, deck: Path | None = None, language: Language | None = None
) -> Report[StatusFacts]:
    """Tell how far the script is.

    Args:
        workspace: the talk.
        deck: the deck; without it deck.pptx in the talk folder, or its only .pptx.
        language: which script; without it the language the speaker writes in.

    Raises:
        UsageError: no deck is named, and the talk folder does not hold just one.
        InputError: deck or script cannot be read.
    """
    language = language or workspace.talk.language
    source = deck or find_deck(workspace)
    slides = read_deck(source)
    following = read_following(workspace, language)
    command = sync_command(workspace, deck, language)
    synced = following.sync(slides, command=command)
    facts = StatusFacts(
        deck=workspace.name(source),
        script=script_file(workspace, language),
        language=language,
        begun=following.text is not None,
        in_step=render_script(synced.script) == following.text,
        texts=standings(synced.parts),
        questions=synced.questions,
    )
    following_step = f"{named(workspace, deck)}{option(workspace, language)}"
    return Report(
        facts=facts,
        findings=tuple(each.finding(workspace.name(source)) for each in slides.problems),
        next=_after_status(facts, command, following_step, option(workspace, language)),
    )


def _after_status(facts: StatusFacts, command: str, where: str, language: str) -> str:
    if not facts.in_step:
        return command
    if any(text.state in TO_REVIEW for text in facts.texts):
        return f"speakprep script diff{where}"
    return f"speakprep script check{language}"
