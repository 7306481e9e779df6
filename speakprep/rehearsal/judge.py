"""What in a rehearsal's figures is worth the speaker's attention.

The bands are wide and conventional: published advice differs by 30 %, so the
number is shown and only what lies well outside is pointed at.
"""

from speakprep.rehearsal.model import DEAD_AIR_S, RELIABLE_SNR_DB
from speakprep.rehearsal.record import Figures, Rehearsal
from speakprep.talk.report import Finding, Level, Place

WORDS_PER_MINUTE = (110.0, 165.0)
"""English: Microsoft's Speaker Coach advises 100 to 165; 110 to 140 is common for rooms that
listen in a second language."""

HAN_PER_MINUTE = (160.0, 260.0)
"""Chinese: speeches about 200 characters a minute, radio news 250 to 270; below 160 is slow."""

LOUDNESS_LUFS = (-30.0, -16.0)
"""Softer than speech that a laptop can play back comfortably; louder than any loudness standard."""

CLIPPED_SHARE = 0.005
"""Share of the speaking seconds that may be clipped before it is mentioned."""

MAX_PAUSES_NAMED = 5
"""So many of the longest pauses are named one by one."""

PLAUSIBLE_PACE = 2.0
"""A pace above this many times the band's upper end means that only a part was spoken."""


def judge(rehearsal: Rehearsal, speaking_minutes: int) -> tuple[Finding, ...]:
    """Return what to look at, the most pressing first.

    Args:
        rehearsal: what was recorded and measured.
        speaking_minutes: the slot without its questions.
    """
    figures = rehearsal.figures
    place = Place(file=rehearsal.recording.file)
    if not figures.speech_found:
        message = (
            "no speech was found in this recording: it is kept, but it proves no rehearsal. "
            "Listen to it: was the microphone on?"
        )
        return (Finding(code="RHS101", level="warning", message=message, place=place),)
    found = [
        *_complete(rehearsal),
        *_length(rehearsal, speaking_minutes),
        *_sound(figures),
        *_pace(figures),
        *_dead_air(figures),
    ]
    return tuple(
        Finding(code=code, level=level, message=message, place=place)
        for code, level, message in found
    )


def clock(seconds: float) -> str:
    """Write seconds as minutes and seconds.

    >>> clock(75.4)
    '1:15'
    """
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


_Found = list[tuple[str, Level, str]]


def _complete(rehearsal: Rehearsal) -> _Found:
    if not rehearsal.recording.source.truncated:
        return []
    decoded = clock(rehearsal.figures.duration_s)
    return [("RHS102", "warning", f"the file is damaged or cut off: {decoded} could be measured")]


def _length(rehearsal: Rehearsal, speaking_minutes: int) -> _Found:
    over = rehearsal.figures.talk_s - speaking_minutes * 60
    if over <= 0:
        return []
    message = (
        f"the talk ran {clock(over)} over its {speaking_minutes} minutes: "
        "find what the audience can do without"
    )
    return [("RHS103", "warning", message)]


def _sound(figures: Figures) -> _Found:
    found: _Found = []
    if figures.clipped_s > figures.speaking_s * CLIPPED_SHARE:
        message = (
            f"{figures.clipped_s} seconds are distorted (clipped): "
            "lower the microphone's level or move away from it a little"
        )
        found.append(("RHS104", "warning", message))
    loudness = figures.loudness_lufs
    if loudness is not None and not LOUDNESS_LUFS[0] <= loudness <= LOUDNESS_LUFS[1]:
        how, way = (
            ("soft", "raise the microphone's level or move closer")
            if loudness < LOUDNESS_LUFS[0]
            else ("loud", "lower the microphone's level")
        )
        message = f"the recording is very {how} ({loudness:.1f} LUFS): {way}"
        found.append(("RHS105", "advice", message))
    if not figures.reliable:
        heard = f" (signal to noise {figures.snr_db:.0f} dB)" if figures.snr_db is not None else ""
        message = (
            f"there is much noise{heard}, below {RELIABLE_SNR_DB:.0f} dB pauses and pace are "
            "less reliable: a quieter room or a closer microphone helps"
        )
        found.append(("RHS106", "advice", message))
    return found


def _pace(figures: Figures) -> _Found:
    """Judge whichever of words and characters there are more of."""
    words, han = figures.words_per_minute or 0.0, figures.han_per_minute or 0.0
    if words == han == 0:
        return []
    in_words = words / WORDS_PER_MINUTE[1] >= han / HAN_PER_MINUTE[1]
    rate, (low, high) = (words, WORDS_PER_MINUTE) if in_words else (han, HAN_PER_MINUTE)
    unit = "words" if in_words else "characters"
    load = words / WORDS_PER_MINUTE[1] + han / HAN_PER_MINUTE[1]
    if load > PLAUSIBLE_PACE:
        message = (
            "the recording is much shorter than the script: if you spoke only some slides, "
            "log it with --slides 1-3 and the pace is right"
        )
        return [("RHS107", "advice", message)]
    if load > 1:
        message = (
            f"{rate:.0f} {unit} a minute is fast (most audiences follow {low:.0f} to {high:.0f})"
        )
        return [("RHS108", "advice", message)]
    slow = words / WORDS_PER_MINUTE[0] + han / HAN_PER_MINUTE[0] < 1
    message = f"{rate:.0f} {unit} a minute is slow ({low:.0f} to {high:.0f} is usual)"
    return [("RHS109", "advice", message)] if slow else []


def _dead_air(figures: Figures) -> _Found:
    long = [pause for pause in figures.pauses if pause.length_s >= DEAD_AIR_S]
    longest = sorted(long, key=lambda pause: -pause.length_s)[:MAX_PAUSES_NAMED]
    found: _Found = []
    for pause in sorted(longest, key=lambda pause: pause.start_s):
        message = (
            f"{pause.length_s:.1f} s of silence at {clock(pause.start_s)}: "
            "meant for effect, or looking for the words?"
        )
        found.append(("RHS110", "advice", message))
    return found
