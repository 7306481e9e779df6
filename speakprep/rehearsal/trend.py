"""Figures over all rehearsals: the speaker's own past is the yardstick."""

from collections.abc import Sequence
from dataclasses import dataclass

from speakprep.rehearsal.compare import Change, change_of, comparable
from speakprep.rehearsal.metrics import METRICS, Metric, Unit, is_trifle, metric_of
from speakprep.rehearsal.record import Rehearsal


@dataclass(frozen=True, kw_only=True)
class Series:
    """One figure over rehearsals, oldest first; `figure` is its metric's key.

    `values` has one entry per rehearsal, None where it cannot be compared with the
    newest one: other slides, another language, measured by another version. `change`
    is from the first value to the last, None with fewer than two.
    """

    figure: str
    unit: Unit
    values: tuple[float | None, ...]
    change: Change | None

    @property
    def metric(self) -> Metric:
        """What was measured."""
        return metric_of(self.figure)


def trend(rehearsals: Sequence[Rehearsal]) -> tuple[Series, ...]:
    """Return each metric over rehearsals with speech in them, oldest first.

    What compares is the newest one: its slides, its language. Metrics that it does
    not have are left out.
    """
    if not rehearsals:
        return ()
    newest = rehearsals[-1]
    return tuple(
        _series(metric, rehearsals)
        for metric in METRICS
        if (value := metric.value(newest.figures)) is not None and not is_trifle(metric, value)
    )


def _series(metric: Metric, rehearsals: Sequence[Rehearsal]) -> Series:
    newest = rehearsals[-1]
    usable = [each for each in rehearsals if comparable(metric, each, newest)]
    told = [each for each in usable if metric.value(each.figures) is not None]
    return Series(
        figure=metric.key,
        unit=metric.unit,
        values=tuple(
            metric.value(each.figures) if comparable(metric, each, newest) else None
            for each in rehearsals
        ),
        change=change_of(metric, told[0], told[-1]) if len(told) > 1 else None,
    )
