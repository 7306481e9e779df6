"""Both scripts and the memory of one direction, as they are now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from speakprep.script.files import new_preamble, render_script
from speakprep.script.model import Script
from speakprep.talk.disk import write_atomic
from speakprep.talk.workspace import Workspace
from speakprep.translation import files
from speakprep.translation.align import Aligned, align
from speakprep.translation.model import (
    Direction,
    Memory,
    Record,
    Rejected,
    Segment,
    SourceSlide,
    Verdict,
)
from speakprep.translation.rebuild import Conflict, rebuild
from speakprep.translation.segments import cut_script
from speakprep.translation.targets import translated_title


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What the files say; `present_bytes` is None where there is no translated script."""

    direction: Direction
    source: Script
    slides: tuple[SourceSlide, ...]
    memory: Memory
    present: Script
    present_bytes: bytes | None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in the order of the script."""
        return tuple(segment for slide in self.slides for segment in slide.segments)

    @cached_property
    def aligned(self) -> tuple[Aligned, ...]:
        """Which words stand for which segments."""
        return align(self.slides, self.present, self.memory, self.direction.target)

    @property
    def pending(self) -> tuple[Segment, ...]:
        """What has no translation, neither a model's nor a hand's, or one that was refused."""
        by_hand = {
            segment.id for one in self.aligned if one.origin == "edited" for segment in one.segments
        }
        rejected = self.rejected
        return tuple(
            segment
            for segment in self.segments
            if segment.id in rejected
            or (self.memory.target(segment) is None and segment.id not in by_hand)
        )

    @property
    def rejected(self) -> Mapping[str, Rejected]:
        """What a person refused, by the ids of the segments it stands for."""
        found: dict[str, Rejected] = {}
        for one in self.aligned:
            if verdict := self._refused(one):
                for segment in one.segments:
                    found[segment.id] = Rejected(
                        id=segment.id, was=one.text, because=verdict.reason
                    )
        return found

    def _refused(self, one: Aligned) -> Verdict | None:
        verdict = self.memory.verdicts.get(one.id)
        if verdict is None or verdict.decision != "rejected" or one.origin in {"missing", "stale"}:
            return None
        return verdict if verdict.holds(one.source(self.direction.source), one.text) else None


def read_snapshot(workspace: Workspace, direction: Direction) -> Snapshot:
    """Read both scripts and the memory.

    Raises:
        InputError: a file cannot be read, or there is no script to translate.
    """
    source = files.read_source(workspace, direction.source)
    present, present_bytes = files.read_target(workspace, direction.target)
    return Snapshot(
        direction=direction,
        source=source,
        slides=cut_script(source, direction),
        memory=files.read_memory(workspace, direction),
        present=present,
        present_bytes=present_bytes,
    )


def adopt_edits(workspace: Workspace, direction: Direction) -> Snapshot:
    """Take over into the memory what a hand has edited, where its segment is known.

    Raises:
        InputError: a file cannot be read.
    """
    snapshot = read_snapshot(workspace, direction)
    records = []
    for one in snapshot.aligned:
        segment, *others = one.segments
        if one.origin != "edited" or others or one.whole_slide:
            continue
        if one.text.strip() and snapshot.memory.target(segment) != one.text:
            records.append(
                Record(
                    id=segment.id, source=segment.text, target=one.text, model="", state="edited"
                )
            )
    files.remember(workspace, direction, records)
    known = {**snapshot.memory.records, **{record.id: record for record in records}}
    return replace(snapshot, memory=replace(snapshot.memory, records=known))


def write_translation(
    workspace: Workspace, direction: Direction
) -> tuple[Snapshot, tuple[Conflict, ...], tuple[str, ...]]:
    """Write the translated script; return what is there now, conflicts, and files written.

    The memory learns what was written after the script is on the disk: killed
    in between, the next run finds the same text and writes nothing.

    Raises:
        InputError: a file cannot be read, or was changed meanwhile.
        StorageError: the disk refuses.
    """
    before = read_snapshot(workspace, direction)
    newline = (before.source if before.present_bytes is None else before.present).newline
    present = before.present
    if before.present_bytes is None:
        preamble = new_preamble(_title(workspace.talk.title, before), direction.target)
        present = replace(present, preamble=preamble.replace("\n", newline))
    rebuilt = rebuild(before.slides, before.memory, present, direction, newline)
    path = files.script_path(workspace, direction.target)
    data = render_script(rebuilt.script).encode()
    written: tuple[str, ...] = ()
    if data != before.present_bytes:
        write_atomic(path, data, within=workspace.folder, expected=before.present_bytes)
        written = (workspace.name(path),)
    fresh = [one for one in rebuilt.generated if before.memory.generated.get(one.key) != one]
    files.remember(workspace, direction, fresh)
    return read_snapshot(workspace, direction), rebuilt.conflicts, written


def _title(title: str, snapshot: Snapshot) -> str:
    """Return the talk's title in the other language where a slide is called the same."""
    for slide in snapshot.slides:
        if slide.slide.head.title == " ".join(title.split()):
            target = translated_title(slide, snapshot.memory, snapshot.direction.target)
            return title if target is None else target
    return title
