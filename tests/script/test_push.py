import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pptx import Presentation

from speakprep.deck.files import read_deck
from speakprep.errors import InputError, UsageError
from speakprep.script.actions.accept import accept
from speakprep.script.actions.push import PushFacts, push
from speakprep.script.actions.sync import sync
from speakprep.script.generated import marked
from speakprep.talk.language import Language
from speakprep.talk.workspace import Workspace

SCRIPT = (
    "## 1. 为什么 {#s256}\n<!-- from notes -->\n\n大家好。\n\n[停顿 3秒]\n\n"
    "## 2. 空 {#s257}\n\n"
    "## 走了 {#s900 .orphan}\n\n不该出现。\n"
)


@pytest.fixture
def talk(make_talk: Callable[..., Workspace]) -> Workspace:
    workspace = make_talk(language="zh")
    deck = Presentation()
    for title, notes in (("为什么", "旧的。"), ("空", "留着。")):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = notes
    deck.save(workspace.folder / "deck.pptx")
    (workspace.folder / "script.zh.md").write_text(SCRIPT, encoding="utf-8")
    return workspace


def notes_of(path: Path) -> list[str]:
    return [slide.notes for slide in read_deck(path).slides]


def test_push_writes_texts_into_a_copy_and_keeps_the_deck(talk: Workspace) -> None:
    deck, copy = talk.folder / "deck.pptx", talk.folder / "stage.pptx"
    before = deck.read_bytes()
    facts = push(talk, copy).facts
    assert facts == PushFacts(
        deck="deck.pptx",
        copy="stage.pptx",
        languages=("zh",),
        slides=2,
        written=1,
        changed=1,
        without_slide=0,
    )
    assert notes_of(copy) == ["大家好。\n\n[停顿 3秒]", "留着。"]
    assert deck.read_bytes() == before


def test_push_onto_a_file_that_exists_is_refused(talk: Workspace) -> None:
    for name in ("deck.pptx", "talk.toml"):
        before = (talk.folder / name).read_bytes()
        with pytest.raises(UsageError):
            push(talk, talk.folder / name)
        assert (talk.folder / name).read_bytes() == before


def test_push_without_a_script_says_how_to_make_one(talk: Workspace) -> None:
    with pytest.raises(InputError) as caught:
        push(talk, talk.folder / "stage.pptx", languages=("zh", "en"))
    assert caught.value.message == "there is no script yet"


def test_push_both_languages_puts_each_under_its_name(talk: Workspace) -> None:
    english = (
        "## 1. Why {#s256}\n\nHello.\n\n## 2. Nothing {#s257}\n\nMore.\n\n## 9. {#s999}\n\nOut.\n"
    )
    (talk.folder / "script.en.md").write_text(english, encoding="utf-8")
    for languages, first in (
        (("zh", "en"), "— 中文 —\n大家好。\n\n[停顿 3秒]\n\n— English —\nHello."),
        (("en", "zh", "en"), "— English —\nHello.\n\n— 中文 —\n大家好。\n\n[停顿 3秒]"),
    ):
        copy = talk.folder / f"{languages[0]}.pptx"
        facts = push(talk, copy, languages=languages).facts
        assert facts.languages == languages[:2]
        assert (facts.written, facts.changed, facts.without_slide) == (2, 2, 1)
        assert notes_of(copy) == [first, "— English —\nMore."]


def test_push_what_was_imported_changes_nothing(talk: Workspace) -> None:
    """Neither a hash that would be a heading in a script, nor the mark of a comment."""
    deck = talk.folder / "deck.pptx"
    slides = Presentation(str(deck))
    notes = "# 1 in our list\n  ## two {#s9}\n<!-- not ours -->\n\n#hash \\# kept"
    slides.slides[0].notes_slide.notes_text_frame.text = notes
    slides.save(deck)
    (talk.folder / "script.zh.md").unlink()
    sync(talk)
    copy = talk.folder / "stage.pptx"
    facts = push(talk, copy).facts
    assert (facts.written, facts.changed, notes_of(copy)) == (2, 0, notes_of(deck))
    assert notes_of(copy)[0] == notes


def test_push_onto_a_deck_whose_ids_mean_other_slides_is_refused(talk: Workspace) -> None:
    """As LibreOffice leaves a deck that was rearranged: numbered anew, in order."""
    deck, other = Presentation(), Presentation()
    words = {
        "Sampling": "Keep one trace in a hundred and know why",
        "成本": "每天一百太字节，存十四天",
        "Tail": "Wait for the end, then decide what was worth keeping",
    }
    for file, titles in ((deck, tuple(words)), (other, tuple(reversed(words)))):
        for title in titles:
            slide = file.slides.add_slide(file.slide_layouts[1])
            slide.shapes.title.text, slide.placeholders[1].text = title, words[title]
    deck.save(talk.folder / "deck.pptx")
    other.save(talk.folder / "other.pptx")
    script = talk.folder / "script.zh.md"
    script.write_text("## 1. Sampling {#s256}\n\n关于采样。\n", encoding="utf-8")
    sync(talk)
    with pytest.raises(UsageError) as caught:
        push(talk, talk.folder / "stage.pptx", talk.folder / "other.pptx")
    assert caught.value.message == (
        "is not in step with the deck: a sync would move or renew 1 text"
    )
    assert caught.value.hint == "type first: speakprep script sync other.pptx"
    assert not (talk.folder / "stage.pptx").exists()
    sync(talk, talk.folder / "other.pptx")
    push(talk, talk.folder / "stage.pptx", talk.folder / "other.pptx")
    assert notes_of(talk.folder / "stage.pptx") == ["", "", "关于采样。"]


def test_push_script_with_windows_lines_has_no_further_blank_ones(talk: Workspace) -> None:
    script = talk.folder / "script.zh.md"
    script.write_bytes(SCRIPT.replace("\n", "\r\n").encode())
    push(talk, talk.folder / "stage.pptx")
    assert notes_of(talk.folder / "stage.pptx") == ["大家好。\n\n[停顿 3秒]", "留着。"]


def test_push_text_of_comments_and_control_characters_keeps_the_notes(talk: Workspace) -> None:
    script = "## 2. 空 {#s257}\n\n<!-- later -->\n\x07\u2028\n"
    (talk.folder / "script.zh.md").write_text(script, encoding="utf-8")
    facts = push(talk, talk.folder / "stage.pptx").facts
    assert (facts.written, notes_of(talk.folder / "stage.pptx")) == (0, ["旧的。", "留着。"])


def test_push_slide_with_two_texts_gets_both(talk: Workspace) -> None:
    script = "## 2. 空 {#s257}\n\n一。\n\n## 2. 空 {#s257}\n\n二。\n"
    (talk.folder / "script.zh.md").write_text(script, encoding="utf-8")
    push(talk, talk.folder / "stage.pptx")
    assert notes_of(talk.folder / "stage.pptx") == ["旧的。", "一。\n\n二。"]


@pytest.mark.parametrize(
    ("lock", "language", "begins"),
    [
        ("~$deck.pptx", "zh", "幻灯片似乎还在另一个程序里打开着"),
        (".~lock.deck.pptx#", "en", "The deck seems to be open in another program"),
    ],
)
def test_push_from_a_deck_that_is_open_warns(
    talk: Workspace, lock: str, language: Language, begins: str
) -> None:
    (talk.folder / lock).write_bytes(b"\x06somebody")
    shutil.copy(talk.folder / "script.zh.md", talk.folder / "script.en.md")
    (found,) = push(talk, talk.folder / "stage.pptx", languages=(language,)).findings
    assert (found.code, found.level, found.evidence) == ("DECK120", "warning", lock)
    assert found.place.file == "deck.pptx"
    assert found.message.startswith(begins)


def test_push_reports_slides_it_could_not_read(talk: Workspace) -> None:
    deck, broken = talk.folder / "deck.pptx", talk.folder / "broken.pptx"
    with zipfile.ZipFile(deck) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<" if name == "ppt/slides/slide2.xml" else old.read(name))
    report = push(talk, talk.folder / "stage.pptx", broken)
    assert [(each.code, each.place.slide) for each in report.findings] == [("DECK101", 2)]
    assert notes_of(talk.folder / "stage.pptx") == ["大家好。\n\n[停顿 3秒]"]


def test_push_on_the_command_line(
    talk: Workspace, monkeypatch: pytest.MonkeyPatch, speakprep_run: Callable[..., object]
) -> None:
    monkeypatch.chdir(talk.folder)
    shown = (
        "stage.pptx: 1 of 2 slides carry their text as notes.\n\nwrote stage.pptx\n\n"
        "next: speakprep rehearse log RECORDING\n"
    )
    assert speakprep_run("script", "push", "--out", "stage.pptx") == (0, shown, "")


def test_push_says_what_was_the_same_and_what_was_left_out(
    talk: Workspace, monkeypatch: pytest.MonkeyPatch, speakprep_run: Callable[..., object]
) -> None:
    monkeypatch.chdir(talk.folder)
    script = (
        "## 1. 为什么 {#s256}\n\n新的。\n\n## 2. 空 {#s257}\n\n留着。\n\n"
        "## 7. {#s900}\n\n没有页。\n"
    )
    (talk.folder / "script.zh.md").write_text(script, encoding="utf-8")
    shown = (
        "stage.pptx: 2 of 2 slides carry their text as notes. 1 already did. Left out,\n"
        "without a slide: 1; run: speakprep script sync\n\nwrote stage.pptx\n\n"
        "next: speakprep rehearse log RECORDING\n"
    )
    out = ("script", "push", "--lang", "zh", "--out", "stage.pptx")
    assert speakprep_run(*out) == (0, shown, "")
    code, said, error = speakprep_run(*out)
    assert (code, said, error.split("\n")[0]) == (2, "", "speakprep: stage.pptx: exists already")


def test_push_both_languages_on_the_command_line(
    talk: Workspace, monkeypatch: pytest.MonkeyPatch, speakprep_run: Callable[..., object]
) -> None:
    monkeypatch.chdir(talk.folder)
    english = "## 1. Why {#s256}\n\nHello.\n"
    (talk.folder / "script.en.md").write_text(english, encoding="utf-8")
    for lang, note in (
        ("en", "Hello."),
        ("en+zh", "— English —\nHello.\n\n— 中文 —\n大家好。\n\n[停顿 3秒]"),
        ("zh+en", "— 中文 —\n大家好。\n\n[停顿 3秒]\n\n— English —\nHello."),
    ):
        code, _, _ = speakprep_run("script", "push", "--lang", lang, "--out", f"{lang}.pptx")
        assert (code, notes_of(talk.folder / f"{lang}.pptx")) == (0, [note, "留着。"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_push_of_a_text_nobody_has_read_warns(talk: Workspace, language: Language) -> None:
    drafted = marked("机器写的。", model="m", day=date(2026, 11, 21), doubts=(), newline="\n")
    text = f"## 1. 为什么 {{#s256}}\n{drafted}## 2. 空 {{#s257}}\n\n我写的。\n"
    (talk.folder / f"script.{language}.md").write_text(text, encoding="utf-8")
    (found,) = push(talk, talk.folder / "stage.pptx", languages=(language,)).findings
    assert (found.code, found.level, found.evidence) == ("SCR132", "warning", "机器写的。")
    assert (found.place.file, found.place.slide) == (f"script.{language}.md", 1)
    assert notes_of(talk.folder / "stage.pptx") == ["机器写的。", "我写的。"]
    accept(talk, (), language)
    assert push(talk, talk.folder / "again.pptx", languages=(language,)).findings == ()
