"""A plan as entries of a calendar, each with a name and a number of revision that last."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from speakprep.plan.model import Calendar, Published, Standing
from speakprep.talk.language import Language

DAY_BEFORE = timedelta(hours=-15)
"""A whole day is announced at nine in the morning of the day before."""

HOURS_BEFORE = timedelta(days=-1)
"""The talk itself is announced a day before it begins."""

HASH_DIGITS = 12

LOOK = "speakprep plan next"
"""What an entry tells to type."""

_BY: dict[Language, str] = {"en": "{title}: {what}", "zh": "{title}：{what}"}

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry: a whole day, or the talk itself from `begins` on for `minutes`.

    `key` names it within its talk; `remind` is how long before its beginning,
    None for no reminder. `cancelled` tells calendars to strike it out.
    """

    key: str
    day: date
    summary: str
    description: str
    begins: datetime | None = None
    minutes: int = 0
    remind: timedelta | None = DAY_BEFORE
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class Revision:
    """An entry as it goes into a calendar: its UID, and its SEQUENCE (RFC 5545, 3.8.7.4)."""

    entry: Entry
    uid: str
    sequence: int


def entries_of(standing: Standing, *, begins: datetime | None, minutes: int) -> tuple[Entry, ...]:
    """Return a talk's plan as entries in the speaker's language, in time's order.

    What is done stays, without a reminder; a step left out is struck out.

    Args:
        standing: where the talk stands.
        begins: the moment the talk begins, with its zone; None where that is not known.
        minutes: how long the whole slot is.
    """
    found = [*_talk(standing, begins, minutes), *_steps(standing), *_day(standing)]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.key)))


def revise(entries: Sequence[Entry], calendar: Calendar) -> tuple[tuple[Revision, ...], Calendar]:
    """Number each entry: as it was when nothing changed, else one more than before.

    Returns:
        the revisions, and what calendars know now; what they knew of other entries stays.
    """
    revisions, published = [], dict(calendar.published)
    for entry in entries:
        was = published.get(entry.key)
        digest = hashlib.sha256(repr(entry).encode("utf-8", "replace")).hexdigest()[:HASH_DIGITS]
        sequence = 0 if was is None else was.sequence + (was.was != digest)
        published[entry.key] = Published(sequence=sequence, was=digest)
        uid = f"{entry.key}-{calendar.name}@speakprep"
        revisions.append(Revision(entry=entry, uid=uid, sequence=sequence))
    return tuple(revisions), Calendar(name=calendar.name, published=published)


def new_name(folder: str, stamp: datetime) -> str:
    """Make a talk's name in calendars, once: by where and when it was first exported."""
    return hashlib.sha256(f"{folder}\n{stamp.isoformat()}".encode("utf-8", "replace")).hexdigest()[
        :HASH_DIGITS
    ]


def _talk(standing: Standing, begins: datetime | None, minutes: int) -> Iterator[Entry]:
    if standing.talk_day is not None:
        yield Entry(
            key="talk",
            day=standing.talk_day,
            summary=standing.title,
            description="speakprep plan day",
            begins=begins,
            minutes=minutes if begins else 0,
            remind=HOURS_BEFORE if begins else DAY_BEFORE,
        )


def _steps(standing: Standing) -> Iterator[Entry]:
    for step in standing.steps:
        cancelled = step.state == "waived"
        remind = None if step.state in {"done", "waived"} else DAY_BEFORE
        title, why = _in(standing, step.step.title), _in(standing, step.step.why)
        if step.due:
            yield Entry(
                key=step.step.key,
                day=step.due,
                summary=_summary(standing, f"{step.step.number}. {title}"),
                description=f"{why}\n{LOOK}",
                remind=remind,
                cancelled=cancelled,
            )
        for number, part in enumerate(step.parts, 1):
            yield Entry(
                key=f"{step.step.key}-{number}",
                day=part.day,
                summary=_summary(standing, _in(standing, part.title)),
                description=f"{step.step.number}. {title}\n{LOOK}",
                remind=remind,
                cancelled=cancelled,
            )


def _day(standing: Standing) -> Iterator[Entry]:
    for item in standing.day:
        if item.due:
            yield Entry(
                key=f"day-{item.item.key}",
                day=item.due,
                summary=_summary(standing, _in(standing, item.item.title)),
                description=f"{_in(standing, item.item.why)}\nspeakprep plan day",
                remind=None if item.state == "done" else DAY_BEFORE,
            )


def _summary(standing: Standing, what: str) -> str:
    return _BY[standing.language].format(title=standing.title, what=what)


def _in(standing: Standing, texts: Mapping[Language, _T]) -> _T:
    return texts.get(standing.language, texts["en"])
