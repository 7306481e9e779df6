import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from pptx import Presentation

from speakprep.cli.terminal import cells
from speakprep.talk.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def talk(make_talk: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch) -> Workspace:
    workspace = make_talk(language="zh", minutes=20, qa_minutes=5)
    monkeypatch.chdir(workspace.folder)
    deck = Presentation()
    for title, notes in (
        ("为什么要采样，以及一个非常非常非常非常长的标题", "大家好。" * 25),
        ("Tail sampling in the Collector, explained slowly", "[演示 2分钟] TODO"),
        ("备用", ""),
    ):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    slide._element.set("show", "0")
    deck.save(workspace.folder / "deck.pptx")
    return workspace


def test_sync_says_what_it_did_and_what_is_next(talk: Workspace, speakprep_run: Run) -> None:
    assert speakprep_run("script", "sync") == (
        0,
        (
            "deck.pptx: 3 slides (1 hidden), texts in script.zh.md\n"
            "  3 new, 2 with speaker notes taken over\n"
            "\n"
            "wrote script.zh.md\n"
            "wrote script.slides.jsonl\n"
            "\n"
            "next: speakprep script check\n"
        ),
        "",
    )


def test_second_sync_writes_nothing(talk: Workspace, speakprep_run: Run) -> None:
    speakprep_run("script", "sync")
    code, out, _ = speakprep_run("script", "sync", "deck.pptx")
    assert (code, out) == (
        0,
        (
            "deck.pptx: 3 slides (1 hidden), texts in script.zh.md\n"
            "  already in step\n"
            "\n"
            "next: speakprep script check\n"
        ),
    )


def test_sync_after_writing_takes_note_of_it(talk: Workspace, speakprep_run: Run) -> None:
    speakprep_run("script", "sync")
    with (talk.folder / "script.zh.md").open("a", encoding="utf-8") as script:
        script.write("备用的话。\n")
    _, out, _ = speakprep_run("script", "sync")
    assert out.split("\n")[1:4] == [
        "  headings and comments brought up to date",
        "",
        "wrote script.zh.md",
    ]


def test_check_shows_every_slide_with_a_bar(talk: Workspace, speakprep_run: Run) -> None:
    speakprep_run("script", "sync")
    code, out, err = speakprep_run("script", "check")
    assert (code, err) == (0, "")
    assert out.split("\n")[:8] == [
        "    # slide                                 字        time",
        "    1 为什么要采样，以及一个非常非常非…     75   0:18-0:27 #### notes",
        "    2 Tail sampling in the Collector, …      4   2:01-2:01 ############## notes",
        "    3 备用                                                 hidden",
        "",
        "2 of 2 slides have a text.",
        "[###.................] 2.3 to 2.5 minutes; you have 15",
        "",
    ]
    assert max(cells(line) for line in out.split("\n")) <= 80


def test_check_as_sarif_describes_the_rules_of_scripts(talk: Workspace, speakprep_run: Run) -> None:
    speakprep_run("script", "sync")
    code, out, _ = speakprep_run("script", "check", "--format", "sarif")
    (log,) = json.loads(out)["runs"]
    described = {rule["id"]: "help" in rule for rule in log["tool"]["driver"]["rules"]}
    assert (code, described["SCR101"], all(described.values())) == (0, True, True)


def test_check_fails_on_the_level_asked_for(talk: Workspace, speakprep_run: Run) -> None:
    speakprep_run("script", "sync")
    code, out, _ = speakprep_run("script", "check", "--fail-on", "warning", "--format", "json")
    envelope = json.loads(out)
    assert (code, envelope["exit_code"]) == (1, 1)
    assert [finding["code"] for finding in envelope["findings"]] == ["SCR112", "SCR143", "SCR102"]
    assert [row["state"] for row in envelope["facts"]["slides"]] == ["notes", "notes", "empty"]
    assert envelope["next"] == "speakprep script check"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["sync", "none.pptx"], 2, "speakprep: none.pptx: there is no such file"),
        (["sync", "talk.toml"], 2, "speakprep: talk.toml: "),
        (["check"], 2, "speakprep: script.zh.md: there is no script yet"),
        (["check", "--lang", "en"], 2, "speakprep: script.en.md: there is no script yet"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(
    talk: Workspace, speakprep_run: Run, arguments: list[str], code: int, message: str
) -> None:
    got, out, err = speakprep_run("script", *arguments)
    assert (got, out, err.split("\n")[0][: len(message)]) == (code, "", message)


def test_other_language_gets_its_own_script(talk: Workspace, speakprep_run: Run) -> None:
    code, out, _ = speakprep_run("script", "sync", "--lang", "en", "--format", "json")
    envelope = json.loads(out)
    assert (code, envelope["written"]) == (0, ["script.en.md", "script.slides.jsonl"])
    assert envelope["next"] == "speakprep script check --lang en"


def test_check_says_where_to_write_what_is_missing(talk: Workspace, speakprep_run: Run) -> None:
    script = "## 1. A {#s256}\n\n第一页。\n\n## 2. B {#s257}\n"
    (talk.folder / "script.zh.md").write_text(script, "utf-8")
    _, out, _ = speakprep_run("script", "check")
    assert "\n1 of 2 slides have a text; write the others in script.zh.md.\n" in out


def test_empty_script_has_a_table_all_the_same(talk: Workspace, speakprep_run: Run) -> None:
    (talk.folder / "script.zh.md").write_text("")
    code, out, _ = speakprep_run("script", "check")
    assert code == 0
    assert "0 of 0 slides have a text.\n[....................] 0.0 to 0.0 minutes" in out


def test_check_loads_neither_deck_readers_nor_models() -> None:
    heavy = ("openai", "pptx", "pydub", "av", "numpy", "jinja2", "lxml", "rapidfuzz")
    code = (
        "import sys; from speakprep.cli.main import run; run(('script', 'check'));"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[-2] == "[]"


@pytest.mark.parametrize(
    ("lang", "message"),
    [("en", "Slides 1, 3-4 have no text yet. Even"), ("zh", "第 1、3-4 页还没有讲稿。哪怕")],
)
def test_check_names_slides_without_a_text_once(
    talk: Workspace, speakprep_run: Run, lang: str, message: str
) -> None:
    texts = {1: "", 2: "Now the demo.", 3: "", 4: ""}
    script = "".join(f"## {n}. A {{#s{255 + n}}}\n\n{text}\n\n" for n, text in texts.items())
    (talk.folder / f"script.{lang}.md").write_text(script, "utf-8")
    _, out, _ = speakprep_run("script", "check", "--lang", lang)
    assert (out.count("SCR101"), message in out, "3 to look at" in out) == (1, True, True)


def test_check_without_findings_ends_with_a_good_word(talk: Workspace, speakprep_run: Run) -> None:
    (talk.folder / "script.zh.md").write_text(f"## 1. A {{#s256}}\n\n[演示 12分钟]{'好，' * 200}\n")
    code, out, _ = speakprep_run("script", "check")
    assert (code, "\n\nNothing to fix: somebody else could give" in out) == (0, True)


def test_push_of_a_translation_that_nobody_signed_says_so(talk: Workspace, speakprep_run: Run):
    def unsigned(*more: str) -> int:
        code, out, _ = speakprep_run("script", "push", *more, "--format", "json")
        assert code == 0
        return [one["code"] for one in json.loads(out)["findings"]].count("unsigned")

    speakprep_run("script", "sync")
    speakprep_run("script", "sync", "--lang", "en")
    (talk.folder / "translation.zh-en.jsonl").write_text("", encoding="utf-8")
    assert unsigned("--out", "own.pptx") == 0
    assert unsigned("--out", "copy.pptx", "--lang", "en") == 1


def test_export_takes_the_times_of_a_file_of_marks(talk: Workspace, speakprep_run: Run):
    speakprep_run("script", "sync")
    (talk.folder / "labels.txt").write_text("0.0\t20.0\t1\n20.0\t45.5\t2\n", encoding="utf-8")
    code, out, err = speakprep_run("script", "export", "--to", "srt", "--marks", "labels.txt")
    assert (code, err) == (0, "")
    assert "00:00:20" in out
    (talk.folder / "labels.txt").write_text("0\t9\t1\n9\t20\t2\n20\t30\t1\n", encoding="utf-8")
    code, _, err = speakprep_run("script", "export", "--to", "srt", "--marks", "labels.txt")
    assert (code, "shown twice" in err) == (2, True)
