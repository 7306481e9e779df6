"""The form of an event: what organisers ask for, and how they count it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from speakprep.lint.model import Markup
from speakprep.talk.language import Language

Counter = Literal["code-points", "utf-16", "words", "east-asian-width"]
"""The ways in which forms count a text; see `speakprep.event.counting`."""

Confidence = Literal["verified", "reported", "measured", "old", "unknown"]
"""How a limit is known: read in the form's code, told by submitters, seen in accepted
texts, from an earlier edition, or not at all."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form; lengths are in the form's own unit.

    `one_line` fields take no line breaks.
    """

    key: str
    label: Mapping[Language, str]
    required: bool = False
    one_line: bool = False
    at_least: int | None = None
    at_most: int | None = None
    choices: tuple[str, ...] = ()
    markup: Markup = "plain"
    note: Mapping[Language, str] = field(default_factory=dict)
    confidence: Confidence = "unknown"

    def called(self, language: Language) -> str:
        """Return its label, in English where there is none in that language."""
        return self.label.get(language, self.label["en"])


@dataclass(frozen=True, kw_only=True)
class Format:
    """One kind of session: its whole slot in minutes, and how many may speak."""

    label: str
    minutes: int | None = None
    speakers: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The form of one event, with where that is known from.

    `newline` is how many characters the form takes a line break for;
    `language` what it must be filled in in, None where any will do.
    """

    key: str
    name: str
    counter: Counter
    newline: int
    fields: tuple[Field, ...]
    source: str
    checked_on: date
    confidence: Confidence
    system: str = ""
    formats: tuple[Format, ...] = ()
    language: Language | None = None
    agreements: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    max_submissions: int | None = None

    def field(self, key: str) -> Field | None:
        """Return the field of that key, if the form has it."""
        return next((field for field in self.fields if field.key == key), None)
