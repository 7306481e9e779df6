"""Notes into decks whose pages of notes, or whose archive, are not as usual."""

import re
import shutil
import warnings
import zipfile

import pptx
import pytest

from speakprep.deck.files import read_deck
from tests.deck.pushing import TYPES, Pipe, as_google, changed, push, repacked


def test_google_like_page_gets_its_text_where_it_was(talk_deck, tmp_path):
    """The box that held the notes becomes the placeholder that PowerPoint shows on stage."""
    deck = repacked(talk_deck, tmp_path / "google.pptx", as_google)
    assert read_deck(deck).slides[2].notes == "Say what the table shows."
    assert pptx.Presentation(str(deck)).slides[2].notes_slide.notes_text_frame is None
    copy = tmp_path / "copy.pptx"
    push(deck, copy, {258: "说说这张表"})
    ours, theirs = read_deck(copy).slides[2], pptx.Presentation(str(copy)).slides[2].notes_slide
    assert (ours.notes, theirs.notes_text_frame.text) == ("说说这张表", "说说这张表")
    assert len(theirs.shapes) == len(pptx.Presentation(str(deck)).slides[2].notes_slide.shapes)


@pytest.mark.parametrize(
    ("shapes", "left"),
    [
        ("", []),
        ('<p:ph type="sldNum" idx="5"/>|7', ["7"]),
        ('<p:ph idx="1"/>|old', []),
        ('<p:ph type="body" idx="1"/>|one|<p:ph type="body" idx="7"/>|two', [""]),
        ('<p:ph type="body" idx="1"/>||label', ["label"]),
    ],
)
def test_pages_of_every_kind_read_back(kit, write, tmp_path, shapes, left):
    fields = shapes.split("|")
    boxes = []
    while len(fields) > 1:
        mark = fields.pop(0) if fields[0].startswith("<p:ph") else ""
        box = kit.shape(fields.pop(0) if fields else "")
        boxes.append(box.replace("<p:nvPr></p:nvPr>", f"<p:nvPr>{mark}</p:nvPr>"))
    if fields and fields[0]:
        boxes.append(kit.shape(fields[0]))
    parts = kit.three() | {"ppt/notesSlides/n.xml": kit.page("".join(boxes), root="notes")}
    kit.relate(parts, 2, r1=("notesSlide", "../notesSlides/n.xml"))
    copy = tmp_path / "copy.pptx"
    deck = write(parts)
    assert push(deck, copy, {257: "新的\n\n话"}) == 1
    assert [slide.notes for slide in read_deck(copy).slides] == ["", "新的\n\n话", ""]
    assert changed(deck, copy) == ({"ppt/notesSlides/n.xml"}, set())
    with zipfile.ZipFile(copy) as archive:
        page = archive.read("ppt/notesSlides/n.xml").decode()
    assert page.count('type="body"') == max(1, shapes.count('type="body"'))
    others = [text for text in re.findall(r"<a:t>(.*?)</a:t>", page) if text not in {"新的", "话"}]
    assert others == [text for text in left if text]


def broken_page(kit, parts):
    parts["ppt/notesSlides/n.xml"] = b"<p:notes"
    kit.relate(parts, 1, r1=("notesSlide", "../notesSlides/n.xml"))


def missing_page(kit, parts):
    kit.relate(parts, 1, r1=("notesSlide", "../notesSlides/n.xml"))


def shared_page(kit, parts):
    parts["ppt/notesSlides/n.xml"] = kit.page(kit.shape("both", ph='type="body"'), root="notes")
    for slide in (1, 2):
        kit.relate(parts, slide, r1=("notesSlide", "../notesSlides/n.xml"))


def other_slashes(kit, parts):
    parts["ppt\\notesSlides\\N.xml"] = kit.page(kit.shape("x", ph='type="body"'), root="notes")
    kit.relate(parts, 1, r1=("notesSlide", "/ppt/notesslides/n.xml"))


def spaces(kit, parts):
    parts["ppt/notesSlides/n n.xml"] = kit.page(kit.shape("x", ph='type="body"'), root="notes")
    kit.relate(parts, 1, r1=("notesSlide", "../notesSlides/n%20n.xml"))


@pytest.mark.parametrize("oddity", [broken_page, missing_page, shared_page, other_slashes, spaces])
def test_odd_pages_read_back_and_no_other_slide_changes(kit, write, tmp_path, oddity):
    parts = kit.three() | {"[Content_Types].xml": TYPES}
    oddity(kit, parts)
    deck, copy = write(parts), tmp_path / "copy.pptx"
    was = [slide.notes for slide in read_deck(deck).slides]
    assert push(deck, copy, {256: "新的"}) == 1
    assert [slide.notes for slide in read_deck(copy).slides] == ["新的", *was[1:]]


@pytest.mark.parametrize("lost", [1, 2])
def test_page_that_is_gone_does_not_lend_its_name(kit, write, tmp_path, lost):
    parts = kit.three() | {"[Content_Types].xml": TYPES}
    kit.relate(parts, lost, r1=("notesSlide", "../notesSlides/NotesSlide1.xml"))
    copy = tmp_path / "copy.pptx"
    assert push(write(parts), copy, {256: "一", 257: "二"}) == 2
    assert [slide.notes for slide in read_deck(copy).slides] == ["一", "二", ""]


def test_notes_master_that_is_gone_is_made_anew(bare_deck, tmp_path):
    pushed, copy = tmp_path / "pushed.pptx", tmp_path / "copy.pptx"
    push(bare_deck, pushed, {256: "一"})
    deck = repacked(
        pushed, tmp_path / "deck.pptx", lambda name, data: None if "notesM" in name else data
    )
    push(deck, copy, {257: "二"})
    made = pptx.Presentation(str(copy))
    assert [slide.notes_slide.notes_text_frame.text for slide in list(made.slides)[:2]] == [
        "一",
        "二",
    ]
    assert made.slides[1].notes_slide.part.notes_master is made.notes_master


@pytest.mark.parametrize("kind", ["stored", "streamed", "doubled"])
def test_archives_of_every_kind(talk_deck, tmp_path, kind):
    deck, copy = tmp_path / "deck.pptx", tmp_path / "copy.pptx"
    if kind == "stored":
        repacked(talk_deck, deck, compression=zipfile.ZIP_STORED)
    elif kind == "streamed":
        with Pipe(deck) as pipe:
            repacked(talk_deck, pipe)
    else:
        shutil.copy(talk_deck, deck)
        with warnings.catch_warnings(), zipfile.ZipFile(deck, "a") as archive:
            warnings.simplefilter("ignore", UserWarning)
            archive.writestr("ppt/slides/slide2.xml", archive.read("ppt/slides/slide4.xml"))
    assert push(deck, copy, {256: "一", 258: "三"}) == 2
    assert [slide.notes for slide in read_deck(copy).slides] == ["一", "", "三", ""]
    pages = {f"ppt/notesSlides/notesSlide{n}.xml" for n in (1, 2)}
    assert changed(deck, copy) == (pages, set())
