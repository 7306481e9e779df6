"""Timings that PowerPoint kept when the speaker rehearsed: how long each slide was shown."""

from speakprep.deck.model import Deck
from speakprep.rehearsal.marks import Found, Marks


def read_timings(deck: Deck) -> Marks:
    """Return a deck's rehearsed timings, none when nobody rehearsed in PowerPoint.

    They are in seconds over all visits; hidden slides are not shown.
    """
    timed = [
        (slide.number, slide.seconds)
        for slide in deck.slides
        if slide.seconds is not None and not slide.hidden
    ]
    return Found().lengths("PowerPoint", timed)
