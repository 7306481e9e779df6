from datetime import UTC, date, datetime

import vobject
from icalendar import Calendar

from speakprep.event.calendar import to_ics
from speakprep.event.model import Call, Deadline

STAMP = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
DAY = date(2027, 1, 31)


def call(**changed: object) -> Call:
    return Call(**{"name": "Small", "closes": Deadline(day=DAY), "source": "a list", **changed})


def lines(*calls: Call) -> list[str]:
    """Return the unfolded lines, after what RFC 5545 asks of all lines was checked."""
    data = to_ics(calls, STAMP)
    assert data.endswith(b"\r\n")
    folded = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in folded)
    assert all(line.decode("utf-8") for line in folded)
    assert vobject.readOne(data.decode()).validate(raiseException=True)
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def test_date_without_a_zone_is_a_whole_day() -> None:
    assert lines(call(url="https://x.example/cfp", location="Online")) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//speakprep//event deadlines//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "SUMMARY:CFP closes: Small",
        "DTSTART;VALUE=DATE:20270131",
        "DTEND;VALUE=DATE:20270201",
        "DTSTAMP:20261121T123000Z",
        "UID:" + uid(call(url="https://x.example/cfp")),
        (
            "DESCRIPTION:Closes: 2027-01-31 (date only\\, zone unknown)\\n"
            "Form: https://x.example/cfp\\nKnown from: a list"
        ),
        "LOCATION:Online",
        "TRANSP:TRANSPARENT",
        "URL:https://x.example/cfp",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def uid(*calls: Call) -> str:
    return next(line for line in lines(*calls) if line.startswith("UID:")).removeprefix("UID:")


def test_time_with_a_zone_is_a_time_in_utc() -> None:
    aoe = lines(call(closes=Deadline(day=DAY, zone="AoE")))
    seoul = lines(call(closes=Deadline(day=DAY, at="23:59", zone="Asia/Seoul")))
    assert "DTSTART:20270201T115959Z" in aoe
    assert "DTSTART:20270131T145900Z" in seoul
    assert not any(line.startswith("DTEND") for line in (*aoe, *seoul))


def test_same_call_has_the_same_uid_when_its_day_moves() -> None:
    moved = call(closes=Deadline(day=date(2027, 2, 7), zone="AoE"), location="Elsewhere")
    assert uid(call()) == uid(moved)
    assert uid(call()) != uid(call(name="Other"))
    assert uid(call(key="small")) == uid(call(key="small", name="Renamed"))


def test_nothing_in_a_name_becomes_a_line_of_its_own() -> None:
    hostile = "大会, one; two\\three\r\nATTENDEE:mailto:x\x00\x1b[31m\u2028" + "采样" * 60
    found = lines(call(name=hostile, location=hostile, url="https://x.example\r\nATTENDEE:y"))
    assert not any(line.startswith("ATTENDEE") for line in found)
    event = Calendar.from_ical("\r\n".join(found) + "\r\n").walk("VEVENT")[0]
    shown = "大会, one; two\\three  ATTENDEE:mailto:x  [31m " + "采样" * 60
    assert (event["SUMMARY"], event["LOCATION"]) == (f"CFP closes: {shown}", shown)


def test_calendar_of_nothing_is_still_one() -> None:
    assert lines() == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//speakprep//event deadlines//EN",
        "CALSCALE:GREGORIAN", "END:VCALENDAR",
    ]  # fmt: skip
