import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.lint.masking import MASK, comment_spans, mask, mask_comments, merged, overlaps

NASTY = st.text(alphabet=st.sampled_from("ab`~<!-> \n\r采，。😀http:/.")) | st.text()


@given(NASTY)
def test_mask_keeps_length_and_line_ends(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert [n for n, c in enumerate(masked) if c == "\n"] == [
        n for n, c in enumerate(text) if c == "\n"
    ]


@given(NASTY)
def test_mask_changes_characters_into_the_mask_only(text: str) -> None:
    assert all(new in (old, MASK) for old, new in zip(text, mask(text), strict=True))


def test_mask_hides_comments_code_and_links_only() -> None:
    text = "a <!-- b --> `c` d https://e.org/f，g\n```\nh\n```\ni"
    assert mask(text).replace(MASK, "") == "a   d ，g\n\n\n\ni"


def test_mask_hides_a_fence_that_lacks_its_end() -> None:
    assert mask("a\n```\nb\nc").replace(MASK, "") == "a\n\n\n"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\n~~~\nb\n~~~\nc", "a\n\n\n\nc"),
        ("a ``b ` c`` d", "a  d"),
        ("````\n```\n````\na", "\n\n\na"),
        ("用https://a.b/c，好", "用，好"),
        ("see「https://a.b」x", "see「」x"),
    ],
)
def test_mask_hides_what_markdown_calls_code_and_links_beside_han(text: str, seen: str) -> None:
    assert mask(text).replace(MASK, "") == seen


def test_spans_that_touch_or_overlap_are_one() -> None:
    assert merged([(5, 6), (1, 3), (3, 4), (2, 3)]) == ((1, 4), (5, 6))


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [(0, 2, False), (0, 3, True), (4, 9, True), (5, 8, False), (2, 2, False), (3, 3, True)],
)
def test_part_of_a_text_overlaps_a_span(start: int, end: int, inside: bool) -> None:
    assert overlaps(((2, 5), (8, 9)), start, end) is inside


def test_open_comment_is_text() -> None:
    assert mask_comments("a <!-- b") == "a <!-- b"


def test_comment_spans_of_a_million_open_comments_take_no_time() -> None:
    assert comment_spans("<!--" * 1_000_000) == ()


def test_comment_ends_at_its_first_end() -> None:
    assert comment_spans("<!-- a --> b --> <!---->") == ((0, 10), (17, 24))
