import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

from speakprep.errors import InputError, MissingError, UsageError
from speakprep.script.actions.export import Form, Look, Wanted, export
from speakprep.talk.workspace import Workspace

SCRIPT = (
    "## 1. 为什么 {#s256}\n\n大家好。\n\n## 2. 备用 {#s257 .hidden}\n\n不说。\n\n"
    "## 3. 完 {#s258}\n\n谢谢。\n\n## 走了 {#s900 .orphan}\n\n不该出现。\n"
)


@pytest.fixture
def talk(make_talk: Callable[..., Workspace]) -> Workspace:
    workspace = make_talk(language="zh", title="采样")
    deck = Presentation()
    for title in ("为什么", "备用", "完"):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    deck.save(workspace.folder / "deck.pptx")
    (workspace.folder / "script.zh.md").write_text(SCRIPT, encoding="utf-8")
    return workspace


def test_export_without_a_file_is_in_the_facts(talk):
    report = export(talk, Wanted(form="srt"))
    assert report.facts.text == (
        "1\n00:00:00,000 --> 00:00:00,900\n大家好。\n\n2\n00:00:02,900 --> 00:00:03,500\n谢谢。\n"
    )
    assert (report.written, report.next, report.facts.slides, report.facts.orphans) == (
        (),
        "",
        2,
        1,
    )


@pytest.mark.parametrize("form", ["txt", "md", "teleprompter", "srt", "vtt", "html"])
def test_every_form_goes_to_a_file_that_is_not_there(talk, form: Form):
    out = talk.folder / f"out.{form}"
    facts = export(talk, Wanted(form=form), out=out).facts
    assert (facts.text, "谢谢" in out.read_text("utf-8")) == ("", True)
    assert "不该出现" not in out.read_text("utf-8")
    with pytest.raises(UsageError):
        export(talk, Wanted(form=form), out=out)
    export(talk, Wanted(form=form), out=out, replace=True)


@pytest.mark.parametrize("name", ["script.zh.md", "talk.toml", "deck.pptx"])
def test_what_the_talk_is_made_of_is_never_replaced(talk, name):
    out = talk.folder / name
    before = out.read_bytes()
    with pytest.raises(UsageError):
        export(talk, Wanted(form="md"), out=out, replace=True)
    assert out.read_bytes() == before


def test_page_has_pictures_by_slide_and_cards_for_the_rest(talk):
    seen = []

    def look(deck: Path) -> Look:
        seen.append(deck.name)
        return Look(pictures={3: b"\xff\xd8", 9: b"no such slide"})

    facts = export(talk, Wanted(form="html"), look=look).facts
    last = facts.text.partition('id="s258"')[2]
    assert (seen, facts.pictures) == (["deck.pptx"], 1)
    assert ("data:image/jpeg;base64,/9g=" in last, facts.text.count('class="card"')) == (True, 2)


def test_page_without_what_draws_has_cards_and_says_why(talk):
    def look(_: Path) -> Look:
        raise MissingError("LibreOffice is not installed")

    facts = export(talk, Wanted(form="html"), look=look).facts
    assert (facts.pictures, facts.without_pictures) == (0, "LibreOffice is not installed")
    assert facts.text.count('class="card"') == 3


def test_link_to_a_script_and_a_recording_are_never_replaced(talk):
    link, recording = talk.folder / "handout.txt", talk.folder / "handout.wav"
    link.symlink_to("script.zh.md")
    recording.write_bytes(b"RIFF\0\0\0\0WAVE")
    for out in (link, recording):
        with pytest.raises(UsageError) as caught:
            export(talk, Wanted(form="txt"), out=out, replace=True)
        assert caught.value.message.startswith("is not something that speakprep exported")
    with pytest.raises(UsageError) as caught:
        export(talk, Wanted(form="txt"), out=talk.folder, replace=True)
    assert caught.value.message == "is a folder"
    assert (talk.folder / "script.zh.md").read_text("utf-8") == SCRIPT


def test_page_without_a_deck_still_has_the_text(talk):
    (talk.folder / "deck.pptx").unlink()
    facts = export(talk, Wanted(form="html")).facts
    assert (facts.without_pictures, "大家好。" in facts.text) == ("this talk has no deck yet", True)


def test_broken_deck_costs_the_pictures_and_not_the_page(talk):
    broken = talk.folder / "deck.pptx"
    broken.write_bytes(broken.read_bytes()[:5000])
    facts = export(talk, Wanted(form="html")).facts
    assert (facts.without_pictures, "大家好。" in facts.text) == (
        "deck.pptx stops in the middle, after 5,000 bytes",
        True,
    )
    with pytest.raises(InputError):
        export(talk, Wanted(form="html"), deck=broken)


def test_two_languages_go_on_one_page_only(talk):
    (talk.folder / "script.en.md").write_text("## 1. Why {#s256}\n\nHello.\n", "utf-8")
    wanted = Wanted(form="html", languages=("zh", "en"))
    text = export(talk, wanted).facts.text
    assert text.count('class="said" lang="en">') == text.count('class="said" lang="zh">') == 3
    with pytest.raises(UsageError) as caught:
        export(talk, Wanted(form="srt", languages=("zh", "en")))
    assert caught.value.message == "srt holds one language"


MOVED = (
    "## 1. The end {#s258}\n\nThank you.\n\n## 2. New {#s259}\n\nJust in.\n\n"
    "## 3. Why {#s256}\n\nHello.\n\n## Spare {#s257 .orphan}\n\nNot said.\n"
)
"""The talk's own script after slides were moved, put in and taken out; `SCRIPT` is older."""


@pytest.fixture
def translated(talk: Workspace) -> Workspace:
    (talk.folder / "script.en.md").write_text(MOVED, encoding="utf-8")
    return replace(talk, talk=replace(talk.talk, language="en"))


@pytest.mark.parametrize("languages", [("zh", "en"), ("en", "zh")])
def test_page_has_the_slides_of_the_talks_own_script(translated, languages):
    facts = export(translated, Wanted(form="html", languages=languages)).facts
    slides = facts.text.split("<section")[1:]
    assert [
        re.findall("大家好|不说|谢谢|还没有讲稿|Thank you|Just in|Hello", s) for s in slides
    ] == [
        [english if language == "en" else chinese for language in languages]
        for english, chinese in (
            ("Thank you", "谢谢"),
            ("Just in", "还没有讲稿"),
            ("Hello", "大家好"),
        )
    ]
    assert re.findall(r"<h2><a[^>]*>\D*(\d)", facts.text) == ["1", "2", "3"]
    assert (facts.slides, facts.orphans) == (3, 2 if languages[0] == "zh" else 1)


def test_translation_alone_follows_the_talks_own_script(translated):
    facts = export(translated, Wanted(form="teleprompter", languages=("zh",))).facts
    assert facts.text == (
        "【第 1 页】完\n\n谢谢。\n\n【第 2 页】New\n\n【第 3 页】为什么\n\n大家好。\n"
    )
    assert (facts.slides, facts.orphans) == (3, 2)


@pytest.mark.parametrize("own", ["## 1. Why {#s256}\n\nHello.\n", "## 1. Other {#s700}\n", None])
def test_translation_with_slides_of_its_own_stays_as_it_is(translated, own):
    path = translated.folder / "script.en.md"
    path.unlink() if own is None else path.write_text(own, encoding="utf-8")
    text = export(translated, Wanted(form="teleprompter", languages=("zh",))).facts.text
    assert text == "【第 1 页】为什么\n\n大家好。\n\n【第 3 页】完\n\n谢谢。\n"


@pytest.mark.parametrize(
    ("form", "slides"), [("txt", 3), ("md", 3), ("teleprompter", 2), ("srt", 1), ("html", 3)]
)
def test_slides_are_counted_that_are_in_the_file(talk, form: Form, slides):
    script = SCRIPT.replace("\n\n大家好。", "")
    (talk.folder / "script.zh.md").write_text(script, encoding="utf-8")
    assert export(talk, Wanted(form=form)).facts.slides == slides


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("t.html", "<!doctype html>"),
        ("t.HTM", "<!doctype html>"),
        ("t.srt", "1\n00:00"),
        ("t.vtt", "WEBVTT\n"),
        ("t.md", "# 采样\n"),
        ("t.txt", "采样\n"),
        ("t.text", "采样\n"),
    ],
)
def test_file_name_says_which_form(talk, name, begins, speakprep_run):
    out = str(talk.folder / name)
    run = ("script", "export", "--talk", str(talk.folder), "--no-pictures", "--out")
    assert speakprep_run(*run, out)[0] == 0
    assert Path(out).read_text("utf-8").lower().startswith(begins.lower())
    assert speakprep_run(*run, out, "--to", "teleprompter", "--yes")[0] == 0
    assert Path(out).read_text("utf-8").startswith("【第 1 页】")


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ((0.0,), "1 marks do not fit 2 slides"),
        ((0.0, 1.0, 2.0, 3.0), "4 marks do not fit 2 slides"),
        ((5.0, 5.0), "the marks do not go forward"),
    ],
)
def test_marks_of_other_slides_are_refused(talk, marks, message):
    with pytest.raises(UsageError) as caught:
        export(talk, Wanted(form="vtt", marks=marks))
    assert caught.value.message == message


def test_marks_of_a_rehearsal_are_taken(talk):
    text = export(talk, Wanted(form="vtt", marks=(1.0, 9.0, 10.5))).facts.text
    assert "00:00:01.000 --> 00:00:09.000\n大家好。" in text
    assert "00:00:09.000 --> 00:00:10.500\n谢谢。" in text


def test_subtitles_of_nothing_are_refused(talk):
    (talk.folder / "script.zh.md").write_text("## 1. 空 {#s256}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        export(talk, Wanted(form="vtt"))
    assert caught.value.message == "has no text to show on any slide"


def test_export_on_the_command_line_is_only_the_text(
    talk, monkeypatch: pytest.MonkeyPatch, speakprep_run
):
    monkeypatch.chdir(talk.folder)
    assert speakprep_run("script", "export", "--to", "teleprompter") == (
        0,
        "【第 1 页】为什么\n\n大家好。\n\n【第 3 页】完\n\n谢谢。\n",
        "",
    )
    code, out, _ = speakprep_run(
        "script", "export", "--to", "html", "--no-pictures", "--out", "p.html"
    )
    assert (code, out.split("\n")[:4]) == (
        0,
        [
            "3 slides, Chinese, no pictures.",
            "Left out: 1 text whose slide has left the deck.",
            "",
            "wrote p.html",
        ],
    )
    code, _, err = speakprep_run("script", "export", "--to", "html", "--out", "p.html")
    assert (code, err.partition("\n")[0]) == (
        2,
        "speakprep: p.html is there already. Replace it? Nobody is here to say yes",
    )
    code, out, _ = speakprep_run("script", "export", "--marks", "0:00,1:99", "--format", "json")
    assert (code, json.loads(out)["error"]["message"]) == (2, "--marks: '1:99' is not a time")
