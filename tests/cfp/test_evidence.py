import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.cfp.evidence import (
    Quote,
    comparable,
    fingerprint,
    holding,
    read_prose,
    says_enough,
    spots,
)
from speakprep.talk.sentences import split_sentences

TEXT = "Keeping every trace costs\nmore than the services. We sample. 全量保留\n太贵，所以采样。"
LIKE_A_TALK = st.text(st.sampled_from("ab A.!?。！，\n\t 我们“”’-*1`"), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("costs more", "costs\nmore"),
        ("costs more", " costs\r\n  more\t"),
        ("全量保留太贵，所以", "全量保留\n太贵， 所以"),
        ("用 Collector 采样", "用Collector采样"),
        ("a b", "a\u00a0\u2028b"),
    ],
)
def test_comparable_forgives_white_space(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("costs more", "Costs more"),
        ("costs more", "costs more."),
        ("采样，", "采样,"),
        ("“yes”", '"yes"'),
        ("37.5 %", "37.5%"),
        ("a\u202eb", "ab"),
        ("a\x1b[31mb", "ab"),
    ],
)
def test_comparable_forgives_nothing_else(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


@pytest.mark.parametrize(
    ("words", "sentence", "offset"),
    [
        ("costs more than", "Keeping every trace costs more than the services.", 0),
        ("services. We sample", "Keeping every trace costs more than the services. We sample.", 0),
        ("全量保留太贵", "全量保留太贵，所以采样。", 61),
        ("We sample. 全量", "We sample.全量保留太贵，所以采样。", 50),
    ],
)
def test_spots_are_whole_sentences(words: str, sentence: str, offset: int) -> None:
    (spot,) = spots(words, {"abstract": read_prose(TEXT)})
    assert (spot.field, spot.sentence, spot.offset) == ("abstract", sentence, offset)


def test_spots_of_words_that_stand_twice_are_two() -> None:
    prose = read_prose("We sample a lot. We sample a lot of it.")
    assert [s.sentence for s in spots("We sample a lot", {"a": prose})] == [
        "We sample a lot.",
        "We sample a lot of it.",
    ]


@pytest.mark.parametrize("words", ["", " \n", "we sample", "We sampled"])
def test_spots_of_what_is_not_there_are_none(words: str) -> None:
    assert list(spots(words, {"abstract": read_prose(TEXT)})) == []


@given(LIKE_A_TALK)
def test_read_prose_says_what_comparing_the_whole_says(text: str) -> None:
    assert read_prose(text).text == comparable(text)


@given(LIKE_A_TALK)
def test_every_sentence_of_a_text_stands_in_it(text: str) -> None:
    proses = {"a": read_prose(text)}
    for sentence in split_sentences(text):
        words = comparable(sentence)
        assert not words or next(spots(words, proses)).sentence.find(words) >= 0


def test_holding_needs_the_very_sentence() -> None:
    words = "trace costs more"
    (spot,) = spots(words, {"a": read_prose(TEXT)})
    quote = Quote(words=words, field="a", sentence=fingerprint(spot.sentence))
    assert holding(quote, {"a": read_prose(TEXT + " More text.")}) is not None
    assert holding(quote, {"a": read_prose(TEXT.replace("costs\nmore", "costs more"))}) is not None
    assert holding(quote, {"b": read_prose(TEXT)}) is not None  # a sentence may move
    assert holding(quote, {"a": read_prose(TEXT.replace("services", "service"))}) is None
    by_hand = Quote(words=words)
    assert holding(by_hand, {"a": read_prose(TEXT.replace("services", "service"))}) is not None


@pytest.mark.parametrize(
    ("words", "enough"),
    [
        ("We sample", False),
        ("We sample all", True),
        ("全量保留太", False),
        ("全量保留太贵", True),
        ("采样用 Collector 做", True),
        ("采样 Collector", False),
    ],
)
def test_says_enough_counts_words_and_han(words: str, enough: bool) -> None:
    assert says_enough(words, read_prose(f"{words}, and more")) is enough


def test_says_enough_takes_all_that_a_field_says() -> None:
    assert says_enough("Platform\nengineers", read_prose("Platform engineers"))


def test_megabyte_of_text_is_looked_through() -> None:
    prose = read_prose("We sample at the tail. 我们采样。\n" * 30_000 + "The last words count.")
    (spot,) = spots("last words count", {"a": prose})
    assert spot.sentence == "The last words count."
