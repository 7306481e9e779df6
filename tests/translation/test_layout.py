import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.translation.layout import fold, has_words, lay_out

PIECES = st.sampled_from(
    [
        "采样。", "Sample it.", "\n", "\n\n", " ", "[pause 3s]", "[演示 2分钟]", "[0]", "[a](b)",
        "<!-- x -->", "<!--", "-->", "`code [x]`", "`", "```\n", "~~~~\n", "- ", "1. ", "> ",
        "### ", "| a | b |", "https://example.com/x", "\r\n", "  \n", "\\\n", "\x0b", "\u2028",
        "\\[", "37%",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60)


def spoken(text: str) -> list[str]:
    return [stretch.raw for stretch in lay_out(text) if stretch.spoken]


@given(TEXTS)
def test_lay_out_any_text_adds_up_and_knows_its_lines(text: str):
    stretches = lay_out(text)
    assert "".join(stretch.raw for stretch in stretches) == text
    position = 0
    for stretch in stretches:
        assert stretch.line == text[:position].count("\n")
        position += len(stretch.raw)
        assert stretch.raw
        if stretch.spoken:
            assert stretch.raw == stretch.raw.strip()
            assert not re.search(r"\n[ \t\r]*\n", stretch.raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。[停顿 3秒]乙。", ["甲。", "乙。"]),
        ("甲。【停顿 3秒】乙【重要】。", ["甲。", "乙【重要】。"]),
        ("One. [pause 3s] Two.", ["One.", "Two."]),
        ("See [1] and [the docs](https://x.io).", ["See [1] and [the docs](https://x.io)."]),
        ("Call `rows[first]` now.", ["Call `rows[first]` now."]),
        ("One\ntwo\n\nthree", ["One\ntwo", "three"]),
        ("- one\n- two\n  more", ["one", "two\n  more"]),
        ("1. one\n2. two", ["one", "two"]),
        ("> quoted\n> again", ["quoted", "again"]),
        ("### Part\nText", ["Part", "Text"]),
        ("| a | b |\n|---|---|\n| c | d |", ["a", "b", "c", "d"]),
        ("before\n```py\nprint('hi')\n```\nafter", ["before", "after"]),
        ("before\n```py\nprint('hi')", ["before"]),
        ("````\n```\ninside\n````\nafter", ["after"]),
        ("a <!-- note\n\nto self --> b", ["a", "b"]),
        ("a <!-- open\n\nb", ["a <!-- open", "b"]),
        ("https://example.com/a?b=c\ntext", ["text"]),
        ("- <https://example.com>\n", []),
        ("text with https://example.com inside", ["text with https://example.com inside"]),
        ("42\n\n……\n\n---", []),
        ("one  \ntwo\\\nthree", ["one", "two", "three"]),
        ("", []),
        ("a | b", ["a | b"]),
        ("\\[not a cue\\]", ["\\[not a cue\\]"]),
        ("甲\r\n\r\n乙\r\n", ["甲", "乙"]),
    ],
)
def test_lay_out_finds_what_is_spoken(text: str, expected: list[str]):
    assert spoken(text) == expected


@pytest.mark.parametrize("mark", ["<!--", "```\n", "[", "`", "- ", "\n", "<!-- [a ", "| ", "  "])
def test_lay_out_of_many_half_open_marks_ends(mark: str):
    text = mark * 100_000
    assert "".join(stretch.raw for stretch in lay_out(text)) == text


def test_fold_joins_lines_as_the_language_does():
    assert fold("我们\n采样，\n  然后 OTel\n收集") == "我们采样，然后 OTel 收集"
    assert fold("one\ntwo") == "one two"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("37%", False), ("https://a.example", False), ("。……", False), ("3 万", True), ("a", True)],
)
def test_has_words_needs_a_letter_outside_addresses(text: str, expected: bool):
    assert has_words(text) is expected
