import json
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.talk.workspace import Workspace
from tests.loopback import Answer, Loopback

Run = Callable[..., tuple[int, str, str]]

TEXT = "## Abstract\n\nKeeping every trace costs more than the services. We sample.\n"
RULES = """
[[rule]]
code = "CFP801"
name = "cost"
kind = "max-length"
level = "off"
fields = ["abstract"]
message.en = "m"
why.en = "w"
ask.en = "What does it cost?"
source = "s"
bad.en = ["x"]
good.en = ["y"]

[[rule]]
code = "CFP802"
name = "parts"
kind = "max-length"
level = "off"
fields = ["abstract"]
message.en = "m"
why.en = "w"
ask.en = "How do the parts combine?"
source = "s"
bad.en = ["x"]
good.en = ["y"]
"""
TRUE = "every trace costs more than the services"


@pytest.fixture
def folder(make_talk: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A talk with two questions of its own, with the command typed inside it."""
    folder = make_talk().folder
    (folder / "checklists").mkdir()
    (folder / "checklists" / "cfp.toml").write_text(RULES, "utf-8")
    other = RULES.split("[[rule]]")[1].replace("CFP801", "CFP803").replace("ask.en", "#")
    (folder / "checklists" / "reviewer-feedback.toml").write_text(f"[[rule]]{other}", "utf-8")
    (folder / "cfp.md").write_text(TEXT, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def told(quote: str) -> str:
    entries = [
        {
            "code": "CFP801",
            "verdict": "answered",
            "field": "abstract",
            "quote": quote,
            "reason": "It names \x1b[31mthe cost.",
        },
        {"code": "CFP802", "verdict": "open", "field": "", "quote": "", "reason": "Not said."},
    ]
    return json.dumps({"items": entries})


@pytest.fixture
def server(serve: Callable[[Answer], Loopback]) -> Loopback:
    return serve(lambda asked: told(TRUE))


def test_review_without_a_model_writes_a_request(folder: Path, speakprep_run: Run) -> None:
    code, out, err = speakprep_run("cfp", "review")
    assert (code, err) == (0, "")
    assert out.startswith("review-request.md holds 2 open questions and your text (about ")
    assert "Nothing was sent." in out
    assert "\nnext: speakprep cfp review --import answer.txt\n" in out
    assert max(len(line) for line in out.split("\n")) <= 80


def test_review_with_a_local_model_costs_once(
    folder: Path, speakprep_run: Run, server: Loopback, golden: Callable[[str, str], None]
) -> None:
    arguments = ("cfp", "review", "--model", "m", "--base-url", server.url)
    code, out, err = speakprep_run(*arguments)
    assert (code, len(server.seen)) == (0, 1)
    assert "2 questions about abstract of cfp.md, with these texts, in 1 request" in err
    assert "free of charge" in err
    golden("cfp-review.txt", out)
    code, out, err = speakprep_run(*arguments)
    assert (code, err, len(server.seen)) == (0, "", 1)
    assert out.startswith("cfp.md, read by m (2 known from before): 1 proposed;")
    code, out, _ = speakprep_run("cfp", "check", "--accept", "all")
    assert (code, f"  > {TRUE}" in out) == (0, True)


def test_review_throws_an_invented_quote_away(
    folder: Path, speakprep_run: Run, server: Loopback
) -> None:
    server.answer = lambda asked: told("we saved forty percent of the costs")
    arguments = ("cfp", "review", "--model", "m", "--base-url", server.url, "--format", "json")
    code, out, _ = speakprep_run(*arguments)
    facts = json.loads(out)["facts"]
    assert (code, facts["discarded"], facts["proposed"]) == (0, ["CFP801"], [])
    assert not (folder / "cfp-check.toml").exists()


def test_review_with_a_remote_model_needs_a_yes(
    folder: Path, speakprep_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nothing")
    code, out, err = speakprep_run("cfp", "review", "--model", "gpt")
    assert (code, out, "over the network" in err, "add --yes" in err) == (2, "", True, True)
    assert not (folder / ".speakprep").exists()


def test_review_says_the_price_that_talk_toml_gives(
    folder: Path, speakprep_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nothing")
    with (folder / "talk.toml").open("a") as stream:
        stream.write('name = "gpt"\ninput_price = 1\noutput_price = 2.5\ncurrency = "EUR"\n')
    assert "at most about 0.01 EUR" in " ".join(speakprep_run("cfp", "review")[2].split())


def test_import_of_half_an_answer_counts(folder: Path, speakprep_run: Run) -> None:
    (folder / "answer.txt").write_text(told(TRUE)[:-30], "utf-8")
    code, out, _ = speakprep_run("cfp", "review", "--import", "answer.txt")
    assert code == 0
    assert "1 proposed; 1 not said anything about." in " ".join(out.split())
    assert "It names <U+001B>[31mthe cost." in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--import", "none.txt"], "speakprep: none.txt: there is no such file"),
        (["--import", "bad.txt"], "speakprep: bad.txt: holds no JSON object"),
        (["--import", "bad.txt", "--paste"], "speakprep: --import takes an answer back"),
        (["--model", "m", "--paste"], "speakprep: --paste writes a request and --model sends it"),
        (["--base-url", "http://localhost:1/v1"], "speakprep: which model at localhost?"),
    ],
)
def test_review_refuses_what_makes_no_sense(
    folder: Path, speakprep_run: Run, arguments: list[str], message: str
) -> None:
    (folder / "bad.txt").write_text("Sorry, I cannot.", "utf-8")
    code, out, err = speakprep_run("cfp", "review", *arguments)
    assert (code, out, err[: len(message)]) == (2, "", message)


def test_review_needs_a_key_where_one_is_needed(folder: Path, speakprep_run: Run) -> None:
    assert speakprep_run("cfp", "review", "--model", "gpt")[0] == 4
