"""A rehearsal beside the speaker's own earlier ones: the only measure that is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from speakprep.rehearsal.metrics import Metric, Unit, language_of, metric_of
from speakprep.rehearsal.record import Rehearsal

NEWEST = 5
"""So many earlier rehearsals make what is usual for somebody: their median."""

COMPARED = ("syllables_per_s", "speech_ratio", "loudness_lufs", "pitch_spread_st")
"""Keys of the metrics of how somebody speaks, whatever slides they spoke."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A figure that differs from what is usual for this speaker.

    `figure` is its metric's key, `usual` the median of `takes` earlier rehearsals.
    It differs by more than `error`, that of measurement, in the same `unit`.
    """

    figure: str
    now: float
    usual: float
    error: float
    unit: Unit
    takes: int

    @property
    def metric(self) -> Metric:
        """What was compared."""
        return metric_of(self.figure)


def changes(rehearsal: Rehearsal, others: Sequence[Rehearsal]) -> tuple[Change, ...]:
    """Return what differs from this speaker's earlier rehearsals in the same language.

    Args:
        rehearsal: the one looked at; unreliable figures are compared with nothing.
        others: all rehearsals of the talk, in any order.
    """
    earlier = sorted(
        (each for each in others if _comparable(each, rehearsal)), key=lambda each: each.at
    )[-NEWEST:]
    if not rehearsal.figures.reliable or not earlier:
        return ()
    found = (_change(metric_of(key), rehearsal, earlier) for key in COMPARED)
    return tuple(change for change in found if change)


def _comparable(other: Rehearsal, rehearsal: Rehearsal) -> bool:
    return (
        other.figures.reliable
        and other.at < rehearsal.at
        and language_of(other) == language_of(rehearsal)
    )


def _change(metric: Metric, rehearsal: Rehearsal, earlier: Sequence[Rehearsal]) -> Change | None:
    now = metric.value(rehearsal.figures)
    past = [value for each in earlier if (value := metric.value(each.figures)) is not None]
    if now is None or not past:
        return None
    usual = median(past)
    error = metric.error(usual, now)
    if round(abs(now - usual) - error, 6) <= 0:
        return None
    return Change(
        figure=metric.key,
        now=now,
        usual=round(usual, 2),
        error=round(error, 3),
        unit=metric.unit,
        takes=len(past),
    )
