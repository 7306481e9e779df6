"""Having single faults mended by a model: what would be sent, and what was better for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from speakprep.errors import UsageError
from speakprep.fidelity.model import Pair
from speakprep.llm.cost import estimate_all
from speakprep.llm.files import asking
from speakprep.llm.model import Estimate, Model, Price, Recipient, Request
from speakprep.talk.disk import locked
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files, findings, mend
from speakprep.translation.actions.glossary import fixed_in
from speakprep.translation.actions.opening import render_prompt, translated
from speakprep.translation.actions.reporting import placed_now, write_and_report
from speakprep.translation.asking import ask_windows
from speakprep.translation.fixed import FixedTerms
from speakprep.translation.mend import Broken, is_mended
from speakprep.translation.model import Direction, Item, Reading, Translation, Window
from speakprep.translation.reading import read_answer
from speakprep.translation.snapshot import adopt_edits, read_snapshot, write_translation
from speakprep.translation.standing import Placed
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
class Repair:
    """What is broken, by the segments' ids, and how a model is asked to mend it."""

    direction: Direction
    broken: Mapping[str, Broken]
    system: str
    prompt: int
    glossary: FixedTerms

    def request_of(self, window: Window) -> Request:
        """Return the request for one window."""
        broken = [self.broken[one.id] for one in window.segments]
        return mend.request(broken, self.direction, self.system, self.glossary)

    def is_done_by(self, item: Item) -> bool:
        """Tell whether new words are better than what stands there."""
        return is_mended(self.broken[item.id], item.text, self.direction, self.glossary)


@dataclass(frozen=True, kw_only=True)
class PreparedMend:
    """A plan and what carries it out."""

    plan: MendPlan
    windows: tuple[Window, ...]
    repair: Repair


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
    chosen = _to_mend(workspace, direction, line)
    system, version = render_prompt(workspace, direction, PROMPT)
    repair = Repair(
        direction=direction,
        broken={one.where.id: _broken(one) for one in chosen},
        system=system,
        prompt=version,
        glossary=fixed_in(workspace, direction),
    )
    windows = pack([part for one in chosen for part in one.where.segments], repair.broken)
    plan = MendPlan(
        direction=direction,
        places=len(repair.broken),
        requests=len(windows),
        recipient=recipient,
        estimate=estimate_all(map(repair.request_of, windows), recipient, price),
    )
    return PreparedMend(plan=plan, windows=windows, repair=repair)


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
    mending = _Mending(
        workspace=workspace, repair=prepared.repair, by=model.recipient.model, progress=progress
    )
    with locked(workspace.folder):
        adopt_edits(workspace, direction)
        # A script from elsewhere is remembered as it stands, or its new words would look like
        # another translation of somebody's own.
        write_translation(workspace, direction)
        outcome = ask_windows(
            prepared.windows,
            ask=asking(model, talk=workspace.folder, now=now, verb="mend"),
            request_of=prepared.repair.request_of,
            read=read_answer,
            finish=mending.finish,
            workers=workers,
        ).or_fail(mending.came)
        report = write_and_report(workspace, direction, len(mending.better), ())
        mended = _in_the_script(workspace, direction, mending.better)
    source = files.shown_script(workspace, direction.source)
    return Report(
        facts=Mended(mended=mended, kept=mending.came - mended, translation=report.facts),
        findings=(*unanswered(outcome, source), *report.findings),
        written=report.written,
        next=report.next,
    )


@dataclass(kw_only=True)
class _Mending:
    """Remembers what is better of what `came`: `better` are new words by their segments' ids."""

    workspace: Workspace
    repair: Repair
    by: str
    progress: Callable[[float, float | None], None]
    better: dict[str, str] = field(default_factory=dict)
    came: int = 0

    def finish(self, window: Window, reading: Reading) -> None:
        repair = self.repair
        taken = tuple(filter(repair.is_done_by, reading.items))
        records = findings.records_of(
            replace(reading, items=taken),
            window.segments,
            repair.direction,
            self.by,
            repair.prompt,
        )
        files.remember(self.workspace, repair.direction, records)
        self.better |= {item.id: item.text for item in taken}
        self.came += len(reading.items)
        self.progress(self.came, len(repair.broken))


def _to_mend(workspace: Workspace, direction: Direction, line: int | None) -> list[Placed]:
    """Return the places that a model may mend, on one line or everywhere.

    Raises:
        UsageError: there is none on this line.
    """
    places = placed_now(workspace, translated(workspace, direction))
    chosen = [one for one in places if _can_be_mended(one) and line in {None, one.where.line}]
    if not chosen and line is not None:
        raise UsageError(
            f"nothing in a model's words is found on line {line}",
            hint=f"see: speakprep translate check --to {direction.target}",
        )
    return chosen


def _can_be_mended(placed: Placed) -> bool:
    """Tell whether a place has findings, and words that are still one segment's and a model's."""
    return (
        placed.standing == "flagged"
        and placed.where.origin == "machine"
        and len(placed.where.segments) == 1
        and bool(placed.discrepancies)
    )


def _broken(placed: Placed) -> Broken:
    pair = Pair(key=placed.where.id, source=placed.source, target=placed.target)
    return Broken(pair=pair, discrepancies=placed.discrepancies)


def _in_the_script(workspace: Workspace, direction: Direction, better: Mapping[str, str]) -> int:
    """Count the new words that stand in the script now."""
    aligned = read_snapshot(workspace, direction).aligned
    return sum(better.get(one.id) == one.text for one in aligned)
