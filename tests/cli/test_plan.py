import json
import shlex
from datetime import date, datetime, timedelta

import pytest

from speakprep.plan.files import parse_plan
from speakprep.talk.model import Dates


def today() -> date:
    return datetime.now().astimezone().date()


@pytest.fixture
def inside(make_talk, monkeypatch):
    """A talk in a hundred days, and the person in its folder."""
    day = today() + timedelta(days=100)
    space = make_talk(title="采样", dates=Dates(talk=day))
    monkeypatch.chdir(space.folder)
    return space.folder


def test_plan_shows_five_steps_and_what_is_next(inside, speakprep_run):
    code, out, err = speakprep_run("plan")
    assert (code, err) == (0, "")
    heads = [line[:6] for line in out.split("\n") if line[:1] == "["]
    assert heads == [f"[ ] {number}" + " " for number in range(1, 6)]
    assert out.endswith("\nnext: speakprep cfp draft\n")


def test_plan_as_json_is_the_envelope_with_all_facts(inside, speakprep_run):
    code, out, _ = speakprep_run("plan", "--format", "json")
    envelope = json.loads(out)
    assert (code, envelope["command"], envelope["exit_code"]) == (0, "plan", 0)
    facts = envelope["facts"]
    assert (facts["title"], facts["stage"], facts["days_left"]) == ("采样", "proposal", 100)
    assert [step["step"]["key"] for step in facts["steps"]] == [
        "text", "rehearse", "team", "experts", "final",
    ]  # fmt: skip
    assert {step["state"] for step in facts["steps"]} == {"todo"}


def test_plan_date_moves_all_steps(inside, speakprep_run):
    code, out, _ = speakprep_run("plan", "date", "2031-05-06")
    assert (code, out) == (
        0,
        "The talk is on 2031-05-06.\n\nwrote talk.toml\n\nnext: speakprep plan\n",
    )
    facts = json.loads(speakprep_run("plan", "--format=json")[1])["facts"]
    assert [step["due"] for step in facts["steps"]] == [
        "2031-04-01", "2031-04-12", "2031-04-19", "2031-05-01", "2031-05-05",
    ]  # fmt: skip


def test_plan_accepted_is_congratulated(inside, speakprep_run):
    code, out, _ = speakprep_run("plan", "accepted", f"{today()}")
    assert (code, out.split("\n")[0]) == (0, f"Accepted on {today()}. Congratulations!")
    assert f"accepted = {today()}" in (inside / "talk.toml").read_text("utf-8")


@pytest.mark.parametrize("group", ["plan", "cfp"])
def test_accepted_means_the_same_in_both_places(inside, speakprep_run, group):
    code, out, _ = speakprep_run(group, "accepted", f"{today()}")
    assert (code, out) == (
        0,
        f"Accepted on {today()}. Congratulations!\n\nwrote talk.toml\n\nnext: speakprep plan\n",
    )


def test_plan_invite_and_answer_are_kept(inside, speakprep_run):
    assert speakprep_run("plan", "invite", "李明")[1].split("\n")[::2] == [
        "1 of 3 experts invited, 0 answered.",
        "wrote plan.toml",
        "next: speakprep plan invite NAME",
    ]
    code, out, _ = speakprep_run("plan", "answer", "李明", "--note", "第 4 页字太多")
    assert (code, out.split("\n")[0]) == (0, "1 of 3 experts invited, 1 answered.")
    plan = parse_plan((inside / "plan.toml").read_text("utf-8"), "plan.toml")
    assert (plan.people[0].answered, plan.people[0].note) == (today(), "第 4 页字太多")


def test_plan_waive_and_move_show_in_the_plan(inside, speakprep_run):
    assert speakprep_run("plan", "waive", "3", "--reason", "I work alone")[0] == 0
    day = today() + timedelta(days=98)
    assert speakprep_run("plan", "move", "5", f"{day}")[1].split("\n")[0] == (
        f"Step 5 is due on {day}."
    )
    out = speakprep_run("plan")[1]
    assert f"       + left out on {today()}: I work alone" in out.split("\n")
    assert f"by {day:%m-%d}" in out
    code, _, err = speakprep_run("plan", "move", "5", "2131-01-02")
    assert (code, err.split("\n")[0].startswith("speakprep: 2131-01-02 is after the talk")) == (
        2, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("date", "tomorrow"), "'tomorrow' is not a day"),
        (("date", "2027-02-30"), "'2027-02-30' is not a day"),
        (("waive", "9", "--reason", "x"), "there is no step '9'"),
        (("waive", "3"), "leaving out a step needs a reason"),
        (("answer", "Anna", "--note", "fine"), "'Anna' was not invited"),
        (("answer", "Anna"), "an answer needs what was said"),
        (("invite", " "), "an invitation needs a name"),
        (("move", "3"), "Missing argument 'YYYY-MM-DD'."),
        (("nosuch",), "No such command 'nosuch'."),
    ],
)
def test_plan_with_wrong_words_is_refused_with_a_way_out(inside, speakprep_run, words, message):
    before = {path.name: path.read_bytes() for path in inside.glob("*.toml")}
    code, out, err = speakprep_run("plan", *words)
    first, hint, *rest = err.split("\n")
    assert (code, out, first.startswith(f"speakprep: {message}")) == (2, "", True)
    assert (hint[:2], hint[2:] != "", rest) == ("  ", True, [""])
    assert {path.name: path.read_bytes() for path in inside.glob("*.toml")} == before


def test_plan_of_another_talk_leads_on_from_here(inside, monkeypatch, speakprep_run):
    monkeypatch.chdir(inside.parent)
    code, out, _ = speakprep_run("--talk", "talk", "plan", "invite", "Anna")
    assert (code, out.split("\n")[-2]) == (0, "next: speakprep plan invite NAME --talk talk")
    assert speakprep_run("plan", "--talk", "talk", "invite", "Ben")[0] == 0
    plan = parse_plan((inside / "plan.toml").read_text("utf-8"), "plan.toml")
    assert [expert.name for expert in plan.people] == ["Anna", "Ben"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("speakprep script sync DECK.pptx", "DECK.pptx: "),
        ("speakprep script check", "script.en.md: "),
        ("speakprep script check --lang zh", "script.zh.md: "),
        ("speakprep translate run --to zh", "script.en.md: "),
        ("speakprep rehearse log RECORDING", "RECORDING: "),
        (
            "speakprep rehearse log RECORDING --kind team --with NAME",
            "RECORDING: ",
        ),
        ("speakprep rehearse log VIDEO --kind video", "VIDEO: "),
        ("speakprep rehearse log RECORDING --kind final", "RECORDING: "),
        (
            'speakprep rehearse listened 2027-solo --confirm --note "what I noticed"',
            "there is no rehearsal '2027-solo'",
        ),
        ("speakprep rehearse listen 2027-solo", "there is no rehearsal '2027-solo'"),
        ('speakprep plan answer "Li Ming" --note "what was said"', "'Li Ming' was not invited"),
        ('speakprep plan confirm camera --note "what was done"', "say in a few words who"),
        ("speakprep deck pdf", "this talk has no deck yet"),
        ("speakprep plan date YYYY-MM-DD", "'YYYY-MM-DD' is not a day"),
    ],
)
def test_next_commands_are_understood_and_lack_only_what_they_name(
    inside, speakprep_run, typed, message
):
    code, out, err = speakprep_run(*shlex.split(typed)[1:])
    assert (code, out, err.startswith(f"speakprep: {message}")) == (2, "", True)


@pytest.mark.parametrize(
    "typed", ["speakprep cfp draft", "speakprep plan", "speakprep plan invite NAME",
              "speakprep rehearse list", "speakprep new my-next-talk", "speakprep doctor"],
)  # fmt: skip
def test_next_commands_that_lack_nothing_run(inside, speakprep_run, typed):
    assert speakprep_run(*shlex.split(typed)[1:])[0] == 0
