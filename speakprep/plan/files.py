"""checklists/five-step.toml, checklists/stage-day.toml and plan.toml."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from speakprep.errors import InputError
from speakprep.event.dates import zone_of
from speakprep.event.model import AOE, UNKNOWN_ZONE
from speakprep.plan.model import (
    PROOFS,
    ROLES,
    STEP_KEYS,
    Calendar,
    Checklist,
    Confirmation,
    DayItem,
    Part,
    Person,
    Plan,
    Published,
    Role,
    Step,
    StepKey,
    Waiver,
)
from speakprep.talk.resources import Resource, edit_toml
from speakprep.talk.tables import Table

PLAN_FILE = "plan.toml"
CHECKLIST = "checklists/five-step.toml"
CALENDAR_STATE = "plan.calendar.toml"
DAY_CHECKLIST = "checklists/stage-day.toml"

FARTHEST_DAYS = 400
"""Nothing of a talk is done more than so many days before or after it."""

_HEADER = "# What you decided about the five steps. Comments and keys of your own stay.\n"
_CALENDAR_HEADER = """\
# Written by plan ics: how calendars know the entries of this talk again. Keep it with the talk.
"""
_CALENDAR_NAME = re.compile("[0-9a-f]{6,64}")
_STEP_FIELDS = ("number", "key", "days", "least_days", "title", "why", "part")
_ITEM_FIELDS = ("key", "before", "after", "proof", "title", "why", "note")
_ITEM_KEY = re.compile(r"[a-z][a-z0-9-]{0,30}")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def parse_checklist(resource: Resource) -> Checklist:
    """Read the five steps.

    Raises:
        InputError: a key is unknown or missing, or a value is of the wrong kind.
    """
    root = Table.parse(resource.text, str(resource.path))
    root.only(("full_days", "step"))
    steps = tuple(_step(table) for table in root.each("step"))
    if tuple(step.key for step in steps) != STEP_KEYS:
        raise root.wrong("step", f"the steps must be {', '.join(STEP_KEYS)}, in this order")
    return Checklist(full_days=root.whole("full_days", least=1), steps=steps)


def parse_day(resource: Resource) -> tuple[DayItem, ...]:
    """Read what belongs to the day of the talk, and to the days after it, in time's order.

    Raises:
        InputError: a key is unknown or missing, or a value is of the wrong kind.
    """
    root = Table.parse(resource.text, str(resource.path))
    root.only(("item",))
    items: list[DayItem] = []
    for table in root.each("item"):
        item = _item(table)
        if item.key in {known.key for known in items}:
            raise table.wrong("key", f"there are two items {item.key!r}")
        items.append(item)
    return tuple(sorted(items, key=lambda item: item.day))


def parse_plan(text: str, file: str) -> Plan:
    """Read plan.toml; an empty text is an empty plan, keys of the speaker's own are left alone.

    Raises:
        InputError: it is broken, or a value is of the wrong kind, with its line.
    """
    root = Table.parse(text, file)
    moved, stage = root.inner("moved"), root.inner("stage")
    return Plan(
        people=tuple(_person(table, role) for role in ROLES for table in root.each(role)),
        waived=tuple(_waiver(table) for table in root.each("waived")),
        moved=tuple((_named(moved, key, key), moved.day(key)) for key in moved),
        confirmed=tuple(_confirmation(table) for table in root.each("confirmed")),
        at=_at(stage),
        zone=_zone(stage),
    )


def read_clock(text: str) -> time:
    """Return a time of the day such as "14:30".

    Raises:
        ValueError: it is none.
    """
    if not _CLOCK.fullmatch(text):
        raise ValueError(text)
    return time.fromisoformat(text)


def is_place(zone: str) -> bool:
    """Whether a time zone is one of some place on Earth, and not only of deadlines."""
    try:
        return zone not in {AOE, UNKNOWN_ZONE} and zone_of(zone) is not None
    except ValueError:
        return False


def add_table(text: str, file: str, name: str, values: Mapping[str, object]) -> str:
    """Add one `[[name]]` table at the end of plan.toml; nothing before it changes.

    Raises:
        InputError: the file writes its tables in a way that cannot be added to.
    """
    import tomlkit

    before = text or _HEADER
    newline = "\r\n" if "\r\n" in before else "\n"
    gap = newline if before.endswith("\n") else newline * 2
    said = {key: value for key, value in values.items() if value not in (None, "")}
    added = f"[[{name}]]\n{tomlkit.dumps(said)}".replace("\n", newline)
    after = f"{before}{gap}{added}"
    try:
        tomllib.loads(after.removeprefix("\ufeff").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        raise InputError(
            f"nothing can be added to its {name} list",
            file=file,
            hint=f"write each entry as a table of its own, headed by [[{name}]]",
        ) from None
    return after


def set_answer(text: str, file: str, name: str, day: date, note: str) -> str:
    """Note in plan.toml what somebody answered, after what was noted before."""

    def change(document: Any) -> None:  # noqa: ANN401 -- tomlkit's documents are untyped inside
        for table in (table for role in ROLES for table in document.get(role, [])):
            if table["name"] == name:
                table["answered"] = day
                before = str(table.get("note", ""))
                table["note"] = f"{before}\n{note}" if before else note

    return edit_toml(text, file, change)


def set_moved(text: str, file: str, step: StepKey, day: date) -> str:
    """Note in plan.toml that a step is due on another day."""

    def change(document: Any) -> None:  # noqa: ANN401 -- as above
        moved = document.setdefault("moved", {})
        for key in [key for key in moved if step_key(key) == step]:
            del moved[key]
        moved[step] = day

    return edit_toml(text or _HEADER, file, change)


def set_stage(text: str, file: str, at: time | None, zone: str) -> str:
    """Note in plan.toml when and in which time zone the talk begins; None and "" change nothing."""

    def change(document: Any) -> None:  # noqa: ANN401 -- as above
        stage = document.setdefault("stage", {})
        if at is not None:
            stage["at"] = f"{at:%H:%M}"
        if zone:
            stage["zone"] = zone

    return edit_toml(text or _HEADER, file, change)


def parse_calendar(text: str, file: str) -> Calendar:
    """Read plan.calendar.toml.

    Raises:
        InputError: it is broken, or a value is of the wrong kind, with its line.
    """
    root = Table.parse(text, file)
    name = root.text("name")
    if not _CALENDAR_NAME.fullmatch(name):
        raise root.wrong("name", "name must be the hex digits that plan ics wrote there")
    entries = root.inner("entry")
    return Calendar(name=name, published={key: _published(entries.inner(key)) for key in entries})


def render_calendar(calendar: Calendar) -> str:
    """Write plan.calendar.toml, a line for each entry."""
    entries = (
        f'{key} = {{ sequence = {entry.sequence}, was = "{entry.was}" }}\n'
        for key, entry in sorted(calendar.published.items())
    )
    return f'{_CALENDAR_HEADER}name = "{calendar.name}"\n\n[entry]\n{"".join(entries)}'


def step_key(value: str) -> StepKey:
    """Return the step meant by a key or a number, such as "team" or "3".

    Raises:
        ValueError: there is no such step.
    """
    for number, key in enumerate(STEP_KEYS, 1):
        if value in {key, str(number)}:
            return key
    raise ValueError(f"there is no step {value!r}; the steps are 1 to 5, or {', '.join(STEP_KEYS)}")


def _step(table: Table) -> Step:
    table.only(_STEP_FIELDS)
    days = table.whole("days", most=FARTHEST_DAYS)
    return Step(
        number=table.whole("number", least=1),
        key=_named(table, "key", table.text("key")),
        days=days,
        least_days=table.whole("least_days", most=FARTHEST_DAYS),
        title=table.by_language("title"),
        why=table.by_language("why"),
        parts=_parts(table, days),
    )


def _parts(table: Table, least: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    for entry in table.each("part"):
        entry.only(("days", "title"))
        days = entry.whole("days", most=FARTHEST_DAYS)
        if days < least or (parts and days > parts[-1].days):
            raise entry.wrong("days", "the parts of a step come before its end, the earliest first")
        parts.append(Part(days=days, title=entry.by_language("title")))
    return tuple(parts)


def _item(table: Table) -> DayItem:
    table.only(_ITEM_FIELDS)
    key = table.text("key")
    if not _ITEM_KEY.fullmatch(key):
        raise table.wrong("key", f"{key!r} is no name for a command", hint='such as "photos"')
    if ("before" in table) == ("after" in table):
        raise table.wrong("key", "say either how many days before the talk, or after it")
    when = "before" if "before" in table else "after"
    days = table.whole(when, most=FARTHEST_DAYS)
    return DayItem(
        key=key,
        day=-days if when == "before" else days,
        proof=table.one_of("proof", PROOFS),
        title=table.by_language("title"),
        why=table.by_language("why"),
        note=table.by_language("note"),
    )


def _person(table: Table, role: Role) -> Person:
    return Person(
        name=table.text("name"),
        role=role,
        invited=table.day("invited"),
        answered=table.optional(table.day, "answered"),
        note=table.text("note", ""),
    )


def _confirmation(table: Table) -> Confirmation:
    return Confirmation(
        item=table.text("item"),
        on=table.day("on"),
        note=table.text("note", ""),
        who=table.text("who", ""),
        of=table.text("of", ""),
    )


def _published(table: Table) -> Published:
    return Published(sequence=table.whole("sequence"), was=table.text("was"))


def _at(stage: Table) -> time | None:
    if "at" not in stage:
        return None
    try:
        return read_clock(stage.text("at"))
    except ValueError:
        raise stage.wrong("at", 'stage.at must be a time of the day, such as "14:30"') from None


def _zone(stage: Table) -> str:
    zone = stage.text("zone", "")
    if zone and not is_place(zone):
        hint = 'write a name such as "Asia/Seoul", or "UTC+2"'
        raise stage.wrong("zone", f"there is no time zone {zone!r}", hint=hint)
    return zone


def _waiver(table: Table) -> Waiver:
    return Waiver(
        step=_named(table, "step", table.text("step")),
        reason=table.text("reason"),
        on=table.day("on"),
    )


def _named(table: Table, key: str, value: str) -> StepKey:
    try:
        return step_key(value)
    except ValueError as error:
        raise table.wrong(key, str(error)) from None
