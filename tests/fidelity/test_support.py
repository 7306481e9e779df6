"""The piece of one side that the other does not support."""

from speakprep.fidelity.sides import Side
from speakprep.fidelity.support import Supports, compare_support


def test_one_piece_each_has_nothing_to_point_at() -> None:
    sides = Side("我们在网关采样。", "zh"), Side("We sample at the gateway.", "en")
    assert compare_support(*sides, by_clause=True) == Supports()


def test_equal_pieces_gain_little_by_leaving_one_out() -> None:
    source = Side("先看日志。再看指标。", "zh")
    target = Side("First look at the logs. Then look at the metrics.", "en")
    found = compare_support(source, target, by_clause=False)
    assert (found.source.gain, found.target.gain) == (0.0, 0.0)


def test_the_extra_sentence_gains_most_wherever_it_stands() -> None:
    source = Side("先看日志。再看指标。", "zh")
    honest = ["First look at the logs. ", "Then look at the metrics. "]
    for place in range(3):
        pieces = [*honest[:place], "Nobody really likes to do that. ", *honest[place:]]
        found = compare_support(source, Side("".join(pieces), "en"), by_clause=False)
        assert found.target.words == "Nobody really likes to do that."
        assert found.target.gain > 1


def test_a_page_is_no_segment() -> None:
    source, target = Side("看。" * 61, "zh"), Side("Look. ", "en")
    assert compare_support(source, target, by_clause=False) == Supports()
