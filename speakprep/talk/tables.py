"""Tables of a TOML file, read value by value; a hand that slipped is told which line it was."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Self, TypeVar

from speakprep.errors import InputError
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.resources import parse_toml
from speakprep.talk.toml_lines import KeyPath, TomlLines

MOST = 10**15
"""Nothing is counted or measured beyond this: more is a slip of the finger."""

ValueT = TypeVar("ValueT")
CodeT = TypeVar("CodeT", bound=str)


class Table:
    """One table of a file.

    Every reading method raises InputError with file, line and that line's
    words when the value is of the wrong kind, or missing without a default.
    """

    def __init__(
        self, values: Mapping[str, Any], *, file: str, lines: TomlLines, path: KeyPath = ()
    ) -> None:
        self.file = file
        self._values = values
        self._lines = lines
        self._path = path

    @classmethod
    def parse(cls, text: str, file: str) -> Self:
        """Read a whole file as a table; `file` is its name, for messages.

        Raises:
            InputError: it is not valid TOML.
        """
        return cls(parse_toml(text, file), file=file, lines=TomlLines(text))

    @property
    def line(self) -> int:
        """The table's first line, from 1."""
        return self._lines.line_of(self._path)

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

    def optional(self, read: Callable[..., ValueT], key: str, **limits: int) -> ValueT | None:
        """Return what a reading method makes of a key, None when the key is absent."""
        return read(key, **limits) if key in self._values else None

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must say something."""
        value = self._get(key, default, '"..."')
        if not isinstance(value, str):
            raise self._must(key, 'be text in quotes, such as "..."')
        if default is None and not value.strip():
            raise self._must(key, "say something")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when there is none."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise self._must(key, 'be a list of texts in quotes, such as ["...", "..."]')
        return tuple(value)

    def one_of(self, key: str, codes: Iterable[CodeT], default: CodeT | None = None) -> CodeT:
        """Return one of a closed set of words."""
        return self._code(key, self.text(key, default), tuple(codes))

    def some_of(self, key: str, codes: Iterable[CodeT]) -> tuple[CodeT, ...]:
        """Return a list of words out of a closed set, empty when there is none."""
        allowed = tuple(codes)
        return tuple(self._code(key, value, allowed) for value in self.texts(key))

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false."""
        value = self._get(key, default, "false")
        if not isinstance(value, bool):
            raise self._must(key, "be true or false")
        return value

    def whole(
        self, key: str, default: int | None = None, *, least: int = 0, most: int = MOST
    ) -> int:
        """Return a whole number."""
        value = self._get(key, default, str(least))
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            end = f", {least} or more" if most == MOST else f" from {least} to {most}"
            raise self._must(key, f"be a whole number{end}")
        return value

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers from 0, empty when there is none."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(_is_whole(entry) for entry in value):
            raise self._must(key, "be a list of whole numbers, such as [1, 2]")
        return tuple(value)

    def number(self, key: str) -> float:
        """Return a number, such as decibels; neither infinite nor `nan`, which TOML can hold."""
        value = self._get(key, None, "0.0")
        if not _is_number(value):
            raise self._must(key, "be a number")
        return float(value)

    def amount(self, key: str) -> float:
        """Return a number from 0, such as seconds."""
        value = self.number(key)
        if value < 0:
            raise self._must(key, "not be negative")
        return value

    def range(self, key: str) -> tuple[int, int]:
        """Return a least and a most, whole numbers from 0."""
        value = self._get(key, None, "[1, 2]")
        if not _is_pair(value) or not all(_is_whole(entry) for entry in value):
            raise self._must(key, "be a least and a most, such as [1, 2]")
        return value[0], value[1]

    def spans(self, key: str) -> tuple[tuple[float, float], ...]:
        """Return pairs of a start and an end in seconds."""
        value = self._get(key, None, "[]")
        if not isinstance(value, list) or not all(_is_pair(entry) for entry in value):
            raise self._must(key, "be a list of [start, end] in seconds")
        return tuple((float(start), float(end)) for start, end in value)

    def day(self, key: str) -> date:
        """Return a day, also of a time, and of a day that was put in quotes."""
        value = self._get(key, None, "2027-03-17")
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                value = None
        if not isinstance(value, date):
            raise self._must(key, "be a day, such as 2027-03-17")
        return value.date() if isinstance(value, datetime) else value

    def moment(self, key: str) -> datetime:
        """Return a time, with a zone only if it was given one; a day alone is its midnight."""
        value = self._get(key, None, "2027-03-17T18:30:00")
        if not isinstance(value, date):
            raise self._must(key, "be a time without quotes, such as 2027-03-17T18:30:00")
        return value if isinstance(value, datetime) else datetime.combine(value, time())

    def inner(self, key: str) -> "Table":
        """Return the table under `key`, empty when there is none."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            raise self._must(key, f"be a table, such as {key} = {{ ... }}")
        return self._below(value, key)

    def each(self, key: str) -> tuple["Table", ...]:
        """Return the tables written as `[[key]]`, none when there are none."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self._must(key, f"be tables, each headed by [[{key}]]")
        return tuple(self._below(entry, key, number) for number, entry in enumerate(value))

    def by_language(self, key: str, *, required: bool = True) -> dict[Language, str]:
        """Return a text per language; English is the least there must be."""
        texts = self._per_language(key, lambda table, language: table.text(language))
        if "en" not in texts and (required or key in self):
            hint = f'add a text in English: {key}.en = "..."'
            raise self.wrong(key, f"{self._name(key)}.en is missing", hint=hint)
        return texts

    def wholes_by_language(self, key: str) -> dict[Language, int]:
        """Return a whole number per language, for those that have one."""
        return self._per_language(key, lambda table, language: table.whole(language))

    def texts_by_language(self, key: str) -> dict[Language, tuple[str, ...]]:
        """Return a list of texts per language, for those that have one."""
        return self._per_language(key, lambda table, language: table.texts(language))

    def wrong(self, key: str, message: str, *, hint: str = "", words: str = "") -> InputError:
        """Make the error for a key, at its line or at the table's line that holds `words`."""
        line = self._lines.line_holding(words, self.line) if words else None
        line = line or self._lines.line_of((*self._path, key))
        return InputError(
            message,
            file=self.file,
            line=line,
            excerpt=self._lines.excerpt(line),
            hint=hint or "mend that line and run the command again",
        )

    def _get(self, key: str, default: object, example: str) -> Any:  # noqa: ANN401 -- what the person typed
        value = self._values.get(key, default)
        if value is None:
            hint = f"add a line: {key} = {example}"
            raise self.wrong(key, f"{self._name(key)} is missing", hint=hint)
        return value

    def _must(self, key: str, what: str) -> InputError:
        return self.wrong(key, f"{self._name(key)} must {what}")

    def _code(self, key: str, value: str, codes: tuple[CodeT, ...]) -> CodeT:
        for code in codes:
            if value == code:
                return code
        raise self._must(key, "be one of " + ", ".join(f'"{code}"' for code in codes))

    def _below(self, values: Mapping[str, Any], *path: str | int) -> "Table":
        return Table(values, file=self.file, lines=self._lines, path=(*self._path, *path))

    def _per_language(
        self, key: str, read: Callable[["Table", Language], ValueT]
    ) -> dict[Language, ValueT]:
        table = self.inner(key)
        table.only(LANGUAGES)
        return {language: read(table, language) for language in LANGUAGES if language in table}

    def _name(self, key: str) -> str:
        """Return a key with the names of the tables around it, up to the nearest `[[table]]`."""
        name = key
        for part in reversed(self._path):
            if isinstance(part, int):
                break
            name = f"{part}.{name}"
        return name


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < MOST


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and _is_number(value) and value >= 0


def _is_pair(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    start, end = value
    return _is_number(start) and _is_number(end) and 0 <= start <= end
