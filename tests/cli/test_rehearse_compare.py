"""`rehearse show`, `compare`, `trend` and `report` as they are typed, on records made here."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pytest

from speakprep.rehearsal.files import render_rehearsal
from speakprep.rehearsal.model import Source, Span
from speakprep.rehearsal.record import (
    Figures,
    Listening,
    Recording,
    Rehearsal,
    Remark,
    SpokenScript,
)

EVIL = "a\x1b[31m\u202e<script>"


def take(day: int, language, talk_s: float, **facts) -> Rehearsal:
    english = language == "en"
    figures = {
        "measured_by": 3,
        "duration_s": talk_s + 20,
        "talk_start_s": 10.0,
        "talk_end_s": talk_s + 10,
        "speaking_s": talk_s * 0.8,
        "short_pauses": 60,
        "pauses": (Span(start_s=60.0, end_s=62.0), Span(start_s=200.0, end_s=204.0 + day)),
        "loudness_lufs": -22.0,
        "peak_dbfs": -3.0,
        "clipped_s": 0,
        "snr_db": 40.0,
        "reliable": True,
        "words_per_minute": 7500 / talk_s * 8 if english else 3.0,
        "han_per_minute": 0.0 if english else 108_000 / talk_s,
        "syllables_per_s": 2000 / talk_s * 2,
        **facts.pop("figures", {}),
    }
    usual = {
        "id": f"2027-03-{day:02d}-1830-solo",
        "kind": "solo",
        "at": datetime.fromisoformat(f"2027-03-{day:02d}T18:30"),
        "people": (),
        "note": "",
        "recording": Recording(
            file="take.wav",
            sha256="0" * 64,
            size=9,
            source=Source(
                codec="aac", sample_rate=48_000, channels=1, has_video=False, truncated=False
            ),
        ),
        "figures": Figures(**figures),
        "script": SpokenScript(language=language, texts=()),
    }
    return Rehearsal(**{**usual, **facts})


@pytest.fixture
def keep(make_talk, monkeypatch):
    folder = make_talk(minutes=10, qa_minutes=1, title=EVIL).folder
    monkeypatch.chdir(folder)
    (folder / "rehearsals").mkdir()

    def write(*takes: Rehearsal) -> Path:
        for each in takes:
            path = folder / "rehearsals" / f"{each.id}.toml"
            path.write_text(render_rehearsal(each), encoding="utf-8")
        return folder

    return write


@pytest.mark.parametrize("language", ["en", "zh"])
def test_show_compare_and_trend_as_a_speaker_sees_them(keep, speakprep_run, golden, language):
    heard = Listening(
        at=datetime.fromisoformat("2027-03-09T20:00"),
        note=EVIL,
        played=(Span(start_s=0.0, end_s=300.0),),
        remarks=(
            Remark(at_s=201.0, text="忘词 lost the thread here and looked for the next slide"),
        ),
    )
    keep(
        take(1, language, 620),
        take(5, language, 560, figures={"loudness_lufs": -22.1}),
        take(9, language, 515, people=("Anna", "小明"), note=EVIL, listened=(heard,)),
    )
    shown = []
    for typed in (["show"], ["compare"], ["compare", "2027-03-01"], ["trend"]):
        code, out, err = speakprep_run("rehearse", *typed)
        assert (code, err) == (0, "")
        assert "\x1b" not in out
        shown.append(f"$ speakprep rehearse {' '.join(typed)}\n{out}")
    text = "\n".join(shown)
    assert all(len(line) <= 80 for line in text.split("\n"))
    golden(f"rehearse-compare.{language}.txt", text)


def test_compare_names_what_cannot_be_compared(keep, speakprep_run, golden):
    keep(
        take(1, "en", 500),
        take(2, "zh", 300, figures={"reliable": False}),
        take(3, "zh", 300, figures={"measured_by": 2}),
    )
    shown = [
        speakprep_run("rehearse", "compare", a, b)[1]
        for a, b in (("2027-03-01", "2027-03-02"), ("2027-03-03", "2027-03-02"))
    ]
    golden("rehearse-doubts.txt", "\n".join(shown))


def test_figures_as_csv_hold_nothing_else(keep, speakprep_run):
    keep(take(1, "en", 500), take(2, "zh", 480, id="=1+1"))
    code, out, _ = speakprep_run("rehearse", "trend", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [row["rehearsal"] for row in rows] == ["2027-03-01-1830-solo", "'=1+1"]
    assert [row["talk_s"] for row in rows] == ["500", "480"]
    assert [row["language"] for row in rows] == ["en", "zh"]
    _, out, _ = speakprep_run("rehearse", "compare", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows[0] == {
        "figure": "talk_s",
        "unit": "s",
        "before": "500",
        "after": "480",
        "difference": "-20",
        "error": "1",
        "changed": "yes",
    }
    _, out, _ = speakprep_run("rehearse", "show", "2027", "--format", "csv")
    assert len(out.rstrip("\n").split("\n")) == 2


def test_figures_as_json(keep, speakprep_run):
    keep(take(1, "en", 500), take(2, "en", 480))
    facts = json.loads(speakprep_run("rehearse", "compare", "--format", "json")[1])["facts"]
    change = facts["comparison"]["changes"][0]
    assert change == {
        "figure": "talk_s",
        "unit": "clock",
        "before": 500.0,
        "after": 480.0,
        "error": 1.0,
        "changed": True,
    }
    facts = json.loads(speakprep_run("rehearse", "trend", "--format", "json")[1])["facts"]
    assert facts["series"][0]["values"] == [500.0, 480.0]
    facts = json.loads(speakprep_run("rehearse", "show", "--format", "json")[1])["facts"]
    assert (facts["heard_share"], facts["counts"]) == (0.0, False)
    assert facts["pauses_per_minute"] == 62 / 480 * 60
    assert facts["pause_mean_s"] == pytest.approx(480 * 0.2 / 62)
    assert facts["dead_air"] == [{"start_s": 200.0, "end_s": 206.0}]


def test_first_rehearsal_has_nothing_to_compare_with(keep, speakprep_run):
    keep(take(1, "en", 500))
    code, _, err = speakprep_run("rehearse", "compare")
    assert (code, err.split("\n")[0]) == (
        2,
        "speakprep: there is nothing to compare 2027-03-01-1830-solo with yet",
    )
    code, out, _ = speakprep_run("rehearse", "trend")
    assert code == 0
    assert out.startswith("2027-03-01-1830-solo is the first. From the next one on,")


@pytest.mark.parametrize("command", ["show", "compare", "trend", "report"])
def test_talk_without_a_rehearsal(keep, speakprep_run, command):
    keep()
    code, out, err = speakprep_run("rehearse", command)
    assert (code, out) == (2, "")
    assert "speakprep rehearse log RECORDING" in err


@pytest.mark.parametrize("command", ["compare", "trend", "report"])
def test_broken_record_is_named_with_its_line(keep, speakprep_run, command):
    folder = keep(take(1, "en", 500), take(2, "en", 480))
    (folder / "rehearsals" / "old.toml").write_text("kind = solo\n")
    code, _, err = speakprep_run("rehearse", command)
    assert code == 2
    assert err.startswith("speakprep: rehearsals/old.toml:1")


def test_report_is_written_and_replaced_only_when_wanted(keep, speakprep_run):
    folder = keep(take(1, "en", 500), take(2, "en", 480))
    code, out, _ = speakprep_run("rehearse", "report")
    assert code == 0
    assert "wrote rehearsals/report.html" in out
    assert "take.wav: there is no such recording" in " ".join(out.split())
    page = (folder / "rehearsals" / "report.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page
    assert speakprep_run("rehearse", "report")[0] == 0  # its own place is for the newest page
    assert speakprep_run("rehearse", "report", "--out", "mine.html")[0] == 0
    code, _, err = speakprep_run("rehearse", "report", "--out", "mine.html")
    assert (code, "add --yes" in err) == (2, True)
    assert speakprep_run("rehearse", "report", "--out", "mine.html", "--yes")[0] == 0
    (folder / "rehearsals" / "report.html").write_text("mine")
    code, _, err = speakprep_run("rehearse", "report")
    assert (code, "is not a page that speakprep wrote" in err) == (2, True)
    (folder / "notes.html").write_text("mine")
    code, _, err = speakprep_run("rehearse", "report", "--out", "notes.html", "--yes")
    assert (code, (folder / "notes.html").read_text()) == (2, "mine")
