"""Loudness by ITU-R BS.1770-4: the K-weighting filters and the gated mean."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_OFFSET_LU = -0.691
"""BS.1770-4 equation 2: makes up for the filter's gain at 997 Hz."""

_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_STEPS_PER_BLOCK = 4
"""Gating blocks of 400 ms start every 100 ms (BS.1770-4 annex 1)."""


@dataclass(frozen=True, kw_only=True)
class Biquad:
    """A second-order filter, normalised to a0 = 1."""

    b0: float
    b1: float
    b2: float
    a1: float
    a2: float


def k_weighting(rate: int) -> tuple[Biquad, Biquad]:
    """Return the head shelf and the low cut for a sample rate in Hz.

    BS.1770-4 prints coefficients for 48 kHz only. The analogue prototypes
    behind them (frequency, gain and Q below) are those of Mansbridge, Finn and
    Reiss (2012) and of libebur128; at 48 kHz they give the printed values.
    """
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q = 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    norm = 1 + k / q + k * k
    shelf = Biquad(
        b0=(high + band * k / q + k * k) / norm,
        b1=2 * (k * k - high) / norm,
        b2=(high - band * k / q + k * k) / norm,
        a1=2 * (k * k - 1) / norm,
        a2=(1 - k / q + k * k) / norm,
    )
    return shelf, _low_cut(rate)


def _low_cut(rate: int) -> Biquad:
    """Return the low cut; its gain at 48 kHz, where the standard sets b0 = 1, holds at any rate."""
    q = 0.5003270373238773
    k, printed = (math.tan(math.pi * 38.13547087602444 / at) for at in (rate, 48_000))
    norm = 1 + k / q + k * k
    gain = (1 + printed / q + printed * printed) / norm
    a1, a2 = 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm
    return Biquad(b0=gain, b1=-2 * gain, b2=gain, a1=a1, a2=a2)


def integrated(weighted_power: "NDArray[np.float64]") -> float | None:
    """Return the gated loudness in LUFS of one channel's K-weighted power per 100 ms.

    None when nothing reaches the absolute gate, or when there are less than 400 ms.
    """
    import numpy as np

    if len(weighted_power) < _STEPS_PER_BLOCK:
        return None
    block = np.convolve(weighted_power, np.full(_STEPS_PER_BLOCK, 1 / _STEPS_PER_BLOCK), "valid")
    audible = block[block > _power(_ABSOLUTE_GATE_LUFS)]
    if not len(audible):
        return None
    gate = float(audible.mean()) * 10 ** (_RELATIVE_GATE_LU / 10)
    return _OFFSET_LU + 10 * math.log10(float(audible[audible > gate].mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LU) / 10))
