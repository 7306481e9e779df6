"""checklists/five-step.toml and plan.toml."""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from speakprep.errors import InputError
from speakprep.plan.model import (
    STEP_KEYS,
    Checklist,
    Expert,
    Plan,
    Step,
    StepKey,
    Waiver,
)
from speakprep.talk.resources import Resource, edit_toml
from speakprep.talk.tables import Table

PLAN_FILE = "plan.toml"
CHECKLIST = "checklists/five-step.toml"

_HEADER = "# What you decided about the five steps. Comments and keys of your own stay.\n"
_STEP_FIELDS = ("number", "key", "days", "least_days", "title", "why")


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


def parse_plan(text: str, file: str) -> Plan:
    """Read plan.toml; an empty text is an empty plan, keys of the speaker's own are left alone.

    Raises:
        InputError: it is broken, or a value is of the wrong kind, with its line.
    """
    root = Table.parse(text, file)
    moved = root.inner("moved")
    return Plan(
        experts=tuple(_expert(table) for table in root.each("expert")),
        waived=tuple(_waiver(table) for table in root.each("waived")),
        moved=tuple((_named(moved, key, key), moved.day(key)) for key in moved),
    )


def add_table(text: str, file: str, name: str, values: Mapping[str, object]) -> str:
    """Add one `[[name]]` table at the end of plan.toml; nothing before it changes.

    Raises:
        InputError: the file writes its tables in a way that cannot be added to.
    """
    import tomlkit

    before = text or _HEADER
    newline = "\r\n" if "\r\n" in before else "\n"
    gap = newline if before.endswith("\n") else newline * 2
    added = f"[[{name}]]\n{tomlkit.dumps(values)}".replace("\n", newline)
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
    """Note in plan.toml what an invited expert answered, after what was noted before."""

    def change(document: Any) -> None:  # noqa: ANN401 -- tomlkit's documents are untyped inside
        for table in document["expert"]:
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
    return Step(
        number=table.whole("number", least=1),
        key=_named(table, "key", table.text("key")),
        days=table.whole("days"),
        least_days=table.whole("least_days"),
        title=table.by_language("title"),
        why=table.by_language("why"),
    )


def _expert(table: Table) -> Expert:
    return Expert(
        name=table.text("name"),
        invited=table.day("invited"),
        answered=table.optional(table.day, "answered"),
        note=table.text("note", ""),
    )


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
