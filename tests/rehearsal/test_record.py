from dataclasses import replace

import pytest

from speakprep.rehearsal.model import Measurement, Pause, ScriptRate, Source, Span
from speakprep.rehearsal.record import figures_of

MEASURED = Measurement(
    source=Source(codec="aac", sample_rate=48_000, channels=2, has_video=False, truncated=False),
    duration_s=65.43219,
    talk=Span(start_s=2.004, end_s=62.006),
    pauses=(
        Pause(start_s=5.0, end_s=5.99),
        Pause(start_s=10.001, end_s=11.001),
        Pause(start_s=20.0, end_s=24.126),
    ),
    loudness_lufs=-23.04,
    peak_dbfs=-3.16,
    clipped_s=2,
    noise_dbfs=-60.0,
    snr_db=31.27,
)


def test_figures_keep_long_pauses_and_count_short_ones():
    figures = figures_of(MEASURED, None)
    assert figures.short_pauses == 1
    assert figures.pauses == (Span(start_s=10.0, end_s=11.0), Span(start_s=20.0, end_s=24.13))


def test_figures_are_rounded_to_what_they_are_good_for():
    figures = figures_of(
        MEASURED, ScriptRate(words_per_minute=131.26, han_per_minute=0.0, syllables_per_s=4.567)
    )
    assert (figures.duration_s, figures.talk_start_s, figures.talk_end_s) == (65.43, 2.0, 62.01)
    assert figures.talk_s == pytest.approx(60.01)
    assert figures.speaking_s == 53.9
    assert (figures.loudness_lufs, figures.peak_dbfs, figures.snr_db) == (-23.0, -3.2, 31.3)
    assert (figures.words_per_minute, figures.han_per_minute) == (131.3, 0.0)
    assert figures.speech_found


def test_figures_without_speech_have_no_talk():
    silent = replace(MEASURED, talk=None, pauses=(), loudness_lufs=None, snr_db=None)
    figures = figures_of(silent, None)
    assert (figures.talk_start_s, figures.talk_end_s, figures.talk_s) == (0.0, 0.0, 0.0)
    assert (figures.loudness_lufs, figures.snr_db, figures.words_per_minute) == (None, None, None)
    assert (figures.speech_found, figures.reliable) == (False, False)
