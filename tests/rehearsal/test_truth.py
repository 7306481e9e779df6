"""The figures against recordings whose truth is known; the whole table is in docs/rehearsal.md."""

import importlib.util
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "rehearsal_truth.py"
_SPEC = importlib.util.spec_from_file_location("rehearsal_truth", BENCHMARK)
assert _SPEC
assert _SPEC.loader
truth = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = truth  # dataclasses look their module up
_SPEC.loader.exec_module(truth)

SPOKEN = pytest.mark.skipif(
    not shutil.which("espeak-ng"), reason="speech of known text is made by espeak-ng"
)
TALKS = [
    "synthetic",
    pytest.param("en", marks=SPOKEN),
    pytest.param("zh", marks=SPOKEN),
]


@pytest.fixture(scope="module")
def talks():
    """Make each talk once."""
    made = {}

    def talk(name):
        if name not in made:
            made[name] = (
                truth.synthetic(120, 12) if name == "synthetic" else truth.spoken(name, 120, 12)
            )
        return made[name]

    return talk


@pytest.mark.parametrize("condition", truth.CONDITIONS)
@pytest.mark.parametrize("name", TALKS)
def test_figures_come_near_the_truth(talks, name, condition):
    talk = talks(name)
    got = truth.score(talk, truth.CONDITIONS[condition](talk))
    assert got.f1 >= 0.97
    assert abs(got.speaking_error) <= 0.04
    assert got.boundary_ms <= 80
    assert abs(got.loudness_error) <= 0.5
    assert abs(got.nuclei_error) <= 0.12


@pytest.mark.parametrize("db", [40, 20, 10])
def test_noise_shown_follows_the_noise_made(talks, db):
    talk = talks("synthetic")
    # Most of pink noise lies below the band that is looked at.
    assert truth.score(talk, truth.noisy(talk, db)).snr_db == pytest.approx(db + 7, abs=1.5)


def test_pauses_are_missed_where_there_are_none(talks):
    """The score can fail: a talk measured against another one's truth."""
    talk = talks("synthetic")
    other = truth.synthetic(120, 13)
    assert truth.score(other, truth.noisy(talk, 40)).f1 < 0.7


def test_spread_grows_with_the_melody():
    time = np.arange(truth.RATE * 60) / truth.RATE
    spreads = []
    for semitones in (0, 2, 4, 8):
        hertz = 130 * 2 ** (semitones / 24 * np.sin(2 * np.pi * 0.4 * time))
        phase = 2 * np.pi * np.cumsum(hertz) / truth.RATE
        buzz = sum(np.sin(phase * k) / k for k in range(1, 20))
        shape = (0.55 - 0.45 * np.cos(2 * np.pi * 4.5 * time)) * (time % 4 < 3)
        talk = truth.Truth(sound=0.1 * buzz * shape, speech=((0.0, 60.0),), syllables=1)
        spreads.append(truth.score(talk, truth.noisy(talk, 40)).spread_st)
    assert spreads == pytest.approx([0, 1.9, 3.8, 7.6], abs=0.4)
