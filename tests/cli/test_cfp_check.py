import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.talk.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
OnTerminal = Callable[..., tuple[int, str]]
Make = Callable[..., Workspace]

TEXTS = {
    "en": "## Abstract\n\nKeeping every trace costs more than the services. We sample "
    "at the tail.\n",
    "zh": "## 摘要\n\n全量保留链路的成本超过了服务本身。我们在尾部采样，留下失败的请求。\n",
}
RULE = """
[[rule]]
code = "{code}"
name = "rule-{number}"
kind = "missing"
level = "advice"
fields = ["abstract"]
cues.en = ["{en}"]
cues.zh = ["{zh}"]
message.en = "Nothing about {en}."
message.zh = "没有提到{zh}。"
why.en = "Reviewers weigh {en}."
why.zh = "评审看重{zh}。"
ask.en = "Which sentence is about {en}?"
ask.zh = "哪句话讲了{zh}？"
source = "s"
bad.en = ["y"]
good.en = ["{en}"]
"""
RULES = (("CFP801", "costs", "成本"), ("CFP802", "parts", "配合"), ("CFP804", "gains", "收获"))


@pytest.fixture
def talk(make_talk: Make, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Make a talk with three questions of its own, with the command typed inside it."""

    def made(language: str) -> Path:
        folder = make_talk(language=language).folder
        (folder / "checklists").mkdir()
        rules = [RULE.format(code=c, number=c[3:], en=en, zh=zh) for c, en, zh in RULES]
        (folder / "checklists" / "cfp.toml").write_text("".join(rules[:1]), "utf-8")
        (folder / "checklists" / "reviewer-feedback.toml").write_text("".join(rules[1:]), "utf-8")
        (folder / "cfp.md").write_text(TEXTS[language], "utf-8")
        monkeypatch.chdir(folder)
        return folder

    return made


@pytest.mark.parametrize("language", ["en", "zh"])
def test_check_shows_every_way_a_question_may_stand(
    talk: Callable[[str], Path],
    speakprep_run: Run,
    golden: Callable[[str, str], None],
    language: str,
) -> None:
    folder = talk(language)
    quote = {"en": "every trace costs more", "zh": "链路的成本超过了服务"}[language]
    reason = {"en": "there is one part only", "zh": "只有一个部分"}[language]
    stored = (
        f'[CFP801]\nquote = "{quote}"\n[CFP802]\ndeclined = "{reason}"\n'
        '[CFP804]\nquote = "long gone"\n[MINE001]\ndeclined = "x"\n'
    )
    (folder / "cfp-check.toml").write_text(stored, "utf-8")
    code, out, err = speakprep_run("cfp", "check", "--list")
    assert (code, err) == (1, "")
    golden(f"cfp-check.{language}.txt", out)


def test_check_answers_by_flags(talk: Callable[[str], Path], speakprep_run: Run) -> None:
    folder = talk("en")
    code, out, _ = speakprep_run(
        *("cfp", "check", "--quote", "cfp801=Keeping every trace costs", "--decline"),
        *("CFP802=one part", "--format", "json"),
    )
    found = json.loads(out)
    assert (code, found["written"], found["next"]) == (0, ["cfp-check.toml"], "speakprep cfp check")
    assert found["facts"]["counts"] == {
        "done": 1,
        "declined": 1,
        "stale": 0,
        "open": 1,
        "proposed": 0,
    }
    code, out, _ = speakprep_run("cfp", "check", "--decline", "CFP804=in the takeaways")
    assert (code, "Every question has its answer." in out) == (0, True)
    assert out.endswith("\nwrote cfp-check.toml\n\nnext: speakprep cfp freeze\n")
    speakprep_run("cfp", "check", "--reopen", "CFP804")
    assert "CFP804" not in (folder / "cfp-check.toml").read_text("utf-8")


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 0), ("advice", 1)])
def test_open_questions_fail_only_when_asked_to(
    talk: Callable[[str], Path], speakprep_run: Run, level: str, code: int
) -> None:
    talk("en")
    assert speakprep_run("cfp", "check", "--fail-on", level)[0] == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--quote", "CFP801"], "speakprep: 'CFP801' says nothing"),
        (["--quote", "CFP801=no such words here"], "speakprep: CFP801: these words do not stand"),
        (["--decline", "CFP801="], "speakprep: why is CFP801 left out?"),
        (["--decline", "CFP801=a", "--decline", "cfp801=b"], "speakprep: CFP801 is named twice"),
        (["--accept", "all"], "speakprep: nothing is proposed"),
        (["--reopen", "\x1b[31m\u202e"], "speakprep: no checklist asks"),
        (["--event", "nowhere"], "speakprep: there is no"),
    ],
)
def test_check_refuses_what_makes_no_sense(
    talk: Callable[[str], Path], speakprep_run: Run, arguments: list[str], message: str
) -> None:
    folder = talk("en")
    code, out, err = speakprep_run("cfp", "check", *arguments)
    assert (code, out, err[: len(message)]) == (2, "", message)
    assert "\x1b" not in err
    assert not (folder / "cfp-check.toml").exists()


def test_hostile_text_is_shown_and_not_obeyed(
    talk: Callable[[str], Path], speakprep_run: Run
) -> None:
    folder = talk("en")
    words = "Every \x1b[31mred \u202eword costs a lot."
    (folder / "cfp.md").write_text(f"## Abstract\n\n{words}\n", "utf-8")
    code, out, _ = speakprep_run("cfp", "check", "--quote", f"CFP801={words}")
    assert (code, "Every <U+001B>[31mred <U+202E>word costs a lot." in out) == (0, True)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_walk_takes_a_number_a_reason_and_pasted_lines(
    talk: Callable[[str], Path], on_terminal: OnTerminal, language: str
) -> None:
    folder = talk(language)
    lines = {
        "en": "We sample\nat the tail.",
        "zh": "我们在尾部采样，\n留下失败的请求。",
    }[language]
    code, shown = on_terminal(folder, "cfp", "check", typed=f"7\n1\n- no parts\n{lines}\ny\n")
    stored = (folder / "cfp-check.toml").read_text("utf-8")
    first = TEXTS[language].split("\n")[2].replace("。", "。 ").replace(". ", ".  ").split("  ")[0]
    assert code == 0
    assert f'quote = "{first.split("。")[0]}' in stored
    assert 'declined = "no parts"' in stored
    assert f'quote = "{" ".join(lines.split(chr(10)))}"' in stored
    assert {"en": "choose a number from 1 to 2", "zh": "请输入 1 到 2 的数字"}[language] in shown
    assert shown.count({"en": "  saved\n", "zh": "  已保存\n"}[language]) == 3


def test_walk_stopped_keeps_what_was_answered(
    talk: Callable[[str], Path], on_terminal: OnTerminal
) -> None:
    folder = talk("en")
    code, _ = on_terminal(folder, "cfp", "check", typed="1\n\x03")
    assert code == 130
    stored = (folder / "cfp-check.toml").read_text("utf-8")
    assert ("[CFP801]" in stored, "[CFP802]" in stored) == (True, False)


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "We sample everything.", "  These words do not stand in cfp.md: copy them letter"),
        ("en", "We\ny", "  That is very short: take a few more words of the sentence, at least 3"),
        ("en", "- !", "  Say why after the dash, such as: - it is one part only"),
        ("zh", "我们什么都采。", "  cfp.md 里没有这段文字：请逐字复制，换行没有关系。"),
        ("zh", "全量\ny", "  引文太短：请多取几个字，至少 6 个汉字或 3 个英文单词。"),
        ("zh", "- 。", "  请在“-”后面写明理由，例如：- 只有一个部分"),
    ],
)
def test_walk_past_what_is_no_answer_speaks_the_language_of_the_text(
    talk: Callable[[str], Path], on_terminal: OnTerminal, language: str, typed: str, said: str
) -> None:
    folder = talk(language)
    code, shown = on_terminal(folder, "cfp", "check", typed=f"{typed}\n" + "\n" * 4)
    assert (code, said in shown, "speakprep: " in shown) == (0, True, False)
    assert not (folder / "cfp-check.toml").exists()


def test_walk_accepts_what_a_model_proposed(
    talk: Callable[[str], Path], on_terminal: OnTerminal
) -> None:
    folder = talk("en")
    offer = '[CFP801.proposed]\nquote = "every trace costs more"\nby = "qwen3"\n'
    (folder / "cfp-check.toml").write_text(offer, "utf-8")
    code, shown = on_terminal(folder, "cfp", "check", typed="y\n\n\n")
    assert (code, "qwen3 proposes this; y takes it:" in shown) == (0, True)
    stored = (folder / "cfp-check.toml").read_text("utf-8")
    assert ("proposed" in stored, 'quote = "every trace costs more"' in stored) == (False, True)


def test_check_loads_nothing_heavy(talk: Callable[[str], Path]) -> None:
    folder = talk("zh")
    heavy = ("openai", "pptx", "av", "numpy", "jinja2", "tomlkit", "rapidfuzz", "lxml")
    script = (
        "import sys; from speakprep.cli.main import run; run(['cfp', 'check', '--list']);"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, check=True
    )
    assert done.stdout.decode().rstrip().split("\n")[-1] == "[]"
