"""Sentences and clauses add up to their text and end where a reader would stop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.talk.sentences import split_clauses, split_sentences

_MIXED = st.text(
    alphabet=st.sampled_from("aZ9 我。！？!?.,，：:;；“”\"'’）()`\n\t…—-…\u2028\x0b/hts"),
    max_size=60,
)


@given(st.one_of(st.text(max_size=80), _MIXED))
def test_pieces_add_up_to_the_text(text: str) -> None:
    assert "".join(split_sentences(text)) == text
    assert "".join(split_clauses(text)) == text


@given(_MIXED)
def test_no_piece_is_empty(text: str) -> None:
    assert all(split_sentences(text))
    assert all(split_clauses(text))


@given(_MIXED)
def test_clauses_refine_sentences(text: str) -> None:
    sentences = split_sentences(text)
    assert split_clauses(text) == tuple(c for s in sentences for c in split_clauses(s))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ()),
        ("   ", ("   ",)),
        ("我们采样。成本降了！真的吗？", ("我们采样。", "成本降了！", "真的吗？")),
        ("“好！”他说。然后走了。", ("“好！”他说。", "然后走了。")),
        ("他问：“真的？”我点头。", ("他问：“真的？”", "我点头。")),
        ("我……我想想。", ("我……我想想。",)),
        ("是的!对。", ("是的!", "对。")),
        ("打错了句号.这是第二句。", ("打错了句号.", "这是第二句。")),
        ("见https://a.example/b?c=d。再说。", ("见https://a.example/b?c=d。", "再说。")),
        ("It works. Really! Why?", ("It works. ", "Really! ", "Why?")),
        ("Upgrade to v1.30.2. It took 3.5 hours.", ("Upgrade to v1.30.2. ", "It took 3.5 hours.")),
        ("Use Node.js, e.g. Express, vs. Go.", ("Use Node.js, e.g. Express, vs. Go.",)),
        ("Dr. Lee met J. Doe at 3 p.m. Monday.", ("Dr. Lee met J. Doe at 3 p.m. Monday.",)),
        ("Open https://a.example/x?y=1. Then go.", ("Open https://a.example/x?y=1. ", "Then go.")),
        ("Run `a. B` now. Done.", ("Run `a. B` now. ", "Done.")),
        ('He said "Stop." Then he left.', ('He said "Stop." ', "Then he left.")),
        ("Wait... what? OK.", ("Wait... what? ", "OK.")),
        ("It restarts. kubectl shows it.", ("It restarts. ", "kubectl shows it.")),
        ("A title\n\nThe text.", ("A title\n\n", "The text.")),
        ("1. First. Next.\n2. Second", ("1. First. ", "Next.\n", "2. Second")),
        ("Soft\nwrap here.", ("Soft\nwrap here.",)),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, sentences: tuple[str, ...]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("如果慢，就采样；否则不用。", ("如果慢，", "就采样；", "否则不用。")),
        ("If slow, sample; else 1,000 is fine.", ("If slow, ", "sample; ", "else 1,000 is fine.")),
        ("At 3:30 we stop — or not.", ("At 3:30 we stop — ", "or not.")),
        ("很快——真的。", ("很快——", "真的。")),
        ("Call `f(a, b)` twice.", ("Call `f(a, b)` twice.",)),
    ],
)
def test_clauses_end_at_commas_and_dashes(text: str, clauses: tuple[str, ...]) -> None:
    assert split_clauses(text) == clauses
