"""Every expectation names the system whose own code or standard it was read from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.event.counting import fitting, size
from speakprep.event.model import Counter

COUNTERS: list[Counter] = ["code-points", "utf-16", "words", "east-asian-width"]
TEXTS = st.text(alphabet=st.sampled_from("ab 采。😀é\u0301\n\r—“")) | st.text(
    alphabet=st.characters(exclude_categories=["Cs"])
)

# pretalx, common/forms/mixins.py, RequestRequire.validate_field_length, "chars":
# len(value.replace("\r\n", "\n")), in code points; Django's CharField strips before.
PRETALX: tuple[Counter, int] = ("code-points", 1)
# Django's MaxLengthValidator is len(value) of what the browser sends, which is CRLF (HTML
# Standard, "constructing the entry list"); PostgreSQL's varchar(n), too, counts code points.
DJANGO: tuple[Counter, int] = ("code-points", 2)
# HTML Standard, "maxlength": the length of the API value, in code units of UTF-16, line breaks
# normalised to LF. Chrome counted 2 for a break before (whatwg/html issue 1467).
BROWSER: tuple[Counter, int] = ("utf-16", 1)
# pycon.tw, src/core/validators.py, EAWMaxLengthValidator.clean: Na, H, N are 1; W, F, A are 2;
# the CR and the LF of a break are N.
PYCON_TW: tuple[Counter, int] = ("east-asian-width", 2)
# pretalx, "words": runs between white space with a letter or digit (pull request 2598); older
# versions counted \b\w+\b and differ where the last column says so.
WORDS: tuple[Counter, int] = ("words", 1)
SYSTEMS = (PRETALX, DJANGO, BROWSER, PYCON_TW, WORDS)


@pytest.mark.parametrize(
    ("text", "pretalx", "django", "browser", "pycon_tw", "words"),
    [
        pytest.param("", 0, 0, 0, 0, 0, id="nothing"),
        pytest.param("abc", 3, 3, 3, 3, 1, id="ascii"),
        pytest.param("😀", 1, 1, 2, 2, 0, id="emoji"),
        pytest.param("👩‍💻", 3, 3, 5, 5, 0, id="emoji joined by U+200D"),
        pytest.param("👨‍👩‍👧‍👦", 7, 7, 11, 11, 0, id="family of four"),
        pytest.param("🇩🇪", 2, 2, 4, 2, 0, id="flag: two regional indicators, neutral"),
        pytest.param("👍🏽", 2, 2, 4, 4, 0, id="skin tone"),
        pytest.param("❤️", 2, 2, 2, 3, 0, id="variation selector is ambiguous"),
        pytest.param("é", 1, 1, 1, 2, 1, id="composed, ambiguous"),
        pytest.param("e\u0301", 2, 2, 2, 3, 1, id="combining mark, ambiguous"),
        pytest.param("a\nb", 3, 4, 3, 4, 2, id="LF"),
        pytest.param("a\r\nb", 3, 4, 3, 4, 2, id="CRLF"),
        pytest.param("a\rb", 3, 4, 3, 4, 2, id="lone CR, which a browser turns into LF"),
        pytest.param("a\n\r\n\rb", 5, 8, 5, 8, 2, id="LF CRLF CR"),
        pytest.param("a\u2028b", 3, 3, 3, 3, 2, id="line separator is no line break"),
        pytest.param("采样", 2, 2, 2, 4, 1, id="Chinese"),
        pytest.param("一整段中文，只算一个词。", 12, 12, 12, 24, 1, id="Chinese paragraph"),
        pytest.param("𠮷野家", 3, 3, 4, 6, 1, id="Han outside of the BMP"),
        pytest.param("ＡＢ", 2, 2, 2, 4, 1, id="full width"),
        pytest.param("ｱ", 1, 1, 1, 1, 1, id="half width"),
        pytest.param("—“”…", 4, 4, 4, 8, 0, id="ambiguous width"),
        pytest.param("a\tb", 3, 3, 3, 3, 2, id="tab"),
        pytest.param("a\u00a0b", 3, 3, 3, 3, 2, id="no-break space is white space, neutral"),
        pytest.param("a\u3000b", 3, 3, 3, 4, 2, id="ideographic space"),
        pytest.param("a\u200bb", 3, 3, 3, 3, 1, id="zero-width space is no white space"),
        pytest.param("\ufeffa", 2, 2, 2, 2, 1, id="byte order mark"),
        pytest.param("e-mail don't", 12, 12, 12, 12, 2, id="words of older versions: 4"),
        pytest.param("one - two, three!", 17, 17, 17, 17, 3, id="lone dash is no word"),
        pytest.param("1,000 ½ ²", 9, 9, 9, 11, 3, id="numbers are words"),
    ],
)
def test_size_counts_as_the_real_system_does(
    text: str, pretalx: int, django: int, browser: int, pycon_tw: int, words: int
) -> None:
    counted = tuple(size(text, *system) for system in SYSTEMS)
    assert counted == (pretalx, django, browser, pycon_tw, words)


def test_break_counts_as_the_form_says() -> None:
    text = "one\ntwo\r\nthree\rfour"
    assert [size(text, "code-points", each) for each in (1, 2, 3)] == [18, 21, 24]


@given(TEXTS, st.integers(0, 30), st.sampled_from(COUNTERS), st.sampled_from([1, 2]))
def test_fitting_is_the_longest_part_within_the_limit(
    text: str, limit: int, counter: Counter, newline: int
) -> None:
    fits = fitting(text, limit, counter, newline)
    assert size(text[:fits], counter, newline) <= limit
    assert fits == len(text) or size(text[: fits + 1], counter, newline) > limit


@given(TEXTS, st.sampled_from(COUNTERS), st.sampled_from([1, 2]))
def test_line_ends_do_not_change_the_size(text: str, counter: Counter, newline: int) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    assert size(text, counter, newline) == size(unix, counter, newline)
    assert size(unix.replace("\n", "\r\n"), counter, newline) == size(unix, counter, newline)
