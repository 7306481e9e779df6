"""Tables of a TOML data file that know where they stand, so that a fault has a line."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Self

from speakprep.errors import InputError
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.report import LEVELS
from speakprep.talk.resources import parse_toml


class Table:
    """One table of a data file.

    Every reading method raises InputError with file, line and that line's
    words when the value is missing or of the wrong kind. Lines are looked up
    only then: the key's first mention within the table's own lines.
    """

    def __init__(
        self, values: Mapping[str, Any], *, rows: list[str], file: str, span: tuple[int, int]
    ) -> None:
        self.file = file
        self._values = values
        self._rows = rows
        self._span = span

    @classmethod
    def parse(cls, text: str, file: str) -> Self:
        """Read a whole file as a table."""
        rows = text.split("\n")
        return cls(parse_toml(text, file), rows=rows, file=file, span=(0, len(rows)))

    @property
    def line(self) -> int:
        """The table's first line, from 1."""
        return self._span[0] + 1

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def only(self, known: Iterable[str]) -> None:
        """Refuse keys that mean nothing here: most are slips of the pen."""
        allowed = sorted(known)
        for key in self._values:
            if key not in allowed:
                raise self.wrong(key, f"unknown key {key!r}", hint=f"known: {', '.join(allowed)}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and say something."""
        value = self._values.get(key, default)
        if value is None:
            hint = f'add a line: {key} = "..."'
            raise self._error(self._span[0], f"{key} is missing", hint)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(key, f"{key} must be text in quotes")
        return value

    def one_of(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """Return one of a closed set of texts."""
        value, allowed = self.text(key, default), tuple(choices)
        if value not in allowed:
            known = ", ".join(allowed)
            raise self.wrong(key, f"unknown {key} {value!r}", hint=f"known: {known}")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, f"{key} must be true or false")
        return value

    def number(self, key: str, *, least: int = 0) -> int | None:
        """Return a whole number, or None when there is none."""
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.wrong(key, f"{key} must be a whole number, {least} or more")
        return value

    def day(self, key: str) -> date:
        """Return a day, which must be there."""
        value = self._values.get(key)
        if not isinstance(value, date):
            raise self.wrong(key, f"{key} must be a day, such as {key} = 2026-11-20")
        return value

    def range(self, key: str) -> tuple[int, int] | None:
        """Return a least and a most, or None when there is none."""
        value = self._values.get(key)
        if value is None:
            return None
        whole = isinstance(value, list) and all(type(entry) is int for entry in value)
        if not whole or len(value) != 2 or not 0 <= value[0] <= value[1]:
            raise self.wrong(key, f"{key} must be a least and a most, such as {key} = [1, 2]")
        return value[0], value[1]

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when there is none."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise self.wrong(key, f"{key} must be a list of texts in quotes")
        return tuple(value)

    def inner(self, key: str) -> "Table":
        """Return the table under `key`, empty when there is none."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"{key} must be a table, such as {key}.en = ...")
        return self._table(value, (self._row_of(key), self._span[1]))

    def each(self, key: str) -> tuple["Table", ...]:
        """Return the tables written as `[[key]]`, each with its own lines."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.wrong(key, f"{key} must be tables, each headed by [[{key}]]")
        header = re.compile(rf"\s*\[\[\s*{re.escape(key)}\s*\]\]")
        starts = [number for number, row in enumerate(self._rows) if header.match(row)]
        if len(starts) != len(value):  # written as one inline list
            return tuple(self._table(entry, self._span) for entry in value)
        spans = itertools.pairwise([*starts, len(self._rows)])
        return tuple(self._table(entry, span) for entry, span in zip(value, spans, strict=True))

    def by_language(self, key: str, *, required: bool = True) -> dict[Language, str]:
        """Return a text per language; English is the least there must be."""
        table = self.inner(key)
        table.only(LANGUAGES)
        if required or key in self:
            table.text("en")
        return {language: table.text(language) for language in LANGUAGES if language in table}

    def numbers_by_language(self, key: str) -> dict[Language, int]:
        """Return a whole number per language, for those that have one."""
        table = self.inner(key)
        table.only(LANGUAGES)
        found = ((language, table.number(language)) for language in LANGUAGES)
        return {language: value for language, value in found if value is not None}

    def texts_by_language(self, key: str) -> dict[Language, tuple[str, ...]]:
        """Return a list of texts per language, for those that have one."""
        table = self.inner(key)
        table.only(LANGUAGES)
        return {language: table.texts(language) for language in LANGUAGES if language in table}

    def level(self, key: str) -> str:
        """Return the level of a finding: error, warning or advice."""
        return self.one_of(key, LEVELS)

    def wrong(self, key: str, message: str, *, hint: str = "", words: str = "") -> InputError:
        """Make the error for a key, at the line that holds `words` or mentions the key."""
        row = self._row_holding(words) if words else None
        return self._error(self._row_of(key) if row is None else row, message, hint)

    def _error(self, row: int, message: str, hint: str) -> InputError:
        return InputError(
            message,
            file=self.file,
            line=row + 1,
            excerpt=self._rows[row].strip() if row < len(self._rows) else "",
            hint=hint or "mend that line and run the command again",
        )

    def _table(self, values: Mapping[str, Any], span: tuple[int, int]) -> "Table":
        return Table(values, rows=self._rows, file=self.file, span=span)

    def _row_of(self, key: str) -> int:
        mention = re.compile(rf"""(?:^|[\s.\[{{,"']){re.escape(key)}["']?\s*[=.\]]""")
        first, last = self._span
        return next((n for n in range(first, last) if mention.search(self._rows[n])), first)

    def _row_holding(self, words: str) -> int | None:
        first, last = self._span
        return next((n for n in range(first, last) if words in self._rows[n]), None)
