import os
import shutil
import stat
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from speakprep.deck.office import Office, find_office, has_han_fonts
from speakprep.deck.pictures import open_pdf
from speakprep.errors import InputError, MissingError, OutsideError
from tests.loopback import Reply

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


@pytest.fixture
def fake(tmp_path):
    """A program that behaves as the shell lines say; $OUT is where the PDF should go."""

    def make(lines: str, patience: float = 30.0) -> Office:
        program = tmp_path / "soffice"
        program.write_text(f'#!/bin/sh\nOUT="$PWD/out"\nmkdir -p "$OUT"\n{lines}\n', "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return Office(program=program, patience=patience)

    return make


@pytest.fixture
def deck(tmp_path):
    path = tmp_path / "-my deck.pptx"
    path.write_bytes(b"PK slides")
    return path


def test_office_works_on_a_copy_with_a_profile_of_its_own(fake, deck):
    office = fake('printf "%s\\n" "$@" > "$OUT/deck.pdf"; cat deck.pptx >> "$OUT/deck.pdf"')
    profile, *words, pages, _, out, source, copied = (
        office.export(deck, slides=1, pages="2;4-5", hidden=False).decode().split("\n")
    )
    folder = os.path.dirname(out)  # noqa: PTH120 -- it is gone by now
    assert profile == f"-env:UserInstallation=file://{folder}/profile"
    assert words == ["--headless", "--norestore", "--nolockcheck", "--convert-to"]
    assert pages == (
        'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"false"},'
        '"PageRange":{"type":"string","value":"2;4-5"}}'
    )
    assert (source, copied) == (f"{folder}/deck.pptx", "PK slides")
    assert not Path(folder).exists()


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            "echo Error: source file could not be loaded",
            "LibreOffice could not print the slides: Error: source file could not be loaded",
        ),
        (
            "echo Warning: failed to launch javaldx; echo Error: no such filter",
            "LibreOffice could not print the slides: Error: no such filter",
        ),
        ("kill -9 $$", "LibreOffice could not print the slides: it was ended by signal 9"),
        ("exit 3", "LibreOffice could not print the slides (it ended with 3)"),
    ],
)
def test_office_that_fails_is_said_in_one_line(fake, deck, lines, message):
    with pytest.raises(OutsideError) as caught:
        fake(lines).export(deck, slides=1)
    assert (caught.value.message, caught.value.exit_code) == (message, 4)


def test_office_that_hangs_is_ended_with_its_children(fake, deck, tmp_path):
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    office = fake(f'sleep 600 > "{alive}" & sleep 600', patience=0.0)
    end = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(OutsideError) as caught:
        office.export(deck, slides=0)
    os.set_blocking(end, True)
    assert os.read(end, 1) == b""  # which comes only when nobody holds the other end
    os.close(end)
    assert caught.value.message.startswith("LibreOffice was still busy after")


def test_office_that_cannot_be_started_is_missing(deck, tmp_path):
    with pytest.raises(MissingError) as caught:
        Office(program=tmp_path / "nothing").export(deck, slides=1)
    assert caught.value.message == "LibreOffice cannot be started: No such file or directory"


def test_deck_that_is_not_there_is_said(fake, tmp_path):
    with pytest.raises(InputError) as caught:
        fake("exit 0").export(tmp_path / "none.pptx", slides=1)
    assert caught.value.message == "cannot be read: No such file or directory"


def test_progress_never_says_that_it_is_done(fake, deck):
    told = []
    office = fake('sleep 0.3; echo > "$OUT/deck.pdf"')
    office.export(deck, slides=0, progress=lambda done, total: told.append(done < (total or 0)))
    assert set(told) == {True}


@needs_office
def test_hidden_slides_are_printed_or_not_and_ranges_count_them(tmp_path):
    path = tmp_path / "deck.pptx"
    made = Presentation()
    for title in ("一", "two", "three"):
        slide = made.slides.add_slide(made.slide_layouts[5])
        slide.shapes.title.text = title
    made.slides[1]._element.set("show", "0")
    made.save(path)
    office = find_office()
    assert office is not None

    def count(**options: object) -> int:
        with open_pdf(office.export(path, slides=3, **options), "deck") as pages:
            return pages.count

    assert (count(), count(hidden=False), count(pages="2-3")) == (3, 2, 2)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["deck.pptx"]


@needs_office
def test_pictures_on_the_web_are_not_fetched(tmp_path, serve):
    server = serve(lambda asked: Reply(status=404))
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    pixel = tmp_path / "pixel.png"
    pixel.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
            "789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
    )
    picture = slide.shapes.add_picture(str(pixel), Inches(1), Inches(1))
    address = f"{server.url}/spy.png"
    linked = slide.part.relate_to(
        address,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    blip = picture._element.blipFill.find(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
    )
    space = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    del blip.attrib[f"{space}embed"]
    blip.set(f"{space}link", linked)
    made.save(tmp_path / "deck.pptx")
    office = find_office()
    assert office is not None
    office.export(tmp_path / "deck.pptx", slides=1)
    assert server.seen == []


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="fontconfig is not installed")
def test_fonts_for_chinese_are_found_or_not():
    assert has_han_fonts() in {True, False}
