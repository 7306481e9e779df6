import pytest

from speakprep.rehearsal.compare import compare
from speakprep.rehearsal.metrics import METRICS
from speakprep.rehearsal.model import Span


def changed(comparison):
    return [change.figure for change in comparison.changes if change.changed]


def test_difference_within_the_error_is_no_change(make_take):
    after = make_take(
        2,
        figures={
            "talk_end_s": 91.0,
            "speaking_s": 70.9,
            "loudness_lufs": -21.8,
            "words_per_minute": 123.7,
        },
    )
    comparison = compare(make_take(), after, 2)
    assert changed(comparison) == []
    assert comparison.word == "steady"


@pytest.mark.parametrize(
    ("figures", "figure"),
    [
        ({"loudness_lufs": -21.7}, "loudness_lufs"),
        ({"words_per_minute": 124.0}, "words_per_minute"),
        ({"syllables_per_s": 3.7}, "syllables_per_s"),
        ({"pauses": (Span(start_s=30.0, end_s=32.0), Span(start_s=60, end_s=64.6))}, "longest"),
    ],
)
def test_difference_beyond_the_error_is_a_change(make_take, figures, figure):
    names = changed(compare(make_take(), make_take(2, figures=figures), 2))
    assert [name for name in names if name.startswith(figure)] == [
        name for name in (figure, "longest_pause_s") if name in names
    ]
    assert names


def test_noise_doubles_the_error(make_take):
    after = make_take(2, figures={"loudness_lufs": -21.7, "reliable": False})
    comparison = compare(make_take(), after, 2)
    assert (changed(comparison), comparison.doubts) == ([], ("noise",))


def test_other_slides_leave_lengths_out(make_take):
    comparison = compare(make_take(), make_take(2, slides=(1, 2), figures={"talk_end_s": 50}), 2)
    told = {change.figure for change in comparison.changes}
    assert comparison.doubts == ("other slides",)
    assert comparison.closer_s is None
    assert told.isdisjoint(metric.key for metric in METRICS if metric.of_whole)
    assert "words_per_minute" in told


def test_other_languages_share_only_what_holds_for_both(make_take):
    comparison = compare(make_take(), make_take(2, "zh"), 2)
    told = {change.figure for change in comparison.changes}
    assert comparison.doubts == ("other language",)
    assert told.isdisjoint({"words_per_minute", "han_per_minute", "pitch_spread_st"})
    assert "syllables_per_s" in told


def test_chinese_pace_is_compared_in_characters(make_take):
    after = make_take(2, "zh", figures={"han_per_minute": 230.0})
    comparison = compare(make_take(1, "zh"), after, 2)
    assert changed(comparison) == ["han_per_minute"]
    assert "words_per_minute" not in {change.figure for change in comparison.changes}


def test_other_versions_are_not_compared_at_all(make_take):
    comparison = compare(make_take(figures={"measured_by": 2}), make_take(2), 2)
    assert (comparison.changes, comparison.doubts) == ((), ("other version",))
    assert comparison.word == "apart"


@pytest.mark.parametrize(
    ("before_s", "after_s", "word", "closer"),
    [
        (140.0, 120.0, "fits", 7.4),
        (140.0, 135.0, "closer", 5.0),
        (112.0, 140.0, "different", -13.6),
        (120.0, 125.0, "different", 0.0),
        (90.0, 120.0, "fits", 27.0),
    ],
)
def test_closer_to_the_slot_is_said_first(make_take, before_s, after_s, word, closer):
    """Of 130 s, 117 to 126.1 are to aim at; the slot here is 130 / 60 minutes."""
    before, after = (
        make_take(day, figures={"talk_start_s": 0.0, "talk_end_s": end})
        for day, end in ((1, before_s), (2, after_s))
    )
    comparison = compare(before, after, 130 / 60)
    assert (comparison.word, comparison.closer_s) == (word, pytest.approx(closer, abs=6.7))
