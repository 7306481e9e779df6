import json
import shutil

import pytest
from pptx import Presentation

from speakprep.cli.doctor import office_checks
from speakprep.cli.script.export import times
from speakprep.errors import UsageError

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


@pytest.fixture
def talk(make_talk, monkeypatch):
    workspace = make_talk(language="en")
    monkeypatch.chdir(workspace.folder)
    deck = Presentation()
    for title in ("Why", "Spare"):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    deck.slides[1]._element.set("show", "0")
    deck.save(workspace.folder / "deck.pptx")
    return workspace


@needs_office
def test_pdf_and_pictures_of_a_real_deck(talk, speakprep_run):
    code, out, err = speakprep_run("deck", "pdf", "--out", "final.pdf")
    assert (code, err) == (0, "")
    assert out == (
        "final.pdf: 1 page, 1 hidden slide left out.\n\nwrote final.pdf\n\nnext: speakprep plan\n"
    )
    code, out, err = speakprep_run("deck", "pictures", "--out", "seen")
    assert (code, err) == (0, "")
    assert out.split("\n")[0] == "deck.pptx: 2 pictures of 2 slides, 2 new."
    assert (talk.folder / "seen" / "slide-2.jpg").read_bytes()[:2] == b"\xff\xd8"


def test_without_libreoffice_both_say_what_to_do(talk, speakprep_run, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    for words in (("deck", "pdf"), ("deck", "pictures")):
        code, out, err = speakprep_run(*words)
        assert (code, out) == (4, "")
        assert err == (
            "speakprep: LibreOffice, which prints the slides, is not installed\n"
            "  how to get it: speakprep doctor; a PDF you export yourself does as well\n"
        )


def test_pdf_that_is_none_is_said(talk, speakprep_run):
    (talk.folder / "slides.pdf").write_bytes(b"hello")
    code, out, _ = speakprep_run("deck", "pictures", "--pdf", "slides.pdf", "--format", "json")
    error = json.loads(out)["error"]
    assert (code, error["file"], error["message"]) == (
        2,
        "slides.pdf",
        "is not a PDF, or is damaged",
    )


def test_marks_are_read_as_seconds():
    assert times("0:00, 1:15.5，1:02:03") == (0.0, 75.5, 3723.0)
    assert times("") == ()
    with pytest.raises(UsageError):
        times("75")


def test_doctor_looks_at_fonts_only_where_there_is_something_to_draw_with():
    assert [(c.name, c.state) for c in office_checks("", None)] == [("LibreOffice", "optional")]
    states = {han: office_checks("soffice", han)[-1].state for han in (True, False)}
    assert states == {True: "ok", False: "optional"}
    assert [c.name for c in office_checks("soffice", None)] == ["LibreOffice"]
