"""A real LibreOffice saves the deck, reordered: every text stays with its slide."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Cm

from speakprep.script.actions.status import status
from speakprep.script.actions.sync import sync
from speakprep.script.files import parse_script
from speakprep.talk.workspace import Workspace

pytestmark = [
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
    pytest.mark.timeout(300),
]
TITLES = ("为什么要采样", "Tail sampling", "Demo", "代价", "Demo", "总结")


def _deck(path: Path, first_id: int) -> None:
    deck = Presentation()
    for number, title in enumerate(TITLES):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        if title != "Demo":
            slide.placeholders[1].text = f"第 {number} 点\npoint {number} of many"
        if number == 1:
            table = slide.shapes.add_table(2, 2, Cm(2), Cm(10), Cm(12), Cm(3)).table
            for place, cell in enumerate(table.iter_cells()):
                cell.text = f"cell {place}"
        if number == 3:
            slide.notes_slide.notes_text_frame.text = "先说成本。\n再说延迟。"
    deck.slides[5]._element.set("show", "0")
    for number, entry in enumerate(deck.slides._sldIdLst):
        entry.set("id", str(first_id + 3 * number))
    deck.save(path)


def _saved_by_libreoffice(path: Path, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = "pptx:Impress MS PowerPoint 2007 XML"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder / "out", path],
        check=True,
        capture_output=True,
        timeout=200,
    )
    shutil.copy(folder / "out" / path.name, path)


def _reorder(path: Path, order: tuple[int, ...]) -> None:
    deck = Presentation(path)
    listed = deck.slides._sldIdLst
    entries = list(listed)
    for entry in entries:
        listed.remove(entry)
    for place in order:
        listed.append(entries[place])
    deck.save(path)


def _written(talk: Workspace) -> Path:
    """Write a text of its own for each slide."""
    path = talk.folder / "script.zh.md"
    sync(talk)
    script = parse_script(path.read_text("utf-8"))
    parts = [script.preamble]
    for number, section in enumerate(script.slides):
        parts.append(f"{section.source.rstrip()}\n\n我的第 {number} 段。\n\n")
    path.write_text("".join(parts), encoding="utf-8")
    sync(talk)
    return path


@pytest.mark.parametrize("first_id", [256, 900])
def test_deck_saved_by_libreoffice_keeps_all_texts(
    make_talk: Callable[..., Workspace], tmp_path: Path, first_id: int
) -> None:
    talk = make_talk(language="zh", minutes=20)
    deck = talk.folder / "deck.pptx"
    _deck(deck, first_id)
    path = _written(talk)
    order = (3, 0, 5, 2, 1, 4)
    _reorder(deck, order)
    _saved_by_libreoffice(deck, tmp_path)
    report = sync(talk)
    slides = parse_script(path.read_text("utf-8")).slides
    assert [s.head.slide_id for s in slides] == [256, 257, 258, 259, 260, 261]
    found = [s.prose.split("\n")[-1] for s in slides]
    wanted = [f"我的第 {number} 段。" for number in order]
    # The two slides that only say "Demo" are the same to everybody.
    assert [each for each in found if each[4] not in "24"] == [
        w for w in wanted if w[4] not in "24"
    ]
    assert sorted(found) == sorted(wanted)
    assert {f.code for f in report.findings} <= {"SCR127"}
    assert [text.state for text in status(talk).facts.texts] == ["written"] * 6
    assert sync(talk).written == ()
