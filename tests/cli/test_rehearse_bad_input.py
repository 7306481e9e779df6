"""Recordings that are none, or broken: one clear line, the right exit code, no partial record."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from tests.rehearsal.recordings import RATE, write


def voice(seconds: float = 6.0, rate: int = RATE) -> np.ndarray:
    """A buzz of five syllables a second from 1 s to 1 s before the end, in soft noise."""
    time = np.arange(round(seconds * rate)) / rate
    buzz = sum(np.sin(2 * np.pi * 120 * k * time) / k for k in range(1, 20))
    spoken = (time > 1) & (time < seconds - 1) & (time % 2 < 1.4)
    noise = np.random.default_rng(7).standard_normal(len(time))
    return 0.12 * buzz * (0.55 - 0.45 * np.cos(2 * np.pi * 5 * time)) * spoken + 0.001 * noise


def encode(
    path: Path, sound: np.ndarray, kind: str = "wav", codec: str = "pcm_s16le", **how: Any
) -> Path:
    options = {"live": "1"} if kind == "webm" else None
    return write(path, sound, kind=kind, codec=codec, options=options, **how)


def mute_video(path: Path) -> None:
    with path.open("wb") as file, av.open(file, "w", format="mp4") as out:
        stream = out.add_stream("mpeg4")
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        image = av.VideoFrame(64, 48, "yuv420p")
        image.pts = 0
        out.mux(stream.encode(image))
        out.mux(stream.encode(None))


@pytest.fixture
def talk(make_talk, monkeypatch) -> Path:
    folder = make_talk(minutes=1, qa_minutes=0).folder
    monkeypatch.chdir(folder)
    return folder


def records(talk: Path) -> list[str]:
    return [path.name for path in (talk / "rehearsals").glob("*")]


def test_what_is_no_recording_is_one_line_and_no_record(talk, speakprep_run):
    Path("empty.wav").touch()
    Path("text.mp3").write_text("大家好\nhello\n" * 100, "utf-8")
    Path("two\nlines.mp3").write_text("no sound", "utf-8")
    Path("zeros.m4a").write_bytes(bytes(5000))
    Path("folder.wav").mkdir()
    mute_video(Path("mute.mp4"))
    whole = encode(Path("whole.wav"), voice()).read_bytes()
    Path("header.wav").write_bytes(whole[:44])
    Path("riff.wav").write_bytes(whole[:11])
    expected = {
        "empty.wav": "this recording is empty (0 bytes)",
        "text.mp3": "this is not a recording speakprep can read",
        "two\nlines.mp3": "this is not a recording speakprep can read",
        "zeros.m4a": "this is not a recording speakprep can read",
        "folder.wav": "this is a folder or a device, not a recording",
        "mute.mp4": "this file has no sound",
        "header.wav": "this is not a recording speakprep can read",
        "riff.wav": "this is not a recording speakprep can read",
        "none.wav": "there is no such recording",
        "/dev/null": "this is a folder or a device, not a recording",
    }
    for name, message in expected.items():
        code, out, err = speakprep_run("rehearse", "log", name)
        shown = name.replace("\n", " ")
        assert (code, out, err.split("\n")[0]) == (2, "", f"speakprep: {shown}: {message}")
        assert len(err.rstrip("\n").split("\n")) <= 2
        assert records(talk) == []


SHAPES = {
    "8 kHz mono": {"rate": 8_000},
    "192 kHz": {"rate": 192_000},
    "5.1": {"layout": "5.1"},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_unusual_shapes_are_measured(talk, speakprep_run, shape):
    how = SHAPES[shape]
    encode(Path("take.wav"), voice(rate=how.get("rate", RATE)), **how)
    code, out, err = speakprep_run("rehearse", "log", "take.wav")
    assert (code, err) == (0, "")
    assert "  recorded   0:06  PCM" in out
    assert "  pauses     1 short, 0 of" not in out
    assert "  talk       0:04  [" in out
    assert len(records(talk)) == 1


@pytest.mark.parametrize(
    ("sound", "says"),
    [
        (np.zeros(RATE * 5), "RHS101"),
        (0.05 * np.random.default_rng(1).standard_normal(RATE * 5), "RHS101"),
        (np.clip(12 * voice(), -1, 1), "RHS104"),
    ],
    ids=["silence", "noise", "clipped"],
)
def test_useless_sound_is_kept_and_said(talk, speakprep_run, sound, says):
    encode(Path("take.wav"), sound)
    code, out, _ = speakprep_run("rehearse", "log", "take.wav")
    assert code == 0
    assert f"take.wav: warning {says}" in out
    assert len(records(talk)) == 1


KINDS = {
    "wav": ("wav", "pcm_s16le"),
    "flac": ("flac", "flac"),
    "mp3": ("mp3", "libmp3lame"),
    "m4a": ("ipod", "aac"),
    "ogg": ("ogg", "libopus"),
    "webm": ("webm", "libopus"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_recording_cut_at_any_byte_is_measured_or_one_line(talk, speakprep_run, kind):
    whole = encode(talk.parent / "whole", voice(), *KINDS[kind]).read_bytes()
    size = len(whole)
    logged = 0
    for cut in (
        1,
        3,
        4,
        8,
        13,
        40,
        100,
        500,
        *(size * part // 9 for part in range(1, 9)),
        size - 1,
    ):
        path = Path(f"cut{cut}.{kind}")
        path.write_bytes(whole[:cut])
        code, out, err = speakprep_run("rehearse", "log", path.name)
        if code == 0:
            logged += 1
            assert "  recorded   0:0" in out
        else:
            assert (code, out) == (2, "")
            assert err.startswith(f"speakprep: {path.name}: ")
            assert len(err.rstrip("\n").split("\n")) <= 2
        assert len(records(talk)) == logged
    # The index of an M4A stands at its end: only the last byte may be missing.
    assert logged >= (0 if kind == "m4a" else 8)


@pytest.mark.parametrize(
    "name", ["-vf", "--help", 'it\'s "quoted".wav', "new\nline.wav", "-", "%s$(x).wav", "录音.wav"]
)
def test_names_are_only_names(talk, speakprep_run, name):
    encode(talk / name, voice())
    code, out, err = speakprep_run("rehearse", "log", "--", name)
    assert (code, err) == (0, "")
    (record,) = records(talk)
    assert out.startswith(f"{record.removesuffix('.toml')}: {name.replace(chr(10), ' ')}")


GROW = """\
import time
for _ in range(1000):
    with open("take.wav", "ab") as file:
        file.write(bytes(400_000))
    time.sleep(0.01)
"""
"""40 MB a second for ten seconds at most: far faster than any recorder."""


def test_file_that_grows_while_it_is_read(talk, speakprep_run):
    """A recorder goes on writing: what is hashed is not what is there any more."""
    whole = encode(Path("take.wav"), voice(20.0)).read_bytes()
    writer = subprocess.Popen([sys.executable, "-c", GROW])
    try:
        while Path("take.wav").stat().st_size <= len(whole):
            pass
        code, out, err = speakprep_run("rehearse", "log", "take.wav")
    finally:
        writer.kill()
        writer.wait()
    assert (code, out, err.split("\n")[0]) == (
        2,
        "",
        "speakprep: take.wav: the recording changed while it was read",
    )
    assert records(talk) == []


def test_second_part_that_is_broken_leaves_no_record(talk, speakprep_run):
    encode(Path("a.wav"), voice())
    Path("b.mp3").write_text("no sound", "utf-8")
    code, out, err = speakprep_run("rehearse", "log", "a.wav", "b.mp3")
    assert (code, out) == (2, "")
    assert err.startswith("speakprep: b.mp3: this is not a recording speakprep can read")
    assert records(talk) == []
