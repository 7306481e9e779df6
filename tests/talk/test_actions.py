"""What a new talk begins with."""

from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path

import pytest

from speakprep.errors import UsageError
from speakprep.talk.actions import create_talk
from speakprep.talk.files import parse_talk
from speakprep.talk.model import Talk
from speakprep.talk.workspace import shelves


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("take1.m4a", True),
        ("rehearsals/排练.webm", True),
        ("translate-request.zh-en.md", True),
        (".speakprep/lock", True),
        ("rehearsals/2027-03-01-1830-solo.toml", False),
        ("deck.pptx", False),
        ("script.zh.md", False),
        ("translation.zh-en.jsonl", False),
    ],
)
def test_new_talk_keeps_recordings_and_leftovers_out_of_git(
    tmp_path: Path, name: str, ignored: bool
) -> None:
    create_talk(tmp_path, "talk", Talk(title="采样"), shelves(tmp_path))
    patterns = (tmp_path / "talk" / ".gitignore").read_text("utf-8").split("\n")
    wanted = [line.lstrip("/") for line in patterns if line and not line.startswith("#")]
    assert any(fnmatch(name, f"{p}*" if p.endswith("/") else p) for p in wanted) is ignored


def test_two_creations_at_once_leave_one_talk(tmp_path):
    where = shelves(tmp_path / "home")

    def create(title):
        try:
            create_talk(tmp_path, "same", Talk(title=title), where)
        except UsageError:
            return "refused"
        return title

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(create, ["a", "b", "c", "d"]))
    winner = parse_talk((tmp_path / "same" / "talk.toml").read_text("utf-8"), "talk.toml").title
    assert answers == sorted([winner, "refused", "refused", "refused"])
