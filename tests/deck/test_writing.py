"""Notes into a copy, and never into the deck itself; whatever else the deck holds stays."""

import io
import re
import shutil
import struct
import subprocess
import warnings
import zipfile

import pptx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speakprep.deck.files import read_deck
from speakprep.deck.notes_parts import tidy
from speakprep.deck.paragraphs import clean
from speakprep.deck.writing import lock_names, write_notes
from speakprep.errors import InputError, StorageError, UsageError

NOTES = re.compile(r"ppt/(notesSlides/(_rels/)?notesSlide\d+\.xml(\.rels)?)")
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
MASTER = {
    "ppt/notesMasters/notesMaster1.xml",
    "ppt/notesMasters/_rels/notesMaster1.xml.rels",
    "ppt/theme/theme2.xml",
}
LISTS = {"[Content_Types].xml", "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"}
TEXT = "先停一下。\n\n\tThen go on 😀, <b>&amp;</b>\n" + "很长" * 500


@pytest.fixture
def bare_deck(tmp_path):
    """A deck by python-pptx without any notes: three slides in a section, and a film."""
    deck = pptx.Presentation()
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"第 {number + 1} 页"
    ids = [slide.slide_id for slide in deck.slides]
    listed = "".join(f'<p14:sldId id="{each}"/>' for each in ids)
    sections = (
        '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:ext '
        'uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14='
        '"http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="开场" '
        'id="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"><p14:sldIdLst>'
        f"{listed}</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
    )
    deck.element.append(pptx.oxml.parse_xml(sections))
    path = tmp_path / "bare.pptx"
    deck.save(str(path))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("ppt/media/film.jpeg", bytes(range(256)) * 4000)
    return path


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


def repacked(source, target, change=lambda name, data: data, **options):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", **options) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return target


def as_strict(name, data):
    for family in ("presentationml", "drawingml", "officeDocument"):
        for last in ("main", "relationships", "extended-properties"):
            old = f"http://schemas.openxmlformats.org/{family}/2006/{last}"
            data = data.replace(
                old.encode(), f"http://purl.oclc.org/ooxml/{family}/{last}".encode()
            )
    return data


def notes_seen(path):
    """What our reader and python-pptx find."""
    theirs = [
        slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        for slide in pptx.Presentation(str(path)).slides
    ]
    return [slide.notes for slide in read_deck(path).slides], theirs


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
    plain = repacked(
        copy,
        tmp_path / "plain.pptx",
        lambda name, data: re.sub(
            rb"http://purl.oclc.org/ooxml/(\w+)/",
            rb"http://schemas.openxmlformats.org/\1/2006/",
            data,
        ),
    )
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


def test_google_like_page_gets_its_text_where_it_was(talk_deck, tmp_path):
    """The box that held the notes becomes the placeholder that PowerPoint shows on stage."""

    def google(name, data):
        if NOTES.fullmatch(name) and not name.endswith(".rels"):
            data, cut = re.subn(rb'<p:ph type="body"[^>]*/>', b"", data)
            assert cut == 1
        return data

    deck = repacked(talk_deck, tmp_path / "google.pptx", google)
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


@pytest.mark.parametrize("kind", ["stored", "streamed", "doubled"])
def test_archives_of_every_kind(talk_deck, tmp_path, kind):
    deck, copy = tmp_path / "deck.pptx", tmp_path / "copy.pptx"
    if kind == "stored":
        repacked(talk_deck, deck, compression=zipfile.ZIP_STORED)
    elif kind == "streamed":
        with Pipe(deck) as pipe:
            repacked(talk_deck, pipe, compression=zipfile.ZIP_DEFLATED)
    else:
        shutil.copy(talk_deck, deck)
        with warnings.catch_warnings(), zipfile.ZipFile(deck, "a") as archive:
            warnings.simplefilter("ignore", UserWarning)
            archive.writestr("ppt/slides/slide2.xml", archive.read("ppt/slides/slide4.xml"))
    assert push(deck, copy, {256: "一", 258: "三"}) == 2
    assert [slide.notes for slide in read_deck(copy).slides] == ["一", "", "三", ""]
    pages = {f"ppt/notesSlides/notesSlide{n}.xml" for n in (1, 2)}
    assert changed(deck, copy) == (pages, set())


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


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftoppm") is None,
    reason="LibreOffice and poppler are not installed",
)
@pytest.mark.timeout(400)
def test_slides_look_as_before_in_libreoffice(talk_deck, bare_deck, tmp_path):
    for deck in (talk_deck, bare_deck):
        copy = tmp_path / f"copy-of-{deck.name}"
        push(deck, copy, {256: TEXT, 257: "二", 258: "三"})
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        pictures = []
        for each in (deck, copy):
            run = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir"]
            subprocess.run([*run, tmp_path, each], check=True, capture_output=True, timeout=180)
            pdf = each.with_suffix(".pdf")
            pages = subprocess.run(
                ["pdftoppm", "-r", "60", pdf], check=True, capture_output=True, timeout=60
            )
            pictures.append(pages.stdout)
        assert pictures[0]
        assert pictures[0] == pictures[1]
