"""Every broken or hostile file through the command: what is printed, the exit code.

The lines themselves are in golden/hostile-decks.txt.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pptx
import pytest
from pptx.util import Cm

from tests.cli.hostile_decks import CASES, SLIDE, pack


@pytest.fixture(scope="module")
def parts():
    """The parts of a sound deck: slide 1, slide 2 with notes, slide 3."""
    deck = pptx.Presentation()
    for number in (1, 2, 3):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"slide {number} 采样"
        slide.shapes.add_textbox(Cm(2), Cm(8), Cm(9), Cm(2)).text_frame.text = f"words {number}"
    deck.slides[1].notes_slide.notes_text_frame.text = "said 2"
    buffer = io.BytesIO()
    deck.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in, so that lines hold no folder's name."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(run, name):
    """Return what `script sync` says of a file in a fresh talk, and its exit code."""
    shutil.rmtree("talk", ignore_errors=True)
    talk = Path("talk/talk.toml")
    talk.parent.mkdir()
    talk.write_text('[talk]\ntitle = "T"\n', encoding="utf-8")
    code, out, err = run("script", "sync", name, "--talk", "talk")
    said = out + err
    # Deflate differs between builds of zlib by a few bytes.
    said = re.sub(r"(from|after) [0-9,]+ bytes", r"\1 N bytes", said)
    return code, said


def test_every_file_has_its_line_and_exit_code(parts, here, speakprep_run, golden):
    told, codes = [], {}
    for name, _, make in CASES:
        made = make(parts)
        (here / "deck.pptx").write_bytes(made if isinstance(made, bytes) else pack(made))
        codes[name], said = printed(speakprep_run, "deck.pptx")
        told.append(f"## {name}: exit code {codes[name]}\n\n{said}")
    assert codes == {name: code for name, code, _ in CASES}
    golden("hostile-decks.txt", "\n".join(told))
    assert not [line for line in "\n".join(told).split("\n") if not (line.isprintable())]


def lock_file(folder):
    (folder / "~$deck.pptx").write_bytes(bytes(165))
    return folder / "~$deck.pptx"


def macos_companion(folder):
    (folder / "._deck.pptx").write_bytes(b"\0\5\x16\7")
    return folder / "._deck.pptx"


def directory(folder):
    (folder / "deck.pptx").mkdir()
    return folder / "deck.pptx"


def keynote_folder(folder):
    (folder / "deck.key").mkdir()
    return folder / "deck.key"


def dangling_link(folder):
    (folder / "deck.pptx").symlink_to(folder / "nowhere.pptx")
    return folder / "deck.pptx"


def circular_link(folder):
    (folder / "deck.pptx").symlink_to(folder / "deck.pptx")
    return folder / "deck.pptx"


def pipe(folder):
    os.mkfifo(folder / "deck.pptx")
    return folder / "deck.pptx"


def unreadable(folder):
    (folder / "deck.pptx").write_bytes(b"PK")
    (folder / "deck.pptx").chmod(0)
    return folder / "deck.pptx"


PATHS = {
    lock_file: "deck.pptx: is the lock file PowerPoint keeps beside an open deck",
    macos_companion: "is a companion file that macOS wrote, without any slides",
    directory: "is a folder, not a deck",
    keynote_folder: "is a Keynote deck",
    dangling_link: "there is no such file",
    circular_link: "cannot be read: Too many levels of symbolic links",
    pipe: "is not a file",
    unreadable: "cannot be read: Permission denied",
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other kinds of files")
@pytest.mark.parametrize("make", PATHS, ids=lambda make: make.__name__)
def test_path_that_is_no_deck_is_named(here, speakprep_run, make):
    if make is unreadable and os.geteuid() == 0:
        pytest.skip("root may read everything")
    code, said = printed(speakprep_run, make(here).name)
    assert code == 2
    assert PATHS[make] in said.split("\n")[0]


MEASURE = """
import re, sys
from pathlib import Path
from speakprep.cli.main import run
code = run(sys.argv[1:])
print(code, re.search(r"VmHWM:\\s*([0-9]+)", Path("/proc/self/status").read_text())[1])
"""


# Not getrusage: there the peak of whoever started a program counts as its own.


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of one program")
def test_bomb_is_refused_before_it_takes_memory(parts, tmp_path):
    """150 MB, the interpreter and the command included, where the file unpacks to 512."""
    path = tmp_path / "deck.pptx"
    path.write_bytes(pack(parts | {SLIDE: bytes(512 << 20)}))
    assert path.stat().st_size < 600_000
    (tmp_path / "talk.toml").write_text('[talk]\ntitle = "T"\n', encoding="utf-8")
    command = [sys.executable, "-c", MEASURE, "script", "sync", str(path), "--talk", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    code, kilobytes = done.stdout.split()
    assert code == "2"
    assert "would unpack to 512 MB of XML" in done.stderr
    assert int(kilobytes) < 150 << 10
