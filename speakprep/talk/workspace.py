"""The talk a command works on: its folder, its facts, and where its data files are."""

import os
from dataclasses import dataclass
from pathlib import Path

from speakprep.talk.disk import read_text
from speakprep.talk.files import parse_talk
from speakprep.talk.folders import TALK_FILE, find_talk, shipped_folder
from speakprep.talk.model import Talk
from speakprep.talk.resources import Shelves


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """One talk, opened.

    `folder` is the talk folder, `here` the folder the command was typed in:
    file names are shown as the person would type them there.
    """

    folder: Path
    here: Path
    talk: Talk
    shelves: Shelves

    def name(self, path: Path) -> str:
        """Return a path the way the person would type it."""
        return shown_path(path, self.here)


def open_workspace(here: Path, user: Path, *, named: Path | None = None) -> Workspace:
    """Find the talk at or above `here`, or the one named, and read its facts.

    Raises:
        InputError: there is no talk, or its talk.toml is broken.
    """
    folder = find_talk(here, named=named)
    file = folder / TALK_FILE
    return Workspace(
        folder=folder,
        here=here,
        talk=parse_talk(read_text(file), shown_path(file, here)),
        shelves=shelves(user, talk_folder=folder),
    )


def shelves(user: Path, *, talk_folder: Path | None = None) -> Shelves:
    """Return where checklists and prompts are looked for: talk, user, shipped."""
    shipped = shipped_folder("checklists").parent
    nearest = (talk_folder,) if talk_folder else ()
    return Shelves(folders=(*nearest, user, shipped))


def shown_path(path: Path, here: Path) -> str:
    """Return the shorter of the absolute path and the one relative to `here`."""
    absolute = str(path.absolute())
    try:
        relative = os.path.relpath(absolute, here)
    except ValueError:  # another drive on Windows
        return absolute
    return relative if len(relative) <= len(absolute) else absolute
