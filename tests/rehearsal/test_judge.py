from dataclasses import replace
from datetime import datetime

import pytest

from speakprep.errors import InputError
from speakprep.rehearsal.judge import broken_record, judge
from speakprep.rehearsal.model import Half, Source, Span
from speakprep.rehearsal.record import (
    ELSEWHERE,
    NOT_MEASURED,
    Figures,
    Recording,
    Rehearsal,
    SpokenScript,
)
from speakprep.talk.report import Finding, Place

FIGURES = Figures(
    measured_by=1,
    duration_s=1500.0,
    talk_start_s=0.0,
    talk_end_s=1400.0,
    speaking_s=1100.0,
    short_pauses=200,
    pauses=(),
    loudness_lufs=-23.0,
    peak_dbfs=-3.0,
    clipped_s=0,
    snr_db=30.0,
    reliable=True,
    words_per_minute=140.0,
    han_per_minute=0.0,
)
REHEARSAL = Rehearsal(
    id="2027-03-01-1830-solo",
    kind="solo",
    at=datetime.fromisoformat("2027-03-01T18:30:00"),
    people=(),
    note="",
    recording=Recording(
        file="take.m4a",
        sha256="0" * 64,
        size=1,
        source=Source(
            codec="aac", sample_rate=48_000, channels=1, has_video=False, truncated=False
        ),
    ),
    figures=FIGURES,
    script=None,
)


def judged(rehearsal: Rehearsal = REHEARSAL, **figures: object) -> tuple[Finding, ...]:
    if "speaking_s" not in figures:
        figures["speaking_s"] = 0.78 * float(str(figures.get("talk_end_s", FIGURES.talk_end_s)))
    return judge(replace(rehearsal, figures=replace(FIGURES, **figures)), 25, "../take.m4a")


def codes(rehearsal: Rehearsal = REHEARSAL, **figures: object) -> list[str]:
    return [finding.code for finding in judged(rehearsal, **figures)]


def message(**figures: object) -> str:
    (finding,) = judged(**figures)
    return finding.message


def test_good_rehearsal_has_nothing_to_fix():
    assert codes() == []


def test_findings_name_the_recording_and_warnings_come_first():
    found = judged(loudness_lufs=-40.0, clipped_s=6)
    assert [(each.code, each.level) for each in found] == [
        ("RHS104", "warning"),
        ("RHS105", "advice"),
    ]
    assert {each.place for each in found} == {Place(file="../take.m4a")}
    mixed = judged(loudness_lufs=-40.0, words_per_minute=200.0, talk_end_s=1600.0)
    assert [each.level for each in mixed] == ["warning", "advice", "advice"]


def test_silence_is_said_once_and_nothing_else():
    silent = {"talk_end_s": 0.0, "speaking_s": 0.0, "loudness_lufs": None, "snr_db": None}
    found = judged(**silent, reliable=False, words_per_minute=None, han_per_minute=None)
    assert [(each.code, each.level) for each in found] == [("RHS101", "warning")]


def test_damaged_file_names_what_could_be_measured():
    recording = REHEARSAL.recording
    damaged = replace(recording, source=replace(recording.source, truncated=True))
    (finding,) = judged(replace(REHEARSAL, recording=damaged))
    assert (finding.code, finding.level) == ("RHS102", "warning")
    assert "25:00 could be measured" in finding.message


@pytest.mark.parametrize(
    ("talk_s", "expected"),
    [
        (1501, ["RHS103"]),
        (1500.4, ["RHS112"]),  # under half a second over is on time
        (1456, ["RHS112"]),
        (1455, []),
        (1350, []),
        (1349, ["RHS113"]),
        (750, ["RHS113"]),
        (749, []),  # a part
    ],
)
def test_length_against_the_slot(talk_s, expected):
    assert codes(talk_end_s=talk_s) == expected


def test_length_of_some_slides_is_not_called_short():
    script = SpokenScript(language="en", texts=((256, "aa"),), slides=(1, 2))
    assert codes(replace(REHEARSAL, script=script), talk_end_s=1000.0) == []
    assert codes(replace(REHEARSAL, script=replace(script, slides=())), talk_end_s=1000.0) == [
        "RHS113"
    ]
    assert codes(replace(REHEARSAL, script=script), talk_end_s=1600.0) == ["RHS103"]


def test_overrun_is_named():
    assert message(talk_end_s=1590.0).startswith("the talk ran 1:30 over its 25 minutes")


def test_fast_talk_that_leaves_time_is_told_to_slow_down(make_take):
    take = make_take(figures={"words_per_minute": 170.0})
    told = {one.code: one.message for one in judge(take, 2, "a.wav")}  # 80 of 120 s
    assert "room for one more example" in told["RHS113"]
    assert told["RHS108"].endswith("you have the time to speak slower")
    told = {one.code: one.message for one in judge(take, 1, "a.wav")}
    assert told["RHS108"].endswith("rather leave out a sentence on each slide")


@pytest.mark.parametrize(
    ("words", "han", "expected"),
    [
        (110.0, 0.0, []),
        (165.0, 0.0, []),
        (165.4, 0.0, []),  # shown as 165
        (165.6, 0.0, ["RHS108"]),
        (109.6, 0.0, []),
        (109.4, 0.0, ["RHS109"]),
        (0.0, 160.0, []),
        (0.0, 260.0, []),
        (0.0, 261.0, ["RHS108"]),
        (0.0, 159.0, ["RHS109"]),
        (330.0, 0.0, ["RHS108"]),
        (331.0, 0.0, ["RHS107"]),
        (0.0, 521.0, ["RHS107"]),
        (55.0, 0.0, ["RHS109"]),
        (54.0, 0.0, ["RHS107"]),
        (0.0, 79.0, ["RHS107"]),
        (20.0, 170.0, []),  # Chinese with product names, as most talks
        (40.0, 200.0, ["RHS108"]),
        (55.0, 80.0, []),  # half and half at the lower edge of both
        (82.5, 130.0, []),  # at the upper edge of both
        (20.0, 100.0, ["RHS109"]),
        (0.0, 0.0, []),
        (None, None, []),
    ],
)
def test_pace_of_english_chinese_and_mixed(words, han, expected):
    assert codes(words_per_minute=words, han_per_minute=han) == expected


def test_pace_is_named_in_the_units_spoken():
    assert message(words_per_minute=180.0).startswith(
        "180 words a minute is fast (110 to 165 is usual)"
    )
    assert message(words_per_minute=0.0, han_per_minute=280.0).startswith(
        "280 characters a minute is fast (160 to 260 is usual)"
    )
    assert message(words_per_minute=40.0, han_per_minute=200.0).startswith(
        "40 words and 200 characters a minute, together like 263 characters, is fast "
        "(160 to 260 is usual)"
    )
    assert message(words_per_minute=60.0, han_per_minute=40.0).startswith(
        "60 words and 40 characters a minute, together like 88 words, is slow (110 to 165 is usual)"
    )


@pytest.mark.parametrize("words", [180.0, 90.0])
def test_pace_says_how_to_name_another_language(words):
    rehearsal = replace(REHEARSAL, figures=replace(FIGURES, words_per_minute=words))
    (finding,) = judge(rehearsal, 25, "take.m4a", ("zh",))
    assert finding.message.endswith(
        ". If you spoke Chinese, delete 2027-03-01-1830-solo.toml and log it again with --lang zh"
    )
    assert "--lang" not in message(words_per_minute=words)


def test_pace_that_cannot_be_says_how_to_log_a_part():
    assert "delete 2027-03-01-1830-solo.toml and log it again with --slides" in message(
        words_per_minute=900.0
    )
    assert "slides without text" in message(words_per_minute=20.0)


@pytest.mark.parametrize(
    ("clipped", "expected"), [(0, []), (5, []), (6, ["RHS104"]), (1000, ["RHS104"])]
)
def test_clipping_from_half_a_percent_of_the_speech(clipped, expected):
    assert codes(clipped_s=clipped, speaking_s=1000.0) == expected


def test_one_clipped_second_is_singular():
    assert message(clipped_s=1, speaking_s=90.0, talk_end_s=119.0).startswith(
        "1 second is distorted"
    )


@pytest.mark.parametrize(
    ("lufs", "expected"),
    [(-30.0, []), (-30.1, ["RHS105"]), (-16.0, []), (-15.9, ["RHS105"]), (None, [])],
)
def test_loudness_outside_the_band(lufs, expected):
    assert codes(loudness_lufs=lufs) == expected


def test_noise_is_said_with_its_figure():
    assert "(9 dB below your voice)" in message(reliable=False, snr_db=9.2)


def test_silences_are_one_finding_in_their_order():
    def pause(start: float, length: float) -> Span:
        return Span(start_s=start, end_s=start + length)

    assert codes(pauses=(pause(10, 2.9),)) == []
    assert message(pauses=(pause(70, 3.0),)).startswith("silence: 3.0 s at 1:10.")
    many = tuple(pause(100.0 * n, 3.0 + n) for n in range(1, 8))
    assert message(pauses=many).startswith(
        "7 silences, the longest: 6.0 s at 5:00, 7.0 s at 6:40, 8.0 s at 8:20, "
        "9.0 s at 10:00, 10.0 s at 11:40."
    )


def test_video_without_picture_and_team_without_names():
    assert codes(replace(REHEARSAL, kind="video")) == ["RHS114"]
    assert codes(replace(REHEARSAL, kind="team")) == ["RHS115"]
    assert codes(replace(REHEARSAL, kind="team", people=("Anna",))) == []
    recording = REHEARSAL.recording
    filmed = replace(recording, source=replace(recording.source, has_video=True))
    assert codes(replace(REHEARSAL, kind="video", recording=filmed)) == []


def test_broken_record_keeps_its_place():
    error = InputError("is torn", file="rehearsals/a.toml", line=3, column=7, excerpt="x = = 1")
    assert broken_record(error) == Finding(
        code="RHS111",
        level="error",
        message="this record is torn; until it is mended, it proves no rehearsal",
        place=Place(file="rehearsals/a.toml", line=3, column=7),
        evidence="x = = 1",
    )


@pytest.mark.parametrize(
    ("ratio", "talk_s", "expected"),
    [
        (0.65, 1400, []),
        (0.644, 1400, ["RHS118"]),
        (0.90, 1400, []),
        (0.906, 1400, ["RHS118"]),
        (0.3, 119, []),
    ],
)
def test_speech_ratio_outside_the_band(ratio, talk_s, expected):
    assert codes(talk_end_s=talk_s, speaking_s=ratio * talk_s) == expected


def halves(**second: float) -> tuple[Half, Half]:
    first = Half(speech_ratio=0.8, nuclei_per_s=4.0, loudness_lufs=-20.0, pitch_spread_st=5.0)
    return first, replace(first, **second)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({}, []),
        ({"loudness_lufs": -24.0, "nuclei_per_s": 4.6}, []),
        ({"loudness_lufs": -24.1}, ["RHS116"]),
        ({"loudness_lufs": -15.9}, ["RHS116"]),
        ({"nuclei_per_s": 4.7}, ["RHS117"]),
        ({"nuclei_per_s": 3.3}, ["RHS117"]),
        ({"nuclei_per_s": None, "loudness_lufs": None}, []),
    ],
)
def test_drift_between_the_halves(second, expected):
    assert codes(halves=halves(**second)) == expected


def test_drift_is_named():
    assert message(halves=halves(loudness_lufs=-30.0)).startswith(
        "the second half is 10.0 LU softer than the first"
    )
    assert message(halves=halves(nuclei_per_s=5.0)) == (
        "you speak 25% faster in the second half than in the first"
    )


def test_video_that_lives_elsewhere_is_taken_on_trust():
    recording = Recording(
        file="", sha256="", size=0, source=ELSEWHERE, url="https://video.example/talk"
    )
    elsewhere = replace(REHEARSAL, kind="video", recording=recording, figures=NOT_MEASURED)
    assert judge(elsewhere, 25, "rehearsals/a.toml") == ()


def test_silence_in_a_damaged_file_says_both():
    recording = REHEARSAL.recording
    damaged = replace(recording, source=replace(recording.source, truncated=True))
    silent = replace(REHEARSAL, recording=damaged, figures=NOT_MEASURED)
    assert [each.code for each in judge(silent, 25, "take.m4a")] == ["RHS102", "RHS101"]
