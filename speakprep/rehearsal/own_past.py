"""A rehearsal beside the speaker's own earlier ones: the only measure that is theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from speakprep.rehearsal.model import (
    LOUDNESS_ERROR_LU,
    PITCH_SPREAD_ERROR_ST,
    RATE_ERROR,
    SPEECH_RATIO_ERROR,
)
from speakprep.rehearsal.record import Figures, Rehearsal

NEWEST = 5
"""So many earlier rehearsals make what is usual for somebody: their median."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A figure that differs from what is usual for this speaker.

    `usual` is the median of `takes` earlier rehearsals. It differs by more than
    the error of measurement, which is `error` in the figure's own `unit`.
    """

    name: str
    now: float
    usual: float
    error: float
    unit: str
    takes: int


@dataclass(frozen=True, kw_only=True)
class _Figure:
    """One figure that is compared; `share` is its error as a share, `least` as an amount."""

    name: str
    unit: str
    read: Callable[[Figures], float | None]
    share: float = 0.0
    least: float = 0.0


_COMPARED = (
    _Figure(name="pace", unit="syllables/s", read=lambda f: f.syllables_per_s, share=RATE_ERROR),
    _Figure(
        name="speech",
        unit="of the talk",
        read=lambda f: f.speech_ratio or None,
        share=SPEECH_RATIO_ERROR,
    ),
    _Figure(name="loudness", unit="LUFS", read=lambda f: f.loudness_lufs, least=LOUDNESS_ERROR_LU),
    _Figure(
        name="pitch spread",
        unit="semitones",
        read=lambda f: f.pitch_spread_st,
        least=PITCH_SPREAD_ERROR_ST,
    ),
)


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
    found = (_change(figure, rehearsal, earlier) for figure in _COMPARED)
    return tuple(change for change in found if change)


def _comparable(other: Rehearsal, rehearsal: Rehearsal) -> bool:
    languages = [each.script.language if each.script else None for each in (other, rehearsal)]
    return other.figures.reliable and other.at < rehearsal.at and languages[0] == languages[1]


def _change(figure: _Figure, rehearsal: Rehearsal, earlier: Sequence[Rehearsal]) -> Change | None:
    now = figure.read(rehearsal.figures)
    past = [value for each in earlier if (value := figure.read(each.figures)) is not None]
    if now is None or not past:
        return None
    usual = median(past)
    error = max(figure.least, figure.share * abs(usual))
    if round(abs(now - usual) - error, 6) <= 0:
        return None
    return Change(
        name=figure.name,
        now=now,
        usual=round(usual, 2),
        error=round(error, 3),
        unit=figure.unit,
        takes=len(past),
    )
