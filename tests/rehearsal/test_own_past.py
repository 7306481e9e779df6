from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from speakprep.rehearsal.model import Source
from speakprep.rehearsal.own_past import Change, changes
from speakprep.rehearsal.record import (
    NOT_MEASURED,
    Figures,
    Recording,
    Rehearsal,
    SpokenScript,
)

NOW = datetime.fromisoformat("2027-03-10T18:30:00")
SOURCE = Source(codec="aac", sample_rate=48_000, channels=1, has_video=False, truncated=False)


def take(days_ago: int = 0, language: str = "en", **figures: object) -> Rehearsal:
    usual = {"talk_end_s": 1000.0, "speaking_s": 800.0, "reliable": True, "syllables_per_s": 4.0}
    kept: Figures = replace(NOT_MEASURED, **{**usual, **figures})
    return Rehearsal(
        id=f"take-{days_ago}",
        kind="solo",
        at=NOW - timedelta(days=days_ago),
        people=(),
        note="",
        recording=Recording(file="a.wav", sha256="0" * 64, size=1, source=SOURCE),
        figures=kept,
        script=SpokenScript(language=language, texts=()),
    )


def test_first_take_has_nothing_to_be_compared_with():
    assert changes(take(), []) == ()
    assert changes(take(), [take(syllables_per_s=9.0)]) == ()  # itself, at the same time


@pytest.mark.parametrize(
    ("figures", "names"),
    [
        ({}, []),
        ({"syllables_per_s": 4.12}, []),
        ({"syllables_per_s": 4.13}, ["syllables_per_s"]),
        ({"speaking_s": 823.0}, []),
        ({"speaking_s": 770.0}, ["speech_ratio"]),
        ({"loudness_lufs": -20.2}, []),
        ({"loudness_lufs": -20.3}, ["loudness_lufs"]),
        ({"pitch_spread_st": 5.3}, []),
        ({"pitch_spread_st": 5.6}, ["pitch_spread_st"]),
        ({"syllables_per_s": None}, []),
        ({"syllables_per_s": 9.0, "reliable": False}, []),
    ],
)
def test_change_is_one_beyond_the_error(figures, names):
    before = take(1, loudness_lufs=-20.0, pitch_spread_st=5.0)
    now = take(0, **{"loudness_lufs": -20.0, "pitch_spread_st": 5.0, **figures})
    assert [change.figure for change in changes(now, [before, now])] == names


def test_usual_is_the_median_of_the_latest_takes():
    past = [take(days, syllables_per_s=rate) for days, rate in ((9, 9.0), (5, 3.0), (4, 4.0))]
    past += [take(days, syllables_per_s=5.0) for days in (3, 2)] + [take(1, syllables_per_s=4.5)]
    assert changes(take(), past) == (
        Change(figure="syllables_per_s", now=4.0, usual=4.5, error=0.135, unit="per s", takes=5),
    )


def test_other_languages_unreliable_and_later_takes_do_not_count():
    others = [
        take(1, language="zh", syllables_per_s=6.0),
        take(2, reliable=False, syllables_per_s=6.0),
        take(-1, syllables_per_s=6.0),
    ]
    assert changes(take(), others) == ()
