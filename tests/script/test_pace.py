"""The speaker's own rate, and an interpreter's."""

import pytest

from speakprep.script.pace import OWN_BAND, Take, given_pace, interpreted, own_pace, rate_of
from speakprep.script.timing import DEFAULT_PACE, Pace


def _take(words: float, han: float = 0, talk_s: float = 300, **more: float) -> Take:
    return Take(words_per_minute=words, han_per_minute=han, talk_s=talk_s, **more)


def test_nobody_has_a_pace_before_a_rehearsal() -> None:
    assert own_pace([]) is None


def test_pace_is_that_of_the_rehearsal() -> None:
    pace = own_pace([_take(168)])
    assert pace is not None
    assert (pace.words_per_minute, pace.band, pace.origin) == (
        pytest.approx(168),
        OWN_BAND,
        "rehearsal",
    )


def test_text_of_both_scripts_gives_one_speed_for_both() -> None:
    # Half the time for each at the default's speed.
    pace = own_pace([_take(70, 100)])
    assert pace is not None
    assert (pace.words_per_minute, pace.han_per_minute) == pytest.approx((140, 200))


def test_demos_and_slide_changes_are_not_speech() -> None:
    pace = own_pace([_take(70, talk_s=600, still_s=280, slides=11)])
    assert pace is not None
    assert pace.words_per_minute == pytest.approx(140)


@pytest.mark.parametrize("take", [_take(140, talk_s=119), _take(400), _take(60), _take(0)])
def test_rehearsal_that_tells_nothing_is_left_out(take: Take) -> None:
    assert own_pace([take]) is None
    alone = own_pace([_take(150)])
    assert own_pace([_take(150), take]) == alone


def test_newest_three_count_by_their_length() -> None:
    takes = [_take(80), _take(140, talk_s=600), _take(140), _take(170)]
    pace = own_pace(takes)
    assert pace is not None
    assert pace.words_per_minute == pytest.approx((140 * 600 + 140 * 300 + 170 * 300) / 1200)


def test_given_rate_is_in_the_units_of_the_language() -> None:
    assert rate_of(given_pace(160, "en"), "en") == 160
    assert rate_of(given_pace(160, "zh"), "zh") == pytest.approx(160)
    assert given_pace(160, "zh").words_per_minute == pytest.approx(112)


def test_consecutive_interpreter_says_everything_again() -> None:
    slow = interpreted(DEFAULT_PACE, "consecutive")
    assert (slow.words_per_minute, slow.han_per_minute) == (70, 100)


def test_interpreter_in_the_booth_slows_only_who_is_faster() -> None:
    slow = Pace(words_per_minute=90, han_per_minute=130)
    assert interpreted(slow, "simultaneous") == slow
    fast = interpreted(DEFAULT_PACE, "simultaneous")
    assert (fast.words_per_minute, fast.han_per_minute) == (110, 165)
    assert interpreted(DEFAULT_PACE, None) == DEFAULT_PACE
