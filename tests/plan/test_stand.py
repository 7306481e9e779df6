"""Where a talk stands, and all talks of a folder."""

import shutil
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from speakprep.cfp.actions.draft import draft
from speakprep.cli.standing import plan_lines
from speakprep.errors import InputError
from speakprep.plan.actions.day import confirm
from speakprep.plan.actions.decide import (
    answer,
    invite,
    note_day,
    waive,
)
from speakprep.plan.actions.stand import overview, stand
from speakprep.plan.files import PLAN_FILE
from speakprep.rehearsal.record import SpokenScript
from speakprep.script.actions.sync import sync
from speakprep.script.files import parse_script
from speakprep.script.model import fingerprint
from speakprep.talk.files import render_new
from speakprep.talk.folders import shipped_folder
from speakprep.talk.model import Dates, Talk
from tests.plan.givens import TALK, TODAY, again

GOOD_CFP = {
    "abstract": "We keep one trace in a hundred and still find every outage.",
    "audience": "Engineers who run OpenTelemetry and pay for storage.",
    "takeaways": "You will know when to sample at the tail, and what that costs in memory.",
    "biography": "Runs tracing for a payment system.",
}


def stage_and_next(space, today=TODAY):
    report = stand(again(space), today)
    return report.facts.stage, report.next


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


def test_stand_counts_takes_by_their_own_clock(space, make_take, keep):
    keep(space.folder, make_take("final", at=datetime.fromisoformat("2027-03-16T23:30+08:00")))
    keep(space.folder, make_take("solo", at=datetime.fromisoformat("2027-03-15T09:00")))
    kinds = [take.proved for take in stand(space, TODAY).facts.steps if take.proved]
    assert len(kinds) == 2


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
