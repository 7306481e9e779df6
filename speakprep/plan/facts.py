"""What the rooms below know of a talk: the evidence for its steps."""

import re
import unicodedata
from dataclasses import dataclass

from speakprep.feedback.model import Item
from speakprep.plan.model import DeckState, ScriptState
from speakprep.rehearsal.record import Kind, Rehearsal
from speakprep.talk.language import Language


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the rooms below know.

    `scripts` by language; `spoken` is the language the talk is given in;
    `translation_open` is what is still missing of a wanted translation,
    `translation_flagged` how many of its `translation_places` have findings nobody
    settled, `translation_signed` how many a person has signed.
    `shown` is the deck, None where there is none or a choice; `items` are what
    people said. `deck`, `recording` and `video` are the files the next command is
    about, as they would be typed: empty when there is none, or a choice.
    """

    scripts: dict[Language, ScriptState]
    written: Language
    spoken: Language
    rehearsals: tuple[Rehearsal, ...]
    speaking_minutes: int
    translation_open: str = ""
    translation_flagged: int = 0
    translation_places: int = 0
    translation_signed: int = 0
    shown: DeckState | None = None
    items: tuple[Item, ...] = ()
    deck: str = ""
    recording: str = ""
    video: str = ""

    @property
    def speaking_s(self) -> int:
        """Seconds of the slot that are for the talk itself."""
        return self.speaking_minutes * 60

    def takes(self, kind: Kind) -> tuple[Rehearsal, ...]:
        """Return the rehearsals for one step, oldest first."""
        return tuple(take for take in self.rehearsals if take.kind == kind)


_MAIL = re.compile(r"<[^<>]*>\s*$")


def known_as(name: str) -> str:
    """Return what makes two spellings of a name the same: width, case and blanks do not count.

    Nor does a mail address behind it.

    >>> known_as("Li  Ming") == known_as("ＬＩ MING <li@example.org>")
    True
    """
    plain = unicodedata.normalize("NFKC", name)
    return " ".join(_MAIL.sub("", plain).split() or plain.split()).casefold()
