"""Where a talk is, and where the user's own files and the shipped ones are."""

import re
from collections.abc import Iterator
from pathlib import Path

from speakprep.errors import InputError, SpeakprepError, UsageError

TALK_FILE = "talk.toml"
"""What makes a folder a talk."""

SLUG_LENGTH = 64
"""Longest name of a new talk folder, in characters: fits every file system and path display."""

_NOT_IN_SLUG = re.compile(r"[^\w]+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
SEARCH_DEPTH = 3
"""How many folders down the front door looks for talks."""


def slug(name: str) -> str:
    """Return a folder name made of a talk's name: letters, digits and single dashes.

    Chinese characters are letters; nothing that has a meaning in a path survives.

    Raises:
        UsageError: nothing is left of the name.

    >>> slug("Trace sampling: 采样, cheap & honest!")
    'trace-sampling-采样-cheap-honest'
    """
    made = _NOT_IN_SLUG.sub("-", name.lower().replace("_", "-")).strip("-")
    made = made[:SLUG_LENGTH].rstrip("-")
    if not made:
        raise UsageError(
            f"no folder name can be made of {name!r}",
            hint="use letters or digits, for example: speakprep new my-talk",
        )
    return f"talk-{made}" if _RESERVED.fullmatch(made) else made


def find_talk(start: Path, *, named: Path | None = None) -> Path:
    """Return the talk folder: the one named, or the nearest at or above `start`.

    Raises:
        InputError: the folder named is not a talk, or there is none above.
    """
    if named is not None:
        folder = named.parent if named.name == TALK_FILE else named
        if not (folder / TALK_FILE).is_file():
            raise InputError(
                f"is not a talk: it holds no {TALK_FILE}",
                file=str(named),
                hint=f"create a talk with: speakprep new {named.name or 'my-talk'}",
            )
        return folder
    for folder in (start, *start.parents):
        if (folder / TALK_FILE).is_file():
            return folder
    raise InputError(
        "this folder is not inside a talk",
        hint="go into one with cd, name it with --talk FOLDER, "
        "or create one with: speakprep new my-talk",
    )


def talks_below(folder: Path) -> Iterator[Path]:
    """Yield the talk folders at most `SEARCH_DEPTH` folders down, in name order."""
    yield from _talks(folder, SEARCH_DEPTH)


def _talks(folder: Path, depth: int) -> Iterator[Path]:
    try:
        below = sorted(entry for entry in folder.iterdir() if entry.is_dir())
    except OSError:
        return
    for entry in below:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if (entry / TALK_FILE).is_file():
            yield entry
        elif depth > 1:
            yield from _talks(entry, depth - 1)


def user_folder(environment: dict[str, str]) -> Path:
    """Return the folder of the user's own checklists, prompts and keys.

    `SPEAKPREP_HOME` in the environment wins over the system's place.
    """
    named = environment.get("SPEAKPREP_HOME", "")
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_config_path("speakprep")


def shipped_folder(kind: str) -> Path:
    """Return the folder of shipped data: "checklists", "prompts" or "examples".

    A wheel carries it inside the package, a checkout beside the package.

    Raises:
        SpeakprepError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_data" / kind, package.parent / kind):
        if folder.is_dir():
            return folder
    raise SpeakprepError(
        f"this installation lacks its {kind}", hint="install speakprep again", file=str(package)
    )
