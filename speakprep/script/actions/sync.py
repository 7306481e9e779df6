"""Bringing the script in step with the deck."""

from dataclasses import dataclass
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.script.actions.opening import find_deck, option
from speakprep.script.files import parse_script, render_script, script_name
from speakprep.script.sync import Change, sync_script
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class SyncFacts:
    """What a sync did.

    `deck` and `script` are file names as the person would type them;
    `renumbered` when texts had to be matched by content instead of by slide id.
    """

    deck: str
    script: str
    language: Language
    slides: int
    hidden: int
    changes: tuple[Change, ...]
    renumbered: bool


def sync(
    workspace: Workspace, deck: Path | None = None, language: Language | None = None
) -> Report[SyncFacts]:
    """Write script.<lang>.md, or bring it in step with the deck; the deck is only read.

    Args:
        workspace: the talk.
        deck: the deck; without it deck.pptx in the talk folder, or its only .pptx.
        language: which script; without it the language the speaker writes in.

    Raises:
        UsageError: no deck is named, and the talk folder does not hold just one.
        InputError: deck or script cannot be read, or the script was changed meanwhile.
        BusyError: another speakprep is writing in this talk.
    """
    talk, language = workspace.talk, language or workspace.talk.language
    source = deck or find_deck(workspace)
    path = workspace.folder / script_name(language)
    name = workspace.name(path)
    slides = read_deck(source)
    with locked(workspace.folder):
        before = read_text(path) if path.exists() or path.is_symlink() else None
        synced = sync_script(
            None if before is None else parse_script(before),
            slides,
            title=talk.title,
            language=language,
            main=language == talk.language,
            file=name,
        )
        after = render_script(synced.script)
        if after != before:
            expected = None if before is None else before.encode()
            write_atomic(path, after.encode(), within=workspace.folder, expected=expected)
    problems = tuple(each.finding(workspace.name(source)) for each in slides.problems)
    return Report(
        facts=SyncFacts(
            deck=workspace.name(source),
            script=name,
            language=language,
            slides=len(slides.slides),
            hidden=sum(slide.hidden for slide in slides.slides),
            changes=synced.changes,
            renumbered=synced.renumbered,
        ),
        findings=problems + synced.findings,
        written=(name,) if after != before else (),
        next=f"speakprep script check{option(workspace, language)}",
    )
