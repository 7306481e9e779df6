"""The plan of one talk, or of all of them, as a file for a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.plan.actions.plan_file import read_plan
from speakprep.plan.actions.stand import stand
from speakprep.plan.calendar import PRODUCT, to_ics
from speakprep.plan.dates import begins_at
from speakprep.plan.entries import Revision, entries_of, new_name, revise
from speakprep.plan.files import CALENDAR_STATE, parse_calendar, render_calendar
from speakprep.plan.model import Calendar, Standing
from speakprep.talk.disk import locked, read_bytes, read_text, write_atomic
from speakprep.talk.folders import talks_below
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace, open_workspace, shown_path

CALENDAR_FILE = "plan.ics"


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What went into a calendar file, and which talks could not, with the reason.

    `reminders` are the entries with one, `changed` those that are new or were revised.
    """

    file: str
    talks: tuple[str, ...]
    entries: int
    reminders: int
    changed: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Published:
    """One talk's share of a calendar file."""

    title: str
    revisions: tuple[Revision, ...]
    changed: int
    written: tuple[str, ...]


def export(
    workspaces: Sequence[Workspace],
    out: Path,
    *,
    here: Path,
    now: datetime,
    zone: tzinfo | None = None,
) -> Report[Exported]:
    """Write the plans of talks into one calendar file.

    What each entry is called and how often it was revised is kept beside its talk's
    plan: imported again, a calendar changes the entries it has.

    Args:
        workspaces: the talks.
        out: the file; one of our own is replaced.
        here: the folder the command was typed in.
        now: this moment, with the speaker's time zone.
        zone: the speaker's time zone; None for the one this machine is set to.

    Raises:
        UsageError: the file is somebody else's, or no talk has a day yet.
        InputError: a talk's files are broken, or two talks have the same id in calendars.
        StorageError: something cannot be written.
    """
    before = _ours(out, shown_path(out, here))
    parts, left_out, taken = [], [], dict[str, str]()
    for workspace in workspaces:
        standing = stand(workspace, now.date(), zone).facts
        if why := _why_not(standing):
            left_out.append(f"{standing.folder}: {why}")
            continue
        parts.append(_publish(workspace, standing, taken, now))
    if not parts:
        raise UsageError(
            "no talk here has a day yet, so there is nothing to put into a calendar",
            hint="speakprep plan date YYYY-MM-DD",
        )
    revisions = [revision for part in parts for revision in part.revisions]
    write_atomic(out, to_ics(revisions, now), within=out.parent, expected=before)
    facts = Exported(
        file=shown_path(out, here),
        talks=tuple(part.title for part in parts),
        entries=len(revisions),
        reminders=sum(revision.entry.remind is not None for revision in revisions),
        changed=sum(part.changed for part in parts),
        left_out=tuple(left_out),
    )
    written = [name for part in parts for name in part.written]
    return Report(facts=facts, written=(*written, facts.file), next="speakprep plan next")


def _why_not(standing: Standing) -> str:
    """Return why a talk has nothing to put into a calendar, nothing when it has."""
    if standing.stage == "rejected":
        return "turned down"
    return "no day yet" if standing.talk_day is None else ""


def _publish(
    workspace: Workspace, standing: Standing, taken: dict[str, str], now: datetime
) -> _Published:
    """Number a talk's entries, and keep how they were."""
    path = workspace.folder / CALENDAR_STATE
    file = workspace.name(path)
    with locked(workspace.folder):
        text = read_text(path) if path.exists() else ""
        before = parse_calendar(text, file) if text else None
        name = before.name if before else new_name(str(workspace.folder.absolute()), now)
        _check_name(name, file, taken)
        begins = begins_at(read_plan(workspace), workspace.talk.dates.talk)
        entries = entries_of(standing, begins=begins, minutes=workspace.talk.minutes)
        known = before.published if before else {}
        revisions, calendar = revise(entries, Calendar(name=name, published=known))
        after = render_calendar(calendar)
        if after != text:
            expected = text.encode() if path.exists() else None
            write_atomic(path, after.encode(), within=workspace.folder, expected=expected)
    return _Published(
        title=standing.title,
        revisions=revisions,
        changed=sum(known.get(key) != entry for key, entry in calendar.published.items()),
        written=(file,) if after != text else (),
    )


def talks_here(here: Path, user: Path) -> tuple[Workspace, ...]:
    """Return all talks below a folder.

    Raises:
        InputError: one of them has a broken talk.toml.
        UsageError: there is none.
    """
    found = tuple(open_workspace(here, user, named=folder) for folder in talks_below(here))
    if not found:
        raise UsageError("there is no talk here or below", hint="speakprep new my-talk")
    return found


def _check_name(name: str, file: str, taken: dict[str, str]) -> None:
    """Refuse two talks of one name: a calendar would take them for one."""
    if name in taken:
        raise InputError(
            f"calendars would take this talk for the one of {taken[name]}",
            file=file,
            hint="is the talk a copy of the other? delete this file, then export again",
        )
    taken[name] = file


def _ours(out: Path, name: str) -> bytes | None:
    """Return a file's bytes, None where there is none; refuse one that we did not write."""
    if not out.parent.is_dir():
        raise InputError("there is no such folder", file=name)
    if not out.exists() and not out.is_symlink():
        return None
    data = read_bytes(out)
    if data and PRODUCT.encode() not in data:
        raise UsageError(
            "is there already, and was not written by plan ics",
            file=name,
            hint="name another file with --out",
        )
    return data
