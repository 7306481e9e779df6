"""Notes into a copy, and never into the deck itself; whatever else the deck holds stays."""

import re
import shutil
import zipfile

import pptx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speakprep.deck.files import read_deck
from speakprep.deck.notes_parts import tidy
from speakprep.deck.paragraphs import clean
from tests.deck.pushing import (
    TEXT,
    TYPES,
    as_strict,
    changed,
    not_strict,
    notes_seen,
    pictures,
    push,
    repacked,
)

NOTES = re.compile(r"ppt/(notesSlides/(_rels/)?notesSlide\d+\.xml(\.rels)?)")
MASTER = {
    "ppt/notesMasters/notesMaster1.xml",
    "ppt/notesMasters/_rels/notesMaster1.xml.rels",
    "ppt/theme/theme2.xml",
}
LISTS = {"[Content_Types].xml", "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"}


def test_notes_read_back_and_nothing_else_changes(talk_deck, tmp_path):
    before = talk_deck.read_bytes()
    copy = tmp_path / "copy.pptx"
    # The first two had notes, and none; the fourth none.
    assert push(talk_deck, copy, {256: "Hello\x07", 257: TEXT, 259: "备用"}) == 3
    ours, theirs = notes_seen(copy)
    assert theirs == ["Hello", TEXT, "Say what the table shows.", "备用"]
    assert ours == [clean(text) for text in theirs]
    assert changed(talk_deck, copy) == (
        {
            "[Content_Types].xml",
            "ppt/notesSlides/notesSlide1.xml",
            "ppt/slides/_rels/slide2.xml.rels",
            "ppt/slides/_rels/slide4.xml.rels",
        },
        {
            f"ppt/notesSlides/{name}"
            for n in (3, 4)
            for name in (f"notesSlide{n}.xml", f"_rels/notesSlide{n}.xml.rels")
        },
    )
    assert [s.text_hash for s in read_deck(copy).slides] == [
        s.text_hash for s in read_deck(talk_deck).slides
    ]
    assert talk_deck.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.pptx", "talk.pptx"]


def test_notes_that_say_it_already_are_not_touched(talk_deck, tmp_path):
    copy, second = tmp_path / "copy.pptx", tmp_path / "second.pptx"
    push(talk_deck, copy, {256: TEXT, 257: "a"})
    assert push(copy, second, {256: TEXT, 257: "a", 258: "Say what the table shows.  \r\n"}) == 0
    assert second.read_bytes() == copy.read_bytes()


def test_notes_master_is_made_where_there_is_none(bare_deck, tmp_path):
    copy = tmp_path / "copy.pptx"
    assert push(bare_deck, copy, {257: "中间"}) == 1
    assert notes_seen(copy) == (["", "中间", ""], ["", "中间", ""])
    assert changed(bare_deck, copy) == (
        {*LISTS, "ppt/slides/_rels/slide2.xml.rels"},
        {
            *MASTER,
            "ppt/notesSlides/notesSlide1.xml",
            "ppt/notesSlides/_rels/notesSlide1.xml.rels",
        },
    )
    with zipfile.ZipFile(copy) as archive:
        lists = archive.read("ppt/presentation.xml").decode()
    order = re.findall(r"<p:(sldMasterIdLst|notesMasterIdLst|sldIdLst|sldSz|extLst)\b", lists)
    assert order == ["sldMasterIdLst", "notesMasterIdLst", "sldIdLst", "sldSz", "extLst"]
    assert [slide.section for slide in read_deck(copy).slides] == ["开场"] * 3
    made = pptx.Presentation(str(copy))
    page = made.slides[1].notes_slide
    assert page.part.notes_master is made.notes_master
    assert page.part.part_related_by(pptx.opc.constants.RELATIONSHIP_TYPE.SLIDE) is (
        made.slides[1].part
    )
    # A second push finds the master, and the next one a free name.
    again = tmp_path / "again.pptx"
    push(copy, again, {256: "开头"})
    assert notes_seen(again)[1] == ["开头", "中间", ""]
    assert changed(copy, again)[1] == {
        "ppt/notesSlides/notesSlide2.xml",
        "ppt/notesSlides/_rels/notesSlide2.xml.rels",
    }


@pytest.mark.parametrize("with_notes", [False, True])
def test_strict_deck_stays_strict(talk_deck, bare_deck, tmp_path, with_notes):
    deck = talk_deck if with_notes else bare_deck
    strict = repacked(deck, tmp_path / "strict.pptx", as_strict)
    copy = tmp_path / "copy.pptx"
    push(strict, copy, {256: TEXT, 257: "二"})
    assert [slide.notes for slide in read_deck(copy).slides][:2] == [clean(TEXT), "二"]
    with zipfile.ZipFile(copy) as archive:
        for name in set().union(*changed(strict, copy)):
            data = archive.read(name)
            assert (name, as_strict(name, data)) == (name, data)
    # Undone, python-pptx reads it.
    plain = repacked(copy, tmp_path / "plain.pptx", not_strict)
    assert notes_seen(plain)[1][:2] == [TEXT, "二"]


def test_look_of_the_notes_stays(talk_deck, tmp_path):
    look = (
        b'<a:p><a:pPr marL="9"><a:buNone/></a:pPr><a:r><a:rPr lang="zh-CN" sz="2000" b="1">'
        b'<a:solidFill><a:srgbClr val="C00000"/></a:solidFill>'
        b'<a:hlinkClick xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships" r:id="rId9"/></a:rPr><a:t>old</a:t></a:r><a:r><a:t>er</a:t></a:r></a:p>'
        b"<a:p><a:r><a:t>last</a:t></a:r></a:p>"
    )
    deck = repacked(
        talk_deck,
        tmp_path / "look.pptx",
        lambda name, data: (
            re.sub(rb"<a:p>.*</a:p>", look, data, flags=re.DOTALL)
            if NOTES.fullmatch(name)
            else data
        ),
    )
    assert read_deck(deck).slides[0].notes == "older\nlast"
    copy = tmp_path / "copy.pptx"
    push(deck, copy, {256: "一\n\n三"})
    body = pptx.Presentation(str(copy)).slides[0].notes_slide.notes_placeholder
    first, blank, third = body.text_frame.paragraphs
    assert [(p.runs[0].font.size.pt, p.runs[0].font.bold) for p in (first, third)] == [
        (20, True)
    ] * 2
    assert [p._p.pPr.get("marL") for p in (first, blank, third)] == ["9"] * 3
    assert first.runs[0].hyperlink.address is None
    assert body.text_frame.text == "一\n\n三"


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(
    st.lists(
        st.text() | st.text("a 好\t\n\r\x0b\x85😀#_x0041&<", max_size=40), min_size=3, max_size=3
    )
)
def test_any_text_reads_back_as_it_was_pushed(bare_deck, tmp_path, texts):
    copy = tmp_path / "copy.pptx"
    copy.unlink(missing_ok=True)
    pushed = [tidy(text) for text in texts]
    count = push(bare_deck, copy, dict(zip((256, 257, 258), texts, strict=True)))
    ours, theirs = notes_seen(copy)
    assert theirs == pushed
    assert ours == [clean(text) for text in pushed]
    assert count == sum(map(bool, pushed))


def test_thousand_slides_get_their_own_notes(kit, write, tmp_path):
    pages = [kit.page(kit.shape(f"slide {n}")) for n in range(1000)]
    parts = kit.parts(pages) | {"[Content_Types].xml": TYPES}
    copy = tmp_path / "copy.pptx"
    wanted = {256 + n: f"第 {n} 页的话" for n in range(1000)}
    assert push(write(parts), copy, wanted) == 1000
    assert {s.slide_id: s.notes for s in read_deck(copy).slides} == wanted
    with zipfile.ZipFile(copy) as archive:
        assert archive.read("[Content_Types].xml").count(b"notesSlide+xml") == 1000


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftoppm") is None,
    reason="LibreOffice and poppler are not installed",
)
@pytest.mark.timeout(400)
def test_slides_look_as_before_in_libreoffice(talk_deck, bare_deck, tmp_path):
    for deck in (talk_deck, bare_deck):
        copy = tmp_path / f"copy-of-{deck.name}"
        push(deck, copy, {256: TEXT, 257: "二", 258: "三"})
        before, after = pictures(tmp_path, deck, copy)
        assert before
        assert before == after
