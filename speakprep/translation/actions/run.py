"""Asking a model: what would be sent, and sending it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from speakprep.llm.cost import estimate_all
from speakprep.llm.files import asking
from speakprep.llm.model import Model, Price, Recipient, Request
from speakprep.talk.disk import locked
from speakprep.talk.language import count
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files, findings
from speakprep.translation.actions.glossary import fixed_in
from speakprep.translation.actions.opening import rendered_prompt
from speakprep.translation.actions.reporting import write_and_report
from speakprep.translation.asking import Outcome, ask_windows
from speakprep.translation.citing import Citing
from speakprep.translation.model import (
    Direction,
    Plan,
    Prepared,
    Reading,
    Record,
    Shape,
    Translation,
    Window,
)
from speakprep.translation.reading import read_answer
from speakprep.translation.snapshot import adopt_edits, read_snapshot
from speakprep.translation.unanswered import unanswered
from speakprep.translation.windows import left_of, pack, request, with_rejected


def _nothing_to_settle() -> None:
    """Serve a model that is asked in one way only."""


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How windows are sent: so many at a time, after the model was settled once."""

    workers: int = 1
    settle: Callable[[], None] = _nothing_to_settle


ONE_BY_ONE = Sending()


@dataclass(frozen=True, kw_only=True)
class Packed:
    """What is to be asked for, out of so many segments."""

    windows: tuple[Window, ...]
    segments: int


def prepare(
    workspace: Workspace,
    direction: Direction,
    recipient: Recipient,
    price: Price | None,
    shape: Shape = "text",
) -> Prepared:
    """Work out what a run would send, to whom and for how much; nothing is sent.

    Raises:
        InputError: the script or the prompt cannot be read.
    """
    snapshot = read_snapshot(workspace, direction)
    packed = pack(snapshot.segments, (segment.id for segment in snapshot.pending))
    windows = with_rejected(packed, snapshot.rejected)
    wanted = Packed(windows=windows, segments=len(snapshot.segments))
    return prepare_windows(workspace, direction, wanted, recipient, price, shape)


def prepare_windows(
    workspace: Workspace,
    direction: Direction,
    packed: Packed,
    recipient: Recipient,
    price: Price | None,
    shape: Shape,
) -> Prepared:
    """Work out what sending windows takes; nothing is sent.

    Raises:
        InputError: the prompt or the glossary cannot be read.
    """
    shapes: tuple[Shape, ...] = ("text", "chunks") if shape == "chunks" else ("text",)
    systems = {each: rendered_prompt(workspace, direction, each) for each in shapes}
    system, prompt = systems[shape]
    windows = packed.windows
    pending = [segment for window in windows for segment in window.segments]
    glossary = fixed_in(workspace, direction)
    counted = [count(segment.text) for segment in pending]
    plan = Plan(
        direction=direction,
        segments=packed.segments,
        pending=len(pending),
        words=sum(one.words + one.han for one in counted),
        requests=len(windows),
        recipient=recipient,
        estimate=estimate_all(
            (request(window, direction, system, shape, glossary) for window in windows),
            recipient,
            price,
        ),
    )
    return Prepared(
        plan=plan,
        windows=windows,
        systems={each: text for each, (text, _) in systems.items()},
        prompt=prompt,
        shape=shape,
    )


def run(
    workspace: Workspace,
    prepared: Prepared,
    model: Model,
    *,
    now: Callable[[], datetime],
    progress: Callable[[float, float | None], None],
    sending: Sending = ONE_BY_ONE,
) -> Report[Translation]:
    """Send what was prepared, and write what came back.

    Every finished window is on the disk at once. What failed does not stop the rest: it is a
    finding, with the code `unanswered.UNFINISHED` where the reason is outside.

    Args:
        workspace: the talk.
        prepared: what the person agreed to.
        model: who is asked.
        now: the time, for the exchanges kept; with its time zone.
        progress: is told how many segments are done, of how many.
        sending: how many windows at a time, and what comes before the first.

    Raises:
        OutsideError: the model failed before anything came.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    direction = prepared.plan.direction
    with locked(workspace.folder):
        pending = {segment.id for segment in adopt_edits(workspace, direction).pending}
        running = Running(workspace, prepared, model, now, progress)
        # Not what has come or was taken out since; what was added since was not agreed to.
        outcome = running.ask_for(left_of(prepared.windows, pending), sending)
        report = write_and_report(workspace, direction, running.came, tuple(running.refused))
    source = files.shown_script(workspace, direction.source)
    return replace(report, findings=(*unanswered(outcome, source), *report.findings))


class Running:
    """One run: what came of it so far, and how the next window is asked for."""

    def __init__(
        self,
        workspace: Workspace,
        prepared: Prepared,
        model: Model,
        now: Callable[[], datetime],
        progress: Callable[[float, float | None], None],
    ) -> None:
        self._workspace = workspace
        self._prepared = prepared
        self._by = model.recipient.model
        self._ask = asking(model, talk=workspace.folder, now=now, verb="translate")
        self._progress = progress
        self._glossary = fixed_in(workspace, prepared.plan.direction)
        self._citing = Citing(prepared.shape)
        self._written: dict[str, Record] = {}
        self.refused: list[str] = []

    @property
    def came(self) -> int:
        """How many segments are on the disk because of this run."""
        return len(self._written)

    def ask_for(self, windows: tuple[Window, ...], sending: Sending) -> Outcome:
        """Ask for the windows; what comes is remembered at once.

        Raises:
            OutsideError: the model failed before anything came.
        """
        if windows:
            sending.settle()
        outcome = self._send(windows, sending)
        self._citing.close()
        if self._citing.gave_up and outcome.failure is None:
            broken = self._citing.broken
            again = self._send(pack(broken, (segment.id for segment in broken)), sending)
            # What stays open now has a translation all the same, whose citation does not hold.
            outcome = replace(outcome, failure=again.failure)
        return outcome

    def _send(self, windows: tuple[Window, ...], sending: Sending) -> Outcome:
        return ask_windows(
            windows,
            ask=self._ask,
            request_of=self._request_of,
            read=partial(read_answer, shape=self._prepared.shape),
            finish=self._finish,
            workers=sending.workers,
        ).or_fail(self.came)

    def _request_of(self, window: Window) -> Request:
        prepared, shape = self._prepared, self._citing.shape
        system = prepared.systems[shape]
        return request(window, prepared.plan.direction, system, shape, self._glossary)

    def _finish(self, window: Window, reading: Reading) -> None:
        """Put on the disk what a window brought."""
        prepared, direction = self._prepared, self._prepared.plan.direction
        if not self._citing.gave_up:
            self._citing.note(reading, window.segments)
        records = findings.records_of(
            reading, window.segments, direction, self._by, prepared.prompt
        )
        # After Ctrl-C a window may be handed on twice.
        fresh = {record.id: record for record in records if self._written.get(record.id) != record}
        files.remember(self._workspace, direction, list(fresh.values()))
        self._written |= fresh
        self.refused += reading.refused
        self._progress(len(self._written), prepared.plan.pending)
