"""The plan: five steps, what proves each, when each is due; then the day and what follows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from speakprep.talk.language import Language

StepKey = Literal["text", "rehearse", "team", "experts", "final"]

STEP_KEYS: tuple[StepKey, ...] = ("text", "rehearse", "team", "experts", "final")
"""In the order in which they are taken."""

State = Literal["done", "waived", "in progress", "stale", "late", "todo"]
"""stale: it was done, and script or deck changed since. late: due, and not done."""

Stage = Literal[
    "proposal", "waiting", "rejected", "script", "rehearsal", "review", "ready", "given"
]
"""Where the speaker is on the way; waiting for the organisers' answer."""

Role = Literal["expert", "team", "reviewer"]
"""What somebody was asked for: to watch the video, to come to the session, to read the proposal."""

ROLES: tuple[Role, ...] = ("expert", "team", "reviewer")

ProofKind = Literal["confirm", "pdf", "upload", "thanks"]
"""What proves a thing of the day: the speaker's word with who or where, a PDF younger than the
deck, the speaker's word about that very PDF, or a word for everybody who helped."""

PROOFS: tuple[ProofKind, ...] = ("confirm", "pdf", "upload", "thanks")

ItemState = Literal["done", "todo", "late", "stale"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something to do on the way to a step, `days` before the talk."""

    days: int
    title: Mapping[Language, str]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step as the checklist describes it.

    `days` before the talk it should be finished, at least `least_days` when
    there is less time; `title` and `why` by language, always in English.
    `parts` lie before its end, the earliest first.
    """

    number: int
    key: StepKey
    days: int
    least_days: int
    title: Mapping[Language, str]
    why: Mapping[Language, str]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """All steps; `full_days` is how many days before the talk the plan begins."""

    full_days: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class DayItem:
    """One thing of the day or after it, `day` days after the talk, negative for before it.

    `key` names it in commands; `note` is an example of what a confirmation says.
    """

    key: str
    day: int
    proof: ProofKind
    title: Mapping[Language, str]
    why: Mapping[Language, str]
    note: Mapping[Language, str]


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody asked for something, and whether they have answered."""

    name: str
    role: Role
    invited: date
    answered: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """A step the speaker decided to leave out, and why."""

    step: StepKey
    reason: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """The speaker's word that a thing of the day is done: when, and who or where.

    `who` is the person thanked; `of` the hash of the PDF that was uploaded.
    """

    item: str
    on: date
    note: str = ""
    who: str = ""
    of: str = ""


@dataclass(frozen=True, kw_only=True)
class Published:
    """How an entry was last written into a calendar: its SEQUENCE, and a hash of what it said."""

    sequence: int
    was: str


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """What calendars know of a talk: plan.calendar.toml.

    `name` is the talk's own, part of the UID of each entry; `published` says how
    each was last written.
    """

    name: str
    published: Mapping[str, Published] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the speaker decided: plan.toml.

    `moved` holds (step, new day). `at` and `zone` say when and in which time
    zone the talk begins, as the venue's clock shows it; None and empty while
    unknown.
    """

    people: tuple[Person, ...] = ()
    waived: tuple[Waiver, ...] = ()
    moved: tuple[tuple[StepKey, date], ...] = ()
    confirmed: tuple[Confirmation, ...] = ()
    at: time | None = None
    zone: str = ""

    def those(self, role: Role) -> tuple[Person, ...]:
        """Return the people asked for one thing, in the order of the file."""
        return tuple(person for person in self.people if person.role == role)


@dataclass(frozen=True, kw_only=True)
class ScriptState:
    """How far the script is, hidden slides and orphans left out.

    `texts` holds (slide id, fingerprint), `numbers` (slide id, slide number);
    `to_write` the numbers of slides without text, `drafted` of those with a
    model's text that nobody has read; `todo` how many places still say TODO;
    `low_s`, `likely_s` and `high_s` the time it takes, in seconds.
    """

    exists: bool = False
    slides: int = 0
    to_write: tuple[int, ...] = ()
    drafted: tuple[int, ...] = ()
    todo: int = 0
    low_s: float = 0.0
    likely_s: float = 0.0
    high_s: float = 0.0
    texts: tuple[tuple[int, str], ...] = ()
    numbers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeckState:
    """The talk's deck as it is now, hidden slides left out.

    `slides` holds (slide id, fingerprint) in the deck's order, `numbers` (slide
    id, slide number). `edited` are the numbers of slides that are not what
    their text was written for, `added` of those the script does not know yet;
    `look` is the command that shows them. `problem` says why it cannot be read.
    """

    file: str
    slides: tuple[tuple[int, str], ...] = ()
    numbers: tuple[tuple[int, int], ...] = ()
    edited: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    look: str = ""
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A part of a step and the day it is for."""

    day: date
    title: Mapping[Language, str]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One step as it stands: what proves it, what is missing, what to type.

    `due` is None while the day of the talk is unknown; `next` is empty when
    nothing is missing; `parts` are what lies on the way.
    """

    step: Step
    state: State
    due: date | None
    proved: tuple[str, ...]
    missing: tuple[str, ...]
    next: str
    parts: tuple[Milestone, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ItemProgress:
    """One thing of the day as it stands; `next` is what to type, empty when it is done."""

    item: DayItem
    state: ItemState
    due: date | None
    proved: tuple[str, ...]
    missing: tuple[str, ...]
    next: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a whole talk stands: the front door's facts.

    `waiting_since` is the day of the submission while no answer has come.
    `days_left` counts to the talk, below zero once it was given; `next_due` is
    the nearest day by which something is to be done, None when nothing is.
    `language` is what the speaker writes in. `day` are the day of the talk and
    what follows it.
    """

    title: str
    folder: str
    stage: Stage
    accepted: date | None
    talk_day: date | None
    days_left: int | None
    next_due: date | None
    steps: tuple[Progress, ...]
    stale: tuple[str, ...]
    waiting_since: date | None = None
    language: Language = "en"
    day: tuple[ItemProgress, ...] = field(default=())
