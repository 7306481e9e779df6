from datetime import date, timedelta

import pytest

from speakprep.feedback.model import Item, Target
from speakprep.plan.dates import Days
from speakprep.plan.files import DAY_CHECKLIST, parse_day
from speakprep.plan.model import Confirmation, Person, Plan
from speakprep.plan.stage_day import (
    HandIn,
    Helper,
    because,
    due_now,
    helpers,
    judge_day,
    thank_command,
)
from speakprep.talk.folders import shipped_folder
from speakprep.talk.resources import Shelves, find_resource

TALK = date(2027, 3, 17)
EARLY, LATER = date(2027, 3, 1), date(2027, 3, 20)
ITEMS = parse_day(
    find_resource(Shelves(folders=(shipped_folder("checklists").parent,)), DAY_CHECKLIST)
)
PDF = HandIn(file="talk-v1-2027-03-10.pdf", sha256="ab12")


def judged(plan=None, *, hand_in=PDF, helped=(), language="en", today=EARLY, talk=TALK):
    found = judge_day(
        ITEMS,
        plan or Plan(),
        Days(today=today, talk=talk),
        hand_in=hand_in,
        helped=helped,
        language=language,
    )
    return {each.item.key: each for each in found}


def comment(reviewer, text="Too much text.", **facts):
    usual = {
        "id": "abcd",
        "day": EARLY,
        "stage": "talk",
        "target": Target(kind="slide", value="4"),
        "severity": "should",
        "status": "fixed",
    }
    return Item(reviewer=reviewer, text=text, **{**usual, **facts})


def test_day_shipped_says_everything_in_both_languages_in_times_order():
    keys = [item.key for item in ITEMS]
    assert keys == [
        "guests", "pdf", "upload", "camera", "repeat", "photos", "thanks", "write-up", "video",
    ]  # fmt: skip
    for item in ITEMS:
        for texts in (item.title, item.why, item.note):
            assert set(texts) == {"en", "zh"}


def test_day_that_nobody_confirmed_is_open_and_late_after_its_day():
    found = judged(hand_in=HandIn())
    assert {each.state for each in found.values()} == {"todo"}
    assert found["camera"].next == 'speakprep plan confirm camera --note "what was done"'
    assert (found["pdf"].missing, found["pdf"].next) == (
        ("no PDF of the deck here yet",), "speakprep deck pdf",
    )  # fmt: skip
    late = {key for key, each in judged(today=LATER).items() if each.state == "late"}
    assert late == {"guests", "upload", "camera", "repeat", "photos"}


def test_day_confirmed_shows_the_last_word():
    said = tuple(
        Confirmation(item="camera", on=EARLY, note=note) for note in ("Anna", "Ben, left side")
    )
    camera = judged(Plan(confirmed=said))["camera"]
    assert (camera.state, camera.proved, camera.next) == (
        "done", ("2027-03-01: Ben, left side",), "",
    )  # fmt: skip


def test_pdf_is_proved_by_itself_and_stale_once_the_deck_is_younger():
    assert (judged()["pdf"].state, judged()["pdf"].proved) == ("done", (PDF.file,))
    old = judged(hand_in=HandIn(file="a.pdf", sha256="ab12", outdated=True))["pdf"]
    assert (old.state, old.missing) == ("stale", ("the deck was saved after a.pdf was made",))


def test_upload_is_about_one_pdf():
    plan = Plan(confirmed=(Confirmation(item="upload", on=EARLY, note="page", of="ab12"),))
    assert judged(plan)["upload"].state == "done"
    other = judged(plan, hand_in=HandIn(file="b.pdf", sha256="cd34"))["upload"]
    assert (other.state, other.proved) == ("stale", ("2027-03-01: page",))
    assert judged(plan, hand_in=HandIn())["upload"].state == "stale"


def test_helpers_are_all_but_the_speakers_those_first_of_whom_most_was_taken():
    plan = Plan(
        people=(
            Person(name="Zoë", role="expert", invited=EARLY, answered=EARLY),
            Person(name="Nobody", role="team", invited=EARLY),
            Person(name="anna", role="expert", invited=EARLY, answered=EARLY),
        )
    )
    items = (comment("Me"), comment("Anna", status="open"), comment("李明"), comment("李明"))
    found = helpers(plan, items, ("ME",))
    assert [(each.name, len(each.changed)) for each in found] == [
        ("李明", 2), ("Anna", 0), ("Zoë", 0),
    ]  # fmt: skip


def test_thanks_name_what_changed_in_the_speakers_language():
    li = Helper(name="Li Ming", changed=(comment("Li Ming"), comment("Li Ming", "x" * 60)))
    assert because(li, "en") == (
        f'Because of you I changed slide 4: "Too much text."; slide 4: "{"x" * 39}…".'
    )
    whole = Helper(name="李明", changed=(comment("李明", "太长", target=Target(kind="whole")),))
    assert because(whole, "zh") == "因为您的意见，我改了：整体（“太长”）。"
    assert thank_command(whole, "zh") == (
        "speakprep letter thank --to '李明' --note '因为您的意见，我改了：整体（“太长”）。'"
    )
    assert thank_command(Helper(name="Zoë"), "en") == "speakprep letter thank --to 'Zoë'"


def test_thanks_wait_for_everybody():
    helped = (Helper(name="Anna", changed=(comment("Anna"),)), Helper(name="Ben"))
    found = judged(helped=helped)["thanks"]
    assert found.missing == ("Anna: 1 change because of them", "Ben: took the time")
    anna = Confirmation(item="thanks", on=EARLY, who="anna")
    half = judged(Plan(confirmed=(anna,)), helped=helped)["thanks"]
    assert (half.state, half.proved, half.next) == (
        "todo", ("thanked: Anna",), "speakprep letter thank --to Ben",
    )  # fmt: skip
    both = Plan(confirmed=(anna, Confirmation(item="thanks", on=EARLY, who="Ben")))
    assert judged(both, helped=helped)["thanks"].state == "done"
    assert (judged()["thanks"].state, judged()["thanks"].next) == ("todo", "")


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        (EARLY, ["guests", "upload", "camera"]),
        (TALK, ["guests", "upload", "camera", "repeat", "photos", "write-up", "video"]),
        (TALK + timedelta(days=1), ["photos", "write-up", "video"]),
    ],
)
def test_due_now_is_what_precedes_the_talk_until_it_and_what_follows_it_then(today, keys):
    items = tuple(judged(today=today).values())
    assert [each.item.key for each in due_now(items, Days(today=today, talk=TALK))] == keys
