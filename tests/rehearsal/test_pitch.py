import numpy as np
import pytest

from speakprep.rehearsal.pitch import PITCH_RATE, VOICED, spread, voice

TIME = np.arange(PITCH_RATE * 2) / PITCH_RATE


def buzz(hertz: float) -> np.ndarray:
    """A voice-like tone: harmonics up to 1.5 kHz, the first one weak as after a high pass."""
    harmonics = range(1, int(1500 / hertz))
    return sum(np.sin(2 * np.pi * hertz * k * TIME) / (k if k > 1 else 3) for k in harmonics)


@pytest.mark.parametrize("hertz", [75, 100, 120, 180, 220, 300, 390])
def test_voice_tells_the_pitch_of_a_buzz(hertz):
    strength, heard = voice(buzz(hertz))
    assert len(strength) == len(heard) == 50
    assert strength.min() > 0.8
    assert heard == pytest.approx(np.full(50, hertz), rel=0.02)


def test_voice_tells_a_buzz_from_noise():
    noise, _ = voice(np.random.default_rng(1).standard_normal(PITCH_RATE * 10))
    assert np.median(noise) < 0.4
    assert (noise >= VOICED).mean() < 0.1


@pytest.mark.parametrize("samples", [0, 159, PITCH_RATE])
def test_voice_of_silence_and_of_next_to_nothing(samples):
    strength, heard = voice(np.zeros(samples))
    assert len(strength) == len(heard) == samples // 160
    assert not strength.any()
    assert np.isfinite(heard).all()


def test_spread_in_semitones():
    octave = np.concatenate([np.full(500, 100.0), np.full(500, 200.0)])
    assert spread(octave) == pytest.approx((150, 12))
    assert spread(np.full(250, 130.0)) == pytest.approx((130, 0))
    assert spread(np.full(249, 130.0)) is None
