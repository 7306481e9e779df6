"""The timer: it stands still in a pause, and knows whether the talk is ahead or behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.rehearsal.drift import Planned
from speakprep.rehearsal.timer import Timer, press, started

SLIDES = tuple(
    Planned(number=n, slide_id=255 + n, title=f"Slide {n}", seconds=seconds)
    for n, seconds in ((1, 30.0), (2, 60.0), (4, None))
)


def after(*keys: tuple[str, float]) -> Timer:
    timer = started(SLIDES)
    for key, at_s in keys:
        timer = press(timer, key, at_s)
    return timer


def test_timer_goes_through_the_slides():
    timer = after(("next", 20), ("next", 50))
    assert (timer.slide.number, timer.following) == (4, None)
    assert timer.spent == (20, 30, 0)
    assert (timer.elapsed_s(60), timer.on_slide_s(60)) == (60, 10)


def test_slide_visited_again_goes_on_where_it_was():
    timer = after(("next", 20), ("back", 50))
    assert timer.slide.number == 1
    assert timer.following == SLIDES[1]
    assert timer.on_slide_s(55) == 25


def test_no_time_passes_in_a_pause():
    paused = after(("pause", 20))
    assert (paused.paused, paused.elapsed_s(500), paused.on_slide_s(500)) == (True, 20, 20)
    again = press(paused, "pause", 500)
    assert (again.paused, again.elapsed_s(510)) == (False, 30)


def test_going_on_ends_a_pause():
    timer = after(("pause", 20), ("next", 100))
    assert (timer.paused, timer.spent, timer.on_slide_s(105)) == (False, (20, 0, 0), 5)


@pytest.mark.parametrize("keys", [[("back", 5)], [("next", 1), ("next", 2), ("next", 3)]])
def test_there_is_nothing_before_the_first_and_after_the_last_slide(keys):
    assert after(*keys) == after(*keys[:-1])


def test_moment_is_counted_and_changes_nothing_else():
    assert after(("note", 5), ("note", 6)).notes == 2
    assert after(("note", 5)).elapsed_s(10) == 10


def test_end_stops_the_time_and_every_key():
    ended = after(("next", 20), ("end", 50))
    assert (ended.ended, ended.spent, ended.elapsed_s(900)) == (True, (20, 30, 0), 50)
    assert press(ended, "next", 60) == ended


@pytest.mark.parametrize(
    ("keys", "at_s", "behind"),
    [
        ([], 30, 0),
        ([], 45, 15),
        ([("next", 10)], 10, -20),
        ([("next", 10)], 35, 0),
        ([("next", 50)], 50, 0),
        ([("next", 50)], 95, 5),
        ([("next", 50), ("pause", 60)], 900, 0),
        ([("next", 50), ("next", 60)], 60, -30),
        ([("next", 50), ("next", 120)], 120, 30),  # a slide without a plan has no time of its own
    ],
)
def test_talk_is_behind_once_this_slides_time_is_over(keys, at_s, behind):
    assert after(*keys).behind_s(at_s) == behind


@given(
    st.lists(
        st.tuples(st.sampled_from(["next", "back", "pause", "note"]), st.floats(0, 100)),
        max_size=30,
    )
)
def test_time_spent_is_the_time_between_keys_without_the_pauses(keys):
    timer, at_s, spoken = started(SLIDES), 0.0, 0.0
    for key, later in keys:
        at_s += later
        spoken += 0.0 if timer.paused else later
        timer = press(timer, key, at_s)
        assert 0 <= timer.place < len(SLIDES)
    assert timer.elapsed_s(at_s) == pytest.approx(spoken)
