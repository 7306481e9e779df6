"""What people read of the plan: its screens in both languages, at 80 columns."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from speakprep.cli.plan.day import day_lines
from speakprep.cli.plan.ics import ics_lines
from speakprep.cli.plan.next import next_lines, next_of_all
from speakprep.cli.plan.show import talks_lines
from speakprep.cli.standing import plan_lines
from speakprep.cli.terminal import cells
from speakprep.feedback.model import Item, Target
from speakprep.plan.actions.day import DayFacts, Helped
from speakprep.plan.actions.export import Exported
from speakprep.plan.actions.stand import Talks, Unreadable
from speakprep.plan.dates import Days, due_days, milestones
from speakprep.plan.files import CHECKLIST, DAY_CHECKLIST, parse_checklist, parse_day
from speakprep.plan.model import Confirmation, Plan, Progress, Standing
from speakprep.plan.stage_day import HandIn, Helper, judge_day
from speakprep.talk.folders import shipped_folder
from speakprep.talk.model import Dates
from speakprep.talk.resources import Shelves, find_resource

TALK = date(2027, 3, 17)
TODAY = date(2027, 3, 15)
SHIPPED = Shelves(folders=(shipped_folder("checklists").parent,))
STEPS = parse_checklist(find_resource(SHIPPED, CHECKLIST))
ITEMS = parse_day(find_resource(SHIPPED, DAY_CHECKLIST))
TITLES = {
    "en": "After sampling, can you still find the outage?",
    "zh": "采样之后，还能查清故障吗？",
}
NAMES = {"en": ("Anna", "Ben"), "zh": ("李明", "王芳")}


def today() -> date:
    return datetime.now().astimezone().date()


@pytest.fixture(params=["en", "zh"])
def language(request):
    return request.param


def day_items(language):
    first, second = NAMES[language]
    said = (
        Confirmation(item="guests", on=date(2027, 3, 2), note=f"{first}, {second}"),
        Confirmation(item="upload", on=date(2027, 3, 12), note="https://example.org", of="ab"),
        Confirmation(item="thanks", on=date(2027, 3, 14), who=second),
    )
    comment = Item(
        id="abcd",
        reviewer=first,
        day=date(2027, 3, 1),
        stage="talk",
        target=Target(kind="slide", value="4"),
        severity="must",
        text="Too much text." if language == "en" else "字太多。",
        status="fixed",
    )
    return judge_day(
        ITEMS,
        Plan(confirmed=said),
        Days(today=TODAY, talk=TALK),
        hand_in=HandIn(file="my-talk-v2-2027-03-14.pdf", sha256="cd"),
        helped=(Helper(name=first, changed=(comment,)), Helper(name=second)),
        language=language,
    )


def standing(language, **facts):
    due = due_days(STEPS, Plan(), talk=TALK, begins=None)
    parts = milestones(STEPS, Plan(), talk=TALK, begins=None)
    told = {
        "text": ("done", ("16 of 16 slides have their text",), (), ""),
        "rehearse": ("done", ("2027-02-20, 24:12, listened to",), (), ""),
        "team": ("waived", ("left out on 2027-02-21: 一个人",), (), ""),
        "experts": (
            "late",
            ("2027-03-02, 25:01", "invited: Anna, 李明, Zoë", "answered: Anna"),
            ("2 of 3 answers still to come", "1 must comment still open, of Anna"),
            "speakprep plan answer '李明' --note \"what was said\"",
        ),
        "final": ("todo", (), ("no recording yet, its time is from 2027-03-14 on",), "log"),
    }
    steps = tuple(
        Progress(
            step=step, state=told[step.key][0], due=due[step.key], proved=told[step.key][1],
            missing=told[step.key][2], next=told[step.key][3], parts=parts[step.key],
        )
        for step in STEPS.steps
    )  # fmt: skip
    usual = {
        "title": TITLES[language],
        "folder": ".",
        "stage": "review",
        "accepted": date(2027, 1, 3),
        "talk_day": TALK,
        "days_left": 2,
        "next_due": date(2027, 3, 12),
        "steps": steps,
        "stale": (),
        "language": language,
        "day": day_items(language),
    }
    return Standing(**{**usual, **facts})


def shown(golden, name, lines):
    assert [line for line in lines if cells(line) > 80] == []
    golden(name, "\n".join(lines) + "\n")


def test_plan_screen_speaks_of_the_steps_in_the_speakers_language(golden, language):
    shown(golden, f"plan.{language}.txt", plan_lines(standing(language)))


def test_plan_next_screen(golden, language):
    review = standing(language)
    done = tuple(replace(step, state="done", missing=(), next="") for step in review.steps)
    ready = replace(review, stage="ready", steps=done)
    waiting = replace(review, stage="waiting", waiting_since=date(2027, 1, 1))
    screens = (next_lines(each) for each in (review, ready, waiting))
    shown(golden, f"plan-next.{language}.txt", [x for each in screens for x in (*each, "---")])


def test_plan_next_after_the_talk_is_about_what_follows_it(language):
    open_ = tuple(replace(each, state="todo", next="x") for each in day_items(language))
    given = standing(language, stage="given", days_left=-9, day=open_)
    after = next(each for each in open_ if each.item.day > 0)
    lines = next_lines(given)
    assert after.item.title[language] in lines
    assert not {each.item.title[language] for each in open_ if each.item.day <= 0} & set(lines)


def test_plan_day_screen(golden, language):
    first, _ = NAMES[language]
    facts = DayFacts(
        title=TITLES[language],
        talk_day=TALK,
        days_left=2,
        language=language,
        items=day_items(language),
        helped=(Helped(name=first, because=""),),
    )
    shown(golden, f"plan-day.{language}.txt", day_lines(facts))


def test_plan_of_all_talks_screen(golden):
    facts = Talks(
        talks=(
            standing("zh", folder="2027/采样之后，还能查清故障吗-采样之后"),
            standing("en", folder="a\nb", talk_day=None, next_due=None, days_left=None),
        ),
        unreadable=(Unreadable(folder="bad", message="bad/talk.toml:1: x" + "x" * 90),),
    )
    both = (*talks_lines(facts), "---", *next_of_all(facts))
    shown(golden, "plan-all.txt", both)


def test_plan_ics_screen(golden):
    one = Exported(file="plan.ics", talks=("A",), entries=22, reminders=18, changed=2)
    two = replace(one, talks=("A", "B"), changed=0, left_out=("c\nd: no day yet",))
    shown(golden, "plan-ics.txt", (*ics_lines(one), "---", *ics_lines(two)))


# through the command line


@pytest.fixture
def inside(make_talk, monkeypatch, language):
    space = make_talk(
        title=TITLES[language], language=language, dates=Dates(talk=today() + timedelta(9))
    )
    monkeypatch.chdir(space.folder)
    return space.folder


def test_confirm_is_kept_with_who_and_shown(inside, speakprep_run, language):
    name = NAMES[language][0]
    code, out, _ = speakprep_run("plan", "confirm", "camera", "--note", f" {name} ")
    assert (code, out) == (
        0,
        f"Noted for camera: {name}\n\nwrote plan.toml\n\nnext: speakprep plan day\n",
    )
    out = speakprep_run("plan", "day")[1]
    assert f"             + {today()}: {name}" in out.split("\n")
    assert out.endswith('\nnext: speakprep plan confirm guests --note "what was done"\n')


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("camera",), "say in a few words who, where or when"),
        (("camera", "--note", "what was done"), "say in a few words who, where or when"),
        (("nosuch", "--note", "x"), "there is no 'nosuch' on the day's list"),
        (("pdf", "--note", "x"), "the PDF itself is the proof"),
        (("upload", "--note", "x"), "there is no PDF of the deck here yet"),
        (("thanks", "--note", "x"), "whom did you thank?"),
        (("thanks", "--who", "Nobody"), "'Nobody' has neither commented nor answered"),
    ],
)
def test_confirm_of_nothing_is_refused_with_a_way_out(inside, speakprep_run, words, message):
    code, out, err = speakprep_run("plan", "confirm", *words)
    assert (code, out, err.startswith(f"speakprep: {message}")) == (2, "", True)
    assert err.split("\n")[1].strip()
    assert not (inside / "plan.toml").exists()


def test_upload_goes_stale_with_another_pdf(inside, speakprep_run):
    (inside / "talk-v1-2027-03-01.pdf").write_bytes(b"%PDF-1")
    assert speakprep_run("plan", "confirm", "upload", "--note", "their page")[0] == 0
    states = {i["item"]["key"]: i["state"] for i in day_facts(speakprep_run)["items"]}
    assert (states["pdf"], states["upload"]) == ("done", "done")
    (inside / "talk-v1-2027-03-01.pdf").write_bytes(b"%PDF-2")
    states = {i["item"]["key"]: i["state"] for i in day_facts(speakprep_run)["items"]}
    assert (states["pdf"], states["upload"]) == ("done", "stale")


def day_facts(run):
    return json.loads(run("plan", "day", "--format", "json")[1])["facts"]


def test_thanks_lead_from_the_comment_to_the_letter_to_the_word(inside, speakprep_run, language):
    name, words = NAMES[language][0], "Too much text on it."
    assert speakprep_run(
        "feedback", "add", words, "--reviewer", name, "--stage", "talk", "--about", "slide 4"
    )[0] == 0  # fmt: skip
    listed = json.loads(speakprep_run("feedback", "list", "--format", "json")[1])
    key = listed["facts"]["items"][0]["id"]
    assert speakprep_run("feedback", "resolve", key, "--fixed")[0] in {0, 1}
    facts = day_facts(speakprep_run)
    assert words in facts["helped"][0]["because"]
    thanks = next(item for item in facts["items"] if item["item"]["key"] == "thanks")
    assert thanks["next"].startswith("speakprep letter thank --to ")
    code, out, _ = speakprep_run(
        "letter", "thank", "--to", name, "--note", facts["helped"][0]["because"]
    )
    assert (code, words in out) == (0, True)
    assert speakprep_run("plan", "confirm", "thanks", "--who", name)[0] == 0
    thanks = next(
        item for item in day_facts(speakprep_run)["items"] if item["item"]["key"] == "thanks"
    )
    assert (thanks["state"], thanks["proved"]) == ("done", [f"thanked: {name}"])


def test_date_with_time_and_zone_is_kept_and_said(inside, speakprep_run):
    code, out, _ = speakprep_run(
        "plan", "date", "2031-05-06", "--at", "14:30", "--zone", "Europe/Amsterdam"
    )
    assert (code, out.split("\n")[0]) == (
        0, "The talk is on 2031-05-06 at 14:30, Europe/Amsterdam.",
    )  # fmt: skip
    for words in (("--at", "25:00"), ("--at", "9"), ("--zone", "Mars/Base"), ("--zone", "AoE")):
        before = {path.name: path.read_bytes() for path in inside.glob("*.toml")}
        code, out, err = speakprep_run("plan", "date", "2031-05-07", *words)
        assert (code, out, len(err.split("\n"))) == (2, "", 3)
        assert {path.name: path.read_bytes() for path in inside.glob("*.toml")} == before


def test_plan_outside_of_a_talk_shows_all_of_them(inside, monkeypatch, speakprep_run):
    monkeypatch.chdir(inside.parent)
    code, out, _ = speakprep_run("plan")
    assert (code, out.split("\n")[1].split()[0]) == (0, "talk")
    assert out.endswith("\nnext: cd talk && speakprep\n")
    assert speakprep_run("plan", "next")[1].endswith("\nnext: cd talk && speakprep\n")
    code, out, _ = speakprep_run("plan", "ics")
    assert (code, (inside.parent / "plan.ics").exists()) == (0, True)
    assert speakprep_run("plan", "day")[0] == 2


@pytest.mark.parametrize("words", [("plan",), ("plan", "next"), ("plan", "ics")])
def test_plan_where_there_is_no_talk_says_how_to_begin(tmp_path, monkeypatch, speakprep_run, words):
    monkeypatch.chdir(tmp_path)
    code, out, err = speakprep_run(*words)
    assert "speakprep new my-talk" in out + err
    assert code in {0, 2}


@pytest.mark.parametrize("words", [("next",), ("day",), ("ics",), ()])
def test_every_screen_of_the_plan_ends_in_what_is_next(inside, speakprep_run, words):
    code, out, _ = speakprep_run("plan", *words)
    assert (code, out.split("\n")[-2].startswith("next: speakprep ")) == (0, True)
