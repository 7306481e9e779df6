import json

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.translation.actions.accept import accept
from speakprep.translation.actions.check import check
from speakprep.translation.model import Direction

ZH_EN = Direction(source="zh", target="en")
MEMORY = "translation.zh-en.jsonl"
LATER = "采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。"
REVIEW = "speakprep translate review --to en"
REASON = "说的时候就是这么说的"


@pytest.fixture
def flagged(zh_bench, kit):
    """A talk with one wrong number, on the last line, and the line."""
    wrong = kit.zh_to_en[LATER].replace("87%", "90%")
    zh_bench.run(kit.Translator({**kit.zh_to_en, LATER: wrong}))
    return zh_bench, str(zh_bench.read("script.en.md").split("\n").index(wrong) + 1)


def test_accept_settles_a_finding_even_an_error(flagged, kit):
    bench, line = flagged
    before = check(bench.workspace, ZH_EN)
    assert {(one.code, one.level) for one in before.findings} == {("number", "error")}
    assert (before.facts.flagged, before.facts.accepted) == (1, 0)
    report = accept(bench.workspace, ZH_EN, line, f" {REASON}\n")
    assert (report.facts.line, report.facts.left) == (int(line), 0)
    assert (report.written, report.next) == ((MEMORY,), REVIEW)
    (entry,) = [json.loads(each) for each in bench.read(MEMORY).split("\n") if '"accepted"' in each]
    assert (entry["reason"], entry["findings"]) == (REASON, ["number"])
    after = check(bench.workspace, ZH_EN)
    assert (after.findings, after.facts.flagged, after.facts.accepted) == ((), 0, 1)
    assert after.next == REVIEW


def test_accept_of_an_english_script_in_chinese(en_bench, kit):
    source = (
        "After the sampling rate went down to 1%, queries took 2 seconds instead of 12 seconds."
    )
    wrong = kit.en_to_zh[source].replace("2 秒", "3 秒", 1)
    en_bench.run(kit.Translator({**kit.en_to_zh, source: wrong}))
    direction = Direction(source="en", target="zh")
    line = en_bench.read("script.zh.md").split("\n").index(wrong) + 1
    assert check(en_bench.workspace, direction).facts.flagged == 1
    accept(en_bench.workspace, direction, f"script.zh.md:{line}:", "measured again since")
    report = check(en_bench.workspace, direction)
    assert (report.findings, report.facts.accepted) == ((), 1)


@pytest.mark.parametrize("file", ["script.en.md", "script.zh.md"])
def test_accept_is_revoked_by_an_edit_of_either_side(flagged, kit, file):
    bench, line = flagged
    accept(bench.workspace, ZH_EN, line, REASON)
    old, new = ("90%", "91%") if file == "script.en.md" else ("87%", "86%")
    bench.edit(file, old, new)
    report = check(bench.workspace, ZH_EN)
    assert report.facts.accepted == 0
    expected = ["number"] if file == "script.en.md" else ["stale"]
    assert list(kit.codes(report)) == expected
    bench.edit(file, new, old)  # the words that were accepted are back
    assert check(bench.workspace, ZH_EN).findings == ()


def test_accept_of_one_kind_is_no_acceptance_of_another(flagged, kit):
    bench, line = flagged
    accept(bench.workspace, ZH_EN, line, REASON)
    lines = bench.read(MEMORY)
    bench.write(
        MEMORY, lines.replace('"findings": ["number"], "reason"', '"findings": [], "reason"')
    )
    assert list(kit.codes(check(bench.workspace, ZH_EN))) == ["number"]


def test_accept_of_a_hand_edit(zh_bench, kit):
    zh_bench.run(kit.Translator(kit.zh_to_en))
    zh_bench.edit("script.en.md", "storage shrank by 87%", "storage shrank by 90%")
    (line,) = {one.place.line for one in check(zh_bench.workspace, ZH_EN).findings}
    accept(zh_bench.workspace, ZH_EN, str(line), REASON)
    assert check(zh_bench.workspace, ZH_EN).facts.accepted == 1


@pytest.mark.parametrize("reason", ["", "  ", "...", "?!", "\ud83d ok"])
def test_accept_without_a_reason_is_refused(flagged, reason):
    bench, line = flagged
    before = bench.read(MEMORY)
    with pytest.raises(UsageError):
        accept(bench.workspace, ZH_EN, line, reason)
    assert bench.read(MEMORY) == before


@pytest.mark.parametrize("named", ["", "1", "0", "-1", "nothing", "script.en.md", "１２", "1.5"])
def test_accept_of_another_line_names_those_with_findings(flagged, named):
    bench, line = flagged
    with pytest.raises(UsageError) as caught:
        accept(bench.workspace, ZH_EN, named, REASON)
    assert caught.value.hint == f"the check has something to say on: {line}"


def test_accept_twice_finds_nothing_more(flagged):
    bench, line = flagged
    accept(bench.workspace, ZH_EN, line, REASON)
    with pytest.raises(UsageError) as caught:
        accept(bench.workspace, ZH_EN, line, REASON)
    assert caught.value.message == "there is nothing to accept"


def test_accept_on_a_line_with_two_asks_which(zh_bench, kit):
    first, second = list(kit.zh_to_en)[1:3]
    zh_bench.edit("script.zh.md", f"{first}[停顿 3秒] {second}", f"{first}{second}")
    texts = {
        **kit.zh_to_en,
        first: kit.zh_to_en[first].replace("30,000", "40,000"),
        second: kit.zh_to_en[second] + " It also costs 5,000 dollars less.",
    }
    report = zh_bench.run(kit.Translator(texts))
    (line,) = {one.place.line for one in report.findings}
    with pytest.raises(UsageError) as caught:
        accept(zh_bench.workspace, ZH_EN, str(line), REASON)
    assert caught.value.message == f"there are 2 on line {line}"
    name = caught.value.hint.removeprefix("name one: ").partition(" ")[0]
    assert caught.value.hint.startswith(f"name one: {name} (“{first[:23]}…”), ")
    done = accept(zh_bench.workspace, ZH_EN, name, REASON)
    assert (done.facts.accepted.id, done.facts.left) == (name, 1)
    assert done.next == "speakprep translate check --to en"
    after = check(zh_bench.workspace, ZH_EN).facts
    assert (after.flagged, after.accepted) == (1, 1)


def test_accept_before_there_is_a_translation(zh_bench):
    with pytest.raises(InputError) as caught:
        accept(zh_bench.workspace, ZH_EN, "1", REASON)
    assert caught.value.message == "there is no English script yet"
