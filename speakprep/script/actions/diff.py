"""What changed since the texts were written; nothing is written."""

from dataclasses import dataclass
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.script.actions.following import read_following, sync_command
from speakprep.script.actions.opening import find_deck, open_script, option, script_file
from speakprep.script.comparing import Difference, against_notes, since_written
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class DiffFacts:
    """What is different, slide by slide; `command` is what an answer is added to."""

    deck: str
    script: str
    language: Language
    notes: bool
    differences: tuple[Difference, ...]
    command: str


def diff(
    workspace: Workspace,
    deck: Path | None = None,
    language: Language | None = None,
    *,
    notes: bool = False,
) -> Report[DiffFacts]:
    """Tell what changed on slides since their texts were written.

    Args:
        workspace: the talk.
        deck: the deck; without it deck.pptx in the talk folder, or its only .pptx.
        language: which script; without it the language the speaker writes in.
        notes: compare the texts with the deck's speaker notes instead.

    Raises:
        UsageError: no deck is named, and the talk folder does not hold just one.
        InputError: there is no script yet, or it or the deck cannot be read.
    """
    language = language or workspace.talk.language
    source = deck or find_deck(workspace)
    open_script(workspace, language)  # which says what to do where there is none
    slides = read_deck(source)
    command = sync_command(workspace, deck, language)
    synced = read_following(workspace, language).sync(slides, command=command)
    found = against_notes(synced, slides) if notes else since_written(synced, slides)
    return Report(
        facts=DiffFacts(
            deck=workspace.name(source),
            script=script_file(workspace, language),
            language=language,
            notes=notes,
            differences=found,
            command=command,
        ),
        findings=tuple(each.finding(workspace.name(source)) for each in slides.problems),
        # After a look, the texts are edited, and the next sync takes note of it.
        next=command
        if found and not notes
        else f"speakprep script check{option(workspace, language)}",
    )
