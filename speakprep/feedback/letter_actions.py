"""Writing a letter to an expert or a reviewer: a text, or a file for the mail program."""

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.feedback.letters import (
    QUESTIONS_FILE,
    Kind,
    Letter,
    Occasion,
    Wishes,
    parse_questions,
    refuse_control,
    render_mail,
    render_text,
    write_letter,
)
from speakprep.talk.disk import read_bytes, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template
from speakprep.talk.workspace import Workspace

RENDERERS: Mapping[str, Callable[[Letter], bytes]] = {
    ".eml": render_mail,
    ".txt": lambda letter: render_text(letter).encode(),
}
"""What a letter's file holds, by how its name ends."""


def compose(
    workspace: Workspace,
    kind: Kind,
    wishes: Wishes,
    *,
    event: str = "",
    language: Language | None = None,
) -> Report[Letter]:
    """Write a letter about the talk; it is only returned, never sent.

    Args:
        workspace: the talk.
        kind: whom it asks for what.
        wishes: what the speaker says about it.
        event: the event's name, if it is to be mentioned.
        language: the letter's; the talk's own if not given.

    Raises:
        UsageError: a link or a file's name holds what is obeyed and not read.
        InputError: the letter's template or the questions cannot be read.
    """
    language = language or workspace.talk.language
    for words, what in ((wishes.links, "a link"), (wishes.files, "a file's name")):
        for word in words:
            refuse_control(word, what)
    refuse_control(wishes.note, "the note", lines=True)
    shelves = workspace.shelves
    letter = write_letter(
        kind,
        parse_template(find_resource(shelves, f"prompts/letter-{kind}.{language}.md")),
        parse_questions(find_resource(shelves, QUESTIONS_FILE)),
        Occasion(
            title=workspace.talk.title or workspace.folder.absolute().name,
            minutes=workspace.talk.minutes,
            event=event,
            day=workspace.talk.dates.talk,
        ),
        wishes,
        language,
    )
    return Report(facts=letter, next=_next(kind, wishes.to.name))


def check_file(path: Path) -> None:
    """Tell whether a letter can be written there, before anything else is done.

    Raises:
        UsageError: the name ends otherwise than `RENDERERS` know.
        InputError: there is no such folder.
    """
    if path.suffix.lower() not in RENDERERS:
        known = " or ".join(RENDERERS)
        raise UsageError(
            f"a letter's file ends in {known}",
            file=str(path),
            hint="for example: --out letter.eml",
        )
    if not path.parent.is_dir():
        raise InputError("there is no such folder", file=str(path.parent))


def save(letter: Letter, path: Path) -> None:
    """Write a letter's file: a draft for the mail program (.eml) or a text (.txt).

    Raises:
        InputError: the path leads elsewhere, or the file changed meanwhile.
        StorageError: the disk is full, read-only or otherwise refuses.
    """
    data = RENDERERS[path.suffix.lower()](letter)
    before = read_bytes(path) if path.exists() else None
    write_atomic(path, data, within=path.parent, expected=before)


def _next(kind: Kind, name: str) -> str:
    if kind == "ask-expert":
        return f"speakprep plan invite {shlex.quote(name) if name else 'NAME'}"
    return "speakprep feedback import FILE" if kind == "ask-review" else "speakprep plan"
