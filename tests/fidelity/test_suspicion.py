"""The worst pairs come first, and every pair shows the words it means."""

from hypothesis import given
from hypothesis import strategies as st

from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.fidelity.signals import read_signals
from speakprep.fidelity.suspicion import GATE, Ranked, rank, suspect
from speakprep.fidelity.verify import verify
from speakprep.talk.language import Language

_TALK = (
    (
        "我们在网关采样，因为那里能看到整条链路。",
        "We sample at the gateway, because it sees it all.",
    ),
    ("先看日志，再看指标。", "First look at the logs, then at the metrics."),
    (
        "这台机器去年坏了，我们换了一台新的。",
        "This machine broke last year, so we bought a new one.",
    ),
    ("谢谢大家来听这个分享。", "Thank you all for coming to this session."),
)
_CLAUSE = ", which makes it easier for every team to focus on what truly matters."
_EXTRA = "Ultimately, it is an important step for the whole industry."


def _pairs(rows: tuple[tuple[str, str], ...]) -> list[Pair]:
    return [Pair(key=str(n), source=s, target=t) for n, (s, t) in enumerate(rows)]


def _ranked(rows: tuple[tuple[str, str], ...], to: Language = "en") -> tuple[Ranked, ...]:
    pairs = _pairs(rows)
    source: Language = "zh" if to == "en" else "en"
    return rank(pairs, to, verify(pairs, source, to))


def _with(index: int, target: str) -> tuple[tuple[str, str], ...]:
    return tuple((s, target if n == index else t) for n, (s, t) in enumerate(_TALK))


def test_an_honest_talk_is_not_suspicious_either_way() -> None:
    assert [one.key for one in _ranked(_TALK) if one.suspicion >= 0] == []
    turned = tuple((target, source) for source, target in _TALK)
    assert [one.key for one in _ranked(turned, "zh") if one.suspicion >= 0] == []


def test_an_explaining_clause_comes_first_and_is_pointed_at() -> None:
    worst = _ranked(_with(2, "This machine broke last year, so we bought a new one" + _CLAUSE))[0]
    assert (worst.key, worst.gates) == ("2", 0)
    assert worst.suspicion > 0
    assert worst.target_words == _CLAUSE[2:]


def test_a_chinese_explaining_clause_comes_first() -> None:
    turned = tuple((target, source) for source, target in _TALK)
    clause = "，从而让每个团队都能专注于真正重要的事情。"
    rows = (*turned[:2], (turned[2][0], "这台机器去年坏了，我们换了一台新的" + clause), turned[3])
    worst = _ranked(rows, "zh")[0]
    assert (worst.key, worst.target_words) == ("2", clause[1:])


def test_an_added_sentence_comes_first_and_is_pointed_at() -> None:
    worst = _ranked(_with(1, f"{_TALK[1][1]} {_EXTRA}"))[0]
    assert (worst.key, worst.target_words) == ("1", _EXTRA)


def test_a_dropped_sentence_is_pointed_at_in_the_source() -> None:
    source = "我们先试了客户端，结果数据全乱了。后来我们在网关采样，因为那里能看到整条链路。"
    rows = ((source, "Later we sampled at the gateway, because it sees it all."), *_TALK[1:])
    worst = _ranked(rows)[0]
    assert (worst.key, worst.source_words) == ("0", "我们先试了客户端，结果数据全乱了。")


def test_gates_come_before_scores() -> None:
    rows = _with(2, "This machine broke last year, so we bought a new one" + _CLAUSE)
    rows = ((rows[0][0], "I'm sorry, but I cannot help with that."), *rows[1:])
    first, second = _ranked(rows)[:2]
    assert (first.key, second.key) == ("0", "2")
    assert first.gates == 1
    assert first.suspicion >= GATE / 2 > second.suspicion


def test_what_others_found_lifts_a_pair() -> None:
    judged = Discrepancy(kind="addition", key="3", level="error", message="", target_words="all")
    worst = rank(_pairs(_TALK), "en", [judged])[0]
    assert (worst.key, worst.gates, worst.target_words) == ("3", 1, "all")


def test_empty_sides_are_ranked_by_their_gate() -> None:
    assert _ranked((*_TALK, ("好的。", "")))[0].key == "4"


_WORDS = st.text(alphabet="我们不能很重要的团队，。 teamworkisnt,.?!5（(", min_size=1, max_size=60)


@given(_WORDS, _WORDS, st.sampled_from(("en", "zh")))
def test_signals_are_bounded_and_never_negative(source: str, target: str, to: Language) -> None:
    signals = read_signals(Pair(key="", source=source, target=target), to, 0.0, ())
    for values in signals.values.values():
        assert all(0 <= value <= 6 for value in values.values())
    assert signals.added in target
    assert signals.lost in source
    assert suspect(signals, to)[0] < GATE


@given(st.permutations(range(4)))
def test_order_does_not_change_a_pairs_own_gates(order: list[int]) -> None:
    rows = (*_TALK[:2], ("有三台机器。", "There are four machines."), ("好。", "**Good.**"))
    pairs = _pairs(rows)
    gates = {(one.key, one.kind) for one in verify([pairs[n] for n in order], "zh", "en")}
    assert gates == {("2", "number"), ("3", "markdown")}


@given(st.lists(st.integers(0, 99999), min_size=1, max_size=6, unique=True))
def test_numbers_alone_are_honest(numbers: list[int]) -> None:
    text = " ".join(map(str, numbers))
    assert verify([Pair(key="1", source=text, target=text)], "zh", "en") == ()
    assert _ranked(((text, text),))[0].suspicion < 0


def test_hostile_text_is_read_to_its_end() -> None:
    rows = (
        ("采样" * 20_000, "sampling, " * 6_000),
        ("\x00\u202e\x1b[31m红", "\x07red\x00\u202e"),
    )
    assert {one.key for one in _ranked(rows)} == {"0", "1"}
