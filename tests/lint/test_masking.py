from hypothesis import given
from hypothesis import strategies as st

from speakprep.lint.masking import MASK, comment_spans, mask, mask_comments

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


def test_open_comment_is_text() -> None:
    assert mask_comments("a <!-- b") == "a <!-- b"


def test_comment_spans_of_a_million_open_comments_take_no_time() -> None:
    assert comment_spans("<!--" * 1_000_000) == ()


def test_comment_ends_at_its_first_end() -> None:
    assert comment_spans("<!-- a --> b --> <!---->") == ((0, 10), (17, 24))
