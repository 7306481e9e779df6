import io
import json
import sys

import pytest

MAIL = """\
Reviewer 1:
- Title: shorter
- 第 12 页：字太小，必须改
- 14:05 you lost me
- idea: \u202eadd a joke\x1b[31m

Odd words here.
"""


@pytest.fixture
def inside(make_talk, monkeypatch):
    space = make_talk(title="采样")
    monkeypatch.chdir(space.folder)
    (space.folder / "mail.txt").write_text(MAIL, encoding="utf-8")
    return space.folder


def ids(speakprep_run):
    items = json.loads(speakprep_run("feedback", "list", "--format", "json")[1])["facts"]["items"]
    return [item["id"] for item in items]


def imported(speakprep_run):
    return speakprep_run("feedback", "import", "mail.txt", "--date", "2026-11-20")


def test_feedback_import_shows_what_it_recorded(inside, speakprep_run, golden):
    code, out, err = imported(speakprep_run)
    assert (code, err) == (0, "")
    golden("feedback-import.txt", out)
    assert max(len(line) for line in out.split("\n")) <= 80
    assert speakprep_run("feedback", "list")[0] == 0


def test_feedback_import_of_pasted_text_reads_stdin(inside, speakprep_run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("- 标题：太长\n".encode())))
    code, out, _ = speakprep_run("feedback", "import", "-", "--reviewer", "李雷")
    assert (code, out.split("\n")[0]) == (0, "1 comment recorded.")


def test_feedback_goes_all_the_way(inside, speakprep_run, golden):
    speakprep_run("cfp", "draft", "--no-input")
    imported(speakprep_run)
    must, title, talk, idea = ids(speakprep_run)
    assert speakprep_run("feedback", "resolve", title)[1].startswith(f"{title}: open -> fixed.\n")
    assert "FBK101" in speakprep_run("feedback", "list")[1]
    cfp = inside / "cfp.md"
    cfp.write_text(cfp.read_text("utf-8").replace("采样", "尾部采样"), encoding="utf-8")
    assert speakprep_run("feedback", "resolve", title)[1].startswith(
        f"{title}: fixed -> fixed. The text it is about has changed.\n"
    )
    assert speakprep_run("feedback", "resolve", title, "--verified")[0] == 0
    assert speakprep_run("feedback", "resolve", must, "--accept")[0] == 0
    assert speakprep_run("feedback", "decline", idea, "--reason", "no jokes")[0] == 0
    golden("feedback-list.txt", speakprep_run("feedback", "list")[1])
    shown = speakprep_run("feedback", "show", idea)[1]
    assert "<U+202E>add a joke<U+001B>[31m" in shown
    assert "\x1b" not in shown
    assert speakprep_run("feedback", "show", talk)[1].endswith(
        f"next: speakprep feedback resolve {talk}\n"
    )
    assert speakprep_run("feedback", "stats")[1].split("\n")[5] == "2 answered, 2 to go."


def test_feedback_promote_tells_the_next_talk(inside, speakprep_run):
    speakprep_run("feedback", "add", "End with what the audience takes home", "--reviewer", "Ann")
    (item,) = ids(speakprep_run)
    code, out, _ = speakprep_run("feedback", "promote", item)
    assert (code, out.split("\n")[0]) == (0, f"{item} is now your rule MY101, like CFP804:")


def test_rule_made_of_another_one_speaks_in_its_place(inside, speakprep_run):
    (inside / "cfp.md").write_text("## Abstract\n\nTracing costs too much. We sample.\n", "utf-8")

    def codes():
        _, out, _ = speakprep_run("cfp", "lint", "--format", "json")
        return {each["code"] for each in json.loads(out)["findings"]} & {"CFP804", "MY101"}

    assert codes() == {"CFP804"}
    speakprep_run("feedback", "add", "End with what the audience takes home", "--reviewer", "Ann")
    (item,) = ids(speakprep_run)
    speakprep_run("feedback", "promote", item)
    assert codes() == {"MY101"}


def test_rule_made_of_another_one_looks_whatever_else_is_filled_in(inside, speakprep_run):
    text = "## Abstract\n\nTracing costs too much. We sample.\n\n## Takeaways\n\nTwo rules.\n"
    (inside / "cfp.md").write_text(text, "utf-8")
    speakprep_run("feedback", "add", "End with what the audience takes home", "--reviewer", "Ann")
    (item,) = ids(speakprep_run)
    speakprep_run("feedback", "promote", item)
    _, out, _ = speakprep_run("cfp", "lint", "--format", "json")
    assert "MY101" in {each["code"] for each in json.loads(out)["findings"]}


@pytest.mark.parametrize("again", [("--words", "simply"), ("--like", "CFP801")])
def test_promote_again_with_words_says_where_the_rule_is(inside, speakprep_run, again):
    speakprep_run("feedback", "add", "End with what the audience takes home", "--reviewer", "Ann")
    (item,) = ids(speakprep_run)
    speakprep_run("feedback", "promote", item)
    assert speakprep_run("feedback", "promote", item)[1].startswith(f"{item} is a rule already:")
    code, out, err = speakprep_run("feedback", "promote", item, *again)
    first, hint = err.split("\n")[:2]
    file, line, said = first.removeprefix("speakprep: ").split(":", 2)
    assert (code, out, said) == (
        2, "", f" {item} is your rule MY101 already, and it stays as it is"
    )  # fmt: skip
    assert hint == "  change its words there by hand, or delete the rule and promote again"
    rows = (inside / file).read_text("utf-8").split("\n")
    assert rows[int(line) - 1 : int(line) + 1] == ["[[rule]]", 'code = "MY101"']


@pytest.mark.parametrize(
    ("said", "place"),
    [("Slide 3: too small", "slide 3"), ("第 12 页的字太小", "slide 12"), ("太长", "whole")],
)
def test_feedback_add_offers_the_place_that_was_mentioned(
    inside, on_terminal, speakprep_run, said, place
):
    code, shown = on_terminal(inside, "feedback", "add", typed=f"{said}\n\n\n")
    assert (code, f"About what? [{place}] " in shown) == (0, True)
    listed = speakprep_run("feedback", "list", "--format", "json")[1]
    (item,) = json.loads(listed)["facts"]["items"]
    assert f"{item['target']['kind']} {item['target']['value']}".strip() == place


def test_feedback_add_takes_a_place(inside, speakprep_run):
    code, out, _ = speakprep_run("feedback", "add", "too full", "--about", "slides 3-5")
    assert (code, " deck slide 3-5 " in out) == (0, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "zz"), "there is no comment 'zz'"),
        (("add",), "a comment needs words"),
        (("add", "x", "--about", "the moon"), "'the moon' is not a place in a talk"),
        (("add", "x", "--date", "soon"), "'soon' is not a day"),
        (("import", "nosuch.txt"), "nosuch.txt: there is no such file"),
        (("resolve", "zz", "--accept", "--verified"), "only one of --accept, --fixed"),
        (("promote", "zz", "--missing"), "this needs words to look for"),
    ],
)
def test_feedback_with_wrong_words_is_refused(inside, speakprep_run, words, message):
    code, out, err = speakprep_run("feedback", *words)
    assert (code, out, err.startswith(f"speakprep: {message}")) == (2, "", True)


def test_feedback_on_a_slide_is_proved_by_the_script(inside, speakprep_run):
    script = inside / "script.en.md"
    script.write_text("# T\n\n## 2. Why {#s259}\n\nWords.\n", encoding="utf-8")
    speakprep_run("feedback", "add", "too brief", "--about", "slide 2")
    (item,) = ids(speakprep_run)
    assert "FBK101" in speakprep_run("feedback", "resolve", item)[1]
    script.write_text(script.read_text("utf-8") + "More words.\n", encoding="utf-8")
    assert "has changed" in speakprep_run("feedback", "resolve", item)[1]
