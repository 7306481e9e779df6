"""`speakprep rehearse slides`: planned against actual, from any file of marks."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest
from pptx import Presentation

from speakprep.cli.terminal import cells
from speakprep.rehearsal.files import read_records
from tests.cli.records import RECORDING

RECORD = (
    "# my own words\n"
    + RECORDING
    + """\
duration_s = 300.0
talk_start_s = 10.0
talk_end_s = 290.0
speaking_s = 250.0
short_pauses = 3
pauses = []
clipped_s = 0
reliable = false

[script]
language = "{language}"
slides = []

[script.texts]
s256 = "00000000"
"""
)
ID = "2027-03-01-1800-solo"
TEXTS = {
    "en": (
        "Welcome",
        "Why we sample, and what nobody told us",
        "Demo",
        "Numbers",
        "Backup",
        "Thanks",
    ),
    "zh": ("开场", "为什么要采样，以及没有人告诉过我们的事情", "演示", "数字", "备用", "谢谢"),
}
LABELS = (
    "0\t0\t1\n61\t61\t2\n110\t110\t3\n190\t190\tslow here\n200\t200\t5\n215\t215\t2\n"
    "240\t240\t4\n290\t290\t99\n400\t400\t6\n"
)


def script(language: str) -> str:
    words = {"en": "word ", "zh": "采样"}[language]
    bodies = [words * 60, words * 100, "[demo 1m]", words * 70, words * 10, ""]
    return "".join(
        f"## {n}. {title} {{#s{255 + n}{' .hidden' if n == 5 else ''}}}\n\n{body}\n\n"
        for n, (title, body) in enumerate(zip(TEXTS[language], bodies, strict=True), 1)
    )


@pytest.fixture
def make(make_talk, monkeypatch):
    def call(language: str = "en", labels: str = LABELS) -> Path:
        folder = make_talk(language=language, minutes=10, qa_minutes=2).folder
        (folder / f"script.{language}.md").write_text(script(language), "utf-8")
        (folder / "rehearsals").mkdir()
        text = RECORD.format(sha="0" * 64, language=language)
        (folder / "rehearsals" / f"{ID}.toml").write_text(text, "utf-8")
        (folder / "labels.txt").write_text(labels, "utf-8")
        monkeypatch.chdir(folder)
        return folder

    return call


@pytest.mark.parametrize("language", ["en", "zh"])
def test_slides_of_a_rehearsal(language, make, speakprep_run, golden):
    make(language)
    code, out, err = speakprep_run("rehearse", "slides", "2027", "--marks", "labels.txt")
    assert (code, err) == (0, "")
    assert max(cells(line) for line in out.split("\n")) <= 80
    golden(f"rehearse-slides.{language}.txt", out)


def test_marks_are_kept_in_the_record_and_shown_again(make, speakprep_run):
    folder = make()
    record = folder / "rehearsals" / f"{ID}.toml"
    before = record.read_bytes()
    _, given, _ = speakprep_run("rehearse", "slides", ID, "--marks", "labels.txt")
    assert record.read_bytes().startswith(before)
    _, again, _ = speakprep_run("rehearse", "slides")
    assert again.split("\n")[:12] == given.split("\n")[:12]
    kept = record.read_bytes()
    speakprep_run("rehearse", "slides", ID, "--marks", "labels.txt")
    assert record.read_bytes() == kept
    assert read_records(folder).broken == ()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "the time of slides that were deleted since is not counted: slide 2 (1:14)"),
        ("zh", "后来删掉的页，其时间不计入，当时的页码是：2 (1:14)"),
    ],
)
def test_marks_of_a_slide_deleted_since_are_named_and_shift_no_other(
    language, said, make, speakprep_run
):
    folder = make(language)
    speakprep_run("rehearse", "slides", ID, "--marks", "labels.txt")
    head, _, rest = (folder / f"script.{language}.md").read_text("utf-8").partition("## 2.")
    rest = rest[rest.index("## 3.") :]
    for number in range(3, 7):
        rest = rest.replace(f"## {number}.", f"## {number - 1}.")
    (folder / f"script.{language}.md").write_text(head + rest, "utf-8")
    code, out, _ = speakprep_run("rehearse", "slides")
    assert (code, said in out) == (0, True)
    _, out, _ = speakprep_run("rehearse", "slides", "--format", "json")
    found = json.loads(out)["facts"]["drift"]
    times = [(each["number"], each["slide_id"], each["actual_s"]) for each in found["slides"]]
    assert times == [(1, 256, 51.0), (2, 258, 90.0), (3, 259, 50.0), (5, 261, 0.0)]
    assert found["deleted"] == [[2, 74.0]]


def test_other_marks_than_those_kept_are_only_shown(make, speakprep_run):
    folder = make()
    speakprep_run("rehearse", "slides", ID, "--marks", "labels.txt")
    record = folder / "rehearsals" / f"{ID}.toml"
    kept = record.read_bytes()
    (folder / "times.txt").write_text("0:00, 1:00, 2:00\n")
    code, out, _ = speakprep_run("rehearse", "slides", ID, "--marks", "times.txt")
    assert code == 0
    assert "The record keeps other marks" in out
    assert record.read_bytes() == kept


def test_only_a_file_of_marks_writes_nothing(make, speakprep_run):
    folder = make()
    code, out, _ = speakprep_run("rehearse", "slides", "--marks", "labels.txt")
    assert code == 0
    assert out.startswith("Marks from Audacity labels.\n")
    assert "wrote" not in out
    assert "[marks]" not in (folder / "rehearsals" / f"{ID}.toml").read_text("utf-8")


def test_rehearsed_timings_of_powerpoint_are_read_from_the_deck(make, speakprep_run):
    folder = make()
    deck = Presentation()
    for title, milliseconds in (("Welcome", 31_500), ("Why", 62_000)):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        transition = slide._element.makeelement(
            "{http://schemas.openxmlformats.org/presentationml/2006/main}transition",
            {"advTm": str(milliseconds)},
        )
        slide._element.append(transition)
    deck.save(folder / "deck.pptx")
    code, out, _ = speakprep_run("rehearse", "slides", "--marks", "deck.pptx", "--format", "json")
    facts = json.loads(out)["facts"]
    assert (code, facts["source"], facts["lengths_only"]) == (0, "PowerPoint", True)
    assert [s["actual_s"] for s in facts["drift"]["slides"][:3]] == [31.5, 62.0, 0.0]


def test_deck_without_timings_says_how_to_make_them(make, speakprep_run):
    folder = make()
    Presentation().save(folder / "deck.pptx")
    code, _, err = speakprep_run("rehearse", "slides", "--marks", "deck.pptx")
    assert code == 2
    assert "Rehearse Timings" in err


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((), "no rehearsal has marks or a transcript, so nobody knows when which slide was up"),
        ((ID,), f"{ID} has no marks, so nobody knows when which slide was up"),
        (("2028",), "there is no rehearsal '2028'"),
        (("--marks", "nothing.txt"), "nothing.txt: there is no such file"),
        (("--marks", "rehearsals"), "rehearsals: this is a folder, not a file"),
        (("--marks", "script.en.md"), "script.en.md: holds no marks that speakprep knows"),
        (("--marks", "/dev/zero"), "/dev/zero: is too large for a file of marks"),
        (("--marks", "labels.txt", "--lang", "zh"), "script.zh.md: there is no script yet"),
    ],
)
def test_what_cannot_be_shown_is_one_clear_line(make, speakprep_run, arguments, what):
    make()
    code, out, err = speakprep_run("rehearse", "slides", *arguments)
    assert (code, out) == (2, "")
    assert err.split("\n")[0] == f"speakprep: {what}"


def test_record_that_takes_no_marks_stays_as_it_is(make, speakprep_run):
    folder = make()
    record = folder / "rehearsals" / f"{ID}.toml"
    text = (
        record.read_text("utf-8") + "\n[[listened]]\nat = 2027-03-02T10:00:00\nmarks = 1\n[broken\n"
    )
    record.write_text(text, "utf-8")
    code, _, err = speakprep_run("rehearse", "slides", ID, "--marks", "labels.txt")
    assert code == 2
    assert record.read_text("utf-8") == text
    assert "Traceback" not in err


def test_hostile_labels_reach_no_terminal(make, speakprep_run):
    make(labels="0\t0\t1\n5\t5\t\x1b[2J\u202eevil\n60\t60\t2\n9e9\t1\t\x1b]0;x\x07\n")
    code, out, _ = speakprep_run("rehearse", "slides", ID, "--marks", "labels.txt")
    assert code == 0
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_json_holds_every_slide_and_finding(make, speakprep_run):
    make()
    _, out, _ = speakprep_run("rehearse", "slides", ID, "--marks", "labels.txt", "--format", "json")
    report = json.loads(out)
    drift = report["facts"]["drift"]
    assert drift["late_after"] == 3
    assert [slide["visits"] for slide in drift["slides"]] == [1, 2, 1, 1, 0]
    assert [finding["code"] for finding in report["findings"]] == [
        "RHS216",
        "RHS215",
        "RHS201",
        "RHS202",
        "RHS205",
        "RHS206",
        "RHS207",
    ]


def test_sections_are_all_that_peitho_kept_before_it_kept_slides(make, speakprep_run):
    folder = make()
    sections = [{"name": "Setup", "plannedDurationMs": 60_000, "actualMs": 52_400}]
    record = {"version": 1, "recordedAtMs": 1, "elapsedMs": 52_400, "sections": sections}
    (folder / "rehearsal.json").write_text(json.dumps(record))
    code, out, _ = speakprep_run("rehearse", "slides", "--marks", "rehearsal.json")
    assert code == 0
    assert out.split("\n")[:5] == [
        "Marks from peitho.",
        "",
        "      section                   planned  actual   drift",
        "      Setup                           -    0:52",
        "",
    ]


def buzz(path: Path, seconds: int) -> None:
    """Write a recording with five buzzing syllables a second and a second of silence around."""
    rate = 16_000
    time = np.arange(seconds * rate) / rate
    voice = sum(np.sin(2 * np.pi * 120 * k * time) / k for k in range(2, 9))
    spoken = (time >= 1) & (time < seconds - 1) & (time % 4 >= 1)
    sound = 6000 * (0.55 - 0.45 * np.cos(2 * np.pi * 5 * time)) * voice * spoken
    noise = np.random.default_rng(3).integers(-6, 7, len(time))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((sound + noise).astype("<i2").tobytes())


def test_marks_are_logged_with_the_recording(make, speakprep_run):
    folder = make("zh", "0\t0\t开场\n8\t8\t演示\n15\t15\t第四页\n90\t90\t6\n")
    buzz(folder / "take.wav", 20)
    arguments = ("--marks", "labels.txt", "--at", "2027-03-02T10:00")
    code, out, err = speakprep_run("rehearse", "log", "take.wav", *arguments)
    assert (code, err) == (0, "")
    assert "录音结束之后的标记没有采用：6 (1:30)" in out
    code, out, _ = speakprep_run("rehearse", "slides", "2027-03-02")
    assert code == 0
    shown = [line.split() for line in out.split("\n") if line[:5].strip().isdecimal()]
    assert [line[0] for line in shown] == ["1", "2", "3", "4", "6"]
    assert "skipped" in shown[1]
    (known,) = (each for each in read_records(folder).rehearsals if each.marks)
    assert [(mark.slide, mark.slide_id) for mark in known.marks.marks.visits] == [
        (1, 256),
        (3, 258),
        (4, 259),
    ]
    assert known.marks.marks.visits[-1].to_s == known.figures.duration_s


def test_recording_is_not_measured_for_a_file_that_holds_no_marks(make, speakprep_run):
    folder = make()
    (folder / "take.wav").write_bytes(b"no recording either")
    code, _, err = speakprep_run("rehearse", "log", "take.wav", "--marks", "script.en.md")
    assert code == 2
    assert err.startswith("speakprep: script.en.md: holds no marks that speakprep knows\n")
