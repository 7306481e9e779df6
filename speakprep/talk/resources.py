"""Checklists and prompts: data files that a speaker or a community may replace.

A file is looked for in the talk folder, then in the user's folder, then among
the shipped ones. A whole file wins; nothing is merged.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speakprep.errors import InputError
from speakprep.talk.disk import read_text


@dataclass(frozen=True, kw_only=True)
class Shelves:
    """The folders that hold checklists and prompts, nearest first.

    Each is a parent of `checklists/` and `prompts/`.
    """

    folders: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One data file: where it was found and what it says."""

    path: Path
    text: str


def find_resource(shelves: Shelves, name: str) -> Resource:
    """Return the nearest file called `name`, such as "checklists/cfp.toml".

    Raises:
        InputError: no shelf has it, or it cannot be read.
    """
    for folder in shelves.folders:
        path = folder / name
        if path.is_file():
            return Resource(path=path, text=read_text(path))
    known = ", ".join(list_resources(shelves, name.rpartition("/")[0]))
    raise InputError(f"there is no {name}", hint=f"there are: {known}" if known else "")


def list_resources(shelves: Shelves, folder: str) -> tuple[str, ...]:
    """Return the names, without their ending, of all files in one folder of every shelf."""
    found = {
        path.stem
        for shelf in shelves.folders
        for path in (shelf / folder).glob("*.*")
        if path.is_file() and not path.name.startswith(".")
    }
    return tuple(sorted(found))


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """Read TOML, or say where it is broken.

    Raises:
        InputError: with line, column and an excerpt.
    """
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        line, column, reason = _where(error, text)
        lines = text.split("\n")
        raise InputError(
            f"is not valid TOML: {reason}",
            file=file,
            line=line,
            column=column,
            excerpt=lines[line - 1].strip() if line <= len(lines) else "",
            hint="mend that line; nothing was changed",
        ) from None
    except (ValueError, RecursionError):  # thousands of digits or brackets: tomllib gives up
        raise InputError("is not TOML that a person wrote", file=file) from None


def edit_toml(text: str, file: str, change: Callable[[Any], None]) -> str:
    """Change a TOML file and keep all else: comments, order, line ends, a byte order mark.

    Args:
        text: the whole file.
        file: its name, for messages.
        change: is given the file as a tomlkit document, and changes that.

    Raises:
        InputError: the file is broken, or cannot be changed without harming it.
    """
    parse_toml(text, file)
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    mark = text[:1] if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    crlf = "\r\n" in body and body.count("\r\n") == body.count("\n")
    body = body.replace("\r\n", "\n") if crlf else body
    # tomlkit would write a new key right behind a last line that has no end.
    body += "" if body.endswith("\n") or not body else "\n"
    try:
        document = tomlkit.parse(body)
        change(document)
        after = tomlkit.dumps(document)
        tomllib.loads(after.replace("\r\n", "\n"))
    except (TOMLKitError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"cannot be changed without harming it: {error}",
            file=file,
            hint="make the change by hand; nothing was changed",
        ) from None
    return mark + (after.replace("\n", "\r\n") if crlf else after)


def _where(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, int, str]:
    """Take line and column out of the parser's message (attributes came with Python 3.14)."""
    reason, _, place = str(error).partition(" (at ")
    numbers = [int(word) for word in place.strip(")").replace(",", "").split() if word.isdigit()]
    if len(numbers) == 2:
        return numbers[0], numbers[1], reason
    lines = text.rstrip("\n").split("\n")
    return len(lines), len(lines[-1]) + 1, reason
