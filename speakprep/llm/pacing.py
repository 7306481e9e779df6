"""How long to wait before asking again, and when to stop."""

import email.utils
from collections.abc import Mapping
from dataclasses import dataclass, replace

MAX_ATTEMPTS = 3
"""Times a request is sent that meets server errors or broken connections."""

MAX_WAIT_SECONDS = 120.0
"""Longest sum of waits for one request; "slow down" answers are limited by this alone."""

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 8.0
"""Waits double from the first to the longest, as the openai package's own do."""


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


def _between(now: str, then: str) -> float | None:
    try:
        start, end = email.utils.parsedate_to_datetime(now), email.utils.parsedate_to_datetime(then)
        return (end - start).total_seconds()
    except (TypeError, ValueError):  # one of them carries no date, or no time zone
        return None
