"""Syllables heard: peaks of energy in voiced speech, so that pace needs no script.

The idea is that of de Jong and Wempe (2009, "Praat script to detect syllable nuclei
and measure speech rate automatically"); the figures are our own, see docs/rehearsal.md.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIGMA_FRAMES = 2.0
"""Width of the Gaussian that smooths the energy: 20 ms."""

_DIP_DB = 1.5
"""By how much the energy falls between two syllables."""

_REACH = 6
"""Frames to either side: three sigma."""

_SILENCE = 1e-10


def nuclei(band_power: "NDArray[np.float64]") -> "NDArray[np.int64]":
    """Return the frames of 10 ms where the energy peaks, parted by dips of `_DIP_DB`."""
    import numpy as np

    if len(band_power) < 3:
        return np.empty(0, dtype=np.int64)
    reach = np.arange(-_REACH, _REACH + 1)
    kernel = np.exp(-0.5 * (reach / _SIGMA_FRAMES) ** 2)
    smooth = np.convolve(np.pad(band_power, _REACH, "edge"), kernel / kernel.sum(), "valid")
    level = np.maximum(smooth, _SILENCE).astype(np.float32)
    del smooth
    np.multiply(np.log10(level, out=level), 10, out=level)
    rising = np.diff(level) > 0
    inner = np.flatnonzero(rising[1:] != rising[:-1]) + 1
    turns = np.concatenate(([0], inner, [len(level) - 1]))
    return np.fromiter(_peaks(turns.tolist(), level[turns].tolist()), np.int64)


def _peaks(frames: list[int], levels: list[float]) -> Iterable[int]:
    """Yield the highest turn between any two dips that are deep enough."""
    low, high, at = levels[0], levels[0], frames[0]
    climbing = True
    for frame, level in zip(frames, levels, strict=True):
        if climbing and level > high:
            high, at = level, frame
        elif climbing and high - level >= _DIP_DB:
            if high - low >= _DIP_DB:
                yield at
            low, climbing = level, False
        elif not climbing and level - low >= _DIP_DB:
            high, at, climbing = level, frame, True
        low = min(low, level)
    if climbing and high - low >= _DIP_DB:
        yield at
