"""How long to wait before asking again, when to stop, and one pace for all who ask at once."""

import email.utils
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

MAX_ATTEMPTS = 3
"""Times a request is sent that meets server errors or broken connections."""

MAX_WAIT_SECONDS = 120.0
"""Longest sum of waits for one request; "slow down" answers are limited by this alone."""

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 8.0
"""Waits double from the first to the longest, as the openai package's own do."""

FIRST_GAP_SECONDS, LONGEST_GAP_SECONDS = 0.25, 2.0
"""Seconds between two requests after the first "slow down", and at most."""

GAP_GROWS, GAP_SHRINKS = 1.5, 0.97
"""What the gap is multiplied with at each further "slow down", and at each answer after it.

Fourteen requests, eight at once, to a loopback server that takes two a second: six are refused,
and it takes 1.3 times as long as it has to (benchmarks/translate.py, fault "2 per second")."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """What one request has cost so far."""

    failures: int = 0
    waits: int = 0
    waited: float = 0.0


def next_wait(
    patience: Patience, *, busy: bool, asked: float | None
) -> tuple[float, Patience] | None:
    """Return the seconds to wait and the patience left after it, or None to give up.

    Args:
        patience: what the request has cost so far.
        busy: the server only asked to slow down, which is no failed attempt.
        asked: the seconds the server asked for, where it did.
    """
    failures = patience.failures + (not busy)
    if failures >= MAX_ATTEMPTS:
        return None
    doubled = FIRST_WAIT_SECONDS * 2.0 ** min(patience.waits, 16)
    wait = min(doubled, LONGEST_WAIT_SECONDS) if asked is None else max(asked, FIRST_WAIT_SECONDS)
    waited = patience.waited + wait
    if waited > MAX_WAIT_SECONDS:
        return None
    return wait, replace(patience, failures=failures, waits=patience.waits + 1, waited=waited)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a server asks to wait: RFC 9110, section 10.2.3.

    A date counts from the server's own clock, its Date header. Header names
    are in lower case; what cannot be read counts as not asked.
    """
    text = headers.get("retry-after", "").strip()
    try:
        seconds: float | None = float(text)
    except ValueError:
        seconds = _between(headers.get("date", ""), text)
    # "nan" and negative numbers fail this comparison, too.
    return seconds if seconds is not None and seconds >= 0 else None


class Pace:
    """When the next request may go, for all threads that ask one server.

    A server that asks to slow down answers so to everything that is on its way; that is one
    event, and slows down once. Whoever asks next waits for it, whichever request met it.

    Args:
        clock: seconds that only grow.
        sleep: waits some seconds.
        rate: the most requests a second that may be sent, or None for no limit.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        rate: float | None = None,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._least_gap = 0.0 if rate is None else 1.0 / rate
        self._gap = self._least_gap
        self._free = 0.0
        self._events = 0
        self._lock = threading.Lock()

    def wait(self) -> int:
        """Wait until a request may be sent; return how often the server had asked to slow down."""
        while True:
            with self._lock:
                events, now = self._events, self._clock()
                begin = max(now, self._free)
                self._free = begin + self._gap
            if begin > now:
                self._sleep(begin - now)
            with self._lock:
                if events == self._events:  # else the turn is void: the server asked meanwhile
                    return events

    def slow_down(self, sent: int, seconds: float, *, asked: bool) -> None:
        """Let nobody send for some seconds.

        Args:
            sent: what `wait` returned before the request that met it.
            seconds: how long.
            asked: the server named the seconds, so that they hold in any case.
        """
        with self._lock:
            until = self._clock() + seconds
            if sent == self._events:
                self._events += 1
                self._gap = min(max(FIRST_GAP_SECONDS, GAP_GROWS * self._gap), LONGEST_GAP_SECONDS)
                self._gap = max(self._gap, self._least_gap)
                self._free = until
            elif asked:
                self._free = max(self._free, until)

    def answered(self, sent: int) -> None:
        """Go a little faster again, where the request was sent after the last "slow down"."""
        with self._lock:
            if sent == self._events:
                self._gap = max(self._least_gap, GAP_SHRINKS * self._gap)


def _between(now: str, then: str) -> float | None:
    try:
        start, end = email.utils.parsedate_to_datetime(now), email.utils.parsedate_to_datetime(then)
        return (end - start).total_seconds()
    except (TypeError, ValueError):  # one of them carries no date, or no time zone
        return None
