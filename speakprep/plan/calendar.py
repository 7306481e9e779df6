"""A plan as a calendar file (RFC 5545); the only module of this room that imports icalendar."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from speakprep.plan.entries import Entry, Revision

PRODUCT = "-//speakprep//plan//EN"
"""Who wrote the file: it is how one of our own is known again."""


def to_ics(revisions: Iterable[Revision], stamp: datetime) -> bytes:
    """Write a calendar.

    Steps are whole days without a zone: they are that day wherever the speaker is. The
    talk itself, when its time and zone are known, is a moment in UTC. `stamp` becomes
    DTSTAMP. There is no METHOD: that would make it an invitation, which needs an
    organiser (RFC 5546, 3.2.1).
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for revision in revisions:
        calendar.add_component(_event(revision, stamp))
    written: bytes = calendar.to_ical()
    return written


def _event(revision: Revision, stamp: datetime) -> Any:  # noqa: ANN401 -- icalendar is imported late
    from icalendar import Event

    entry, event = revision.entry, Event()
    event.add("uid", revision.uid)
    event.add("sequence", revision.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    if entry.begins:
        event.add("dtstart", entry.begins.astimezone(UTC))
        event.add("duration", timedelta(minutes=entry.minutes))
    else:  # without an end it lasts this one day (RFC 5545, 3.6.1)
        event.add("dtstart", entry.day)
        event.add("transp", "TRANSPARENT")
    event.add("summary", _plain(entry.summary))
    event.add("description", "\n".join(map(_plain, entry.description.split("\n"))))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("categories", ["speakprep"])
    if entry.remind is not None:
        event.add_component(_alarm(entry, entry.remind))
    return event


def _alarm(entry: Entry, before: timedelta) -> Any:  # noqa: ANN401 -- as above
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _plain(entry.summary))
    alarm.add("trigger", before)
    return alarm


def _plain(text: str) -> str:
    """Leave out control characters, which RFC 5545 does not allow in a text."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
