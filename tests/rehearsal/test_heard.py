from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.rehearsal.heard import heard_share, is_heard, missing, played, union
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.record import Listening, Remark

AT = datetime.fromisoformat("2027-03-02T09:00:00")


def spans(*pairs):
    return tuple(Span(start_s=start, end_s=end) for start, end in pairs)


def test_union_joins_what_overlaps_or_touches():
    assert union(spans((5, 9), (0, 5), (9.4, 10), (20, 21))) == spans((0, 10), (20, 21))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted), max_size=8))
def test_union_is_in_order_and_never_shorter_than_its_longest(pairs):
    joined = union(spans(*pairs))
    assert list(joined) == sorted(joined, key=lambda each: each.start_s)
    assert all(one.end_s < other.start_s for one, other in pairwise(joined))
    assert union(joined) == joined
    if pairs:
        longest = max(end - start for start, end in pairs)
        assert max(each.length_s for each in joined) >= longest


@pytest.mark.parametrize(
    ("pairs", "share"),
    [
        ((), 0.0),
        (((0, 10),), 0.0),
        (((0, 50),), 0.5),
        (((0, 50), (20, 60)), 0.625),
        (((0, 100),), 1.0),
    ],
)
def test_share_is_of_the_talk_not_of_the_recording(make_take, pairs, share):
    assert heard_share(make_take(), spans(*pairs)) == share


@pytest.mark.parametrize(
    ("listened", "counts"),
    [
        ((), False),
        ((Listening(at=AT),), False),
        ((Listening(at=AT, note=" \n"),), False),
        ((Listening(at=AT, note="clear start"),), True),
        ((Listening(at=AT, played=spans((0, 81))),), False),
        ((Listening(at=AT, played=spans((0, 82))),), True),
        ((Listening(at=AT, played=spans((0, 50))), Listening(at=AT, played=spans((50, 99)))), True),
        # Half of it with a note is not all of it.
        ((Listening(at=AT, note="fast", played=spans((0, 50))),), False),
        ((Listening(at=AT, remarks=(Remark(at_s=3, text="fast"),)),), False),
    ],
)
def test_what_counts_as_listened_to(make_take, listened, counts):
    assert is_heard(make_take(listened=listened)) is counts


def test_what_is_missing_and_what_was_played(make_take):
    take = make_take(listened=(Listening(at=AT, played=spans((0, 20), (40, 60))),))
    assert played(take) == spans((0, 20), (40, 60))
    assert missing(take, played(take)) == spans((20, 40), (60, 90))
    assert missing(take, spans((10, 90))) == ()


def test_recording_without_speech_is_heard_as_a_whole(make_take):
    take = make_take(figures={"talk_end_s": 10.0})
    assert heard_share(take, spans((0, 50))) == 0.5
