"""Whether a recording was listened to: what was played in the player page, or said and noted.

A rehearsal proves something when the speaker heard it. That is so when at least
`ENOUGH` of the talk was played, over all listenings together, or when the speaker
says so and names something of their own that they noticed.
"""

from collections.abc import Iterable, Sequence

from speakprep.rehearsal.model import Span
from speakprep.rehearsal.record import Listening, Rehearsal

ENOUGH = 0.90
"""Share of the talk that must have been played (a convention: some of it may be skipped)."""

TOUCHING_S = 0.5
"""Stretches this close are one: a browser reports them with gaps where it buffered."""


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return stretches in order, those that overlap or touch as one.

    >>> union([Span(start_s=5, end_s=9), Span(start_s=0, end_s=5)])
    (Span(start_s=0, end_s=9),)
    """
    joined: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start_s, each.end_s)):
        if joined and span.start_s <= joined[-1].end_s + TOUCHING_S:
            last = joined.pop()
            joined.append(Span(start_s=last.start_s, end_s=max(last.end_s, span.end_s)))
        else:
            joined.append(span)
    return tuple(joined)


def played(rehearsal: Rehearsal) -> tuple[Span, ...]:
    """Return what was played of a rehearsal, over all listenings."""
    return union(span for listening in rehearsal.listened for span in listening.played)


def heard_share(rehearsal: Rehearsal, spans: Sequence[Span]) -> float:
    """Return the share of the talk, from first to last speech, that stretches cover, 0 to 1."""
    whole = talk_span(rehearsal)
    if whole.length_s <= 0:
        return 0.0
    covered = sum(max(each.length_s, 0.0) for each in _within(union(spans), whole))
    return min(covered / whole.length_s, 1.0)


def is_confirmed(listening: Listening) -> bool:
    """Whether the speaker said of a listening that they heard it all, and what they noticed."""
    return not listening.played and bool(listening.note.strip())


def is_heard(rehearsal: Rehearsal) -> bool:
    """Whether a rehearsal counts as listened to: the rule of the five steps."""
    if any(is_confirmed(listening) for listening in rehearsal.listened):
        return True
    return heard_share(rehearsal, played(rehearsal)) >= ENOUGH


def missing(rehearsal: Rehearsal, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the stretches of the talk that were not played yet, in order."""
    whole = talk_span(rehearsal)
    at, left = whole.start_s, []
    for span in _within(union(spans), whole):
        if span.start_s - at > TOUCHING_S:
            left.append(Span(start_s=at, end_s=span.start_s))
        at = span.end_s
    if whole.end_s - at > TOUCHING_S:
        left.append(Span(start_s=at, end_s=whole.end_s))
    return tuple(left)


def talk_span(rehearsal: Rehearsal) -> Span:
    """Return where the talk is in its recording; all of it where no speech was found."""
    figures = rehearsal.figures
    if not figures.speech_found:
        return Span(start_s=0.0, end_s=figures.duration_s)
    return Span(start_s=figures.talk_start_s, end_s=figures.talk_end_s)


def _within(spans: Iterable[Span], whole: Span) -> tuple[Span, ...]:
    cut = (
        Span(start_s=max(each.start_s, whole.start_s), end_s=min(each.end_s, whole.end_s))
        for each in spans
    )
    return tuple(each for each in cut if each.length_s > 0)
