"""The whole check on honest and embellished segments, in both directions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import UsageError
from speakprep.fidelity.model import KINDS, Discrepancy, Pair, worst_first
from speakprep.fidelity.verify import verify
from speakprep.talk.report import Finding, Place

_HONEST = (
    (
        "大家好，我是小林，来自云原生社区。",
        "Hi everyone, I'm Xiao Lin from the cloud native community.",
    ),
    (
        "我们的集群有三百二十个节点，每秒一万二千个请求。",
        "Our cluster has 320 nodes and serves 12k requests a second.",
    ),
    (
        "第三页的图里，P99 从 200 毫秒降到了 75 毫秒。",
        "On slide three, p99 dropped from 200 ms to 75 ms.",
    ),
    (
        "先运行 kubectl get pods -n tracing，再看日志。",
        "First run kubectl get pods -n tracing, then look at the logs.",
    ),
    (
        "从 2023 年 3 月到现在，一共出过两次事故。",
        "From March 2023 until now there have been two incidents.",
    ),
    (
        "你可能会问：那误报呢？",
        "You may ask: what about false positives?",
    ),
    (
        "接下来看演示。",
        "Now the demo.",
    ),
    (
        "谢谢大家！",
        "Thank you all!",
    ),
)
_CLUSTER = "Our cluster has 320 nodes and serves 12k requests a second"


def _pairs(rows: tuple[tuple[str, str], ...], *, turned: bool = False) -> list[Pair]:
    order = -1 if turned else 1
    return [
        Pair(key=str(n), source=source, target=target)
        for n, (source, target) in enumerate(row[::order] for row in rows)
    ]


def test_an_honest_talk_has_no_discrepancy_either_way() -> None:
    assert verify(_pairs(_HONEST), "zh", "en") == ()
    assert verify(_pairs(_HONEST, turned=True), "en", "zh") == ()


@pytest.mark.parametrize(
    ("target", "kinds"),
    [
        ("Our cluster has 350 nodes and serves 12k requests a second.", {"number"}),
        (f"Here is the translation: {_CLUSTER}.", {"preamble"}),
        (f"{_CLUSTER} (Note: 集群 is a cluster).", {"note", "untranslated"}),
        ("I'm sorry, but I cannot help with that.", {"refusal"}),
        ("我们的集群有三百二十个节点，每秒一万二千个请求。", {"untranslated"}),
        (f"{_CLUSTER} via gRPC.", {"code"}),
        (f"{_CLUSTER}, which makes it easier for every team to scale.", {"addition"}),
        ("**Our cluster** has 320 nodes and serves 12k requests a second.", {"markdown"}),
        ("", {"omission"}),
    ],
)
def test_one_spoiled_segment_is_found_alone(target: str, kinds: set[str]) -> None:
    rows = (*_HONEST[:1], (_HONEST[1][0], target), *_HONEST[2:])
    found = verify(_pairs(rows), "zh", "en")
    assert {one.key for one in found} == {"1"}
    assert {one.kind for one in found} == kinds


def test_discrepancies_come_in_the_order_of_the_segments() -> None:
    rows = (("我们有三台机器。", "We have four machines."), ("谢谢。", "Спасибо."), ("好。", ""))
    assert [one.key for one in verify(_pairs(rows), "zh", "en")] == ["0", "1", "2"]


def test_words_are_verbatim() -> None:
    source, target = (
        "延迟 降低百分之五，见 a_b.py。",
        "Latency fell by 6%. In my view, see **c_d.py**!",
    )
    for one in verify([Pair(key="1", source=source, target=target)], "zh", "en"):
        assert one.source_words in source
        assert one.target_words in target


def test_one_language_on_both_sides_is_refused() -> None:
    with pytest.raises(UsageError, match="source and target are both English") as caught:
        verify([], "en", "en")
    assert caught.value.hint == "name the language of the translation, such as --to en"


def test_rank_puts_errors_first_then_the_strongest() -> None:
    weak = Discrepancy(kind="addition", key="1", level="warning", message="", strength=0.5)
    strong = Discrepancy(kind="omission", key="2", level="warning", message="", strength=0.9)
    error = Discrepancy(kind="number", key="3", level="error", message="")
    answer = Discrepancy(kind="answer", key="4", level="error", message="")
    assert worst_first((weak, strong, error, answer)) == (answer, error, strong, weak)


def test_a_discrepancy_becomes_a_finding() -> None:
    place = Place(file="script.en.md", line=3)
    lost = Discrepancy(kind="name", key="1", level="warning", message="m", source_words="Jaeger")
    assert lost.finding(place) == Finding(
        code="name", level="warning", message="m", place=place, evidence="Jaeger"
    )


_ANY = st.text(
    alphabet=st.sampled_from(
        "我们一二三十百万点半第分之年。，！？aBk9 0.%$`*#-_/:@\n“”（()<{}…Note"
    ),
    max_size=50,
)


@given(st.lists(st.tuples(_ANY, _ANY), max_size=4), st.booleans())
def test_any_text_is_verified_with_verbatim_words(
    rows: list[tuple[str, str]], turned: bool
) -> None:
    pairs = _pairs(tuple(rows))
    found = verify(pairs, "en", "zh") if turned else verify(pairs, "zh", "en")
    sides = "\n".join(side for row in rows for side in row)
    for one in found:
        assert one.kind in KINDS
        assert one.source_words in sides
        assert one.target_words in sides
