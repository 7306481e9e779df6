"""`script status`, `script diff`, and what `script sync` asks."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from speakprep.cli.terminal import cells
from speakprep.script.files import parse_script
from speakprep.talk.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
Golden = Callable[[str, str], None]
SLIDES = {
    "en": (
        ("Why sample at all", "cost of storage\nlatency of queries", ""),
        ("Tail sampling in the Collector", "decide when the trace is complete", ""),
        ("Demo", "live on a cluster", "Now the demo. Watch the left terminal."),
        ("Questions", "find me outside", ""),
    ),
    "zh": (
        ("为什么要采样", "存储的成本\n查询的延迟", ""),
        ("Collector 里的尾部采样", "等整条链路结束再决定", ""),
        ("演示", "在集群上现场运行", "现在来看演示。请看左边的终端。"),
        ("提问", "会后可以找我", ""),
    ),
}
CHANGED = {
    "en": ("About us", "twelve people and two dogs", "energy", "Now the demo. It takes a minute."),
    "zh": ("关于我们", "十二个人和两条狗", "能耗", "现在来看演示。大约一分钟。"),
}


@pytest.fixture(params=["en", "zh"])
def talk(
    request: pytest.FixtureRequest,
    make_talk: Callable[..., Workspace],
    monkeypatch: pytest.MonkeyPatch,
) -> Workspace:
    workspace = make_talk(language=request.param, minutes=20)
    monkeypatch.chdir(workspace.folder)
    deck = Presentation()
    for title, body, notes in SLIDES[request.param]:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, body
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    deck.save(workspace.folder / "deck.pptx")
    return workspace


def _script(talk: Workspace) -> Path:
    return talk.folder / f"script.{talk.talk.language}.md"


def _write_all(talk: Workspace) -> None:
    path = _script(talk)
    script = parse_script(path.read_text("utf-8"))
    texts = [f"{s.source.rstrip()}\n\nMine, 我的 {s.head.number}。\n\n" for s in script.slides]
    path.write_text(script.preamble + "".join(texts), "utf-8")


def _change_deck(talk: Workspace) -> None:
    """Replace slide 2, add a point to slide 1, change the notes of 3, delete 4, hide 3."""
    title, body, point, notes = CHANGED[talk.talk.language]
    path = talk.folder / "deck.pptx"
    deck = Presentation(path)
    first, second, third, _ = deck.slides
    first.placeholders[1].text += f"\n{point}"
    second.shapes.title.text, second.placeholders[1].text = title, body
    third.notes_slide.notes_text_frame.text = notes
    third._element.set("show", "0")
    listed = deck.slides._sldIdLst
    last = list(listed)[-1]
    deck.part.drop_rel(last.rId)
    listed.remove(last)
    deck.save(path)


@pytest.fixture
def changed(talk: Workspace, speakprep_run: Run) -> Workspace:
    speakprep_run("script", "sync")
    _write_all(talk)
    speakprep_run("script", "sync")
    _change_deck(talk)
    return talk


def test_status_before_the_first_sync(talk: Workspace, speakprep_run: Run) -> None:
    assert speakprep_run("script", "status") == (
        0,
        "deck.pptx: 4 slides, no script yet\n\nnext: speakprep script sync\n",
        "",
    )
    assert not _script(talk).exists()


def test_status_and_diff_as_a_person_reads_them(
    changed: Workspace, speakprep_run: Run, golden: Golden
) -> None:
    language = changed.talk.language
    shown = [speakprep_run("script", "status")]
    assert "is not in step with deck.pptx" in " ".join(shown[0][1].split())
    commands = (("sync",), ("status",), ("diff",), ("diff", "--notes"))
    shown += [speakprep_run("script", *command) for command in commands]
    assert {code for code, _, _ in shown} == {0}
    text = "".join(out for _, out, _ in shown[1:])
    assert max(cells(line) for line in text.split("\n")) <= 80
    golden(f"script-following.{language}.txt", text)


def test_status_as_json_names_every_state(changed: Workspace, speakprep_run: Run) -> None:
    code, out, _ = speakprep_run("script", "status", "--format", "json")
    facts = json.loads(out)["facts"]
    assert (code, facts["begun"], facts["in_step"]) == (0, True, False)
    assert [(text["number"], text["state"]) for text in facts["texts"]] == [
        (1, "edited"),
        (2, "replaced"),
        (3, "both"),
        (None, "orphan"),
    ]
    assert facts["questions"][0]["kind"] == "replaced"


def test_diff_without_a_change_says_so(talk: Workspace, speakprep_run: Run) -> None:
    speakprep_run("script", "sync")
    assert speakprep_run("script", "diff")[1] == (
        "No slide changed since its text was written.\n\nnext: speakprep script check\n"
    )
    assert speakprep_run("script", "diff", "--notes")[1].startswith(
        "Where the deck has speaker notes, they say what the texts say.\n"
    )


def test_diff_without_a_script_says_how_to_make_one(talk: Workspace, speakprep_run: Run) -> None:
    code, out, err = speakprep_run("script", "diff")
    assert (code, out) == (2, "")
    assert "there is no script yet\n  make it from your slides: speakprep script sync" in err


def test_answers_settle_what_was_asked(changed: Workspace, speakprep_run: Run) -> None:
    speakprep_run("script", "sync")
    code, out, _ = speakprep_run("script", "sync", "--keep", "1,3", "--aside", "2")
    assert code == 0
    assert "\n  2 still right, as you say, 1 put aside, kept at the end\n" in out
    states = json.loads(speakprep_run("script", "status", "--format", "json")[1])["facts"]["texts"]
    assert [text["state"] for text in states] == ["written", "empty", "written", "orphan", "orphan"]


@pytest.mark.parametrize(
    ("option", "slides", "message"),
    [
        ("--take", "1", "--take 1: slide 1 is offered no text"),
        ("--keep", "1,9", "--keep 9: the deck has no slide 9"),
        ("--aside", "one", "--aside 'one' are not slide numbers"),
    ],
)
def test_wrong_answer_changes_nothing(
    talk: Workspace, speakprep_run: Run, option: str, slides: str, message: str
) -> None:
    speakprep_run("script", "sync")
    _write_all(talk)
    before = _script(talk).read_bytes()
    code, out, err = speakprep_run("script", "sync", option, slides)
    assert (code, out) == (2, "")
    assert err.startswith(f"speakprep: {message}\n")
    assert _script(talk).read_bytes() == before


def test_messages_name_deck_and_language(changed: Workspace, speakprep_run: Run) -> None:
    (changed.folder / "deck.pptx").rename(changed.folder / "my deck.pptx")
    _, out, _ = speakprep_run("script", "sync", "my deck.pptx")
    assert "speakprep script sync 'my deck.pptx' --keep 2" in " ".join(out.split())
    assert "\nnext: speakprep script diff 'my deck.pptx'\n" in out


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(
    ("typed", "aside", "asked"),
    [("a\n", True, 1), ("k\n", False, 1), ("\n", False, 1), ("yes\nA\n", True, 2)],
)
def test_sync_asks_at_a_terminal(
    changed: Workspace,
    on_terminal: Callable[..., tuple[int, str]],
    typed: str,
    aside: bool,
    asked: int,
) -> None:
    code, shown = on_terminal(changed.folder, "script", "sync", typed=typed)
    assert code == 0
    assert shown.count("Keep the text here (k), put it aside (a), or decide later (l)?") == asked
    assert "and begins: Mine, 我的 2。" in " ".join(shown.split())
    slides = parse_script(_script(changed).read_text("utf-8")).slides
    assert (slides[1].prose == "") == aside
    assert any(s.head.orphan and s.prose == "Mine, 我的 2。" for s in slides) == aside


@pytest.mark.parametrize("content", ["\ufeff{}\n", "<<<<<<< HEAD\n=======\n", "[" * 9000])
def test_mangled_memory_costs_a_comparison_and_nothing_else(
    changed: Workspace, speakprep_run: Run, content: str
) -> None:
    (changed.folder / "script.slides.jsonl").write_text(content, "utf-8")
    code, out, _ = speakprep_run("script", "sync")
    assert (code, "Traceback" in out) == (0, False)
    _, out, _ = speakprep_run("script", "diff")
    assert "(what it was before is not recorded)" in out
    assert speakprep_run("script", "sync")[1].count("wrote") == 0
