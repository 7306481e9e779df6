"""What the speaker answers, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from speakprep.event.model import Field, Profile
from speakprep.talk.language import Language
from speakprep.talk.markdown import Section
from speakprep.talk.report import Finding


@dataclass(frozen=True, kw_only=True)
class Question:
    """What to ask for some fields, why reviewers ask it, one good and one weak answer.

    A question with a `part` asks for one part of a longer field, such as
    "problem"; it belongs to the first of its `fields` that the form has.
    """

    fields: tuple[str, ...]
    part: str = ""
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
    """How full one field is, as the form counts; `limit` is None where it takes any length.

    `choice` is what was chosen, of a field that offers choices.
    """

    field: str
    label: str
    count: int
    limit: int | None
    unit: str
    required: bool
    choice: str = ""


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What a proposal has for one field of another form.

    `source` is the heading it stands under and `line` that heading's line;
    `text` is as it would be pasted, `body` with the marks that travel along.
    """

    field: Field
    source: str = ""
    line: int | None = None
    text: str = ""
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Words that another form has no field for, or does not offer as a choice."""

    heading: str
    line: int
    reason: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of a field, and what it counts for there."""

    text: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How one text fits one field of a form, counted as the form counts.

    `over` is how much too long it is, `short` how much too short; `lost` is
    what falls off when it is cut at the limit. `longest` are its longest
    sentences; each of `without` names sentences that make it fit when they go.
    """

    field: str
    label: str
    source: str
    count: int
    limit: int | None
    unit: str
    required: bool
    over: int = 0
    short: int = 0
    lines: int = 1
    one_line: bool = False
    lost: str = ""
    longest: tuple[Sentence, ...] = ()
    without: tuple[tuple[Sentence, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """What was submitted: the record beside its exact copy, versions/<name>.md.

    `source` is the file it was taken from, `form` where its event's form is
    known from; `open` is what was still to do, and `reason` why it went out anyway.
    """

    name: str
    sha256: str
    day: date
    event: str
    source: str
    form: str
    open: tuple[str, ...] = ()
    reason: str = ""
