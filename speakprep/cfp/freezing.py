"""What was submitted, on record: versions/<day>-<event>.md and the .toml beside it."""

import hashlib
import re
from collections.abc import Collection, Iterable
from datetime import date

from speakprep.cfp.model import Frozen
from speakprep.talk.tables import Table

FOLDER = "versions"

_SOURCE = re.compile(r"cfp(?:\.[\w-]+)?\.md")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a file's exact bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def frozen_name(day: date, event: str, taken: Collection[str]) -> str:
    """Return a name that is free: a second version of one day gets a number."""
    name = first = f"{day}-{event}"
    number = 2
    while name in taken:
        name, number = f"{first}-{number}", number + 1
    return name


def parse_frozen(text: str, file: str, name: str) -> Frozen:
    """Read one record.

    Raises:
        InputError: broken TOML, an unknown key, something missing or impossible.
    """
    table = Table.parse(text, file)
    table.only(("sha256", "date", "event", "source", "form", "open", "reason"))
    source, sha256 = table.text("source"), table.text("sha256")
    if not _SOURCE.fullmatch(source):
        raise table.wrong("source", f"source {source!r} is no proposal's name, such as cfp.md")
    if not _SHA256.fullmatch(sha256):
        raise table.wrong("sha256", "sha256 must be 64 digits from 0 to f")
    return Frozen(
        name=name,
        sha256=sha256,
        day=table.day("date"),
        event=table.text("event"),
        source=source,
        form=table.text("form", ""),
        open=table.texts("open"),
        reason=table.text("reason", ""),
    )


def render_frozen(frozen: Frozen) -> str:
    """Write one record."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("What was submitted. Its copy beside this file is never changed."))
    document["sha256"] = frozen.sha256
    document["date"] = frozen.day
    document["event"] = frozen.event
    document["source"] = frozen.source
    document["form"] = frozen.form
    if frozen.open:
        document["open"] = tomlkit.array().multiline(True)
        document["open"].extend(frozen.open)
        document["reason"] = frozen.reason
    return tomlkit.dumps(document)


def latest(records: Iterable[Frozen]) -> Frozen | None:
    """Return what was frozen last: by day, then by the number behind it."""
    return max(records, key=_order, default=None)


def in_order(records: Iterable[Frozen]) -> tuple[Frozen, ...]:
    """Return records, the earliest first."""
    return tuple(sorted(records, key=_order))


def _order(frozen: Frozen) -> tuple[date, str, int]:
    number = frozen.name.removeprefix(f"{frozen.day}-{frozen.event}").removeprefix("-")
    return frozen.day, frozen.event, int(number) if number.isdecimal() else 1
