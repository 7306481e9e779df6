"""Notes into decks of every kind: all else keeps its bytes, and the slides look as before."""

import io
import re
import shutil
import subprocess
import sys
import warnings
import zipfile

import pptx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx.util import Cm

from speakprep.deck.files import read_deck
from speakprep.deck.paragraphs import clean
from speakprep.deck.writing import write_notes
from speakprep.errors import UsageError
from speakprep.script.files import parse_script
from speakprep.script.speaker_notes import speaker_notes
from speakprep.talk.disk import TEMPORARY_SUFFIX
from tests.deck.pushing import Pipe, as_google, as_strict, not_strict, pictures, repacked

PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
KINDS = {
    ".pptm": "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    ".ppsx": "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
    ".potx": "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
}
NOTES = {
    256: "先停一下。\n\n\tThen go on 😀 𠮷",
    257: "— 中文 —\n二\n\n— English —\nTwo",
    258: "三",
}
SECTIONS = (
    '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:ext '
    'uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14='
    '"http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="开场" '
    'id="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"><p14:sldIdLst><p14:sldId id="256"/>'
    "</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
)
COMMENTS = (
    '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cm '
    'authorId="0" dt="2026-01-01T00:00:00.000" idx="1"><p:pos x="10" y="10"/><p:text>Why?'
    "</p:text></p:cm></p:cmLst>"
)


def of_kind(source, target):
    """The same deck as another kind of PowerPoint file."""
    kind = KINDS[target.suffix].encode()
    return repacked(source, target, lambda _, data: data.replace(PRESENTATION.encode(), kind))


def macros(source, target):
    made = of_kind(source, target)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("ppt/vbaProject.bin", bytes(range(256)) * 40)
    return made


def strict(source, target):
    return repacked(source, target, as_strict)


def google(source, target):
    return repacked(source, target, as_google)


def sections_and_media(source, target):
    deck = pptx.Presentation(str(source))
    deck.element.append(pptx.oxml.parse_xml(SECTIONS))
    film = io.BytesIO(b"not really a film" * 9_000)
    deck.slides[1].shapes.add_movie(film, Cm(1), Cm(1), Cm(4), Cm(3), mime_type="video/mp4")
    deck.save(str(target))
    return target


def commented(source, target):
    def change(name, data):
        if name == "[Content_Types].xml":
            kind = "application/vnd.openxmlformats-officedocument.presentationml.comments+xml"
            row = f'<Override PartName="/ppt/comments/comment1.xml" ContentType="{kind}"/></Types>'
            return data.replace(b"</Types>", row.encode())
        if name == "ppt/slides/_rels/slide1.xml.rels":
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
            row = f'<Relationship Id="c1" Type="{kind}" Target="../comments/comment1.xml"/>'
            return data.replace(b"</Relationships>", row.encode() + b"</Relationships>")
        return data

    return repacked(source, target, change, [("ppt/comments/comment1.xml", COMMENTS)])


def streamed(source, target):
    with Pipe(target) as pipe:
        return repacked(source, pipe) and target


def zip64(source, target):
    """Every member with the sizes of zip64, dated, remarked, with a field of its own."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        new.comment = "一句话".encode()
        for each in old.infolist():
            info = zipfile.ZipInfo(each.filename, (2024, 2, 29, 12, 34, 56))
            info.extra, info.comment = b"\x99\x99\x04\x00abcd", b"by hand"
            info.external_attr = 0o100644 << 16
            with new.open(info, "w", force_zip64=True) as member:
                member.write(old.read(each))
    return target


def doubled(source, target):
    shutil.copy(source, target)
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a") as archive:
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr("docProps/thumbnail.jpeg", b"other")
    return target


def without_notes(source, target):
    deck = pptx.Presentation()
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"第 {number + 1} 页"
    deck.save(str(target))
    return target


MAKERS = {
    "notes, chart, embedded xlsx": (
        "deck.pptx",
        shutil.copy,
    ),
    "no notes, no notes master": ("deck.pptx", without_notes),
    "sections and media": ("deck.pptx", sections_and_media),
    "comments": ("deck.pptx", commented),
    "macros": ("deck.pptm", macros),
    "show": ("deck.ppsx", of_kind),
    "template": ("deck.potx", of_kind),
    "strict": ("deck.pptx", strict),
    "google": ("deck.pptx", google),
    "streamed": ("deck.pptx", streamed),
    "zip64": ("deck.pptx", zip64),
    "doubled": ("deck.pptx", doubled),
}


@pytest.fixture
def deck(request, talk_deck, tmp_path):
    name, make = MAKERS[request.param]
    (tmp_path / "made").mkdir()
    made = tmp_path / "made" / name
    make(talk_deck, made)
    return made


def every_kind(test):
    return pytest.mark.parametrize("deck", MAKERS, indirect=True)(test)


def listed(path):
    """All that the list of contents says of the members that hold no notes, and their packed bytes.

    Only places in the file may differ.
    """
    found = []
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            start = info.header_offset
            named, extra = (
                int.from_bytes(data[start + at : start + at + 2], "little") for at in (26, 28)
            )
            end = start + 30 + named + extra + info.compress_size
            about = (
                info.orig_filename,
                info.date_time,
                info.compress_type,
                info.flag_bits,
                info.extra if not info.extra.startswith(b"\x01\x00") else b"",
                info.comment,
                info.external_attr,
                info.create_system,
                info.create_version,
                info.CRC,
            )
            found.append((about, data[start:end]))
        return found, archive.comment


def may_change(name):
    return bool(
        re.fullmatch(
            r"\[Content_Types\]\.xml|ppt/presentation\.xml|ppt/_rels/presentation\.xml\.rels"
            r"|ppt/slides/_rels/slide\d\.xml\.rels|ppt/notesSlides/notesSlide\d\.xml",
            name,
        )
    )


@every_kind
def test_all_but_the_notes_keeps_its_bytes_and_place(deck, tmp_path):
    before = deck.read_bytes()
    copy = tmp_path / f"copy{deck.suffix}"
    assert write_notes(deck, copy, read_deck(deck), NOTES) == 3
    (old, remark), (new, kept) = listed(deck), listed(copy)
    assert (kept, deck.read_bytes()) == (remark, before)
    names = [about[0] for about, _ in old]
    assert [about[0] for about, _ in new][: len(names)] == names
    changed = {a[0][0] for a, b in zip(old, new, strict=False) if a != b}
    assert {name for name in changed if not may_change(name)} == set()
    assert all(
        re.match(r"ppt/(notesSlides|notesMasters|theme)/", about[0]) for about, _ in new[len(old) :]
    )


@every_kind
def test_text_reads_back_and_pushing_again_changes_nothing(deck, tmp_path):
    copy, again = tmp_path / f"copy{deck.suffix}", tmp_path / f"again{deck.suffix}"
    slides = read_deck(deck).slides
    write_notes(deck, copy, read_deck(deck), NOTES)
    kept = {each.slide_id: each.notes for each in slides}
    pushed = kept | {key: clean(text) for key, text in NOTES.items()}
    assert {each.slide_id: each.notes for each in read_deck(copy).slides} == pushed
    assert [
        (s.title, s.body, s.comments, s.section, s.text_hash) for s in read_deck(copy).slides
    ] == [(s.title, s.body, s.comments, s.section, s.text_hash) for s in slides]
    assert write_notes(copy, again, read_deck(copy), NOTES) == 0
    assert again.read_bytes() == copy.read_bytes() or listed(again) == listed(copy)


@every_kind
def test_python_pptx_reads_the_same(deck, tmp_path):
    copy = tmp_path / f"copy{deck.suffix}"
    write_notes(deck, copy, read_deck(deck), NOTES)

    def plain(name, data):  # python-pptx opens neither strict decks nor shows and templates
        for kind in KINDS.values():
            data = data.replace(kind.encode(), PRESENTATION.encode())
        return not_strict(name, data)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        opened = pptx.Presentation(str(repacked(copy, tmp_path / "plain.pptx", plain)))
    theirs = {
        slide.slide_id: slide.notes_slide.notes_text_frame.text
        for slide in opened.slides
        if slide.slide_id in NOTES
    }
    assert theirs == NOTES


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftoppm") is None,
    reason="LibreOffice and poppler are not installed",
)
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "deck",
    ["sections and media", "comments", "macros", "show", "strict", "google", "zip64", "doubled"],
    indirect=True,
)
def test_slides_look_as_before_in_libreoffice(deck, tmp_path):
    copy = tmp_path / f"copy{deck.suffix}"
    write_notes(deck, copy, read_deck(deck), NOTES)
    before, after = pictures(tmp_path, deck, copy)
    assert before
    assert before == after


ODD = (
    "a 好\t\n\r\x00\x07\x0b\x1b\x85\u2028\u200d\u202e\u2066\ufeff\ufffe"
    "😀𠮷\U0002f800#{}<>&!-_x0041_\\"
)


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(texts=st.lists(st.text() | st.text(ODD, max_size=60), min_size=3, max_size=3))
def test_any_script_reads_back_as_what_it_says(talk_deck, tmp_path, texts):
    """Only what neither a reader nor a slide shows is lost: controls, overrides, outer blanks."""
    script = parse_script(
        "".join(f"## {n}. T {{#s{255 + n}}}\n\n{text}\n\n" for n, text in enumerate(texts, start=1))
    )
    notes = speaker_notes({"zh": script})
    copy = tmp_path / "copy.pptx"
    copy.unlink(missing_ok=True)
    write_notes(talk_deck, copy, read_deck(talk_deck), notes)
    read = {slide.slide_id: slide.notes for slide in read_deck(copy).slides}
    assert {key: read[key] for key in notes} == {key: clean(text) for key, text in notes.items()}


def test_very_long_note_reads_back(talk_deck, tmp_path):
    text = "很长的一段话。" * 100_000
    write_notes(talk_deck, tmp_path / "copy.pptx", read_deck(talk_deck), {257: text})
    assert read_deck(tmp_path / "copy.pptx").slides[1].notes == text


@pytest.mark.parametrize("name", ["TALK.PPTX", "Talk.pptx"])
def test_copy_named_like_the_deck_in_other_case_is_refused(talk_deck, tmp_path, name):
    with pytest.raises(UsageError, match="is the deck itself"):
        write_notes(talk_deck, tmp_path / name, read_deck(talk_deck), {256: "x"})
    assert [path.name for path in tmp_path.iterdir()] == ["talk.pptx"]


def test_copy_that_is_open_elsewhere_is_refused(talk_deck, tmp_path):
    (tmp_path / "~$copy.pptx").write_bytes(b"somebody")
    with pytest.raises(UsageError) as caught:
        write_notes(talk_deck, tmp_path / "copy.pptx", read_deck(talk_deck), {256: "x"})
    assert caught.value.message == "seems to be open in another program, which would write over it"


def test_killed_halfway_leaves_no_copy_and_the_next_run_sweeps(talk_deck, tmp_path):
    deck, copy = tmp_path / "big.pptx", tmp_path / "copy.pptx"
    shutil.copy(talk_deck, deck)
    with zipfile.ZipFile(deck, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("ppt/media/film.bin", bytes(40 << 20))
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from speakprep.talk.disk import new_file\n"
        "source, target = map(Path, sys.argv[1:])\n"
        "with new_file(target, within=target.parent) as copy:\n"
        "    copy.write(source.read_bytes()[:20 << 20])\n"
        "    copy.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, deck, copy], check=False)
    assert done.returncode != 0
    assert not copy.exists()
    assert [path for path in tmp_path.iterdir() if path.name.endswith(TEMPORARY_SUFFIX)]
    write_notes(deck, copy, read_deck(deck), {256: "一"})
    assert read_deck(copy).slides[0].notes == "一"
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(TEMPORARY_SUFFIX)]
