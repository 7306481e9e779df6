"""A script that follows its deck, on the disk: what sync, status and diff have in common."""

import shlex
from dataclasses import dataclass, replace
from pathlib import Path

from speakprep.deck.model import Deck
from speakprep.errors import InputError
from speakprep.script.actions.opening import DECK, option
from speakprep.script.files import (
    MEMORY_NAME,
    parse_memory,
    parse_script,
    render_memory,
    render_script,
    script_name,
)
from speakprep.script.memory import Memory, needed
from speakprep.script.settling import Answers
from speakprep.script.sync import NO_ANSWERS, Setting, Synced, sync_script
from speakprep.talk.disk import read_text, write_atomic
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Following:
    """A script and what its slides said, exactly as read; None where there is no such file."""

    workspace: Workspace
    language: Language
    text: str | None
    remembered: str | None

    @property
    def memory(self) -> Memory:
        """What slides said when their texts were written."""
        return parse_memory(self.remembered or "")

    def sync(self, deck: Deck, *, command: str, answers: Answers = NO_ANSWERS) -> Synced:
        """Bring the script in step with a deck; nothing is written.

        Raises:
            UsageError: an answer is about a slide that nothing was asked about.
        """
        talk = self.workspace.talk
        setting = Setting(
            title=talk.title,
            language=self.language,
            main=self.language == talk.language,
            file=self.workspace.name(self.workspace.folder / script_name(self.language)),
            command=command,
        )
        script = None if self.text is None else parse_script(self.text)
        return sync_script(script, deck, setting, self.memory, answers)


def with_deck(following: Following, synced: Synced, deck: Path) -> Synced:
    """Remember which deck a script follows, where that is not the usual one of the folder.

    A deck for a translation does not take the place of the talk's own.
    """
    folder, name = following.workspace.folder, following.memory.deck
    if not name or following.language == following.workspace.talk.language:
        inside = deck.parent.resolve() == folder.resolve() and deck.name != DECK
        # A name that is no text, as some disks allow, fits in no file.
        name = deck.name if inside and deck.name.isprintable() else ""
    return replace(synced, memory=replace(synced.memory, deck=name))


def read_following(workspace: Workspace, language: Language) -> Following:
    """Read a script and what its slides said.

    Raises:
        InputError: one of the two files cannot be read.
    """
    return Following(
        workspace=workspace,
        language=language,
        text=_read(workspace.folder / script_name(language)),
        remembered=_read(workspace.folder / MEMORY_NAME),
    )


def keep(following: Following, synced: Synced) -> tuple[str, ...]:
    """Write a script that is in step with its deck, and what its slides said.

    Returns:
        the names of the files that changed.

    Raises:
        InputError: a file changed meanwhile.
        StorageError: it cannot be written.
    """
    path = following.workspace.folder / script_name(following.language)
    written = _write(following, path, following.text, render_script(synced.script))
    # Whoever is killed in between learns from the deck what is missing here.
    return written + _remember(following, synced.memory)


def _remember(following: Following, memory: Memory) -> tuple[str, ...]:
    """Write what slides said, for this script and for those in other languages."""
    folder = following.workspace.folder
    for language in LANGUAGES:
        if language != following.language:
            memory = _needed_by(folder / script_name(language), following.memory) + memory
    return _write(following, folder / MEMORY_NAME, following.remembered, render_memory(memory))


def _write(following: Following, path: Path, before: str | None, after: str) -> tuple[str, ...]:
    """Write one of the files where it changed, and return its name."""
    if after == (before or ""):
        return ()
    expected = None if before is None else before.encode()
    write_atomic(path, after.encode(), within=path.parent, expected=expected)
    return (following.workspace.name(path),)


def named(workspace: Workspace, deck: Path | None) -> str:
    """Return what names the deck in a command; nothing where none was named."""
    return f" {shlex.quote(workspace.name(deck))}" if deck else ""


def sync_command(workspace: Workspace, deck: Path | None, language: Language) -> str:
    """Return what a message tells the speaker to type."""
    return f"speakprep script sync{named(workspace, deck)}{option(workspace, language)}"


def _needed_by(script: Path, memory: Memory) -> Memory:
    """Return what another script remembers; all there is where it cannot be read."""
    try:
        text = _read(script)
    except InputError:
        return memory
    return needed(memory, parse_script(text).slides) if text else Memory()


def _read(path: Path) -> str | None:
    return read_text(path) if path.exists() or path.is_symlink() else None
