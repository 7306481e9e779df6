"""Bringing the script in step with the deck."""

from dataclasses import dataclass
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.script.actions.following import named, read_following, sync_command, with_deck
from speakprep.script.actions.opening import find_deck, option, script_file
from speakprep.script.actions.renumbering import keep_together
from speakprep.script.notices import EDITED, NOTES, REPLACED
from speakprep.script.settling import Answers, Question
from speakprep.script.sync import NO_ANSWERS, Change, Synced
from speakprep.talk.disk import locked
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class SyncFacts:
    """What a sync did.

    `deck` and `script` are file names as the person would type them;
    `renumbered` when texts had to be matched by content instead of by slide id;
    `questions` are what only the speaker can decide.
    """

    deck: str
    script: str
    language: Language
    slides: int
    hidden: int
    changes: tuple[Change, ...]
    renumbered: bool
    questions: tuple[Question, ...] = ()


def sync(
    workspace: Workspace,
    deck: Path | None = None,
    language: Language | None = None,
    answers: Answers = NO_ANSWERS,
) -> Report[SyncFacts]:
    """Write script.<lang>.md, or bring it in step with the deck; the deck is only read.

    Where the slides got new ids, the talk's other scripts get these as well.

    Args:
        workspace: the talk.
        deck: the deck; without it the talk's own, see `find_deck`.
        language: which script; without it the language the speaker writes in.
        answers: what the speaker decided about questions of an earlier run.

    Raises:
        UsageError: no deck is named, and the talk folder does not hold just one; or
            an answer is about a slide that nothing was asked about.
        InputError: deck or script cannot be read, or the script was changed meanwhile.
        BusyError: another speakprep is writing in this talk.
    """
    language = language or workspace.talk.language
    source = deck or find_deck(workspace)
    slides = read_deck(source)
    command = sync_command(workspace, deck, language)
    with locked(workspace.folder):
        following = read_following(workspace, language)
        synced = following.sync(slides, command=command, answers=answers)
        synced = with_deck(following, synced, source)
        written = keep_together(following, synced, slides)
    problems = tuple(each.finding(workspace.name(source)) for each in slides.problems)
    return Report(
        facts=SyncFacts(
            deck=workspace.name(source),
            script=script_file(workspace, language),
            language=language,
            slides=len(slides.slides),
            hidden=sum(slide.hidden for slide in slides.slides),
            changes=synced.changes,
            renumbered=synced.renumbered,
            questions=synced.questions,
        ),
        findings=problems + synced.findings,
        written=written,
        next=_after_sync(synced, named(workspace, deck), option(workspace, language)),
    )


def _after_sync(synced: Synced, deck: str, language: str) -> str:
    if any(finding.code in {EDITED, NOTES, REPLACED} for finding in synced.findings):
        return f"speakprep script diff{deck}{language}"
    return f"speakprep script check{language}"
