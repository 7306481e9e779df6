"""What organisers ask for, and what the speaker answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from speakprep.lint.model import Markup
from speakprep.talk.language import Language
from speakprep.talk.markdown import Section
from speakprep.talk.report import Finding

Counter = Literal["code-points", "utf-16", "words", "east-asian-width"]
"""The ways in which forms count a text; see `speakprep.cfp.counting`."""

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


@dataclass(frozen=True, kw_only=True)
class Question:
    """What to ask for some fields, why reviewers ask it, one good and one weak answer."""

    fields: tuple[str, ...]
    ask: Mapping[Language, str]
    why: Mapping[Language, str]
    good: Mapping[Language, str]
    weak: Mapping[Language, str]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is written for one field: its section in the file, comments included.

    `index` is the section's number among those of the proposal.
    """

    field: Field
    section: Section
    index: int


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One cfp.md: every byte of it, and which section answers which field.

    `findings` tell what could not be assigned: headings that are unknown or
    doubled, text above the first heading. Nothing of it is dropped.
    """

    file: str
    profile: Profile
    mark: str
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()

    def entry(self, key: str) -> Entry | None:
        """Return what is written for a field, if its heading is there."""
        return next((entry for entry in self.entries if entry.field.key == key), None)

    @property
    def newline(self) -> str:
        """The file's own line end, as its first line has it."""
        first = next((s.heading + s.body for s in self.sections if "\n" in s.heading + s.body), "")
        return "\r\n" if first.partition("\n")[0].endswith("\r") else "\n"


@dataclass(frozen=True, kw_only=True)
class Meter:
    """How full one field is, as the form counts; `limit` is None where it takes any length."""

    field: str
    label: str
    count: int
    limit: int | None
    unit: str
    required: bool
