"""What the speaker says about a recording, and where a record says something else."""

from dataclasses import dataclass
from datetime import datetime

from speakprep.rehearsal.record import Kind, Rehearsal
from speakprep.talk.language import Language

MEASURED = frozenset({"--slides", "--lang"})
"""The options that the figures follow: to change them is to measure anew."""


@dataclass(frozen=True, kw_only=True)
class Log:
    """What the speaker says about a recording.

    `at` is when it was made; None takes the file's own date. `slides` are the
    numbers of the slides spoken, empty for all; `language` None takes the
    translation when there is one, as that is what the audience will hear. `url`
    is where the video lives for others, `marks` the file that says when each slide
    began.
    """

    kind: Kind = "solo"
    at: datetime | None = None
    people: tuple[str, ...] = ()
    note: str = ""
    slides: tuple[int, ...] = ()
    language: Language | None = None
    url: str = ""
    marks: str = ""

    def differences(self, known: Rehearsal) -> tuple[str, ...]:
        """Name the options given of which a record says something else."""
        slides, language = (
            (known.script.slides, known.script.language) if known.script else ((), None)
        )
        given = {
            "--kind": (self.kind, Log().kind, known.kind),
            "--at": (self.at, None, known.at),
            "--with": (self.people, (), known.people),
            "--note": (self.note, "", known.note),
            "--slides": (self.slides, (), slides),
            "--lang": (self.language, None, language),
            "--url": (self.url, "", known.recording.url),
        }
        return tuple(
            option for option, (said, unsaid, kept) in given.items() if said not in (unsaid, kept)
        )
