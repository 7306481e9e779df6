import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.lint.wordlist import WordList
from speakprep.lint.words import Words

_ENTRIES = (
    *("cost", "cost*", "we built", "game-chang*", "sampl* strateg*", "by the end", "SDK*", "C++"),
    *("the the", "成本", "QPS 对比", "zoom* in", "*ful", "a", "time out", ".NET", "K8s"),
)
_PIECES = (
    *("cost", "COSTS", "costing", "we", "built", "game", "-", "changer", "sampling", "strategies"),
    *("by", "the", "end", "SDKs", "c++", "成本", "QPS", "对比", "zooms", "in", "useful", "a"),
    *("time", "out", ".net", "k8s", "é", "_", "\n", "。", "İ", " ", " ", " ", " "),
)
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


def _plainly(entry: str, text: str, *, match_case: bool) -> list[tuple[int, int]]:
    """Find an entry as its description says, in the slow way."""
    words = (re.escape(word).replace(r"\*", r"\w{0,30}") for word in entry.split())
    pattern = r"(?=\s)[^\S\n]*(?:\n[^\S\n]*)?".join(words)
    if re.match(r"[A-Za-z0-9_*]", entry):
        pattern = r"(?<!(?-i:[A-Za-z0-9_]))" + pattern
    if re.match(r"[A-Za-z0-9_]", entry[-1]):
        pattern += r"(?!(?-i:[A-Za-z0-9_]))"
    # To `re`, the Turkish letters without and with a dot are an "i" where case is ignored.
    flags = re.NOFLAG if match_case else re.IGNORECASE
    return [found.span() for found in re.finditer(pattern, text, flags)]


@pytest.mark.parametrize("match_case", [False, True])
@pytest.mark.parametrize("entry", _ENTRIES)
@given(text=_TEXTS)
def test_entry_is_found_where_a_search_would_find_it(
    entry: str, match_case: bool, text: str
) -> None:
    listed = WordList(entries=(entry,), match_case=match_case)
    assert listed.spans(Words(text)) == _plainly(entry, text, match_case=match_case)


@given(text=_TEXTS)
def test_list_occurs_where_it_has_places(text: str) -> None:
    listed = WordList(entries=_ENTRIES)
    assert listed.occurs(Words(text)) == bool(listed.spans(Words(text)))


def test_entry_named_first_is_taken_where_two_fit() -> None:
    text = Words("costs of costing")
    assert WordList(entries=("cost*", "costs of")).spans(text) == [(0, 5), (9, 16)]
    assert WordList(entries=("costs of", "cost*")).spans(text) == [(0, 8), (9, 16)]


def test_phrase_stands_in_one_paragraph() -> None:
    listed = WordList(entries=("we built",))
    assert listed.spans(Words("we \r\n built")) == [(0, 11)]
    assert listed.spans(Words("we\n\nbuilt")) == []
