"""One run of the player page: what it plays, and keeping what was heard in the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from speakprep.rehearsal.actions.playing import (
    Decode,
    SlideTimes,
    levels_of,
    same_files,
    slide_times,
)
from speakprep.rehearsal.actions.records import find_record, find_rehearsal
from speakprep.rehearsal.files import add_listening, parse_rehearsal
from speakprep.rehearsal.heard import heard_share, is_heard, missing, played, union
from speakprep.rehearsal.model import Progress, Span
from speakprep.rehearsal.record import Listening, Rehearsal, Remark
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Playable:
    """What the player page shows: a rehearsal, its files, its loudness, its slides."""

    rehearsal: Rehearsal
    files: tuple[Path, ...]
    levels: tuple[int, ...]
    times: SlideTimes


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How much of the talk was heard by now, 0 to 1; whether it counts; what was not heard."""

    share: float
    counts: bool
    missing: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class ListenFacts:
    """What came of one run: its rehearsal, and the notes of this run."""

    rehearsal: Rehearsal
    record: str
    standing: Standing
    remarks: tuple[Remark, ...]


def open_player(
    workspace: Workspace,
    rehearsal_id: str,
    *,
    decode: Decode,
    progress: Progress | None = None,
) -> Playable:
    """Return what the player page needs; the recording must be the one that was logged.

    Raises:
        UsageError: there is no such rehearsal, or it lives elsewhere.
        InputError: its record is broken, a recording is gone, changed, or cannot be decoded.
    """
    rehearsal = find_rehearsal(workspace, rehearsal_id)
    return Playable(
        rehearsal=rehearsal,
        files=same_files(workspace, rehearsal, progress),
        levels=levels_of(workspace, rehearsal, decode),
        times=slide_times(workspace, rehearsal),
    )


class Session:
    """One run of the player page.

    Each `keep` replaces what this run wrote before and touches nothing else in the
    record; a run that heard nothing writes nothing.
    """

    def __init__(self, workspace: Workspace, rehearsal: Rehearsal, at: datetime) -> None:
        """Begin a run at a time of the speaker's own clock."""
        self._workspace = workspace
        self._path = find_record(workspace, rehearsal.id)
        self._before = rehearsal
        self._now = Listening(at=at.replace(microsecond=0))
        self._kept: Listening | None = None

    @property
    def rehearsal(self) -> Rehearsal:
        """The rehearsal with what this run heard."""
        return replace(self._before, listened=(*self._before.listened, self._now))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The notes of this run."""
        return self._now.remarks

    @property
    def standing(self) -> Standing:
        """How much was heard by now, in all runs together."""
        rehearsal = self.rehearsal
        spans = played(rehearsal)
        return Standing(
            share=heard_share(rehearsal, spans),
            counts=is_heard(rehearsal),
            missing=missing(rehearsal, spans),
        )

    def keep(self, spans: Sequence[Span], remarks: Mapping[str, Remark]) -> Standing:
        """Add what was played, take the notes as they are now, and write both down.

        Raises:
            InputError: the record is broken by now.
            StorageError: it cannot be written.
            BusyError: another speakprep is writing in this talk.
        """
        heard = union((*self._now.played, *spans))
        now = replace(
            self._now,
            played=tuple(
                Span(start_s=round(each.start_s, 1), end_s=round(each.end_s, 1)) for each in heard
            ),
            remarks=tuple(sorted(remarks.values(), key=lambda each: (each.at_s, each.text))),
        )
        if (now.played or now.remarks or self._kept) and now != self._kept:
            self._write(now)
        self._now = now
        return self.standing

    def report(self) -> Report[ListenFacts]:
        """Return what came of the run."""
        standing, rehearsal = self.standing, self.rehearsal
        name = self._workspace.name(self._path)
        again = f"speakprep rehearse listen {self._path.stem}"
        return Report(
            facts=ListenFacts(
                rehearsal=rehearsal, record=name, standing=standing, remarks=self.remarks
            ),
            written=(name,) if self._kept else (),
            next="speakprep plan" if standing.counts else again,
        )

    def _write(self, now: Listening) -> None:
        name = self._workspace.name(self._path)
        with locked(self._workspace.folder):
            before = read_text(self._path)
            after = add_listening(before, name, self._path.stem, now, instead=self._kept)
            write_atomic(
                self._path, after.encode(), within=self._workspace.folder, expected=before.encode()
            )
        self._kept = now
        # Another run may have written meanwhile: what it heard counts here as well.
        written = parse_rehearsal(after, name, self._path.stem)
        others = tuple(each for each in written.listened if each != now)
        self._before = replace(written, listened=others)
