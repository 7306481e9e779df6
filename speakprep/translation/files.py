"""The translation's files in the talk folder: scripts, memory, the request for a chat window."""

from collections.abc import Sequence
from pathlib import Path

from speakprep.errors import InputError
from speakprep.script.files import parse_script, script_name
from speakprep.script.model import Script
from speakprep.talk.disk import append_line, read_bytes, read_text
from speakprep.talk.language import LANGUAGE_NAMES, Language
from speakprep.talk.workspace import Workspace
from speakprep.translation.memory import Entry, parse_memory, render
from speakprep.translation.model import Direction, Memory


def memory_path(workspace: Workspace, direction: Direction) -> Path:
    """Return where the segments of one direction are remembered."""
    return workspace.folder / f"translation.{direction}.jsonl"


def request_path(workspace: Workspace, direction: Direction) -> Path:
    """Return where the request for a chat window is written."""
    return workspace.folder / f"translate-request.{direction}.md"


def script_path(workspace: Workspace, language: Language) -> Path:
    """Return where a language's script is."""
    return workspace.folder / script_name(language)


def shown_memory(workspace: Workspace, direction: Direction) -> str:
    """Return the memory's file as the person would type it."""
    return workspace.name(memory_path(workspace, direction))


def shown_script(workspace: Workspace, language: Language) -> str:
    """Return a language's script as the person would type it."""
    return workspace.name(script_path(workspace, language))


def read_source(workspace: Workspace, language: Language) -> Script:
    """Read the script to be translated.

    Raises:
        InputError: it is missing, unreadable, or has no slides yet.
    """
    path = script_path(workspace, language)
    name = workspace.name(path)
    if not path.exists():
        raise InputError(
            f"there is no {LANGUAGE_NAMES[language]} script yet",
            file=name,
            hint=f"make one from your slides: speakprep script sync DECK.pptx --lang {language}",
        )
    script = parse_script(read_text(path))
    if not script.slides:
        raise InputError(
            "has no slide headings such as: ## 1. Title {#s256}",
            file=name,
            hint="let your slides give them: speakprep script sync DECK.pptx",
        )
    return script


def read_target(workspace: Workspace, language: Language) -> tuple[Script, bytes | None]:
    """Read the translated script, and its bytes; None where there is none yet.

    Raises:
        InputError: it cannot be read.
    """
    path = script_path(workspace, language)
    if not path.exists():
        return Script(), None
    text = read_text(path)
    return parse_script(text), text.encode()


def read_memory(workspace: Workspace, direction: Direction) -> Memory:
    """Read what is remembered; nothing where there is no file yet.

    Raises:
        InputError: the file cannot be read.
    """
    path = memory_path(workspace, direction)
    if not path.exists():
        return Memory()
    # A killed writer may leave half a character; its line is skipped like any other half one.
    return parse_memory(read_bytes(path).decode("utf-8", errors="replace"))


def remember(workspace: Workspace, direction: Direction, entries: Sequence[Entry]) -> None:
    """Append entries to the memory and flush them to the disk.

    Raises:
        StorageError: the disk is full, read-only or otherwise refuses.
    """
    if entries:
        path = memory_path(workspace, direction)
        append_line(path, "\n".join(map(render, entries)), within=workspace.folder)
