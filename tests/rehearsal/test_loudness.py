import math

import numpy as np
import pytest

from speakprep.rehearsal.loudness import Biquad, integrated, k_weighting


def gain_db(frequency: float, rate: int) -> float:
    z = np.exp(-2j * math.pi * frequency / rate)
    gain = 1.0
    for f in k_weighting(rate):
        gain *= abs((f.b0 + f.b1 * z + f.b2 * z * z) / (1 + f.a1 * z + f.a2 * z * z))
    return 20 * math.log10(gain)


def power(lufs: float) -> float:
    return 10 ** ((lufs + 0.691) / 10)


def test_filters_at_48_khz_are_those_the_standard_prints():
    shelf, cut = k_weighting(48_000)
    assert (shelf.b0, shelf.b1, shelf.b2, shelf.a1, shelf.a2) == pytest.approx(
        (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585)
    )
    assert (cut.a1, cut.a2) == pytest.approx((-1.99004745483398, 0.99007225036621))
    assert cut == Biquad(b0=1, b1=-2, b2=1, a1=cut.a1, a2=cut.a2)


@pytest.mark.parametrize("frequency", [60, 100, 300, 997, 2000, 4000])
def test_filters_weigh_alike_at_16_khz(frequency):
    assert gain_db(frequency, 16_000) == pytest.approx(gain_db(frequency, 48_000), abs=0.06)


def test_steady_sound_has_its_own_loudness():
    assert integrated(np.full(50, power(-23))) == pytest.approx(-23)


def test_silence_between_is_gated_away():
    sound = np.concatenate([np.full(100, power(-20)), np.zeros(400)])
    assert integrated(sound) == pytest.approx(-20, abs=0.1)


def test_quiet_stretch_more_than_10_below_the_mean_is_gated_away():
    # The first two steps of EBU Tech 3341, test case 3: the quiet ends do not count.
    quiet, loud = np.full(100, power(-36)), np.full(600, power(-23))
    assert integrated(np.concatenate([quiet, loud, quiet])) == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize("sound", [np.empty(0), np.ones(3), np.zeros(50), np.full(50, power(-71))])
def test_too_short_or_too_quiet_has_no_loudness(sound):
    assert integrated(sound) is None
