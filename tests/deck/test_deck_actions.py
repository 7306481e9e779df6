from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from pptx import Presentation

from speakprep.deck.actions.pdf import export_pdf
from speakprep.deck.actions.pictures import Drawn, draw, pictures
from speakprep.errors import InputError, MissingError, OutsideError, UsageError
from speakprep.talk.workspace import Workspace

DAY = date(2026, 11, 21)


def pdf_with(pages: int) -> bytes:
    """A PDF whose n-th page is 100 + n points wide, and 100 high."""
    document, made = pypdfium2.PdfDocument.new(), BytesIO()
    for number in range(1, pages + 1):
        document.new_page(100 + number, 100).close()
    document.save(made)
    document.close()
    return made.getvalue()


class FakePrinter:
    """Prints so many pages, or as many as it is told; remembers what it was asked."""

    def __init__(self, pages: int | None = None, *, han: bool | None = True) -> None:
        self.pages, self.han, self.mark = pages, han, "1"
        self.asked: list[tuple[int, str, bool]] = []

    def export(self, deck: Path, *, slides: int, pages: str = "", hidden: bool = True) -> bytes:
        self.asked.append((slides, pages, hidden))
        return pdf_with(self.pages or slides)


@pytest.fixture
def talk(make_talk: Callable[..., Workspace]) -> Workspace:
    workspace = make_talk(language="zh")
    save(workspace, "为什么", "two", "three", "four")
    return workspace


def save(workspace: Workspace, *titles: str, notes: str = "") -> Path:
    """A deck of these slides, the second hidden."""
    deck = Presentation()
    for title in titles:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    deck.slides[1]._element.set("show", "0")
    path = workspace.folder / "deck.pptx"
    deck.save(path)
    return path


def widths(drawn: Drawn) -> dict[int, int]:
    """The width of the page each picture was drawn from."""
    sizes = {
        number: Image.open(BytesIO(file.read_bytes())).size for number, file in drawn.files.items()
    }
    return {number: round(100 * w / h) for number, (w, h) in sizes.items()}


def deck_of(workspace: Workspace) -> Path:
    return workspace.folder / "deck.pptx"


def test_every_slide_is_drawn_once_hidden_ones_too(talk):
    printer = FakePrinter()
    first = draw(talk, deck_of(talk), printer=printer)
    again = draw(talk, deck_of(talk), printer=printer)
    assert (first.total, first.fresh, again.fresh) == (4, 4, 0)
    assert widths(again) == {1: 101, 2: 102, 3: 103, 4: 104}
    assert printer.asked == [(4, "", True)]
    assert again.files == first.files


def test_only_slides_that_look_otherwise_are_drawn_again(talk):
    printer = FakePrinter()
    before = draw(talk, deck_of(talk), printer=printer)
    save(talk, "为什么", "two!", "three", "four!", notes="said")
    after = draw(talk, deck_of(talk), printer=printer)
    assert (after.fresh, printer.asked[1:]) == (2, [(2, "2;4", True)])
    kept = {n for n in after.files if after.files[n] == before.files[n]}
    assert kept == {1, 3}
    assert widths(after) == {1: 101, 2: 101, 3: 103, 4: 102}
    (home,) = {file.parent for file in after.files.values()}
    assert {*home.iterdir()} == {*after.files.values()}


def test_again_draws_all_anew(talk):
    printer = FakePrinter()
    draw(talk, deck_of(talk), printer=printer)
    assert draw(talk, deck_of(talk), printer=printer, again=True).fresh == 4


def test_printer_that_was_updated_draws_all_anew(talk):
    printer = FakePrinter()
    draw(talk, deck_of(talk), printer=printer)
    printer.mark = "2"
    assert draw(talk, deck_of(talk), printer=printer).fresh == 4


@pytest.mark.parametrize(
    ("pages", "drawn"),
    [(4, {1: 101, 2: 102, 3: 103, 4: 104}), (3, {1: 101, 3: 102, 4: 103})],
)
def test_pdf_of_the_speaker_is_as_good_with_or_without_hidden_slides(talk, pages, drawn):
    pdf = talk.folder / "slides.pdf"
    pdf.write_bytes(pdf_with(pages))
    assert widths(draw(talk, deck_of(talk), printer=None, pdf=pdf)) == drawn
    assert draw(talk, deck_of(talk), printer=None, pdf=pdf).fresh == 0


def test_pdf_of_another_deck_is_refused(talk):
    pdf = talk.folder / "slides.pdf"
    pdf.write_bytes(pdf_with(7))
    with pytest.raises(InputError) as caught:
        draw(talk, deck_of(talk), printer=None, pdf=pdf)
    assert caught.value.message == "has 7 pages, but the deck has 4 slides, 1 of them hidden"


def test_printer_that_prints_other_pages_is_not_trusted(talk):
    with pytest.raises(OutsideError) as caught:
        draw(talk, deck_of(talk), printer=FakePrinter(9))
    assert caught.value.message == "LibreOffice printed 9 pages for 4 slides"


class JunkPrinter(FakePrinter):
    """Prints what is no PDF."""

    def export(self, deck: Path, *, slides: int, pages: str = "", hidden: bool = True) -> bytes:
        return b"junk"


def test_printer_that_prints_no_pdf_is_to_blame_and_not_the_deck(talk):
    for made in (
        lambda: draw(talk, deck_of(talk), printer=JunkPrinter()),
        lambda: export_pdf(talk, deck_of(talk), printer=JunkPrinter(), day=DAY),
    ):
        with pytest.raises(OutsideError) as caught:
            made()
        assert caught.value.message == "LibreOffice printed a PDF that cannot be read"


def test_without_a_printer_there_is_a_way_out(talk):
    with pytest.raises(MissingError) as caught:
        draw(talk, deck_of(talk), printer=None)
    assert "speakprep doctor" in caught.value.hint


def test_chinese_without_fonts_is_a_warning_in_the_talks_language(talk):
    (finding,) = draw(talk, deck_of(talk), printer=FakePrinter(han=False)).findings
    assert (finding.code, finding.level, finding.place.slide) == ("DECK151", "warning", 1)
    assert "中文字体" in finding.message
    assert draw(talk, deck_of(talk), printer=FakePrinter(han=None)).findings == ()


def test_pictures_are_copied_into_a_new_folder_only(talk):
    drawn = draw(talk, deck_of(talk), printer=FakePrinter())
    out = talk.folder / "out"
    facts = pictures(talk, drawn, out).facts
    assert (facts.pictures, facts.slides, facts.fresh) == (4, 4, 4)
    assert sorted(each.name for each in out.iterdir()) == [f"slide-{n}.jpg" for n in (1, 2, 3, 4)]
    with pytest.raises(UsageError):
        pictures(talk, drawn, out)


def test_pdf_has_version_and_day_in_its_name(talk):
    printer = FakePrinter()
    (talk.folder / "talk-v7-2026-01-02.pdf").write_bytes(b"old")
    (talk.folder / "talk-v99-draft.pdf").write_bytes(b"not one of ours")
    first = export_pdf(talk, deck_of(talk), printer=printer, day=DAY)
    second = export_pdf(talk, deck_of(talk), printer=printer, day=DAY, hidden=True)
    assert first.facts.version == 8
    assert (first.facts.pages, second.facts.pages, second.facts.version) == (3, 4, 9)
    assert printer.asked == [(3, "", False), (4, "", True)]
    assert (talk.folder / "talk-v8-2026-11-21.pdf").read_bytes()[:5] == b"%PDF-"


def test_pdf_never_takes_the_place_of_a_file(talk):
    out = talk.folder / "mine.pdf"
    out.write_bytes(b"mine")
    printer = FakePrinter()
    with pytest.raises(UsageError):
        export_pdf(talk, deck_of(talk), printer=printer, day=DAY, out=out)
    assert (out.read_bytes(), printer.asked) == (b"mine", [])


def test_pdf_goes_to_the_file_or_folder_named(talk):
    folder, file = talk.folder / "upload", talk.folder / "final.pdf"
    folder.mkdir()
    printer = FakePrinter()
    export_pdf(talk, deck_of(talk), printer=printer, day=DAY, out=folder)
    facts = export_pdf(talk, deck_of(talk), printer=printer, day=DAY, out=file).facts
    assert [each.name for each in folder.iterdir()] == ["talk-v1-2026-11-21.pdf"]
    assert (file.is_file(), facts.version) == (True, None)
