"""Decks of other kinds through the command, by the LibreOffice installed here."""

import subprocess

import pptx
import pytest

from speakprep.deck.office import find_office

pytestmark = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")


@pytest.mark.parametrize("suffix", ["odp", "ppt"])
def test_sync_reads_another_kind_of_deck_and_says_so(tmp_path, make_talk, speakprep_run, suffix):
    deck = pptx.Presentation()
    for title in ("采样", "Queues"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = f"say {title}"
    deck.save(str(tmp_path / "deck.pptx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", suffix, "--outdir", str(tmp_path)]
    subprocess.run(
        [str(find_office().program), profile, *convert, str(tmp_path / "deck.pptx")],
        check=True,
        capture_output=True,
    )
    path, folder = tmp_path / f"deck.{suffix}", make_talk().folder
    before = path.read_bytes()
    code, out, _ = speakprep_run("script", "sync", str(path), "--talk", str(folder))
    assert code == 0
    assert "advice DECK101" in out
    assert "LibreOffice made one of a copy" in out
    assert path.read_bytes() == before
    script = (folder / "script.en.md").read_text(encoding="utf-8")
    assert ["采样" in script, "say Queues" in script] == [True, True]
    again, out, _ = speakprep_run("script", "sync", str(path), "--talk", str(folder))
    assert (again, "wrote" in out) == (0, False)
