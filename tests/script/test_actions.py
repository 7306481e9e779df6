"""Real decks, real files: sync and check as a face calls them."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from speakprep.errors import BusyError, InputError, UsageError
from speakprep.script.actions.check import check
from speakprep.script.actions.opening import find_deck
from speakprep.script.actions.push import push
from speakprep.script.actions.sync import sync
from speakprep.script.files import parse_script
from speakprep.talk.disk import locked
from speakprep.talk.workspace import Workspace

MakeTalk = Callable[..., Workspace]
TITLES = ("Why sample?", "采样的代价", "Demo", "Questions")


@pytest.fixture(scope="module")
def deck_bytes() -> bytes:
    deck = Presentation()
    for title in TITLES:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"About {title}"
        slide.notes_slide.notes_text_frame.text = f"Notes of {title}\n第二行。"
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


@pytest.fixture
def talk(make_talk: MakeTalk, deck_bytes: bytes) -> Workspace:
    workspace = make_talk(language="zh", minutes=20, qa_minutes=5)
    (workspace.folder / "deck.pptx").write_bytes(deck_bytes)
    return workspace


def _edit(path: Path, change: Callable[[object], None]) -> None:
    deck = Presentation(path)
    change(deck)
    deck.save(path)


def _write(path: Path, words: dict[str, str]) -> None:
    text = path.read_text("utf-8")
    for title, sentence in words.items():
        note = f"Notes of {title}\n第二行。\n"
        assert note in text
        text = text.replace(note, f"{note}{sentence}\n")
    path.write_text(text, encoding="utf-8")


def _sections(path: Path) -> dict[str, str]:
    slides = parse_script(path.read_bytes().decode()).slides
    return {f"{s.head.slide_id}{' orphan' * s.head.orphan}": s.prose for s in slides}


def test_sync_imports_the_notes_of_a_real_deck(talk: Workspace) -> None:
    report = sync(talk)
    assert (report.written, report.findings) == (("script.zh.md", "script.slides.jsonl"), ())
    assert (report.facts.slides, report.facts.deck) == (4, "deck.pptx")
    assert report.next == "speakprep script check"
    sections = _sections(talk.folder / "script.zh.md")
    assert list(sections.values()) == [f"Notes of {title}\n第二行。" for title in TITLES]


def test_edited_deck_takes_every_written_word_along(talk: Workspace) -> None:
    path = talk.folder / "script.zh.md"
    sync(talk)
    _write(path, {title: f"我写的 {title}" for title in TITLES})

    def reorder_insert_delete_duplicate(deck) -> None:
        ids = deck.slides._sldIdLst
        first, second, third, fourth = list(ids)
        copy = deck.slides.add_slide(deck.slide_layouts[1])
        copy.shapes.title.text = TITLES[1]
        copy.placeholders[1].text = f"About {TITLES[1]}"
        copy.notes_slide.notes_text_frame.text = f"Notes of {TITLES[1]}\n第二行。"
        deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "New"
        *_, duplicate, new = list(ids)
        for child in list(ids):
            ids.remove(child)
        deck.part.drop_rel(third.rId)
        for child in (fourth, new, second, duplicate, first):
            ids.append(child)

    _edit(talk.folder / "deck.pptx", reorder_insert_delete_duplicate)
    report = sync(talk)
    assert _sections(path) == {
        "259": "Notes of Questions\n第二行。\n我写的 Questions",
        "261": "",
        "257": "Notes of 采样的代价\n第二行。\n我写的 采样的代价",
        "260": "Notes of 采样的代价\n第二行。",
        "256": "Notes of Why sample?\n第二行。\n我写的 Why sample?",
        "258 orphan": "Notes of Demo\n第二行。\n我写的 Demo",
    }
    assert [f.code for f in report.findings] == ["SCR126"]
    before = path.read_bytes()
    stamp = path.stat().st_mtime_ns
    again = sync(talk)
    assert (again.written, path.read_bytes(), path.stat().st_mtime_ns) == ((), before, stamp)


def test_deck_is_never_written(talk: Workspace, deck_bytes: bytes) -> None:
    sync(talk)
    assert (talk.folder / "deck.pptx").read_bytes() == deck_bytes


def test_second_language_gets_a_script_without_foreign_notes(
    make_talk: MakeTalk, talk: Workspace
) -> None:
    workspace = make_talk(language="en", minutes=20, qa_minutes=5)
    report = sync(workspace, language="zh")
    assert report.written == ("script.zh.md", "script.slides.jsonl")
    assert report.next == "speakprep script check --lang zh"
    assert {f.code for f in report.findings} == {"SCR123"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"not a deck"])
def test_wrong_deck_leaves_the_script_alone(talk: Workspace, content: bytes) -> None:
    sync(talk)
    before = (talk.folder / "script.zh.md").read_bytes()
    (talk.folder / "deck.pptx").write_bytes(content)
    with pytest.raises(InputError) as caught:
        sync(talk)
    assert caught.value.file.endswith("deck.pptx")
    assert (talk.folder / "script.zh.md").read_bytes() == before


@pytest.mark.parametrize("content", [b"\xff\xfe bad", b"## 1. A\0 {#s256}\n"])
def test_script_that_is_not_text_is_left_alone(talk: Workspace, content: bytes) -> None:
    path = talk.folder / "script.zh.md"
    path.write_bytes(content)
    with pytest.raises(InputError):
        sync(talk)
    assert path.read_bytes() == content


def test_script_that_links_out_of_the_talk_is_not_written(talk: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("mine\n")
    (talk.folder / "script.zh.md").symlink_to(outside)
    with pytest.raises(InputError, match="leads out of the talk folder"):
        sync(talk)
    assert outside.read_text() == "mine\n"


def test_busy_talk_is_not_written(talk: Workspace) -> None:
    with locked(talk.folder), pytest.raises(BusyError):
        sync(talk)
    assert not (talk.folder / "script.zh.md").exists()


def test_only_deck_of_the_folder_is_the_deck(make_talk: MakeTalk) -> None:
    workspace = make_talk()
    with pytest.raises(UsageError, match="no deck yet"):
        find_deck(workspace)
    (workspace.folder / "~$slides.pptx").write_bytes(b"lock")
    (workspace.folder / "Slides.PPTX").write_bytes(b"x")
    assert find_deck(workspace).name == "Slides.PPTX"
    (workspace.folder / "old.pptx").write_bytes(b"x")
    with pytest.raises(UsageError, match=r"has 2 decks: Slides.PPTX, old.pptx"):
        find_deck(workspace)
    (workspace.folder / "deck.pptx").write_bytes(b"x")
    assert find_deck(workspace).name == "deck.pptx"


def test_deck_synced_last_is_the_deck(make_talk: MakeTalk, deck_bytes: bytes) -> None:
    workspace = make_talk(language="zh")
    folder = workspace.folder
    (folder / "蜜蜂 v3.pptx").write_bytes(deck_bytes)
    sync(workspace)
    push(workspace, folder / "a stage.pptx")
    assert find_deck(workspace).name == "蜜蜂 v3.pptx"
    assert sync(workspace).written == ()
    (folder / "蜜蜂 v4.pptx").write_bytes(deck_bytes)
    assert sync(workspace, folder / "蜜蜂 v4.pptx").written == ("script.slides.jsonl",)
    sync(workspace, folder / "a stage.pptx", language="en")
    assert find_deck(workspace).name == "蜜蜂 v4.pptx"
    (folder / "蜜蜂 v4.pptx").unlink()
    with pytest.raises(UsageError) as caught:
        find_deck(workspace)
    assert caught.value.message == "this talk has 2 decks: a stage.pptx, 蜜蜂 v3.pptx"
    assert caught.value.hint == "name one: speakprep script sync 'a stage.pptx'"


def test_deck_from_elsewhere_is_not_remembered(make_talk: MakeTalk, deck_bytes: bytes) -> None:
    workspace = make_talk(language="zh")
    for name in ("one.pptx", "two.pptx"):
        (workspace.folder / name).write_bytes(deck_bytes)
    outside = workspace.folder.parent / "one.pptx"
    outside.write_bytes(deck_bytes)
    sync(workspace, outside)
    with pytest.raises(UsageError, match="has 2 decks"):
        find_deck(workspace)
    sync(workspace, workspace.folder / "two.pptx")
    assert find_deck(workspace).name == "two.pptx"
    (workspace.folder / "script.slides.jsonl").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="has 2 decks"):
        find_deck(workspace)


def test_check_measures_against_the_slot_without_questions(talk: Workspace) -> None:
    sync(talk)
    report = check(talk)
    assert report.facts.minutes == 15
    assert [row.number for row in report.facts.slides] == [1, 2, 3, 4]
    assert {row.state for row in report.facts.slides} == {"notes"}
    assert [f.code for f in report.findings] == ["SCR112"]
    assert report.next == "speakprep rehearse log RECORDING"


def test_check_leads_to_the_translation_the_talk_wants(make_talk: MakeTalk) -> None:
    workspace = make_talk(language="zh", translate_to=("en",))
    for name in ("script.zh.md", "script.en.md"):
        (workspace.folder / name).write_text("## 1. A {#s256}\nHi.\n")
    assert check(workspace).next == "speakprep translate run --to en"
    assert check(workspace, "en").next == "speakprep rehearse log RECORDING"


def test_check_without_a_script_says_how_to_make_one(talk: Workspace) -> None:
    with pytest.raises(InputError) as caught:
        check(talk, "en")
    assert caught.value.hint == "translate yours: speakprep translate run --to en"
    with pytest.raises(InputError) as caught:
        check(talk)
    assert caught.value.hint == "make it from your slides: speakprep script sync"


def test_rules_of_the_talk_win(talk: Workspace) -> None:
    (talk.folder / "checklists").mkdir()
    (talk.folder / "checklists" / "script.toml").write_text(
        """[[rule]]
code = "OWN101"
name = "our-word"
kind = "pattern"
level = "advice"
cues.zh = ["赋能"]
message.en = "We do not say that."
why.en = "It says nothing."
source = "us"
bad.zh = ["赋能"]
good.zh = ["好"]
""",
        encoding="utf-8",
    )
    (talk.folder / "script.zh.md").write_text("## 1. A {#s256}\n\n## 2. B {#s257}\n\n赋能\n")
    assert [finding.code for finding in check(talk).findings if finding.code[:3] != "SCR"] == [
        "OWN101"
    ]
    assert "SCR101" not in {finding.code for finding in check(talk).findings}
