"""Everyday words of both languages: stated, hinted at, or on one side only."""

import pytest

from speakprep.fidelity.concepts import TABLE
from speakprep.fidelity.wording import lone_meanings, read_meanings
from speakprep.talk.language import Language


def _lone(text: str, language: Language, other: str) -> list[tuple[str, bool]]:
    theirs: Language = "zh" if language == "en" else "en"
    lengths = len(text), len(other)
    found = lone_meanings(
        read_meanings(text, language), read_meanings(other, theirs), lengths, theirs
    )
    return [(lone.meaning.words, lone.absent) for lone in found]


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("It isn't powerful.", "en", "它不强大。"),
        ("这个团队很重要。", "zh", "This team is crucial."),
        ("我们不断改进。", "zh", "We keep improving."),
    ],
)
def test_what_both_sides_say_is_not_alone(text: str, language: Language, other: str) -> None:
    assert _lone(text, language, other) == []


@pytest.mark.parametrize(
    ("text", "language", "other", "words"),
    [
        ("A powerful gateway.", "en", "一个网关。", [("powerful", True)]),
        ("It is powerful.", "en", "它有力气。", [("powerful", False)]),
        ("一个高效的网关。", "zh", "A gateway.", [("高效", True)]),
        ("It does not run.", "en", "它在跑。", [("not", True)]),
    ],
)
def test_what_one_side_says_is_alone(
    text: str, language: Language, other: str, words: list[tuple[str, bool]]
) -> None:
    assert _lone(text, language, other) == words


def test_a_word_excuses_only_its_neighbourhood() -> None:
    far = "我们的团队来了。" + "这个网关看日志。" * 20
    text = "We saw the gateway. " * 20 + "It is our team."
    assert ("team", True) in _lone(text, "en", far)


def test_every_row_has_words_in_both_languages() -> None:
    rows = [row for table in TABLE.values() for row in table.strip().strip(";").split(";")]
    for row in rows:
        english, chinese = row.split("=")
        assert english.split("/")[0].split()
        assert all(not word.isascii() for word in chinese.replace("/", " ").split()), row
