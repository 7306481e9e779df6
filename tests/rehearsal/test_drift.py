"""Planned against actual, and where a talk went late."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.rehearsal.drift import Planned, drift, is_far, planned_slides
from speakprep.rehearsal.marks import Mark, Marks, SectionSeconds
from speakprep.script.check import Row
from speakprep.script.timing import SLIDE_CHANGE_SECONDS, Seconds, total


def plan(*seconds: float | None, section: str = "") -> tuple[Planned, ...]:
    return tuple(
        Planned(number=n, slide_id=255 + n, title=f"Slide {n}", section=section, seconds=each)
        for n, each in enumerate(seconds, 1)
    )


def marks(*visits: tuple[int, float, float]) -> Marks:
    shown = [Mark(slide=slide, from_s=start, to_s=end) for slide, start, end in visits]
    return Marks(source="a test", visits=tuple(shown))


def row(number: int, seconds: float, /, **facts: object) -> Row:
    return Row(
        **{
            "number": number,
            "slide_id": 255 + number,
            "title": f"Slide {number}",
            "line": number,
            "count": 10,
            "seconds": Seconds(likely=seconds),
            "still_seconds": 0.0,
            "state": "written",
            **facts,
        }
    )


def test_visits_are_summed_and_lateness_adds_up():
    found = drift(
        marks((1, 0, 40), (2, 40, 100), (1, 100, 120), (3, 120, 200)), plan(30.0, 60.0, 50.0)
    )
    assert [(s.actual_s, s.visits, s.drift_s, s.late_s) for s in found.slides] == [
        (60, 2, 30, 30),
        (60, 1, 0, 30),
        (80, 1, 30, 60),
    ]
    assert (found.planned_s, found.actual_s) == (140, 200)
    assert found.late_after is None  # a minute is not yet more than a minute


def test_first_slide_after_which_the_talk_is_late_is_named():
    found = drift(marks((1, 0, 91), (2, 91, 100), (3, 100, 300)), plan(30.0, 60.0, 50.0))
    assert found.late_after == 1
    assert [slide.late_s for slide in found.slides] == [61, 10, 160]


def test_time_stands_still_in_a_pause():
    found = drift(marks((1, 0, 20), (1, 80, 100), (2, 100, 130)), plan(40.0, 30.0))
    assert [(s.actual_s, s.visits) for s in found.slides] == [(40, 1), (30, 1)]


def test_skipped_slides_save_time_and_those_not_reached_do_not():
    found = drift(marks((1, 0, 100), (3, 100, 130)), plan(60.0, 40.0, 30.0, 20.0))
    assert [(s.state, s.late_s) for s in found.slides] == [
        ("shown", 40),
        ("skipped", 0),
        ("shown", 0),
        ("not reached", 0),
    ]
    assert (found.planned_s, found.actual_s) == (130, 130)


def test_slide_without_a_text_has_no_plan_and_no_drift():
    found = drift(marks((1, 0, 100), (2, 100, 130)), plan(None, 30.0))
    assert [(s.drift_s, s.late_s, s.flagged) for s in found.slides] == [
        (None, 0, False),
        (0, 0, False),
    ]


def test_slide_whose_end_nobody_marked_is_not_judged():
    killed = Marks(source="a test", visits=(*marks((1, 0, 30)).visits, Mark(slide=2, from_s=30)))
    found = drift(killed, plan(30.0, 300.0)).slides
    assert [(s.state, s.drift_s, s.flagged, s.ended) for s in found] == [
        ("shown", 0, False, True),
        ("shown", None, False, False),
    ]


def test_hidden_and_unknown_slides_are_not_counted():
    hidden = Planned(number=3, slide_id=258, title="Backup", seconds=50.0, hidden=True)
    found = drift(marks((1, 0, 30), (3, 30, 45), (9, 45, 50), (2, 50, 80)), (*plan(30, 30), hidden))
    assert [slide.number for slide in found.slides] == [1, 2]
    assert (found.hidden, found.unknown) == (((3, 15),), ((9, 5),))
    assert found.actual_s == 60


def test_slides_that_were_not_rehearsed_are_left_out_unless_they_were_shown():
    slides = planned_slides([row(n, 28.0) for n in range(1, 5)], {}, spoken=(2, 3))
    found = drift(marks((2, 0, 30), (3, 30, 60), (4, 60, 70)), slides)
    assert [slide.number for slide in found.slides] == [2, 3, 4]


def test_slide_is_found_by_its_id_after_the_deck_was_put_in_another_order():
    moved = Marks(source="a test", visits=(Mark(slide=1, from_s=0, to_s=40, slide_id=257),))
    found = drift(moved, plan(30.0, 35.0))
    assert [(s.number, s.actual_s) for s in found.slides] == [(1, 0), (2, 40)]


def test_time_of_a_deleted_slide_is_named_and_counts_for_no_other():
    visits = [(1, 256, 30), (2, 900, 20), (3, 901, 5), (2, 900, 4), (4, 257, 35), (5, 0, 7)]
    shown = [Mark(slide=n, from_s=0, to_s=s, slide_id=key) for n, key, s in visits]
    found = drift(Marks(source="a test", visits=tuple(shown)), plan(30.0, 35.0))
    assert [(s.number, s.actual_s, s.late_s) for s in found.slides] == [(1, 30, 0), (2, 35, 0)]
    assert (found.deleted, found.unknown) == (((2, 24), (3, 5)), ((5, 7),))
    assert found.numbers == (1, None, None, None, 2, 5)


def test_deleted_slide_whose_end_nobody_marked_is_named():
    shown = (Mark(slide=1, from_s=0, to_s=30, slide_id=256), Mark(slide=2, from_s=30, slide_id=900))
    found = drift(Marks(source="a test", visits=shown), plan(30.0, 35.0))
    assert [(s.actual_s, s.ended) for s in found.slides] == [(30, True), (0, True)]
    assert found.deleted == ((2, 0),)


@pytest.mark.parametrize("ids", [(256, 0), (300, 301)])
def test_marks_go_by_number_where_the_script_has_no_id_to_tell_them_by(ids):
    slides = [
        Planned(number=n, slide_id=key, title="", seconds=30.0) for n, key in enumerate(ids, 1)
    ]
    visits = [Mark(slide=n, from_s=0, to_s=20 * n, slide_id=255 + n) for n in (1, 2)]
    found = drift(Marks(source="a test", visits=tuple(visits)), slides)
    assert [(s.number, s.actual_s) for s in found.slides] == [(1, 20), (2, 40)]
    assert found.deleted == ()


@pytest.mark.parametrize(
    ("planned", "actual", "far"),
    [
        (20.0, 35.0, False),
        (20.0, 35.1, True),
        (20.0, 4.9, True),
        (100.0, 125.0, False),
        (100.0, 125.1, True),
        (100.0, 74.9, True),
        (None, 500.0, False),
    ],
)
def test_slide_is_far_from_its_plan_beyond_15_seconds_and_a_quarter(planned, actual, far):
    assert is_far(planned, actual) is far


def test_sections_add_up_in_their_order():
    slides = (*plan(30.0, 40.0, section="A"), *plan(10.0, section="B"))
    slides = tuple(
        Planned(number=n, slide_id=n, title="", section=s.section, seconds=s.seconds)
        for n, s in enumerate(slides, 1)
    )
    found = drift(marks((1, 0, 35), (2, 35, 70), (3, 70, 90)), slides).sections
    assert [(s.name, s.slides, s.planned_s, s.actual_s) for s in found] == [
        ("A", 2, 70, 70),
        ("B", 1, 10, 20),
    ]


def test_deck_without_sections_has_none():
    assert drift(marks((1, 0, 35)), plan(30.0)).sections == ()


def test_kept_sections_are_planned_by_their_names():
    kept = Marks(
        source="peitho",
        sections=(
            SectionSeconds(name="intro ", seconds=80),
            SectionSeconds(name="采样", seconds=9),
        ),
    )
    found = drift(kept, plan(30.0, 40.0, section="Intro"))
    assert [(s.name, s.slides, s.planned_s, s.actual_s) for s in found.sections] == [
        ("intro ", 2, 70, 80),
        ("采样", 0, None, 9),
    ]
    assert [slide.state for slide in found.slides] == ["not reached", "not reached"]


def test_plan_of_the_slides_is_the_plan_of_the_talk():
    rows = [row(1, 30.0), row(2, 40.0, hidden=True), row(3, 20.0), row(4, 9.0, orphan=True)]
    planned = planned_slides(rows, {256: "Intro"})
    assert [(s.number, s.seconds, s.hidden, s.section) for s in planned] == [
        (1, 30 + SLIDE_CHANGE_SECONDS, False, "Intro"),
        (2, 40 + SLIDE_CHANGE_SECONDS, True, ""),
        (3, 20, False, ""),
    ]
    whole = total(each.seconds for each in (rows[0], rows[2])).likely
    assert sum(s.seconds or 0 for s in planned if not s.hidden) == whole


def test_slide_without_a_number_has_its_place_and_one_without_a_text_no_plan():
    planned = planned_slides([row(1, 30.0, number=None), row(2, 0.0, state="empty")], {})
    assert [(s.number, s.seconds) for s in planned] == [(1, 32), (2, None)]


@given(
    st.lists(st.none() | st.floats(1, 300), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(1, 15), st.floats(0, 200)), max_size=20),
)
def test_every_second_of_the_marks_is_somewhere(plans, lengths):
    at, visits = 0.0, []
    for slide, length in lengths:
        visits.append((slide, at, at + length))
        at += length
    found = drift(marks(*visits), plan(*plans))
    told = found.actual_s + sum(s for _, s in (*found.hidden, *found.unknown))
    assert told == pytest.approx(at, abs=0.2)
    reached = [slide for slide in found.slides if slide.drift_s is not None]
    assert not reached or reached[-1].late_s == pytest.approx(
        sum(slide.drift_s for slide in reached), abs=0.2
    )
