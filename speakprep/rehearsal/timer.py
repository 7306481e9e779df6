"""A timer for rehearsing with any recorder: which slide, since when, ahead or behind.

It holds still while it thinks: the clock on the wall comes in as seconds since
the start, and each key gives a new timer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from speakprep.rehearsal.drift import Planned

Key = Literal["next", "back", "pause", "note", "end"]


@dataclass(frozen=True, kw_only=True)
class Timer:
    """Where a rehearsal is.

    `spent` are the seconds of each slide so far without the current visit, which
    began `since_s` into the rehearsal by the clock on the wall. In a pause no
    time passes. `ended` when the speaker is through.
    """

    slides: tuple[Planned, ...]
    spent: tuple[float, ...]
    place: int = 0
    since_s: float = 0.0
    paused: bool = False
    notes: int = 0
    ended: bool = False

    @property
    def slide(self) -> Planned:
        """The slide that is up."""
        return self.slides[self.place]

    @property
    def following(self) -> Planned | None:
        """The slide after it, if there is one."""
        return self.slides[self.place + 1] if self.place + 1 < len(self.slides) else None

    def elapsed_s(self, at_s: float) -> float:
        """Return the seconds spoken, pauses left out."""
        return sum(self.spent) + self._running(at_s)

    def on_slide_s(self, at_s: float) -> float:
        """Return the seconds on this slide, earlier visits included."""
        return self.spent[self.place] + self._running(at_s)

    def behind_s(self, at_s: float) -> float:
        """Return the seconds behind the plan, negative when ahead; 0 within this slide's time."""
        begins = sum(slide.seconds or 0.0 for slide in self.slides[: self.place])
        ends = begins + (self.slide.seconds or 0.0)
        elapsed = self.elapsed_s(at_s)
        return elapsed - min(max(elapsed, begins), ends)

    def _running(self, at_s: float) -> float:
        return 0.0 if self.paused or self.ended else max(at_s - self.since_s, 0.0)


def started(slides: Sequence[Planned]) -> Timer:
    """Return a timer on the first of the slides, of which there must be one."""
    return Timer(slides=tuple(slides), spent=(0.0,) * len(slides))


def press(timer: Timer, key: Key, at_s: float) -> Timer:
    """Return the timer after a key; next on the last slide and back on the first do nothing.

    A pause ends with its own key, or by going to another slide.
    """
    if timer.ended:
        return timer
    if key == "note":
        return replace(timer, notes=timer.notes + 1)
    if key in {"next", "back"}:
        place = timer.place + (1 if key == "next" else -1)
        if not 0 <= place < len(timer.slides):
            return timer
        return replace(_stopped(timer, at_s), place=place, since_s=at_s, paused=False)
    if key == "end":
        return replace(_stopped(timer, at_s), since_s=at_s, ended=True)
    return replace(_stopped(timer, at_s), since_s=at_s, paused=not timer.paused)


def _stopped(timer: Timer, at_s: float) -> Timer:
    spent = list(timer.spent)
    spent[timer.place] = timer.on_slide_s(at_s)
    return replace(timer, spent=tuple(spent))
