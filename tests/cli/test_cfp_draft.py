import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.event.profiles import load_profile
from speakprep.talk.workspace import Workspace, shelves

Run = Callable[..., tuple[int, str, str]]
Make = Callable[..., Workspace]
Golden = Callable[[str, str], None]
OnTerminal = Callable[..., tuple[int, str]]

PARTS = 7
"""The description is asked for in so many parts."""

KUBECON = load_profile(shelves(Path("no-such-folder")), "kubecon-eu-2027")
FIELDS = len(KUBECON.fields)
QUESTIONS = FIELDS - 2 + PARTS
"""All fields but the title, which the talk has, and the description, plus its parts."""


@pytest.fixture
def space(make_talk: Make, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = make_talk(title="Keep Traces", event="kubecon-eu-2027")
    monkeypatch.chdir(made.folder)
    return made


def _write(space: Workspace, text: str, name: str = "cfp.md") -> None:
    (space.folder / name).write_text(text, encoding="utf-8")


def test_draft_shows_what_is_still_empty(space: Workspace, speakprep_run: Run) -> None:
    code, out, err = speakprep_run("cfp", "draft", "--no-input", "--answer", "level=Any")
    assert (code, err) == (0, "")
    assert (
        out.split("\n")[0] == f"KubeCon + CloudNativeCon Europe 2027: 2 of {FIELDS} fields written."
    )
    assert out.endswith("\nwrote cfp.md\n\nnext: speakprep cfp lint\n")


def test_draft_takes_answers_from_a_file_and_the_line_wins(
    space: Workspace, speakprep_run: Run
) -> None:
    _write(space, 'description = """one\n\ntwo"""\nlevel = "Any"\ntitle = "A"\n', "a.toml")
    code, out, _ = speakprep_run(
        *("cfp", "draft", "--answers", "a.toml", "--answer", "level=Advanced"),
        *("--title", "B", "--format", "json"),
    )
    assert code == 0
    assert json.loads(out)["facts"]["filled"] == ["title", "description", "level"]
    text = (space.folder / "cfp.md").read_text("utf-8")
    assert ("\none\n\ntwo\n" in text, "\nAdvanced\n" in text, "\nB\n" in text) == (True,) * 3


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--answer", "level"], 2, "speakprep: 'level' names no field"),
        (["--answer", "x=1"], 2, "speakprep: the form has no field 'x'"),
        (["--answers", "none.toml"], 2, "speakprep: none.toml: there is no such file"),
        (["--answers", "bad.toml"], 2, "speakprep: bad.toml:2: level must be text in quotes"),
        (["--talk", "nowhere"], 2, "speakprep: nowhere: is not a talk: it holds no talk.toml"),
    ],
)
def test_draft_refuses_what_makes_no_sense(
    space: Workspace, speakprep_run: Run, arguments: list[str], code: int, message: str
) -> None:
    _write(space, 'title = "A"\nlevel = 3\n', "bad.toml")
    got, out, err = speakprep_run("cfp", "draft", "--no-input", *arguments)
    assert (got, out, err.split("\n")[0][: len(message)]) == (code, "", message)
    assert not (space.folder / "cfp.md").exists()


def test_draft_in_an_editor_changes_the_file_itself(
    space: Workspace, speakprep_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys\nwith open(sys.argv[1], 'a') as f:\n    f.write('\\nin the editor\\n')\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    code, out, _ = speakprep_run("cfp", "draft", "--editor", "--format", "json")
    facts = json.loads(out)["facts"]
    assert (code, facts["filled"]) == (0, ["title", "speaking_history"])


@pytest.mark.parametrize(
    ("editor", "message"),
    [
        ("no-such-editor-here", "speakprep: there is no editor 'no-such-editor-here'"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", "what you saved is in cfp.md"),
    ],
)
def test_draft_with_a_broken_editor_keeps_the_file(
    space: Workspace,
    speakprep_run: Run,
    monkeypatch: pytest.MonkeyPatch,
    editor: str,
    message: str,
) -> None:
    _write(space, "## Track\nmine\n")
    monkeypatch.setenv("EDITOR", editor)
    code, _, err = speakprep_run("cfp", "draft", "--editor")
    assert (code, message in err) == (4, True)
    assert (space.folder / "cfp.md").read_text("utf-8") == "## Track\nmine\n"


def test_draft_in_no_editor_and_without_a_terminal_waits_for_nobody(
    space: Workspace, speakprep_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    code, _, err = speakprep_run("cfp", "draft", "--editor")
    assert (code, err.split("\n")[:2]) == (
        2,
        [
            "speakprep: there is no terminal for an editor",
            "  open cfp.md yourself, or name one that needs none: export EDITOR=code",
        ],
    )


def _speak(space: Workspace, language: str) -> None:
    talk = space.folder / "talk.toml"
    text = talk.read_text("utf-8").replace('language = "en"', f'language = "{language}"')
    talk.write_text(text, "utf-8")


def test_interview_saves_each_answer_and_ctrl_c_keeps_them(
    space: Workspace, on_terminal: OnTerminal
) -> None:
    typed = "It costs too much.\n\nWe pay twice.\n.\nPlatform teams.\n.\n" + "\n" * 5 + "9\n2\n\x03"
    code, shown = on_terminal(space.folder, "cfp", "draft", typed=typed)
    assert code == 130
    text = (space.folder / "cfp.md").read_text("utf-8")
    assert "\nIt costs too much.\n\nWe pay twice.\n\n<!-- who: " in text
    assert "\nPlatform teams.\n\n<!-- did: " in text
    assert "\nCNCF Project Opportunity\n" in text
    assert "saved: 33/1000 characters" in shown
    assert "saved: 50/1000 characters" in shown  # all parts together
    assert "choose a number from 1 to 2" in shown


def test_interview_stopped_in_an_answer_keeps_its_lines_and_goes_on_there(
    space: Workspace, on_terminal: OnTerminal
) -> None:
    typed = "It costs too much.\nNobody 看得懂。\n\x04"
    code, shown = on_terminal(space.folder, "cfp", "draft", typed=typed)
    assert code == 130
    text = (space.folder / "cfp.md").read_text("utf-8")
    assert "\nIt costs too much.\nNobody 看得懂。\n" in text
    assert "saved: 30/1000 characters" in shown
    code, shown = on_terminal(space.folder, "cfp", "draft", typed="\x04")
    assert code == 130
    assert "Who has this trouble" in shown
    assert "What goes wrong today" not in shown


def test_interview_answer_with_headings_stays_in_its_field(
    space: Workspace, on_terminal: OnTerminal
) -> None:
    typed = "## Why\nCost.\n# 怎么做\n.\n\x04"
    _, shown = on_terminal(space.folder, "cfp", "draft", typed=typed)
    assert "saved: 21/1000 characters, with ### before its headings" in shown
    assert "\n### Why\nCost.\n### 怎么做\n" in (space.folder / "cfp.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "  not saved:\n"), ("zh", "  没有保存。检查一下：``` 和 <!-- ")]
)
def test_interview_says_in_its_language_that_an_answer_was_not_saved(
    space: Workspace, on_terminal: OnTerminal, language: str, said: str
) -> None:
    _speak(space, language)
    typed = "<!-- a\n.\n\x04"
    _, shown = on_terminal(space.folder, "cfp", "draft", typed=typed)
    assert said in shown
    assert "would not stay in its field" in shown


def test_draft_names_empty_fields_as_the_form_in_hand_does(
    space: Workspace, speakprep_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _speak(space, "zh")
    speakprep_run("cfp", "draft")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "true")
    _, out, _ = speakprep_run("cfp", "draft", "--editor")
    assert "Still empty: 议题描述, " in out
    assert "wrote" not in out  # nothing was changed in the editor


def test_interview_left_with_enter_ends_with_the_next_step(
    space: Workspace, on_terminal: OnTerminal
) -> None:
    code, shown = on_terminal(space.folder, "cfp", "draft", typed="\n" * QUESTIONS)
    assert code == 0
    assert "next: speakprep cfp lint" in shown
    assert f"1 of {FIELDS} fields written." in shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_interview_reads_like_this(
    space: Workspace, golden: Golden, on_terminal: OnTerminal, language: str
) -> None:
    _speak(space, language)
    said = {"en": "It costs too much.\nEvery month.", "zh": "太贵了。\n每个月都是。"}
    yes = {"en": "maybe\ny\n", "zh": "也许\n是\n"}
    before_case_study = 6 + 5
    typed = said[language] + "\n.\n" + "\n" * before_case_study + yes[language] + "\x04"
    code, shown = on_terminal(space.folder, "cfp", "draft", typed=typed)
    assert code == 130
    assert "\nYes\n" in (space.folder / "cfp.md").read_text("utf-8")
    begin = {"en": "Answer what you know", "zh": "知道多少答多少"}[language]
    asked = shown[shown.index(begin) :]
    golden(f"cfp-interview.{language}.txt", asked)


def test_draft_takes_parts_from_flags_and_tables(space: Workspace, speakprep_run: Run) -> None:
    _write(space, '[description]\nproblem = "It costs."\ndid = "We sample."\n', "a.toml")
    code, out, _ = speakprep_run(
        *("cfp", "draft", "--no-input", "--answers", "a.toml"),
        *("--answer", "description.who=Platform teams."),
    )
    assert code == 0
    assert "Not answered yet: description.combined, description.scope," in out
    assert speakprep_run("cfp", "copy", "description")[1] == (
        "It costs.\n\nPlatform teams.\n\nWe sample.\n"
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("[description]\nproblem = 3\n", "a.toml:2: description.problem must be text"),
        ("[description]\npoblem = 'x'\n", "description has no part 'poblem'"),
        ("[title]\nproblem = 'x'\n", "title has no part 'problem'"),
        ("[description.problem]\nx = 'x'\n", "a.toml:1: description.problem must be text"),
    ],
)
def test_draft_refuses_parts_that_make_no_sense(
    space: Workspace, speakprep_run: Run, table: str, message: str
) -> None:
    _write(space, table, "a.toml")
    code, _, err = speakprep_run("cfp", "draft", "--no-input", "--answers", "a.toml")
    assert (code, message in err) == (2, True)
    assert not (space.folder / "cfp.md").exists()


def test_draft_refuses_a_field_answered_whole_and_in_parts(
    space: Workspace, speakprep_run: Run
) -> None:
    answers = ("--answer", "description=All", "--answer", "description.who=Some")
    code, _, err = speakprep_run("cfp", "draft", "--no-input", *answers)
    assert (code, "description is answered whole and in parts" in err) == (2, True)


def test_draft_marks_what_a_model_generated(space: Workspace, speakprep_run: Run) -> None:
    given = ("--answer", "description.who=Platform teams.", "--generated-by", "qwen3:14b")
    speakprep_run("cfp", "draft", "--no-input", *given)
    _, out, _ = speakprep_run("cfp", "lint", "--format", "json")
    found = [f["evidence"] for f in json.loads(out)["findings"] if f["code"] == "CFP131"]
    assert found == ["Platform teams."]
    assert speakprep_run("cfp", "copy", "description")[1] == "Platform teams.\n"
