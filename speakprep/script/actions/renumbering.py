"""New slide ids for all scripts of a talk, so that translations stay beside their texts."""

from dataclasses import dataclass
from pathlib import Path

from speakprep.deck.model import Deck
from speakprep.errors import SpeakprepError
from speakprep.script.actions.following import Following, keep
from speakprep.script.files import parse_script, render_script, script_name
from speakprep.script.renumbering import with_new_ids
from speakprep.script.sync import Synced
from speakprep.talk.disk import read_bytes, read_text, write_atomic
from speakprep.talk.language import LANGUAGES


@dataclass(frozen=True, kw_only=True)
class _Other:
    """Another script of the talk, as it is and as it is to be."""

    path: Path
    before: bytes
    after: bytes


def keep_together(following: Following, synced: Synced, deck: Deck) -> tuple[str, ...]:
    """Write a script that is in step with its deck, and new slide ids into the other scripts.

    Returns:
        the names of the files that changed.

    Raises:
        InputError: a file cannot be read, or changed meanwhile.
        StorageError: it cannot be written.
    """
    done: list[_Other] = []
    try:
        for other in _others(following, synced, deck):
            _write(other.path, other.before, other.after)
            done.append(other)
        written = keep(following, synced)
    except SpeakprepError:
        # Half of it would part the scripts for good; what was written is as it was, then.
        if not _is_written(following, synced):
            for other in done:
                _write(other.path, other.after, other.before)
        raise
    return written + tuple(following.workspace.name(other.path) for other in done)


def _others(following: Following, synced: Synced, deck: Deck) -> list[_Other]:
    """Return the other scripts that have other ids from now on."""
    found = []
    for language in LANGUAGES if synced.ids else ():
        path = following.workspace.folder / script_name(language)
        if language == following.language or not (path.exists() or path.is_symlink()):
            continue
        text = read_text(path)
        script = with_new_ids(parse_script(text), synced.ids, deck, following.memory)
        other = _Other(path=path, before=text.encode(), after=render_script(script).encode())
        if other.after != other.before:
            found.append(other)
    return found


def _is_written(following: Following, synced: Synced) -> bool:
    path = following.workspace.folder / script_name(following.language)
    try:
        return read_bytes(path) == render_script(synced.script).encode()
    except SpeakprepError:
        return False


def _write(path: Path, before: bytes, after: bytes) -> None:
    write_atomic(path, after, within=path.parent, expected=before)
