from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.plan.dates import begins_at, due_days, item_day, milestones, own_day
from speakprep.plan.model import Checklist, DayItem, Part, Plan, Step

TALK = date(2027, 3, 17)
DAYS = {"text": (35, 5), "rehearse": (24, 4), "team": (17, 3), "experts": (5, 3), "final": (1, 1)}
PLAN = Checklist(
    full_days=35,
    steps=tuple(
        Step(number=n, key=key, days=days, least_days=least, title={"en": key}, why={"en": ""})
        for n, (key, (days, least)) in enumerate(DAYS.items(), 1)
    ),
)


def before(talk: date, due: dict[str, date | None]) -> list[int]:
    return [(talk - day).days for day in due.values()]


def test_due_days_are_the_shipped_ones(checklist):
    assert {step.key: (step.days, step.least_days) for step in checklist.steps} == DAYS
    assert checklist.full_days == 35


def test_due_days_with_time_enough_are_the_usual_ones():
    assert before(TALK, due_days(PLAN, Plan(), talk=TALK, begins=None)) == [35, 24, 17, 5, 1]
    early = TALK - timedelta(days=35)
    assert before(TALK, due_days(PLAN, Plan(), talk=TALK, begins=early)) == [35, 24, 17, 5, 1]


@pytest.mark.parametrize(
    ("available", "expected"),
    [
        (34, [34, 23, 17, 5, 1]),
        (20, [20, 14, 10, 3, 1]),
        (10, [10, 7, 5, 3, 1]),
        (6, [6, 4, 3, 3, 1]),
        (2, [2, 2, 2, 2, 1]),
        (1, [1, 1, 1, 1, 1]),
        (0, [0, 0, 0, 0, 0]),
    ],
)
def test_due_days_move_together_with_less_time(available, expected):
    begins = TALK - timedelta(days=available)
    assert before(TALK, due_days(PLAN, Plan(), talk=TALK, begins=begins)) == expected


def test_due_days_are_the_day_of_the_talk_when_accepted_after_it():
    late = TALK + timedelta(days=3)
    assert before(TALK, due_days(PLAN, Plan(), talk=TALK, begins=late)) == [0, 0, 0, 0, 0]


def test_due_days_without_a_talk_are_only_those_moved():
    plan = Plan(moved=(("team", date(2027, 1, 2)),))
    assert due_days(PLAN, plan, talk=None, begins=None) == {
        "text": None,
        "rehearse": None,
        "team": date(2027, 1, 2),
        "experts": None,
        "final": None,
    }


def test_due_days_that_were_moved_win():
    plan = Plan(moved=(("final", date(2027, 3, 16)),))
    due = due_days(PLAN, plan, talk=TALK, begins=None)
    assert due["final"] == date(2027, 3, 16)
    assert due["text"] == TALK - timedelta(days=35)


def test_due_days_that_were_moved_never_pass_a_talk_that_was_moved_since():
    plan = Plan(moved=(("final", TALK),))
    earlier = TALK - timedelta(days=9)
    assert due_days(PLAN, plan, talk=earlier, begins=None)["final"] == earlier


def test_due_days_at_the_beginning_of_the_calendar_stay_in_it():
    due = due_days(PLAN, Plan(), talk=date.min, begins=None)
    assert set(due.values()) == {date.min}


@given(talk=st.dates(min_value=date(2000, 1, 1)), available=st.integers(-50, 100))
def test_due_days_never_pass_the_talk_nor_the_beginning_and_keep_their_order(talk, available):
    begins = date.fromordinal(min(talk.toordinal() - available, date.max.toordinal()))
    days = before(talk, due_days(PLAN, Plan(), talk=talk, begins=begins))
    assert days == sorted(days, reverse=True)
    assert days[-1] >= 0
    assert days[0] <= max(min(available, 35), 0)


def test_due_days_follow_the_checklist_given():
    longer = replace(PLAN, full_days=70, steps=tuple(replace(s, days=70) for s in PLAN.steps))
    begins = TALK - timedelta(days=35)
    assert before(TALK, due_days(longer, Plan(), talk=TALK, begins=begins)) == [35] * 5


# what lies on the way


def test_milestones_are_the_shipped_ones(checklist):
    found = milestones(checklist, Plan(), talk=TALK, begins=None)
    days = {key: [(TALK - part.day).days for part in parts] for key, parts in found.items()}
    assert days == {
        "text": [], "rehearse": [28], "team": [21], "experts": [16, 15, 10, 8], "final": [2],
    }  # fmt: skip


def test_milestones_move_with_their_step_and_never_follow_it(checklist):
    later = Plan(moved=(("experts", TALK - timedelta(days=3)),))
    parts = milestones(checklist, later, talk=TALK, begins=None)["experts"]
    assert [(TALK - part.day).days for part in parts] == [14, 13, 8, 6]
    assert milestones(checklist, later, talk=None, begins=None)["experts"] == ()


days_of = st.integers(0, 80)


@given(
    talk=st.dates(min_value=date(1, 1, 1)),
    available=st.integers(-50, 100),
    moved=st.dictionaries(st.sampled_from(sorted(DAYS)), st.integers(0, 60), max_size=5),
    parts=st.lists(days_of, max_size=4),
)
def test_milestones_keep_their_order_within_beginning_and_end(talk, available, moved, parts):
    begins = date.fromordinal(min(max(talk.toordinal() - available, 1), date.max.toordinal()))
    steps = tuple(
        replace(
            step,
            parts=tuple(
                Part(days=step.days + more, title={"en": ""})
                for more in sorted(parts, reverse=True)
            ),
        )
        for step in PLAN.steps
    )
    checklist = replace(PLAN, steps=steps)
    days = tuple(
        (key, date.fromordinal(max(talk.toordinal() - before, 1))) for key, before in moved.items()
    )
    plan = Plan(moved=days)
    due = due_days(checklist, plan, talk=talk, begins=begins)
    for key, found in milestones(checklist, plan, talk=talk, begins=begins).items():
        in_order = [part.day for part in found]
        assert in_order == sorted(in_order)
        assert all(min(begins, due[key]) <= day <= due[key] for day in in_order)


@pytest.mark.parametrize(
    ("offset", "begins", "expected"),
    [
        (-7, None, date(2027, 3, 10)),
        (-7, date(2027, 3, 12), date(2027, 3, 12)),
        (-7, date(2027, 3, 30), TALK),
        (0, date(2027, 3, 30), TALK),
        (30, date(2027, 3, 30), date(2027, 4, 16)),
    ],
)
def test_item_day_is_never_before_the_beginning(offset, begins, expected):
    item = DayItem(key="a", day=offset, proof="confirm", title={}, why={}, note={})
    assert item_day(item, talk=TALK, begins=begins) == expected
    assert item_day(item, talk=None, begins=begins) is None


@pytest.mark.parametrize("edge", [date.min, date.max])
@pytest.mark.parametrize("offset", [-30, 30])
def test_item_day_stays_in_the_calendar(edge, offset):
    item = DayItem(key="a", day=offset, proof="confirm", title={}, why={}, note={})
    assert date.min <= item_day(item, talk=edge, begins=None) <= date.max


# time zones


@pytest.mark.parametrize(
    ("zone", "clock", "here", "expected"),
    [
        ("Asia/Tokyo", time(9), "America/Los_Angeles", date(2027, 3, 16)),
        ("America/Los_Angeles", time(18), "Asia/Shanghai", date(2027, 3, 18)),
        ("Europe/Amsterdam", time(14, 30), "Asia/Shanghai", TALK),
        ("UTC+14", time(0), "Etc/GMT+12", date(2027, 3, 15)),
        ("", time(9), "America/Los_Angeles", TALK),
        ("Asia/Tokyo", None, "America/Los_Angeles", TALK),
    ],
)
def test_own_day_is_that_of_the_speakers_calendar(zone, clock, here, expected):
    assert own_day(Plan(at=clock, zone=zone), TALK, ZoneInfo(here)) == expected


def test_own_day_in_the_hour_that_a_clock_leaves_out_or_repeats():
    spring, autumn = date(2027, 3, 28), date(2027, 10, 31)
    plan = Plan(at=time(2, 30), zone="Europe/Berlin")
    assert own_day(plan, spring, ZoneInfo("Europe/Berlin")) == spring
    assert own_day(plan, autumn, ZoneInfo("Europe/Berlin")) == autumn
    assert begins_at(plan, autumn) == datetime(
        2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")
    )


@pytest.mark.parametrize("edge", [date.min, date.max])
@pytest.mark.parametrize("zone", ["UTC+14", "UTC-12", "Asia/Shanghai"])
def test_own_day_at_the_ends_of_the_calendar(edge, zone):
    for clock in (time(0), time(23, 59)):
        plan = Plan(at=clock, zone=zone)
        day = own_day(plan, edge, ZoneInfo("America/New_York"))
        assert abs((day - edge).days) <= 1


def test_own_day_of_a_talk_without_a_day_is_none():
    assert own_day(Plan(at=time(9), zone="Asia/Tokyo"), None, None) is None
