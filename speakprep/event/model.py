"""The form of an event: what organisers ask for, how they count it, until when they take it."""

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

Person = Literal["first", "third"]
"""Who speaks in a text: "I show", or "the speaker shows"."""

Blind = Literal["no", "single", "double"]
"""Who is hidden in the review: nobody, the reviewers, or the speakers as well."""

UNKNOWN_ZONE = "unknown"
"""The zone of a deadline of which only a date is known."""

AOE = "AoE"
"""Anywhere on Earth, UTC-12: a deadline has passed when it has passed everywhere."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Where a value is known from, when that was looked at, and how sure it is."""

    source: str
    checked_on: date
    confidence: Confidence


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form; lengths are in the unit of its `counter`.

    `one_line` fields take no line breaks. `known` is the form's own where the
    field says nothing else.
    """

    key: str
    label: Mapping[Language, str]
    known: Known
    required: bool = False
    one_line: bool = False
    at_least: int | None = None
    at_most: int | None = None
    counter: Counter = "code-points"
    choices: tuple[str, ...] = ()
    markup: Markup = "plain"
    person: Person | None = None
    note: Mapping[Language, str] = field(default_factory=dict)

    @property
    def confidence(self) -> Confidence:
        """How sure its values are."""
        return self.known.confidence

    def called(self, language: Language) -> str:
        """Return its label, in English where there is none in that language."""
        return self.label.get(language, self.label["en"])


@dataclass(frozen=True, kw_only=True)
class Format:
    """One kind of session: its whole slot in minutes, and how many may speak.

    `names_all` when everybody who speaks has to be named in the submission.
    """

    label: str
    known: Known
    minutes: int | None = None
    speakers: tuple[int, int] | None = None
    names_all: bool = False
    note: Mapping[Language, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """When a call closes: a day, a time of that day such as "23:59", and where.

    `zone` is "AoE", "UTC+2", a name of the IANA database such as "Asia/Seoul",
    or "unknown".
    """

    day: date
    at: str = ""
    zone: str = UNKNOWN_ZONE


@dataclass(frozen=True, kw_only=True)
class Cfp:
    """The days of one call for proposals; None where a day is not known."""

    known: Known
    opens: date | None = None
    closes: Deadline | None = None
    notification: date | None = None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The form of one event, with where that is known from.

    `newline` is how many characters the form takes a line break for;
    `language` what it must be filled in in, None where any will do. `edition`
    is the year of the event that this form was for. `values` says where single
    values of the form itself are known from, such as "max_submissions".
    """

    key: str
    name: str
    counter: Counter
    newline: int
    fields: tuple[Field, ...]
    known: Known
    system: str = ""
    url: str = ""
    edition: int | None = None
    event_date: date | None = None
    cfp: Cfp
    formats: tuple[Format, ...] = ()
    language: Language | None = None
    blind: Blind | None = None
    agreements: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    note: Mapping[Language, str] = field(default_factory=dict)
    max_submissions: int | None = None
    values: Mapping[str, Known] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Where the form is known from."""
        return self.known.source

    @property
    def checked_on(self) -> date:
        """The day that source was looked at."""
        return self.known.checked_on

    @property
    def confidence(self) -> Confidence:
        """How sure the values are that say nothing else."""
        return self.known.confidence

    def field(self, key: str) -> Field | None:
        """Return the field of that key, if the form has it."""
        return next((field for field in self.fields if field.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call for proposals, from a form profile or out of somebody's list.

    `key` is the profile's, empty when there is none; `source` the list's name.
    """

    name: str
    closes: Deadline
    source: str
    key: str = ""
    url: str = ""
    location: str = ""
    event_date: date | None = None
