"""`speakprep script time`, and what `script check` says about pace and slides."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from speakprep.cli.terminal import cells
from speakprep.talk.workspace import Workspace
from tests.cli.records import RECORDING

Run = Callable[..., tuple[int, str, str]]

REHEARSAL = (
    RECORDING
    + """\
duration_s = 302.0
talk_start_s = 1.0
talk_end_s = 301.0
speaking_s = 250.0
short_pauses = 3
pauses = []
loudness_lufs = -21.2
peak_dbfs = -1.5
clipped_s = 0
reliable = true
words_per_minute = 160.0
han_per_minute = 0.0

[script]
language = "en"
slides = []

[script.texts]
s256 = "fbe1f516"
"""
)


@pytest.fixture
def talk(make_talk: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch) -> Workspace:
    workspace = make_talk(language="en", minutes=5, qa_minutes=2)
    monkeypatch.chdir(workspace.folder)
    return workspace


def _write(talk: Workspace, *texts: str, language: str = "en") -> None:
    sections = (f"## {n}. Part {n} {{#s{255 + n}}}\n\n{t}\n\n" for n, t in enumerate(texts, 1))
    (talk.folder / f"script.{language}.md").write_text("".join(sections), "utf-8")


def test_time_says_what_to_cut(talk: Workspace, speakprep_run: Run) -> None:
    _write(talk, f"Short. Very long{' word' * 398}, at last.", "[demo 30s] Look.", "")
    code, out, err = speakprep_run("script", "time")
    assert (code, err) == (0, "")
    assert out.split("\n") == [
        "    # slide                              words        time",
        "    1 Part 1                               403   2:18-3:27 ####################",
        "    2 Part 2                                 1   0:30-0:31 ####",
        "    3 Part 3                                               empty",
        "",
        "The slot has 5 minutes, 2 of them for questions: 3 to speak.",
        "[####################] 2.9 to 4.0 minutes; you have 3",
        "At 140 words a minute, until a rehearsal tells your own: speakprep rehearse log",
        "RECORDING",
        "Slide 3 has no text yet, and nothing is counted for it.",
        "",
        "0.5 minutes too long. Demos and pauses take 0:30 of it. To fit, where it runs",
        "longest:",
        "  slide 1: 64 words less. It takes 2:53; an equal share would be 1:13.",
        "    line 3, 402 words: Very long word word word word word word word word word w…",
        "",
        "next: speakprep script check",
        "",
    ]


def test_time_in_chinese_leaves_room_for_what_is_not_written(
    talk: Workspace, speakprep_run: Run
) -> None:
    _write(talk, "采样" * 100, "", language="zh")
    _, out, _ = speakprep_run("script", "time", "--lang", "zh", "--minutes", "3", "--rate", "200")
    assert (
        "At the pace you gave: 200 字 a minute.\n"
        "Slide 2 has no text yet, and nothing is counted for it: 1:58 is left, about 393\n"
        "字.\n"
    ) in out
    assert "The slot has" not in out
    assert max(cells(line) for line in out.split("\n")) <= 80


def test_time_left_is_not_pressed_into_one_empty_slide(talk: Workspace, speakprep_run: Run) -> None:
    _write(talk, "word " * 140, "")
    _, out, _ = speakprep_run("script", "time", "--minutes", "20")
    assert (
        "Slide 2 has no text yet, and nothing is counted for it: 18:58 is left, more than\n"
        "it will take.\n"
    ) in out


def test_cuts_that_are_not_enough_say_so(talk: Workspace, speakprep_run: Run) -> None:
    _write(talk, f"Short. Very long{' word' * 138}.", "[demo 10m]")
    _, out, _ = speakprep_run("script", "time", "--minutes", "5")
    assert (
        "All that saves 1:00 of 6:02: the rest has to come from demos, pauses, or a slide\n"
        "you leave out.\n"
    ) in out


def test_time_adds_up_the_sections_of_the_deck(talk: Workspace, speakprep_run: Run) -> None:
    deck = Presentation()
    for title in ("Why", "How"):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    first, second = (int(each.get("id")) for each in deck.slides._sldIdLst)
    _add_sections(deck, [("Beginning", first), ("End", second)])
    deck.save(talk.folder / "deck.pptx")
    speakprep_run("script", "sync")
    _, out, _ = speakprep_run("script", "time", "--format", "json")
    sections = json.loads(out)["facts"]["sections"]
    assert [(each["name"], each["slides"]) for each in sections] == [("Beginning", 1), ("End", 1)]


def _add_sections(deck: object, sections: list[tuple[str, int]]) -> None:
    from lxml import etree

    entries = "".join(
        f'<p14:section name="{name}" id="{{0000000{n}-0000-0000-0000-000000000000}}">'
        f'<p14:sldIdLst><p14:sldId id="{slide}"/></p14:sldIdLst></p14:section>'
        for n, (name, slide) in enumerate(sections)
    )
    element = deck.part._element  # type: ignore[attr-defined]
    element.append(
        etree.fromstring(
            '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
            '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14='
            '"http://schemas.microsoft.com/office/powerpoint/2010/main">'
            f"{entries}</p14:sectionLst></p:ext></p:extLst>"
        )
    )


@pytest.mark.parametrize(
    ("mode", "line"),
    [
        (
            "consecutive",
            "With a consecutive interpreter everything is said twice. That is 70 words",
        ),
        ("simultaneous", "Interpreters in the booth follow 110 words or 165 字 a minute, no more."),
    ],
)
def test_interpreter_takes_its_time(
    talk: Workspace, speakprep_run: Run, mode: str, line: str
) -> None:
    _write(talk, "One word.")
    code, out, _ = speakprep_run("script", "time", "--interpreter", mode)
    assert (code, line in out) == (0, True)


@pytest.mark.parametrize("option", ["--rate", "--minutes"])
@pytest.mark.parametrize("value", ["0", "-3", "nan", "inf", "1e9"])
def test_impossible_time_is_one_clear_line(
    talk: Workspace, speakprep_run: Run, option: str, value: str
) -> None:
    _write(talk, "One word.")
    code, _, err = speakprep_run("script", "time", option, value)
    assert (code, err.split("\n")[0].startswith(f"speakprep: {option} must be between")) == (
        2,
        True,
    )


def test_pace_of_a_rehearsal_counts_in_time_and_in_check(
    talk: Workspace, speakprep_run: Run
) -> None:
    _write(talk, "word " * 160)
    folder = talk.folder / "rehearsals"
    folder.mkdir(exist_ok=True)
    (folder / "2027-03-01-1800-solo.toml").write_text(REHEARSAL.format(sha="0" * 64))
    _, out, _ = speakprep_run("script", "time")
    assert "At your own pace: 160 words a minute, measured in rehearsal.\n" in out
    _, checked, _ = speakprep_run("script", "check", "--format", "json")
    facts = json.loads(checked)["facts"]
    assert (facts["total"]["likely"], facts["pace"]["origin"]) == (60.0, "rehearsal")


def test_check_says_which_rules_had_no_slides_to_look_at(
    talk: Workspace, speakprep_run: Run
) -> None:
    _write(talk, "One word.")
    _, out, _ = speakprep_run("script", "check")
    assert (
        "No deck here; rules that compare text and slide were left out: SCR105, SCR106,\n"
        "SCR110, SCR141.\n"
    ) in out


def test_check_goes_on_without_a_deck_that_cannot_be_read(
    talk: Workspace, speakprep_run: Run
) -> None:
    _write(talk, "One word.")
    (talk.folder / "deck.pptx").write_bytes(b"")
    code, out, _ = speakprep_run("script", "check")
    assert (code, "deck.pptx: " in out, "SCR105" in out) == (0, True, True)


def test_check_compares_with_the_slides(talk: Workspace, speakprep_run: Run) -> None:
    deck = _deck(talk.folder / "deck.pptx", "37.5% less memory")
    speakprep_run("script", "sync")
    script = talk.folder / "script.en.md"
    script.write_text(script.read_text() + "It needs 35.7% less memory.\n")
    code, out, _ = speakprep_run("script", "check", "--fail-on", "warning", "--format", "concise")
    assert code == 1
    assert "SCR141 You say 35.7%, the slide shows 37.5%. Which one is right?" in out
    deck.slides[0].shapes.title.text = "Another slide"
    deck.slides[0].placeholders[1].text = "Of which nobody ever spoke"
    deck.save(talk.folder / "deck.pptx")
    _, out, _ = speakprep_run("script", "check")
    assert "SCR141" not in out
    assert "Slide 1 changed in deck.pptx since the last sync, so the text was not" in out
    assert "--keep" not in out


@pytest.mark.parametrize("answer", ["--keep", "--aside"])
def test_check_says_what_settles_a_slide_that_a_sync_asked_about(
    talk: Workspace, speakprep_run: Run, answer: str
) -> None:
    deck = _deck(talk.folder / "deck.pptx", "37.5% less memory")
    speakprep_run("script", "sync")
    script = talk.folder / "script.en.md"
    script.write_text(script.read_text() + "It needs less memory.\n")
    speakprep_run("script", "sync")
    deck.slides[0].shapes.title.text = "Another slide"
    deck.slides[0].placeholders[1].text = "Of which nobody ever spoke"
    deck.save(talk.folder / "deck.pptx")
    speakprep_run("script", "sync")
    _, out, _ = speakprep_run("script", "check")
    assert (
        "Slide 1 changed in deck.pptx since its text was written, so the text was not "
        "compared: speakprep script diff shows how. If the text still fits: speakprep script "
        "sync --keep 1. If it is of another slide: speakprep script sync --aside 1"
    ) in " ".join(out.split())
    script.with_name("script.zh.md").write_text("## 1. 结果 {#s256}\n\n省内存。\n", "utf-8")
    _, out, _ = speakprep_run("script", "check", "--lang", "zh")
    assert "speakprep script sync --keep 1." in " ".join(out.split())
    assert speakprep_run("script", "sync", answer, "1")[0] == 0
    _, out, _ = speakprep_run("script", "check")
    assert "changed in deck.pptx" not in out


def _deck(path: Path, body: str) -> object:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Result"
    slide.placeholders[1].text = body
    deck.save(path)
    return deck
