"""Putting scripts into the speaker notes of a copy of the deck."""

from dataclasses import dataclass
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.deck.powerpoint import write_notes
from speakprep.script.actions.opening import find_deck, open_script
from speakprep.talk.disk import locked
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class PushFacts:
    """A copy of the deck: how many of its `slides` had their notes `written` from the script."""

    deck: str
    copy: str
    language: Language
    slides: int
    written: int


def push(
    workspace: Workspace, out: Path, deck: Path | None = None, language: Language | None = None
) -> Report[PushFacts]:
    """Put a script into the speaker notes of a copy of the deck; the deck itself stays as it is.

    Slides without a text keep the notes they have.

    Args:
        workspace: the talk.
        out: the copy, a file that does not exist yet.
        deck: the deck; without it deck.pptx in the talk folder, or its only .pptx.
        language: which script; without it the language the speaker writes in.

    Raises:
        UsageError: no deck is named and there is not just one, or `out` exists.
        InputError: there is no script yet, or it or the deck cannot be read.
        StorageError: the copy cannot be written.
        BusyError: another speakprep is writing in this talk.
    """
    language = language or workspace.talk.language
    source = deck or find_deck(workspace)
    script = open_script(workspace, language)
    there = {slide.slide_id for slide in read_deck(source).slides}
    notes = {
        slide.head.slide_id: slide.prose
        for slide in script.slides
        if slide.prose and not slide.head.orphan and slide.head.slide_id in there
    }
    with locked(workspace.folder):  # which also sweeps away what a killed run left
        write_notes(source, out, notes)
    return Report(
        facts=PushFacts(
            deck=workspace.name(source),
            copy=workspace.name(out),
            language=language,
            slides=len(there),
            written=len(notes),
        ),
        written=(workspace.name(out),),
        next="speakprep rehearse log RECORDING",
    )
