"""`rehearse listen` and `listened` as they are typed: a server in a process of its own."""

import http.client
import json
import math
import os
import signal
import subprocess
import sys
import wave
from array import array
from pathlib import Path
from urllib.parse import urlsplit

import pytest

RATE = 8_000


def record(path: Path, seconds: int = 6) -> None:
    samples = array("h")
    for index in range(seconds * RATE):
        at = index / RATE
        level = 6000 * (0.55 - 0.45 * math.cos(10 * math.pi * at)) if 1 < at < 5 else 0
        buzz = sum(math.sin(2 * math.pi * 120 * k * at) / k for k in range(2, 9))
        samples.append(round(level * buzz) + index * 7919 % 13 - 6)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


@pytest.fixture
def talk(make_talk, monkeypatch, speakprep_run) -> Path:
    folder = make_talk(minutes=1, qa_minutes=0).folder
    monkeypatch.chdir(folder)
    record(folder / "take.wav")
    speakprep_run("rehearse", "log", "take.wav", "--at", "2027-03-01T18:30")
    return folder


@pytest.fixture
def listening(talk):
    """Start `rehearse listen`; returns the process and the page's address."""
    command = "from speakprep.__main__ import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", command, "rehearse", "listen", "2027", "--format", "json"],
        cwd=talk,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        yield process, urlsplit(process.stderr.readline().split()[-1])
        process.kill()


def say(address, message) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=20)
    headers = {
        "Content-Type": "application/json",
        "Origin": f"http://127.0.0.1:{address.port}",
    }
    connection.request("POST", f"{address.path}heard", body=json.dumps(message), headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_listen_until_the_page_says_it_is_done(listening):
    process, address = listening
    note = {"id": "a", "at_s": 2, "text": "clear 清楚"}
    assert say(address, {"played": [[0, 6]], "remarks": [note], "end": True}) == 200
    out, _ = process.communicate(timeout=30)
    answer = json.loads(out)
    assert (process.returncode, answer["next"]) == (0, "speakprep plan")
    assert answer["facts"]["standing"] == {"share": 1.0, "counts": True, "missing": []}
    assert answer["facts"]["remarks"] == [{"at_s": 2.0, "text": "clear 清楚"}]
    assert answer["written"] == ["rehearsals/2027-03-01-1830-solo.toml"]


def test_listen_ends_with_ctrl_c_and_keeps_what_was_heard(listening, talk):
    process, address = listening
    assert say(address, {"played": [[0, 2]]}) == 200
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    answer = json.loads(out)
    assert (process.returncode, answer["facts"]["standing"]["counts"]) == (0, False)
    assert answer["next"] == "speakprep rehearse listen 2027-03-01-1830-solo"
    text = (talk / "rehearsals" / "2027-03-01-1830-solo.toml").read_text(encoding="utf-8")
    assert "played = [[0.0, 2.0]]" in text


def test_killed_while_listening_keeps_what_was_said_before(listening, talk, speakprep_run):
    process, address = listening
    assert say(address, {"played": [[0, 6]]}) == 200
    process.kill()
    process.wait(timeout=30)
    assert "yes" in speakprep_run("rehearse", "list")[1]


def test_listen_to_what_is_gone(talk, speakprep_run):
    (talk / "take.wav").unlink()
    code, _, err = speakprep_run("rehearse", "listen")
    assert (code, err.split("\n")[0]) == (
        2,
        "speakprep: take.wav: there is no such recording",
    )


def test_listened_wants_to_be_told_that_all_of_it_was_heard(talk, speakprep_run):
    name = next((talk / "rehearsals").glob("*.toml")).stem
    code, _, err = speakprep_run("rehearse", "listened", "2027", "--note", "too fast")
    assert code == 2
    assert err.split("\n")[:2] == [
        "speakprep: a rehearsal counts when you listened to all of it",
        f'  when you did: speakprep rehearse listened {name} --confirm --note "what I noticed"',
    ]
    code, _, err = speakprep_run("rehearse", "listened", "2027", "--confirm")
    assert (code, "at least one thing you noticed" in err) == (2, True)
    assert speakprep_run("rehearse", "listened", "--confirm", "--note", "fast")[0] == 0
    assert "yes" in speakprep_run("rehearse", "list")[1]
