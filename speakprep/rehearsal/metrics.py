"""What is compared between rehearsals, in which unit, and how wrong each figure may be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from speakprep.rehearsal.model import (
    LOUDNESS_ERROR_LU,
    NUCLEI_ERROR,
    PAUSE_ERROR_S,
    PITCH_SPREAD_ERROR_ST,
    RATE_ERROR,
    SPEAKING_ERROR,
    SPEECH_RATIO_ERROR,
)
from speakprep.rehearsal.record import Figures, Rehearsal
from speakprep.talk.language import Language

Unit = Literal["clock", "share", "words/min", "字/min", "per s", "", "s", "LUFS", "st"]
"""What a value counts; `clock` are seconds shown as minutes and seconds, "" is a plain number."""

Ways = tuple[dict[Language, str], dict[Language, str]]
"""What more of a figure is called, and what less."""

CLOCK_ERROR_S = 1.0
"""A talk's length is known to a tenth of a second, and shown in whole ones."""

NOISY = 2.0
"""Errors are this many times larger where noise makes a recording less reliable: breaths into a
close microphone double that of the speaking time, the others are taken to follow it."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A figure that can be compared.

    It may be wrong by `share` of itself or by `least`, whichever is more. `of_whole`
    are those that grow with how much was spoken; `in_language` those that say nothing
    between two languages. `ways` say what more and what less of it is, by language.
    `count` reads it where it is not the figure of its key.
    """

    key: str
    names: dict[Language, str]
    unit: Unit
    ways: Ways
    count: Callable[[Figures], float | None] | None = None
    share: float = 0.0
    least: float = 0.0
    digits: int = 0
    of_whole: bool = False
    in_language: bool = False

    def value(self, figures: Figures) -> float | None:
        """Return the figure of one rehearsal, None where it could not be measured."""
        if self.count:
            return self.count(figures)
        found: float | None = getattr(figures, self.key)
        return found

    def error(self, before: float, after: float, *, reliable: bool = True) -> float:
        """Return by how much two values may differ though nothing did."""
        error = max(self.share * max(abs(before), abs(after)), self.least)
        return error if reliable else NOISY * error


_LENGTH: Ways = ({"en": "longer", "zh": "更长"}, {"en": "shorter", "zh": "更短"})
_SPEED: Ways = ({"en": "faster", "zh": "更快"}, {"en": "slower", "zh": "更慢"})
_COUNT: Ways = ({"en": "more", "zh": "更多"}, {"en": "fewer", "zh": "更少"})
_AMOUNT: Ways = ({"en": "more", "zh": "更多"}, {"en": "less", "zh": "更少"})

METRICS: tuple[Metric, ...] = (
    Metric(
        key="talk_s",
        names={"en": "talk", "zh": "全长"},
        unit="clock",
        least=CLOCK_ERROR_S,
        ways=_LENGTH,
        of_whole=True,
    ),
    Metric(
        key="speaking_s",
        names={"en": "speaking", "zh": "说话时间"},
        unit="clock",
        share=SPEAKING_ERROR,
        least=CLOCK_ERROR_S,
        ways=_LENGTH,
        of_whole=True,
    ),
    Metric(
        key="speech_ratio",
        names={"en": "speaking, share", "zh": "说话占比"},
        unit="share",
        share=SPEECH_RATIO_ERROR,
        ways=_AMOUNT,
    ),
    Metric(
        key="words_per_minute",
        names={"en": "pace", "zh": "语速（词）"},
        unit="words/min",
        share=RATE_ERROR,
        least=1.0,
        ways=_SPEED,
        in_language=True,
    ),
    Metric(
        key="han_per_minute",
        names={"en": "pace", "zh": "语速（字）"},
        unit="字/min",
        share=RATE_ERROR,
        least=1.0,
        ways=_SPEED,
        in_language=True,
    ),
    Metric(
        key="syllables_per_s",
        names={"en": "syllables", "zh": "音节"},
        unit="per s",
        share=RATE_ERROR,
        digits=2,
        ways=_SPEED,
    ),
    Metric(
        key="nuclei_per_s",
        names={"en": "syllables heard", "zh": "听到的音节"},
        unit="per s",
        share=NUCLEI_ERROR,
        digits=2,
        ways=_SPEED,
        in_language=True,
    ),
    Metric(
        key="long_pauses",
        names={"en": "pauses of 1 s up", "zh": "1 秒以上停顿"},
        unit="",
        count=lambda figures: float(len(figures.pauses)),
        # One of them may be 0.94 s long, or one that is not counted 1.06 s.
        least=1.0,
        ways=_COUNT,
        of_whole=True,
    ),
    Metric(
        key="pause_mean_s",
        names={"en": "mean pause", "zh": "平均停顿"},
        unit="s",
        least=PAUSE_ERROR_S,
        digits=2,
        ways=_LENGTH,
    ),
    Metric(
        key="longest_pause_s",
        names={"en": "longest pause", "zh": "最长停顿"},
        unit="s",
        count=lambda figures: max((pause.length_s for pause in figures.pauses), default=None),
        least=PAUSE_ERROR_S,
        digits=1,
        ways=_LENGTH,
        of_whole=True,
    ),
    Metric(
        key="loudness_lufs",
        names={"en": "loudness", "zh": "响度"},
        unit="LUFS",
        least=LOUDNESS_ERROR_LU,
        digits=1,
        ways=({"en": "louder", "zh": "更响"}, {"en": "softer", "zh": "更轻"}),
    ),
    Metric(
        key="pitch_spread_st",
        names={"en": "pitch spread", "zh": "音高起伏"},
        unit="st",
        least=PITCH_SPREAD_ERROR_ST,
        digits=1,
        ways=({"en": "wider", "zh": "更大"}, {"en": "narrower", "zh": "更小"}),
        in_language=True,
    ),
)
"""In the order in which they are shown: time, pace, pauses, voice."""


def metric_of(key: str) -> Metric:
    """Return the metric of a key."""
    return next(metric for metric in METRICS if metric.key == key)


def is_trifle(metric: Metric, value: float) -> bool:
    """Whether a pace is none: a Chinese talk has a few English words a minute, or none."""
    return metric.unit in {"words/min", "字/min"} and value < 1


def language_of(rehearsal: Rehearsal) -> Language | None:
    """Return the language a rehearsal was measured by, None without a script."""
    return rehearsal.script.language if rehearsal.script else None


def slides_of(rehearsal: Rehearsal) -> tuple[int, ...]:
    """Return the numbers of the slides spoken, empty for all."""
    return rehearsal.script.slides if rehearsal.script else ()
