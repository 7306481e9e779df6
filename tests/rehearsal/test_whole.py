from dataclasses import replace

import numpy as np

from speakprep.rehearsal.model import Sound, Source
from speakprep.rehearsal.whole import joined, starts

SOURCE = Source(codec="aac", sample_rate=48_000, channels=1, has_video=False, truncated=False)


def sound(seconds: float, level: float) -> Sound:
    return Sound(
        source=SOURCE,
        duration_s=seconds,
        band_power=np.full(int(seconds * 100), level),
        weighted_power=np.full(int(seconds * 10), level),
        periodicity=np.full(int(seconds * 25), 0.8),
        pitch_hz=np.full(int(seconds * 25), 120.0),
        peaks=np.full(int(seconds), level),
        clipped=np.zeros(int(seconds), dtype=np.int64),
    )


def test_one_file_is_itself():
    only = sound(3, 0.5)
    assert joined([only]) is only
    assert starts([only]) == (0.0,)


def test_parts_follow_each_other():
    whole = joined([sound(3, 0.5), sound(2, 0.25), sound(1, 0.125)])
    assert whole.duration_s == 6
    assert whole.band_power[[299, 300, 499, 500]].tolist() == [0.5, 0.25, 0.25, 0.125]
    assert [len(whole.weighted_power), len(whole.periodicity), len(whole.pitch_hz)] == [
        60,
        150,
        150,
    ]
    assert whole.peaks.tolist() == [0.5] * 3 + [0.25] * 2 + [0.125]
    assert starts([sound(3, 0.5), sound(2, 0.25), sound(1, 0.125)]) == (0.0, 3, 5)


def test_one_broken_part_makes_the_take_broken():
    broken = replace(sound(2, 0.25), source=replace(SOURCE, truncated=True, has_video=True))
    assert joined([sound(3, 0.5), broken]).source == replace(SOURCE, truncated=True, has_video=True)
    assert joined([broken, sound(3, 0.5)]).source.truncated
