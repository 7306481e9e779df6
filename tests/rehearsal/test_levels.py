import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.rehearsal.levels import SILENT_DB, level_curve, parse_levels, render_levels
from speakprep.rehearsal.model import Sound, Source


def sound(power):
    source = Source(codec="x", sample_rate=1, channels=1, has_video=False, truncated=False)
    empty = np.zeros(0)
    return Sound(
        source=source,
        duration_s=len(power) / 10,
        band_power=empty,
        weighted_power=np.array(power, dtype=np.float64),
        periodicity=empty,
        pitch_hz=empty,
        peaks=empty,
        clipped=np.zeros(0, dtype=np.int64),
    )


def test_curve_has_one_level_a_second_in_lufs():
    power = [0.01] * 10 + [0.0001] * 10 + [0.0] * 10 + [0.01] * 5
    assert level_curve(sound(power)) == (-21, -41, SILENT_DB, -24)


def test_curve_of_nothing_is_empty():
    assert level_curve(sound([])) == ()


@given(st.lists(st.integers(-70, 10)).map(tuple))
def test_kept_curve_is_read_as_it_was(curve):
    assert parse_levels(render_levels(curve)) == curve


@pytest.mark.parametrize("text", ["-20 x", "1.5", "-20\x00"])
def test_broken_curve_is_made_anew(text):
    assert parse_levels(text) is None
