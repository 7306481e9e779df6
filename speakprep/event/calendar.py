"""A calendar file (RFC 5545) of calls that close; the only module that imports icalendar."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from speakprep.event.dates import said, span
from speakprep.event.model import UNKNOWN_ZONE, Call

PRODUCT = "-//speakprep//event deadlines//EN"


def to_ics(calls: Iterable[Call], stamp: datetime) -> bytes:
    """Write a calendar with one entry per call.

    A deadline of which the zone is known is a time in UTC; any other is a whole
    day, for nobody knows when it ends. The same call has the same UID in every
    file, so that a second import changes its entry. `stamp` becomes DTSTAMP.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for call in calls:
        event = Event()
        event.add("uid", f"{_identity(call)}@speakprep")
        event.add("dtstamp", stamp.astimezone(UTC))
        if call.closes.zone == UNKNOWN_ZONE:
            event.add("dtstart", call.closes.day)
            event.add("dtend", call.closes.day + timedelta(days=1))
        else:
            event.add("dtstart", span(call.closes)[0])
        event.add("summary", f"CFP closes: {_plain(call.name)}")
        event.add("description", _description(call))
        if call.location:
            event.add("location", _plain(call.location))
        if call.url.startswith(("http://", "https://")):
            event.add("url", _plain(call.url))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _identity(call: Call) -> str:
    """Stay the same when the deadline moves."""
    words = f"profile\n{call.key}" if call.key else f"{call.source}\n{call.name}\n{call.url}"
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]


def _description(call: Call) -> str:
    lines = [f"Closes: {said(call.closes)}"]
    lines += [f"Form: {_plain(call.url)}"] if call.url else []
    lines += [f"Known from: {_plain(call.source)}"]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Leave out control characters, which RFC 5545 does not allow in a text."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
