"""Lines of a TOML file and the keys that stand in them, so that a fault has a line."""

import functools
import re

KeyPath = tuple[str | int, ...]
"""Where a value stands, such as ("rule", 2, "message", "en"): the third [[rule]]'s message.en."""

_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_NAMES = re.compile(_NAME)
_OPENING = re.compile(
    rf"\s*(?P<header>\[{{0,2}})\s*(?P<names>{_NAME}(?:\s*\.\s*{_NAME})*)\s*(?:=|\]\]?\s*(?:#|$))"
)
"""A row that begins a table or a value."""


class TomlLines:
    """The lines of one file. Its keys are looked for once, when first asked after."""

    def __init__(self, text: str) -> None:
        self._rows = text.removeprefix("\ufeff").split("\n")

    def line_of(self, path: KeyPath) -> int:
        """Return the line, from 1, of a key or of the nearest table around it that has one."""
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, 0) + 1

    def line_holding(self, words: str, first: int) -> int | None:
        """Return the line of these words, looked for from line `first` on."""
        rows = enumerate(self._rows[first - 1 :], first)
        return next((line for line, row in rows if words in row), None)

    def excerpt(self, line: int) -> str:
        """Return a line's words without the space around them."""
        return self._rows[line - 1].strip()

    @functools.cached_property
    def _found(self) -> dict[KeyPath, int]:
        return _key_rows(self._rows)


def _key_rows(rows: list[str]) -> dict[KeyPath, int]:
    """Return the first row, from 0, of every table and every key that begins a row."""
    found: dict[KeyPath, int] = {}
    lengths: dict[KeyPath, int] = {}
    table: KeyPath = ()
    in_string = False
    for number, row in enumerate(rows):
        match = None if in_string else _OPENING.match(row)
        if match:
            names = tuple(name.strip("\"'") for name in _NAMES.findall(match["names"]))
            if match["header"]:
                path = table = _header(names, lengths, is_list=match["header"] == "[[")
            else:
                path = (*table, *names)
            for length in range(1, len(path) + 1):
                found.setdefault(path[:length], number)
        in_string ^= (row.count('"""') + row.count("'''")) % 2 == 1
    return found


def _header(names: tuple[str, ...], lengths: dict[KeyPath, int], *, is_list: bool) -> KeyPath:
    """Return a header's path: under [[rule]], [rule.cues] belongs to the last rule there is."""
    path: KeyPath = ()
    for count, name in enumerate(names, 1):
        path = (*path, name)
        if is_list and count == len(names):
            lengths[path] = lengths.get(path, 0) + 1
        if path in lengths:
            path = (*path, lengths[path] - 1)
    return path
