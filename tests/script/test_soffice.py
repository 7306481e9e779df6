"""A real LibreOffice saves the deck, reordered: every text stays with its slide."""

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Cm

from speakprep.deck.files import read_deck
from speakprep.script.actions.status import status
from speakprep.script.actions.sync import sync
from speakprep.script.files import parse_script, script_name
from speakprep.script.memory import media_of
from speakprep.talk.language import LANGUAGES
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


class Deck:
    """A deck whose slides can be told apart by a word on them, or by their only picture."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        self.path, self.chance, self.count = path, chance, 0
        self.pictures: dict[str, str] = {}
        Presentation().save(path)
        for _ in range(7):
            self.insert()

    def insert(self) -> None:
        deck = Presentation(self.path)
        slide = deck.slides.add_slide(deck.slide_layouts[-1])
        for placeholder in list(slide.placeholders):
            placeholder._element.getparent().remove(placeholder._element)
        name = f"slide{self.count}x"
        if self.count % 4 == 3:
            picture = self.path.with_name(f"{self.count}.png")
            Image.new("RGB", (60, 40), (self.count, 90, 200)).save(picture)
            slide.shapes.add_picture(str(picture), Cm(3), Cm(6))
        else:
            words = [f"w{self.chance.randrange(10**6)}" for _ in range(6)]
            for top, text in ((1, f"{name} 的标题"), (6, f"{' '.join(words)}\n采样 {name}")):
                slide.shapes.add_textbox(Cm(2), Cm(top), Cm(15), Cm(3)).text = text
        deck.save(self.path)
        if self.count % 4 == 3:
            self.pictures[media_of(read_deck(self.path).slides[-1])] = name
        self.count += 1

    def edit(self) -> None:
        """Move one slide, delete one, insert one, and give one another point."""
        deck = Presentation(self.path)
        shapes = [shape for slide in deck.slides for shape in slide.shapes]
        for shape in shapes:
            if "采样" in getattr(shape, "text", "") and self.chance.random() < 0.3:
                point = f"more {self.chance.randrange(10**6)}"
                shape.text_frame.add_paragraph().text = point
        listed = deck.slides._sldIdLst
        moved, gone = self.chance.sample(list(listed), 2)
        listed.remove(moved)
        listed.insert(self.chance.randrange(len(listed)), moved)
        deck.part.drop_rel(gone.rId)
        listed.remove(gone)
        deck.save(self.path)
        self.insert()

    def names(self) -> list[str]:
        """Return which slide stands where."""
        slides = read_deck(self.path).slides
        return [self.pictures.get(media_of(s)) or s.blocks[0].text.split()[0] for s in slides]


@pytest.mark.parametrize("seed", [1, 2])
def test_history_with_resaves_keeps_every_sentence_of_both_scripts(
    make_talk: Callable[..., Workspace], tmp_path: Path, seed: int
) -> None:
    talk = make_talk(language="zh", translate_to=("en",), minutes=20)
    deck = Deck(talk.folder / "deck.pptx", random.Random(seed))
    home: dict[str, str] = {}
    for language in LANGUAGES:
        sync(talk, language=language)
    for turn in range(2):
        names = deck.names()
        for language in LANGUAGES:
            path = talk.folder / script_name(language)
            script = parse_script(path.read_text("utf-8"))
            parts = [script.preamble]
            for section in script.slides:
                words = ""
                if section.head.number is not None:
                    words = f"Round {turn} {language} {names[section.head.number - 1]} 说。"
                    home[words] = names[section.head.number - 1]
                parts.append(f"{section.source.rstrip()}\n\n{words}\n\n")
            path.write_text("".join(parts), encoding="utf-8")
            sync(talk, language=language)
        deck.edit()
        _saved_by_libreoffice(deck.path, tmp_path)
        names = deck.names()
        for language in LANGUAGES:
            sync(talk, language=language)
            slides = parse_script((talk.folder / script_name(language)).read_text("utf-8")).slides
            for words in (each for each in home if f" {language} " in each):
                (section,) = [s for s in slides if words in s.text]
                assert section.text.count(words) == 1
                if home[words] in names:
                    assert names.index(home[words]) + 1 == section.head.number
                else:
                    assert section.head.orphan
            assert sync(talk, language=language).written == ()
