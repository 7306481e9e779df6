import json
from collections.abc import Callable

import pytest
from pptx import Presentation

from speakprep.cli.terminal import cells
from speakprep.talk.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def talk(
    make_talk: Callable[..., Workspace], speakprep_run: Run, monkeypatch: pytest.MonkeyPatch
) -> Workspace:
    space = make_talk(minutes=10, qa_minutes=0)
    monkeypatch.chdir(space.folder)
    deck = Presentation()
    for title in ("Cost", "Sampling"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"about {title}"
    deck.save(space.folder / "deck.pptx")
    speakprep_run("script", "sync")
    return space


def _answer(number: int, text: str, source: str, unsure: str = "") -> str:
    sentences = [{"text": text, "source": source}]
    return json.dumps({"slides": [{"slide": number, "sentences": sentences, "unsure": unsure}]})


def test_draft_without_a_model_writes_a_request(talk: Workspace, speakprep_run: Run) -> None:
    (talk.folder / "cfp.md").write_text(
        "## Title\n\nKeep Traces\n\n## Abstract\n\nWe keep what matters.\n\n## Biography\n\nMe.\n",
        "utf-8",
    )
    code, out, err = speakprep_run("script", "draft", "--slides", "2")
    assert (code, err) == (0, "")
    assert out.startswith("draft-request.en.md asks for 1 text (about ")
    assert out.endswith(
        "wrote draft-request.en.md\n\nnext: speakprep script draft --import answer.txt\n"
    )
    asked = (talk.folder / "draft-request.en.md").read_text("utf-8")
    assert "We keep what matters." in asked
    assert "Me." not in asked


def test_imported_draft_is_shown_with_its_doubts(talk: Workspace, speakprep_run: Run) -> None:
    answer = _answer(2, "Sampling saves 40%.", "about Sampling", "Saves what?")
    (talk.folder / "answer.txt").write_text(answer, "utf-8")
    code, out, _ = speakprep_run("script", "draft", "--import", "answer.txt")
    assert code == 0
    assert out == (
        "Slide 2 drafted by a chat window in script.en.md, marked as generated. Read each\n"
        "aloud: change what is not yours, or accept it with --accept.\n"
        "Slide 1 got no text.\n"
        "Slide 2, not in the material: Saves what?\n"
        "\n"
        "script.en.md:11: warning SCR131 (slide 2)\n"
        "  “40%” stands neither on the slide nor in what the model was given.\n"
        "  > Sampling saves 40%.\n"
        "\n"
        "1 to look at\n"
        "\n"
        "wrote script.en.md\n"
        "\n"
        "next: speakprep script check\n"
    )
    assert max(cells(line) for line in out.split("\n")) <= 81
    _, out, _ = speakprep_run("script", "check", "--format", "json")
    found = [each for each in json.loads(out)["findings"] if each["code"] == "SCR132"]
    assert [(each["place"]["slide"], each["evidence"]) for each in found] == [
        (2, "Sampling saves 40%.")
    ]
    code, out, _ = speakprep_run("script", "draft", "--accept", "2")
    assert (code, out.split("\n")[0]) == (0, "Slide 2 accepted as yours.")
    assert "generated" not in (talk.folder / "script.en.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--slides", "9"), 2, "the deck has no slide 9"),
        (("--slides", "x"), 2, "--slides 'x' are not slide numbers"),
        (("--accept", "1"), 2, "slide 1 has no generated text to accept"),
        (("--paste", "--model", "gpt"), 2, "choose one of"),
        (("--import", "answer.txt"), 2, "answer.txt"),
    ],
)
def test_draft_refuses_what_makes_no_sense(
    talk: Workspace, speakprep_run: Run, arguments: tuple[str, ...], code: int, message: str
) -> None:
    before = (talk.folder / "script.en.md").read_bytes()
    said = speakprep_run("script", "draft", *arguments)
    assert (said[0], message in said[2]) == (code, True)
    assert (talk.folder / "script.en.md").read_bytes() == before


def test_answer_of_another_kind_names_its_file(talk: Workspace, speakprep_run: Run) -> None:
    (talk.folder / "answer.txt").write_text("I am sorry.", "utf-8")
    code, _, err = speakprep_run("script", "draft", "--import", "answer.txt")
    assert (code, err.startswith("speakprep: answer.txt: holds no JSON object")) == (2, True)


def test_draft_of_a_script_without_gaps_has_nothing_to_do(
    talk: Workspace, speakprep_run: Run
) -> None:
    path = talk.folder / "script.en.md"
    path.write_text(path.read_text("utf-8").replace(" -->\n\n", " -->\n\nWords.\n\n"), "utf-8")
    code, out, _ = speakprep_run("script", "draft")
    assert (code, out) == (
        0,
        "Every slide has a text: there is nothing to draft.\n\nnext: speakprep script check\n",
    )


def test_draft_of_another_deck_names_it(talk: Workspace, speakprep_run: Run) -> None:
    (talk.folder / "deck.pptx").rename(talk.folder / "a.pptx")
    (talk.folder / "b.pptx").write_bytes((talk.folder / "a.pptx").read_bytes())
    code, _, err = speakprep_run("script", "draft", "--slides", "2")
    assert (code, "this talk has 2 decks: a.pptx, b.pptx" in err) == (2, True)
    code, out, _ = speakprep_run("script", "draft", "a.pptx", "--slides", "2")
    assert (code, out.split()[0]) == (0, "draft-request.en.md")


def test_accept_all_and_what_was_left_out_are_said(talk: Workspace, speakprep_run: Run) -> None:
    entries = [
        {"slide": 1, "sentences": [{"text": "It costs.", "source": "Cost"}], "unsure": ""},
        {"slide": 2, "sentences": [{"text": "我们在头部和尾部采样。", "source": ""}], "unsure": ""},
    ]
    (talk.folder / "answer.txt").write_text(json.dumps({"slides": entries}), "utf-8")
    code, out, _ = speakprep_run("script", "draft", "--import", "answer.txt")
    assert code == 0
    assert "The text for slide 2 is in Chinese and was left out: ask for it again.\n" in out
    _, out, _ = speakprep_run("script", "draft", "--accept", "all")
    assert out.split("\n")[0] == "Slide 1 accepted as yours."
    code, out, _ = speakprep_run("script", "draft", "--accept", "all")
    assert (code, out.split("\n")[0]) == (0, "There is no generated text to accept.")
