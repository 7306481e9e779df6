"""What to cut, section by section, and what is still open."""

import pytest

from speakprep.script.check import Delivery, rows_of
from speakprep.script.cuts import Cut, Sentence, cuts, sections, still_open
from speakprep.script.files import parse_script
from speakprep.talk.language import Language

WORDS = "word " * 140
LONG = f"Long{' long' * 258}."
MIDDLING = f"Shorter{' short' * 19}."


def _cuts(text: str, minutes: float, language: Language = "en") -> tuple[Cut, ...]:
    script, delivery = parse_script(text), Delivery(minutes=minutes)
    return cuts(script, rows_of(script, language, delivery), language, delivery)


def test_talk_that_fits_needs_no_cut() -> None:
    assert _cuts(f"## 1. A {{#s256}}\n{WORDS}\n", 1) == ()


def test_cuts_make_it_fit_where_it_is_longest() -> None:
    text = (
        f"## 1. A {{#s256}}\n\nShort one. {LONG} {MIDDLING}\n\n"
        f"## 2. B {{#s257}}\n{'word ' * 70}\n## 3. C {{#s258 .hidden}}\n{WORDS}\n"
    )
    (cut,) = _cuts(text, 2)
    # 2 and a half minutes and two words, and two seconds for the change.
    assert (cut.number, cut.line, cut.count) == (1, 1, 76)
    assert cut.sentences == (
        Sentence(line=3, text=LONG, count=259),
        Sentence(line=3, text=MIDDLING, count=20),
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "word " * 37 + "AWS AWS"), ("zh", "采样" * 20 + " word word word")],
)
def test_no_more_is_cut_than_a_slide_has(language: Language, text: str) -> None:
    slides = "".join(f"## {n}. A {{#s{n}}}\n{text}\n" for n in range(1, 61))
    assert {cut.count for cut in _cuts(slides, 1, language)} == {44}


def test_chinese_cuts_are_in_characters() -> None:
    (cut,) = _cuts(f"## 1. 甲 {{#s256}}\n{'采样' * 150}。\n", 1, "zh")
    assert (cut.count, cut.sentences[0].count) == (100, 300)


def test_demo_is_nobodys_words_and_is_not_cut() -> None:
    text = f"## 1. A {{#s256}}\n[demo 9m] Look.\n## 2. B {{#s257}}\n{WORDS}\n"
    cut = _cuts(text, 9.5)[0]
    assert (cut.number, cut.count) == (2, 76)
    assert _cuts("## 1. A {#s256}\n[demo 9m]\n", 3) == ()


def test_code_and_comments_are_no_sentences() -> None:
    text = f"## 1. A {{#s256}}\n<!-- not said -->\n```\ncode here.\n```\n{WORDS}.\n"
    (cut,) = _cuts(text, 0.5)
    assert [sentence.line for sentence in cut.sentences] == [6]


def test_sections_add_up_their_slides() -> None:
    text = f"## 1. A {{#s256}}\n{WORDS}\n## 2. B {{#s257}}\n{WORDS}\n## 3. C {{#s258}}\nEnd.\n"
    rows = rows_of(parse_script(text), "en", Delivery(minutes=5))
    found = sections(rows, {256: "Why", 257: "Why", 258: "How"})
    assert [(each.name, each.slides, each.count, each.likely) for each in found[:1]] == [
        ("Why", 2, 280, 122.0)
    ]
    assert sections(rows, {}) == ()


def test_slides_without_text_leave_their_time_open() -> None:
    text = f"## 1. A {{#s256}}\n{WORDS}\n## 2. B {{#s257}}\n\n## 3. C {{#s258 .hidden}}\n"
    rows = rows_of(parse_script(text), "en", Delivery(minutes=3))
    left = still_open(rows, "en", Delivery(minutes=3))
    assert (left.slides, left.seconds_each, left.count_each) == ((2,), 118.0, 275)
    assert still_open(rows, "en", Delivery(minutes=1)).seconds_each == 0.0
