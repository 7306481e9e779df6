"""Too long, too short, broken off, empty: with the words to look at."""

import pytest

from speakprep.fidelity.extent import compare_extent
from speakprep.fidelity.length import excess, measure, usual_offset
from speakprep.fidelity.model import Pair
from speakprep.talk.language import Language

_ZH = "我们把采样放在网关，因为那里能看到整条链路。这样每天少存一半的数据。"
_EN = (
    "We sample at the gateway, because it sees the whole trace. So we store half the data each day."
)


def _found(source: str, target: str, language: Language) -> list[tuple[str, str, str]]:
    pair = Pair(key="1", source=source, target=target)
    return [(x.kind, x.source_words, x.target_words) for x in compare_extent(pair, language)]


def test_faithful_translations_pass_both_ways() -> None:
    assert _found(_ZH, _EN, "en") == []
    assert _found(_EN, _ZH, "zh") == []


@pytest.mark.parametrize("extra", ["Everyone on the team was very happy with this decision."])
@pytest.mark.parametrize("at_end", [True, False])
def test_an_invented_english_sentence_is_pointed_at(extra: str, at_end: bool) -> None:
    target = f"{_EN} {extra}" if at_end else f"{extra} {_EN}"
    assert _found(_ZH, target, "en") == [("addition", "", extra)]


def test_an_invented_chinese_sentence_is_pointed_at() -> None:
    extra = "团队里的每个人都对这个决定感到非常满意，干劲十足。"
    assert _found(_EN, _ZH + extra, "zh") == [("addition", "", extra)]


def test_an_invented_clause_is_pointed_at() -> None:
    target = "We sample at the gateway, delighting each and every engineer we have ever hired."
    found = _found("我们在网关采样。", target, "en")
    assert found == [("addition", "", "delighting each and every engineer we have ever hired.")]


def _levels(source: str, target: str, language: Language) -> list[str]:
    pair = Pair(key="1", source=source, target=target)
    return [found.level for found in compare_extent(pair, language)]


@pytest.mark.parametrize(
    ("source", "target", "language", "levels"),
    [
        ("今天讲采样怎么做。", "Today I will explain how sampling is really done.", "en", []),
        ("Now I will show a live demo of tracing.", "接下来给大家现场演示一下链路追踪。", "zh", []),
    ],
)
def test_a_short_sentence_that_is_only_longer_is_left_alone(
    source: str, target: str, language: Language, levels: list[str]
) -> None:
    assert _levels(source, target, language) == levels


def test_words_shown_as_evidence_are_not_in_the_message_too() -> None:
    (found,) = compare_extent(Pair(key="1", source="谢谢", target=_EN * 2), "en")
    assert found.message == "longer than the source usually needs"


def test_a_dropped_sentence_is_pointed_at() -> None:
    source = "我们在网关采样。我们先试了客户端，结果数据全乱了。今天讲讲为什么。"
    target = "We sample at the gateway. Today I will tell you why."
    assert _found(source, target, "en") == [("omission", "我们先试了客户端，结果数据全乱了。", "")]


def test_a_broken_off_target_is_truncated() -> None:
    target = "We sample at the gateway, because it sees the whole"
    assert _found(_ZH, target, "en") == [
        ("truncated", "", "it sees the whole"),
    ]
    assert [kind for kind, *_ in _found(_EN, "我们把采样放在网关，因为", "zh")] == ["truncated"]


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("", "", []),
        (" \n", "\t", []),
        ("你好", " ", [("omission", "你好", "")]),
        ("", "Hello", [("addition", "", "Hello")]),
        ("谢谢", "Thank you all", []),
        ("小结", "A summary of what we did, why we did it, and what we will do next year", None),
    ],
)
def test_short_and_empty_segments(
    source: str, target: str, found: list[tuple[str, str, str]] | None
) -> None:
    expected = [("addition", "", target)] if found is None else found
    assert _found(source, target, "en") == expected


def test_a_talks_own_median_recentres_lengths() -> None:
    pair = Pair(key="1", source=_ZH, target=_EN)
    talk = [pair] * 30
    assert usual_offset(talk[:29], "en") == 0.0
    assert excess(pair, "en", usual_offset(talk, "en")) == 0.0


@pytest.mark.parametrize(
    ("text", "language", "units"), [("", "zh", 0.0), ("我们用 Go 1.22", "zh", 5.6), ("", "en", 0.0)]
)
def test_measure_counts_comparable_units(text: str, language: Language, units: float) -> None:
    assert round(measure(text, language), 3) == units
