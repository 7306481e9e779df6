"""How loud a recording is from second to second: for pictures and for finding jumps."""

from typing import TYPE_CHECKING

from speakprep.rehearsal.model import Sound

if TYPE_CHECKING:
    from numpy.typing import NDArray

SILENT_DB = -70
"""What counts as silence in a curve; BS.1770-4 gates at the same value."""

_PER_SECOND = 10
_OFFSET_DB = -0.691
"""BS.1770-4 adds it to the logarithm of K-weighted power, so that a curve reads in LUFS."""


def level_curve(sound: Sound) -> tuple[int, ...]:
    """Return the loudness of each second in whole LUFS, `SILENT_DB` at least."""
    import numpy as np

    power: NDArray[np.float64] = sound.weighted_power
    seconds = -(-len(power) // _PER_SECOND)
    padded = np.zeros(seconds * _PER_SECOND)
    padded[: len(power)] = power
    means = padded.reshape(seconds, _PER_SECOND).mean(axis=1)
    floor = 10.0 ** ((SILENT_DB - _OFFSET_DB) / 10)
    curve = 10 * np.log10(np.maximum(means, floor)) + _OFFSET_DB
    return tuple(int(level) for level in np.rint(curve))


def render_levels(curve: tuple[int, ...]) -> str:
    """Write a curve as one line of text, to be kept between runs."""
    return " ".join(map(str, curve)) + "\n"


def parse_levels(text: str) -> tuple[int, ...] | None:
    """Read a curve that was kept; None when it is none, and has to be made anew."""
    try:
        return tuple(int(level) for level in text.split())
    except ValueError:
        return None
