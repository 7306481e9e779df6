import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm, Pt

from speakprep.talk.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(make_talk: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A talk whose slides have small print, a chart from 40 on, and no numbers."""
    space = make_talk(minutes=20, qa_minutes=5)
    monkeypatch.chdir(space.folder)
    deck = Presentation()
    for number in range(7):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"Cost {number}"
    note = slide.shapes.add_textbox(Cm(1), Cm(10), Cm(5), Cm(1)).text_frame
    note.text = "on nine nodes"
    note.paragraphs[0].runs[0].font.size = Pt(9)
    data = CategoryChartData()
    data.categories = ["before", "after"]
    data.add_series("ours", (80, 60))
    place = (Cm(2), Cm(4), Cm(12), Cm(8))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart
    chart.value_axis.minimum_scale = 40
    deck.save(space.folder / "deck.pptx")
    return space.folder


def test_check_names_what_the_last_row_cannot_see(folder: Path, speakprep_run: Run) -> None:
    code, out, _ = speakprep_run("deck", "check", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert [(each["code"], each["place"]["slide"]) for each in found["findings"]] == [
        ("DCK106", None),
        ("DCK102", 7),
        ("DCK104", 7),
        ("DCK105", 7),
    ]
    assert found["facts"]["slides"] == 7
    assert speakprep_run("deck", "check", "--fail-on", "warning")[0] == 1


def test_check_reads_like_this(
    folder: Path, speakprep_run: Run, golden: Callable[[str, str], None]
) -> None:
    code, out, err = speakprep_run("deck", "check")
    assert (code, err) == (0, "")
    golden("deck-check.txt", out)


def test_finding_is_allowed_with_a_reason(folder: Path, speakprep_run: Run) -> None:
    with (folder / "talk.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[[allow]]\ncode = "DCK106"\nreason = "the venue prints them"\n')
    _, out, _ = speakprep_run("deck", "check")
    assert "DCK106: the venue prints them" in out
    assert "show no number" not in out


def test_broken_deck_is_one_line(folder: Path, speakprep_run: Run) -> None:
    (folder / "deck.pptx").write_bytes(b"%PDF-1.7")
    code, out, err = speakprep_run("deck", "check")
    assert (code, out, err.startswith("speakprep: deck.pptx: ")) == (2, "", True)


def test_rules_about_slides_are_explained(folder: Path, speakprep_run: Run) -> None:
    code, out, _ = speakprep_run("rule", "DCK105", "--lang", "zh")
    assert (code, "从零开始" in out) == (0, True)
