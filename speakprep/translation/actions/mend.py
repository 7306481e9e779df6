"""Having single faults mended by a model: what would be sent, and what was better for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from speakprep.errors import UsageError
from speakprep.fidelity.model import Pair
from speakprep.llm import paste
from speakprep.llm.cost import estimate, total
from speakprep.llm.files import ask_and_keep
from speakprep.llm.model import Answer, Estimate, Model, Price, Recipient, Request
from speakprep.talk.disk import locked
from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.talk.report import Report
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.talk.workspace import Workspace
from speakprep.translation import files, findings, mend
from speakprep.translation.actions.glossary import fixed_in
from speakprep.translation.actions.opening import translated
from speakprep.translation.actions.reporting import compare_now, write_and_report
from speakprep.translation.asking import ask_windows
from speakprep.translation.fixed import FixedTerms
from speakprep.translation.memory import render_record
from speakprep.translation.mend import Broken, is_mended
from speakprep.translation.model import Direction, Reading, Translation, Window
from speakprep.translation.reading import read_answer
from speakprep.translation.snapshot import adopt_edits, read_snapshot, write_translation
from speakprep.translation.standing import Placed, place
from speakprep.translation.unanswered import unanswered
from speakprep.translation.windows import pack

PROMPT = "prompts/mend.md"


@dataclass(frozen=True, kw_only=True)
class MendPlan:
    """What mending would send: `places` with findings in a model's words."""

    direction: Direction
    places: int
    requests: int
    recipient: Recipient
    estimate: Estimate


@dataclass(frozen=True, kw_only=True)
class PreparedMend:
    """A plan and what carries it out; `broken` are by the segments' ids."""

    plan: MendPlan
    windows: tuple[Window, ...]
    broken: Mapping[str, Broken]
    system: str
    prompt: int
    glossary: FixedTerms

    def request_of(self, window: Window) -> Request:
        """Return the request for one window."""
        return _request(window, self.broken, self.plan.direction, self.system, self.glossary)


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What came of mending: places `mended`, and those `kept` as new words were no better."""

    mended: int
    kept: int
    translation: Translation


def prepare_mend(
    workspace: Workspace,
    direction: Direction,
    recipient: Recipient,
    price: Price | None,
    *,
    line: int | None = None,
) -> PreparedMend:
    """Work out what mending would send; nothing is sent. What a hand has written is not asked for.

    Args:
        workspace: the talk.
        direction: from which language into which.
        recipient: who would be asked.
        price: what they charge, if that is known.
        line: only the places on this line of the translated script.

    Raises:
        UsageError: there is nothing to mend there.
        InputError: a script or the prompt cannot be read.
    """
    snapshot = translated(workspace, direction)
    spots = compare_now(workspace, snapshot).spots
    places = place(snapshot.aligned, spots, snapshot.memory, direction)
    chosen = [one for one in places if _can_be_mended(one) and line in {None, one.where.line}]
    if not chosen and line is not None:
        raise UsageError(
            f"nothing in a model's words is found on line {line}",
            hint=f"see: speakprep translate check --to {direction.target}",
        )
    broken = {
        one.where.id: Broken(
            pair=Pair(key=one.where.id, source=one.source, target=one.target),
            discrepancies=one.discrepancies,
        )
        for one in chosen
    }
    names = {
        "source": LANGUAGE_NAMES[direction.source],
        "target": LANGUAGE_NAMES[direction.target],
    }
    template = parse_template(find_resource(workspace.shelves, PROMPT))
    system = render(template, names)
    segments = tuple(segment for one in chosen for segment in one.where.segments)
    windows = pack(segments, broken)
    glossary = fixed_in(workspace, direction)
    requests = [_request(window, broken, direction, system, glossary) for window in windows]
    plan = MendPlan(
        direction=direction,
        places=len(broken),
        requests=len(windows),
        recipient=recipient,
        estimate=total(tuple(estimate(one, recipient, price) for one in requests)),
    )
    return PreparedMend(
        plan=plan,
        windows=windows,
        broken=broken,
        system=system,
        prompt=template.version,
        glossary=glossary,
    )


def run_mend(
    workspace: Workspace,
    prepared: PreparedMend,
    model: Model,
    *,
    now: Callable[[], datetime],
    progress: Callable[[float, float | None], None],
    workers: int = 1,
) -> Report[Mended]:
    """Send what was prepared, and take over what is better and nothing else.

    Raises:
        OutsideError: the model failed before anything came.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    direction = prepared.plan.direction
    better: dict[str, str] = {}
    read = 0

    def ask(question: Request) -> Answer:
        name = f"mend-{paste.request_id(question)}"
        return ask_and_keep(model, question, talk=workspace.folder, time=now(), exchange_id=name)

    def finish(window: Window, reading: Reading) -> None:
        nonlocal read
        taken = tuple(
            item
            for item in reading.items
            if is_mended(prepared.broken[item.id], item.text, direction, prepared.glossary)
        )
        read += len(reading.items)
        better.update({item.id: item.text for item in taken})
        records = findings.records_of(
            replace(reading, items=taken),
            window.segments,
            direction,
            model.recipient.model,
            prepared.prompt,
        )
        files.remember(workspace, direction, [render_record(record) for record in records])
        progress(read, prepared.plan.places)

    with locked(workspace.folder):
        adopt_edits(workspace, direction)
        # A script from elsewhere is remembered as it stands, or its new words would look like
        # another translation of somebody's own.
        write_translation(workspace, direction)
        outcome = ask_windows(
            prepared.windows,
            ask=ask,
            request_of=prepared.request_of,
            read=read_answer,
            finish=finish,
            workers=workers,
        )
        if outcome.failure is not None and not read:
            raise outcome.failure
        source = workspace.name(files.script_path(workspace, direction.source))
        report = write_and_report(workspace, direction, len(better), ())
        mended = _in_the_script(workspace, direction, better)
    return Report(
        facts=Mended(mended=mended, kept=read - mended, translation=report.facts),
        findings=(*unanswered(outcome, source), *report.findings),
        written=report.written,
        next=report.next,
    )


def _can_be_mended(placed: Placed) -> bool:
    """Tell whether a place has findings, and words that are still one segment's and a model's."""
    return (
        placed.standing == "flagged"
        and placed.where.origin == "machine"
        and len(placed.where.segments) == 1
        and bool(placed.discrepancies)
    )


def _in_the_script(workspace: Workspace, direction: Direction, better: Mapping[str, str]) -> int:
    """Count the new words that stand in the script now."""
    aligned = read_snapshot(workspace, direction).aligned
    return sum(better.get(one.id) == one.text for one in aligned)


def _request(
    window: Window,
    broken: Mapping[str, Broken],
    direction: Direction,
    system: str,
    glossary: FixedTerms,
) -> Request:
    return mend.request([broken[one.id] for one in window.segments], direction, system, glossary)
