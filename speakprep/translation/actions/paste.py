"""Asking by hand: a request for any chat window, and its answer taken back."""

from dataclasses import replace

from speakprep.errors import InputError
from speakprep.llm import paste
from speakprep.llm.cost import count_tokens
from speakprep.talk.disk import locked, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files, findings
from speakprep.translation.actions.glossary import fixed_in
from speakprep.translation.actions.opening import rendered_prompt
from speakprep.translation.actions.reporting import write_and_report
from speakprep.translation.model import (
    Direction,
    Memory,
    Requested,
    Translation,
    Window,
)
from speakprep.translation.reading import read_pasted
from speakprep.translation.snapshot import adopt_edits, read_snapshot
from speakprep.translation.windows import request, with_rejected

PASTED = "paste"
"""What stands for the model in the memory where a chat window was asked."""


def write_request(workspace: Workspace, direction: Direction) -> Report[Requested]:
    """Write one request for any chat window, with all that is not translated yet.

    Raises:
        InputError: the script or the prompt cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    path = files.request_path(workspace, direction)
    text = ""
    with locked(workspace.folder):
        snapshot = adopt_edits(workspace, direction)
        pending = snapshot.pending
        if pending:
            system, _ = rendered_prompt(workspace, direction)
            glossary = fixed_in(workspace, direction)
            (window,) = with_rejected([Window(segments=pending)], snapshot.rejected)
            text = paste.render(request(window, direction, system, glossary=glossary))
            write_atomic(path, text.encode(), within=workspace.folder)
    name = workspace.name(path) if pending else ""
    step = "import answer.txt" if pending else "check"
    return Report(
        facts=Requested(
            direction=direction,
            file=name,
            segments=len(snapshot.segments),
            pending=len(pending),
            tokens=count_tokens(text),
        ),
        written=(name,) if name else (),
        next=f"speakprep translate {step} --to {direction.target}",
    )


def import_answer(workspace: Workspace, direction: Direction, text: str) -> Report[Translation]:
    """Take back what a chat window answered, or as much of it as there is.

    What a hand has edited stays; what the answer lacks is asked for in the next
    request.

    Raises:
        InputError: there is no segment of this script in it; nothing was changed.
        BusyError: another speakprep is writing in this talk.
    """
    with locked(workspace.folder):
        snapshot = read_snapshot(workspace, direction)
        reading = read_pasted(text, snapshot.segments)
        if not reading.items and reading.spoilt:
            raise InputError(
                "no segment in it can be used: each holds half a character or is far too long",
                hint=f"ask anew: speakprep translate run --to {direction.target} --paste",
            )
        if not reading.items:
            raise InputError(
                f"none of the {len(reading.refused)} segments in it is one of this script",
                hint="the script has changed since; ask anew: "
                f"speakprep translate run --to {direction.target} --paste",
            )
        now = adopt_edits(workspace, direction)
        wanted = {segment.id for segment in now.pending}
        fresh = tuple(
            item
            for item in reading.items
            if item.id in wanted or is_news(now.memory, item.id, item.text)
        )
        _, prompt = rendered_prompt(workspace, direction)
        records = findings.records_of(
            replace(reading, items=fresh), snapshot.segments, direction, PASTED, prompt
        )
        files.remember(workspace, direction, records)
        return write_and_report(workspace, direction, len(fresh), reading.refused)


def is_news(memory: Memory, segment: str, target: str) -> bool:
    """Tell whether words for a segment change anything: a hand's work is not replaced."""
    known = memory.records.get(segment)
    return known is None or (known.state != "edited" and known.target != target)
