from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from speakprep.feedback.model import Item, Target
from speakprep.plan.dates import Days
from speakprep.plan.model import DeckState, Person, Plan, Progress, ScriptState, Waiver
from speakprep.plan.steps import assess
from speakprep.rehearsal.marks import KeptMarks, Mark, Marks
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.record import (
    ELSEWHERE,
    NOT_MEASURED,
    Listening,
    Recording,
    ShownDeck,
    SpokenScript,
)

TALK = date(2027, 3, 17)
EARLY = date(2027, 1, 1)
"""A day on which nothing is due yet."""

LOG = "speakprep rehearse log RECORDING"


@pytest.fixture
def judge(checklist):
    """Assess the steps: by key, with nothing decided and nothing due unless said."""

    def assessed(evidence, plan=None, today=EARLY, talk=TALK) -> dict[str, Progress]:
        steps = assess(checklist, plan or Plan(), evidence, Days(today=today, talk=talk))
        return {step.step.key: step for step in steps}

    return assessed


def told(step: Progress) -> tuple[object, ...]:
    return step.state, step.proved, step.missing, step.next


def experts(answered: int, invited: int = 3) -> Plan:
    names = ("Anna", "李明", "Zoë O'Hara")[:invited]
    return Plan(
        people=tuple(
            Person(
                role="expert",
                name=name,
                invited=EARLY,
                answered=EARLY if number < answered else None,
            )
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


def test_text_that_is_too_long_is_cut_before_it_is_translated(judge, make_evidence, make_script):
    long = make_script(low_s=1800.0, likely_s=1900.0, high_s=2000.0)
    evidence = make_evidence(
        scripts={"zh": long, "en": ScriptState()},
        written="zh",
        spoken="en",
        translation_open="not translated to English yet",
    )
    step = judge(evidence)["text"]
    assert step.missing == (
        "too long: about 30:00 to 33:20 for 25 minutes",
        "not translated to English yet",
    )
    assert step.next == "speakprep script check"


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
    assert step.next == "speakprep translate review --to en"


@pytest.mark.parametrize(
    ("signed", "state", "proved"),
    [(41, "in progress", ()), (72, "done", ("72 of 72 places of the translation signed",))],
)
def test_text_waits_for_the_signature_of_the_translation(
    judge, make_evidence, make_script, signed, state, proved
):
    evidence = make_evidence(
        scripts={"zh": make_script(), "en": make_script()},
        written="zh",
        translation_places=72,
        translation_signed=signed,
    )
    step = judge(evidence)["text"]
    assert (step.state, step.proved[1:2]) == (state, proved or step.proved[1:2])
    if not proved:
        assert step.missing == ("41 of 72 places of the translation signed",)
        assert step.next == "speakprep translate review --to en"


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


def test_rehearse_finds_slides_of_marks_without_ids_by_number(judge, make_evidence, make_take):
    visits = tuple(Mark(slide=n, from_s=60.0 * n, to_s=60.0 * n + 60) for n in (1, 2))
    last = Mark(slide=3, from_s=180.0)
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


# 3. team


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


def comment(reviewer: str, day: str = "2027-03-16", **facts: object) -> Item:
    usual = {
        "id": "abcd",
        "stage": "talk",
        "target": Target(kind="slide", value="4"),
        "severity": "should",
        "text": "Too much text.",
    }
    return Item(reviewer=reviewer, day=date.fromisoformat(day), **{**usual, **facts})


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


# 4. experts


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


# 5. final


def test_final_without_a_recording_says_when(judge, make_evidence):
    step = judge(make_evidence())["final"]
    assert step.missing == ("no recording yet, its time is from 2027-03-14 on",)
    assert step.next == f"{LOG} --kind final"


def test_final_without_a_day_asks_for_it(judge, make_evidence, make_take):
    step = judge(make_evidence(rehearsals=(make_take("final"),)), talk=None)["final"]
    assert told(step) == (
        "in progress",
        ('2027-03-16, 24:00, listened to: "too fast"',),
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
        ('2027-03-16, 24:00, listened to: "too fast"',),
        ("the text of slides 2, 3 changed since", "1 of the slides then is gone"),
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
    assert judge(evidence)["final"].missing == ("3 of the slides then are gone",)


def test_final_spoken_without_a_script_is_stale_once_there_is_one(judge, make_evidence, make_take):
    take = make_take("final", script=None)
    nothing = make_evidence(scripts={"en": ScriptState()}, rehearsals=(take,))
    assert judge(nothing)["final"].state == "done"
    step = judge(make_evidence(rehearsals=(take,)))["final"]
    assert (step.state, step.missing) == ("stale", ("the script was written since",))


def deck(*slides: tuple[int, str], **facts: object) -> DeckState:
    numbers = tuple((key, place) for place, (key, _) in enumerate(slides, 1))
    return DeckState(file="deck.pptx", slides=slides, numbers=numbers, **facts)


SHOWN = ((256, "1111"), (257, "2222"), (300, "3333"))


@pytest.mark.parametrize(
    ("now", "missing"),
    [
        (deck(*SHOWN), ()),
        (
            deck((256, "1111"), (257, "edited"), (300, "3333")),
            ("slide 2 of the deck changed since",),
        ),
        (deck(*SHOWN, (301, "new")), ("slide 4 of the deck changed since",)),
        (deck(*SHOWN[:2]), ("1 of the slides then is gone",)),
        (deck(*SHOWN[::-1]), ("the slides are in another order by now",)),
        (deck((1, "1111"), (2, "2222"), (3, "3333")), ()),
        (None, ("the deck is gone, or there are several",)),
        (
            deck(problem="deck.pptx: is damaged"),
            ("the deck cannot be compared: deck.pptx: is damaged",),
        ),
    ],
)
def test_final_is_on_the_slides_as_they_are_now(judge, make_evidence, make_take, now, missing):
    take = make_take("final", deck=ShownDeck(slides=SHOWN))
    step = judge(make_evidence(rehearsals=(take,), shown=now))["final"]
    assert (step.state, step.missing) == ("stale" if missing else "done", missing)


def test_final_without_its_slides_proves_nothing_once_there_are_slides(
    judge, make_evidence, make_take
):
    step = judge(make_evidence(rehearsals=(make_take("final"),), shown=deck(*SHOWN)))["final"]
    assert step.missing == ("its slides were not known when it was logged",)


def test_final_that_was_only_played_waits_for_a_verdict(judge, make_evidence, make_take):
    span = Span(start_s=0.0, end_s=1500.0)
    played = Listening(at=datetime.fromisoformat("2027-03-16T20:00"), played=(span,))
    evidence = make_evidence(rehearsals=(make_take("final", listened=(played,)),))
    step = judge(evidence)["final"]
    assert step.missing == ("no verdict yet: one sentence, is it ready?",)
    assert step.next.startswith("speakprep rehearse listened 2027-03-16-1830-final --confirm ")
    said = replace(played, note="It  is\nready.")
    ready = judge(make_evidence(rehearsals=(make_take("final", listened=(played, said)),)))["final"]
    assert (ready.state, ready.proved) == (
        "done", ('2027-03-16, 24:00, listened to: "It is ready."',),
    )  # fmt: skip


def test_text_goes_stale_where_slides_changed_under_it(judge, make_evidence):
    changed = deck(*SHOWN, edited=(2,), added=(4, 5), look="speakprep script sync")
    step = judge(make_evidence(shown=changed))["text"]
    assert told(step)[::2] == (
        "stale",
        ("slide 2 changed since the text was written", "slides 4, 5 not in the script yet"),
    )
    assert step.next == "speakprep script sync"
    broken = deck(problem="deck.pptx: is damaged")
    assert judge(make_evidence(shown=broken))["text"].next == "speakprep deck check"


def test_text_of_a_model_is_not_the_speakers(judge, make_evidence, make_script):
    step = judge(make_evidence(scripts={"en": make_script(drafted=(2, 3))}))["text"]
    assert step.missing == ("slides 2, 3 with a model's draft nobody has read",)


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
