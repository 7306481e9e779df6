import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.llm.pacing import (
    LONGEST_GAP_SECONDS,
    MAX_WAIT_SECONDS,
    Pace,
    Patience,
    next_wait,
    retry_after,
)

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


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


def test_pace_without_limits_waits_for_nothing(time):
    pace = Pace(clock=time.clock, sleep=time.sleep)
    assert [pace.wait() for _ in range(5)] == [0] * 5
    assert time.slept == []


def test_pace_keeps_to_a_rate(time):
    pace = Pace(clock=time.clock, sleep=time.sleep, rate=4)
    for _ in range(4):
        pace.wait()
    assert time.slept == [0.25, 0.25, 0.25]
    time.now += 10
    pace.wait()
    assert time.slept == [0.25, 0.25, 0.25]


def test_pace_slows_down_once_per_event(time):
    pace = Pace(clock=time.clock, sleep=time.sleep)
    sent = [pace.wait() for _ in range(8)]
    for one in sent:
        pace.slow_down(one, 2.0, asked=False)
    assert [pace.wait() for _ in range(3)] == [1, 1, 1]
    assert time.slept == [2.0, 0.25, 0.25]
    pace.slow_down(1, 1.0, asked=False)
    assert [pace.wait() for _ in range(2)] == [2, 2]
    assert time.slept[3:] == [1.0, 0.375]


def test_pace_waits_as_long_as_any_answer_of_an_event_asks(time):
    pace = Pace(clock=time.clock, sleep=time.sleep)
    sent = [pace.wait() for _ in range(3)]
    for one, seconds in zip(sent, (1.0, 7.0, 3.0), strict=True):
        pace.slow_down(one, seconds, asked=True)
    pace.wait()
    assert time.slept == [7.0]


def test_pace_goes_faster_again_with_each_answer(time):
    pace = Pace(clock=time.clock, sleep=time.sleep, rate=10)
    before = pace.wait()
    pace.slow_down(before, 1.0, asked=False)
    after = pace.wait()
    pace.answered(before)  # was sent before the server complained: says nothing
    pace.wait()
    pace.answered(after)
    pace.wait()
    pace.wait()
    for _ in range(100):
        pace.answered(after)
    pace.wait()
    pace.wait()
    assert time.slept == [1.0, 0.25, 0.25, 0.2425, 0.2425, 0.1]


def test_pace_never_gets_slower_than_a_request_in_two_seconds(time):
    pace = Pace(clock=time.clock, sleep=time.sleep)
    for _ in range(30):
        pace.slow_down(pace.wait(), 0.5, asked=False)
    pace.wait()
    pace.wait()
    assert time.slept[-1] == LONGEST_GAP_SECONDS


def test_pace_turn_is_void_when_the_server_complains_meanwhile(time):
    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        if len(time.slept) == 1:
            pace.slow_down(0, 5.0, asked=True)

    pace = Pace(clock=time.clock, sleep=sleep, rate=1)
    assert pace.wait() == 0
    assert pace.wait() == 1
    assert time.slept == [1.0, 5.0]
