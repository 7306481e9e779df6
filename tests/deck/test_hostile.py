"""Every broken or hostile file we know of, through the command: its exact line and exit code.

Each maker gets the parts of a sound deck of three slides and returns what the file holds. The
kinds of damage are those that readers of decks are reported to trip over.
"""

import io
import json
import random
import re
import subprocess
import sys
import zipfile

import pytest

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SLIDE_2, MAIN = "ppt/slides/slide2.xml", "ppt/presentation.xml"
MAIN_RELS = "ppt/_rels/presentation.xml.rels"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


def archive_of(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


def swapped(name, old, new):
    """Return a maker that replaces bytes in one part, which must be there."""

    def make(kit, parts):
        assert old in parts[name]
        return parts | {name: parts[name].replace(old, new)}

    return make


def without(name):
    return lambda kit, parts: {each: data for each, data in parts.items() if each != name}


def slide_2(data):
    return lambda kit, parts: parts | {SLIDE_2: data(kit) if callable(data) else data}


def notes(shapes):
    """Return a maker that gives slide 2 a notes page."""

    def make(kit, parts):
        kit.relate(parts, 2, r1=("notesSlide", "../notesSlides/n.xml"))
        page = shapes if isinstance(shapes, bytes) else kit.page(shapes(kit), root="notes")
        return parts | {"ppt/notesSlides/n.xml": page}

    return make


def truncated(kit, parts):
    return kit.pack(parts)[:1000]


def broken_directory(kit, parts):
    data = kit.pack(parts)
    at = data.rindex(b"PK\x01\x02")
    return data[:at] + b"XXXX" + data[at + 4 :]


def wrong_checksum(kit, parts):
    data = bytearray(kit.pack(parts))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo(SLIDE_2).header_offset + 30 + len(SLIDE_2)
    data[start + 10 : start + 20] = b"0123456789"
    return bytes(data)


def locked(kit, parts):
    data = bytearray(kit.pack(parts))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := data.find(signature, at)) >= 0:
            data[at + flags] |= 1
            at += 4
    return bytes(data)


def duplicate_member(kit, parts):
    buffer = io.BytesIO(kit.pack(parts))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SLIDE_2, kit.page(kit.shape("newer")))
    return buffer.getvalue()


def strict(kit, parts):
    return {
        name: re.sub(
            rb"http://schemas.openxmlformats.org/(presentationml|drawingml|officeDocument)/2006/",
            rb"http://purl.oclc.org/ooxml/\1/",
            data,
        )
        for name, data in parts.items()
    }


def entity(declared, kit):
    page = kit.page(kit.shape("&b;").replace("&amp;", "&"))
    return page.replace(b"?>\n", b"?><!DOCTYPE x [" + declared + b"]>")


def deep_groups(kit):
    group = "<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>"
    return kit.page(group * 300 + kit.shape("deep") + "</p:grpSp>" * 300)


def next_links(kit, parts):
    """A chain of 1,200 slides, each with a button to the next one."""
    made = kit.parts([kit.page(kit.shape(f"slide {n}")) for n in range(1, 1201)])
    for n in range(1, 1200):
        kit.relate(made, n, r1=("slide", f"slide{n + 1}.xml"))
    return made


def chart_gone(kit, parts):
    frame = (
        "<p:graphicFrame><p:nvGraphicFramePr/><a:graphic><a:graphicData>"
        '<c:chart r:id="r7"/></a:graphicData></a:graphic></p:graphicFrame>'
    )
    return parts | {SLIDE_2: kit.page(frame)}


def comments_broken(kit, parts):
    kit.relate(parts, 2, r1=("comments", "../comments/c.xml"))
    return parts | {"ppt/comments/c.xml": b"<p:cmLst>"}


def noise(kit):
    return random.Random(1).randbytes(1 << 18).hex().encode() * 33


def told(what, reason):
    return f"{what}: {reason}; everything else was read"


def lost(reason, where=SLIDE_2):
    return told("Slide 2 could not be read and was skipped", f"{reason} ({where})")


NOWHERE = "the deck does not say where it is"
BROKEN = "its XML is broken"
TWICE = "two files in it have this name, and the last one counts"
DOCTYPE = "it declares a document type, which no slide needs"

WHOLE = [
    ("empty", b"", "is empty (0 bytes)"),
    ("password-protected", OLE + "EncryptedPackage".encode("utf-16-le"), "is password-protected"),
    (
        "other Office",
        OLE + "Workbook".encode("utf-16-le"),
        "is an old Office document, not a PowerPoint deck (.pptx)",
    ),
    ("PDF", b"%PDF-1.7\n\x80\x81", "is a PDF"),
    (
        "login page",
        b"<!DOCTYPE html><title>Log in",
        "is a web page, probably a login page saved in place of the deck",
    ),
    ("LFS pointer", LFS, "is a Git LFS pointer; the deck itself was not downloaded"),
    ("link as text", b"../decks/deck.pptx", "is a link that was saved as text"),
    (
        "link to Google",
        b'{"url": "https://docs.google.com/x"}',
        "is a link to Google Slides, not a deck",
    ),
    ("plain text", "第一页\n讲稿".encode(), "is plain text, not a PowerPoint deck"),
    ("picture", b"\x89PNG\r\n\x1a\n\0\0", "is not a PowerPoint deck"),
    ("Keynote", archive_of("Index/Document.iwa"), "is a Keynote deck"),
    ("Word", archive_of("word/document.xml"), "is a Word document"),
    ("Excel", archive_of("xl/workbook.xml"), "is an Excel workbook"),
    ("zip of a deck", archive_of("talk/deck.pptx"), "is a zip archive that holds talk/deck.pptx"),
    ("other zip", archive_of("readme"), "is a zip archive without a presentation in it"),
    ("truncated", truncated, "stops in the middle, after 1,000 bytes"),
    ("broken directory", broken_directory, "is damaged: its list of contents is broken"),
    ("locked zip", locked, f"is damaged: it is locked with a zip password ({MAIN})"),
    (
        "climbing name",
        lambda kit, parts: parts | {"../evil.xml": b"x"},
        "holds a file that wants to be written outside of it ('../evil.xml')",
    ),
    (
        "bomb",
        slide_2(bytes(500 << 20)),
        "would unpack to 500 MB of XML from N bytes, far more than slides need",
    ),
    (
        "list of slides gone",
        without(MAIN_RELS),
        f"is damaged: none of its 3 slides can be read: {NOWHERE} ({MAIN})",
    ),
    (
        "list of slides broken",
        swapped(MAIN, b"</p:sldIdLst>", b""),
        "is damaged: its XML is broken (ppt/presentation.xml, line 1)",
    ),
]


@pytest.mark.parametrize(("content", "line"), [pytest.param(*row[1:], id=row[0]) for row in WHOLE])
def test_sync_names_a_file_that_is_no_deck(kit, write, make_talk, speakprep_run, content, line):
    made = content(kit, kit.three()) if callable(content) else content
    path = write(made, "the deck.pptx")
    workspace = make_talk()
    code, out, _ = speakprep_run(
        "script", "sync", str(path), "--talk", str(workspace.folder), "--format", "json"
    )
    error = json.loads(out)["error"]
    assert code == 2
    assert error["file"] == str(path)
    assert re.sub("from [0-9,]+ bytes", "from N bytes", error["message"]) == line
    assert error["hint"]
    assert not (workspace.folder / "script.en.md").exists()


PARTLY = [
    (
        "malformed slide",
        slide_2(b"<p:sld\n<oops"),
        lost(BROKEN, f"{SLIDE_2}, line 2"),
    ),
    ("empty slide", slide_2(b""), lost("it is empty")),
    ("wrong checksum", wrong_checksum, lost("it is damaged")),
    ("missing slide", without(SLIDE_2), lost("it is missing from the deck")),
    (
        "null target",
        swapped(MAIN_RELS, b"slides/slide2.xml", b"NULL"),
        lost("it is missing from the deck", "ppt/NULL"),
    ),
    (
        "dangling entry",
        swapped(MAIN_RELS, b'Id="r2"', b'Id="r9"'),
        lost("the deck does not say where it is", MAIN),
    ),
    (
        "no proper id",
        swapped(MAIN, b'id="257"', b'id="two"'),
        lost("the deck gives it no proper id", MAIN),
    ),
    (
        "same id",
        swapped(MAIN, b'id="257"', b'id="256"'),
        lost("an earlier slide has the same id, 256", MAIN),
    ),
    (
        "layout as slide",
        slide_2(lambda kit: kit.page("", root="sldLayout")),
        lost("it is not a slide"),
    ),
    (
        "entity bomb",
        slide_2(lambda kit: entity(b'<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">', kit)),
        lost(f"{DOCTYPE}"),
    ),
    (
        "external entity",
        slide_2(lambda kit: entity(b'<!ENTITY b SYSTEM "file:///etc/hostname">', kit)),
        lost(f"{DOCTYPE}"),
    ),
    (
        "deep groups",
        slide_2(deep_groups),
        lost("its shapes are nested too deep", f"{SLIDE_2}, line 2"),
    ),
    (
        "too many tags",
        slide_2(lambda kit: kit.page("<a/>" * 1_000_001)),
        lost("it holds more than 1,000,000 tags and attributes"),
    ),
    (
        "huge slide",
        slide_2(noise),
        lost("it would unpack to 16 MB, far more than a slide needs"),
    ),
    (
        "broken notes",
        notes(b"<p:notes>"),
        told("The notes of slide 2 could not be read", f"{BROKEN} (ppt/notesSlides/n.xml, line 1)"),
    ),
    (
        "broken comments",
        comments_broken,
        told("The comments on slide 2 could not be read", f"{BROKEN} (ppt/comments/c.xml, line 1)"),
    ),
    (
        "chart gone",
        chart_gone,
        told(
            "A chart on slide 2 could not be read",
            f"the slide does not say where it is ({SLIDE_2})",
        ),
    ),
    (
        "duplicate member",
        duplicate_member,
        told("The deck contradicts itself", f"{TWICE} ({SLIDE_2})"),
    ),
]


@pytest.mark.parametrize(("make", "line"), [pytest.param(*row[1:], id=row[0]) for row in PARTLY])
def test_sync_loses_only_what_is_broken(kit, write, make_talk, speakprep_run, make, line):
    path = write(make(kit, kit.three()))
    workspace = make_talk()
    code, out, _ = speakprep_run(
        "script", "sync", str(path), "--talk", str(workspace.folder), "--format", "json"
    )
    findings = [each for each in json.loads(out)["findings"] if each["code"] == "DECK101"]
    assert [each["message"] for each in findings] == [line]
    # A deck that contradicts itself was read whole, and warns.
    assert code == (0 if findings[0]["level"] == "warning" else 1)
    script = (workspace.folder / "script.en.md").read_text(encoding="utf-8")
    assert "slide 1" in script
    assert "slide 3" in script


READ = [
    ("case of names", lambda kit, parts: {name.upper(): data for name, data in parts.items()}),
    ("backslashes", lambda kit, parts: {n.replace("/", "\\"): data for n, data in parts.items()}),
    ("no content types", without("[Content_Types].xml")),
    ("no package relationships", without("_rels/.rels")),
    ("strict", strict),
    ("media bomb", lambda kit, parts: parts | {"ppt/media/a.png": bytes(64 << 20)}),
    ("BOM", slide_2(lambda kit: b"\xef\xbb\xbf" + kit.page(kit.shape("slide 2")))),
    ("chain of links", next_links),
    ("no notes text", notes(lambda kit: "")),
    ("notes without a body", notes(lambda kit: kit.shape("said", ph='type="subTitle"'))),
    ("notes in a text box", notes(lambda kit: kit.shape("said"))),
]


@pytest.mark.parametrize("make", [pytest.param(row[1], id=row[0]) for row in READ])
def test_sync_reads_an_odd_deck(kit, write, make_talk, speakprep_run, make):
    path = write(make(kit, kit.three()))
    workspace = make_talk()
    code, out, _ = speakprep_run(
        "script", "sync", str(path), "--talk", str(workspace.folder), "--format", "json"
    )
    said = json.loads(out)
    assert (code, [each["code"] for each in said["findings"] if each["code"] == "DECK101"]) == (
        0,
        [],
    )
    assert said["facts"]["slides"] >= 3


MEASURE = """
import resource, sys
from pathlib import Path
from speakprep.deck.files import read_deck
from speakprep.errors import InputError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_deck(Path(sys.argv[1]))
except InputError as error:
    print(error.message)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is counted in KB on Linux only")
@pytest.mark.parametrize("name", ["slide2.xml", "slide9.xml"])
def test_bomb_is_refused_before_it_takes_memory(kit, write, name):
    path = write(kit.three() | {f"ppt/slides/{name}": bytes(500 << 20)})
    assert path.stat().st_size < 600_000
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
    )
    message, megabytes = done.stdout.splitlines()
    assert message.startswith("would unpack to 500 MB of XML from ")
    assert int(megabytes) < 20
