from collections.abc import Callable

import pytest

from speakprep.talk.workspace import Workspace
from tests.forms import LEVEL, TITLE, long_text, put_form

Run = Callable[..., tuple[int, str, str]]
Make = Callable[..., Workspace]
Golden = Callable[[str, str], None]

PITCH = """
[[field]]
key = "pitch"
label = { en = "Pitch", zh = "一句话" }
required = true
min = 20
"""
TEXTS = {
    "en": """\
## Title
Keep
Traces
## Abstract
Keeping every trace costs more than the services. We sample in the Collector.

You leave with three rules, and with one way to check that no failure was dropped.
## Level
Advanced
## Notes
\x1b[31m none
""",
    "zh": """\
## 标题
只留有用的链路
## 摘要
全量保留链路的成本超过了服务本身，而且其中绝大多数从来没有人看过。我们在 Collector 里采样。
听完之后，你将带走三条可以直接用的规则，和一个检查有没有漏掉异常的办法。
## 难度
Advanced
""",
}


@pytest.fixture
def space(make_talk: Make, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = make_talk(title="Keep Traces")
    monkeypatch.chdir(made.folder)
    put_form(made.folder, TITLE, long_text("description", "Description", "描述", 60), LEVEL, PITCH)
    return made


@pytest.mark.parametrize("language", ["en", "zh"])
def test_fit_reads_like_this(
    space: Workspace, speakprep_run: Run, golden: Golden, language: str
) -> None:
    (space.folder / "cfp.md").write_text(TEXTS[language], encoding="utf-8")
    code, out, err = speakprep_run("cfp", "fit", "--to", "small")
    assert (code, err) == (1, "")
    golden(f"cfp-fit.{language}.txt", out)


def test_fit_of_one_field_that_fits_ends_well(space: Workspace, speakprep_run: Run) -> None:
    (space.folder / "cfp.md").write_text(TEXTS["zh"], encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "fit", "--to", "small", "--field", "标题")
    assert (code, out) == (
        0,
        "Small Conf (cfp.md)\n  标题  7 个字符\n\nnext: speakprep cfp new-version --event small\n",
    )


def test_fit_shows_only_the_beginning_of_a_great_loss(space: Workspace, speakprep_run: Run) -> None:
    words = "\n".join(f"Line {number} of many." for number in range(5000))
    (space.folder / "cfp.md").write_text(f"## Abstract\n{words}\n", encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "fit", "--to", "small")
    assert (code, len(out.split("\n")) < 50, "lines more" in out) == (1, True, True)


def test_new_version_tells_what_went_where_and_what_stayed(
    space: Workspace, speakprep_run: Run, golden: Golden
) -> None:
    (space.folder / "cfp.md").write_text(TEXTS["en"], encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "new-version", "--event", "small")
    assert code == 0
    golden("cfp-new-version.txt", out)
    made = (space.folder / "cfp.small.md").read_text("utf-8")
    assert "\n## Description\n" in made
    assert "We sample in the Collector.\n\nYou leave with three rules" in made
    code, _, err = speakprep_run("cfp", "new-version", "--event", "small")
    assert code == 2
    assert "cfp.small.md is there already, and stays as it is" in err
    assert (space.folder / "cfp.small.md").read_text("utf-8") == made


def test_variant_s_empty_fields_are_drafted_in_it(space: Workspace, speakprep_run: Run) -> None:
    (space.folder / "cfp.md").write_text(TEXTS["en"], encoding="utf-8")
    speakprep_run("cfp", "new-version", "--event", "small")
    pitch = ("--answer", "pitch=One trace in 25 tells it all.")
    code, out, _ = speakprep_run("cfp", "draft", "--no-input", "--event", "small", *pitch)
    assert (code, "wrote cfp.small.md" in out) == (0, True)
    assert (space.folder / "cfp.md").read_text("utf-8") == TEXTS["en"]
    code, _, err = speakprep_run("cfp", "draft", "--no-input", "--event", "pycontw")
    assert (code, "new-version --event pycontw" in err) == (2, True)
