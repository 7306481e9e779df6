"""What a face calls: plan, run, ask by hand, import, check, accept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from speakprep.errors import InputError, UsageError
from speakprep.fidelity.model import LIMITS
from speakprep.llm import paste
from speakprep.llm.cost import count_tokens, estimate, total
from speakprep.llm.files import ask_and_keep
from speakprep.llm.model import Answer, Model, Price, Recipient, Request
from speakprep.talk.disk import locked, write_atomic
from speakprep.talk.language import LANGUAGE_NAMES, Language, count
from speakprep.talk.report import Finding, Report, at_or_above
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.talk.workspace import Workspace
from speakprep.translation import files, findings
from speakprep.translation.accepting import choose, reason_of
from speakprep.translation.asking import ask_windows
from speakprep.translation.memory import render_accepted, render_record
from speakprep.translation.model import (
    Acceptance,
    Direction,
    Item,
    Memory,
    Plan,
    Prepared,
    Reading,
    Requested,
    Translation,
    Window,
)
from speakprep.translation.reading import read_pasted
from speakprep.translation.snapshot import (
    Snapshot,
    adopt_edits,
    read_snapshot,
    write_translation,
)
from speakprep.translation.windows import pack, request

PROMPT = "prompts/translate.md"


def choose_direction(
    workspace: Workspace, target: Language | None, source: Language | None = None
) -> Direction:
    """Return the direction meant: from the talk's own language to the one it is wanted in.

    Raises:
        UsageError: the target is not said, or is the source.
    """
    talk = workspace.talk
    source = source or talk.language
    wanted = [target] if target else [code for code in talk.translate_to if code != source]
    if not wanted:
        raise UsageError(
            "into which language?", hint="for example: speakprep translate run --to en"
        )
    if wanted[0] == source:
        raise UsageError(
            f"the script is {LANGUAGE_NAMES[source]} already",
            hint="name another language with --to, or the script's own with --lang",
        )
    return Direction(source=source, target=wanted[0])


def prepare(
    workspace: Workspace, direction: Direction, recipient: Recipient, price: Price | None
) -> Prepared:
    """Work out what a run would send, to whom and for how much; nothing is sent.

    Raises:
        InputError: the script or the prompt cannot be read.
    """
    snapshot = read_snapshot(workspace, direction)
    system, prompt = _prompt(workspace, direction)
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
        return _written(workspace, direction, came, tuple(refused))


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
            system, _ = _prompt(workspace, direction)
            text = paste.render(request(Window(segments=pending), direction, system))
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


def renew(workspace: Workspace, direction: Direction) -> Report[Translation]:
    """Bring the translated script in step with its source; nothing is asked.

    Slides that moved take their translation along, and hand edits are remembered.

    Raises:
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    with locked(workspace.folder):
        adopt_edits(workspace, direction)
        return _written(workspace, direction, 0, ())


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
        memory = adopt_edits(workspace, direction).memory
        fresh = tuple(item for item in reading.items if _is_news(item, memory))
        _, prompt = _prompt(workspace, direction)
        records = findings.records_of(
            replace(reading, items=fresh), snapshot.segments, direction, "paste", prompt
        )
        files.remember(workspace, direction, [render_record(record) for record in records])
        return _written(workspace, direction, len(fresh), reading.refused)


def check(workspace: Workspace, direction: Direction) -> Report[Translation]:
    """Compare both scripts as they are now; nothing is sent and nothing written.

    Raises:
        InputError: a file cannot be read.
    """
    return _report(workspace, _translated(workspace, direction))


def accept(
    workspace: Workspace, direction: Direction, named: str, reason: str
) -> Report[Acceptance]:
    """Note that a person read a place with findings and found it right, and why.

    Editing either side of it revokes that.

    Raises:
        UsageError: there is no reason, or no one place of that name with findings.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    reason = reason_of(reason)
    with locked(workspace.folder):
        snapshot = _translated(workspace, direction)
        spots = _compare(workspace, snapshot).spots
        spot = choose(spots, named)
        accepted = spot.accept(reason)
        files.remember(workspace, direction, [render_accepted(accepted)])
    left = sum(each.flagged for each in spots) - spot.flagged
    facts = Acceptance(
        direction=direction,
        accepted=accepted,
        file=workspace.name(files.script_path(workspace, direction.target)),
        line=spot.where.line,
        target=spot.where.text,
        left=left,
    )
    return Report(
        facts=facts,
        written=(workspace.name(files.memory_path(workspace, direction)),),
        next=f"speakprep translate check --to {direction.target}" if left else "speakprep plan",
    )


def _translated(workspace: Workspace, direction: Direction) -> Snapshot:
    """Read both scripts; the translated one has to be there."""
    snapshot = read_snapshot(workspace, direction)
    if snapshot.present_bytes is None:
        raise InputError(
            f"there is no {LANGUAGE_NAMES[direction.target]} script yet",
            file=workspace.name(files.script_path(workspace, direction.target)),
            hint=f"type: speakprep translate run --to {direction.target}",
        )
    return snapshot


def _compare(workspace: Workspace, snapshot: Snapshot) -> findings.Compared:
    direction = snapshot.direction
    return findings.compare(
        snapshot.aligned,
        snapshot.memory,
        direction,
        workspace.name(files.script_path(workspace, direction.target)),
        workspace.name(files.script_path(workspace, direction.source)),
    )


def _prompt(workspace: Workspace, direction: Direction) -> tuple[str, int]:
    """Return the rendered prompt and its version."""
    template = parse_template(find_resource(workspace.shelves, PROMPT))
    names = {
        "source": LANGUAGE_NAMES[direction.source],
        "target": LANGUAGE_NAMES[direction.target],
    }
    return render(template, names), template.version


def _is_news(item: Item, memory: Memory) -> bool:
    """Tell whether an imported segment changes anything: a hand's work is not replaced."""
    known = memory.records.get(item.id)
    return known is None or (known.state != "edited" and known.target != item.text)


def _written(
    workspace: Workspace, direction: Direction, came: int, refused: tuple[str, ...]
) -> Report[Translation]:
    """Write the script and say what is in it."""
    snapshot, conflicts, written = write_translation(workspace, direction)
    name = workspace.name(files.script_path(workspace, direction.target))
    extra = (*findings.conflicting(conflicts, name), *findings.refused(refused))
    memory = workspace.name(files.memory_path(workspace, direction))
    files_written = (*written, memory) if came or written else ()
    return _report(workspace, snapshot, came=came, extra=extra, written=files_written)


def _report(
    workspace: Workspace,
    snapshot: Snapshot,
    *,
    came: int = 0,
    extra: tuple[Finding, ...] = (),
    written: tuple[str, ...] = (),
) -> Report[Translation]:
    direction, aligned = snapshot.direction, snapshot.aligned
    name = workspace.name(files.script_path(workspace, direction.target))
    memory = workspace.name(files.memory_path(workspace, direction))
    compared = _compare(workspace, snapshot)
    found = (*compared.findings, *extra, *findings.skipped(snapshot.memory, memory))

    def segments(standing: str) -> int:
        return sum(len(one.segments) for one in aligned if one.standing == standing)

    facts = Translation(
        direction=direction,
        file=name,
        segments=len(snapshot.segments),
        came=came,
        stale=segments("stale"),
        missing=segments("missing"),
        edited=segments("edited"),
        flagged=sum(spot.flagged for spot in compared.spots),
        accepted=sum(len(spot.open) < len(spot.findings) for spot in compared.spots),
        limits=LIMITS,
    )
    return Report(facts=facts, findings=found, written=written, next=_next(snapshot, found))


def _next(snapshot: Snapshot, found: tuple[Finding, ...]) -> str:
    target = snapshot.direction.target
    outdated = any(one.standing in {"missing", "stale"} for one in snapshot.aligned)
    if outdated:
        return f"speakprep translate run --to {target}"
    if at_or_above(found, "warning"):
        return f"speakprep translate check --to {target}"
    return f"speakprep script check --lang {target}"
