import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.cfp.counting import fitting, offset_in, prose_of, size
from speakprep.cfp.model import Counter

COUNTERS: list[Counter] = ["code-points", "utf-16", "words", "east-asian-width"]
TEXTS = st.text(alphabet=st.sampled_from("ab 采。😀é\u0301\n—“")) | st.text(
    alphabet=st.characters(exclude_categories=["Cs"])
)


@pytest.mark.parametrize(
    ("text", "counter", "newline", "expected"),
    [
        # PostgreSQL and Python both count code points: one for an emoji, two for e + accent.
        ("😀", "code-points", 1, 1),
        ("e\u0301", "code-points", 1, 2),
        ("采样\nab", "code-points", 1, 5),
        ("采样\nab", "code-points", 2, 6),
        # String.length in a browser counts UTF-16 units (ECMA-262, 6.1.4).
        ("😀", "utf-16", 1, 2),
        ("采", "utf-16", 1, 1),
        ("👩‍💻", "utf-16", 1, 5),
        ("a\nb", "utf-16", 2, 4),
        # pretalx counts runs between white space that hold a letter or digit.
        ("one - two, three!", "words", 1, 3),
        ("一整段中文只算一个词", "words", 1, 1),
        ("", "words", 1, 0),
        # pycon.tw, src/core/validators.py: Na, H, N are 1; W, F, A are 2.
        ("采样ab", "east-asian-width", 1, 6),
        ("ＡＢ", "east-asian-width", 1, 4),
        ("—“”", "east-asian-width", 1, 6),
        ("ｱ", "east-asian-width", 1, 1),
        ("a\nb", "east-asian-width", 2, 4),
    ],
)
def test_size_counts_as_the_form_does(
    text: str, counter: Counter, newline: int, expected: int
) -> None:
    assert size(text, counter, newline) == expected


@given(TEXTS, st.integers(0, 30), st.sampled_from(COUNTERS), st.sampled_from([1, 2]))
def test_fitting_is_the_longest_part_within_the_limit(
    text: str, limit: int, counter: Counter, newline: int
) -> None:
    fits = fitting(text, limit, counter, newline)
    assert size(text[:fits], counter, newline) <= limit
    assert fits == len(text) or size(text[: fits + 1], counter, newline) > limit


def test_prose_is_what_would_be_pasted() -> None:
    assert prose_of("\r\n<!-- hint -->\r\n\r\nOne\r\ntwo <!-- note -->\r\n") == "One\ntwo"


@given(st.text(alphabet=st.sampled_from("ab \n\r<!->采"), max_size=60))
def test_offset_leads_back_to_the_same_character(body: str) -> None:
    prose = prose_of(body)
    for position, letter in enumerate(prose):
        assert body[offset_in(body, position)] == letter


def test_offset_beyond_the_end_is_the_end() -> None:
    assert offset_in("ab\n", 5) == 3
    assert offset_in("", 0) == 0
