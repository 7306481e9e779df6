from datetime import date, datetime, timedelta

import pytest

from speakprep.plan.dates import due_days
from speakprep.plan.model import Expert, Plan, Progress, ScriptState, Waiver
from speakprep.plan.steps import assess
from speakprep.rehearsal.record import SpokenScript

TALK = date(2027, 3, 17)
EARLY = date(2027, 1, 1)
"""A day on which nothing is due yet."""

LOG = "speakprep rehearse log RECORDING"


@pytest.fixture
def judge(checklist):
    """Assess the steps: by key, with nothing decided and nothing due unless said."""

    def assessed(evidence, plan=None, today=EARLY, talk=TALK) -> dict[str, Progress]:
        plan = plan or Plan()
        due = due_days(checklist, plan, talk=talk, begins=None)
        steps = assess(checklist, plan, evidence, due, today=today, talk=talk)
        return {step.step.key: step for step in steps}

    return assessed


def told(step: Progress) -> tuple[object, ...]:
    return step.state, step.proved, step.missing, step.next


def experts(answered: int, invited: int = 3) -> Plan:
    names = ("Anna", "李明", "Zoë O'Hara")[:invited]
    return Plan(
        experts=tuple(
            Expert(name=name, invited=EARLY, answered=EARLY if number < answered else None)
            for number, name in enumerate(names)
        )
    )


# 1. text


def test_text_without_a_script_names_the_only_deck(judge, make_evidence):
    nothing = {"scripts": {"en": ScriptState()}}
    asked = told(judge(make_evidence(**nothing))["text"])
    assert asked == ("todo", (), ("no script yet",), "speakprep script sync DECK.pptx")
    known = judge(make_evidence(**nothing, deck="'my deck.pptx'"))["text"]
    assert known.next == "speakprep script sync 'my deck.pptx'"


def test_text_of_a_script_without_slides_asks_for_the_deck(judge, make_evidence):
    empty = ScriptState(exists=True)
    step = judge(make_evidence(scripts={"en": empty}, deck="deck.pptx"))["text"]
    assert told(step) == (
        "todo", (), ("the script has no slides yet",), "speakprep script sync deck.pptx",
    )  # fmt: skip


def test_text_half_written_names_the_slides(judge, make_evidence, make_script):
    script = make_script(slides=9, to_write=(1, 2, 3, 7), todo=2)
    assert told(judge(make_evidence(scripts={"en": script}))["text"]) == (
        "in progress",
        ("5 of 9 slides have their text",),
        ("slides 1-3, 7 without text", "2 TODO left in the text"),
        "speakprep script check",
    )


def test_text_that_is_whole_and_fits_is_done(judge, make_evidence):
    assert told(judge(make_evidence())["text"]) == (
        "done",
        ("3 of 3 slides have their text", "takes about 21:40 to 26:40 of 25 minutes"),
        (),
        "",
    )


@pytest.mark.parametrize(
    ("likely_s", "state"),
    [(1274, "in progress"), (1275, "done"), (1575, "done"), (1576, "in progress")],
)
def test_text_fits_from_85_to_105_percent(judge, make_evidence, make_script, likely_s, state):
    script = make_script(likely_s=float(likely_s))
    assert judge(make_evidence(scripts={"en": script}))["text"].state == state


def test_text_that_is_too_long_says_so(judge, make_evidence, make_script):
    script = make_script(low_s=1800.0, likely_s=1900.0, high_s=2000.0)
    step = judge(make_evidence(scripts={"en": script}))["text"]
    assert step.missing == ("too long: about 30:00 to 33:20 for 25 minutes",)


def test_text_waits_for_the_translation(judge, make_evidence, make_script):
    evidence = make_evidence(
        scripts={"zh": make_script(), "en": ScriptState()},
        written="zh",
        translation_open="not translated to English yet",
    )
    step = judge(evidence)["text"]
    assert step.missing == ("not translated to English yet",)
    assert step.next == "speakprep translate run --to en"


@pytest.mark.parametrize(("flagged", "places"), [(1, "1 place"), (3, "3 places")])
def test_text_waits_for_the_findings_of_the_translation(
    judge, make_evidence, make_script, flagged, places
):
    evidence = make_evidence(
        scripts={"zh": make_script(), "en": make_script()},
        written="zh",
        translation_flagged=flagged,
    )
    step = judge(evidence)["text"]
    assert step.missing == (f"{places} in the translation to look at",)
    assert step.next == "speakprep translate check --to en"


def test_text_is_timed_in_the_language_that_is_spoken(judge, make_evidence, make_script):
    long = make_script(low_s=1800.0, likely_s=1900.0, high_s=2000.0)
    step = judge(make_evidence(scripts={"zh": make_script(), "en": long}, written="zh"))["text"]
    assert step.missing == ("too long in English: about 30:00 to 33:20 for 25 minutes",)
    assert step.next == "speakprep script check --lang en"


# 2. rehearsals


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
        'speakprep rehearse listened 2027-03-16-1830-solo --note "what I noticed"',
    )


@pytest.mark.parametrize(("minutes", "state"), [(17.4, "in progress"), (17.5, "done")])
def test_rehearse_of_a_part_is_not_enough(judge, make_evidence, make_take, minutes, state):
    step = judge(make_evidence(rehearsals=(make_take(minutes=minutes),)))["rehearse"]
    assert step.state == state
    if state != "done":
        assert step.missing == ("only a part: a rehearsal of the whole talk lasts at least 17:30",)


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


# 3. team


def test_team_alone_is_not_a_session(judge, make_evidence, make_take):
    step = judge(make_evidence(rehearsals=(make_take("team"),)))["team"]
    assert step.missing == (
        (
            'nobody else was there: add them to "with" in rehearsals/2027-03-16-1830-team.toml, '
            "or log another session"
        ),
    )
    assert step.next == f"{LOG} --kind team --with NAME"


def test_team_needs_people_and_listening_in_one_take(judge, make_evidence, make_take):
    alone = make_take("team", at=datetime.fromisoformat("2027-03-01T09:00"))
    unheard = make_take("team", people=("Anna",), heard=False)
    step = judge(make_evidence(rehearsals=(alone, unheard)))["team"]
    assert (step.state, step.missing) == ("in progress", ("not listened to yet",))
    both = make_take("team", people=("Anna", "李明"), minutes=8.0)
    step = judge(make_evidence(rehearsals=(alone, unheard, both)))["team"]
    assert step.state == "done"
    assert step.proved[-1] == "2027-03-16, 8:00, with Anna, 李明, listened to"


# 4. experts


def test_experts_begin_with_the_video(judge, make_evidence):
    step = judge(make_evidence(recording="a.wav", video="b.mp4"))["experts"]
    assert told(step) == (
        "todo",
        (),
        (
            "no video recording yet",
            "3 of 3 experts still to invite",
            "3 of 3 answers still to come",
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
        experts=tuple(
            Expert(name=name, invited=EARLY, answered=EARLY) for name in ("Li", "li", "LI")
        )
    )
    step = judge(make_evidence(rehearsals=(make_take("video"),)), twice)["experts"]
    assert step.missing == ("2 of 3 experts still to invite", "2 of 3 answers still to come")


# 5. final


def test_final_without_a_recording_says_when(judge, make_evidence):
    step = judge(make_evidence())["final"]
    assert step.missing == ("no recording yet, its time is from 2027-03-14 on",)
    assert step.next == f"{LOG} --kind final"


def test_final_without_a_day_asks_for_it(judge, make_evidence, make_take):
    step = judge(make_evidence(rehearsals=(make_take("final"),)), talk=None)["final"]
    assert told(step) == (
        "in progress",
        ("2027-03-16, 24:00, listened to",),
        ("the day of the talk is not known yet",),
        "speakprep plan date YYYY-MM-DD",
    )


@pytest.mark.parametrize(
    ("day", "state"),
    [(13, "in progress"), (14, "done"), (17, "done"), (18, "in progress")],
)
def test_final_counts_in_the_last_three_days(judge, make_evidence, make_take, day, state):
    take = make_take("final", at=datetime.fromisoformat(f"2027-03-{day}T23:59"))
    step = judge(make_evidence(rehearsals=(take,)))["final"]
    assert step.state == state
    if state != "done":
        assert step.missing == ("its day is not within 2027-03-14 and 2027-03-17: once more",)


def test_final_over_the_slot_is_taken_again(judge, make_evidence, make_take):
    step = judge(make_evidence(rehearsals=(make_take("final", minutes=25.1),)))["final"]
    assert (step.missing, step.next) == (("it ran over the 25 minutes",), f"{LOG} --kind final")


def test_final_goes_stale_and_names_the_slides(judge, make_evidence, make_take, make_script):
    texts = ((256, "aaaaaaaa"), (257, "edited!!"), (301, "inserted"))
    script = make_script(texts=texts, numbers=((256, 1), (257, 2), (301, 3)))
    step = judge(make_evidence(scripts={"en": script}, rehearsals=(make_take("final"),)))["final"]
    assert told(step) == (
        "stale",
        ("2027-03-16, 24:00, listened to",),
        ("slides 2, 3 changed since", "1 of the slides spoken then is gone"),
        f"{LOG} --kind final",
    )


def test_final_that_was_never_good_is_not_stale(judge, make_evidence, make_take, make_script):
    script = make_script(texts=((256, "edited!!"),), numbers=((256, 1),))
    take = make_take("final", heard=False)
    step = judge(make_evidence(scripts={"en": script}, rehearsals=(take,)))["final"]
    assert step.state == "in progress"
    assert step.next == f"{LOG} --kind final"


def test_final_taken_again_after_a_change_is_done(judge, make_evidence, make_take, make_script):
    script = make_script(texts=((256, "edited!!"),), numbers=((256, 1),))
    before = make_take("final", at=datetime.fromisoformat("2027-03-15T09:00"))
    spoken = SpokenScript(language="en", texts=((256, "edited!!"),))
    after = make_take("final", script=spoken)
    evidence = make_evidence(scripts={"en": script}, rehearsals=(before, after))
    assert judge(evidence)["final"].state == "done"


def test_final_is_stale_when_the_language_is_another_by_now(judge, make_evidence, make_take):
    take = make_take("final", script=SpokenScript(language="zh", texts=()))
    step = judge(make_evidence(rehearsals=(take,)))["final"]
    assert (step.state, step.missing) == (
        "stale",
        ("it was spoken in Chinese, the talk will be in English",),
    )


def test_final_is_stale_when_its_script_is_gone(judge, make_evidence, make_take):
    evidence = make_evidence(scripts={"en": ScriptState()}, rehearsals=(make_take("final"),))
    assert judge(evidence)["final"].missing == ("3 of the slides spoken then are gone",)


def test_final_spoken_without_a_script_is_stale_once_there_is_one(judge, make_evidence, make_take):
    take = make_take("final", script=None)
    nothing = make_evidence(scripts={"en": ScriptState()}, rehearsals=(take,))
    assert judge(nothing)["final"].state == "done"
    step = judge(make_evidence(rehearsals=(take,)))["final"]
    assert (step.state, step.missing) == ("stale", ("the script was written since",))


# all of them


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
    assert {told(step) for step in steps.values()} == {("waived", ("left out: 短讲",), (), "")}


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
