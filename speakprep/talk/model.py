"""What a talk is."""

from dataclasses import dataclass, field
from datetime import date

from speakprep.talk.language import Language


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The days the organisers set; None where the speaker does not know yet."""

    talk: date | None = None
    cfp_closes: date | None = None
    accepted: date | None = None


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
class Talk:
    """The facts of one talk, as talk.toml holds them.

    `minutes` is the whole slot, `qa_minutes` the part of it kept for questions.
    `language` is what the speaker writes and thinks in, `translate_to` the
    languages the script is wanted in besides; `slides_language` is a fact on
    record that nothing depends on. `event` names a form profile.
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

    @property
    def speaking_minutes(self) -> int:
        """What is left of the slot for the talk itself."""
        return self.minutes - self.qa_minutes
