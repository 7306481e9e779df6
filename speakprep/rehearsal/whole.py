"""One take out of several files, as a recorder parts it that splits at 2 GB or at a phone call."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from speakprep.rehearsal.model import Sound


def joined(sounds: Sequence[Sound]) -> Sound:
    """Return the parts of a take as one sound, one behind the other, nothing between them.

    At each seam less than a tenth of a second of the slowest series is lost, a
    hundredth of the fastest, since they keep whole frames only.

    Args:
        sounds: at least one.
    """
    import numpy as np

    first = sounds[0]
    if len(sounds) == 1:
        return first
    return Sound(
        source=replace(
            first.source,
            has_video=any(sound.source.has_video for sound in sounds),
            truncated=any(sound.source.truncated for sound in sounds),
        ),
        duration_s=sum(sound.duration_s for sound in sounds),
        band_power=np.concatenate([sound.band_power for sound in sounds]),
        weighted_power=np.concatenate([sound.weighted_power for sound in sounds]),
        periodicity=np.concatenate([sound.periodicity for sound in sounds]),
        pitch_hz=np.concatenate([sound.pitch_hz for sound in sounds]),
        peaks=np.concatenate([sound.peaks for sound in sounds]),
        clipped=np.concatenate([sound.clipped for sound in sounds]),
    )


def starts(sounds: Sequence[Sound]) -> tuple[float, ...]:
    """Return the second of the take at which each part begins."""
    return tuple(accumulate((sound.duration_s for sound in sounds[:-1]), initial=0.0))
