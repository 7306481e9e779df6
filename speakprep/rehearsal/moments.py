"""The moments of a recording worth hearing again, and where they stand in a short file of them."""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Literal

from speakprep.rehearsal.drift import SlideDrift
from speakprep.rehearsal.marks import Mark, Marks, numbers_now
from speakprep.rehearsal.model import Clip, Span
from speakprep.rehearsal.record import Figures
from speakprep.script.timing import clock
from speakprep.talk.language import Language

Why = Literal["marked", "overrun", "jump", "pause"]
"""A place the speaker marked, a slide past its time, a jump in loudness, a long pause."""

MOST_PAUSES = 12
"""More pauses than that, and nobody listens to them; the longest are taken."""

MOST_JUMPS = 5

PAUSE_MARGIN_S = 1.5
"""So much before and after a pause is worth hearing: enough to know what it parts."""

_AROUND: dict[Why, tuple[float, float]] = {
    "marked": (4.0, 6.0),
    "overrun": (3.0, 7.0),
    "jump": (4.0, 4.0),
    "pause": (PAUSE_MARGIN_S, PAUSE_MARGIN_S),
}
"""Seconds before and after each kind: a sentence or two (a convention)."""

JUMP_LU = 6.0
"""Loudness units between the five seconds before and after a moment: more than the 4 that two
halves of a talk may differ by, less than the 10 that sound twice as loud."""

_SIDE_S = 5
_SPEECH_BELOW_LU = 15
"""Seconds so far below the middle of all are pauses, and say nothing about the voice."""

_BEEP_HZ = 880.0
_BEEP_S = 0.15
_BEEP_LEVEL = 0.1
"""Of full scale: about as loud as speech."""

_WORDS: dict[Language, dict[Why, str]] = {
    "en": {
        "marked": "you marked this{note}",
        "overrun": "slide {slide} is past its {planned}",
        "jump": "{amount:+.0f} LU, {way}",
        "pause": "pause of {amount:.1f} s",
    },
    "zh": {
        "marked": "你标记了这里{note}",
        "overrun": "第 {slide} 页已超过计划的 {planned}",
        "jump": "{amount:+.0f} LU，{way}",
        "pause": "停顿 {amount:.1f} 秒",
    },
}

_WAYS: dict[Language, tuple[str, str]] = {
    "en": ("softer from here on", "louder from here on"),
    "zh": ("从这里起变轻", "从这里起变响"),
}


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a moment is worth hearing.

    `at_s` is the place in the recording; `amount` the seconds of a pause, of a slide's
    plan, or the loudness units of a jump; `slide` is a number, None where it says nothing.
    """

    why: Why
    at_s: float
    amount: float = 0.0
    slide: int | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Worth(Span):
    """A stretch to hear, and every reason for it, in the order of time."""

    reasons: tuple[Reason, ...]


def worth_hearing(
    figures: Figures,
    marks: Marks | None = None,
    slides: Sequence[SlideDrift] = (),
    levels: Sequence[int] = (),
) -> tuple[Worth, ...]:
    """Return what is worth hearing of a recording, in order, none overlapping.

    Args:
        figures: its pauses and its length.
        marks: when each slide was up, and what the speaker marked.
        slides: the slides against their plan.
        levels: LUFS of each second; empty leaves loudness out.
    """
    found = [
        *_marked(marks),
        *_overrun(marks, slides),
        *loudness_jumps(levels),
        *_pauses(figures.pauses),
    ]
    joined: list[Worth] = []
    alone = (_around(reason, figures.duration_s) for reason in found)
    for each in sorted(alone, key=lambda span: span.start_s):
        if each.length_s <= 0:  # a mark beyond the end
            continue
        if joined and each.start_s <= joined[-1].end_s:
            joined.append(_together(joined.pop(), each))
        else:
            joined.append(each)
    return tuple(joined)


def loudness_jumps(levels: Sequence[int]) -> tuple[Reason, ...]:
    """Return where the voice becomes louder or softer at once, the largest jumps, in order."""
    spoken = [level for level in levels if level > -70]
    if not spoken:
        return ()
    least = median(spoken) - _SPEECH_BELOW_LU
    jumps = []
    for at in range(_SIDE_S, len(levels) - _SIDE_S + 1):
        sides = (levels[at - _SIDE_S : at], levels[at : at + _SIDE_S])
        heard = [[level for level in side if level >= least] for side in sides]
        if min(map(len, heard)) > _SIDE_S // 2:
            step = median(heard[1]) - median(heard[0])
            # Around a jump the medians are the same for seconds: the means tell where it is.
            sharp = abs(mean(heard[1]) - mean(heard[0]))
            if abs(step) >= JUMP_LU:
                jumps.append((sharp, Reason(why="jump", at_s=float(at), amount=float(step))))
    kept: list[Reason] = []
    for _, jump in sorted(jumps, key=lambda each: (-abs(each[1].amount), -each[0])):
        if len(kept) < MOST_JUMPS and all(abs(jump.at_s - k.at_s) > 2 * _SIDE_S for k in kept):
            kept.append(jump)
    return tuple(sorted(kept, key=lambda each: each.at_s))


def reason_words(reason: Reason, language: Language) -> str:
    """Say why a moment is worth hearing."""
    return _WORDS[language][reason.why].format(
        note=f": {reason.note}" if reason.note else "",
        slide=reason.slide,
        planned=clock(reason.amount),
        amount=reason.amount,
        way=_WAYS[language][reason.amount > 0],
    )


def in_parts(span: Span, starts: Sequence[float]) -> tuple[tuple[int, Span], ...]:
    """Return where a stretch of a take lies in its files: which one, and from when to when.

    Args:
        span: the stretch, in seconds of the whole take.
        starts: the second of the take at which each file begins; the first is 0.
    """
    ends = [*starts[1:], math.inf]
    return tuple(
        (
            index,
            Span(start_s=max(span.start_s, start) - start, end_s=min(span.end_s, end) - start),
        )
        for index, (start, end) in enumerate(zip(starts, ends, strict=True))
        if span.start_s < end and span.end_s > start
    )


def beep(rate: int) -> Clip:
    """Return a short tone that says: here comes the next moment."""
    samples = array("h")
    for index in range(round(rate * _BEEP_S)):
        wave = math.sin(2 * math.pi * _BEEP_HZ * index / rate)
        samples.append(round(_BEEP_LEVEL * 32767 * wave))
    return Clip(pcm=samples.tobytes(), rate=rate)


def _around(reason: Reason, duration_s: float) -> Worth:
    before, after = _AROUND[reason.why]
    length = reason.amount if reason.why == "pause" else 0.0
    return Worth(
        start_s=max(reason.at_s - before, 0.0),
        end_s=min(reason.at_s + length + after, duration_s),
        reasons=(reason,),
    )


def _together(one: Worth, other: Worth) -> Worth:
    reasons = sorted((*one.reasons, *other.reasons), key=lambda reason: reason.at_s)
    end = max(one.end_s, other.end_s)
    return Worth(start_s=one.start_s, end_s=end, reasons=tuple(reasons))


def _marked(marks: Marks | None) -> list[Reason]:
    if marks is None:
        return []
    return [Reason(why="marked", at_s=each.at_s, note=each.note) for each in marks.moments]


def _overrun(marks: Marks | None, slides: Sequence[SlideDrift]) -> list[Reason]:
    """Return where slides that took much longer than planned should have ended."""
    if marks is None or marks.lengths_only:
        return []
    found = []
    numbers = numbers_now(marks.visits, [(slide.slide_id, slide.number) for slide in slides])
    for slide in slides:
        planned, drift = slide.planned_s, slide.drift_s
        if planned is None or drift is None or drift <= 0 or not slide.flagged:
            continue
        visits = [
            mark
            for number, mark in zip(numbers, marks.visits, strict=True)
            if number == slide.number
        ]
        at = _time_over(visits, planned)
        if at is not None:
            found.append(Reason(why="overrun", at_s=at, amount=planned, slide=slide.number))
    return found


def _time_over(visits: Sequence[Mark], planned: float) -> float | None:
    """Return when the visits to a slide, one after the other, have used its plan up."""
    left = planned
    for mark in visits:
        length = math.inf if mark.to_s is None else mark.to_s - mark.from_s
        if length >= left:
            return mark.from_s + left
        left -= length
    return None


def _pauses(pauses: Sequence[Span]) -> list[Reason]:
    longest = sorted(pauses, key=lambda pause: -pause.length_s)[:MOST_PAUSES]
    return [
        Reason(why="pause", at_s=pause.start_s, amount=round(pause.length_s, 2))
        for pause in longest
    ]
