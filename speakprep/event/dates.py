"""Days and time zones of calls for proposals: when one closes, wherever the reader is."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from speakprep.event.model import AOE, UNKNOWN_ZONE, Cfp, Deadline, Known
from speakprep.talk.language import Language
from speakprep.talk.tables import Table

EASTERNMOST = timezone(timedelta(hours=14))
"""Where a day ends first (Kiribati, UTC+14)."""

WESTERNMOST = timezone(timedelta(hours=-12))
"""Where a day ends last; "Anywhere on Earth" (IEEE 802.16) means here."""

FIRST_YEAR, LAST_YEAR = 1990, 2200
"""Days of events outside of these years are slips of the finger."""

END_OF_DAY = time(23, 59, 59)

_OFFSET = re.compile(r"UTC(?:([+-])(\d{1,2})(?::([0-5]\d))?)?")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def zone_of(name: str) -> tzinfo | None:
    """Return the time zone of a name, None for "unknown".

    Raises:
        ValueError: there is no such zone.
    """
    if name == UNKNOWN_ZONE:
        return None
    if name == AOE:
        return WESTERNMOST
    if match := _OFFSET.fullmatch(name):
        sign, hours, minutes = match.groups()
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        offset = -offset if sign == "-" else offset
        if not timedelta(hours=-12) <= offset <= timedelta(hours=14):
            raise ValueError(name)
        return timezone(offset)
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, OSError):  # not in the database, or the name of one of its folders
        raise ValueError(name) from None


def span(deadline: Deadline) -> tuple[datetime, datetime]:
    """Return the earliest and the latest moment a deadline can mean, in UTC.

    They are one and the same where the zone is known. A day without a time ends
    a second before midnight.
    """
    clock = datetime.combine(
        deadline.day, time.fromisoformat(deadline.at) if deadline.at else END_OF_DAY
    )
    zone = zone_of(deadline.zone)
    first, last = (zone, zone) if zone else (EASTERNMOST, WESTERNMOST)
    return clock.replace(tzinfo=first).astimezone(UTC), clock.replace(tzinfo=last).astimezone(UTC)


def days_left(deadline: Deadline, now: datetime) -> int:
    """Return whole days until the earliest moment a deadline can mean; negative when it is past."""
    return (span(deadline)[0] - now).days


def left(deadline: Deadline, now: datetime) -> str:
    """Say in a word or two what is left of a deadline.

    "over?" means that it is over in some time zones, and the right one is not known.
    """
    first, last = span(deadline)
    if now > last:
        return "closed"
    if now > first:
        return "over?"
    days = (first - now).days
    return f"{days} days" if days > 1 else "1 day" if days else "today"


_UNKNOWN: dict[Language, tuple[str, str]] = {
    "en": (" (date only, zone unknown)", " (zone unknown)"),
    "zh": ("（只有日期，时区未知）", "（时区未知）"),
}


def said(deadline: Deadline, language: Language = "en") -> str:
    """Write a deadline the way it was given, and what is not known about it.

    >>> said(Deadline(day=date(2027, 1, 31), at="23:59", zone="AoE"))
    '2027-01-31 23:59 AoE'
    >>> said(Deadline(day=date(2027, 1, 31)))
    '2027-01-31 (date only, zone unknown)'
    """
    clock = f" {deadline.at}" if deadline.at else ""
    if deadline.zone != UNKNOWN_ZONE:
        return f"{deadline.day}{clock} {deadline.zone}"
    return f"{deadline.day}{clock}{_UNKNOWN[language][bool(clock)]}"


def read_cfp(table: Table, known: Known, event_date: date | None) -> Cfp:
    """Read the days of a call from the table `[cfp]`.

    Raises:
        InputError: a value of the wrong kind, or days that contradict each other.
    """
    opens = read_day(table, "opens")
    closes = read_deadline(table)
    notification = read_day(table, "notification")
    end = closes.day if closes else None
    _in_order(table, "closes", opens, end, "the call closes before it opens")
    _in_order(table, "notification", end, notification, "it is answered before the call closes")
    _in_order(table, "closes", end, event_date, "the call closes after the event")
    return Cfp(opens=opens, closes=closes, notification=notification, known=known)


def read_deadline(table: Table) -> Deadline | None:
    """Read `closes`, a day or a time, with `time` and `zone` beside it; None if it is not there.

    Raises:
        InputError: a value of the wrong kind, an unknown zone, two times for one deadline.
    """
    day = read_day(table, "closes")
    if day is None:
        for key in ("time", "zone"):
            if key in table:
                raise table.wrong(
                    key,
                    f"there is a {key}, and no day on which the call closes",
                    hint="add a line: closes = 2027-01-31",
                )
        return None
    zone = _zone(table)
    at = _clock(table)
    moment = table.moment("closes")
    if moment.time() != time() or moment.tzinfo:
        if at or (moment.tzinfo and "zone" in table):
            raise table.wrong("closes", "the deadline says its time twice", hint="leave one out")
        at = f"{moment:%H:%M}"
        offset = moment.utcoffset()
        zone = zone if offset is None else _checked(table, "closes", _offset_name(offset))
    return Deadline(day=day, at=at, zone=zone)


def read_day(table: Table, key: str) -> date | None:
    """Read a day of an event, None if it is not there.

    Raises:
        InputError: it is not a day, or lies outside of all years that make sense.
    """
    if key not in table:
        return None
    day = table.moment(key).date()
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise table.wrong(key, f"{key} must be a day between {FIRST_YEAR} and {LAST_YEAR}")
    return day


def _in_order(table: Table, key: str, first: date | None, second: date | None, wrong: str) -> None:
    if first and second and second < first:
        raise table.wrong(key, f"{wrong}: {first} and {second}", hint="mend one of the two days")


def _zone(table: Table) -> str:
    return _checked(table, "zone", table.text("zone", UNKNOWN_ZONE))


def _checked(table: Table, key: str, name: str) -> str:
    try:
        zone_of(name)
    except ValueError:
        raise table.wrong(
            key,
            f"there is no time zone {name!r}",
            hint='write "AoE", "UTC+2", a name such as "Asia/Seoul", or "unknown"',
        ) from None
    return name


def _clock(table: Table) -> str:
    text = table.text("time", "")
    if not text or _CLOCK.fullmatch(text):
        return text
    raise table.wrong("time", f"{text!r} is not a time of the day", hint='for example: "23:59"')


def _offset_name(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
