import json
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.script.files import parse_script
from speakprep.talk.language import Language
from speakprep.talk.workspace import open_workspace
from speakprep.translation.actions.check import renew
from speakprep.translation.memory import parse_memory, render
from speakprep.translation.model import Direction, Memory, Record
from speakprep.translation.segments import cut_script
from tests.loopback import Answer, Loopback, translation

ZH = """\
## 1. 结果 {#s256}

采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。

## 2. 下一步 {#s257}

明年我们会把网关也换成 `otel-collector`，费用还会再降一些。
"""
EN = """\
## 1. Results {#s256}

After the sampling rate went down to 1%, storage shrank by 90%, and query time went from \
12 seconds to 2 seconds.

## 2. Next {#s257}

Next year we will replace the gateway with `otel-collector`, too, and costs will go down a bit more.
"""
HONEST = (
    "After the sampling rate went down to 1%, storage shrank by 87%, and query time went from "
    "12 seconds to 2 seconds."
)
COMMAND = (sys.executable, "-c", "from speakprep.__main__ import main; main()")
NOTHING: tuple[str, ...] = ()
Terminal = Callable[..., tuple[int, str]]
Run = Callable[..., tuple[int, str, str]]


def texts(script: str) -> list[str]:
    """Return title and paragraph of each slide."""
    slides = parse_script(script).slides
    return [text for slide in slides for text in (slide.head.title, slide.prose)]


def planted(folder: Path, source: Language, there: str, here: str) -> Path:
    """Write both scripts, and a memory in which the target is a model's."""
    target: Language = "en" if source == "zh" else "zh"
    (folder / f"script.{source}.md").write_bytes(there.encode())
    (folder / f"script.{target}.md").write_bytes(here.encode())
    direction = Direction(source=source, target=target)
    segments = [
        each for slide in cut_script(parse_script(there), direction) for each in slide.segments
    ]
    lines = [
        render(Record(id=segment.id, source=segment.text, target=words, model="m", prompt=1))
        for segment, words in zip(segments, texts(here), strict=True)
    ]
    path = folder / f"translation.{direction}.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def folder(make_talk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A talk translated from Chinese by a model, with one wrong number."""
    folder: Path = make_talk(language="zh", translate_to=("en",)).folder
    planted(folder, "zh", ZH, EN)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def english(make_talk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same talk, written in English."""
    folder: Path = make_talk(language="en", translate_to=("zh",)).folder
    planted(folder, "en", EN, ZH)
    monkeypatch.chdir(folder)
    return folder


def memory_of(folder: Path) -> Memory:
    (path,) = folder.glob("translation.*.jsonl")
    return parse_memory(path.read_text("utf-8"))


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Let the editor be a program that changes `text`, what it was given."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        f"text = path.read_text('utf-8')\n{body}\npath.write_text(text, 'utf-8')\n",
        "utf-8",
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_review_screen_reads_well(request, golden, on_terminal, language: str):
    folder = request.getfixturevalue("english" if language == "en" else "folder")
    code, shown = on_terminal(
        folder, "translate", "review", typed="\nno\nmeasured again\n?\n\nn\nb\nq\n"
    )
    assert code == 0
    assert max(len(line) for line in shown.split("\n")) <= 80
    golden(f"review.{language}.txt", shown)


def test_review_signs_with_enter_and_stops_when_all_is_signed(folder: Path, on_terminal: Terminal):
    code, shown = on_terminal(
        folder, "translate", "review", "--by", "李雷", typed="y\n又量了一次\n\ny\n\n"
    )
    assert (code, "script.en.md: 4 of 4 signed." in shown) == (0, True)
    verdicts = memory_of(folder).verdicts.values()
    assert [(one.decision, one.by, one.in_bulk) for one in verdicts] == [
        ("signed", "李雷", False)
    ] * 4
    assert [one.reason for one in memory_of(folder).accepted.values()] == ["又量了一次"]
    assert (folder / "script.en.md").read_text("utf-8") == EN


def test_review_goes_on_where_it_was_left(folder: Path, on_terminal: Terminal):
    on_terminal(folder, "translate", "review", typed="n\n\nq\n")
    code, shown = on_terminal(folder, "translate", "review", typed="q\n")
    assert (code, "已签字 1/4，1 处有疑问" in shown) == (0, True)


def test_review_stopped_with_ctrl_c_keeps_what_was_signed(folder: Path, on_terminal: Terminal):
    code, shown = on_terminal(
        folder, "translate", "review", typed="n\n\n\x03\n".replace("\x03\n", "\x03")
    )
    assert (code, "Traceback" in shown) == (130, False)
    assert len(memory_of(folder).verdicts) == 1


def test_review_rejects_with_a_reason(folder: Path, on_terminal: Terminal):
    code, _ = on_terminal(folder, "translate", "review", typed="r\n\nr\n数字不对\nq\n")
    (verdict,) = memory_of(folder).verdicts.values()
    assert (code, verdict.decision, verdict.reason) == (0, "rejected", "数字不对")


def test_review_edits_in_the_persons_editor(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_terminal: Terminal
):
    editor(tmp_path, monkeypatch, "assert '87%' in text\ntext = text.replace('90%', '87%')")
    code, shown = on_terminal(folder, "translate", "review", typed="e\n\nq\n")
    assert (code, "已签字 1/4" in shown) == (0, True)
    assert (folder / "script.en.md").read_text("utf-8") == EN.replace("90%", "87%")
    assert list((folder / ".speakprep").glob("edit-*")) == []


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("text = 'all gone'", True),
        ("text = text.replace('90%', '88%'); sys.exit(3)", True),
        ("pathlib.Path('script.en.md').write_text('## 1. X {#s256}\\n'); text += 'more'", True),
        ("pass", False),
    ],
)
def test_review_never_loses_what_was_typed_in_the_editor(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    on_terminal: Terminal,
    body: str,
    kept: bool,
):
    editor(tmp_path, monkeypatch, body)
    code, shown = on_terminal(folder, "translate", "review", typed="e\nq\n")
    assert (code, "Traceback" in shown) == (0, False)
    assert bool(list((folder / ".speakprep").glob("edit-*"))) is kept
    if "script.en.md" not in body:
        assert (folder / "script.en.md").read_text("utf-8") == EN


def test_review_dismisses_words_for_the_whole_talk(folder: Path, on_terminal: Terminal):
    code, _ = on_terminal(
        folder, "translate", "review", typed="d\n重新量过\n87% = 91%\nd\n重新量过\n87% = 90%\nq\n"
    )
    (rule,) = memory_of(folder).dismissed.values()
    assert (code, rule.kind, rule.source_words, rule.target_words) == (0, "number", "87%", "90%")


def test_review_has_the_model_mend_a_line(
    folder: Path, serve: Callable[[Answer], Loopback], on_terminal: Terminal
):
    mender = serve(lambda asked: translation(asked.task["segments"], lambda source: HONEST))
    renew(open_workspace(folder, folder), Direction(source="zh", target="en"))
    options = ("--model", "m", "--base-url", mender.url)
    code, shown = on_terminal(folder, "translate", "review", *options, typed="m\n\nq\n")
    assert (code, "行的译文, in 1 request" in shown) == (0, True)
    assert (folder / "script.en.md").read_text("utf-8").count("87%") == 1
    assert "m 让模型修" in shown.split("已签字 0/4，1 处有疑问")[1]


def test_review_without_a_model_does_not_offer_one(folder: Path, on_terminal: Terminal):
    _, shown = on_terminal(folder, "translate", "review", typed="m\nq\n")
    assert "m 让模型修" not in shown
    assert "请输入其中之一：y e d r n q" in shown


def test_review_shows_hostile_words_and_obeys_none(folder: Path, on_terminal: Terminal):
    hostile = EN.replace("Next year", "Next\x1b[J\u202eyear\u2060\u200b\x07")
    (folder / "script.en.md").write_text(hostile, "utf-8")
    _, shown = on_terminal(folder, "translate", "review", "--all", typed="n\nn\nn\nq\n")
    assert not any(sign in shown for sign in "\u202e\u2060\u200b\x07")
    assert "\x1b[J" not in shown
    assert "Next<U+001B>[J<U+202E>year<U+2060><U+200B><U+0007>" in shown.replace("\n      ", "")


def test_review_in_colour_marks_words_over_a_lines_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch, on_terminal: Terminal
):
    monkeypatch.delenv("NO_COLOR")
    _, shown = on_terminal(folder, "translate", "review", typed="q\n")
    assert "\x1b[1;33m90%\x1b[0m" in shown
    assert "[[" not in shown


def test_review_elsewhere_lists_what_is_left(folder: Path, speakprep_run: Run):
    code, out, _ = speakprep_run("translate", "review")
    assert (code, out.startswith("script.en.md: 0 of 4 signed, 1 with findings.\n")) == (0, True)
    assert "speakprep translate sign LINE" in out
    code, out, _ = speakprep_run("translate", "review", "--format", "json")
    facts = json.loads(out)["facts"]
    assert [one["standing"] for one in facts["queue"]] == ["flagged"] + ["machine"] * 3


def test_sign_reject_and_status_without_a_terminal(folder: Path, speakprep_run: Run):
    code, _, err = speakprep_run("translate", "sign", "3")
    assert (code, "sign it with a reason" in err) == (2, True)
    code, out, _ = speakprep_run("translate", "sign", "3", "--reason", "又量了一次", "--by", "李雷")
    assert (code, "1 place signed" in out, "1 of 4 signed." in out) == (0, True, True)
    code, out, _ = speakprep_run("translate", "reject", "7", "--reason", "太生硬")
    assert (code, "next: speakprep translate run --to en" in out) == (0, True)
    code, out, _ = speakprep_run("translate", "sign", "all-clean")
    assert (code, "2 places signed" in out, "It cannot see" in " ".join(out.split())) == (
        0,
        True,
        True,
    )
    code, out, _ = speakprep_run("translate", "status")
    assert (code, "2 signed all at once, not one by one" in " ".join(out.split())) == (0, True)
    assert len(memory_of(folder).verdicts) == 4


def test_status_reads_well(folder: Path, speakprep_run: Run, golden):
    speakprep_run("translate", "accept", "3", "--reason", "又量了一次", "--words", "87% = 90%")
    speakprep_run("translate", "sign", "1")
    code, out, _ = speakprep_run("translate", "status")
    assert code == 0
    golden("translate-status.txt", out)


def test_sign_by_a_name_that_is_no_text_is_refused(folder: Path, speakprep_run: Run):
    code, _, err = speakprep_run("translate", "sign", "1", "--by", "\ud83d")
    assert (code, "Traceback" in err) == (2, False)
    assert memory_of(folder).verdicts == {}


def test_killed_review_has_kept_every_decision(folder: Path):
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "translate", "review"],
        cwd=folder,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=os.environ | {"TERM": "xterm"},
        start_new_session=True,
    )
    os.close(terminal)
    said = b""
    typed = [b"n\n", b"\n", b"\n"]
    while b"2/4" not in said:
        assert select.select([controller], [], [], 20)[0]
        said += os.read(controller, 65536)
        if typed and said.endswith(b"> "):
            os.write(controller, typed.pop(0))
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    os.close(controller)
    memory = memory_of(folder)
    assert (len(memory.verdicts), memory.unreadable) == (2, NOTHING)
    assert (folder / "script.en.md").read_text("utf-8") == EN
