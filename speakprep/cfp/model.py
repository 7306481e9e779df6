"""What the speaker answers, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass

from speakprep.event.model import Field, Profile
from speakprep.talk.language import Language
from speakprep.talk.markdown import Section
from speakprep.talk.report import Finding


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
