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
from speakprep.translation.asking import ask_windows
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
from speakprep.translation.windows import narrowed, pack, request


def _nothing_to_settle() -> None:
    """Serve a model that is asked in one way only."""


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How windows are sent: so many at a time, after the model was settled once."""

    workers: int = 1
    settle: Callable[[], None] = _nothing_to_settle


ONE_BY_ONE = Sending()


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
    system, prompt = rendered_prompt(workspace, direction, shape)
    pending = snapshot.pending
    windows = pack(snapshot.segments, (segment.id for segment in pending))
    glossary = fixed_in(workspace, direction)
    requests = (request(window, direction, system, shape, glossary) for window in windows)
    counted = [count(segment.text) for segment in pending]
    plan = Plan(
        direction=direction,
        segments=len(snapshot.segments),
        pending=len(pending),
        words=sum(one.words + one.han for one in counted),
        requests=len(windows),
        recipient=recipient,
        estimate=total(tuple(estimate(one, recipient, price) for one in requests)),
    )
    return Prepared(plan=plan, windows=windows, system=system, prompt=prompt, shape=shape)


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
    glossary = fixed_in(workspace, direction)
    written: set[str] = set()
    refused: list[str] = []

    def ask(question: Request) -> Answer:
        name = f"translate-{paste.request_id(question)}"
        return ask_and_keep(model, question, talk=workspace.folder, time=now(), exchange_id=name)

    def finish(window: Window, reading: Reading) -> None:
        records = findings.records_of(
            reading, window.segments, direction, model.recipient.model, prepared.prompt
        )
        # After Ctrl-C a window may be handed on twice.
        fresh = [record for record in records if record.id not in written]
        files.remember(workspace, direction, [render_record(record) for record in fresh])
        written.update(record.id for record in fresh)
        refused.extend(reading.refused)
        progress(len(written), prepared.plan.pending)

    with locked(workspace.folder):
        windows = _still_pending(prepared, adopt_edits(workspace, direction).pending)
        if windows:
            sending.settle()
        outcome = ask_windows(
            windows,
            ask=ask,
            request_of=lambda window: request(
                window, direction, prepared.system, prepared.shape, glossary
            ),
            read=lambda text, segments: read_answer(text, segments, prepared.shape),
            finish=finish,
            workers=sending.workers,
        )
        if outcome.failure is not None and not written:
            raise outcome.failure
        source = workspace.name(files.script_path(workspace, direction.source))
        report = write_and_report(workspace, direction, len(written), tuple(refused))
        return replace(report, findings=(*unanswered(outcome, source), *report.findings))


def _still_pending(prepared: Prepared, pending: tuple[Segment, ...]) -> tuple[Window, ...]:
    """Return the windows without what another run has brought, or a hand has taken out, since.

    What a hand has added since was not agreed to, and waits for the next run.
    """
    ids = {segment.id for segment in pending}
    windows = (narrowed(window, ids) for window in prepared.windows)
    return tuple(window for window in windows if window.segments)
