"""Commands killed at random moments: every file parses, nothing written by hand is lost.

SPEAKPREP_KILLS sets how many; 200 is what a release is held to.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import chdir, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from speakprep.cfp.check_file import parse_answers
from speakprep.cfp.freezing import fingerprint, parse_frozen
from speakprep.cli.main import run
from speakprep.event.profiles import parse_profile
from speakprep.feedback.files import parse_round
from speakprep.lint.files import parse_rules
from speakprep.plan.files import parse_plan
from speakprep.rehearsal.files import parse_rehearsal
from speakprep.script.files import parse_script, render_script
from speakprep.talk.disk import TEMPORARY_SUFFIX
from speakprep.talk.files import parse_talk
from speakprep.talk.folders import shipped_folder
from speakprep.talk.resources import Resource
from speakprep.translation.memory import parse_memory
from tests.loopback import SCHEMA_OK, Asked, translation

KILLS = int(os.environ.get("SPEAKPREP_KILLS", "24"))
SPEAKPREP = [sys.executable, "-c", "from speakprep.__main__ import main; main()"]
MINE = "这一句是我自己写的，谁也不许弄丢。"
PAGES = Path(__file__).parents[1] / "event" / "pages"


MODEL = ("--model", "m", "--base-url", "SERVER")


@dataclass(frozen=True)
class Killed:
    """A command that writes, and which prepared talk it starts from."""

    words: tuple[str, ...]
    start: str


COMMANDS = (
    Killed(("new", "another", "--no-input"), "empty"),
    Killed(("cfp", "draft", "--no-input", "--answer", "benefits=Everyone learns."), "talk"),
    Killed(("script", "sync", "deck.pptx"), "talk"),
    Killed(("script", "sync", "deck-reordered.pptx"), "written"),
    Killed(("translate", "run", "--to", "en", "--paste"), "written"),
    Killed(("translate", "import", "answer.recorded.json", "--to", "en"), "written"),
    Killed(("translate", "import", "translation.xlf"), "translated"),
    Killed(("translate", "sign", "all-clean"), "translated"),
    Killed(("translate", "reject", "0502158f", "--reason", "too stiff"), "translated"),
    Killed(("translate", "accept", "e162c520", "--reason", "said so"), "translated"),
    Killed(("translate", "memory", "add"), "signed"),
    Killed(("translate", "run", *MODEL), "written"),
    Killed(("translate", "judge", *MODEL), "translated"),
    Killed(("translate", "mend", *MODEL), "translated"),
    Killed(("rehearse", "log", "rehearsal.m4a"), "written"),
    Killed(("rehearse", "listened", "2026", "--confirm", "--note", "slower"), "logged"),
    Killed(("plan", "invite", "Wen"), "logged"),
    Killed(("plan", "waive", "3", "--reason", "a meetup"), "logged"),
    Killed(("plan", "date", "2027-03-17"), "logged"),
    Killed(("plan", "move", "2", "2027-02-17"), "logged"),
    Killed(("script", "push", "--out", "stage.pptx"), "written"),
    Killed(("cfp", "freeze", "--anyway", "--reason", "the form closes"), "told"),
    Killed(("cfp", "submitted", "2026-10-09"), "frozen"),
    Killed(("cfp", "review", "--paste"), "told"),
    Killed(("cfp", "new-version", "--event", "pycontw"), "told"),
    Killed(("cfp", "check", "--quote", "CFP801=Keeping everything is expensive"), "told"),
    Killed(("cfp", "lint", "--fix"), "told"),
    Killed(("feedback", "import", "mail.txt"), "told"),
    Killed(("feedback", "resolve", "k3f9"), "told"),
    Killed(("feedback", "decline", "k3f9", "--reason", "out of scope"), "told"),
    Killed(("feedback", "promote", "k3f9", "--words", "simply"), "told"),
    Killed(("event", "import", "pretalx.html", "--to", "talk"), "told"),
)

TOLD = f"""\
# Feedback by Li Lei, 2026-11-20

- reviewer: Li Lei
- date: 2026-11-20

{MINE}

## k3f9: field description

- before: 000000000000

> Do not write simply.

{MINE}
"""
MAIL = "Reviewer 1: the cost is missing\n第 3 页：字太小\n- Section 3: unclear\n"


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare one folder for each state a command may start from."""
    folder = tmp_path_factory.mktemp("talks")
    example = shipped_folder("examples") / "trace-sampling"
    (folder / "empty").mkdir()
    with chdir(folder):
        assert run(["new", "talk", "--event", "kubecon-eu-2027", "--lang", "zh", "--to", "en",
                    "--no-input", "--format", "json"]) == 0  # fmt: skip
    for file in example.iterdir():
        shutil.copy(file, folder / "talk")
    note(folder / "talk" / "talk.toml", f"\n# {MINE}\n")
    note(folder / "talk" / "cfp.md", f"\n{MINE}\n")
    shutil.copytree(folder / "talk", folder / "told")
    note(folder / "told" / "cfp.md", "\n采样用opentelemetry做的,每天省100TB.\n")
    (folder / "told" / "feedback").mkdir()
    (folder / "told" / "feedback" / "2026-11-20-li-lei.md").write_text(TOLD, encoding="utf-8")
    (folder / "told" / "mail.txt").write_text(MAIL, encoding="utf-8")
    shutil.copy(PAGES / "pretalx.html", folder / "told")
    advance(folder, "told", "frozen", "cfp", "freeze", "--anyway", "--reason", "the form closes")
    advance(folder, "talk", "written", "script", "sync", "deck.pptx")
    script = folder / "written" / "script.zh.md"
    parts = script.read_text(encoding="utf-8").split("\n## 3.")
    script.write_text(parts[0] + f"\n{MINE}\n\n## 3." + parts[1], encoding="utf-8")
    advance(folder, "written", "translated", "translate", "import", "answer.recorded.json")
    by_hand = folder / "translated" / "script.en.md"
    by_hand.write_text(
        by_hand.read_text(encoding="utf-8").replace("demo cluster", MINE), encoding="utf-8"
    )
    advance(folder, "translated", "signed", "translate", "sign", "all-clean")
    with chdir(folder / "translated"):
        assert run(["translate", "export", "--form", "xliff", "--out", "translation.xlf"]) == 0
    edited = folder / "translated" / "translation.xlf"
    text = edited.read_text(encoding="utf-8")
    edited.write_text(text.replace("open-source", "free"), encoding="utf-8")
    at = ("--at", "2026-10-01T10:00")
    advance(folder, "written", "logged", "rehearse", "log", "rehearsal.m4a", *at)
    return folder


def say_the_same(asked: Asked) -> str:
    """Answer as a model that says the same about everything."""
    if asked.is_probe:
        return SCHEMA_OK
    segments = asked.task.get("segments")
    return translation(segments, lambda source: "Sampling.") if segments else '{"findings": []}'


def note(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as stream:
        stream.write(text)


def advance(folder: Path, start: str, name: str, *words: str) -> None:
    shutil.copytree(folder / start, folder / name)
    with chdir(folder / name):
        assert run([*words, "--format", "json"]) in {0, 1}


def spawn(words: tuple[str, ...], folder: Path, server: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*SPEAKPREP, *(word.replace("SERVER", server) for word in words)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def handwritten(folder: Path) -> dict[str, int]:
    """Count what the speaker wrote, by file."""
    counted = {}
    for file in folder.rglob("*"):
        if file.suffix in {".md", ".toml"} and TEMPORARY_SUFFIX not in file.name:
            times = file.read_text(encoding="utf-8").count(MINE)
            if times:
                counted[file.relative_to(folder).as_posix()] = times
    return counted


def check_all_parses(folder: Path) -> None:
    for file in folder.rglob("talk.toml"):
        parse_talk(file.read_text(encoding="utf-8"), str(file))
    for file in folder.glob("script.*.md"):
        text = file.read_text(encoding="utf-8")
        assert render_script(parse_script(text)) == text
    for file in folder.glob("rehearsals/*.toml"):
        parse_rehearsal(file.read_text(encoding="utf-8"), str(file), file.stem)
    for file in folder.glob("plan.toml"):
        parse_plan(file.read_text(encoding="utf-8"), str(file))
    for file in folder.glob("translation.*.jsonl"):
        memory = parse_memory(file.read_bytes().decode("utf-8", errors="replace"))
        assert len(memory.unreadable) <= 1  # the line that was being written
    for file in Path(os.environ["SPEAKPREP_HOME"]).glob("*.sqlite3"):
        with closing(sqlite3.connect(file)) as memory_of_all_talks:
            assert memory_of_all_talks.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check_proposals_parse(folder)


def check_proposals_parse(folder: Path) -> None:
    for file in folder.glob("cfp-check.toml"):
        parse_answers(file.read_text(encoding="utf-8"), str(file))
    for file in folder.glob("versions/*.toml"):
        frozen = parse_frozen(file.read_text(encoding="utf-8"), str(file), file.stem)
        copy = file.with_suffix(".md").read_text(encoding="utf-8")
        assert fingerprint(copy) == frozen.sha256
    for file in folder.glob("feedback/*.md"):
        parse_round(file.read_text(encoding="utf-8"), str(file), file.name)
    for file in folder.glob("checklists/events/*.toml"):
        parse_profile(Resource(path=file, text=file.read_text(encoding="utf-8")), file.stem)
    for file in Path(os.environ["SPEAKPREP_HOME"]).glob("checklists/*.toml"):
        parse_rules(Resource(path=file, text=file.read_text(encoding="utf-8")))


def moments(count: int) -> Iterator[tuple[Killed, float]]:
    """Spread the kills over all commands, at random shares of their running time."""
    chance = random.Random(20261121)
    for number in range(count):
        # Start-up writes nothing, so most kills fall into the later part.
        yield COMMANDS[number % len(COMMANDS)], chance.triangular(0.1, 1.05, 0.9)


@pytest.mark.timeout(900)
def test_killed_commands_lose_nothing(talks, tmp_path, serve):
    server = serve(say_the_same).url
    lasts: dict[Killed, float] = {}
    survived = 0
    for number, (command, share) in enumerate(moments(KILLS)):
        if command not in lasts:
            shutil.copytree(talks / command.start, tmp_path / f"whole-{number}")
            began = time.monotonic()
            assert spawn(command.words, tmp_path / f"whole-{number}", server).wait() in {0, 1}
            lasts[command] = time.monotonic() - began
        folder = tmp_path / str(number)
        shutil.copytree(talks / command.start, folder)
        before = handwritten(folder)
        with spawn(command.words, folder, server) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(lasts[command] * share)
            process.send_signal(signal.SIGKILL)
        survived += process.returncode == -signal.SIGKILL
        check_all_parses(folder)
        assert before.items() <= handwritten(folder).items()
        # Nothing stands in the way of trying again: no lock, no half-made folder.
        if command.words[:2] not in {("plan", "invite"), ("plan", "waive")}:
            # What was finished before the kill may be refused as being there already.
            assert spawn(command.words, folder, server).wait() in {0, 1, 2}
            check_all_parses(folder)
            assert before.items() <= handwritten(folder).items()
            assert not list(folder.rglob(f"*{TEMPORARY_SUFFIX}"))
        shutil.rmtree(folder)
    assert survived > KILLS // 4, "the kills came too late to prove anything"
