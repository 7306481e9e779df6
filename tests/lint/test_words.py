import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.lint.wordlist import WordList
from speakprep.lint.words import Lexicon, Words, in_small

_ENTRIES = (
    *("cost", "cost*", "we built", "sampl* strateg*", "by the end", "C++", "成本", "成本*", "从"),
    *("QPS 对比", "zoom* in", "*ful", "a", ".NET", "K8s", "？！", "the  end", "本次分享"),
)
_PIECES = (
    *("cost", "costing", "We", "built", "sampling", "strategies", "by", "the", "end", "c++"),
    *("成本", "成", "从", "本次", "分享", "QPS", "对比", "zooms", "in", "useful", "a", ".net"),
    *("k8s", "？！", "é", "_", "\n", "İ", " ", " ", " ", " "),
)
_LISTS = st.lists(
    st.builds(
        WordList,
        entries=st.lists(st.sampled_from(_ENTRIES), min_size=1, max_size=4).map(tuple),
        match_case=st.booleans(),
    ),
    max_size=5,
)


@given(lists=_LISTS, pieces=st.lists(st.sampled_from(_PIECES), max_size=30), cut=st.integers(0, 40))
def test_list_is_found_among_others_where_it_is_found_alone(
    lists: list[WordList], pieces: list[str], cut: int
) -> None:
    text = "".join(pieces)
    together = Words(text, Lexicon({each: each.listed for each in lists}))
    for each in lists:
        assert each.spans(together) == each.spans(Words(text))
        assert each.occurs(together) == each.occurs(Words(text))
        part = together.part(cut, len(text))
        assert each.occurs(part) == bool(each.spans(part))
        # A cut through a word makes another word, which the whole does not have.
        if not re.match(r"\w", text[cut:]):
            assert each.spans(part) == each.spans(Words(text[cut:]))


def test_list_outside_of_the_lexicon_is_looked_up_alone() -> None:
    listed, other = WordList(entries=("cost", "成本")), WordList(entries=("cost",))
    text = Words("成本 and cost", Lexicon({other: other.listed}))
    assert listed.spans(text) == [(0, 2), (7, 11)]


@pytest.mark.parametrize(
    ("entry", "text", "likely"),
    [
        ("by the end", "the end by", False),
        ("by the end", "by the end", True),
        ("costing*", "costs", False),
        ("sampl* strateg*", "sampled strategically", True),
        ("本次分享", "本次演讲", False),
        ("成本", "成 本", False),
        ("从", "从此", True),
    ],
)
def test_only_what_may_be_there_is_looked_for(entry: str, text: str, likely: bool) -> None:
    listed = WordList(entries=(entry,))
    found = Lexicon({listed: listed.listed}).likely(text)
    assert [each.number for each in found[listed]] == ([0] if likely else [])


@given(st.text())
def test_small_letters_stand_where_the_others_stood(text: str) -> None:
    assert len(in_small(text)) == len(text)
