"""Whether a model can cite, watched while it answers.

Small models forget pieces of the source, or cite words that are not there, whatever they
translate. Where about every second citation is broken, the citations tell of the model and not of
its translation: plain text is asked for instead, also of what came with a broken citation.
"""

from collections.abc import Sequence

from speakprep.fidelity.cited import Citation, cite
from speakprep.translation.model import Reading, Segment, Shape

TRUSTED_AFTER = 12
"""Segments after which the share of broken citations is believed: about one window."""

FEWEST = 3
"""Segments in a short talk that must have come before the same is believed at its end."""

MOST_BROKEN = 0.5
"""An embellishing model breaks its citation in the few segments that it embellishes."""


class Citing:
    """Counts citations, and turns from cited chunks to plain text for good.

    `shape` is what to ask for now; `broken` are the segments whose citation does not hold.
    """

    def __init__(self, shape: Shape) -> None:
        self.shape: Shape = shape
        self.broken: list[Segment] = []
        self._seen = 0
        self._chosen = shape

    @property
    def gave_up(self) -> bool:
        """Whether plain text is asked for although chunks were wanted."""
        return self.shape != self._chosen

    def note(self, reading: Reading, segments: Sequence[Segment]) -> None:
        """Look at the citations that came, while chunks are asked for."""
        if self._chosen == "text":
            return
        by_id = {segment.id: segment for segment in segments}
        for item in reading.items:
            self._seen += 1
            source = by_id[item.id].text
            if not item.chunks or cite(item.chunks, source) != Citation():
                self.broken.append(by_id[item.id])
        if self._seen >= TRUSTED_AFTER:
            self._judge()

    def close(self) -> None:
        """Judge a short talk by all that came."""
        if self._seen >= FEWEST:
            self._judge()

    def _judge(self) -> None:
        if len(self.broken) >= MOST_BROKEN * self._seen:
            self.shape = "text"
