import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.llm.pacing import MAX_WAIT_SECONDS, Patience, next_wait, retry_after

NOW = "Sat, 21 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 0.5 "}, 0.5),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Sat, 21 Nov 2026 10:00:30 GMT", "date": NOW}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 09:00:00 GMT", "date": NOW}, None),
        ({"retry-after": "Sat, 21 Nov 2026 10:00:30 GMT"}, None),
        ({"retry-after": "Sat, 21 Nov 2026 10:00:30 -0000", "date": NOW}, None),
        ({"retry-after": "", "date": NOW}, None),
    ],
)
def test_retry_after_forms(headers, expected):
    assert retry_after(headers) == expected


def test_retry_after_infinity_gives_up():
    assert next_wait(Patience(), busy=True, asked=retry_after({"retry-after": "inf"})) is None


def test_next_wait_two_failures_are_fine_a_third_is_not():
    first = next_wait(Patience(), busy=False, asked=None)
    assert first == (0.5, Patience(failures=1, waits=1, waited=0.5))
    second = next_wait(first[1], busy=False, asked=None)
    assert second == (1.0, Patience(failures=2, waits=2, waited=1.5))
    assert next_wait(second[1], busy=False, asked=None) is None


@given(st.lists(st.none() | st.floats(min_value=0)))
def test_next_wait_is_bounded_whatever_is_asked(asks):
    patience, waits = Patience(), []
    for asked in asks:
        step = next_wait(patience, busy=True, asked=asked)
        if step is None:
            break
        wait, patience = step
        waits.append(wait)
    assert sum(waits) <= MAX_WAIT_SECONDS
    assert all(wait >= 0.5 for wait in waits)
