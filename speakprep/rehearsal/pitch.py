"""Voice pitch: whether a frame is voiced, how high it is, and how widely a voice moves."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PITCH_RATE = 4000
PITCH_FRAME = 160
"""Samples in one frame: 40 ms at `PITCH_RATE` Hz, three periods of a low voice."""

FRAME_S = PITCH_FRAME / PITCH_RATE

VOICED = 0.45
"""Periodicity from which a frame is voiced: Boersma (1993), Praat's default."""

LEAST_FRAMES = 250
"""Ten seconds of voiced sound: less has no spread worth a number."""

_LAGS = (PITCH_RATE // 400, PITCH_RATE // 70)
"""Samples between two glottal pulses of voices from 400 down to 70 Hz."""

_OCTAVE_COST = 0.05
"""What an octave lower has to be more periodic: twice a period is as periodic as one."""


def voice(samples: "NDArray[np.floating]") -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Return periodicity and pitch in Hz of each 40 ms frame.

    Periodicity is the highest normalised autocorrelation at voice pitch: a pure
    tone gives 1, white noise about 0.2. `samples` are at `PITCH_RATE` Hz.
    """
    import numpy as np

    frames = samples[: len(samples) // PITCH_FRAME * PITCH_FRAME].reshape(-1, PITCH_FRAME)
    if not len(frames):
        return np.empty(0), np.empty(0)
    spectrum = np.fft.rfft(frames, 2 * PITCH_FRAME)
    correlation = np.fft.irfft(spectrum.real**2 + spectrum.imag**2)
    first, last = _LAGS
    lags = np.arange(first - 1, last + 2)
    energy = np.maximum(correlation[:, :1], 1e-12)
    alike = correlation[:, lags] * (PITCH_FRAME / (PITCH_FRAME - lags)) / energy
    tops, shifts = _tops(alike)
    best = (tops - _OCTAVE_COST * np.log2(lags[1:-1] / first)).argmax(axis=1)
    shift = shifts[np.arange(len(tops)), best]
    return alike[:, 1:-1].max(axis=1), PITCH_RATE / (lags[1:-1][best] + shift)


def spread(hertz: "NDArray[np.float64]") -> tuple[float, float] | None:
    """Return the median in Hz, and the semitones from the 10th to the 90th percentile.

    `hertz` are voiced frames of speech; None below `LEAST_FRAMES` of them.
    """
    import numpy as np

    if len(hertz) < LEAST_FRAMES:
        return None
    low, middle, high = np.percentile(hertz, (10, 50, 90))
    return float(middle), float(12 * np.log2(high / low))


def _tops(
    alike: "NDArray[np.float64]",
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Return the height between samples at each lag but the outermost, and where it lies.

    A high voice's period falls between two lags, and its multiples may not: three
    samples make a parabola, whose top tells them apart.
    """
    import numpy as np

    before, at, after = alike[:, :-2], alike[:, 1:-1], alike[:, 2:]
    bend = before - 2 * at + after
    peak = (at >= before) & (at >= after) & (bend < 0)
    shifts = np.where(peak, 0.5 * (before - after) / np.where(peak, bend, 1.0), 0.0)
    return at - 0.25 * (before - after) * shifts, shifts
