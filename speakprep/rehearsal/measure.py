"""From a decoded recording to figures."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from speakprep.rehearsal.loudness import integrated
from speakprep.rehearsal.model import Measurement, Pause, ScriptRate, Sound, Span
from speakprep.rehearsal.speech import FRAME_S, find_speech
from speakprep.talk.language import Count

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLIPPED_SAMPLES = 3
"""Samples at full scale in one second that make it a clipped second: one may be a chance peak."""

MOST_SNR_DB = 100.0
"""Sound of 16 bits reaches 98 dB: whatever stands further out stands in digital silence, as an
edited or synthetic recording has it, and how much further says nothing."""

_EDGE_S = 0.05
"""Frames this close to speech hold its smoothed edge and are not counted as silence."""


def measure(sound: Sound) -> Measurement:
    """Measure a recording; the definitions are those of `Measurement`."""
    speech = find_speech(sound.band_power, sound.periodicity)
    noise, snr = _noise(sound.band_power, speech)
    peak = float(sound.peaks.max()) if len(sound.peaks) else 0.0
    return Measurement(
        source=sound.source,
        duration_s=sound.duration_s,
        talk=_talk(speech, sound.duration_s),
        pauses=tuple(
            Pause(start_s=before.end_s, end_s=after.start_s) for before, after in pairwise(speech)
        ),
        loudness_lufs=integrated(sound.weighted_power),
        peak_dbfs=20 * math.log10(peak) if peak > 0 else None,
        clipped_s=int((sound.clipped >= CLIPPED_SAMPLES).sum()),
        noise_dbfs=noise,
        snr_db=snr,
    )


def script_rate(measurement: Measurement, script: Count) -> ScriptRate | None:
    """Return how fast `script` was spoken; None when no speech was found.

    Talk time is what an audience lives through, so pauses count.
    """
    if not measurement.talk_s:
        return None
    minutes = measurement.talk_s / 60
    return ScriptRate(words_per_minute=script.words / minutes, han_per_minute=script.han / minutes)


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
