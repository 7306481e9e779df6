"""Step 3, a session with the team, and what its people said."""

from dataclasses import replace
from datetime import date

import pytest

from speakprep.plan.model import Person, Plan
from tests.plan.givens import EARLY, LOG, comment, told


@pytest.mark.parametrize(("day", "missing"), [(16, 0), (15, 1)])
def test_team_hears_who_was_asked_for_the_video_too(judge, make_evidence, make_take, day, missing):
    person = Person(
        name="Li",
        role="expert",
        invited=date(2027, 3, 1),
        answered=date(2027, 3, day),
    )
    evidence = make_evidence(rehearsals=(make_take("team", people=("Li",)),))
    step = judge(evidence, Plan(people=(person,)))["team"]
    assert len(step.missing) == missing


def test_team_alone_is_not_a_session(judge, make_evidence, make_take):
    step = judge(make_evidence(rehearsals=(make_take("team"),)))["team"]
    assert step.missing == (
        (
            'nobody else was there: add them to "with" in rehearsals/2027-03-16-1830-team.toml, '
            "or log another session"
        ),
    )
    assert step.next == f"{LOG} --kind team --with NAME"


def test_team_counts_once_everybody_said_something(judge, make_evidence, make_take):
    session = make_take("team", people=("Anna", "李明"), minutes=8.0, heard=False)
    silent = judge(make_evidence(rehearsals=(session,)))["team"]
    assert told(silent) == (
        "in progress",
        ("2027-03-16, 8:00, with Anna, 李明",),
        (
            "what did Anna say? Comments, or that all was fine",
            "what did 李明 say? Comments, or that all was fine",
        ),
        'speakprep plan answer Anna --note "what was said"',
    )
    fine = Person(name="李明", role="team", invited=EARLY, answered=EARLY, note="都好")
    heard = make_evidence(rehearsals=(session,), items=(comment("ＡＮＮＡ"),))
    assert judge(heard, Plan(people=(fine,)))["team"].state == "done"
    before = make_evidence(rehearsals=(session,), items=(comment("Anna", "2027-03-15"),))
    assert judge(before, Plan(people=(fine,)))["team"].missing == (
        "what did Anna say? Comments, or that all was fine",
    )


def test_team_waits_for_what_its_people_call_a_must(judge, make_evidence, make_take):
    session = make_take("team", people=("Anna",))
    must = comment("Anna", severity="must", id="k3fe")
    step = judge(make_evidence(rehearsals=(session,), items=(must,)))["team"]
    assert (step.state, step.missing, step.next) == (
        "in progress",
        ("1 must comment still open, of Anna",),
        "speakprep feedback show k3fe",
    )
    for status in ("fixed", "verified", "declined"):
        closed = make_evidence(rehearsals=(session,), items=(replace(must, status=status),))
        assert judge(closed)["team"].proved[-1] == "1 must comment closed"


def test_team_names_who_was_asked_until_there_is_a_session(judge, make_evidence):
    plan = Plan(people=(Person(name="Ben", role="team", invited=EARLY),))
    step = judge(make_evidence(), plan)["team"]
    assert (step.state, step.proved) == ("in progress", ("asked: Ben",))
