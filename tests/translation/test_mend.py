import json
from datetime import UTC, datetime

import pytest

from speakprep.errors import UsageError
from speakprep.fidelity.model import Pair
from speakprep.fidelity.verify import verify
from speakprep.translation.actions.check import check
from speakprep.translation.actions.mend import prepare_mend, run_mend
from speakprep.translation.mend import Broken, is_mended, request
from speakprep.translation.model import Direction

ZH_EN = Direction(source="zh", target="en")
NOW = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
SOURCE = "采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。"
RIGHT = (
    "After the sampling rate went down to 1%, storage shrank by 87% and queries took 2 seconds "
    "instead of 12."
)
ADDED = " (Note: sampling keeps only a part of all traces.)"


def broken(target: str) -> Broken:
    pair = Pair(key="a1", source=SOURCE, target=target)
    found = tuple(one for one in verify([pair], "zh", "en") if one.level != "advice")
    assert found
    return Broken(pair=pair, discrepancies=found)


@pytest.mark.parametrize(
    ("wrong", "text", "mended"),
    [
        (RIGHT + ADDED, RIGHT, True),
        (RIGHT + ADDED, RIGHT + ADDED, False),
        (RIGHT.replace("87", "90"), RIGHT, True),
        (RIGHT.replace("87", "90"), RIGHT.replace("87", "78"), False),
        # Gone, and something new instead.
        (RIGHT + ADDED, RIGHT.replace("12", "21"), False),
        # Gone, and all the rest with it.
        (RIGHT.replace("87", "90"), "Storage: 87%, 1%, 12 seconds, 2 seconds for sampling.", False),
        (SOURCE, RIGHT, True),
        ("I'm sorry, but I can't translate this text.", RIGHT, True),
        (RIGHT + ADDED, "", False),
    ],
)
def test_new_words_are_taken_only_when_they_are_better(wrong, text, mended):
    assert is_mended(broken(wrong), text, ZH_EN) is mended


def test_request_names_the_words_that_are_wrong():
    one = broken(RIGHT + ADDED)
    asked = json.loads(request([one], ZH_EN, "Mend.").messages[1].content)
    (segment,) = asked["segments"]
    assert segment["target"] == RIGHT + ADDED
    assert any("Note" in problem["words_in_target"] for problem in segment["problems"])


def run(bench, model, line=None):
    prepared = prepare_mend(bench.workspace, ZH_EN, model.recipient, None, line=line)
    return run_mend(bench.workspace, prepared, model, now=lambda: NOW, progress=lambda *_: None)


@pytest.fixture
def noted(zh_bench, kit):
    """A talk in whose translation a model wrote a note."""
    zh_bench.run(kit.Translator({**kit.zh_to_en, SOURCE: RIGHT + ADDED}))
    assert "note" in kit.codes(check(zh_bench.workspace, ZH_EN))
    return zh_bench


def test_mend_takes_what_is_better_into_the_script(noted, kit):
    report = run(noted, kit.Translator({SOURCE: RIGHT}))
    assert (report.facts.mended, report.facts.kept) == (1, 0)
    assert "note" not in kit.codes(report)
    assert RIGHT in noted.read("script.en.md")
    assert "Note:" not in noted.read("script.en.md")


def test_mend_keeps_the_old_words_where_the_new_are_no_better(noted, kit):
    before = noted.read("script.en.md")
    report = run(noted, kit.Translator({SOURCE: RIGHT + ADDED}))
    assert (report.facts.mended, report.facts.kept) == (0, 1)
    assert noted.read("script.en.md") == before


def test_mend_never_asks_for_what_a_hand_has_written(noted, kit):
    noted.edit("script.en.md", "storage shrank", "our storage shrank")
    model = kit.Translator({SOURCE: RIGHT})
    report = run(noted, model)
    assert (model.requests, report.facts.mended) == ([], 0)


def test_mend_of_a_line_without_findings_says_so(noted, kit):
    with pytest.raises(UsageError, match="line 1"):
        run(noted, kit.Translator({}), line=1)


GLOSSARY = '[[term]]\nzh = "存储空间"\nen = "disk space"\n'


def test_mend_names_the_fixed_word_and_takes_no_text_without_it(zh_bench, kit):
    zh_bench.run(kit.Translator({**kit.zh_to_en, SOURCE: RIGHT}))
    zh_bench.write("glossary.toml", GLOSSARY)
    model = kit.Translator({SOURCE: RIGHT.replace("storage", "the storage")})
    report = run(zh_bench, model)
    (problem,) = json.loads(model.requests[0].messages[1].content)["segments"][0]["problems"]
    assert (problem["kind"], problem["words_in_source"]) == ("term", "存储空间")
    assert problem["wanted"] == "disk space"
    assert (report.facts.mended, report.facts.kept) == (0, 1)
    report = run(zh_bench, kit.Translator({SOURCE: RIGHT.replace("storage", "disk space")}))
    assert (report.facts.mended, report.facts.kept) == (1, 0)
    assert "term" not in kit.codes(report)


def test_mend_of_a_script_that_the_memory_does_not_know_reaches_the_script(noted, kit):
    memory = "translation.zh-en.jsonl"
    lines = [row for row in noted.read(memory).split("\n") if not row.startswith('{"slide"')]
    noted.write(memory, "\n".join(lines))
    report = run(noted, kit.Translator({SOURCE: RIGHT}))
    assert (report.facts.mended, report.facts.kept) == (1, 0)
    assert RIGHT in noted.read("script.en.md")
    assert "Note:" not in noted.read("script.en.md")
