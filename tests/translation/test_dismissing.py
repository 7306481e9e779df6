from dataclasses import replace

import pytest

from speakprep.errors import UsageError
from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.translation.actions.accept import accept
from speakprep.translation.actions.check import check
from speakprep.translation.actions.status import status
from speakprep.translation.dismissing import dismiss, rules_for, settles, words_of
from speakprep.translation.model import Direction, Dismissed

ZH_EN = Direction(source="zh", target="en")
MEMORY = "translation.zh-en.jsonl"
RULE = Dismissed(kind="number", source_words="十几", target_words="a dozen", reason="说法如此")
PAIR = Pair(key="a", source="我们有十几个节点。", target="We have a dozen nodes.")
LOST = Discrepancy(kind="number", key="a", level="error", message="m", source_words="十几")
SCRIPT = """\
## 1. 节点 {#s256}

我们现在有十几个节点在跑。

## 2. 后来 {#s257}

后来又加了十几个节点。
"""
TEXTS = {
    "节点": "Nodes",
    "我们现在有十几个节点在跑。": "We now have 30 nodes running.",
    "后来": "Later",
    "后来又加了十几个节点。": "Later we added 30 more nodes.",
}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("十几 = a dozen", ("十几", "a dozen")),
        ("十几=a dozen", ("十几", "a dozen")),
        (" 十几  -> a  dozen ", ("十几", "a dozen")),
        ("a dozen → 十几", ("a dozen", "十几")),
        ("x=1 = 甲", ("x=1", "甲")),
    ],
)
def test_words_of_reads_both_sides(typed: str, words: tuple[str, str]):
    assert words_of(typed) == words


@pytest.mark.parametrize("typed", ["", "十几", "= a dozen", "十几 =", "a = b = c", "= ="])
def test_words_of_one_side_is_refused(typed: str):
    with pytest.raises(UsageError) as caught:
        words_of(typed)
    assert caught.value.message == "this does not say which words stand for which"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"target_words": "a dozen"}, True),
        ({"kind": "name"}, False),
        ({"source_words": "十"}, False),
        ({"target_words": "dozen"}, False),
        ({"source_words": "", "target_words": ""}, False),
    ],
)
def test_settles_its_kind_and_its_words_only(change: dict[str, str], expected: bool):
    assert settles(RULE, replace(LOST, **change), PAIR) is expected


@pytest.mark.parametrize("target", ["We have nodes.", "We have a dozens."])
def test_settles_only_where_the_other_words_stand_by_themselves(target: str):
    assert not settles(RULE, LOST, replace(PAIR, target=target))


def test_dismiss_keeps_the_order_and_counts():
    other = replace(LOST, source_words="87%")
    idle = replace(RULE, target_words="many")
    left, uses = dismiss((other, LOST, other), {"a": PAIR}, (idle, RULE))
    assert left == (other, other)
    assert [(use.rule, use.times) for use in uses] == [(idle, 0), (RULE, 1)]


def test_rules_for_words_that_settle_nothing_name_those_of_the_findings():
    with pytest.raises(UsageError) as caught:
        rules_for(("十几", "dozens"), (LOST,), PAIR, "so")
    assert caught.value.hint.startswith("take the words of a finding (number: 十几 = …)")


@pytest.fixture
def numbers(zh_bench, kit):
    """A talk in which the same words are found wrong on two slides."""
    zh_bench.write("script.zh.md", SCRIPT)
    zh_bench.run(kit.Translator(TEXTS))
    return zh_bench


def open_lines(bench) -> list[int | None]:
    found = check(bench.workspace, ZH_EN).findings
    return sorted(one.place.line for one in found if one.code == "number")


def test_dismissal_of_words_holds_everywhere_and_goes_with_its_line(numbers):
    lines = open_lines(numbers)
    assert len(lines) == 2
    report = accept(numbers.workspace, ZH_EN, str(lines[0]), "三十个，说顺口了", "十几 = 30")
    (rule,) = report.facts.everywhere
    assert (rule.kind, rule.source_words, rule.target_words) == ("number", "十几", "30")
    assert open_lines(numbers) == []
    (use,) = status(numbers.workspace, ZH_EN).facts.rules
    assert use.times == 2
    text = numbers.read(MEMORY)
    kept = [line for line in text.split("\n") if '"dismissed"' not in line]
    assert text.split("\n")[use.rule.line - 1] not in kept
    numbers.write(MEMORY, "\n".join(kept))
    assert open_lines(numbers) == lines


def test_dismissal_that_settles_nothing_any_more_is_named_with_its_line(numbers):
    (line, _) = open_lines(numbers)
    accept(numbers.workspace, ZH_EN, str(line), "三十个", "十几 = 30")
    (use,) = status(numbers.workspace, ZH_EN).facts.rules
    for name, old in (("script.en.md", "30 nodes"), ("script.en.md", "30 more")):
        numbers.edit(name, old, old.replace("30", "a dozen"))
    found = [one for one in check(numbers.workspace, ZH_EN).findings if one.code == "unused"]
    assert [(one.place.line, one.evidence) for one in found] == [
        (use.rule.line, "number: 十几 = 30")
    ]


def test_dismissal_without_a_reason_or_with_foreign_words_writes_nothing(numbers):
    before, line = numbers.read(MEMORY), str(open_lines(numbers)[0])
    for reason, words in (("", "十几 = 30"), ("so", "八十 = eighty"), ("so", "十几")):
        with pytest.raises(UsageError):
            accept(numbers.workspace, ZH_EN, line, reason, words)
    assert numbers.read(MEMORY) == before
