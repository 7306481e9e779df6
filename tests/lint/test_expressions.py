import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.lint.expressions import Expression, needed
from speakprep.lint.words import Words

_PIECES = st.sampled_from(
    (
        *("ab", "C", "a?", "b*", "c+", "a{2}", "b{0,2}", "c{2,3}", "[ab]", r"\d", r"\.", "是", "é"),
        *(
            "(?:ab|c)",
            "(a|bc)",
            "(?:ab)?",
            "(?:a(?:b|c)){2}",
            "(?=a)",
            "(?!b)",
            "(?i:aB)",
            "|",
            ".",
        ),
        *(r"\u0061", r"\x62b", "(?P<n>ab)(?P=n)", "(?<=a)b", "^", "$", r"\b", "(?:a|)", "{", "  "),
    )
)
_PATTERNS = st.lists(_PIECES, min_size=1, max_size=5).map("".join)
_TEXTS = st.text("abcABC1.是é {\n", max_size=30)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


@given(pattern=_PATTERNS.filter(_compiles), text=_TEXTS, match_case=st.booleans())
def test_expression_is_never_left_out_where_it_matches(
    pattern: str, text: str, match_case: bool
) -> None:
    flags = re.MULTILINE | (re.NOFLAG if match_case else re.IGNORECASE)
    expected = [found.span() for found in re.finditer(pattern, text, flags)]
    expression = Expression(pattern=pattern, match_case=match_case)
    assert expression.spans(Words(text)) == expected
    assert expression.occurs(Words(text)) == bool(expected)


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"\{\{[^}\n]{0,80}\}\}", ("{{",)),
        (r"https?:\/\/docs\.example\.org\/", ("://docs.example.org/",)),
        (r"！{2,30}|？{2,30}", ("！！", "？？")),
        (r"(?:two|\d) (?:\w+ ){0,2}(?:Tools|layers)\b", ("tools", "layers")),
        ("  [a-z]", ("  ",)),
        *((each, ()) for each in (r"\d", "a?", " ", "(?:a|b)?", r"\d|abc", "(?x) a b", "a(?#b)?")),
    ],
)
def test_letters_an_expression_needs(pattern: str, letters: tuple[str, ...]) -> None:
    assert needed(pattern, match_case=False) == letters


def test_expression_of_a_beginning_is_found_nowhere_else() -> None:
    text = Words("In this talk\nin this talk")
    assert Expression(pattern=r"\Ain this").spans(text) == [(0, 7)]
    assert Expression(pattern=r"\Ain this|talk").spans(text) == [(0, 7), (8, 12), (21, 25)]
