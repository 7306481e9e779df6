"""`cfp lint --fix`: slips are mended, all else stays."""

from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.cfp.actions.fix import diff_sources, fix_sources
from speakprep.cfp.actions.sources import file_sources, talk_sources
from speakprep.talk.workspace import Workspace
from tests.cfp.proposals import CHINESE, ENGLISH, write

Make = Callable[..., Workspace]

SLIPS = {
    ENGLISH: ("keep the odd ones;", "keep  the the odd ones ;"),
    CHINESE: ("留下失败的请求，", "留下失败的的请求,"),
}


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_slips_are_mended_and_all_else_stays_to_the_last_byte(
    make_talk: Make, text: str, end: str
) -> None:
    space = make_talk()
    frame = f"\ufeff# A  title ,\n\n{text}\n## Unknown  one\n\nkept  as it is , here"
    good = frame.replace("\n", end)
    bad = frame.replace(*SLIPS[text]).replace("\n", end)
    path = write(space, bad)
    before = path.read_bytes()
    (shown,) = diff_sources(talk_sources(space), "fix it").facts.files
    assert (path.read_bytes(), shown.lines) == (before, 1)
    (mended,) = fix_sources(talk_sources(space))
    assert (mended, path.read_bytes().decode()) == (shown, good)
    assert fix_sources(talk_sources(space)) == ()


def test_what_is_allowed_is_not_mended(make_talk: Make) -> None:
    space = make_talk()
    allow = "<!-- speakprep: allow CFP503 a table -->"
    path = write(space, f"## Abstract\n\n{allow}\nkeep  these\n\n## Takeaways\n\nand  those\n")
    fix_sources(talk_sources(space))
    assert path.read_text("utf-8") == (
        f"## Abstract\n\n{allow}\nkeep  these\n\n## Takeaways\n\nand those\n"
    )


def test_choices_are_not_mended(make_talk: Make) -> None:
    space = make_talk()
    path = write(space, "## Level\n\nVery  hard\n")
    assert fix_sources(talk_sources(space)) == ()
    assert path.read_text("utf-8") == "## Level\n\nVery  hard\n"


def test_file_outside_of_talks_is_mended_without_leaving_anything_else(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"## Abstract\n\nkeep  these")
    sources, _ = file_sources([path], here=tmp_path, user=tmp_path)
    fix_sources(sources)
    assert path.read_bytes() == b"## Abstract\n\nkeep these"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]
