"""What a face asks about events: which there are, what a form wants, which call closes when."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from speakprep.errors import InputError, UsageError
from speakprep.event.dates import days_left, left, said
from speakprep.event.feeds import read_feed
from speakprep.event.files import CALLS_FOLDER, calls_text, is_untouched, parse_calls, profile_text
from speakprep.event.forms import read_form
from speakprep.event.model import Call, Confidence, Deadline, Profile
from speakprep.event.profiles import (
    FOLDER,
    find_profile,
    load_profile,
    parse_profile,
    profile_key,
)
from speakprep.event.standing import age_findings, profile_findings
from speakprep.talk.disk import MAX_TEXT_BYTES, locked, read_bytes, read_text, write_atomic
from speakprep.talk.folders import slug
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.resources import Resource, Shelves, find_resource, list_resources
from speakprep.talk.workspace import shown_path

Shelf = Literal["talk", "user", "shipped"]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One profile as a list shows it; `stale` when its edition is over."""

    key: str
    name: str
    system: str
    closes: str
    checked_on: date
    confidence: Confidence
    stale: bool


@dataclass(frozen=True, kw_only=True)
class Events:
    """Every profile there is."""

    events: tuple[Listed, ...]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One profile, whole, the file it stands in, and what is left of its deadline if it has one."""

    profile: Profile
    file: str
    left: str


@dataclass(frozen=True, kw_only=True)
class Where:
    """The file that holds a profile, and the files of the same name that it hides."""

    key: str
    file: str
    shelf: Shelf
    hides: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How to import: what it is called here (the file's own name if empty), and where to.

    `replace` when a file that a person has edited may be replaced.
    """

    key: str = ""
    to: Literal["talk", "user"] = "user"
    replace: bool = False


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import made: a profile of so many fields, or a list of so many calls.

    `kind` is "form page", "profile", "confs.tech" or "developers.events";
    `left_out` names fields about the person and files, `closed` counts calls that
    are over, `without` conferences that have no call.
    """

    kind: str
    key: str = ""
    file: str = ""
    fields: int = 0
    left_out: tuple[str, ...] = ()
    calls: int = 0
    closed: int = 0
    without: int = 0


@dataclass(frozen=True, kw_only=True)
class Due:
    """One call and what is left of it.

    `days_left` counts to the earliest moment that the deadline can mean, and is
    negative when that is past; `left` says the same in words, "closed" when the
    latest moment is past, too. `said` is the deadline as it was given.
    """

    call: Call
    days_left: int
    left: str
    said: str


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """Calls by the days left; `closed` how many more have closed and are not shown."""

    calls: tuple[Due, ...]
    closed: int


def list_events(shelves: Shelves, here: Path, now: datetime) -> Report[Events]:
    """List all profiles; one that cannot be read is a finding, the others are listed."""
    profiles, broken = _all_profiles(shelves, here)
    listed = tuple(
        Listed(
            key=each.key,
            name=each.name,
            system=each.system,
            closes=said(each.cfp.closes) if each.cfp.closes else "",
            checked_on=each.checked_on,
            confidence=each.confidence,
            stale=bool(age_findings(each, now)),
        )
        for each in profiles
    )
    return Report(
        facts=Events(events=listed), findings=broken, next="speakprep event show kubecon-eu-2027"
    )


def show_event(
    shelves: Shelves, here: Path, key: str, now: datetime, language: Language
) -> Report[Shown]:
    """Show one profile, held against the clock.

    Raises:
        UsageError: there is none of that name.
        InputError: it is broken, with its line.
    """
    profile = load_profile(shelves, key)
    file = shown_path(find_profile(shelves, key).path, here)
    closes = profile.cfp.closes
    findings = tuple(
        dataclasses.replace(each, place=Place(file=file))
        for each in age_findings(profile, now, language)
    )
    return Report(
        facts=Shown(profile=profile, file=file, left=left(closes, now) if closes else ""),
        findings=findings,
        next=_after_showing(shelves, profile.key),
    )


def where_event(shelves: Shelves, here: Path, key: str) -> Report[Where]:
    """Tell which file holds a profile.

    Raises:
        UsageError: there is none of that name.
    """
    find_profile(shelves, key)
    key = profile_key(shelves, key)
    names: tuple[Shelf, ...] = ("talk", "user", "shipped")
    files = [
        (shelf, folder / FOLDER / f"{key}.toml")
        for shelf, folder in zip(names[-len(shelves.folders) :], shelves.folders, strict=True)
    ]
    (shelf, path), *others = [each for each in files if each[1].is_file()]
    hides = tuple(shown_path(other, here) for _, other in others)
    facts = Where(key=key, file=shown_path(path, here), shelf=shelf, hides=hides)
    return Report(facts=facts, next=f"speakprep event show {key}")


def list_deadlines(
    shelves: Shelves, here: Path, now: datetime, *, closed_too: bool = False
) -> Report[Deadlines]:
    """List calls by the days left: those of all profiles and of all imported lists."""
    profiles, broken = _all_profiles(shelves, here)
    calls = [_call(each, each.cfp.closes) for each in profiles if each.cfp.closes]
    for name in list_resources(shelves, CALLS_FOLDER):
        try:
            calls += parse_calls(find_resource(shelves, f"{CALLS_FOLDER}/{name}.toml"))
        except InputError as error:
            broken = (*broken, _broken(error, here))
    due = [
        Due(
            call=call,
            days_left=days_left(call.closes, now),
            left=left(call.closes, now),
            said=said(call.closes),
        )
        for call in calls
    ]
    due.sort(key=lambda each: (each.days_left, each.call.closes.day, each.call.name))
    shown = [each for each in due if closed_too or each.left != "closed"]
    return Report(
        facts=Deadlines(calls=tuple(shown), closed=len(due) - len(shown)),
        findings=broken,
        next="" if shown else "speakprep event import all-cfps.json",
    )


def write_calendar(found: Report[Deadlines], path: Path, here: Path, now: datetime) -> str:
    """Write the calls of a list into a calendar file; return its name.

    Raises:
        InputError: there is a file of that name that is no calendar of ours.
        StorageError: it cannot be written.
    """
    from speakprep.event.calendar import PRODUCT, to_ics

    before = read_bytes(path, at_most=MAX_TEXT_BYTES) if path.exists() else None
    if before is not None and PRODUCT.encode() not in before[:500]:
        raise InputError(
            "is not a calendar that speakprep wrote; nothing was written",
            file=shown_path(path, here),
            hint="choose another name",
        )
    data = to_ics((each.call for each in found.facts.calls), now)
    write_atomic(path, data, within=path.parent, expected=before)
    return shown_path(path, here)


def import_event(
    shelves: Shelves,
    here: Path,
    file: Path,
    wish: Wish,
    now: datetime,
) -> Report[Imported]:
    """Make a profile out of a form page or a TOML file, or a list of calls out of a feed.

    Raises:
        InputError: nothing can be made of the file, with its line.
        UsageError: there is no talk to put it into, or a file that was edited by hand.
        StorageError: it cannot be written.
    """
    folder = _folder(shelves, wish.to)
    key = slug(wish.key or file.stem)
    text = read_text(file)
    made = _made(text, file, shown_path(file, here), key, now)
    path = folder / (CALLS_FOLDER if made.is_feed else FOLDER) / f"{key}.toml"
    name = shown_path(path, here)
    before = read_text(path) if path.is_file() else None
    edited = before not in {None, made.text} and not is_untouched(before or "")
    if edited and not wish.replace:
        raise UsageError(
            f"{name} was written or edited by hand; nothing was replaced",
            hint="add --yes to replace it, or --key NAME to keep both",
        )
    if before != made.text:
        with locked(folder):
            expected = None if before is None else before.encode()
            write_atomic(path, made.text.encode(), within=folder, expected=expected)
    return Report(
        facts=dataclasses.replace(made.facts, key=key, file=name),
        findings=made.findings,
        written=(name,) if before != made.text else (),
        next="speakprep event deadlines" if made.is_feed else f"speakprep event show {key}",
    )


@dataclass(frozen=True, kw_only=True)
class _Made:
    """What an import is going to write, and what it tells."""

    text: str
    facts: Imported
    is_feed: bool = False
    findings: tuple[Finding, ...] = ()


def _made(text: str, file: Path, name: str, key: str, now: datetime) -> _Made:
    """Tell by its content what a file is, and read it."""
    today = now.date()
    begins = text.removeprefix("\ufeff").lstrip()[:1]
    if begins == "<":
        page = read_form(text, name)
        made = profile_text(page, key=key, source=f"saved form page {file.name}", today=today)
        profile = parse_profile(Resource(path=file, text=made), key)
        return _Made(
            text=made,
            facts=Imported(kind="form page", fields=len(profile.fields), left_out=page.left_out),
        )
    # A TOML file, too, may begin with the bracket of a table.
    if begins in {"[", "{"} and file.suffix.lower() != ".toml":
        feed = read_feed(text, name, today)
        facts = Imported(
            kind=feed.source, calls=len(feed.calls), closed=feed.closed, without=feed.without
        )
        made = calls_text(feed, file.name, today)
        return _Made(text=made, facts=facts, is_feed=True, findings=feed.findings)
    profile = parse_profile(Resource(path=file, text=text), key)
    found = tuple(
        dataclasses.replace(each, place=Place(file=name)) for each in profile_findings(profile, now)
    )
    facts = Imported(kind="profile", fields=len(profile.fields))
    return _Made(text=text, facts=facts, findings=found)


def _folder(shelves: Shelves, to: Literal["talk", "user"]) -> Path:
    if to == "user":
        return shelves.folders[-2]
    if not _in_talk(shelves):
        raise UsageError(
            "this folder is not inside a talk",
            hint="go into one with cd, or put it beside your own files: --to user",
        )
    return shelves.folders[0]


def _after_showing(shelves: Shelves, key: str) -> str:
    if not _in_talk(shelves):
        return f"speakprep new my-talk --event {key}"
    written = (shelves.folders[0] / "cfp.md").is_file()
    return f"speakprep cfp fit --to {key}" if written else "speakprep cfp draft"


def _in_talk(shelves: Shelves) -> bool:
    """Whether there is a talk's shelf before the user's and the shipped one."""
    return len(shelves.folders) > 2


def _all_profiles(shelves: Shelves, here: Path) -> tuple[tuple[Profile, ...], tuple[Finding, ...]]:
    profiles, broken = [], []
    for key in list_resources(shelves, FOLDER):
        try:
            profiles.append(parse_profile(_nearest(shelves, key), key))
        except InputError as error:
            broken.append(_broken(error, here))
    return tuple(profiles), tuple(broken)


def _nearest(shelves: Shelves, key: str) -> Resource:
    return find_resource(shelves, f"{FOLDER}/{key}.toml")


def _broken(error: InputError, here: Path) -> Finding:
    file = shown_path(Path(error.file), here) if error.file else ""
    return Finding(
        code="EVT102",
        level="error",
        message=f"This file cannot be used: {error.message}.",
        place=Place(file=file, line=error.line, column=error.column),
        evidence=error.excerpt,
    )


def _call(profile: Profile, closes: Deadline) -> Call:
    return Call(
        key=profile.key,
        name=profile.name,
        closes=closes,
        source=profile.cfp.known.source,
        url=profile.url,
        event_date=profile.event_date,
    )
