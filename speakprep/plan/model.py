"""The plan: five steps, what proves each, and when each is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from speakprep.talk.language import Language

StepKey = Literal["text", "rehearse", "team", "experts", "final"]

STEP_KEYS: tuple[StepKey, ...] = ("text", "rehearse", "team", "experts", "final")
"""In the order in which they are taken."""

State = Literal["done", "waived", "in progress", "stale", "late", "todo"]
"""stale: it was done, and the script changed since. late: due, and not done."""

Stage = Literal[
    "proposal", "waiting", "rejected", "script", "rehearsal", "review", "ready", "given"
]
"""Where the speaker is on the way; waiting for the organisers' answer."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step as the checklist describes it.

    `days` before the talk it should be finished, at least `least_days` when
    there is less time; `title` and `why` by language, always in English.
    """

    number: int
    key: StepKey
    days: int
    least_days: int
    title: Mapping[Language, str]
    why: Mapping[Language, str]


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """All steps; `full_days` is how many days before the talk the plan begins."""

    full_days: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Expert:
    """Somebody asked to watch the video, and whether they have answered."""

    name: str
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
class Plan:
    """What the speaker decided: plan.toml. `moved` holds (step, new day)."""

    experts: tuple[Expert, ...] = ()
    waived: tuple[Waiver, ...] = ()
    moved: tuple[tuple[StepKey, date], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScriptState:
    """How far the script is, hidden slides and orphans left out.

    `texts` holds (slide id, fingerprint), `numbers` (slide id, slide number);
    `to_write` the numbers of slides without text; `todo` how many places still
    say TODO; `low_s`, `likely_s` and `high_s` the time it takes, in seconds.
    """

    exists: bool = False
    slides: int = 0
    to_write: tuple[int, ...] = ()
    todo: int = 0
    low_s: float = 0.0
    likely_s: float = 0.0
    high_s: float = 0.0
    texts: tuple[tuple[int, str], ...] = ()
    numbers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One step as it stands: what proves it, what is missing, what to type.

    `due` is None while the day of the talk is unknown; `next` is empty when
    nothing is missing.
    """

    step: Step
    state: State
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
