import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.event.counting import fitting, size
from speakprep.event.model import Counter

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
