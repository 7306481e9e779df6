"""The speaker's own day, and days and times as they are typed."""

from datetime import date, datetime, time

from speakprep.errors import UsageError
from speakprep.plan.files import read_clock


def today() -> date:
    """Return the speaker's own day."""
    return date.today()  # noqa: DTZ011 -- the speaker's own day


def now() -> datetime:
    """Return this moment, with the zone this machine is set to."""
    return datetime.now().astimezone()


def read_day(text: str) -> date:
    """Read a day.

    Raises:
        UsageError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a day", hint="for example: 2027-03-17") from None


def read_time(text: str) -> time | None:
    """Read a time of the day, None for nothing.

    Raises:
        UsageError: it is none.
    """
    try:
        return read_clock(text) if text else None
    except ValueError:
        raise UsageError(
            f"{text!r} is not a time of the day", hint="for example: --at 14:30"
        ) from None
