"""`speakprep rehearse` as it is typed, on recordings made here with the standard library."""

import json
import math
import os
import pty
import resource
import subprocess
import sys
import wave
from array import array
from pathlib import Path

import pytest

from speakprep.cli.numbers import slide_numbers
from speakprep.errors import UsageError

RATE = 16_000
SCRIPT = "## 1. A {#s256}\n\n" + "word " * 30 + "\n\n## 2. 采样 {#s257}\n\n" + "采样" * 20 + "\n"
LOG = ("rehearse", "log", "take.wav", "--at", "2027-03-01T18:30")


def record(path: Path, *, spoken: bool = True, seconds: int = 20) -> Path:
    """Write a WAV: five buzzing syllables a second, with silence from 8 to 12 s."""
    samples = array("h")
    for index in range(seconds * RATE):
        at = index / RATE
        quiet = at < 1 or at > seconds - 1 or 8 <= at < 12 or not spoken
        level = 0 if quiet else 6000 * (0.55 - 0.45 * math.cos(2 * math.pi * 5 * at))
        buzz = sum(math.sin(2 * math.pi * 120 * k * at) / k for k in range(2, 9))
        samples.append(round(level * buzz) + index * 7919 % 13 - 6)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


@pytest.fixture(scope="module")
def recording(tmp_path_factory) -> bytes:
    return record(tmp_path_factory.mktemp("recording") / "take.wav").read_bytes()


@pytest.fixture
def talk(make_talk, monkeypatch, recording) -> Path:
    folder = make_talk(minutes=1, qa_minutes=0).folder
    (folder / "take.wav").write_bytes(recording)
    monkeypatch.chdir(folder)
    return folder


def records(talk: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (talk / "rehearsals").glob("*.toml")}


def test_log_listened_list_and_reel_as_a_speaker_sees_them(talk, speakprep_run, golden):
    (talk / "script.en.md").write_text(SCRIPT, encoding="utf-8")
    shown = []
    for typed in (
        ["rehearse", "list"],
        [*LOG, "--with", "Anna", "--with", "小明", "--kind", "team"],
        ["rehearse", "log", "take.wav"],
        ["rehearse", "reel", "2027"],
        ["rehearse", "list"],
    ):
        code, out, err = speakprep_run(*typed)
        assert (code, err) == (0, "")
        assert all(len(line) <= 80 for line in out.split("\n") if not line.startswith("next:"))
        shown.append(f"$ speakprep {' '.join(typed)}\n{out}")
    golden("rehearse.txt", "\n".join(shown))
    code, out, _ = speakprep_run(
        "rehearse", "listened", "2027", "--confirm", "--note", "第二页太快"
    )
    assert (code, out.split("\n")[0]) == (
        0,
        "2027-03-01-1830-team: listened to once; your note is kept with it.",
    )
    assert "2027-03-01-1830-team    0:18        30%  yes" in speakprep_run("rehearse", "list")[1]


def test_log_again_says_how_to_change_what_was_said(talk, speakprep_run):
    def again(*options: str) -> str:
        code, out, _ = speakprep_run("rehearse", "log", "take.wav", *options)
        assert code == 0
        return " ".join(out.partition("\n\n")[0].split()).partition("nothing was changed. ")[2]

    speakprep_run(*LOG)
    record = "rehearsals/2027-03-01-1830-solo.toml"
    assert f"This recording is {record} already;" in " ".join(speakprep_run(*LOG)[1].split())
    assert again() == "What you said about it can be mended there."
    assert again("--kind", "team", "--with", "Anna") == (
        "Write your --kind and --with into that file."
    )
    assert again("--slides", "1", "--kind", "team") == (
        "To measure it anew with --slides, delete that file and log again."
    )
    speakprep_run("rehearse", "listened", "2027", "--confirm", "--note", "too fast")
    assert again("--lang", "zh").startswith(
        "To measure it anew with --lang, delete that file (your listening notes are in it) and"
    )


def test_log_of_silence(talk, speakprep_run, golden):
    record(talk / "silent.wav", spoken=False, seconds=3)
    code, out, _ = speakprep_run("rehearse", "log", "silent.wav", "--at", "2027-03-02T09:00")
    assert code == 0
    golden("rehearse-silent.txt", out)
    assert "no speech  not yet" in speakprep_run("rehearse", "list")[1]


def test_log_as_json_holds_the_record(talk, speakprep_run):
    code, out, _ = speakprep_run(*LOG, "--format", "json")
    facts = json.loads(out)["facts"]
    assert (code, facts["again"], facts["record"]) == (
        0,
        False,
        "rehearsals/2027-03-01-1830-solo.toml",
    )
    assert facts["rehearsal"]["at"] == "2027-03-01T18:30:00"
    assert facts["rehearsal"]["figures"]["duration_s"] == 20.0


@pytest.mark.parametrize(
    ("typed", "code", "line"),
    [
        (["none.wav"], 2, "none.wav: there is no such recording"),
        (["empty.mp3"], 2, "empty.mp3: this recording is empty (0 bytes)"),
        (["text.mp3"], 2, "text.mp3: this is not a recording speakprep can read"),
        (["."], 2, ".: this is a folder or a device, not a recording"),
        (["-vf"], 2, "No such option: -v"),
        (["take.wav", "--at", "yesterday"], 2, "--at 'yesterday' is not a time"),
        (["take.wav", "--slides", "2-1"], 2, "--slides '2-1' are not slide numbers"),
        (
            ["take.wav", "--slides", "1"],
            2,
            "there is no script.en.md to compare the recording with",
        ),
        (["take.wav", "--lang", "zh"], 2, "there is no script.zh.md to compare the recording with"),
    ],
)
def test_log_of_bad_input_is_one_clear_line(talk, speakprep_run, typed, code, line):
    (talk / "empty.mp3").touch()
    (talk / "text.mp3").write_text("hello")
    got, out, err = speakprep_run("rehearse", "log", *typed)
    assert (got, out, err.split("\n")[0]) == (code, "", f"speakprep: {line}")
    assert records(talk) == {}


def test_log_of_a_file_that_looks_like_an_option(talk, speakprep_run):
    (talk / "take.wav").rename(talk / "-vf")
    assert speakprep_run("rehearse", "log", "--", "-vf")[0] == 0
    assert len(records(talk)) == 1


def test_log_of_a_name_with_control_characters(talk, speakprep_run):
    name = "two\nlines \x1b[31m.wav"
    (talk / "take.wav").rename(talk / name)
    _, out, _ = speakprep_run("rehearse", "log", name, "--at", "2027-03-01T18:30")
    assert out.split("\n")[0] == "2027-03-01-1830-solo: two lines <U+001B>[31m.wav"


def test_list_goes_on_past_a_broken_record(talk, speakprep_run):
    speakprep_run(*LOG)
    (talk / "rehearsals" / "old.toml").write_text("kind = solo\n")
    code, out, _ = speakprep_run("rehearse", "list")
    assert code == 1
    assert "2027-03-01-1830-solo" in out
    assert "rehearsals/old.toml:1:8: error RHS111" in out


def test_full_disk_leaves_no_record(talk):
    """A file may hold 64 bytes: less than any record."""
    done = subprocess.run(
        [sys.executable, "-c", "from speakprep.__main__ import main; main()", *LOG],
        cwd=talk,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)),
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        "speakprep: rehearsals/2027-03-01-1830-solo.toml: cannot be written: File too large\n"
    )
    assert list((talk / "rehearsals").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ()),
        (" ", ()),
        ("3", (3,)),
        ("1-3,7", (1, 2, 3, 7)),
        (" 2 - 3 , 2 ", (2, 3)),
        ("1–2，5、7～8", (1, 2, 5, 7, 8)),
    ],
)
def test_slide_numbers(text, numbers):
    assert slide_numbers(text) == numbers


@pytest.mark.parametrize("text", ["x", ",", "1,", "1-", "-1", "3-1", "1.5", "123456", "1-2-3"])
def test_slide_numbers_that_are_none(text):
    with pytest.raises(UsageError) as caught:
        slide_numbers(text)
    assert caught.value.hint == "for example: --slides 1-3,7"


def test_listened_on_a_terminal_asks_what_was_noticed(talk, speakprep_run):
    speakprep_run(*LOG)
    main, other = pty.openpty()
    command = "from speakprep.__main__ import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "rehearse", "listened", "2027"],
        stdin=other,
        stdout=subprocess.PIPE,
        stderr=other,
    )
    os.close(other)
    os.write(main, "yes\n第三页太快\n".encode())
    out, _ = process.communicate()
    os.close(main)
    assert (process.returncode, b"your note is kept" in out) == (0, True)
    assert "第三页太快".encode() in records(talk)["2027-03-01-1830-solo.toml"]
