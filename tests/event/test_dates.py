from datetime import UTC, date, datetime

import pytest

from speakprep.errors import InputError
from speakprep.event.dates import days_left, left, read_deadline, said, span, zone_of
from speakprep.event.model import Deadline
from speakprep.talk.tables import Table

DAY = date(2027, 1, 31)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("deadline", "first", "last"),
    [
        (Deadline(day=DAY), "2027-01-31T09:59:59", "2027-02-01T11:59:59"),
        (Deadline(day=DAY, zone="AoE"), "2027-02-01T11:59:59", "2027-02-01T11:59:59"),
        (Deadline(day=DAY, at="18:00"), "2027-01-31T04:00", "2027-02-01T06:00"),
        (Deadline(day=DAY, at="18:00", zone="UTC"), "2027-01-31T18:00", "2027-01-31T18:00"),
        (Deadline(day=DAY, at="18:00", zone="UTC+5:30"), "2027-01-31T12:30", "2027-01-31T12:30"),
        (Deadline(day=DAY, at="18:00", zone="UTC-7"), "2027-02-01T01:00", "2027-02-01T01:00"),
        (Deadline(day=DAY, at="23:59", zone="Asia/Seoul"), "2027-01-31T14:59", "2027-01-31T14:59"),
        (
            Deadline(day=date(2027, 7, 1), at="12:00", zone="Europe/Paris"),
            "2027-07-01T10:00",
            "2027-07-01T10:00",
        ),
    ],
)
def test_deadline_means_moments(deadline: Deadline, first: str, last: str) -> None:
    assert span(deadline) == (utc(first), utc(last))


@pytest.mark.parametrize("year", [1990, 2200])
@pytest.mark.parametrize("zone", ["AoE", "UTC+14", "unknown"])
def test_deadline_at_the_ends_of_time_has_moments(year: int, zone: str) -> None:
    first, last = span(Deadline(day=date(year, 12, 31), zone=zone))
    assert first <= last


@pytest.mark.parametrize(
    ("now", "days", "words"),
    [
        ("2027-01-20T00:00:00", 11, "11 days"),
        ("2027-01-30T09:59:59", 1, "1 day"),
        ("2027-01-30T10:00:00", 0, "today"),
        ("2027-01-31T09:59:59", 0, "today"),
        ("2027-01-31T10:00:00", -1, "over?"),
        ("2027-02-01T11:59:59", -2, "over?"),
        ("2027-02-01T12:00:00", -2, "closed"),
    ],
)
def test_days_count_to_the_earliest_end_of_a_date(now: str, days: int, words: str) -> None:
    deadline = Deadline(day=DAY)
    assert (days_left(deadline, utc(now)), left(deadline, utc(now))) == (days, words)


@pytest.mark.parametrize(
    ("written", "deadline"),
    [
        ("closes = 2027-01-31", Deadline(day=DAY)),
        ("closes = 2027-01-31T00:00:00", Deadline(day=DAY)),
        ('closes = 2027-01-31\nzone = "AoE"', Deadline(day=DAY, zone="AoE")),
        (
            'closes = 2027-01-31\ntime = "23:59"\nzone = "UTC-7"',
            Deadline(day=DAY, at="23:59", zone="UTC-7"),
        ),
        ("closes = 2027-01-31T23:59:00", Deadline(day=DAY, at="23:59")),
        ("closes = 2027-01-31T23:59:00+05:30", Deadline(day=DAY, at="23:59", zone="UTC+5:30")),
        ("closes = 2027-01-31T23:59:00-07:00", Deadline(day=DAY, at="23:59", zone="UTC-7")),
        ("closes = 2027-01-31T23:59:00Z", Deadline(day=DAY, at="23:59", zone="UTC+0")),
        ("", None),
    ],
)
def test_deadline_is_read_the_way_people_write_it(written: str, deadline: Deadline | None) -> None:
    assert read_deadline(Table.parse(written, "x.toml")) == deadline


def test_deadline_with_an_impossible_offset_is_an_error() -> None:
    with pytest.raises(InputError, match="there is no time zone 'UTC\\+23'"):
        read_deadline(Table.parse("closes = 2027-01-31T23:59:00+23:00", "x.toml"))


@pytest.mark.parametrize("name", ["", "utc+2", "UTC+99", "UTC+2:75", "/etc/passwd", "Mars", "a\0b"])
def test_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the name is all it says
        zone_of(name)


def test_said_keeps_what_was_given() -> None:
    assert said(Deadline(day=DAY, at="18:00")) == "2027-01-31 18:00 (zone unknown)"
    assert said(Deadline(day=DAY, zone="AoE")) == "2027-01-31 AoE"
