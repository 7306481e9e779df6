"""Two rehearsals beside each other: a change is called one only beyond what measuring can tell."""

from dataclasses import dataclass
from typing import Literal

from speakprep.rehearsal.judge import TARGET
from speakprep.rehearsal.metrics import (
    METRICS,
    Metric,
    Unit,
    is_trifle,
    language_of,
    metric_of,
    slides_of,
)
from speakprep.rehearsal.record import Figures, Rehearsal

Doubt = Literal["other version", "other slides", "other language", "noise"]
"""Why some figures of two rehearsals say nothing about each other, or less than usual."""

Word = Literal["fits", "closer", "steady", "different", "apart"]
"""What to say first: it fits the slot now, came closer, did not change, changed; or nothing."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One figure before and after; `figure` is its metric's key.

    `error` is by how much both may differ though nothing did; below it `changed` is
    False, and the difference means nothing.
    """

    figure: str
    unit: Unit
    before: float
    after: float
    error: float
    changed: bool

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def metric(self) -> Metric:
        """What was compared."""
        return metric_of(self.figure)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two rehearsals: what can be compared between them, and why not more.

    `closer_s` is by how many seconds the later talk is nearer to the part of the slot
    to aim at; negative when it is further, None where lengths cannot be compared.
    """

    before: Rehearsal
    after: Rehearsal
    changes: tuple[Change, ...]
    doubts: tuple[Doubt, ...]
    closer_s: float | None
    word: Word


def compare(before: Rehearsal, after: Rehearsal, speaking_minutes: int) -> Comparison:
    """Compare two rehearsals in which speech was found, the earlier one first."""
    doubts = _doubts(before, after)
    found = (change_of(metric, before, after) for metric in METRICS)
    changes = tuple(
        change
        for change in found
        if change and not is_trifle(change.metric, max(change.before, change.after))
    )
    closer = _closer(before.figures, after.figures, speaking_minutes)
    if {"other slides", "other version"} & set(doubts):
        closer = None
    return Comparison(
        before=before,
        after=after,
        changes=changes,
        doubts=doubts,
        closer_s=closer,
        word=_word(after.figures, changes, closer, speaking_minutes),
    )


def comparable(metric: Metric, one: Rehearsal, other: Rehearsal) -> bool:
    """Whether a metric of two rehearsals is of the same thing, measured in the same way."""
    if one.figures.measured_by != other.figures.measured_by:
        return False
    if metric.of_whole and slides_of(one) != slides_of(other):
        return False
    return not (metric.in_language and language_of(one) != language_of(other))


def change_of(metric: Metric, before: Rehearsal, after: Rehearsal) -> Change | None:
    """Return how a metric differs between two rehearsals, None where that says nothing."""
    old, new = metric.value(before.figures), metric.value(after.figures)
    if old is None or new is None or not comparable(metric, before, after):
        return None
    reliable = before.figures.reliable and after.figures.reliable
    error = metric.error(old, new, reliable=reliable)
    return Change(
        figure=metric.key,
        unit=metric.unit,
        before=old,
        after=new,
        error=error,
        # Values are rounded to be kept: what differs by exactly the error has not changed.
        changed=abs(new - old) > error + 1e-9,
    )


def off_target(figures: Figures, speaking_minutes: int) -> float:
    """Return by how many seconds a talk misses the part of its slot to aim at; 0 within it."""
    least, most = (share * speaking_minutes * 60 for share in TARGET)
    return max(least - figures.talk_s, figures.talk_s - most, 0.0)


def _doubts(before: Rehearsal, after: Rehearsal) -> tuple[Doubt, ...]:
    found: dict[Doubt, bool] = {
        "other version": before.figures.measured_by != after.figures.measured_by,
        "other slides": slides_of(before) != slides_of(after),
        "other language": language_of(before) != language_of(after),
        "noise": not (before.figures.reliable and after.figures.reliable),
    }
    return tuple(doubt for doubt, there in found.items() if there)


def _closer(before: Figures, after: Figures, speaking_minutes: int) -> float | None:
    return off_target(before, speaking_minutes) - off_target(after, speaking_minutes)


def _word(
    after: Figures, changes: tuple[Change, ...], closer: float | None, speaking_minutes: int
) -> Word:
    if not changes:
        return "apart"
    if not any(change.changed for change in changes):
        return "steady"
    if closer is not None and closer >= 1:
        return "fits" if off_target(after, speaking_minutes) == 0 else "closer"
    return "different"
