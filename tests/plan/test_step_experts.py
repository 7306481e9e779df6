"""Step 4, a video, and the answers of experts."""

import pytest

from speakprep.plan.model import Person, Plan
from speakprep.rehearsal.record import (
    ELSEWHERE,
    NOT_MEASURED,
    Recording,
)
from tests.plan.givens import EARLY, comment, experts, told


def test_experts_begin_with_the_video(judge, make_evidence):
    step = judge(make_evidence(recording="a.wav", video="b.mp4"))["experts"]
    assert told(step) == (
        "todo",
        (),
        (
            "no video yet",
            "3 of 3 experts still to invite",
        ),
        "speakprep rehearse log b.mp4 --kind video",
    )


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"video": False}, "the recording has no picture"),
        ({"minutes": 0.0}, "no speech was found in the video"),
    ],
)
def test_experts_need_to_see_and_hear(judge, make_evidence, make_take, facts, missing):
    step = judge(make_evidence(rehearsals=(make_take("video", **facts),)), experts(3))["experts"]
    assert step.missing == (missing,)
    assert step.next == "speakprep rehearse log VIDEO --kind video"


def test_experts_are_invited_then_answer_one_by_one(judge, make_evidence, make_take):
    evidence = make_evidence(rehearsals=(make_take("video", heard=False),))
    next_of = [
        judge(evidence, experts(answered, invited))["experts"].next
        for answered, invited in ((0, 0), (0, 2), (0, 3), (1, 3), (2, 3), (3, 3))
    ]
    assert next_of == [
        "speakprep plan invite NAME",
        "speakprep plan invite NAME",
        'speakprep plan answer Anna --note "what was said"',
        "speakprep plan answer '李明' --note \"what was said\"",
        "speakprep plan answer 'Zoë O'\"'\"'Hara' --note \"what was said\"",
        "",
    ]
    assert told(judge(evidence, experts(3))["experts"])[:2] == (
        "done",
        (
            "2027-03-16, 24:00",
            "invited: Anna, 李明, Zoë O'Hara",
            "answered: Anna, 李明, Zoë O'Hara",
        ),
    )


def test_experts_of_one_name_count_once(judge, make_evidence, make_take):
    twice = Plan(
        people=tuple(
            Person(role="expert", name=name, invited=EARLY, answered=EARLY)
            for name in ("Li", "li", "LI")
        )
    )
    step = judge(make_evidence(rehearsals=(make_take("video"),)), twice)["experts"]
    assert step.missing == ("2 of 3 experts still to invite",)


@pytest.mark.parametrize(
    ("minutes", "missing"),
    [
        (12.4, ("too short to judge the talk by: it should last 12:30 to 30:00",)),
        (12.5, ()),
        (30.0, ()),
        (30.1, ("too long to judge the talk by: it should last 12:30 to 30:00",)),
    ],
)
def test_experts_get_a_video_about_as_long_as_the_talk(
    judge, make_evidence, make_take, minutes, missing
):
    evidence = make_evidence(rehearsals=(make_take("video", minutes=minutes),))
    assert judge(evidence, experts(3))["experts"].missing == missing


def test_experts_may_watch_a_video_that_lives_elsewhere(judge, make_evidence, make_take):
    recording = Recording(
        file="", sha256="", size=0, source=ELSEWHERE, url="https://video.example/talk"
    )
    take = make_take("video", recording=recording, figures=NOT_MEASURED, heard=False)
    step = judge(make_evidence(rehearsals=(take,)), experts(3))["experts"]
    assert (step.state, step.proved[0]) == ("done", "2027-03-16, https://video.example/talk")


def test_experts_are_not_of_the_team(judge, make_evidence, make_take):
    session = make_take("team", people=("anna",))
    evidence = make_evidence(rehearsals=(make_take("video"), session))
    step = judge(evidence, experts(3))["experts"]
    assert step.missing == ("1 of 3 experts still to invite (Anna heard it with the team)",)


def test_experts_answer_with_comments_too_and_their_musts_wait(judge, make_evidence, make_take):
    items = (
        comment("Anna", "2027-01-01"),
        comment("Anna", "2026-12-31"),
        comment("李明", "2026-12-31"),
        comment("Somebody", severity="must", stage="cfp"),
        comment("Somebody", severity="must", stage="deck", id="qrst"),
    )
    evidence = make_evidence(rehearsals=(make_take("video"),), items=items)
    step = judge(evidence, experts(0))["experts"]
    assert step.proved[-1] == "answered: Anna"
    assert step.missing == (
        "2 of 3 answers still to come",
        "1 must comment still open, of Somebody",
    )
