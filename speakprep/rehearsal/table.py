"""Values of a TOML table, checked one by one: a hand that slipped is told which key it was."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

_MOST = 10**15
"""No recording has more bytes or seconds: more is a slip of the finger."""

_SLIDE_KEY = re.compile(r"s([0-9]{1,10})")

CodeT = TypeVar("CodeT", bound=str)


class WrongValueError(ValueError):
    """A key is missing or holds the wrong kind of value; the text is for a person."""


class Table:
    """A table under its name; every method returns the key's value or raises `WrongValueError`."""

    def __init__(self, values: Mapping[str, Any], name: str = "") -> None:
        self._values = values
        self._name = name

    def has(self, key: str) -> bool:
        """Tell whether the key is there at all."""
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order of the file."""
        return tuple(self._values)

    def inner(self, key: str) -> "Table":
        """Return a table inside."""
        value = self._get(key)
        if not isinstance(value, dict):
            raise self._wrong(key, "be a table")
        return Table(value, self._full(key))

    def tables(self, key: str) -> tuple["Table", ...]:
        """Return `[[key]]` tables, none where there are none."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self._wrong(key, f"be written as [[{key}]] tables")
        return tuple(Table(entry, self._full(key)) for entry in value)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; `default` stands for an absent one unless it is None."""
        value = self._get(key) if default is None else self._values.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, "be text in quotes")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where it is absent."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise self._wrong(key, 'be a list of texts, such as ["Anna"]')
        return tuple(value)

    def one_of(self, key: str, codes: tuple[CodeT, ...]) -> CodeT:
        """Return one of the words allowed."""
        value = self._get(key)
        for code in codes:
            if value == code:
                return code
        raise self._wrong(key, f"be one of {', '.join(codes)}")

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self._get(key)
        if not isinstance(value, bool):
            raise self._wrong(key, "be true or false")
        return value

    def whole(self, key: str) -> int:
        """Return a whole number from 0."""
        return self._whole(key, self._get(key))

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers, empty where it is absent."""
        value = self._values.get(key, [])
        if not isinstance(value, list):
            raise self._wrong(key, "be a list of whole numbers")
        return tuple(self._whole(key, entry) for entry in value)

    def number(self, key: str) -> float:
        """Return a number from 0, such as seconds."""
        value = self._number(key, self._get(key))
        if value < 0:
            raise self._wrong(key, "not be negative")
        return value

    def measured(self, key: str) -> float | None:
        """Return any number, None where it is absent: it could not be measured."""
        return self._number(key, self._values[key]) if key in self._values else None

    def pairs(self, key: str) -> tuple[tuple[float, float], ...]:
        """Return a list of pairs of numbers, none below 0 and each in order."""
        value = self._get(key)
        wanted = "be a list of [start, end] in seconds"
        if not isinstance(value, list):
            raise self._wrong(key, wanted)
        found = []
        for entry in value:
            if not isinstance(entry, list) or len(entry) != 2:
                raise self._wrong(key, wanted)
            start, end = (self._number(key, edge) for edge in entry)
            if not 0 <= start <= end:
                raise self._wrong(key, wanted)
            found.append((start, end))
        return tuple(found)

    def moment(self, key: str) -> datetime:
        """Return a time as the clock here shows it; a day alone is its midnight."""
        value = self._get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime.combine(value, time())
        if isinstance(value, datetime):
            return self._local(key, value)
        raise self._wrong(key, "be a time without quotes, such as 2027-03-01T18:30:00")

    def slide_id(self, key: str) -> int:
        """Return the slide id a key such as s259 names."""
        match = _SLIDE_KEY.fullmatch(key)
        if match is None:
            raise WrongValueError(f"{self._full(key)} must be a slide's id, such as s259")
        return int(match[1])

    def _local(self, key: str, value: datetime) -> datetime:
        try:
            return local(value)
        except (OverflowError, ValueError, OSError):
            raise self._wrong(key, "be a time that a clock can show") from None

    def _whole(self, key: str, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST:
            return value
        raise self._wrong(key, "be a whole number")

    def _number(self, key: str, value: object) -> float:
        # The comparison also refuses inf and nan, which TOML can hold.
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST:
            return float(value)
        raise self._wrong(key, "be a number")

    def _get(self, key: str) -> Any:  # noqa: ANN401 -- TOML holds what the person typed
        if key not in self._values:
            raise WrongValueError(f"{self._full(key)} is missing")
        return self._values[key]

    def _full(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _wrong(self, key: str, what: str) -> WrongValueError:
        return WrongValueError(f"{self._full(key)} must {what}")


def local(moment: datetime) -> datetime:
    """Return a time as the clock here shows it, without a zone; one without is taken as it is.

    Raises:
        OverflowError, ValueError, OSError: no clock here can show it.
    """
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
