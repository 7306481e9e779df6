"""What a talk is."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from speakprep.talk.language import Language

Answer = Literal["submitted", "rejected", "accepted"]
"""How far a proposal is with the organisers."""


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The days of a talk's way to the stage; None for what has not happened or is not known."""

    talk: date | None = None
    cfp_closes: date | None = None
    submitted: date | None = None
    accepted: date | None = None
    rejected: date | None = None

    @property
    def answer(self) -> Answer | None:
        """Where the proposal is with the organisers: what happened last counts.

        A talk may be rejected by one event and accepted by the next; on one
        day, an answer comes after the submission.
        """
        days: tuple[tuple[date | None, Answer], ...] = (
            (self.submitted, "submitted"),
            (self.rejected, "rejected"),
            (self.accepted, "accepted"),
        )
        known = [(day, order, what) for order, (day, what) in enumerate(days) if day]
        return max(known)[2] if known else None


@dataclass(frozen=True, kw_only=True)
class ModelSettings:
    """Which language model to ask, if any; never a key.

    Prices are per million tokens, in the currency of the speaker's bill; None
    where unknown.
    """

    name: str = ""
    base_url: str = ""
    input_price: float | None = None
    output_price: float | None = None
    currency: str = "USD"


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """A rule whose findings may stand in this talk, in one field or in all, and why.

    `line` is where talk.toml says so, from 1.
    """

    code: str
    reason: str
    field: str = ""
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class Talk:
    """The facts of one talk, as talk.toml holds them.

    `minutes` is the whole slot, `qa_minutes` the part of it kept for questions.
    `language` is what the speaker writes and thinks in, `translate_to` the
    languages the script is wanted in besides; `slides_language` is a fact on
    record that nothing depends on. `event` names a form profile; `allow` lists
    the findings that may stand.
    """

    title: str
    event: str = "generic"
    minutes: int = 30
    qa_minutes: int = 5
    language: Language = "en"
    slides_language: Language = "en"
    translate_to: tuple[Language, ...] = ()
    speakers: tuple[str, ...] = ()
    dates: Dates = field(default_factory=Dates)
    model: ModelSettings = field(default_factory=ModelSettings)
    allow: tuple[Allowance, ...] = ()

    @property
    def speaking_minutes(self) -> int:
        """What is left of the slot for the talk itself."""
        return self.minutes - self.qa_minutes
