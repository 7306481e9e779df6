"""Every broken or hostile file we know of, and the exit code it has.

Each maker gets the parts of a sound deck of three slides, which python-pptx wrote, and returns
what the file holds. The kinds of damage are those that readers of decks are reported to trip
over.
"""

import io
import random
import re
import warnings
import zipfile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SLIDE, MAIN = "ppt/slides/slide2.xml", "ppt/presentation.xml"
RELS, SLIDE_RELS = "ppt/_rels/presentation.xml.rels", "ppt/slides/_rels/slide2.xml.rels"
NOTES = "ppt/notesSlides/notesSlide1.xml"
TYPES = "[Content_Types].xml"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


def pack(parts, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def archive_of(*names, **contents):
    return pack(dict.fromkeys(names, b"x") | contents)


# Makers: from the parts of the sound deck to what the file holds, bytes or parts.


def just(data):
    return lambda parts: data


def swapped(name, old, new):
    """Replace bytes in one part, which must be there."""

    def make(parts):
        assert old in parts[name], (name, parts[name])
        return parts | {name: parts[name].replace(old, new)}

    return make


def without(name):
    return lambda parts: {each: data for each, data in parts.items() if each != name}


def part(name, data):
    return lambda parts: parts | {name: data(parts) if callable(data) else data}


def slide(data):
    return part(SLIDE, data)


def renamed(change):
    return lambda parts: {change(name): data for name, data in parts.items()}


def patched(marks, value):
    """Overwrite a field of each header: its place by the header's signature."""

    def make(parts):
        data = bytearray(pack(parts))
        for signature, place in marks.items():
            at = 0
            while (at := data.find(signature, at)) >= 0:
                data[at + place : at + place + len(value)] = value
                at += 4
        return bytes(data)

    return make


def truncated(parts):
    return pack(parts)[:1000]


def broken_directory(parts):
    data = pack(parts)
    at = data.rindex(b"PK\x01\x02")
    return data[:at] + b"XXXX" + data[at + 4 :]


def wrong_checksum(parts):
    data = bytearray(pack(parts))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo(SLIDE).header_offset + 30 + len(SLIDE)
    data[start + 10 : start + 20] = b"0123456789"
    return bytes(data)


def foreign_packing(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_LZMA if name == SLIDE else None)
    return buffer.getvalue()


def zip64_that_lies(parts):
    """A zip64 end record that says the list of members takes 2**40 bytes."""
    data = pack(parts)
    at = data.rindex(b"PK\x05\x06")
    record = (
        b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes(28) + (1 << 40).to_bytes(8, "little")
    )
    record += bytes(8)
    locator = b"PK\x06\x07" + bytes(4) + at.to_bytes(8, "little") + (1).to_bytes(4, "little")
    return data[:at] + record + locator + data[at:]


def too_many_members(parts):
    return pack(parts | {f"ppt/media/{n:060}": b"" for n in range(40_000)}, zipfile.ZIP_STORED)


def duplicate_member(parts):
    buffer = io.BytesIO(pack(parts))
    with zipfile.ZipFile(buffer, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(SLIDE, parts[SLIDE].replace(b"slide 2", b"newer"))
    return buffer.getvalue()


def strict(parts):
    old = rb"http://schemas.openxmlformats.org/(presentationml|drawingml|officeDocument)/2006/"
    return {
        name: re.sub(old, rb"http://purl.oclc.org/ooxml/\1/", data) for name, data in parts.items()
    }


def doctype(declared, used=b"&b;"):
    def make(parts):
        data = parts[SLIDE].replace(b"slide 2", used)
        return data.replace(b"?>", b"?><!DOCTYPE x [" + declared + b"]>", 1)

    return slide(make)


def around_the_shapes(before, after):
    """Put something before and behind the shapes of slide 2."""

    def make(parts):
        data = parts[SLIDE].replace(b"<p:sp>", before + b"<p:sp>", 1)
        return data.replace(b"</p:spTree>", after + b"</p:spTree>", 1)

    return slide(make)


def deep(count):
    return around_the_shapes(b"<p:grpSp>" * count, b"</p:grpSp>" * count)


def next_links(parts):
    """1,200 slides, each with a button to the next one."""
    listed = arrows = b""
    made = dict(parts)
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"
    row = b'<Relationship Id="%s" Type="' + office + b'" Target="%s"/>'
    rels = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    for n in range(1, 1201):
        number = b"%d" % n
        listed += b'<p:sldId id="%d" r:id="n%d"/>' % (1000 + n, n)
        arrows += row % (b"n" + number, b"slides/next%d.xml" % n)
        made[f"ppt/slides/next{n}.xml"] = parts[SLIDE].replace(b"slide 2", b"slide " + number)
        there = row % (b"r9", b"next%d.xml" % (n % 1200 + 1))
        made[f"ppt/slides/_rels/next{n}.xml.rels"] = rels + there + b"</Relationships>"
    made[MAIN] = re.sub(rb"(<p:sldIdLst>).*(</p:sldIdLst>)", rb"\1%s\2" % listed, parts[MAIN])
    made[RELS] = parts[RELS].replace(b"</Relationships>", arrows + b"</Relationships>")
    return made


def cyclic(parts):
    """A slide whose layout is itself, and whose notes are the slide."""
    change = swapped(SLIDE_RELS, b"../slideLayouts/slideLayout6.xml", b"slide2.xml")
    return swapped(SLIDE_RELS, b"../notesSlides/notesSlide1.xml", b"../slides/slide2.xml")(
        change(parts)
    )


def lost_chart(parts):
    frame = (
        b"<p:graphicFrame><p:nvGraphicFramePr/><p:xfrm/><a:graphic><a:graphicData><c:chart "
        b'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="r7"/>'
        b"</a:graphicData></a:graphic></p:graphicFrame>"
    )
    return around_the_shapes(b"", frame)(parts)


def listed_ten_thousand_times(parts):
    data = parts[SLIDE].replace(b"slide 2", b"slide 2 " + b"again " * 600_000)
    entry = re.search(rb'<p:sldId [^>]*r:id="([^"]*)"[^>]*/>', parts[MAIN])
    rows = b"".join(b'<p:sldId id="%d" r:id="%s"/>' % (n + 300, entry[1]) for n in range(10_000))
    made = parts | {"ppt/slides/slide1.xml": data}
    made[MAIN] = parts[MAIN].replace(entry[0], rows)
    return made


def utf16(parts):
    return parts[SLIDE].decode().replace("UTF-8", "UTF-16").encode("utf-16")


def doctype_in_utf16(parts):
    text = parts[SLIDE].decode().replace("?>", '?><!DOCTYPE x [<!ENTITY b "ha">]>', 1)
    return text.replace("UTF-8", "UTF-16").encode("utf-16")


def macos_folder(parts):
    return parts | {f"__MACOSX/._{name}": b"\0\5\x16\7" for name in list(parts)}


OFFICE = b"application/vnd.openxmlformats-officedocument.presentationml."
ODP = {"mimetype": b"application/vnd.oasis.opendocument.presentation", "content.xml": b"x"}
NOISE = random.Random(1).randbytes(1 << 18).hex().encode()
HOLLOW = b"<p:sp>" + b"<p:nvSpPr/>"
Case = tuple[str, int, object]
CASES: list[Case] = [
    # It is no deck at all.
    ("empty", 2, just(b"")),
    ("password-protected", 2, just(OLE + "EncryptedPackage".encode("utf-16-le"))),
    ("old Word", 2, just(OLE + "WordDocument".encode("utf-16-le"))),
    ("PDF", 2, just(b"%PDF-1.7\n\x80\x81")),
    ("login page", 2, just(b"<!DOCTYPE html><title>Log in")),
    ("Git LFS pointer", 2, just(LFS)),
    ("git symlink as text", 2, just(b"../decks/deck.pptx")),
    ("link to Google Slides", 2, just(b'{"url": "https://docs.google.com/x"}')),
    ("plain text", 2, just("第一页\n讲稿".encode())),
    ("picture", 2, just(b"\x89PNG\r\n\x1a\n\0\0")),
    ("Keynote", 2, just(archive_of("Index/Document.iwa", "Metadata/x"))),
    ("Word", 2, just(archive_of("word/document.xml"))),
    ("Excel", 2, just(archive_of("xl/workbook.xml"))),
    ("OpenDocument text", 2, just(archive_of("mimetype", "content.xml"))),
    ("zip holding a deck", 2, just(archive_of("talk/deck.pptx"))),
    ("zip of something else", 2, just(archive_of("readme"))),
    ("names with control characters", 2, just(archive_of("a\x1b[2J\u202eb.pptx"))),
    # The archive is broken, or made to do harm.
    ("truncated", 2, truncated),
    ("broken list of contents", 2, broken_directory),
    ("zip64 that lies", 2, zip64_that_lies),
    ("40,000 members", 2, too_many_members),
    ("zip password", 2, patched({b"PK\x03\x04": 6, b"PK\x01\x02": 8}, b"\1")),
    ("climbing name", 2, part("../evil.xml", b"x")),
    ("climbing name with backslashes", 2, part("ppt\\..\\..\\evil.xml", b"x")),
    ("absolute name", 2, part("/etc/evil.xml", b"x")),
    ("drive name", 2, part("C:/evil.xml", b"x")),
    ("bomb", 2, slide(bytes(128 << 20))),
    ("bomb no slide points at", 2, part("ppt/slides/slide9.xml", bytes(64 << 20))),
    ("no list of slides", 2, without(RELS)),
    ("broken list of slides", 2, swapped(MAIN, b"</p:sldIdLst>", b"")),
    ("no presentation", 2, without(MAIN)),
    ("no sizes are true", 2, patched({b"PK\x01\x02": 24}, b"\1\0\0\0")),
    # One part is broken: that part is lost, and all else is read.
    ("malformed slide", 1, slide(b"<p:sld\n<oops")),
    ("slide cut short", 1, slide(lambda parts: parts[SLIDE][:-40])),
    ("empty slide", 1, slide(b"")),
    ("slide of zeros", 1, slide(bytes(100))),
    ("wrong checksum", 1, wrong_checksum),
    ("unknown compression", 1, foreign_packing),
    ("missing slide", 1, without(SLIDE)),
    ("null target", 1, swapped(RELS, b"slides/slide2.xml", b"NULL")),
    ("climbing target", 1, swapped(RELS, b"slides/slide2.xml", b"../../../../etc/passwd")),
    ("dangling id", 1, swapped(MAIN, b'r:id="rId8"', b'r:id="rId99"')),
    ("id that is no number", 1, swapped(MAIN, b'id="257"', b'id="two"')),
    ("id too large", 1, swapped(MAIN, b'id="257"', b'id="99999999999"')),
    ("two slides with one id", 1, swapped(MAIN, b'id="257"', b'id="256"')),
    ("layout as slide", 1, slide(lambda parts: parts["ppt/slideLayouts/slideLayout6.xml"])),
    ("entity bomb", 1, doctype(b'<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">')),
    ("external entity", 1, doctype(b'<!ENTITY b SYSTEM "file:///etc/hostname">')),
    ("document type alone", 1, doctype(b"", b"words")),
    ("document type in UTF-16", 1, slide(doctype_in_utf16)),
    ("undefined entity", 1, swapped(SLIDE, b"slide 2", b"&nobody;")),
    ("control character in XML", 1, swapped(SLIDE, b"slide 2", b"slide \x01 2")),
    ("300 nested groups", 1, deep(300)),
    ("a million tags", 1, around_the_shapes(b"<a/>" * 1_000_001, b"")),
    ("huge slide", 1, slide(NOISE * 33)),
    ("one slide listed 10,000 times", 2, listed_ten_thousand_times),
    ("broken notes", 1, part(NOTES, b"<p:notes>")),
    ("missing notes", 1, without(NOTES)),
    ("lost chart", 1, lost_chart),
    ("duplicate member", 0, duplicate_member),
    # It is odd, and read all the same.
    ("names in capitals", 0, renamed(str.upper)),
    ("names with backslashes", 0, renamed(lambda name: name.replace("/", "\\"))),
    ("no content types", 0, without(TYPES)),
    ("no package relationships", 0, without("_rels/.rels")),
    ("no document properties", 0, without("docProps/core.xml")),
    ("no notes master", 0, without("ppt/notesMasters/notesMaster1.xml")),
    ("no layouts", 0, without("ppt/slideLayouts/slideLayout6.xml")),
    ("template", 0, swapped(TYPES, OFFICE + b"presentation.main", OFFICE + b"template.main")),
    ("show", 0, swapped(TYPES, OFFICE + b"presentation.main", OFFICE + b"slideshow.main")),
    ("strict OOXML", 0, strict),
    ("stored, not deflated", 0, lambda parts: pack(parts, zipfile.ZIP_STORED)),
    ("folder of macOS", 0, macos_folder),
    ("media bomb", 0, part("ppt/media/a.png", bytes(64 << 20))),
    ("UTF-16", 0, slide(utf16)),
    ("BOM", 0, slide(lambda parts: b"\xef\xbb\xbf" + parts[SLIDE])),
    ("chain of 1,200 links", 0, next_links),
    ("relationships in a circle", 0, cyclic),
    ("notes without a placeholder", 0, swapped(NOTES, b'type="body"', b'type="subTitle"')),
    ("notes without text", 0, swapped(NOTES, b"said 2", b"")),
    ("100 nested groups", 0, deep(100)),
    ("attribute of 3 MB", 0, swapped(SLIDE, b'name="Title 1"', b'name="%b"' % (b"x" * 3_000_000))),
    ("escape sequences in text", 0, swapped(SLIDE, b"slide 2", b"slide &#x85;\xe2\x80\xae2")),
    ("shape without properties", 0, around_the_shapes(b"", HOLLOW + b"</p:sp>")),
]
