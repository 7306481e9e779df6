"""Where no copy with notes may be written, and that nothing is left there."""

import zipfile

import pytest

from speakprep.deck.files import read_deck
from speakprep.deck.writing import lock_names
from speakprep.errors import InputError, StorageError, UsageError
from tests.deck.pushing import TYPES, push


def test_one_slide_file_under_two_ids_cannot_have_two_notes(kit, write, tmp_path):
    parts = kit.three()
    rels = parts["ppt/_rels/presentation.xml.rels"]
    parts["ppt/_rels/presentation.xml.rels"] = rels.replace(b"slide3.xml", b"slide1.xml")
    deck, copy = write(parts), tmp_path / "copy.pptx"
    with pytest.raises(InputError) as caught:
        push(deck, copy, {256: "a", 258: "b"})
    assert caught.value.message == (
        "cannot have other notes on slide 3 than on slide 1: both are the same file "
        "(ppt/slides/slide1.xml)"
    )
    assert not copy.exists()
    parts["[Content_Types].xml"] = TYPES
    push(write(parts), copy, {256: "a", 258: "a"})
    assert [slide.notes for slide in read_deck(copy).slides] == ["a", "", "a"]
    with zipfile.ZipFile(copy) as archive:
        assert archive.read("ppt/slides/_rels/slide1.xml.rels").count(b"notesSlide1.xml") == 1


@pytest.mark.parametrize("link", ["same", "hard", "symbolic"])
def test_onto_the_deck_is_refused(talk_deck, tmp_path, link):
    target = talk_deck if link == "same" else tmp_path / "link.pptx"
    if link == "hard":
        target.hardlink_to(talk_deck)
    if link == "symbolic":
        target.symlink_to(talk_deck)
    before = talk_deck.read_bytes()
    with pytest.raises(UsageError) as caught:
        push(talk_deck, target, {256: "x"})
    assert caught.value.message == "is the deck itself, which speakprep never changes"
    assert talk_deck.read_bytes() == before


def test_onto_what_exists_is_refused(talk_deck, tmp_path):
    target, nowhere = tmp_path / "other.pptx", tmp_path / "nowhere.pptx"
    target.write_bytes(b"somebody's")
    nowhere.symlink_to(tmp_path / "gone.pptx")
    for each in (target, nowhere, tmp_path):
        with pytest.raises(UsageError) as caught:
            push(talk_deck, each, {256: "new"})
        assert caught.value.message == "exists already"
    assert target.read_bytes() == b"somebody's"


def test_copy_under_another_ending_is_refused(talk_deck, tmp_path):
    """PowerPoint opens no deck whose ending contradicts its kind."""
    for name in ("copy", "copy.pptm"):
        with pytest.raises(UsageError) as caught:
            push(talk_deck, tmp_path / name, {256: "x"})
        assert (caught.value.hint, caught.value.exit_code) == ("name the copy copy.pptx", 2)
    push(talk_deck, tmp_path / "COPY.PPTX", {256: "x"})


def test_unknown_slide_writes_nothing(talk_deck, tmp_path):
    with pytest.raises(InputError) as caught:
        push(talk_deck, tmp_path / "copy.pptx", {256: "x", 999: "y"})
    assert caught.value.message == "has no slide with the id 999"
    assert [path.name for path in tmp_path.iterdir()] == ["talk.pptx"]


def test_deck_without_content_types_takes_no_new_notes(kit, write, tmp_path):
    deck = write(kit.three())
    with pytest.raises(InputError) as caught:
        push(deck, tmp_path / "copy.pptx", {256: "x"})
    assert caught.value.message == (
        "cannot take speaker notes: it is missing from the deck ([Content_Types].xml)"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["deck.pptx"]


def test_member_that_is_not_whole_leaves_no_copy(talk_deck, tmp_path):
    data = bytearray(talk_deck.read_bytes())
    with zipfile.ZipFile(talk_deck) as archive:
        at = archive.getinfo("docProps/thumbnail.jpeg").header_offset
    data[at : at + 4] = b"\0\0\0\0"
    talk_deck.write_bytes(bytes(data))
    with pytest.raises(InputError) as caught:
        push(talk_deck, tmp_path / "copy.pptx", {256: "x"})
    assert caught.value.message.startswith("cannot take speaker notes: is damaged")
    assert [path.name for path in tmp_path.iterdir()] == ["talk.pptx"]


def test_folder_that_cannot_be_made_says_so(talk_deck, tmp_path):
    with pytest.raises(StorageError) as caught:
        push(talk_deck, talk_deck / "copy.pptx", {256: "x"})
    assert caught.value.message.startswith("cannot be written: ")


def test_lock_names_of_powerpoint_and_libreoffice():
    assert lock_names("我的 deck.pptx") == (
        "~$我的 deck.pptx",
        "~$ deck.pptx",
        ".~lock.我的 deck.pptx#",
    )
