"""Start-up is kept fast by what is not imported, and safe by what is not read."""

import json
import os
import subprocess
import sys

import pytest

HEAVY = (
    "openai", "pptx", "pydub", "av", "numpy", "jinja2", "rapidfuzz", "lxml", "pydantic", "rich",
    "icalendar", "proselint", "autocorrect_py",
)  # fmt: skip
LOADED = """\
import json, sys
from speakprep.cli.main import run
code = run(sys.argv[2:])
sys.stdout.flush()
heavy = [name for name in json.loads(sys.argv[1]) if name in sys.modules]
sys.stderr.write(json.dumps([code, heavy]))
"""
IMPORTED = """\
import json, os, sys

read = []

def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path = os.path.abspath(arguments[0])
        if os.path.dirname(path) == os.getcwd():
            read.append(os.path.basename(path))

class Watched(type(os.environ)):
    def __getitem__(self, key):
        frame = sys._getframe(1)
        inside = ("os", "collections", "_collections")
        while frame and frame.f_globals["__name__"].startswith(inside):
            frame = frame.f_back
        if frame and frame.f_globals["__name__"].startswith("speakprep"):
            read.append(key)
        return super().__getitem__(key)

sys.addaudithook(hook)
os.environ.__class__ = Watched
import {module}
print(json.dumps([read, [name for name in json.loads(sys.argv[1]) if name in sys.modules]]))
"""


def loaded(folder, *words: str) -> list[object]:
    """Return a command's exit code and the heavy packages it loaded."""
    command = [sys.executable, "-c", LOADED, json.dumps(HEAVY), *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return json.loads(done.stderr.decode().rsplit("\n", 1)[-1])


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("new", "-h"), ("nosuch",)], ids=" ".join
)
def test_help_loads_nothing_heavy(tmp_path, words):
    assert loaded(tmp_path, *words) == [2 if words == ("nosuch",) else 0, []]


def test_cfp_lint_loads_nothing_heavy(make_talk):
    space = make_talk(title="采样")
    text = "## Title\n\n采样\n\n## Abstract\n\nWe sample.\n"
    (space.folder / "cfp.md").write_text(text, "utf-8")
    assert loaded(space.folder, "cfp", "lint") == [1, []]


def test_front_door_and_plan_load_nothing_heavy_without_need(make_talk):
    space = make_talk()
    assert loaded(space.folder) == [0, []]
    assert loaded(space.folder, "plan") == [0, []]


def read_by(folder, module: str) -> list[list[str]]:
    """Return what importing a module read, files of the folder and environment, and loaded."""
    code = IMPORTED.replace("{module}", module)
    command = [sys.executable, "-c", code, json.dumps(HEAVY)]
    environment = {**os.environ, "PYTHONPATH": str(folder / "extra")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_import_reads_no_file_of_the_talk_and_no_environment(make_talk):
    assert read_by(make_talk().folder, "speakprep.cli.main") == [[], []]


def test_import_that_does_read_is_noticed(make_talk):
    folder = make_talk().folder
    (folder / "extra").mkdir()
    guilty = "import os, numpy\nos.environ.get('HOME')\nopen('talk.toml').close()\n"
    (folder / "extra" / "speakprep_guilty.py").write_text(guilty, "utf-8")
    assert read_by(folder, "speakprep_guilty") == [["HOME", "talk.toml"], ["numpy"]]
