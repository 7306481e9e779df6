from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.plan.dates import due_days
from speakprep.plan.model import Checklist, Plan, Step

TALK = date(2027, 3, 17)
DAYS = {"text": (35, 5), "rehearse": (24, 4), "team": (17, 3), "experts": (5, 3), "final": (2, 1)}
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
    assert before(TALK, due_days(PLAN, Plan(), talk=TALK, begins=None)) == [35, 24, 17, 5, 2]
    early = TALK - timedelta(days=35)
    assert before(TALK, due_days(PLAN, Plan(), talk=TALK, begins=early)) == [35, 24, 17, 5, 2]


@pytest.mark.parametrize(
    ("available", "expected"),
    [
        (34, [34, 23, 17, 5, 2]),
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
