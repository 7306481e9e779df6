import shutil
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from speakprep.cfp.actions.draft import draft
from speakprep.cli.standing import plan_lines
from speakprep.errors import InputError, StorageError, UsageError
from speakprep.plan.actions.day import confirm
from speakprep.plan.actions.decide import (
    answer,
    invite,
    move,
    note_day,
    note_stage,
    waive,
)
from speakprep.plan.actions.stand import overview, stand
from speakprep.plan.files import PLAN_FILE
from speakprep.plan.model import Person, Waiver
from speakprep.rehearsal.record import SpokenScript
from speakprep.script.actions.sync import sync
from speakprep.script.files import parse_script
from speakprep.script.model import fingerprint
from speakprep.talk.files import render_new
from speakprep.talk.folders import shipped_folder
from speakprep.talk.model import Dates, Talk
from speakprep.talk.workspace import open_workspace

TODAY = date(2027, 2, 1)
TALK = date(2027, 3, 17)
GOOD_CFP = {
    "abstract": "We keep one trace in a hundred and still find every outage.",
    "audience": "Engineers who run OpenTelemetry and pay for storage.",
    "takeaways": "You will know when to sample at the tail, and what that costs in memory.",
    "biography": "Runs tracing for a payment system.",
}


@pytest.fixture
def space(make_talk):
    return make_talk(dates=Dates(talk=TALK), minutes=2, qa_minutes=0)


def again(space):
    """Open the talk anew, as the next command does."""
    return open_workspace(space.here, space.here / "home", named=space.folder)


def stage_and_next(space, today=TODAY):
    report = stand(again(space), today)
    return report.facts.stage, report.next


# where a talk stands


def test_stand_of_a_talk_without_a_title_is_called_after_its_folder(make_talk):
    assert stand(make_talk(title=""), TODAY).facts.title == "talk"
    assert stand(make_talk(title=" two\nlines "), TODAY).facts.title == "two lines"


def test_stand_follows_a_talk_through_every_stage(space, make_take, keep):
    assert stage_and_next(space) == ("proposal", "speakprep cfp draft")
    draft(space, {})
    assert stage_and_next(space) == ("proposal", "speakprep cfp lint")
    draft(space, GOOD_CFP)
    assert stage_and_next(space) == ("script", "speakprep script sync DECK.pptx")
    deck = space.folder / "my deck.pptx"
    shutil.copy(shipped_folder("examples") / "trace-sampling" / "deck.pptx", deck)
    assert stage_and_next(space) == ("script", "speakprep script sync 'my deck.pptx'")
    sync(space, deck)
    assert stage_and_next(space) == ("script", "speakprep script check")
    deck.unlink()
    script = space.folder / "script.en.md"
    script.write_text("## 1. One {#s256}\n\n" + "word " * 265, "utf-8")
    assert stage_and_next(space) == ("rehearsal", "speakprep rehearse log RECORDING")
    walk_rehearsals(space, make_take, keep, spoken=script.read_text("utf-8"))


def walk_rehearsals(space, make_take, keep, spoken):
    texts = tuple((s.head.slide_id, fingerprint(s.prose)) for s in parse_script(spoken).slides)
    take = partial(make_take, minutes=1.9, script=SpokenScript(language="en", texts=texts))
    (space.folder / "take.wav").write_bytes(b"")
    assert stage_and_next(space) == ("rehearsal", "speakprep rehearse log take.wav")
    (space.folder / "take.wav").unlink()
    keep(space.folder, take(heard=False))
    listened = "speakprep rehearse listen 2027-03-16-1830-solo"
    assert stage_and_next(space) == ("rehearsal", listened)
    keep(space.folder, take())
    team = "speakprep rehearse log RECORDING --kind team --with NAME"
    assert stage_and_next(space) == ("rehearsal", team)
    keep(space.folder, take("team", people=("Cleo",)))
    asked = 'speakprep plan answer Cleo --note "what was said"'
    assert stage_and_next(space) == ("rehearsal", asked)
    answer(space, "cleo", "all fine", TODAY)
    assert stage_and_next(space) == ("review", "speakprep rehearse log VIDEO --kind video")
    keep(space.folder, take("video"))
    for name in ("Anna", "Li Ming", "Zoë"):
        assert stage_and_next(space) == ("review", "speakprep plan invite NAME")
        invite(space, name, "expert", TODAY)
    for name in ("Anna", "'Li Ming'", "'Zoë'"):
        asked = f'speakprep plan answer {name} --note "what was said"'
        assert stage_and_next(space) == ("review", asked)
        answer(space, name.strip("'"), "fine", TODAY)
    final = "speakprep rehearse log RECORDING --kind final"
    assert stage_and_next(space) == ("review", final)
    keep(space.folder, take("final"))
    assert stage_and_next(space) == ("ready", "speakprep plan day")
    script = space.folder / "script.en.md"
    script.write_text(spoken + "word ", "utf-8")
    assert stage_and_next(space) == ("review", final)
    stale = ("step 5: the text of slide 1 changed since",)
    assert stand(space, TODAY).facts.stale == stale
    script.write_text(spoken.replace("\n", "\r\n"), "utf-8", newline="")
    assert stage_and_next(space) == ("ready", "speakprep plan day")
    assert stage_and_next(space, TALK + timedelta(days=60)) == ("given", "speakprep plan day")
    later = stage_and_next(space, TALK + timedelta(days=61))
    assert later == ("given", "cd .. && speakprep new my-next-talk")


def test_stand_on_the_day_of_the_talk_is_not_given_yet(space):
    facts = stand(space, TALK).facts
    assert (facts.stage, facts.days_left) == ("proposal", 0)
    assert {step.state for step in facts.steps} == {"late"}


def test_stand_once_accepted_or_closed_leaves_the_proposal(space):
    note_day(space, "accepted", TODAY)
    assert stage_and_next(space)[0] == "script"
    closed = "[dates]\ntalk = 2027-03-17\ncfp_closes = 2027-01-31\n"
    (space.folder / "talk.toml").write_text(closed, "utf-8")
    assert stage_and_next(space)[0] == "script"
    assert stage_and_next(space, date(2027, 1, 31))[0] == "proposal"


def test_stand_with_a_proposal_that_cannot_be_read_sends_to_lint(space):
    (space.folder / "cfp.md").write_bytes(b"\xff\xfe")
    assert stage_and_next(space) == ("proposal", "speakprep cfp lint")
    (space.folder / "cfp.md").write_text("## Title\n", "utf-8")
    (space.folder / "talk.toml").write_text('event = "nowhere"\n', "utf-8")
    assert stage_and_next(space) == ("proposal", "speakprep cfp lint")


def test_stand_next_due_is_the_nearest_thing_open(space):
    assert stand(space, TODAY).facts.next_due == date(2027, 2, 10)
    waive(space, "1", "a demo", TODAY)
    assert stand(space, TODAY).facts.next_due == date(2027, 2, 21)
    (space.folder / "talk.toml").write_text("[dates]\ncfp_closes = 2027-02-02\n", "utf-8")
    assert stand(again(space), TODAY).facts.next_due == date(2027, 2, 2)


def test_stand_with_all_steps_left_out_is_ready(space):
    draft(space, GOOD_CFP)
    for number in range(1, 6):
        waive(space, str(number), "五分钟的短讲", TODAY)
    assert stage_and_next(space) == ("ready", "speakprep plan day")
    assert stand(space, TODAY).facts.next_due == date(2027, 3, 10)


def test_stand_of_the_first_day_of_the_calendar_is_no_accident(make_talk):
    facts = stand(make_talk(dates=Dates(talk=date.min)), TODAY).facts
    assert facts.stage == "given"


def test_stand_with_a_broken_plan_names_file_and_line(space):
    (space.folder / PLAN_FILE).write_text("[moved]\nteam = 5\n", "utf-8")
    with pytest.raises(InputError) as caught:
        stand(space, TODAY)
    assert (caught.value.file, caught.value.line) == (PLAN_FILE, 2)


def test_stand_takes_the_talks_own_checklist_first(space):
    own = space.folder / "checklists" / "five-step.toml"
    own.parent.mkdir()
    shipped = (shipped_folder("checklists") / "five-step.toml").read_text("utf-8")
    own.write_text(shipped.replace("days = 35", "days = 40"), "utf-8")
    assert stand(space, TODAY).facts.steps[0].due == TALK - timedelta(days=40)


# all talks


def make(folder, **facts):
    folder.mkdir(parents=True)
    (folder / "talk.toml").write_text(render_new(Talk(**{"title": "t", **facts})), "utf-8")


def test_overview_lists_the_nearest_deadline_first_and_given_talks_last(tmp_path):
    make(tmp_path / "far", dates=Dates(talk=date(2028, 1, 1)))
    make(tmp_path / "given", dates=Dates(talk=date(2026, 1, 1)))
    make(tmp_path / "2027" / "采样 talk", dates=Dates(talk=TALK))
    make(tmp_path / "undated")
    report = overview(tmp_path, tmp_path / "home", TODAY)
    folders = [standing.folder for standing in report.facts.talks]
    assert folders == ["2027/采样 talk", "far", "undated", "given"]
    assert report.next == "cd '2027/采样 talk' && speakprep"


def test_overview_reports_a_broken_talk_and_goes_on(tmp_path):
    make(tmp_path / "good")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "talk.toml").write_text("title = 5\n", "utf-8")
    facts = overview(tmp_path, tmp_path / "home", TODAY).facts
    assert [standing.folder for standing in facts.talks] == ["good"]
    assert [(each.folder, each.message) for each in facts.unreadable] == [
        ("bad", 'bad/talk.toml:1: title must be text in quotes, such as "..."')
    ]


def test_overview_of_broken_talks_alone_leads_to_the_first(tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "talk.toml").write_text("x", "utf-8")
    assert overview(tmp_path, tmp_path, TODAY).next == "cd bad && speakprep"


def test_overview_of_nothing_says_how_to_begin(tmp_path):
    report = overview(tmp_path, tmp_path, TODAY)
    assert (report.facts.talks, report.next) == ((), "speakprep new my-talk")


# what the speaker decides


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


def test_stand_counts_takes_by_their_own_clock(space, make_take, keep):
    keep(space.folder, make_take("final", at=datetime.fromisoformat("2027-03-16T23:30+08:00")))
    keep(space.folder, make_take("solo", at=datetime.fromisoformat("2027-03-15T09:00")))
    kinds = [take.proved for take in stand(space, TODAY).facts.steps if take.proved]
    assert len(kinds) == 2


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


def test_stand_follows_the_talk_with_what_is_left_of_its_day(space):
    after = TALK + timedelta(days=1)
    assert stage_and_next(space, after) == ("given", "speakprep plan day")
    for key in ("guests", "upload", "camera", "repeat", "photos", "write-up", "video"):
        if key == "upload":
            (space.folder / "talk.pdf").write_bytes(b"%PDF")
        confirm(space, key, note="done by Anna", who="", today=after)
    assert stage_and_next(space, after) == ("given", "cd .. && speakprep new my-next-talk")


@pytest.mark.parametrize("size", [10_000, 200_000])
def test_stand_with_a_plan_far_too_long_is_still_read(space, size):
    text = "".join(f"# {n}\n" for n in range(size // 10)) + "[moved]\nteam = 2027-02-02\n"
    (space.folder / PLAN_FILE).write_text(text, "utf-8")
    assert stand(space, TODAY).facts.steps[2].due == date(2027, 2, 2)


@pytest.mark.parametrize(
    "text",
    [b"\xff\xfe", b"[[expert]]\nname = 'a'\ninvited = 0001-01-01\n\x00",
     b"[moved]\nteam = 9999-99-99\n", b"expert = 5\n", b"[stage]\nzone = 'AoE'\n"],
)  # fmt: skip
def test_stand_with_a_hostile_plan_is_one_clear_error(space, text):
    (space.folder / PLAN_FILE).write_bytes(text)
    with pytest.raises(InputError) as caught:
        stand(space, TODAY)
    assert caught.value.file in {PLAN_FILE, str(space.folder / PLAN_FILE)}
    assert (space.folder / PLAN_FILE).read_bytes() == text


def test_stand_shows_names_and_reasons_of_any_shape_without_obeying_them(space):
    text = (
        '[[expert]]\nname = "a\\u001b[2J\\nb"\ninvited = 2027-01-01\n'
        '[[waived]]\nstep = 3\nreason = "x"\non = 2027-01-01\n'
    )
    (space.folder / PLAN_FILE).write_text(text.replace("step = 3", 'step = "3"'), "utf-8")
    (space.folder / "rehearsals").mkdir()
    lines = plan_lines(stand(space, TODAY).facts)
    assert not any("\x1b" in line for line in lines)
