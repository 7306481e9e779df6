"""What the speaker decides: days, people, steps left out or moved."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from speakprep.errors import InputError, StorageError, UsageError
from speakprep.plan.actions.decide import (
    answer,
    invite,
    move,
    note_day,
    note_stage,
    waive,
)
from speakprep.plan.actions.stand import stand
from speakprep.plan.files import PLAN_FILE
from speakprep.plan.model import Person, Waiver
from speakprep.talk.model import Dates
from tests.plan.givens import TALK, TODAY, again


def test_note_day_changes_one_line_of_talk_toml(space):
    before = (space.folder / "talk.toml").read_text("utf-8")
    report = note_day(space, "talk", date(2027, 4, 1))
    after = (space.folder / "talk.toml").read_text("utf-8")
    assert after == before.replace("2027-03-17\n", "2027-04-01\n", 1)
    assert (report.facts.dates.talk, report.written) == (date(2027, 4, 1), ("talk.toml",))


def test_note_day_refuses_an_acceptance_after_the_talk(space):
    before = (space.folder / "talk.toml").read_bytes()
    with pytest.raises(UsageError) as caught:
        note_day(space, "accepted", date(2027, 3, 18))
    assert caught.value.message == (
        "accepted on 2027-03-18, given on 2027-03-17: one of these days is wrong"
    )
    assert (space.folder / "talk.toml").read_bytes() == before
    note_day(space, "accepted", TALK)


def test_note_day_in_an_inline_table_keeps_the_other_days(space):
    text = "dates = {cfp_closes = 2027-01-01, talk = 2027-03-17}\n"
    (space.folder / "talk.toml").write_text(text, "utf-8")
    dates = note_day(again(space), "talk", date(2027, 4, 1)).facts.dates
    assert dates == Dates(talk=date(2027, 4, 1), cfp_closes=date(2027, 1, 1))


def test_invite_notes_a_name_once(space):
    assert invite(space, "  Li\n Ming ", "expert", TODAY).facts.people == (
        Person(role="expert", name="Li Ming", invited=TODAY),
    )
    before = (space.folder / PLAN_FILE).read_bytes()
    with pytest.raises(UsageError) as caught:
        invite(space, "li ming", "expert", TODAY)
    assert caught.value.hint == (
        "another person of that name? say which: speakprep plan invite 'li ming (where from)'"
    )
    assert (space.folder / PLAN_FILE).read_bytes() == before


@pytest.mark.parametrize("name", ["", "  ", "--note"])
def test_invite_without_a_name_is_refused(space, name):
    with pytest.raises(UsageError):
        invite(space, name, "expert", TODAY)
    assert not (space.folder / PLAN_FILE).exists()


def test_invite_leads_on_until_three_were_asked(space):
    nexts = [invite(space, name, "expert", TODAY).next for name in ("A", "B", "C")]
    assert nexts == ["speakprep plan invite NAME"] * 2 + ["speakprep plan"]


def test_answer_of_somebody_not_invited_is_refused(space):
    invite(space, "Anna", "expert", TODAY)
    with pytest.raises(UsageError) as caught:
        answer(space, "Ben", "fine", TODAY)
    assert (caught.value.message, caught.value.hint) == ("'Ben' was not invited", "invited: Anna")
    with pytest.raises(UsageError, match="an answer needs what was said"):
        answer(space, "Anna", " ", TODAY)
    assert answer(space, "anna", " fine ", TODAY).facts.people == (
        Person(role="expert", name="Anna", invited=TODAY, answered=TODAY, note="fine"),
    )


def test_waive_notes_a_reason_once(space):
    waived = Waiver(step="team", reason="I work alone", on=TODAY)
    assert waive(space, "3", " I work alone ", TODAY).facts.waived == (waived,)
    with pytest.raises(UsageError) as caught:
        waive(space, "team", "again", TODAY)
    assert caught.value.hint == "to take it after all, delete its [[waived]] lines in plan.toml"
    with pytest.raises(UsageError, match="needs a reason"):
        waive(space, "4", "", TODAY)
    with pytest.raises(UsageError, match="there is no step '9'"):
        waive(space, "9", "why", TODAY)


def test_move_sets_a_day_and_the_same_day_writes_nothing(space):
    report = move(space, "5", date(2027, 3, 16))
    assert (report.facts.moved, report.written) == (
        (("final", date(2027, 3, 16)),),
        (PLAN_FILE,),
    )
    assert move(space, "final", date(2027, 3, 16)).written == ()
    assert stand(space, TODAY).facts.steps[4].due == date(2027, 3, 16)


def test_changes_to_a_broken_plan_are_refused_and_touch_nothing(space):
    path = space.folder / PLAN_FILE
    path.write_bytes(b"[moved\n")
    for change in (
        lambda: invite(space, "A", "expert", TODAY),
        lambda: waive(space, "1", "why", TODAY),
        lambda: move(space, "1", TALK),
    ):
        with pytest.raises(InputError):
            change()
    assert path.read_bytes() == b"[moved\n"


def test_changes_through_a_link_out_of_the_talk_are_refused(space, tmp_path):
    outside = tmp_path / "outside.toml"
    outside.write_text("# mine\n", "utf-8")
    (space.folder / PLAN_FILE).symlink_to(outside)
    with pytest.raises((InputError, StorageError)):
        invite(space, "A", "expert", TODAY)
    assert outside.read_text("utf-8") == "# mine\n"


def test_invite_asks_one_person_for_different_things(space):
    invite(space, "Anna", "expert", TODAY)
    plan = invite(space, "anna", "reviewer", TODAY).facts
    assert [(p.name, p.role) for p in plan.people] == [("Anna", "expert"), ("anna", "reviewer")]
    assert invite(space, "Ben", "team", TODAY).next == (
        "speakprep rehearse log RECORDING --kind team --with NAME"
    )


def test_answer_of_somebody_who_was_at_the_session_puts_them_on_the_team(space, make_take, keep):
    keep(space.folder, make_take("team", people=("李明",)))
    (person,) = answer(space, "李明", "都好", TODAY).facts.people
    assert (person.role, person.invited, person.answered, person.note) == (
        "team", date(2027, 3, 16), TODAY, "都好",
    )  # fmt: skip


def test_answer_that_is_only_the_sample_is_refused(space):
    invite(space, "Anna", "expert", TODAY)
    with pytest.raises(UsageError, match="put what was said in its place"):
        answer(space, "Anna", "what was said", TODAY)
    assert "answered" not in (space.folder / PLAN_FILE).read_text("utf-8")


def test_move_past_the_talk_is_refused(space):
    with pytest.raises(UsageError) as caught:
        move(space, "5", TALK + timedelta(days=1))
    assert caught.value.message == "2027-03-18 is after the talk, which is on 2027-03-17"
    assert not (space.folder / PLAN_FILE).exists()
    assert move(space, "5", TALK).facts.moved == (("final", TALK),)


def test_note_stage_counts_from_the_speakers_own_day(space):
    note_stage(space, time(9), "Asia/Tokyo")
    here = ZoneInfo("America/Los_Angeles")
    facts = stand(again(space), TODAY, here).facts
    assert (facts.talk_day, facts.days_left) == (date(2027, 3, 16), 43)
    assert facts.steps[0].due == date(2027, 3, 16) - timedelta(days=35)
    with pytest.raises(UsageError, match="there is no time zone 'Mars'"):
        note_stage(space, None, "Mars")
