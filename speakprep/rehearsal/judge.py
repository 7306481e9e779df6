"""What in a rehearsal's figures is worth the speaker's attention, and worth hearing again.

The bands are wide and conventional: published advice differs by 30 %, so the
number is shown and only what lies well outside is pointed at.
"""

from collections.abc import Sequence

from speakprep.errors import InputError
from speakprep.rehearsal.model import RELIABLE_SNR_DB
from speakprep.rehearsal.record import Figures, Rehearsal
from speakprep.script.timing import clock
from speakprep.talk.language import LANGUAGE_NAMES, Language
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

TARGET = (0.90, 0.97)
"""Share of the speaking minutes to aim at: with people in the room a talk runs longer than alone
(a convention, not a measurement)."""

PART = 0.5
"""Below this share of the speaking minutes somebody rehearsed a part, not a short talk."""

MAX_PAUSES_NAMED = 5
"""So many of the longest pauses are named."""

SPEECH_RATIO = (0.65, 0.90)
"""Speaking time as a share of talk time: less is searching for words or a demo, more leaves a
listener no time to think (a convention, and wide)."""

RATIO_FROM_S = 120.0
"""Talk time from which that share says something."""

LOUDNESS_DRIFT_LU = 4.0
"""Between the two halves of a talk: heard as clearly softer or louder."""

PACE_DRIFT = 0.15
"""Share by which the syllables heard may differ between the two halves: three times their error."""

PLAUSIBLE_PACE = 2.0
"""A pace this many times beyond the band means that text and recording are not the same."""


def judge(
    rehearsal: Rehearsal, speaking_minutes: int, file: str, others: Sequence[Language] = ()
) -> tuple[Finding, ...]:
    """Return what to look at, the most pressing first.

    Args:
        rehearsal: what was recorded and measured.
        speaking_minutes: the slot without its questions.
        file: the recording, as the person would type it.
        others: languages of further scripts, which may have been spoken instead.
    """
    figures = rehearsal.figures
    if figures.speech_found:
        found = [
            *_complete(rehearsal),
            *_kind(rehearsal),
            *_length(rehearsal, speaking_minutes),
            *_sound(figures),
            *_pace(rehearsal, speaking_minutes, others),
            *_dead_air(figures),
            *_silence(figures),
            *_drift(figures),
        ]
    elif rehearsal.measured:
        message = (
            "no speech was found in this recording: it is kept, but it proves no rehearsal. "
            "Listen to it: was the microphone on?"
        )
        found = [*_complete(rehearsal), ("RHS101", "warning", message)]
    else:
        found = _kind(rehearsal)
    found.sort(key=lambda each: each[1] != "warning")
    return tuple(
        Finding(code=code, level=level, message=message, place=Place(file=file))
        for code, level, message in found
    )


def broken_record(error: InputError) -> Finding:
    """Say that a record cannot be read, so that what it proved is missing."""
    place = Place(file=error.file, line=error.line, column=error.column)
    message = f"this record {error.message}; until it is mended, it proves no rehearsal"
    return Finding(
        code="RHS111", level="error", message=message, place=place, evidence=error.excerpt
    )


_Found = list[tuple[str, Level, str]]


def _complete(rehearsal: Rehearsal) -> _Found:
    if not rehearsal.recording.source.truncated:
        return []
    decoded = clock(rehearsal.figures.duration_s)
    message = (
        f"the file is damaged or cut off: {decoded} could be measured. "
        "If you have a better copy, log that one too"
    )
    return [("RHS102", "warning", message)]


def _kind(rehearsal: Rehearsal) -> _Found:
    if rehearsal.kind == "video" and not rehearsal.recording.source.has_video:
        message = (
            "this file has sound but no picture: your experts need to see you and the slides. "
            "Log the video itself when you have it"
        )
        return [("RHS114", "warning", message)]
    if rehearsal.kind == "team" and not rehearsal.people:
        message = (
            f"nobody is named yet: write who was there into {rehearsal.id}.toml, "
            'such as: with = ["Anna"]'
        )
        return [("RHS115", "advice", message)]
    return []


def _length(rehearsal: Rehearsal, speaking_minutes: int) -> _Found:
    talk, slot = round(rehearsal.figures.talk_s), speaking_minutes * 60
    least, most = (share * slot for share in TARGET)
    if talk > slot:
        message = (
            f"the talk ran {clock(talk - slot)} over its {speaking_minutes} minutes: "
            "find what the audience can do without"
        )
        return [("RHS103", "warning", message)]
    if talk > most:
        message = (
            f"it fits with {clock(slot - talk)} to spare, and with people in the room most talks "
            f"run longer: {clock(least)} to {clock(most)} is safe"
        )
        return [("RHS112", "advice", message)]
    if _leaves_time(rehearsal, speaking_minutes):
        message = (
            f"{clock(slot - talk)} of the {speaking_minutes} minutes are left: "
            "room for one more example"
        )
        return [("RHS113", "advice", message)]
    return []


def _leaves_time(rehearsal: Rehearsal, speaking_minutes: int) -> bool:
    """Whether a take of the whole talk is well under its time."""
    talk, slot = round(rehearsal.figures.talk_s), speaking_minutes * 60
    part = bool(rehearsal.script and rehearsal.script.slides) or talk < PART * slot
    return talk < TARGET[0] * slot and not part


def _sound(figures: Figures) -> _Found:
    found: _Found = []
    if figures.clipped_s > figures.speaking_s * CLIPPED_SHARE:
        seconds = "1 second is" if figures.clipped_s == 1 else f"{figures.clipped_s} seconds are"
        message = (
            f"{seconds} distorted (clipped): "
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
        heard = f" ({figures.snr_db:.0f} dB below your voice)" if figures.snr_db is not None else ""
        message = (
            f"there is much noise{heard}; from {RELIABLE_SNR_DB:.0f} dB on pauses and pace are "
            "reliable: a quieter room or a closer microphone helps"
        )
        found.append(("RHS106", "advice", message))
    return found


def _pace(rehearsal: Rehearsal, speaking_minutes: int, others: Sequence[Language]) -> _Found:
    """Judge words and characters together: each as a share of what its band allows."""
    figures = rehearsal.figures
    words, han = figures.words_per_minute or 0.0, figures.han_per_minute or 0.0
    if not words and not han:
        return []
    in_words = words / WORDS_PER_MINUTE[1] >= han / HAN_PER_MINUTE[1]
    low, high = WORDS_PER_MINUTE if in_words else HAN_PER_MINUTE
    fast = words / WORDS_PER_MINUTE[1] + han / HAN_PER_MINUTE[1]
    slow = words / WORDS_PER_MINUTE[0] + han / HAN_PER_MINUTE[0]
    unit = "words" if in_words else "characters"
    usual = f"{low:.0f} to {high:.0f} is usual"
    again = "".join(
        f". If you spoke {LANGUAGE_NAMES[other]}, delete {rehearsal.id}.toml and log it again "
        f"with --lang {other}"
        for other in others
    )
    if fast > PLAUSIBLE_PACE:
        message = (
            "the recording is much shorter than the script: if you spoke only some slides, "
            f"delete {rehearsal.id}.toml and log it again with --slides 1-3"
        )
        return [("RHS107", "advice", message)]
    if slow < 1 / PLAUSIBLE_PACE:
        message = (
            "you spoke much longer than the script lasts: are there slides without text, "
            "or was it another talk?"
        )
        return [("RHS107", "advice", message)]
    if round(fast * high) > high:
        rate = _rate(words, han, f"{fast * high:.0f} {unit}")
        advice = (
            "you have the time to speak slower"
            if _leaves_time(rehearsal, speaking_minutes)
            else "rather leave out a sentence on each slide"
        )
        message = f"{rate} is fast ({usual}): {advice}{again}"
        return [("RHS108", "advice", message)]
    if round(slow * low) < low:
        rate = _rate(words, han, f"{slow * low:.0f} {unit}")
        message = f"{rate} is slow ({usual}): fine if you mean it, else try it without notes{again}"
        return [("RHS109", "advice", message)]
    return []


def _rate(words: float, han: float, together: str) -> str:
    """Name a pace; of a mixed text also what it amounts to in the larger unit."""
    if not round(han):
        return f"{words:.0f} words a minute"
    if not round(words):
        return f"{han:.0f} characters a minute"
    return f"{words:.0f} words and {han:.0f} characters a minute, together like {together},"


def _dead_air(figures: Figures) -> _Found:
    long = figures.dead_air
    if not long:
        return []
    longest = sorted(long, key=lambda pause: -pause.length_s)[:MAX_PAUSES_NAMED]
    places = ", ".join(
        f"{pause.length_s:.1f} s at {clock(pause.start_s)}"
        for pause in sorted(longest, key=lambda pause: pause.start_s)
    )
    many = f"{len(long)} silences, the longest: " if len(long) > len(longest) else "silence: "
    message = f"{many}{places}. Meant for effect, a demo, or looking for the words?"
    return [("RHS110", "advice", message)]


def _silence(figures: Figures) -> _Found:
    low, high = SPEECH_RATIO
    ratio = figures.speech_ratio
    if figures.talk_s < RATIO_FROM_S or low <= round(ratio, 2) <= high:
        return []
    usual = f"{low:.0%} to {high:.0%} is usual"
    message = (
        f"you speak {ratio:.0%} of the time ({usual}): a demo, or much searching for words?"
        if ratio < low
        else f"you speak {ratio:.0%} of the time ({usual}): a pause after each thought helps"
    )
    return [("RHS118", "advice", message)]


def _drift(figures: Figures) -> _Found:
    if figures.halves is None:
        return []
    first, second = figures.halves
    found: _Found = []
    if first.loudness_lufs is not None and second.loudness_lufs is not None:
        louder = second.loudness_lufs - first.loudness_lufs
        if abs(louder) > LOUDNESS_DRIFT_LU:
            how = "louder" if louder > 0 else "softer"
            message = (
                f"the second half is {abs(louder):.1f} LU {how} than the first: "
                "did you move away from the microphone, or tire?"
            )
            found.append(("RHS116", "advice", message))
    if first.nuclei_per_s and second.nuclei_per_s:
        faster = second.nuclei_per_s / first.nuclei_per_s - 1
        if abs(faster) > PACE_DRIFT:
            how = "faster" if faster > 0 else "slower"
            message = f"you speak {abs(faster):.0%} {how} in the second half than in the first"
            found.append(("RHS117", "advice", message))
    return found
