import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from speakprep.cli.demo import NAME, mend, walk, write_texts
from speakprep.cli.terminal import cells
from speakprep.talk.folders import shipped_folder

EXAMPLE = shipped_folder("examples") / NAME


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine without ffmpeg or any other program; the guard of conftest.py shuts the network."""
    empty = tmp_path / "bin"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_demo_walks_the_whole_way(bare_machine, speakprep_run):
    code, out, err = speakprep_run("demo")
    assert (code, err) == (0, "")
    typed = [line for line in out.split("\n") if line.startswith("$ ")]
    assert [re.sub(r"\d{4}-\d\d-\d\d", "DAY", line) for line in typed] == [
        "$ cd speakprep-demo",
        "$ speakprep new trace-sampling --event kubecon-eu-2027 --date DAY \\",
        "$ cd trace-sampling",
        "$ speakprep cfp lint",
        "$ speakprep script sync deck.pptx",
        "$ speakprep script check",
        "$ mv deck-reordered.pptx deck.pptx",
        "$ speakprep script sync deck.pptx",
        "$ speakprep translate run --to en --paste",
        "$ speakprep translate import answer.recorded.json",
        "$ speakprep translate check",
        "$ speakprep rehearse log rehearsal.m4a --slides 1-2 --lang en",
        "$ speakprep plan",
    ]
    assert out.split("\n")[-2:] == ["next: cd speakprep-demo/trace-sampling && speakprep", ""]
    assert [line for line in out.split("\n") if cells(line) > 80] == []


def test_demo_leaves_a_talk_with_everything_in_it(bare_machine, speakprep_run):
    speakprep_run("demo", "look")
    talk = bare_machine / "look" / NAME
    deck = (EXAMPLE / "deck-reordered.pptx").read_bytes()
    assert (talk / "deck.pptx").read_bytes() == deck
    assert len(list((talk / "rehearsals").glob("*.toml"))) == 1
    copied = {"cfp.md", "answer.recorded.json", "rehearsal.m4a", "planted.toml", "README.md"}
    assert {name for name in copied if same(talk / name, EXAMPLE / name)} == copied


def test_demo_keeps_every_text_across_the_reordering(bare_machine, speakprep_run):
    speakprep_run("demo", "look")
    script = (bare_machine / "look" / NAME / "script.zh.md").read_text("utf-8")
    texts = (EXAMPLE / "script-texts.zh.md").read_text("utf-8")
    written = [line for line in texts.split("\n") if line and not line.startswith("#")]
    assert len(written) > 15
    assert [line for line in written if script.count(line) != 1] == []
    orphans = [line for line in script.split("\n") if ".orphan}" in line]
    assert orphans == ["## 头采样：在门口抛硬币 {#s260 .orphan}"]


def test_demo_as_json_tells_its_story_on_stderr(bare_machine, speakprep_run):
    code, out, err = speakprep_run("demo", "look", "--format", "json")
    facts = json.loads(out)["facts"]
    assert (code, facts) == (0, {"folder": "look/trace-sampling", "commands": 12})
    assert err.split("\n")[0] == "$ cd look"


def test_demo_refuses_a_folder_that_is_not_empty(bare_machine, speakprep_run):
    mine = bare_machine / "mine"
    mine.mkdir()
    (mine / "talk.toml").write_bytes(b"title = 'kept'\n")
    assert speakprep_run("demo", "mine") == (
        2,
        "",
        "speakprep: mine is not empty\n  name a new folder: speakprep demo DIR\n",
    )
    assert [(each.name, each.read_bytes()) for each in mine.iterdir()] == [
        ("talk.toml", b"title = 'kept'\n")
    ]


def test_demo_refuses_a_file(bare_machine, speakprep_run):
    (bare_machine / "deck.pptx").write_bytes(b"mine")
    code, out, err = speakprep_run("demo", "deck.pptx")
    assert (code, out, err.split("\n")[0]) == (2, "", "speakprep: deck.pptx is not a folder")
    assert (bare_machine / "deck.pptx").read_bytes() == b"mine"


def test_demo_stops_at_a_step_that_cannot_be_taken(bare_machine, monkeypatch, speakprep_run):
    broken = bare_machine / "home" / "checklists" / "cfp.toml"
    broken.parent.mkdir(parents=True)
    broken.write_text("[[rule]\n", encoding="utf-8")
    monkeypatch.setenv("SPEAKPREP_HOME", str(bare_machine / "home"))
    code, out, err = speakprep_run("demo")
    assert (code, out.rstrip().split("\n")[-1]) == (2, "$ speakprep cfp lint")
    assert "is not valid TOML" in err.split("\n")[0]
    assert list((bare_machine / "speakprep-demo").iterdir()) == []
    broken.unlink()
    assert speakprep_run("demo")[0] == 0
    assert [each.name for each in (bare_machine / "speakprep-demo").iterdir()] == [NAME]


def test_demo_again_after_it_was_killed_removes_nothing(bare_machine, speakprep_run):
    left = bare_machine / "speakprep-demo" / ".abc.speakprep-tmp" / NAME
    left.mkdir(parents=True)
    (left / "talk.toml").write_bytes(b"half")
    assert speakprep_run("demo")[0] == 0
    assert (left / "talk.toml").read_bytes() == b"half"
    assert (bare_machine / "speakprep-demo" / NAME / "talk.toml").is_file()


def test_demo_on_a_full_disk_leaves_the_folder_empty(bare_machine):
    resource = pytest.importorskip("resource", reason="Windows has no limit for a file's size")
    small = 20_000
    assert (EXAMPLE / "deck.pptx").stat().st_size > small
    ended = subprocess.run(
        [sys.executable, "-m", "speakprep", "demo"],
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (small, small)),
    )
    assert ended.returncode == 4
    assert ended.stderr.decode().startswith("speakprep: ")
    assert list((bare_machine / "speakprep-demo").iterdir()) == []


def test_walk_counts_back_from_the_day_given():
    steps = list(walk(EXAMPLE, date(2031, 5, 6)))
    assert steps[0].typed.split("\\")[0].endswith("--date 2031-05-06 ")
    assert [step.heading[:2] for step in steps if step.heading] == [
        "1.", "2.", "3.", "4.", "5.", "6.",
    ]  # fmt: skip


def test_write_texts_puts_each_text_under_its_slide_and_keeps_the_rest(tmp_path):
    script, texts = tmp_path / "script.zh.md", tmp_path / "texts.md"
    script.write_text("# 题目\n\n## 1. 一 {#s256}\n\n讲过的。\n\n## 2. 二 {#s257}\n\n", "utf-8")
    texts.write_text("## 7. 二 {#s257}\n\n写好的。\n", "utf-8")
    write_texts(script, texts)
    assert script.read_text("utf-8") == (
        "# 题目\n\n## 1. 一 {#s256}\n\n讲过的。\n\n## 2. 二 {#s257}\n\n写好的。\n"
    )


def test_mend_puts_the_honest_words_back(tmp_path):
    script, planted = tmp_path / "script.en.md", tmp_path / "planted.toml"
    script.write_text("Sure! Hello. We wait for 60 seconds.\n", "utf-8")
    planted.write_text(
        "[[planted]]\nanswer = 'Sure! Hello.'\nhonest = 'Hello.'\n"
        "[[planted]]\nanswer = '60 seconds'\nhonest = '30 seconds'\n",
        "utf-8",
    )
    mend(script, planted)
    assert script.read_text("utf-8") == "Hello. We wait for 30 seconds.\n"


def same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()
