from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from speakprep.deck.files import read_deck
from speakprep.errors import InputError, UsageError
from speakprep.script.actions.push import push
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
    assert (facts.copy, facts.slides, facts.written) == ("stage.pptx", 2, 1)
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
        push(talk, talk.folder / "stage.pptx", language="en")
    assert caught.value.message == "there is no script yet"


def test_push_on_the_command_line(
    talk: Workspace, monkeypatch: pytest.MonkeyPatch, speakprep_run: Callable[..., object]
) -> None:
    monkeypatch.chdir(talk.folder)
    shown = (
        "stage.pptx: 1 of 2 slides carry their text as notes.\n\nwrote stage.pptx\n\n"
        "next: speakprep rehearse log RECORDING\n"
    )
    assert speakprep_run("script", "push", "--out", "stage.pptx") == (0, shown, "")
