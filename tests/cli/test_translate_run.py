"""`translate run` against a server that is slow, dead, strict or nosy."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.talk.workspace import Workspace
from tests.loopback import SCHEMA_OK, Answer, Asked, Loopback, Reply, error, translation

COMMAND = (sys.executable, "-c", "from speakprep.__main__ import main; main()")
MEMORY = "translation.zh-en.jsonl"
SECRET = "sk-very-secret-0123456789abcdef"
PARAGRAPHS = 59


class Translator:
    """Translates every segment; `reply` may answer in its place, from the turn on and the key.

    With `together`, an answer waits until so many requests are on their way.
    """

    def __init__(self, serve: Callable[[Answer], Loopback]) -> None:
        self.reply: Callable[[int, str], Reply | str | None] = lambda turn, key: None
        self.together = threading.Barrier(1)
        self.asked = self.probed = 0
        self.lock = threading.Lock()
        self.url = serve(self.answer).url

    def answer(self, asked: Asked) -> Reply | str:
        if asked.is_probe:
            self.probed += 1
            return SCHEMA_OK
        with self.lock:
            self.asked += 1
            turn = self.asked
        self.together.wait(20)
        replied = self.reply(turn, asked.headers["authorization"])
        if replied is not None:
            return replied
        return translation(asked.task["segments"], lambda source: "About sampling.")


@pytest.fixture
def server(serve: Callable[[Answer], Loopback]) -> Translator:
    return Translator(serve)


@pytest.fixture
def folder(make_talk: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_talk(language="zh", translate_to=("en",)).folder
    said = "".join(f"\n第 {n} 段在这里说的是采样。\n" for n in range(PARAGRAPHS))
    (folder / "script.zh.md").write_bytes(f"## 1. 采样 {{#s256}}\n{said}".encode())
    monkeypatch.chdir(folder)
    return folder


def typed(server: Translator, *more: str) -> tuple[str, ...]:
    return ("translate", "run", "--plain", "--model", "m", "--base-url", server.url, *more)


def kept(folder: Path) -> int:
    """Count the segments in the memory; a line may be there twice, or be half written."""
    lines = (folder / MEMORY).read_text(encoding="utf-8").split("\n")[:-1]
    return len({line for line in lines if '"source"' in line})


def test_run_probes_a_server_once(folder, speakprep_run, server):
    speakprep_run(*typed(server))
    assert (server.probed, server.asked) == (1, 4)
    (folder / MEMORY).unlink()
    (folder / "script.en.md").unlink()
    speakprep_run(*typed(server))
    assert (server.probed, server.asked) == (1, 8)


def test_run_by_paste_probes_nothing(folder, speakprep_run, server):
    assert speakprep_run(*typed(server, "--paste"))[0] == 0
    assert (server.probed, server.asked) == (0, 0)


def test_run_asks_so_many_at_once_as_said(folder, speakprep_run, server):
    server.together = threading.Barrier(4)  # nobody is answered before four have asked
    code, out, _ = speakprep_run(*typed(server, "--concurrency", "4", "--format", "json"))
    assert (code in {0, 1}, json.loads(out)["facts"]["came"]) == (True, PARAGRAPHS + 1)


@pytest.mark.parametrize(
    "wrong", [("--concurrency", "0"), ("--concurrency", "65"), ("--rate", "0"), ("--rate", "x")]
)
def test_run_refuses_what_makes_no_sense(folder, speakprep_run, server, wrong):
    assert speakprep_run(*typed(server, *wrong))[0] == 2
    assert server.asked == 0


def test_run_incomplete_for_reasons_outside_exits_4_and_keeps_the_rest(
    folder, speakprep_run, server
):
    too_long = Reply(status=413, body=error("x"))
    server.reply = lambda turn, key: too_long if turn > 1 else None
    code, out, err = speakprep_run(*typed(server))
    assert (code, kept(folder)) == (4, 15)
    said = " ".join(out.split())
    assert "segments stay open, because" in said
    assert out.endswith("next: speakprep translate run --to en\n")
    assert "Traceback" not in err
    server.reply = lambda turn, key: None
    assert speakprep_run(*typed(server))[0] in {0, 1}
    assert kept(folder) == PARAGRAPHS + 1


def test_run_dead_server_is_one_clear_line(folder, speakprep_run):
    dead = ("translate", "run", "--model", "m", "--base-url", "http://127.0.0.1:1/v1")
    code, out, err = speakprep_run(*dead)
    assert (code, out) == (4, "")
    assert "speakprep: no model server answers at 127.0.0.1:1\n" in err
    assert not (folder / MEMORY).exists()


@pytest.mark.skipif(os.name != "posix", reason="needs SIGINT")
@pytest.mark.parametrize("concurrency", ["1", "3"])
def test_run_interrupted_says_how_much_is_kept_and_asks_no_more(folder, server, concurrency):
    held = threading.Event()

    def hold(turn: int, key: str) -> Reply | None:
        if turn == 1:
            return None
        held.set()
        return Reply(hang=True)

    server.reply = hold
    process = subprocess.Popen(
        [*COMMAND, *typed(server, "--concurrency", concurrency)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert held.wait(20)
    while not (folder / MEMORY).exists() or kept(folder) < 15:
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, kept(folder)) == (130, "", 15)
    assert err.split("\n")[-3:] == [
        "speakprep: interrupted; 15 of 60 segments are finished and kept",
        "  to go on, type the same command again",
        "",
    ]
    # One is answered; with three at once, a third one began when the first came back.
    assert server.asked <= 1 + int(concurrency)


@pytest.mark.parametrize("status", [200, 400, 401, 404, 429, 500])
def test_run_key_is_in_no_file_and_no_line(folder, speakprep_run, server, monkeypatch, status):
    monkeypatch.setenv("SPEAKPREP_API_KEY", SECRET)

    def echo(turn: int, key: str) -> Reply | str | None:
        if turn == 1:
            return None
        if status == 200:
            return f"You sent {key}."
        insufficient = "insufficient_quota" if status == 429 else ""
        return Reply(status=status, body=error(f"{key} {insufficient}"))

    server.reply = echo
    code, out, err = speakprep_run(*typed(server))
    assert (code, kept(folder)) == (4, 15)
    assert SECRET[:12] not in out + err
    for root in (folder, Path(os.environ["SPEAKPREP_HOME"])):
        for file in root.rglob("*"):
            assert not file.is_file() or SECRET[:12].encode() not in file.read_bytes()
