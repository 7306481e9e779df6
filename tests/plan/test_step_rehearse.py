"""Step 2, a recording of the whole talk that somebody listened to."""

from datetime import datetime

import pytest

from speakprep.rehearsal.marks import KeptMarks, Mark, Marks
from tests.plan.givens import LOG, told


def test_rehearse_without_a_recording_names_the_only_new_one(judge, make_evidence):
    assert judge(make_evidence())["rehearse"].next == LOG
    step = judge(make_evidence(recording="take1.m4a"))["rehearse"]
    assert told(step) == ("todo", (), ("no recording yet",), "speakprep rehearse log take1.m4a")


def test_rehearse_recorded_and_listened_to_is_done(judge, make_evidence, make_take):
    step = judge(make_evidence(rehearsals=(make_take(),)))["rehearse"]
    assert told(step) == ("done", ("2027-03-16, 24:00, listened to",), (), "")


def test_rehearse_that_nobody_listened_to_is_not_done(judge, make_evidence, make_take):
    step = judge(make_evidence(rehearsals=(make_take(heard=False),)))["rehearse"]
    assert told(step) == (
        "in progress",
        ("2027-03-16, 24:00",),
        ("not listened to yet",),
        "speakprep rehearse listen 2027-03-16-1830-solo",
    )


@pytest.mark.parametrize(("minutes", "state"), [(17.4, "in progress"), (17.5, "done")])
def test_rehearse_of_a_part_is_not_enough(judge, make_evidence, make_take, minutes, state):
    step = judge(make_evidence(rehearsals=(make_take(minutes=minutes),)))["rehearse"]
    assert step.state == state
    if state != "done":
        assert step.missing == ("only a part: the whole talk lasts at least 17:30",)


@pytest.mark.parametrize(
    ("ends", "state"),
    [((60.0, 120.0, 180.0), "done"), ((60.0, 120.0, 122.9), "in progress"), ((), "in progress")],
)
def test_rehearse_of_most_slides_by_its_marks_is_whole(
    judge, make_evidence, make_take, ends, state
):
    starts = (0.0, *ends)
    visits = tuple(
        Mark(slide=n, slide_id=key, from_s=start, to_s=end)
        for n, (key, start, end) in enumerate(zip((256, 257, 300), starts, ends, strict=False), 1)
    )
    marks = KeptMarks(file="a.txt", sha256="", marks=Marks(source="Audacity", visits=visits))
    step = judge(make_evidence(rehearsals=(make_take(minutes=5.0, marks=marks),)))["rehearse"]
    assert step.state == state
    if state != "done":
        assert step.missing == (
            "only a part: the whole talk lasts at least 17:30, or 80% of its slides are marked",
        )


@pytest.mark.parametrize("first_id", [0, 900])
def test_rehearse_finds_slides_by_number_where_ids_are_missing_or_all_are_new(
    judge, make_evidence, make_take, first_id
):
    ids = [first_id and first_id + n for n in range(4)]
    visits = tuple(
        Mark(slide=n, slide_id=ids[n], from_s=60.0 * n, to_s=60.0 * n + 60) for n in (1, 2)
    )
    last = Mark(slide=3, slide_id=ids[3], from_s=180.0)
    marks = KeptMarks(
        file="a.txt", sha256="", marks=Marks(source="Audacity", visits=(*visits, last))
    )
    step = judge(make_evidence(rehearsals=(make_take(minutes=5.0, marks=marks),)))["rehearse"]
    assert step.state == "done"


def test_rehearse_with_nobody_speaking_proves_nothing(judge, make_evidence, make_take):
    step = judge(make_evidence(rehearsals=(make_take(minutes=0.0),)))["rehearse"]
    assert told(step) == ("todo", (), ("no speech was found in the recording",), LOG)


def test_rehearse_is_judged_by_its_best_take_and_shows_the_latest(judge, make_evidence, make_take):
    takes = [
        make_take(at=datetime.fromisoformat(f"2027-03-{day:02}T09:00"), heard=day == 1)
        for day in range(1, 6)
    ]
    step = judge(make_evidence(rehearsals=tuple(takes)))["rehearse"]
    assert told(step) == (
        "done",
        ("2027-03-03, 24:00", "2027-03-04, 24:00", "2027-03-05, 24:00", "and 2 earlier"),
        (),
        "",
    )


def test_rehearse_is_not_proved_by_takes_for_other_steps(judge, make_evidence, make_take):
    takes = tuple(make_take(kind) for kind in ("team", "video", "final"))
    assert judge(make_evidence(rehearsals=takes))["rehearse"].state == "todo"
