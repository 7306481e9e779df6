import json
from collections.abc import Callable

import pytest

from speakprep.talk.files import parse_talk
from speakprep.talk.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
Make = Callable[..., Workspace]

GOOD = """\
## Title
Keep Traces
## Abstract
Keeping every trace costs more than the services. You will leave with three rules.
## Audience
Platform engineers
## Takeaways
三条规则
## Biography
Runs tracing.
"""


@pytest.fixture
def space(make_talk: Make, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = make_talk(title="Keep Traces")
    monkeypatch.chdir(made.folder)
    (made.folder / "cfp.md").write_text(GOOD, encoding="utf-8")
    return made


def test_freeze_of_a_sound_proposal(space: Workspace, speakprep_run: Run) -> None:
    code, out, _ = speakprep_run("cfp", "freeze")
    assert code == 0
    assert out.startswith("Frozen (generic, ")
    assert out.endswith(".toml\n\nnext: speakprep cfp submitted\n")
    code, out, _ = speakprep_run("cfp", "freeze", "--format", "json")
    assert (code, json.loads(out)["facts"]["before"], json.loads(out)["written"]) == (0, True, [])


def test_freeze_with_something_open_fails_until_a_reason_is_given(
    space: Workspace, speakprep_run: Run
) -> None:
    text = GOOD.replace("Runs tracing.", "\x1b[2J待补")
    (space.folder / "cfp.md").write_text(text, encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "freeze")
    assert code == 1
    assert out.startswith("cfp.md is not frozen: 2 things to mend first.")
    assert "\x1b" not in out
    assert out.endswith("next: speakprep cfp lint\n")
    code, _, err = speakprep_run("cfp", "freeze", "--anyway")
    assert (code, "needs a reason" in err) == (2, True)
    code, out, _ = speakprep_run("cfp", "freeze", "--anyway", "--reason", "closes tonight")
    assert (code, "with 2 open:\n" in out, "  because: closes tonight\n" in out) == (0, True, True)


def test_open_must_item_of_a_reviewer_keeps_it_from_being_frozen(
    space: Workspace, speakprep_run: Run
) -> None:
    said = ("--reviewer", "Wen", "--severity", "must", "--stage", "cfp", "--about", "abstract")
    code, out, err = speakprep_run("feedback", "add", *said, "先说代价")
    assert (code, err) == (0, ""), out
    code, out, _ = speakprep_run("cfp", "freeze")
    assert (code, "error CFP134" in out, "Wen提出必须修改：先说代价" in out) == (1, True, True)
    assert out.endswith("\nnext: speakprep feedback list\n")
    _, listed, _ = speakprep_run("feedback", "list", "--format", "json")
    (item,) = json.loads(listed)["facts"]["items"]
    speakprep_run(
        "feedback", "decline", item["id"], "--reason", "it is said in the second sentence"
    )
    code, out, _ = speakprep_run("cfp", "freeze")
    assert code == 0, out


@pytest.mark.parametrize("what", ["submitted", "accepted", "rejected"])
def test_days_are_noted_in_talk_toml_and_its_comments_stay(
    space: Workspace, speakprep_run: Run, what: str
) -> None:
    talk = space.folder / "talk.toml"
    talk.write_bytes("\ufeff".encode() + talk.read_bytes().replace(b"\n", b"\r\n"))
    before = talk.read_bytes()
    code, out, _ = speakprep_run("cfp", what, "2026-10-09")
    assert (code, "2026-10-09" in out, "wrote talk.toml" in out) == (0, True, True)
    after = talk.read_bytes()
    assert after.replace(f"{what} = 2026-10-09\r\n".encode(), b"") == before
    dates = parse_talk(after.decode(), "talk.toml").dates
    assert (dates.answer, str(getattr(dates, what))) == (what, "2026-10-09")


def test_days_that_contradict_each_other_are_refused(space: Workspace, speakprep_run: Run) -> None:
    speakprep_run("cfp", "submitted", "2026-10-09")
    code, _, err = speakprep_run("cfp", "rejected", "2026-10-08")
    assert code == 2
    assert "rejected on 2026-10-08, submitted on 2026-10-09: one of these days is wrong" in err
    code, _, err = speakprep_run("cfp", "accepted", "soon")
    assert (code, "'soon' is not a day" in err) == (2, True)


@pytest.mark.parametrize("what", ["submitted", "accepted", "rejected"])
def test_day_still_to_come_is_refused(space: Workspace, speakprep_run: Run, what: str) -> None:
    before = (space.folder / "talk.toml").read_bytes()
    code, _, err = speakprep_run("cfp", what, "2199-11-01")
    assert (code, f"{what} on 2199-11-01: that day is still to come, today is " in err) == (2, True)
    assert (space.folder / "talk.toml").read_bytes() == before


def test_front_door_waits_and_then_looks_for_the_next_event(
    space: Workspace, speakprep_run: Run
) -> None:
    speakprep_run("cfp", "freeze")
    speakprep_run("cfp", "submitted", "2026-10-09")
    _, out, _ = speakprep_run()
    assert out.split("\n")[1] == "waiting for the answer since 2026-10-09"
    assert out.endswith("\nnext: speakprep cfp accepted YYYY-MM-DD\n")
    (space.folder / "cfp.md").write_text(GOOD.replace("三", "五"), encoding="utf-8")
    _, out, _ = speakprep_run()
    assert "cfp.md: advice CFP132\n" in out
    _, out, _ = speakprep_run("cfp", "rejected", "2026-10-20")
    assert "the next event starts with most of the work done" in " ".join(out.split())
    assert out.endswith("\nnext: speakprep event deadlines\n")
    _, out, _ = speakprep_run()
    assert out.split("\n")[1] == "free for another event"
    assert "CFP132" not in out
    assert out.endswith("\nnext: speakprep cfp new-version --event EVENT\n")
