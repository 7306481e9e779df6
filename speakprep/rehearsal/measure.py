"""From a decoded recording to figures."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from speakprep.rehearsal.loudness import integrated
from speakprep.rehearsal.model import Amount, Half, Measurement, Pause, ScriptRate, Sound, Span
from speakprep.rehearsal.nuclei import nuclei
from speakprep.rehearsal.pitch import FRAME_S as PITCH_FRAME_S
from speakprep.rehearsal.pitch import VOICED, spread
from speakprep.rehearsal.speech import FRAME_S, find_speech, inside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLIPPED_SAMPLES = 3
"""Samples at full scale in one second that make it a clipped second: one may be a chance peak."""

MOST_SNR_DB = 100.0
"""Sound of 16 bits reaches 98 dB: whatever stands further out stands in digital silence, as an
edited or synthetic recording has it, and how much further says nothing."""

HALVES_FROM_S = 120.0
"""Talk time from which two halves are compared: a minute each still holds twenty sentences."""

WEIGHTED_S = 0.1
"""Seconds per value of K-weighted power."""

_EDGE_S = 0.05
"""Frames this close to speech hold its smoothed edge and are not counted as silence."""


def measure(sound: Sound) -> Measurement:
    """Measure a recording; the definitions are those of `Measurement`."""
    import numpy as np

    speech = find_speech(sound.band_power, sound.periodicity)
    noise, snr = _noise(sound.band_power, speech)
    talk = _talk(speech, sound.duration_s)
    heard = nuclei(sound.band_power).astype(np.float64) * FRAME_S
    tone = _tone(sound, speech)
    peak = float(sound.peaks.max()) if len(sound.peaks) else 0.0
    return Measurement(
        source=sound.source,
        duration_s=sound.duration_s,
        talk=talk,
        pauses=tuple(
            Pause(start_s=before.end_s, end_s=after.start_s) for before, after in pairwise(speech)
        ),
        loudness_lufs=integrated(sound.weighted_power),
        peak_dbfs=20 * math.log10(peak) if peak > 0 else None,
        clipped_s=int((sound.clipped >= CLIPPED_SAMPLES).sum()),
        noise_dbfs=noise,
        snr_db=snr,
        nuclei_per_s=_nuclei_rate(sound, speech, heard),
        pitch_hz=tone[0] if tone else None,
        pitch_spread_st=tone[1] if tone else None,
        halves=_halves(sound, speech, heard, talk),
    )


def script_rate(measurement: Measurement, script: Amount) -> ScriptRate | None:
    """Return how fast `script` was spoken; None when no speech was found.

    Talk time is what an audience lives through, so pauses count.
    """
    if not measurement.talk_s:
        return None
    minutes = measurement.talk_s / 60
    return ScriptRate(
        words_per_minute=script.words / minutes,
        han_per_minute=script.han / minutes,
        syllables_per_s=script.syllables / measurement.speaking_s,
    )


def _halves(
    sound: Sound, speech: Sequence[Span], heard: "NDArray[np.float64]", talk: Span | None
) -> tuple[Half, Half] | None:
    """Measure both halves of the talk time apart; None when they are too short to compare."""
    if talk is None or talk.length_s < HALVES_FROM_S:
        return None
    middle = (talk.start_s + talk.end_s) / 2
    first, second = (
        _half(sound, speech, heard, Span(start_s=start, end_s=end))
        for start, end in ((talk.start_s, middle), (middle, talk.end_s))
    )
    return first, second


def _half(sound: Sound, speech: Sequence[Span], heard: "NDArray[np.float64]", half: Span) -> Half:
    spoken = [
        Span(start_s=max(span.start_s, half.start_s), end_s=min(span.end_s, half.end_s))
        for span in speech
        if span.start_s < half.end_s and span.end_s > half.start_s
    ]
    loudness = integrated(inside(sound.weighted_power, [half], WEIGHTED_S))
    rate, tone = _nuclei_rate(sound, spoken, heard), _tone(sound, spoken)
    return Half(
        speech_ratio=round(_length(spoken) / half.length_s, 2),
        nuclei_per_s=round(rate, 2) if rate is not None else None,
        loudness_lufs=round(loudness, 1) if loudness is not None else None,
        pitch_spread_st=round(tone[1], 1) if tone else None,
    )


def _nuclei_rate(
    sound: Sound, speech: Sequence[Span], heard: "NDArray[np.float64]"
) -> float | None:
    """Return the syllables heard a second of speech: those that are voiced, inside speech."""
    import numpy as np

    seconds = _length(speech)
    if not seconds:
        return None
    frames = np.minimum((heard / PITCH_FRAME_S).astype(np.int64), len(sound.periodicity) - 1)
    voiced = heard[sound.periodicity[frames] >= VOICED]
    edges = np.array([[span.start_s, span.end_s] for span in speech]).ravel()
    return float((np.searchsorted(edges, voiced, "right") % 2).sum()) / seconds


def _tone(sound: Sound, speech: Sequence[Span]) -> tuple[float, float] | None:
    """Return median pitch and its spread in voiced speech."""
    strength = inside(sound.periodicity, speech, PITCH_FRAME_S)
    return spread(inside(sound.pitch_hz, speech, PITCH_FRAME_S)[strength >= VOICED])


def _length(spans: Sequence[Span]) -> float:
    return sum(span.length_s for span in spans)


def _talk(speech: Sequence[Span], duration_s: float) -> Span | None:
    """Return the time from first to last speech, inside the recording."""
    if not speech:
        return None
    return Span(start_s=speech[0].start_s, end_s=min(speech[-1].end_s, duration_s))


def _noise(
    band_power: "NDArray[np.float64]", speech: Sequence[Span]
) -> tuple[float | None, float | None]:
    """Return the noise floor in dBFS and the speech-to-noise ratio in dB, at most `MOST_SNR_DB`.

    The floor is the median power of silent frames. What is heard as speech
    holds the noise too, so it is taken off first.
    """
    import numpy as np

    silent = np.ones(len(band_power), dtype=bool)
    spoken = np.zeros(len(band_power), dtype=bool)
    for span in speech:
        spoken[round(span.start_s / FRAME_S) : round(span.end_s / FRAME_S)] = True
        start = max(0, round((span.start_s - _EDGE_S) / FRAME_S))
        silent[start : round((span.end_s + _EDGE_S) / FRAME_S)] = False
    if not silent.any():
        return None, None
    floor = float(np.median(band_power[silent]))
    noise_db = 10 * math.log10(floor) if floor > 0 else None
    if noise_db is None or not speech:
        return noise_db, None
    above = float(band_power[spoken].mean()) - floor
    snr_db = 10 * math.log10(above / floor) if above > 0 else 0.0
    return noise_db, min(snr_db, MOST_SNR_DB)
