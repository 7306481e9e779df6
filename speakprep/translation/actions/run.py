"""Asking a model: what would be sent, and sending it."""

from collections.abc import Callable
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
from speakprep.translation.actions.opening import rendered_prompt
from speakprep.translation.actions.reporting import write_and_report
from speakprep.translation.asking import ask_windows
from speakprep.translation.memory import render_record
from speakprep.translation.model import Direction, Plan, Prepared, Reading, Translation, Window
from speakprep.translation.snapshot import adopt_edits, read_snapshot
from speakprep.translation.windows import pack, request


def prepare(
    workspace: Workspace, direction: Direction, recipient: Recipient, price: Price | None
) -> Prepared:
    """Work out what a run would send, to whom and for how much; nothing is sent.

    Raises:
        InputError: the script or the prompt cannot be read.
    """
    snapshot = read_snapshot(workspace, direction)
    system, prompt = rendered_prompt(workspace, direction)
    pending = snapshot.pending
    windows = pack(snapshot.segments, (segment.id for segment in pending))
    requests = (request(window, direction, system) for window in windows)
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
    return Prepared(plan=plan, windows=windows, system=system, prompt=prompt)


def run(
    workspace: Workspace,
    prepared: Prepared,
    model: Model,
    *,
    now: Callable[[], datetime],
    progress: Callable[[float, float | None], None],
) -> Report[Translation]:
    """Send what was prepared, window by window, and write what came back.

    Every finished window is on the disk before the next one is sent.

    Args:
        workspace: the talk.
        prepared: what the person agreed to.
        model: who is asked.
        now: the time, for the exchanges kept; with its time zone.
        progress: is told how many segments are done, of how many.

    Raises:
        OutsideError: the model failed; what was finished is kept.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    direction = prepared.plan.direction
    came = 0
    refused: list[str] = []

    def ask(question: Request) -> Answer:
        name = f"translate-{paste.request_id(question)}"
        return ask_and_keep(model, question, talk=workspace.folder, time=now(), exchange_id=name)

    def finish(window: Window, reading: Reading) -> None:
        nonlocal came
        records = findings.records_of(
            reading, window.segments, direction, model.recipient.model, prepared.prompt
        )
        files.remember(workspace, direction, [render_record(record) for record in records])
        refused.extend(reading.refused)
        came += len(records)
        progress(came, prepared.plan.pending)

    with locked(workspace.folder):
        adopt_edits(workspace, direction)
        ask_windows(prepared.windows, direction, prepared.system, ask=ask, finish=finish)
        return write_and_report(workspace, direction, came, tuple(refused))
