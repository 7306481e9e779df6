"""Figures and capitals, as they are read aloud."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.fidelity.chinese_numbers import read_chinese
from speakprep.script.aloud import FIGURE, say_chinese, say_english, say_year, spelled, syllables
from speakprep.talk.language import Language


def _syllables(text: str, language: Language) -> float:
    match = re.search(FIGURE, text)
    assert match is not None
    return syllables(match, language)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("37.5%", "百分之三十七点五"),
        ("12,000", "一万二千"),
        ("105", "一百零五"),
        ("2026 年", "二零二六"),
        ("2026", "二零二六"),
        ("3-5 ms", "三到五毫秒"),
        ("10~20%", "百分之十到二十"),
        ("v1.28.3", "V一点二八点三"),
        ("$5", "五美元"),
        ("1/3", "三分之一"),
        ("12:30", "十二点三十"),
        ("10x", "十倍"),
        ("100GB/s", "一百GB每秒"),
        ("-5", "负五"),
        ("007", "零零七"),
    ],
)
def test_figure_in_chinese_has_a_syllable_for_each_character(text: str, said: str) -> None:
    assert _syllables(text, "zh") == len(said)


@pytest.mark.parametrize(
    ("text", "said", "count"),
    [
        ("37.5%", "thirty-seven point five percent", 8),
        ("12,000", "twelve thousand", 3),
        ("2026", "twenty twenty-six", 5),
        ("1990s", "nineteen ninety", 4),
        ("3-5 ms", "three to five milliseconds", 7),
        ("$5", "five dollars", 3),
        ("10x", "ten times", 2),
        ("10k", "ten thousand", 3),
        ("100GB/s", "one hundred gigabytes per second", 9),
        ("3rd", "three", 1),
        ("19%", "nineteen percent", 4),
        ("5 pods", "five", 1),
    ],
)
def test_figure_in_english_is_read_as_words(text: str, said: str, count: int) -> None:
    assert _syllables(text, "en") == count, said


def test_year_is_read_in_two_halves() -> None:
    years = [say_year(year) for year in ("1905", "1900", "2000", "2010")]
    assert years == ["nineteen oh five", "nineteen hundred", "two thousand", "twenty ten"]


@given(st.integers(0, 10**12))
def test_number_said_in_chinese_is_the_number(number: int) -> None:
    said = say_chinese(str(number))
    assert [int(each.value) for each in read_chinese(f"{said}个")][:1] == [number]


def _heard(words: str) -> int:
    small = {say_english(str(number)): number for number in range(100)}
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    whole = group = 0
    for word in words.split():
        if word == "hundred":
            group *= 100
        elif word in scales:
            whole, group = whole + group * scales[word], 0
        else:
            group += small[word]
    return whole + group


@given(st.integers(0, 10**12))
def test_number_said_in_english_is_the_number(number: int) -> None:
    assert _heard(say_english(str(number))) == number


def test_number_beyond_names_is_read_digit_by_digit() -> None:
    assert (say_chinese("1" * 16), say_english("1" * 16)) == ("一" * 16, " ".join(["one"] * 16))


def test_capitals_are_said_one_by_one() -> None:
    assert [spelled(word) for word in ("SQL", "AWS", "K8S", "APIs")] == [3, 5, 3, 3]
