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
    between two languages. `up` and `down` say what more and less of it is, by language.
    """

    key: str
    names: dict[Language, str]
    unit: Unit
    value: Callable[[Figures], float | None]
    up: dict[Language, str]
    down: dict[Language, str]
    share: float = 0.0
    least: float = 0.0
    digits: int = 0
    of_whole: bool = False
    in_language: bool = False

    def error(self, before: float, after: float, *, reliable: bool = True) -> float:
        """Return by how much two values may differ though nothing did."""
        error = max(self.share * max(abs(before), abs(after)), self.least)
        return error if reliable else NOISY * error


_LONGER: dict[Language, str] = {"en": "longer", "zh": "更长"}
_SHORTER: dict[Language, str] = {"en": "shorter", "zh": "更短"}
_FASTER: dict[Language, str] = {"en": "faster", "zh": "更快"}
_SLOWER: dict[Language, str] = {"en": "slower", "zh": "更慢"}
_MORE: dict[Language, str] = {"en": "more", "zh": "更多"}
_FEWER: dict[Language, str] = {"en": "fewer", "zh": "更少"}
_LESS: dict[Language, str] = {"en": "less", "zh": "更少"}

METRICS: tuple[Metric, ...] = (
    Metric(
        key="talk_s",
        names={"en": "talk", "zh": "全长"},
        unit="clock",
        value=lambda figures: figures.talk_s,
        least=CLOCK_ERROR_S,
        up=_LONGER,
        down=_SHORTER,
        of_whole=True,
    ),
    Metric(
        key="speaking_s",
        names={"en": "speaking", "zh": "说话时间"},
        unit="clock",
        value=lambda figures: figures.speaking_s,
        share=SPEAKING_ERROR,
        least=CLOCK_ERROR_S,
        up=_LONGER,
        down=_SHORTER,
        of_whole=True,
    ),
    Metric(
        key="speech_ratio",
        names={"en": "speaking, share", "zh": "说话占比"},
        unit="share",
        value=lambda figures: figures.speech_ratio,
        share=SPEECH_RATIO_ERROR,
        up=_MORE,
        down=_LESS,
    ),
    Metric(
        key="words_per_minute",
        names={"en": "pace", "zh": "语速（词）"},
        unit="words/min",
        value=lambda figures: figures.words_per_minute,
        share=RATE_ERROR,
        least=1.0,
        up=_FASTER,
        down=_SLOWER,
        in_language=True,
    ),
    Metric(
        key="han_per_minute",
        names={"en": "pace", "zh": "语速（字）"},
        unit="字/min",
        value=lambda figures: figures.han_per_minute,
        share=RATE_ERROR,
        least=1.0,
        up=_FASTER,
        down=_SLOWER,
        in_language=True,
    ),
    Metric(
        key="syllables_per_s",
        names={"en": "syllables", "zh": "音节"},
        unit="per s",
        value=lambda figures: figures.syllables_per_s,
        share=RATE_ERROR,
        digits=2,
        up=_FASTER,
        down=_SLOWER,
    ),
    Metric(
        key="nuclei_per_s",
        names={"en": "syllables heard", "zh": "听到的音节"},
        unit="per s",
        value=lambda figures: figures.nuclei_per_s,
        share=NUCLEI_ERROR,
        digits=2,
        up=_FASTER,
        down=_SLOWER,
        in_language=True,
    ),
    Metric(
        key="long_pauses",
        names={"en": "pauses of 1 s up", "zh": "1 秒以上停顿"},
        unit="",
        value=lambda figures: float(len(figures.pauses)),
        # One of them may be 0.94 s long, or one that is not counted 1.06 s.
        least=1.0,
        up=_MORE,
        down=_FEWER,
        of_whole=True,
    ),
    Metric(
        key="pause_mean_s",
        names={"en": "mean pause", "zh": "平均停顿"},
        unit="s",
        value=lambda figures: figures.pause_mean_s,
        least=PAUSE_ERROR_S,
        digits=2,
        up=_LONGER,
        down=_SHORTER,
    ),
    Metric(
        key="longest_pause_s",
        names={"en": "longest pause", "zh": "最长停顿"},
        unit="s",
        value=lambda figures: max((pause.length_s for pause in figures.pauses), default=None),
        least=PAUSE_ERROR_S,
        digits=1,
        up=_LONGER,
        down=_SHORTER,
        of_whole=True,
    ),
    Metric(
        key="loudness_lufs",
        names={"en": "loudness", "zh": "响度"},
        unit="LUFS",
        value=lambda figures: figures.loudness_lufs,
        least=LOUDNESS_ERROR_LU,
        digits=1,
        up={"en": "louder", "zh": "更响"},
        down={"en": "softer", "zh": "更轻"},
    ),
    Metric(
        key="pitch_spread_st",
        names={"en": "pitch spread", "zh": "音高起伏"},
        unit="st",
        value=lambda figures: figures.pitch_spread_st,
        least=PITCH_SPREAD_ERROR_ST,
        digits=1,
        up={"en": "wider", "zh": "更大"},
        down={"en": "narrower", "zh": "更小"},
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
