"""Marks put in order, fitted to a recording and to the speech in it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.rehearsal.marks import (
    Found,
    KeptMarks,
    Mark,
    Marks,
    Moment,
    Wrong,
    fitted,
    with_ids,
    within_talk,
)

SECONDS = st.floats(0, 4000).map(lambda at: round(at, 2))
MARK = st.builds(Mark, slide=st.integers(1, 40), from_s=SECONDS, to_s=st.none() | SECONDS)
MARKS = st.lists(MARK, max_size=30)


def at(slide: int, from_s: float, to_s: float | None = None) -> Mark:
    return Mark(slide=slide, from_s=from_s, to_s=to_s)


def ordered(*visits: Mark, end_s: float | None = None) -> Marks:
    return Found(visits=list(visits)).marks("a test", end_s=end_s)


def kept(marks: Marks) -> KeptMarks:
    return KeptMarks(file="m.txt", sha256="0" * 64, marks=marks)


def test_visit_lasts_until_the_next_and_the_last_until_the_end():
    marks = ordered(at(1, 0), at(2, 10), end_s=25)
    assert marks.visits == (at(1, 0, 10), at(2, 10, 25))
    assert marks.wrong == ()


def test_last_visit_stays_open_where_nothing_ends_it():
    assert ordered(at(1, 0), at(2, 10)).visits == (at(1, 0, 10), at(2, 10, None))


def test_marks_out_of_order_are_sorted_and_named():
    marks = ordered(at(2, 70), at(1, 0))
    assert marks.visits == (at(1, 0, 70), at(2, 70))
    assert marks.wrong == (Wrong(kind="order", what="1 (0:00)"),)


def test_mark_over_the_next_ends_where_that_begins_and_is_named():
    marks = ordered(at(1, 0, 30), at(2, 20, 40))
    assert marks.visits == (at(1, 0, 20), at(2, 20, 40))
    assert marks.wrong == (Wrong(kind="overlap", what="1 (0:00)"),)


def test_rounding_is_no_overlap():
    marks = ordered(at(1, 0, 20.04), at(2, 20, 40))
    assert (marks.visits[0], marks.wrong) == (at(1, 0, 20), ())


def test_mark_that_ends_before_it_begins_is_named_and_keeps_its_beginning():
    marks = ordered(at(1, 10, 5), at(2, 20))
    assert marks.visits == (at(1, 10, 20), at(2, 20))
    assert marks.wrong == (Wrong(kind="time", what="1 (0:10) - 0:05"),)


def test_lengths_are_laid_end_to_end():
    marks = Found().lengths("a test", [(1, 10.0), (3, 5.0)])
    assert marks.visits == (at(1, 0, 10), at(3, 10, 15))
    assert marks.lengths_only


@given(MARKS, st.none() | SECONDS)
def test_marks_are_in_order_and_none_is_over_the_next(visits, end_s):
    found = ordered(*visits, end_s=end_s).visits
    assert sorted((m.slide, m.from_s) for m in found) == sorted((m.slide, m.from_s) for m in visits)
    assert all(mark.to_s is None or mark.from_s <= mark.to_s for mark in found)
    assert all(mark.to_s is not None for mark in found[:-1])
    assert all(mark.to_s <= later.from_s for mark, later in pairwise(found))


def test_what_begins_after_the_end_of_the_recording_is_left_out_and_named():
    marks = fitted(kept(ordered(at(1, 0), at(2, 50), at(3, 130))), 100.0).marks
    assert marks.visits == (at(1, 0, 50), at(2, 50, 100))
    assert marks.wrong == (Wrong(kind="beyond", what="3 (2:10)"),)


def test_timer_that_ran_on_after_the_recorder_is_no_fault():
    marks = fitted(kept(ordered(at(1, 0), at(2, 50), end_s=300)), 100.0).marks
    assert marks.visits == (at(1, 0, 50), at(2, 50, 100))
    assert marks.wrong == ()


PAUSED = Marks(
    source="a test",
    visits=(at(1, 0, 60), at(1, 120, 150), at(2, 150, 200)),
    moments=(Moment(at_s=30), Moment(at_s=160)),
)


def test_pause_stays_where_the_recorder_ran_on():
    assert fitted(kept(PAUSED), 201.0).marks == PAUSED


def test_pause_is_closed_up_where_the_recorder_stood_still_too():
    marks = fitted(kept(PAUSED), 141.0).marks
    assert marks.visits == (at(1, 0, 60), at(1, 60, 90), at(2, 90, 140))
    assert [moment.at_s for moment in marks.moments] == [30, 100]


@pytest.mark.parametrize("duration_s", [0.0, 5.0])
def test_lengths_without_places_fit_any_recording(duration_s):
    lengths = Found().lengths("a test", [(1, 10.0), (3, 5.0)])
    assert fitted(kept(lengths), duration_s).marks == lengths


def test_marks_of_a_recording_of_unknown_length_stay():
    marks = ordered(at(1, 0), at(2, 50))
    assert fitted(kept(marks), 0.0).marks == marks


@given(MARKS, st.none() | SECONDS, st.floats(0.01, 4000))
def test_fitted_marks_lie_inside_the_recording_and_none_is_lost_in_silence(visits, end_s, duration):
    marks = ordered(*visits, end_s=end_s)
    found = fitted(kept(marks), duration).marks
    beyond = [wrong for wrong in found.wrong if wrong.kind == "beyond"]
    assert len(found.visits) + len(beyond) == len(visits)
    for mark in found.visits:
        assert mark.to_s is not None
        assert 0 <= mark.from_s <= mark.to_s <= duration


def test_silence_before_and_after_the_speech_makes_no_slide_long():
    visits = (at(1, 0, 60), at(2, 60, 100), at(3, 100, None))
    assert within_talk(visits, 20, 130) == (at(1, 20, 60), at(2, 60, 100), at(3, 100, 130))


def test_silent_first_and_last_slides_are_shown_for_no_time():
    visits = (at(1, 0, 10), at(2, 10, 100), at(3, 100, 120))
    assert within_talk(visits, 20, 90) == (at(1, 10, 10), at(2, 10, 100), at(3, 100, 100))


def test_nothing_is_taken_off_where_no_speech_was_found():
    assert within_talk((at(1, 0, 10),), 0, 0) == (at(1, 0, 10),)


def test_marks_of_another_deck_go_by_number_and_are_named():
    visits = (replace(at(1, 0, 10), slide_id=901), replace(at(99, 10, 20), slide_id=902))
    found = with_ids(Marks(source="a test", visits=visits), {1: 256, 2: 257})
    assert [mark.slide_id for mark in found.visits] == [256, 0]
    assert found.wrong == (Wrong(kind="unknown", what="99"), Wrong(kind="others", what="901"))
    strange = with_ids(Marks(source="a test", visits=visits[1:]), {1: 256})
    assert strange.wrong == (Wrong(kind="unknown", what="99"),)


def test_marks_get_their_slides_ids_and_numbers_of_no_slide_are_named():
    marks = Marks(source="a test", visits=(at(1, 0, 10), at(99, 10, 20), at(99, 30, 40)))
    known = replace(at(2, 40, 50), slide_id=300)
    found = with_ids(replace(marks, visits=(*marks.visits, known)), {1: 256, 2: 257})
    assert [mark.slide_id for mark in found.visits] == [256, 0, 0, 300]
    assert found.wrong == (Wrong(kind="unknown", what="99"),)
