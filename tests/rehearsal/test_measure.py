from dataclasses import replace

import numpy as np
import pytest

from speakprep.rehearsal.measure import MOST_SNR_DB, measure, script_rate
from speakprep.rehearsal.model import METRICS_VERSION, Amount, Pause, Sound, Source, Span

SOURCE = Source(codec="flac", sample_rate=48_000, channels=1, has_video=False, truncated=False)


def sound(noise_db: float | None = -60) -> Sound:
    """One minute: speech at -20 dBFS from 5 to 25 s and from 29 to 45 s."""
    power = np.full(6000, 10 ** (noise_db / 10) if noise_db is not None else 0.0)
    power[500:2500] += 0.01
    power[2900:4500] += 0.01
    return Sound(
        source=SOURCE,
        duration_s=60.0,
        band_power=power,
        weighted_power=np.full(600, 0.01),
        periodicity=np.full(1500, 0.8),
        pitch_hz=np.full(1500, 120.0),
        peaks=np.full(60, 0.5),
        clipped=np.zeros(60, dtype=np.int64),
    )


def test_measure_a_plain_recording():
    measured = measure(sound())
    assert measured.source == SOURCE
    assert measured.measured_by == METRICS_VERSION
    assert measured.talk is not None
    assert (measured.talk.start_s, measured.talk.end_s) == pytest.approx((5, 45), abs=0.04)
    assert [pause.kind for pause in measured.pauses] == ["dead air"]
    assert measured.pauses[0].length_s == pytest.approx(4, abs=0.06)
    assert measured.talk_s == pytest.approx(40, abs=0.06)
    assert measured.lead_in_s == pytest.approx(5, abs=0.04)
    assert measured.speaking_s == pytest.approx(36, abs=0.1)
    assert measured.speech_ratio == pytest.approx(0.9, abs=0.005)
    assert measured.loudness_lufs == pytest.approx(-20.691)
    assert measured.peak_dbfs == pytest.approx(-6.02, abs=0.01)
    assert measured.noise_dbfs == pytest.approx(-60)
    assert measured.snr_db == pytest.approx(40, abs=0.1)
    assert measured.reliable


def test_measure_where_nobody_speaks():
    silent = replace(
        sound(),
        band_power=np.full(6000, 1e-6),
        weighted_power=np.full(600, 1e-9),
        peaks=np.zeros(60),
    )
    measured = measure(silent)
    assert (measured.talk, measured.pauses) == (None, ())
    assert (measured.talk_s, measured.speaking_s, measured.speech_ratio) == (0, 0, 0)
    assert measured.lead_in_s == 60
    assert (measured.loudness_lufs, measured.peak_dbfs, measured.snr_db) == (None, None, None)
    assert measured.noise_dbfs == pytest.approx(-60)
    assert not measured.reliable
    assert script_rate(measured, Amount(words=0, han=3, syllables=3)) is None


@pytest.mark.parametrize(("noise_db", "reliable"), [(-40, True), (-32, False)])
def test_noise_makes_figures_less_reliable(noise_db, reliable):
    measured = measure(sound(noise_db))
    assert measured.talk is not None
    assert measured.snr_db == pytest.approx(-20 - noise_db, abs=0.3)
    assert measured.reliable is reliable


def test_digital_silence_has_no_noise_to_compare_with():
    measured = measure(sound(None))
    assert measured.talk is not None
    assert (measured.noise_dbfs, measured.snr_db, measured.reliable) == (None, None, True)


def test_noise_of_nearly_nothing_is_not_more_than_a_hundred_decibels_away():
    assert measure(sound(-1240)).snr_db == MOST_SNR_DB == 100


def test_clipped_seconds_need_three_samples():
    clipped = np.zeros(60, dtype=np.int64)
    clipped[[7, 8, 9]] = [2, 3, 400]
    assert measure(replace(sound(), clipped=clipped)).clipped_s == 2


def test_measure_nothing():
    none = np.empty(0)
    empty = Sound(
        source=SOURCE,
        duration_s=0.0001,
        band_power=none,
        weighted_power=none,
        periodicity=none,
        pitch_hz=none,
        peaks=none,
        clipped=np.empty(0, dtype=np.int64),
    )
    measured = measure(empty)
    assert (measured.talk, measured.noise_dbfs, measured.peak_dbfs) == (None, None, None)


def test_script_rate_counts_words_and_han_over_talk_time():
    measured = replace(measure(sound()), talk=Span(start_s=5, end_s=45))
    rate = script_rate(measured, Amount(words=80, han=20, syllables=144))
    assert rate is not None
    assert (rate.words_per_minute, rate.han_per_minute) == pytest.approx((120, 30))
    assert rate.syllables_per_s == pytest.approx(144 / measured.speaking_s)


@pytest.mark.parametrize(
    ("seconds", "kind"),
    [(0.25, "short"), (0.99, "short"), (1, "long"), (2.99, "long"), (3, "dead air")],
)
def test_pause_kind(seconds, kind):
    assert Pause(start_s=0, end_s=seconds).kind == kind
