"""All five steps together."""

from datetime import date, timedelta

from speakprep.plan.model import Plan, ScriptState, Waiver
from tests.plan.givens import EARLY, TALK, told


def test_steps_taken_out_of_order_are_judged_one_by_one(judge, make_evidence, make_take):
    evidence = make_evidence(rehearsals=(make_take("final"),))
    states = {key: step.state for key, step in judge(evidence).items()}
    assert states == {
        "text": "done", "rehearse": "todo", "team": "todo", "experts": "todo", "final": "done",
    }  # fmt: skip


def test_steps_that_were_all_left_out_have_nothing_missing(judge, make_evidence, checklist):
    plan = Plan(waived=tuple(Waiver(step=s.key, reason="短讲", on=EARLY) for s in checklist.steps))
    late = TALK + timedelta(days=1)
    steps = judge(make_evidence(scripts={"en": ScriptState()}), plan, today=late)
    assert {told(step) for step in steps.values()} == {
        ("waived", ("left out on 2027-01-01: 短讲",), (), "")
    }


def test_steps_are_late_after_their_day_and_not_on_it(judge, make_evidence):
    nothing = make_evidence(scripts={"en": ScriptState()})
    on_the_day = judge(nothing, today=TALK - timedelta(days=24))
    assert [step.state for step in on_the_day.values()] == ["late", "todo", "todo", "todo", "todo"]
    talk_today = judge(nothing, today=TALK)
    assert {step.state for step in talk_today.values()} == {"late"}


def test_steps_are_never_late_once_the_talk_was_given(judge, make_evidence):
    steps = judge(make_evidence(), today=TALK + timedelta(days=1))
    assert [step.state for step in steps.values()] == ["done", "todo", "todo", "todo", "todo"]


def test_steps_that_were_moved_are_late_by_their_new_day(judge, make_evidence):
    plan = Plan(moved=(("team", date(2026, 12, 31)),))
    steps = judge(make_evidence(), plan)
    assert (steps["team"].due, steps["team"].state) == (date(2026, 12, 31), "late")
