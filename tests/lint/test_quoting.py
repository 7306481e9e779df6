import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.lint.masking import overlaps
from speakprep.lint.quoting import protected_spans, quoted_spans


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a “b” c", ["“b”"]),
        ("a “b\nc” d", ["“b\nc”"]),
        ("a “b\n\nc” d", ["“b", "c”"]),
        ("x “y\nz", ["“y"]),
        ("x\ny” z\nq", ["y”"]),
        ("“a “b” c\nd", ["“a “b” c"]),
        ('say "a" and "b" c', ['"a"', '"b"']),
        ('5" disk "x" y\nq', ['" disk "x" y']),
        ('a "b\n\nc" d', ['"b', '" d']),
        ("don’t ‘don’t do’ it", ["‘don’t do’"]),
        ("the users’ data", []),
        ("‘a’ x ‘b’ y", ["‘a’", "‘b’"]),
        ("‘a x\ny", ["‘a x"]),
        ("读《人 月》和「引 用」『x』。", ["《人 月》", "「引 用」『x』"]),
        ("`“` a ” b", ["`“` a ”"]),
        ("see www.a.b/c,d , a@b.cd", ["www.a.b/c,d", "a@b.cd"]),
        ("[x](a  b) <img  src> <!-- c  d -->", ["](a  b)", "<img  src>", "<!-- c  d -->"]),
    ],
)
def test_protected_is_what_is_not_the_speaker_s_own(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in protected_spans(text)] == quoted


@given(st.text(alphabet=st.sampled_from("ab ,“”「」\"'‘’《》\n`")))
def test_spans_are_apart_in_order_and_cover_every_closed_quotation(text: str) -> None:
    spans = quoted_spans(text)
    assert all(start < end for start, end in spans)
    assert all(first[1] < second[0] for first, second in itertools.pairwise(spans))
    for at, mark in enumerate(text):
        assert mark not in '“”「」"《》' or overlaps(spans, at, at + 1)


@pytest.mark.parametrize("mark", ["“", "”", '"', "‘", "’", "《", "「\n", '"\n\n', "”\n", "\n"])
def test_a_hundred_thousand_marks_take_no_time(mark: str) -> None:
    assert quoted_spans(mark * 100_000) is not None
