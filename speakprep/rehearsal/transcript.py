"""What was said in a rehearsal, as a recogniser wrote it down: nouns, with their units."""

from dataclasses import dataclass
from typing import Literal

from speakprep.rehearsal.model import Span
from speakprep.talk.language import Language

Grain = Literal["word", "segment", "text"]
"""What carries a time: every word, a phrase or sentence, or only a stretch of the recording."""

GRAINS: tuple[Grain, ...] = ("word", "segment", "text")

GRAIN_WORDS: dict[Grain, str] = {
    "word": "word by word",
    "segment": "phrase by phrase",
    "text": "without times of its own",
}


@dataclass(frozen=True, kw_only=True)
class Piece(Span):
    """Words said from `start_s` to `end_s`, seconds into the recording; one line, never empty."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """What a recogniser heard, in the order of time.

    `source` names the kind of file or service it came from, `by` the model and host where they
    are known. `sha256` is the recording's, empty while nobody has said which it belongs to.
    """

    source: str
    grain: Grain
    pieces: tuple[Piece, ...]
    by: str = ""
    sha256: str = ""
    language: Language | None = None

    @property
    def text(self) -> str:
        """All words, one piece a line."""
        return "\n".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A transcript out of a file of another program, and what had to be put right in it.

    `timed` is False where the file says nothing of times: its pieces then stand at 0.
    """

    transcript: Transcript
    mended: tuple[str, ...] = ()
    timed: bool = True
