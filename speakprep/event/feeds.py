"""Calls for proposals out of lists that other people keep, as they are: with dirty values.

confs.tech (github.com/tech-conferences/conference-data) is a list of conferences
with `name`, `url`, `startDate`, `city`, `country`, `cfpUrl` and `cfpEndDate`, days as
ISO dates. developers.events (all-cfps.json) is a list with `link`, `untilDate` in
milliseconds since 1970 and `conf` with `name`, `hyperlink`, `location` and `date`;
its `until` is what somebody typed ("10-Avr-2022") and is not read. Neither knows
time zones.

Findings made here:

    EVT201  an entry, or its day, cannot be used: it is left out
    EVT202  a value is odd; the entry is kept
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from speakprep.errors import InputError
from speakprep.event.model import Call, Deadline
from speakprep.talk.report import Finding, Level, Place

MAX_YEARS_AHEAD = 2
"""Calls that close later than this are mostly typing errors: told, and kept."""

CONFS_TECH, DEVELOPERS_EVENTS = "confs.tech", "developers.events"

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 -- milliseconds are turned into a day, without a zone
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]\\^`{|}\x00-\x20\x7f-\xa0]+")
_MAX_TEXT = 200


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What a list holds: calls still open, how many are closed or have none, what was dirty."""

    source: str
    calls: tuple[Call, ...]
    closed: int
    without: int
    findings: tuple[Finding, ...]


def read_feed(text: str, file: str, today: date) -> Feed:
    """Read a list of calls; those that closed before `today` are only counted.

    Raises:
        InputError: it is not JSON, or neither of the two lists.
    """
    entries = _entries(text, file)
    source = _source(entries, file)
    read = _READERS[source]
    notes = _Notes(file=file, found=[])
    calls: list[Call] = []
    closed = without = 0
    for number, entry in enumerate(entries, 1):
        notes.entry = number
        if not isinstance(entry, dict):
            notes.add("EVT201", "warning", f"is {_shown(entry)}, not a conference: left out")
            continue
        call = read(entry, notes)
        if call is None:
            without += 1
        elif call.closes.day < today:
            closed += 1
        else:
            if call.closes.day.year > today.year + MAX_YEARS_AHEAD:
                words = f"closes in {call.closes.day.year}: kept, but look at its page"
                notes.add("EVT202", "warning", words, call.name)
            calls.append(call)
    calls.sort(key=lambda call: (call.closes.day, call.name))
    return Feed(
        source=source,
        calls=tuple(dict.fromkeys(calls)),
        closed=closed,
        without=without,
        findings=tuple(notes.found),
    )


@dataclass(kw_only=True)
class _Notes:
    """Findings on the entries of one file."""

    file: str
    found: list[Finding]
    entry: int = 0

    def add(self, code: str, level: Level, words: str, evidence: str = "") -> None:
        place = Place(file=self.file)
        message = f"Entry {self.entry} {words}."
        self.found.append(
            Finding(code=code, level=level, message=message, place=place, evidence=evidence)
        )


def _entries(text: str, file: str) -> list[object]:
    try:
        loaded = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise InputError(
            f"is not valid JSON: {error.msg}",
            file=file,
            line=error.lineno,
            column=error.colno,
            hint="download it again; nothing was changed",
        ) from None
    except (ValueError, RecursionError):  # thousands of digits or brackets
        raise InputError("is not JSON that a list of calls is made of", file=file) from None
    if not isinstance(loaded, list):
        raise InputError(
            "is not a list of calls for proposals",
            file=file,
            hint="known are a list of confs.tech and all-cfps.json of developers.events",
        )
    return loaded


def _source(entries: list[object], file: str) -> str:
    for entry in entries:
        if isinstance(entry, dict):
            if "untilDate" in entry or "conf" in entry:
                return DEVELOPERS_EVENTS
            if "startDate" in entry or "cfpEndDate" in entry:
                return CONFS_TECH
    raise InputError(
        "holds no conference that can be read",
        file=file,
        hint="known are a list of confs.tech and all-cfps.json of developers.events",
    )


def _confs_tech(entry: dict[str, object], notes: _Notes) -> Call | None:
    ends = entry.get("cfpEndDate")
    if ends is None and entry.get("cfpUrl") is None:
        return None
    name = _text(entry.get("name"))
    day = _iso(ends)
    if day is None:
        words = f"has the closing day {_shown(ends)}: left out"
        notes.add("EVT201", "warning", words, name)
        return None
    place = [_text(entry.get(key)) for key in ("city", "country")]
    return Call(
        name=_named(name, notes),
        closes=Deadline(day=day),
        source=CONFS_TECH,
        url=_address(entry.get("cfpUrl")) or _address(entry.get("url")),
        location=", ".join(dict.fromkeys(filter(None, place))),
        event_date=_iso(entry.get("startDate")),
    )


def _developers_events(entry: dict[str, object], notes: _Notes) -> Call | None:
    found = entry.get("conf")
    conf: dict[str, object] = found if isinstance(found, dict) else {}
    until = entry.get("untilDate")
    name = _text(conf.get("name"))
    day = _milliseconds(until)
    if day is None and (day := _iso(until)) is not None:
        words = f"has its closing day as text, {_shown(until)}: kept"
        notes.add("EVT202", "advice", words, name)
    if day is None:
        words = f"has the closing day {_shown(until)}: left out"
        notes.add("EVT201", "warning", words, name)
        return None
    days = conf.get("date")
    return Call(
        name=_named(name, notes),
        closes=Deadline(day=day),
        source=DEVELOPERS_EVENTS,
        url=_address(entry.get("link")) or _address(conf.get("hyperlink")),
        location=_text(conf.get("location")),
        event_date=_milliseconds(days[0]) if isinstance(days, list) and days else None,
    )


_READERS: dict[str, Callable[[dict[str, object], _Notes], Call | None]] = {
    CONFS_TECH: _confs_tech,
    DEVELOPERS_EVENTS: _developers_events,
}


def _named(name: str, notes: _Notes) -> str:
    if not name:
        notes.add("EVT202", "advice", "has no name: kept without one")
    return name or "(no name)"


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    whole = value.encode(errors="replace").decode()  # JSON can hold half a character
    return " ".join(whole.split())[:_MAX_TEXT]


def _address(value: object) -> str:
    """Return the web address in a value, also of a Markdown link that somebody pasted."""
    found = _ADDRESS.findall(value) if isinstance(value, str) and len(value) < 2000 else []
    return found[-1] if found else ""


def _iso(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return _sensible(date.fromisoformat(value.strip()[:10]))
    except ValueError:
        return None


def _milliseconds(value: object) -> date | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:18])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return _sensible((_EPOCH + timedelta(milliseconds=value)).date())
    except (OverflowError, ValueError):
        return None


def _sensible(day: date) -> date | None:
    """A call that closed before there were lists of them, or in a hundred years, is none."""
    return day if 2000 <= day.year <= 2200 else None


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = str(value) if isinstance(value, int | float | str) else type(value).__name__
    return repr(text[:40]) if isinstance(value, str) else text[:40]
