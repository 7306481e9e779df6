import json
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest

from speakprep.talk.model import Dates


def today() -> date:
    return datetime.now().astimezone().date()


@pytest.fixture
def inside(make_talk, monkeypatch):
    """A talk in a hundred days, and the person in its folder."""
    day = today() + timedelta(days=100)
    space = make_talk(title="采样", language="zh", speakers=("阿文",), dates=Dates(talk=day))
    monkeypatch.chdir(space.folder)
    return space.folder


def test_letter_is_shown_in_the_talks_language_and_leads_to_the_invitation(inside, speakprep_run):
    code, out, err = speakprep_run("letter", "ask-expert", "--to", "李明 <li@example.org>")
    lines = out.split("\n")
    assert (code, err) == (0, "")
    assert lines[:5] == [
        "To: li@example.org", "主题：想请您看看我的演讲《采样》", "", "李明，您好：", "",
    ]  # fmt: skip
    assert lines[-5:] == ["非常感谢！", "阿文", "", "next: speakprep plan invite '李明'", ""]


def test_letter_to_somebody_invited_already_leads_to_the_plan(inside, speakprep_run):
    assert speakprep_run("plan", "invite", "李明 <li@example.org>")[0] == 0
    assert speakprep_run("plan", "invite", "李明")[0] == 2  # the same person
    _, out, _ = speakprep_run("letter", "ask-expert", "--to", "李明 <li@example.org>")
    assert out.endswith("\nnext: speakprep plan\n")
    _, out, _ = speakprep_run("letter", "ask-expert", "--to", "王芳")
    assert out.endswith("\nnext: speakprep plan invite '王芳'\n")


def test_letter_asks_the_expert_by_the_plans_day(inside, speakprep_run):
    due = today() + timedelta(days=92)
    facts = json.loads(speakprep_run("letter", "ask-expert", "--format", "json")[1])["facts"]
    assert f"如果能在 {due.year} 年 {due.month} 月 {due.day} 日前回复" in facts["text"]
    (inside / "plan.toml").write_text("[moved]\nexperts = 2001-01-01\n")
    facts = json.loads(speakprep_run("letter", "ask-expert", "--format", "json")[1])["facts"]
    assert "前回复" not in facts["text"]


def test_letter_is_written_although_the_plan_is_broken(inside, speakprep_run):
    (inside / "plan.toml").write_text("[moved\n")
    assert speakprep_run("letter", "ask-expert")[0] == 0


def test_letter_by_and_lang_are_the_speakers_choice(inside, speakprep_run):
    code, out, _ = speakprep_run("letter", "ask-review", "--lang", "en", "--by", "2099-05-01")
    assert (code, "An answer by 1 May 2099 leaves" in out) == (0, True)
    assert out.endswith("\nnext: speakprep feedback import FILE\n")


def test_letter_names_the_event_unless_it_is_any(make_talk, monkeypatch, speakprep_run):
    space = make_talk(event="pycontw")
    monkeypatch.chdir(space.folder)
    assert "\nEvent: PyCon Taiwan" in speakprep_run("letter", "ask-expert")[1]
    make_talk()
    assert "\nEvent:" not in speakprep_run("letter", "ask-expert")[1]


def test_letter_out_is_a_draft_and_replaces_nothing_unasked(inside, speakprep_run):
    (inside / "cfp.md").write_text("## Title\n")
    words = ("letter", "thank", "--to", "Dana <d@example.org>", "--from", "Wen <w@example.org>")
    code, out, err = speakprep_run(*words, "--lang", "en", "--file", "cfp.md", "--out", "t.eml")
    assert (code, err) == (0, "")
    assert out.split("\n") == [
        "A letter to Dana. Read it, change it, send it yourself: nothing was sent.",
        "", "Attach: cfp.md", "", "wrote t.eml", "", "next: speakprep plan", "",
    ]  # fmt: skip
    data = (inside / "t.eml").read_bytes()
    mail = message_from_bytes(data, policy=SMTP)
    assert (str(mail["To"]), str(mail["From"])) == ("Dana <d@example.org>", "Wen <w@example.org>")
    assert mail["Subject"] == 'Thank you for your comments on "采样"'
    code, out, err = speakprep_run("letter", "thank", "--out", "t.eml")
    assert (code, out, err.split("\n")[1:]) == (2, "", ["  add --yes", ""])
    assert (inside / "t.eml").read_bytes() == data
    assert speakprep_run("letter", "thank", "--out", "t.eml", "--yes")[0] == 0
    assert (inside / "t.eml").read_bytes() != data


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--to", "a@b\nBcc: c@d"), "a name holds the control character U+000A"),
        (("--to", "a@b c"), "'a@b c' is not a mail address"),
        (("--by", "soon"), "'soon' is not a day"),
        (("--by", "2001-01-01"), "2001-01-01 is past"),
        (("--file", "none.md"), "none.md: there is no such file to attach"),
        (("--out", "letter"), "letter: a letter's file ends in .eml or .txt"),
        (("--out", "none/letter.eml"), "none: there is no such folder"),
        (("--note", "\x1b[2J"), "the note holds the control character U+001B"),
    ],
)
def test_letter_with_wrong_words_is_refused_and_writes_nothing(
    inside, speakprep_run, words, message
):
    before = sorted(inside.iterdir())
    code, out, err = speakprep_run("letter", "ask-expert", *words)
    assert (code, out, err.split("\n")[0]) == (2, "", f"speakprep: {message}")
    assert sorted(inside.iterdir()) == before
