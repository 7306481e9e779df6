import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.talk.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
Make = Callable[..., Workspace]

LINT_WITHOUT = ("openai", "pptx", "pydub", "av", "numpy", "jinja2", "tomlkit", "rapidfuzz")


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
    assert out.split("\n")[0] == "KubeCon + CloudNativeCon Europe 2027: 2 of 14 fields written."
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
        (f"{sys.executable} -c 'raise SystemExit(3)'", "ended with code 3"),
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


def _on_a_terminal(folder: Path, typed: str, *, interrupt_after: str = "") -> tuple[int, str]:
    """Run the interview on a pseudo-terminal; with `interrupt_after`, press Ctrl-C there."""
    main, other = pty.openpty()
    command = [sys.executable, "-c", "from speakprep.__main__ import main; main()", "cfp", "draft"]
    process = subprocess.Popen(command, cwd=folder, stdin=other, stdout=other, stderr=other)
    os.close(other)
    shown = ""
    os.write(main, typed.encode())
    while True:
        try:
            piece = os.read(main, 65536).decode(errors="replace")
        except OSError:
            break
        if not piece:
            break
        shown += piece
        if interrupt_after and interrupt_after in shown:
            process.send_signal(signal.SIGINT)
            interrupt_after = ""
    os.close(main)
    return process.wait(), shown


def test_interview_saves_each_answer_and_ctrl_c_keeps_them(space: Workspace) -> None:
    typed = "It costs too much.\n\nWe sample.\n.\n9\n2\n"
    code, shown = _on_a_terminal(space.folder, typed, interrupt_after="Session Format (required)")
    assert code == 130
    text = (space.folder / "cfp.md").read_text("utf-8")
    assert "\nIt costs too much.\n\nWe sample.\n" in text
    assert "\nCNCF Project Opportunity\n" in text
    assert "saved: 30/1000 characters" in shown
    assert "choose a number from 1 to 2" in shown


def test_interview_stopped_in_an_answer_keeps_its_lines(space: Workspace) -> None:
    typed = "It costs too much.\nNobody 看得懂。\n\x04"  # Ctrl-D comes when the lines are read
    code, shown = _on_a_terminal(space.folder, typed)
    assert code == 130
    text = (space.folder / "cfp.md").read_text("utf-8")
    assert "\nIt costs too much.\nNobody 看得懂。\n" in text
    assert "saved: 30/1000 characters" in shown


def test_interview_answer_with_headings_stays_in_its_field(space: Workspace) -> None:
    typed = "## Why\nCost.\n# 怎么做\n.\n" + "\n" * 12
    code, shown = _on_a_terminal(space.folder, typed)
    assert code == 0
    assert "saved: 21/1000 characters, with ### before its headings" in shown
    assert "\n### Why\nCost.\n### 怎么做\n" in (space.folder / "cfp.md").read_text("utf-8")


def test_draft_names_empty_fields_as_the_form_in_hand_does(
    space: Workspace, speakprep_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = space.folder / "talk.toml"
    talk.write_text(talk.read_text("utf-8").replace('language = "en"', 'language = "zh"'), "utf-8")
    speakprep_run("cfp", "draft")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "true")
    _, out, _ = speakprep_run("cfp", "draft", "--editor")
    assert "Still empty: 议题描述, " in out
    assert "wrote" not in out  # nothing was changed in the editor


def test_interview_left_with_enter_ends_with_the_next_step(space: Workspace) -> None:
    code, shown = _on_a_terminal(space.folder, "\n" * 13)
    assert code == 0
    assert "next: speakprep cfp lint" in shown
    assert "1 of 14 fields written." in shown


def test_lint_shows_meters_findings_and_the_next_step(space: Workspace, speakprep_run: Run) -> None:
    _write(
        space, "## Description\n\n" + "word " * 200 + "over\n\n## Speaker Biography\n\n简介：待补\n"
    )
    code, out, _ = speakprep_run("cfp", "lint")
    lines = out.split("\n")
    assert code == 1
    assert lines[0] == "KubeCon + CloudNativeCon Europe 2027 (cfp.md)"
    assert lines[2] == (
        "  Description                [####################] 1004/1000 characters  4 over"
    )
    assert lines[13] == "  Speaker Biography          [....................] 5/500 characters"
    assert "cfp.md:3:1001: error CFP101 (description)" in lines
    assert "  > 待补" in lines
    assert lines[-4] == "13 to fix, 6 to consider"
    assert lines[-2] == "next: speakprep cfp draft"


def test_lint_as_json_carries_the_meters(space: Workspace, speakprep_run: Run) -> None:
    _write(space, "## Speaker Biography\n\n😀\n")
    code, out, _ = speakprep_run("cfp", "lint", "--format", "json")
    (proposal,) = json.loads(out)["facts"]["proposals"]
    assert code == 1
    assert proposal["meters"][-2] == {
        "field": "biography",
        "label": "Speaker Biography",
        "count": 1,
        "limit": 500,
        "unit": "characters",
        "required": True,
    }


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 0), ("advice", 1)])
def test_lint_fails_from_the_level_asked_for(
    space: Workspace, speakprep_run: Run, level: str, code: int
) -> None:
    _write(space, "## Abstract\nIt costs too much, so we sample. You gain.\n", "a.md")
    _write(space, "# Only a title\n", "small.toml")
    (space.folder / "checklists" / "events").mkdir(parents=True)
    form = (
        'name = "S"\ncounter = "words"\nsource = "s"\nchecked_on = 2026-01-01\n'
        'confidence = "verified"\n[[field]]\nkey = "abstract"\nlabel.en = "Abstract"\n'
        '[[field]]\nkey = "notes"\nlabel.en = "Notes"\n'
    )
    _write(space, form, "checklists/events/small.toml")
    got, out, _ = speakprep_run("cfp", "lint", "a.md", "--event", "small", "--fail-on", level)
    assert (got, "CFP122" in out) == (code, True)


def test_lint_of_files_outside_a_talk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speakprep_run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("## 摘要\n太贵了,所以采样。\n", encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "lint", "a.md")
    assert code == 1
    assert out.split("\n")[0] == "Any conference or meetup (a.md)"
    assert "a.md:2:1: warning CFP602 (abstract)" in out


def test_lint_names_a_file_on_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speakprep_run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a\n文.md").write_text("## 摘要\n采样。\n", encoding="utf-8")
    _, out, _ = speakprep_run("cfp", "lint", "a\n文.md")
    assert out.split("\n")[0] == "Any conference or meetup (a 文.md)"
    assert "\na 文.md: error CFP103\n" in out


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "speakprep: a.md:1: is not UTF-8 text"),
        (b"ab\n\0", "speakprep: a.md:2: holds binary data, not text"),
    ],
)
def test_lint_of_an_unreadable_file(
    space: Workspace, speakprep_run: Run, data: bytes, message: str
) -> None:
    (space.folder / "a.md").write_bytes(data)
    code, out, err = speakprep_run("cfp", "lint", "a.md")
    assert (code, out, err.split("\n")[0]) == (2, "", message)


def test_lint_loads_nothing_it_does_not_need(space: Workspace) -> None:
    _write(space, "## Description\n\nIt costs too much.\n")
    script = (
        "import sys; from speakprep.cli.main import run; run(['cfp', 'lint']);"
        f"print([name for name in {LINT_WITHOUT!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=space.folder, capture_output=True, check=True
    )
    assert done.stdout.decode().rstrip().split("\n")[-1] == "[]"


def test_lint_names_what_is_empty_once_and_json_keeps_each(
    space: Workspace, speakprep_run: Run
) -> None:
    _write(space, "## 议题描述\n全量保留链路太贵，所以我们采用采样。\n")
    _, out, _ = speakprep_run("cfp", "lint")
    assert out.count("CFP103") == 1
    assert "cfp.md: error CFP103\n  还有 12 个必填项没有填写：议题标题、提交到、" in out
    _, out, _ = speakprep_run("cfp", "lint", "--format", "json")
    codes = [finding["code"] for finding in json.loads(out)["findings"]]
    assert (codes.count("CFP103"), codes.count("CFP115")) == (12, 1)


def test_lint_of_a_sound_proposal_ends_with_a_good_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speakprep_run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    form = (
        'name = "S"\ncounter = "words"\nsource = "s"\nchecked_on = 2026-01-01\n'
        'confidence = "verified"\n[[field]]\nkey = "track"\nlabel.en = "Track"\n'
    )
    speakprep_run("new", "t", "--no-input")
    monkeypatch.chdir(tmp_path / "t")
    (tmp_path / "t" / "checklists" / "events").mkdir(parents=True)
    (tmp_path / "t" / "checklists" / "events" / "s.toml").write_text(form, encoding="utf-8")
    (tmp_path / "t" / "cfp.md").write_text("## Track\nCloud\n", encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "lint", "--event", "s")
    assert (code, "\n\nNothing to fix: this is ready for the organisers.\n" in out) == (0, True)


def test_interview_speaks_the_speaker_s_language(space: Workspace) -> None:
    talk = space.folder / "talk.toml"
    talk.write_text(talk.read_text("utf-8").replace('language = "en"', 'language = "zh"'), "utf-8")
    typed = "太贵了。\n.\n" + "\n" * 5 + "也许\n是\n" + "\n" * 9
    code, shown = _on_a_terminal(space.folder, typed)
    assert code == 0
    assert "表单要用英文提交" in shown
    assert "议题描述（必填，最多 1000 个字符）" in shown
    assert "已保存：4/1000 个字符" in shown
    assert "请输入 1 到 2 的数字，或按回车" in shown
    assert "\nYes\n" in (space.folder / "cfp.md").read_text("utf-8")
