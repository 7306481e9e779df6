"""Pace over time: how fast was it around each moment."""

from bisect import bisect_left
from dataclasses import dataclass

from speakprep.rehearsal.transcript import Grain
from speakprep.rehearsal.transcripts.tokens import Said, is_han
from speakprep.script.timing import SYLLABLES_PER_WORD
from speakprep.talk.language import Language

WINDOW_S = 20.0
"""Seconds: long enough for some sentences, short enough for one hurried passage."""

STEP_S = 10.0

PACE_ERROR: dict[Grain, float] = {"word": 0.05, "segment": 0.15, "text": 0.35}
"""Share by which one window may be wrong: a word at its edges, half a sentence, half a chunk."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Words, or Han characters, a minute in the `WINDOW_S` seconds around `at_s`."""

    at_s: float
    per_minute: float


@dataclass(frozen=True, kw_only=True)
class Course:
    """The pace of a take over its time, in the unit of `language`; `error` as a share."""

    moments: tuple[Moment, ...]
    language: Language
    error: float


def pace_over_time(said: Said, language: Language) -> tuple[Moment, ...]:
    """Return the pace every `STEP_S` seconds, in the unit of the language.

    A word of the other language counts as many units as it has syllables of an average word.
    """
    if not said.words:
        return ()
    begin, end = said.starts[0], said.ends[-1]
    moments = []
    at = begin + WINDOW_S / 2
    while at <= end - WINDOW_S / 2 + STEP_S / 2:
        first = bisect_left(said.starts, at - WINDOW_S / 2)
        last = bisect_left(said.starts, at + WINDOW_S / 2)
        units = sum(_units(word, language) for word in said.words[first:last])
        length = min(at + WINDOW_S / 2, end) - (at - WINDOW_S / 2)
        moments.append(Moment(at_s=round(at, 1), per_minute=round(units * 60 / length, 1)))
        at += STEP_S
    return tuple(moments)


def _units(word: str, language: Language) -> float:
    if is_han(word):
        return 1.0 if language == "zh" else 1 / SYLLABLES_PER_WORD
    return 1.0 if language == "en" else SYLLABLES_PER_WORD
