"""Files that are no decks are named for what they are, with the way out."""

import io
import subprocess
import zipfile

import pytest

from speakprep.deck.files import read_deck
from speakprep.deck.office import find_office
from speakprep.errors import InputError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def archive_of(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


def odp():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.presentation")
        archive.writestr("content.xml", b"x")
    return buffer.getvalue()


ANY = "give a .pptx file, such as deck.pptx"
KEYNOTE = "in Keynote choose File > Export To > PowerPoint"
LOGIN = "is a web page, probably a login page saved in place of the deck"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


@pytest.mark.parametrize(
    ("content", "what", "hint"),
    [
        (b"", "is empty (0 bytes)", "download or copy it again, or export the deck once more"),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "is password-protected",
            (
                "open it in PowerPoint, remove the password under File > Info > Protect "
                "Presentation, and save a copy"
            ),
        ),
        (
            OLE + "PowerPoint Document".encode("utf-16-le"),
            "is an old binary PowerPoint deck (.ppt)",
            "save it as .pptx in PowerPoint, or install LibreOffice: speakprep uses it",
        ),
        (
            OLE + "WordDocument".encode("utf-16-le"),
            "is an old Office document, not a PowerPoint deck (.pptx)",
            "open it in PowerPoint and save it as .pptx",
        ),
        (
            b"%PDF-1.7\n\x80\x81",
            "is a PDF",
            "give the .pptx it was exported from; a PDF has no speaker notes",
        ),
        (
            b"\n<!DOCTYPE html><title>Log in",
            LOGIN,
            "log in with a browser and download the deck again",
        ),
        (
            b"\xef\xbb\xbf<HTML><body>",
            LOGIN,
            "log in with a browser and download the deck again",
        ),
        (
            LFS,
            "is a Git LFS pointer; the deck itself was not downloaded",
            "in its repository, type: git lfs pull",
        ),
        (
            b'{"url": "https://docs.google.com/open?id=1"}',
            "is a link to Google Slides, not a deck",
            "in Google Slides choose File > Download > Microsoft PowerPoint (.pptx)",
        ),
        (
            "../decks/采样.pptx".encode(),
            "is a link that was saved as text",
            "give the file it names: ../decks/采样.pptx",
        ),
        ("第一页\n讲稿".encode(), "is plain text, not a PowerPoint deck", ANY),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not a PowerPoint deck", ANY),
        (archive_of("Index/Document.iwa", "Metadata/x"), "is a Keynote deck", KEYNOTE),
        (
            archive_of("mimetype", "content.xml", "META-INF/manifest.xml"),
            "is an OpenDocument file, not a deck",
            "give the deck (.pptx) instead",
        ),
        (
            odp(),
            "is an OpenDocument deck (.odp)",
            "save it as .pptx in LibreOffice, or install that here, and speakprep uses it",
        ),
        (archive_of("word/document.xml"), "is a Word document", "give the deck (.pptx) instead"),
        (archive_of("xl/workbook.xml"), "is an Excel workbook", "give the deck (.pptx) instead"),
        (
            archive_of("slides/", "slides/talk.pptx"),
            "is a zip archive that holds slides/talk.pptx",
            "unpack it and give the deck inside",
        ),
        (
            archive_of("a\x1b[2J\nb.pptx"),
            "is a zip archive that holds a[2J b.pptx",
            "unpack it and give the deck inside",
        ),
        (archive_of("readme"), "is a zip archive without a presentation in it", ANY),
        (archive_of(), "is a zip archive without a presentation in it", ANY),
    ],
)
def test_read_deck_wrong_file_is_named(write, content, what, hint):
    path = write(content, "a deck.pptx")
    with pytest.raises(InputError) as caught:
        read_deck(path, convert=lambda deck, suffix: None)
    error = caught.value
    assert (error.message, error.hint, error.file) == (what, hint, str(path))


@pytest.mark.parametrize(
    ("content", "suffix"),
    [(OLE + "PowerPoint Document".encode("utf-16-le"), ".ppt"), (odp(), ".odp")],
)
def test_read_deck_of_another_kind_is_converted(kit, write, content, suffix):
    path = write(content, "a deck.pptx")
    asked = []

    def convert(deck, kind):
        asked.append((deck, kind))
        return kit.pack(kit.three())

    deck = read_deck(path, convert=convert)
    assert [slide.number for slide in deck.slides] == [1, 2, 3]
    assert asked == [(path, suffix)]
    (told,) = [each.finding("a.odp") for each in deck.problems]
    assert told.level == "advice"
    assert told.message == (
        "The deck is no .pptx: LibreOffice made one of a copy, which was read and is gone; "
        "the deck is as it was"
    )


def test_read_deck_converted_into_no_deck_is_named(write):
    with pytest.raises(InputError) as caught:
        read_deck(write(odp()), convert=lambda deck, suffix: odp())
    assert caught.value.message == "is an OpenDocument deck (.odp)"


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_read_deck_by_libreoffice(talk_deck, tmp_path):
    """An .odp made of a deck says what the deck says."""
    program = str(find_office().program)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "odp", "--outdir", tmp_path, talk_deck],
        check=True,
        capture_output=True,
    )
    before = read_deck(talk_deck).slides
    after = read_deck(tmp_path / "talk.odp").slides
    assert [(slide.title, slide.hidden) for slide in after] == [
        (slide.title, slide.hidden) for slide in before
    ]
    assert [slide.notes.split() for slide in after] == [slide.notes.split() for slide in before]


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_read_deck_libreoffice_cannot_read_either(write):
    with pytest.raises(InputError) as caught:
        read_deck(write(odp(), "a.odp"))
    assert caught.value.message.startswith("cannot be read by LibreOffice")


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        (
            "~$deck.pptx",
            "is the lock file PowerPoint keeps beside an open deck",
            "give the deck itself, deck.pptx",
        ),
        (
            "._deck.pptx",
            "is a companion file that macOS wrote, without any slides",
            "give the deck itself, deck.pptx",
        ),
    ],
)
def test_read_deck_companion_file_is_named(write, name, what, hint):
    with pytest.raises(InputError) as caught:
        read_deck(write(bytes(165), name))
    assert (caught.value.message, caught.value.hint) == (what, hint)
