from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from speakprep.rehearsal.model import Span
from speakprep.rehearsal.speech import find_speech, frame_power

FRAMES = 6000


def room(noise_db: float, spoken: list[tuple[int, int]], speech_db: float = -25) -> np.ndarray:
    """Band power of one minute: noise, and syllables 20 dB deep in the frames given."""
    random = np.random.default_rng(3)
    power = 10 ** (noise_db / 10) * random.uniform(0.7, 1.4, FRAMES)
    syllable = 10 ** ((speech_db - 10 + 10 * np.sin(np.arange(FRAMES) / 3)) / 10)
    for start, end in spoken:
        power[start:end] += syllable[start:end]
    return power


VOICED = np.full(FRAMES // 4, 0.9)


@pytest.mark.parametrize("noise_db", [-100, -75, -60, -45, -40])
def test_speech_is_found_whatever_the_noise(noise_db):
    found = find_speech(room(noise_db, [(500, 1500), (1580, 3000), (5000, 5500)]), VOICED)
    edges = [edge for span in found for edge in (span.start_s, span.end_s)]
    assert edges == pytest.approx([5, 15, 15.8, 30, 50, 55], abs=0.08)


def test_noise_that_rises_midway_is_followed():
    power = room(-60, [(500, 1500), (1700, 3500), (3600, 4500), (4700, 5800)])
    power[3000:] += room(-50, [])[3000:]
    found = find_speech(power, VOICED)
    assert [span.start_s for span in found] == pytest.approx([5, 17, 36, 47], abs=0.08)


def test_voice_that_grows_quiet_is_followed():
    power = room(-65, [(300, 2000)], -20) + room(-65, [(4000, 5500)], -34)
    found = find_speech(power, VOICED)
    assert [span.start_s for span in found] == pytest.approx([3, 40], abs=0.08)


@pytest.mark.parametrize("power", [np.zeros(FRAMES), room(-30, []), room(-90, [])])
def test_silence_and_steady_noise_hold_no_speech(power):
    assert find_speech(power, VOICED) == ()


def test_sounds_without_pitch_are_no_speech():
    power = room(-60, [(500, 1500), (2000, 3000)])
    assert len(find_speech(power, VOICED)) == 2
    assert find_speech(power, np.full(FRAMES // 4, 0.2)) == ()
    assert find_speech(power, np.empty(0)) == ()


def test_gaps_shorter_than_a_pause_are_filled_and_clicks_dropped():
    power = room(-70, [(1000, 2000), (2020, 2500), (2540, 3000)])
    power[4000:4002] = 1e-4
    found = find_speech(power, VOICED)
    edges = [edge for span in found for edge in (span.start_s, span.end_s)]
    assert edges == pytest.approx([10, 25, 25.4, 30], abs=0.08)


@pytest.mark.parametrize("length", [0, 1, 4, 5, 6, 99, 101])
def test_very_short_recordings_hold_no_speech(length):
    assert find_speech(np.full(length, 0.1), np.ones(length // 4)) == ()


@settings(deadline=None, max_examples=60)
@given(
    arrays.arrays(np.float64, st.integers(0, 900), elements=st.floats(0, 10)),
    arrays.arrays(np.float64, st.integers(0, 250), elements=st.floats(0, 1)),
)
def test_stretches_are_in_order_inside_and_apart(power, voiced):
    found = find_speech(power, voiced)
    edges = [edge for span in found for edge in (span.start_s, span.end_s)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(power) / 100 for edge in edges)
    assert all(span.length_s > 0.094 for span in found)
    assert all(b.start_s - a.end_s > 0.244 for a, b in pairwise(found))


def test_frame_power_is_the_mean_square_of_full_frames():
    assert frame_power(np.array([1.0, -1, 2, 2, 9]), 2).tolist() == [1, 4]
    assert frame_power(np.empty(0), 2).tolist() == []


def test_span_length():
    assert Span(start_s=1.5, end_s=4).length_s == 2.5
