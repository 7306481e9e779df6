"""`cfp translate`: by a chat window and by a server, both ways."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.talk.workspace import Workspace
from tests.forms import LEVEL, TITLE, long_text, put_form
from tests.loopback import SCHEMA_OK, Answer, Asked, Loopback, translation

Run = Callable[..., tuple[int, str, str]]
Golden = Callable[[str, str], None]

ZH = (
    "## 标题\n只留有用的链路\n\n## 摘要\n"
    "我们在 Collector 里采样，每天三万条链路只留 1%。\n\n## 难度\nDeep\n"
)
EN = (
    "## Title\nKeep the useful traces\n\n## Abstract\n"
    "We sample in the Collector and keep 1% of 30,000 traces.\n\n## Level\nDeep\n"
)
WORDS = {
    "只留有用的链路": "Keep the useful traces",
    "我们在 Collector 里采样，每天三万条链路只留 1%。": (
        "We sample in the Collector, and of 30,000 traces a day we keep only 1%."
    ),
    "Keep the useful traces": "只留有用的链路",
    "We sample in the Collector and keep 1% of 30,000 traces.": (
        "我们在 Collector 里采样，三万条链路只留 1%。"
    ),
}


@pytest.fixture
def talk(
    make_talk: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Path]:
    def make(language: str) -> Path:
        other = {"zh": "en", "en": "zh"}[language]
        folder = make_talk(language=language, translate_to=(other,), event="small").folder
        put_form(folder, TITLE, long_text("abstract", "Abstract", "摘要", 70), LEVEL)
        (folder / "cfp.md").write_text({"zh": ZH, "en": EN}[language], encoding="utf-8")
        monkeypatch.chdir(folder)
        return folder

    return make


def answer(request: str) -> str:
    asked = json.JSONDecoder().raw_decode(request, request.index("\n{\n") + 1)[0]
    return translation(asked["segments"], WORDS.__getitem__)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_chat_window_end_to_end(
    talk: Callable[[str], Path], speakprep_run: Run, golden: Golden, language: str
) -> None:
    folder, other = talk(language), {"zh": "en", "en": "zh"}[language]
    code, out, _ = speakprep_run("cfp", "translate", "--paste")
    assert (code, f"cfp-request.small.{other}.md" in out) == (0, True)
    request = (folder / f"cfp-request.small.{other}.md").read_text(encoding="utf-8")
    (folder / "answer.txt").write_text(answer(request), encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "translate", "--import", "answer.txt")
    golden(f"cfp-translate.{language}.txt", out)
    assert code == {"zh": 1, "en": 0}[language]  # its English is one character too long
    text = (folder / f"cfp.small.{other}.md").read_text(encoding="utf-8")
    assert text.count(f"<!-- translated: {language} ") == 2
    _, out, _ = speakprep_run("cfp", "copy", "abstract", "--event", f"small.{other}")
    assert out == f"{list(WORDS.values())[1 if language == 'zh' else 3]}\n"
    code, out, _ = speakprep_run("cfp", "lint", "--event", f"small.{other}")
    assert ("CFP101" in out, "CFP131" in out) == (language == "zh", True)


def test_nothing_left_to_ask_writes_no_request(
    talk: Callable[[str], Path], speakprep_run: Run
) -> None:
    folder = talk("en")
    speakprep_run("cfp", "translate", "--paste")
    request = folder / "cfp-request.small.zh.md"
    (folder / "a.txt").write_text(answer(request.read_text(encoding="utf-8")), encoding="utf-8")
    speakprep_run("cfp", "translate", "--import", "a.txt")
    request.unlink()
    (folder / "cfp.small.zh.md").unlink()
    code, out, _ = speakprep_run("cfp", "translate", "--format", "json")
    facts = json.loads(out)["facts"]
    assert (code, facts["filled"], request.exists()) == (0, ["title", "abstract", "level"], False)


def test_words_changed_by_hand_are_checked_and_stay(
    talk: Callable[[str], Path], speakprep_run: Run
) -> None:
    folder = talk("en")
    own = "## 摘要\n我们在 Collector 里采样，三万条链路只留 9%。\n"
    (folder / "cfp.small.zh.md").write_text(own, encoding="utf-8")
    speakprep_run("cfp", "translate", "--paste")
    request = (folder / "cfp-request.small.zh.md").read_text(encoding="utf-8")
    assert "Collector" not in request.partition('"segments"')[2]
    (folder / "a.txt").write_text(answer(request), encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "translate", "--import", "a.txt")
    assert (code, "cfp.small.zh.md:2: error number (abstract)" in out) == (1, True)
    assert own in (folder / "cfp.small.zh.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (("--to", "zh"), 2, "Chinese already"),
        (("--event", "nowhere"), 2, "no event profile"),
        (("--import", "gone.txt"), 2, "gone.txt"),
        (("--import", "cfp.md"), 2, "cfp.md: "),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    talk: Callable[[str], Path],
    speakprep_run: Run,
    typed: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    folder = talk("zh")
    got, out, err = speakprep_run("cfp", "translate", *typed)
    assert (got, out, said in err) == (code, "", True)
    assert not (folder / "cfp.small.en.md").exists()


def test_no_language_named_says_what_to_type(
    talk: Callable[[str], Path], speakprep_run: Run
) -> None:
    folder = talk("zh")
    text = (folder / "talk.toml").read_text(encoding="utf-8")
    (folder / "talk.toml").write_text(
        "\n".join(row for row in text.split("\n") if not row.startswith("translate_to")),
        encoding="utf-8",
    )
    code, _, err = speakprep_run("cfp", "translate")
    assert (code, "speakprep cfp translate --to en" in err) == (2, True)


def test_local_model_is_asked_and_named_in_the_mark(
    talk: Callable[[str], Path], speakprep_run: Run, serve: Callable[[Answer], Loopback]
) -> None:
    def said(asked: Asked) -> str:
        if asked.is_probe:
            return SCHEMA_OK
        return translation(asked.task["segments"], WORDS.__getitem__)

    folder, url = talk("en"), serve(said).url
    typed = ("cfp", "translate", "--plain", "--model", "small-model", "--base-url", url)
    code, out, err = speakprep_run(*typed)
    assert (code, "2 of the 2 segments of cfp.md" in err) == (0, True)
    assert "3 fields written in Chinese" in out
    text = (folder / "cfp.small.zh.md").read_text(encoding="utf-8")
    assert text.count(", small-model, ") == 2
    code, out, err = speakprep_run(*typed)
    assert (code, err, "0 fields written" in out) == (0, "", True)
