"""Asking a model: what would be sent, and sending it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from speakprep.llm import paste
from speakprep.llm.cost import estimate, total
from speakprep.llm.files import ask_and_keep
from speakprep.llm.model import Answer, Model, Price, Recipient, Request
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
from speakprep.translation.memory import render_record
from speakprep.translation.model import (
    Direction,
    Plan,
    Prepared,
    Reading,
    Segment,
    Shape,
    Translation,
    Window,
)
from speakprep.translation.reading import read_answer
from speakprep.translation.snapshot import adopt_edits, read_snapshot
from speakprep.translation.unanswered import unanswered
from speakprep.translation.windows import narrowed, pack, request, with_rejected


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
    requests = (request(window, direction, system, shape, glossary) for window in windows)
    counted = [count(segment.text) for segment in pending]
    plan = Plan(
        direction=direction,
        segments=packed.segments,
        pending=len(pending),
        words=sum(one.words + one.han for one in counted),
        requests=len(windows),
        recipient=recipient,
        estimate=total(tuple(estimate(one, recipient, price) for one in requests)),
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
    with locked(workspace.folder):
        pending = adopt_edits(workspace, prepared.plan.direction).pending
        running = Running(workspace, prepared, model, now, progress)
        outcome = running.ask_for(_still_pending(prepared, pending), sending)
        direction = prepared.plan.direction
        report = write_and_report(workspace, direction, running.came, tuple(running.refused))
    source = workspace.name(files.script_path(workspace, direction.source))
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
        self._model = model
        self._now = now
        self._progress = progress
        self._glossary = fixed_in(workspace, prepared.plan.direction)
        self._citing = Citing(prepared.shape)
        self._written: dict[str, str] = {}
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
        if outcome.failure is not None and not self._written:
            raise outcome.failure
        return outcome

    def _send(self, windows: tuple[Window, ...], sending: Sending) -> Outcome:
        return ask_windows(
            windows,
            ask=self._ask,
            request_of=self._request_of,
            read=lambda text, segments: read_answer(text, segments, self._prepared.shape),
            finish=self._finish,
            workers=sending.workers,
        )

    def _request_of(self, window: Window) -> Request:
        prepared, shape = self._prepared, self._citing.shape
        system = prepared.systems[shape]
        return request(window, prepared.plan.direction, system, shape, self._glossary)

    def _ask(self, question: Request) -> Answer:
        name = f"translate-{paste.request_id(question)}"
        folder, time = self._workspace.folder, self._now()
        return ask_and_keep(self._model, question, talk=folder, time=time, exchange_id=name)

    def _finish(self, window: Window, reading: Reading) -> None:
        """Put on the disk what a window brought."""
        prepared, direction = self._prepared, self._prepared.plan.direction
        if not self._citing.gave_up:
            self._citing.note(reading, window.segments)
        model = self._model.recipient.model
        records = findings.records_of(reading, window.segments, direction, model, prepared.prompt)
        # After Ctrl-C a window may be handed on twice.
        fresh = {
            record.id: line
            for record in records
            if self._written.get(record.id) != (line := render_record(record))
        }
        files.remember(self._workspace, direction, list(fresh.values()))
        self._written |= fresh
        self.refused += reading.refused
        self._progress(len(self._written), prepared.plan.pending)


def _still_pending(prepared: Prepared, pending: tuple[Segment, ...]) -> tuple[Window, ...]:
    """Return the windows without what another run has brought, or a hand has taken out, since.

    What a hand has added since was not agreed to, and waits for the next run.
    """
    ids = {segment.id for segment in pending}
    windows = (narrowed(window, ids) for window in prepared.windows)
    return tuple(window for window in windows if window.segments)
