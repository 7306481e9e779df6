"""Which deck and which script a command is about, and how to come by them."""

import shlex
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.script.files import (
    MEMORY_NAME,
    parse_memory,
    parse_script,
    render_script,
    script_name,
)
from speakprep.script.model import Script
from speakprep.talk.disk import read_text, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.workspace import Workspace

RULES = "checklists/script.toml"
DECK = "deck.pptx"


def find_deck(workspace: Workspace) -> Path:
    """Return the talk's deck: deck.pptx, the only .pptx in its folder, or the one synced last.

    Raises:
        UsageError: there is none, or there are several and none of them was synced.
    """
    usual = workspace.folder / DECK
    if usual.is_file():
        return usual
    decks = sorted(
        path
        for path in workspace.folder.iterdir()
        # PowerPoint's lock file of an open deck begins with "~$".
        if path.suffix.lower() == ".pptx" and path.is_file() and path.name[:1] not in {"~", "."}
    )
    if len(decks) == 1:
        return decks[0]
    synced = _synced_last(workspace) if decks else ""
    for path in decks:
        if path.name == synced:
            return path
    if decks:
        names = ", ".join(path.name for path in decks)
        raise UsageError(
            f"this talk has {len(decks)} decks: {names}",
            hint=f"name one: speakprep script sync {shlex.quote(workspace.name(decks[0]))}",
        )
    raise UsageError(
        "this talk has no deck yet",
        hint=f"save your slides as {workspace.name(usual)}, "
        "or name them: speakprep script sync SLIDES.pptx",
    )


def _synced_last(workspace: Workspace) -> str:
    """Return the name of the deck that the scripts follow; empty where it is not known."""
    path = workspace.folder / MEMORY_NAME
    try:
        return parse_memory(read_text(path)).deck if path.exists() else ""
    except InputError:
        return ""


def script_file(workspace: Workspace, language: Language) -> str:
    """Return the name of the script in one language, as the person would type it."""
    return workspace.name(workspace.folder / script_name(language))


def open_script(workspace: Workspace, language: Language) -> Script:
    """Read the script in one language.

    Raises:
        InputError: there is none yet, or it cannot be read.
    """
    path = workspace.folder / script_name(language)
    if not path.exists():
        raise InputError(
            "there is no script yet", file=workspace.name(path), hint=_make_it(workspace, language)
        )
    return parse_script(read_text(path))


def save_script(workspace: Workspace, before: Script, after: Script, language: Language) -> str:
    """Write a script back, under the talk's lock, and return its name.

    Raises:
        InputError: the file is no longer as it was read.
    """
    path = workspace.folder / script_name(language)
    if after != before:
        expected = render_script(before).encode()
        write_atomic(
            path, render_script(after).encode(), within=workspace.folder, expected=expected
        )
    return workspace.name(path)


def option(workspace: Workspace, language: Language) -> str:
    """Return what names the language in a command; nothing for the one the speaker writes in."""
    return "" if language == workspace.talk.language else f" --lang {language}"


def _make_it(workspace: Workspace, language: Language) -> str:
    if language == workspace.talk.language:
        return "make it from your slides: speakprep script sync"
    return f"translate yours: speakprep translate run --to {language}"
