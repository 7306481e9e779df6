"""Notes pushed into decks: archives written anew, and what differs between two of them."""

import io
import re
import struct
import subprocess
import zipfile
from pathlib import Path

import pptx

from speakprep.deck.files import read_deck
from speakprep.deck.writing import write_notes

TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
TEXT = "先停一下。\n\n\tThen go on 😀, <b>&amp;</b>\n" + "很长" * 500


def push(source, target, notes):
    return write_notes(source, target, read_deck(source), notes)


def raw(path):
    """Every member: name, date and its bytes as packed, in the archive's order."""
    data = path.read_bytes()
    found = []
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            named, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
            end = info.header_offset + 30 + named + extra + info.compress_size
            found.append((info.filename, info.date_time, data[info.header_offset : end]))
    return found


def changed(source, target):
    """The names of members that differ, and of those that are new; the rest must be in order."""
    before, after = raw(source), raw(target)
    names = [name for name, *_ in before]
    assert [name for name, *_ in after][: len(names)] == names
    return (
        {old[0] for old, new in zip(before, after, strict=False) if old != new},
        {name for name, *_ in after[len(names) :]},
    )


def repacked(
    source, target, change=lambda name, data: data, more=(), compression=zipfile.ZIP_DEFLATED
):
    """Write an archive anew; `change` returns None for a member to leave out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", compression) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in more:
            new.writestr(name, data)
    return target


def as_strict(_name, data):
    """Change a member to what a strict deck holds."""
    return re.sub(
        rb"http://schemas.openxmlformats.org/(presentationml|drawingml|officeDocument)/2006/"
        rb"(main|relationships|extended-properties)",
        rb"http://purl.oclc.org/ooxml/\1/\2",
        data,
    )


def not_strict(_name, data):
    """Undo it, for python-pptx opens no strict deck."""
    return re.sub(
        rb"http://purl.oclc.org/ooxml/(\w+)/",
        rb"http://schemas.openxmlformats.org/\1/2006/",
        data,
    )


def as_google(name, data):
    """Change a page of notes to a plain box, as Google Slides exports them."""
    if re.fullmatch(r"ppt/notesSlides/\w+\.xml", name):
        data, cut = re.subn(rb'<p:ph type="body"[^>]*/>', b"", data)
        assert cut == 1
    return data


def notes_seen(path):
    """What our reader and python-pptx find."""
    theirs = [
        slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        for slide in pptx.Presentation(str(path)).slides
    ]
    return [slide.notes for slide in read_deck(path).slides], theirs


class Pipe(io.RawIOBase):
    """A file that cannot go back: zipfile then writes sizes behind the packed bytes."""

    def __init__(self, path):
        self.file = path.open("wb")

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)

    def close(self):
        self.file.close()


def pictures(folder: Path, *decks: Path) -> list[bytes]:
    """Print decks with LibreOffice, and return all pages of each as pictures."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*office, *decks], check=True, capture_output=True, timeout=300)
    return [
        subprocess.run(
            ["pdftoppm", "-r", "60", folder / f"{deck.stem}.pdf"],
            check=True,
            capture_output=True,
            timeout=60,
        ).stdout
        for deck in decks
    ]
