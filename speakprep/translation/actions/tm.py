"""The user's translation memory, across talks: asked, filled, taken out of, exchanged."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from speakprep.errors import InputError, SpeakprepError, StorageError, UsageError
from speakprep.talk.disk import locked, read_bytes, write_atomic
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files
from speakprep.translation.actions.glossary import fixed_in
from speakprep.translation.actions.reporting import placed_now
from speakprep.translation.formats.markup import MOST_BYTES, too_large
from speakprep.translation.model import Direction, Record
from speakprep.translation.recalling import Offer, recall, usable
from speakprep.translation.snapshot import Snapshot, adopt_edits, read_snapshot
from speakprep.translation.tm import (
    MEMORY_FILE,
    DamagedError,
    Unit,
    drop_units,
    put_units,
    read_units,
)
from speakprep.translation.tm_exchange import read_memory, render_memory

FROM_MEMORY = "memory"
"""What stands in a segment's record in the place of a model's name."""


@dataclass(frozen=True, kw_only=True)
class MemoryFacts:
    """The memory: `units` are in it, in `talks` talks.

    `offers` are what it has for this talk's segments that are not translated; `usable` of
    them may be taken as they are. `changed` units were added, taken out or written.
    """

    file: str
    units: int
    talks: int
    offers: tuple[Offer, ...] = ()
    usable: int = 0
    changed: int = 0
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class Recalled:
    """What the memory could give, or gave, to this talk: of `pending` segments.

    `trouble` says why it could not be read, empty where it could.
    """

    pending: int = 0
    exact: int = 0
    similar: int = 0
    filled: int = 0
    trouble: str = ""


def look(workspace: Workspace, direction: Direction, home: Path) -> Report[MemoryFacts]:
    """Return what the memory holds, and what it has for this talk.

    Raises:
        InputError: the memory or the script cannot be read.
        BusyError, StorageError: the memory cannot be read now.
    """
    units = _units(home)
    snapshot = read_snapshot(workspace, direction)
    offers = recall(snapshot.pending, units, direction)
    taken = usable(offers, direction, fixed_in(workspace, direction))
    facts = replace(_facts(home, units), offers=offers, usable=len(taken))
    step = "run --from-memory" if taken else "memory add"
    return Report(facts=facts, next=f"speakprep translate {step} --to {direction.target}")


def recalled(workspace: Workspace, direction: Direction, home: Path) -> Recalled:
    """Tell what the memory has for what is not translated; work goes on where it has trouble.

    Raises:
        InputError: the script or the glossary cannot be read.
    """
    try:
        units = _units(home)
    except SpeakprepError as error:
        return Recalled(trouble=error.message)
    snapshot = read_snapshot(workspace, direction)
    pending = snapshot.pending
    offers = recall(pending, units, direction)
    exact = usable(offers, direction, fixed_in(workspace, direction))
    similar = len(offers) - len(exact)
    return Recalled(pending=len(pending), exact=len(exact), similar=similar)


def fill(workspace: Workspace, direction: Direction, home: Path) -> Report[Recalled]:
    """Take over what the memory has word for word; it counts as written by hand, not as signed.

    What a person refused in this talk is not brought again.

    Raises:
        InputError: a file cannot be read.
        BusyError, StorageError: somebody is writing, or the disk refuses.
    """
    units = _units(home)
    with locked(workspace.folder):
        snapshot = adopt_edits(workspace, direction)
        pending = snapshot.pending
        offers = recall(pending, units, direction)
        taken = [
            offer
            for offer in usable(offers, direction, fixed_in(workspace, direction))
            if not _is_refused(offer, snapshot)
        ]
        records = [
            Record(
                id=offer.segment.id,
                source=offer.segment.text,
                target=offer.unit.target,
                model=FROM_MEMORY,
                state="edited",
            )
            for offer in taken
        ]
        files.remember(workspace, direction, records)
    facts = Recalled(
        pending=len(pending),
        exact=len(taken),
        similar=len(offers) - len(taken),
        filled=len(taken),
    )
    written = (files.shown_memory(workspace, direction),) if taken else ()
    return Report(facts=facts, written=written, next="speakprep translate check")


def add(workspace: Workspace, direction: Direction, home: Path, *, day: str) -> Report[MemoryFacts]:
    """Put what is signed or written by hand in this talk into the memory, and nothing else.

    A memory that is damaged is set aside, and a new one begun.

    Raises:
        InputError: a file cannot be read.
        BusyError, StorageError: somebody is writing, or the disk refuses.
    """
    snapshot = read_snapshot(workspace, direction)
    units = [
        Unit(
            source_language=direction.source,
            target_language=direction.target,
            source=" ".join(place.source.split()),
            target=" ".join(place.target.split()),
            origin="signed" if place.standing == "signed" else "edited",
            talk=workspace.talk.title,
            day=day,
        )
        for place in placed_now(workspace, snapshot)
        if place.standing in {"signed", "edited"}
        and not place.where.whole_slide
        and len(place.where.segments) == 1
        and place.target.strip()
    ]
    return _put(home, units, f"speakprep translate memory --to {direction.target}")


def forget(home: Path, words: str) -> Report[MemoryFacts]:
    """Take out every unit whose texts or talk hold these words, whatever their case.

    Raises:
        UsageError: there are no words.
        InputError, BusyError, StorageError: the memory cannot be read or changed.
    """
    if not words.strip():
        raise UsageError(
            "forget what?", hint='words of it: speakprep translate memory forget "..."'
        )
    units = _units(home)
    going = [one for one in units if _holds(one, words)]
    if going:
        drop_units(str(memory_path(home)), going)
    left = _units(home)
    return Report(
        facts=replace(_facts(home, left), changed=len(going)),
        written=(str(memory_path(home)),) if going else (),
        next="speakprep translate memory",
    )


def holding(home: Path, words: str) -> int:
    """Return how many units `forget` would take out."""
    return sum(_holds(one, words) for one in _units(home)) if words.strip() else 0


def export_memory(
    home: Path, out: Path, version: str, *, replaces: bool = False
) -> Report[MemoryFacts]:
    """Write the whole memory as TMX.

    Raises:
        UsageError: there is nothing in it, or the file is there already.
        InputError, BusyError, StorageError: the memory cannot be read, or the file written.
    """
    units = _units(home)
    if not units:
        raise UsageError("your memory is empty", hint="fill it: speakprep translate memory add")
    if out.exists() and not replaces:
        raise UsageError("is there already", file=str(out), hint="name another file, or --yes")
    write_atomic(out, render_memory(units, version).encode(), within=out.absolute().parent)
    return Report(
        facts=replace(_facts(home, units), changed=len(units)),
        written=(str(out),),
        next="speakprep translate memory",
    )


def import_memory(home: Path, path: Path) -> Report[MemoryFacts]:
    """Take units from any tool's TMX; those are offered, and never taken without a look.

    Raises:
        InputError: it is no TMX, hostile or broken; nothing was changed.
        BusyError, StorageError: somebody is writing, or the disk refuses.
    """
    data = read_bytes(path, at_most=MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise too_large(str(path))
    units, left_out = read_memory(data, str(path))
    return _put(home, units, "speakprep translate memory", left_out=left_out)


def memory_path(home: Path) -> Path:
    """Return where the memory is, in the user's folder."""
    return home / MEMORY_FILE


def _units(home: Path) -> tuple[Unit, ...]:
    path = memory_path(home)
    return read_units(str(path)) if path.exists() else ()


def _put(
    home: Path, units: Sequence[Unit], following: str, *, left_out: int = 0
) -> Report[MemoryFacts]:
    path = memory_path(home)
    findings: tuple[Finding, ...] = ()
    try:
        home.mkdir(parents=True, exist_ok=True)
        try:
            _units(home)
        except DamagedError as error:
            findings = (_set_aside(path, error),)
        added = put_units(str(path), units) if units else 0
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageError(f"your memory cannot be written: {reason}", file=str(path)) from None
    facts = replace(_facts(home, _units(home)), changed=added, left_out=left_out)
    written = (str(path),) if added else ()
    return Report(facts=facts, findings=findings, written=written, next=following)


def _set_aside(path: Path, error: InputError) -> Finding:
    """Rename a damaged memory, so that nothing of it is lost and a new one can begin."""
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in itertools.count(1))
    aside = next(name for name in names if not name.exists())
    path.rename(aside)
    return Finding(
        code="damaged",
        level="warning",
        message=f"your memory {error.message}; it was set aside, and a new one begun",
        place=Place(file=str(aside)),
    )


def _facts(home: Path, units: Sequence[Unit]) -> MemoryFacts:
    talks = {unit.talk for unit in units if unit.talk}
    return MemoryFacts(file=str(memory_path(home)), units=len(units), talks=len(talks))


def _is_refused(offer: Offer, snapshot: Snapshot) -> bool:
    verdict = snapshot.memory.verdicts.get(offer.segment.id)
    return (
        verdict is not None
        and verdict.decision == "rejected"
        and verdict.holds(offer.segment.text, offer.unit.target)
    )


def _holds(unit: Unit, words: str) -> bool:
    wanted = words.strip().lower()
    return any(wanted in text.lower() for text in (unit.source, unit.target, unit.talk))
