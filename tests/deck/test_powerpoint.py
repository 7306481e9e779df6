"""Notes into a copy, and never into the deck itself."""

import re
import zipfile

import pytest

from speakprep.deck.files import read_deck
from speakprep.deck.powerpoint import MAX_UNPACKED, write_notes
from speakprep.errors import InputError, UsageError


def test_write_notes_reads_back(talk_deck, tmp_path):
    before = talk_deck.read_bytes()
    copy = tmp_path / "copy.pptx"
    write_notes(talk_deck, copy, {257: "先停一下。\n\nThen go on.", 256: "Hello\x07"})
    assert [slide.notes for slide in read_deck(copy).slides] == [
        "Hello",
        "先停一下。\n\nThen go on.",
        "Say what the table shows.",
        "",
    ]
    assert [(s.slide_id, s.text_hash) for s in read_deck(copy).slides] == [
        (s.slide_id, s.text_hash) for s in read_deck(talk_deck).slides
    ]
    assert talk_deck.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.pptx", "talk.pptx"]


@pytest.mark.parametrize("link", ["same", "hard", "symbolic"])
def test_write_notes_onto_the_deck_is_refused(talk_deck, tmp_path, link):
    target = talk_deck if link == "same" else tmp_path / "link.pptx"
    if link == "hard":
        target.hardlink_to(talk_deck)
    if link == "symbolic":
        target.symlink_to(talk_deck)
    before = talk_deck.read_bytes()
    with pytest.raises(UsageError) as caught:
        write_notes(talk_deck, target, {256: "x"}, overwrite=True)
    assert caught.value.message == "is the deck itself, which speakprep never changes"
    assert talk_deck.read_bytes() == before


def test_write_notes_over_another_file_only_when_told(talk_deck, tmp_path):
    target = tmp_path / "other.pptx"
    target.write_bytes(b"somebody's")
    with pytest.raises(UsageError) as caught:
        write_notes(talk_deck, target, {256: "new"})
    assert (caught.value.message, target.read_bytes()) == ("exists already", b"somebody's")
    write_notes(talk_deck, target, {256: "new"}, overwrite=True)
    assert read_deck(target).slides[0].notes == "new"


def test_write_notes_unknown_slide_writes_nothing(talk_deck, tmp_path):
    with pytest.raises(InputError) as caught:
        write_notes(talk_deck, tmp_path / "copy.pptx", {256: "x", 999: "y"})
    assert caught.value.message == "has no slide with the id 999"
    assert [path.name for path in tmp_path.iterdir()] == ["talk.pptx"]


def test_write_notes_deck_python_pptx_cannot_open(kit, write, tmp_path):
    deck = write(kit.three())
    with pytest.raises(InputError) as caught:
        write_notes(deck, tmp_path / "copy.pptx", {256: "x"})
    assert caught.value.message == ("is a deck that speaker notes cannot be put into (KeyError)")
    assert [path.name for path in tmp_path.iterdir()] == ["deck.pptx"]


def test_write_notes_google_like_page(talk_deck, tmp_path):
    """Without a body placeholder the text goes where it is read from."""
    google = tmp_path / "google.pptx"
    with zipfile.ZipFile(talk_deck) as source, zipfile.ZipFile(google, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("ppt/notesSlides/notesSlide"):
                data, cut = re.subn(rb'<p:ph type="body"[^>]*/>', b"", data)
                assert cut == 1
            target.writestr(name, data)
    assert read_deck(google).slides[2].notes == "Say what the table shows."
    copy = tmp_path / "copy.pptx"
    write_notes(google, copy, {258: "说说这张表"})
    assert read_deck(copy).slides[2].notes == "说说这张表"


def test_write_notes_media_bomb_is_refused(talk_deck, tmp_path):
    declared = MAX_UNPACKED + 1
    with zipfile.ZipFile(talk_deck, "a") as archive:
        archive.writestr("ppt/media/image1.png", b"12345678")
    data = talk_deck.read_bytes()
    at = data.rindex(b"PK\x01\x02") + 24
    talk_deck.write_bytes(data[:at] + declared.to_bytes(4, "little") + data[at + 4 :])
    with pytest.raises(InputError) as caught:
        write_notes(talk_deck, tmp_path / "copy.pptx", {256: "x"})
    assert caught.value.message == "would unpack to 1,024 MB"
