import numpy as np
import pytest

from speakprep.rehearsal.nuclei import nuclei


def syllables(rate: float, seconds: float = 10.0, depth: float = 0.9) -> np.ndarray:
    """Band power of so many syllables a second."""
    time = np.arange(round(seconds * 100)) / 100
    return 0.01 * (1 - depth * np.cos(2 * np.pi * rate * time)) / (1 + depth) + 1e-8


@pytest.mark.parametrize("rate", [2, 4, 5, 6, 8])
def test_nuclei_are_the_syllables(rate):
    assert len(nuclei(syllables(rate))) == pytest.approx(rate * 10, abs=1)


def test_nuclei_stand_at_the_peaks():
    assert np.diff(nuclei(syllables(4))) == pytest.approx(np.full(39, 25), abs=1)


@pytest.mark.parametrize("power", [np.empty(0), np.zeros(2), np.zeros(500), np.full(500, 0.01)])
def test_nuclei_of_what_does_not_move(power):
    assert len(nuclei(power)) == 0


def test_ripples_are_no_syllables():
    assert len(nuclei(syllables(5, depth=0.1))) == 0
