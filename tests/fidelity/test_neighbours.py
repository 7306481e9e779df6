"""Words said twice, and a neighbour's words in the wrong segment."""

import pytest

from speakprep.fidelity.model import Pair
from speakprep.fidelity.neighbours import find_merged, find_repeated
from speakprep.talk.language import Language

_TALK = (
    ("我们在网关采样", "We sample at the gateway because it sees everything"),
    ("客户端看不到整条链路", "A client never sees the whole path of a request"),
    ("所以成本降了一半", "So the cost went down by half in one month"),
)


def _pairs(targets: list[str]) -> list[Pair]:
    return [
        Pair(key=str(n), source=source, target=target)
        for n, ((source, _), target) in enumerate(zip(_TALK, targets, strict=True))
    ]


def test_an_honest_talk_passes() -> None:
    assert list(find_merged(_pairs([target for _, target in _TALK]))) == []


def test_a_neighbours_words_are_merged() -> None:
    first, second, third = (target for _, target in _TALK)
    (found,) = find_merged(_pairs([f"{first}. {second}", second, third]))
    assert (found.kind, found.key, found.target_words) == ("merged", "0", second)


def test_a_shifted_line_is_repeated() -> None:
    first, _, third = (target for _, target in _TALK)
    found = list(find_merged(_pairs([first, first, third])))
    assert [(one.kind, one.key) for one in found] == [("repeated", "0"), ("repeated", "1")]


def test_a_line_the_speaker_repeats_may_repeat() -> None:
    pair = Pair(key="1", source="我们在网关采样。", target="We sample at the very same gateway.")
    again = Pair(key="2", source="我们在网关采样！", target="We sample at the very same gateway.")
    assert list(find_merged([pair, again])) == []


@pytest.mark.parametrize(
    ("source", "target", "language", "words"),
    [
        ("去年很难。", "Last year, last year, it was hard.", "en", ["Last year, last year,"]),
        ("很难。", "It was hard it was hard.", "en", ["It was hard it was hard"]),
        ("非常非常难。", "It was very, very hard.", "en", []),
        ("去年，去年，很难。", "Last year, last year, it was hard.", "en", []),
        ("It was hard.", "这很困难，这很困难，真的。", "zh", ["这很困难，这很困难，"]),
        ("Slowly it works.", "慢慢地，它能用了。", "zh", []),
    ],
)
def test_words_twice_in_a_row_are_found(
    source: str, target: str, language: Language, words: list[str]
) -> None:
    pair = Pair(key="1", source=source, target=target)
    assert [found.target_words for found in find_repeated(pair, language)] == words
