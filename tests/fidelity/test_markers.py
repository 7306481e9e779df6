"""Opinions, framing, examples and benefits need a licence on the source side."""

import pytest

from speakprep.fidelity.markers import find_markers
from speakprep.fidelity.model import Pair
from speakprep.talk.language import Language


def _found(source: str, target: str, language: Language) -> list[tuple[str, str]]:
    pair = Pair(key="1", source=source, target=target)
    return [(one.kind, one.target_words) for one in find_markers(pair, language)]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("In my opinion we sample.", ("opinion", "In my opinion")),
        ("It is worth noting that we sample.", ("opinion", "It is worth noting")),
        ("As we all know, we sample.", ("opinion", "As we all know")),
        ("We sample. In conclusion, fine.", ("addition", "In conclusion")),
        ("We sample; in other words, we drop.", ("addition", "in other words")),
        ("We sample, for example on Monday.", ("addition", "for example")),
        ("We sample, making it easier to see.", ("addition", "making it easier")),
        (
            "We sample, an industry standard technique.",
            ("addition", "an industry standard technique"),
        ),
    ],
)
def test_unlicensed_english_markers_are_found(target: str, found: tuple[str, str]) -> None:
    assert _found("我们每天抽样。", target, "en") == [found]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("我认为我们抽样。", ("opinion", "我认为")),
        ("值得注意的是，我们抽样。", ("opinion", "值得注意")),
        ("众所周知，我们抽样。", ("opinion", "众所周知")),
        ("总之，我们抽样。", ("addition", "总之")),
        ("也就是说，我们抽样。", ("addition", "也就是说")),
        ("例如，我们抽样。", ("addition", "例如")),
        ("我们抽样，让团队更快。", ("addition", "让团队更")),
    ],
)
def test_unlicensed_chinese_markers_are_found(target: str, found: tuple[str, str]) -> None:
    assert _found("We sample daily.", target, "zh") == [found]


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("我觉得应该采样。", "I believe we should sample.", "en"),
        ("比如说，我们采样。", "For example, we sample.", "en"),
        ("总的来说，采样便宜。", "All in all, sampling is cheap.", "en"),
        ("采样帮团队省钱。", "Sampling plays a key role in helping teams save money.", "en"),
        ("I think we should sample.", "我认为应该采样。", "zh"),
        ("So we sample.", "也就是说，我们采样。", "zh"),
    ],
)
def test_licensed_markers_pass(source: str, target: str, language: Language) -> None:
    assert _found(source, target, language) == []
