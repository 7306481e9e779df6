import io
import wave

import numpy as np
import pytest

from speakprep.rehearsal.clips import reel
from speakprep.rehearsal.model import Clip


def tone(seconds: float, level: float, rate: int = 16_000) -> Clip:
    samples = level * np.sin(np.arange(round(seconds * rate)) * 0.2) * 32767
    return Clip(pcm=samples.astype("<i2").tobytes(), rate=rate)


def samples_of(data: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 16_000)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_reel_joins_clips_with_silence_between():
    samples = samples_of(reel([tone(1, 0.1), tone(0.5, 0.2)], gap_s=0.5))
    assert len(samples) == 32_000
    assert not samples[16_000:24_000].any()
    assert abs(samples[15_000:15_500]).max() > 1000
    assert abs(samples[26_000:28_000]).max() > 1000


def test_reel_reaches_full_scale_and_keeps_the_balance():
    samples = samples_of(reel([tone(1, 0.1), tone(1, 0.2)], gap_s=0))
    first, second = abs(samples[4000:12_000]).max(), abs(samples[20_000:28_000]).max()
    assert second == pytest.approx(32_767, rel=0.02)
    assert first / second == pytest.approx(0.5, abs=0.01)


def test_reel_leaves_empty_clips_out():
    empty = Clip(pcm=b"", rate=16_000)
    assert len(samples_of(reel([empty, tone(1, 0.1), empty], gap_s=2))) == 16_000


@pytest.mark.parametrize("clips", [[], [Clip(pcm=b"", rate=48_000)]])
def test_reel_of_nothing_holds_no_sample(clips):
    assert len(samples_of(reel(clips))) == 0


def test_reel_of_silence_stays_silent():
    assert not samples_of(reel([Clip(pcm=bytes(3200), rate=16_000)])).any()
