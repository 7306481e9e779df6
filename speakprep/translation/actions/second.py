"""A second opinion from a model: what would be sent, and what came of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

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
from speakprep.translation import files, judge
from speakprep.translation.actions.glossary import fixed_in
from speakprep.translation.actions.opening import rendered_prompt, translated
from speakprep.translation.actions.reporting import compare_now, report_on
from speakprep.translation.asking import ask_windows
from speakprep.translation.fixed import NO_TERMS, FixedTerms
from speakprep.translation.memory import render_judged
from speakprep.translation.model import (
    Direction,
    Item,
    Judged,
    Opinion,
    Reading,
    SecondReader,
    Segment,
    Translation,
    Window,
    digest,
)
from speakprep.translation.opinions import compare_back, compare_second
from speakprep.translation.reading import read_answer
from speakprep.translation.snapshot import Snapshot
from speakprep.translation.standing import Placed, place
from speakprep.translation.unanswered import unanswered
from speakprep.translation.windows import pack, request

JUDGE_PROMPT = "prompts/judge.md"


@dataclass(frozen=True, kw_only=True)
class SecondPlan:
    """What a second opinion would send: `pending` of the `places` that are translated."""

    direction: Direction
    how: SecondReader
    places: int
    pending: int
    requests: int
    recipient: Recipient
    estimate: Estimate


@dataclass(frozen=True, kw_only=True)
class PreparedSecond:
    """A plan and what carries it out; `places` are by their id.

    `glossary` is what the translation that is compared has to keep to, too.
    """

    plan: SecondPlan
    windows: tuple[Window, ...]
    places: Mapping[str, Placed]
    system: str
    glossary: FixedTerms


@dataclass(frozen=True, kw_only=True)
class SecondOpinion:
    """What came of a second opinion, and how far the translation is.

    `read` are the places looked at now, `doubted` those of them somebody should look at;
    `dropped` counts findings whose quotation does not stand in the text.
    """

    how: SecondReader
    by: str
    read: int
    doubted: int
    dropped: int
    translation: Translation


def prepare_second(
    workspace: Workspace,
    direction: Direction,
    how: SecondReader,
    recipient: Recipient,
    price: Price | None,
) -> PreparedSecond:
    """Work out what a second opinion would send; nothing is sent.

    What this reader has read, and nobody has edited since, is not sent again. A translation back
    is asked for where the check has found something, the others everywhere.

    Raises:
        InputError: a script or the prompt cannot be read, or there is no translation.
    """
    snapshot = translated(workspace, direction)
    places = _places(workspace, snapshot)
    pending = {one.where.id: one for one in places if _is_pending(one, how, snapshot, recipient)}
    system = _system(workspace, direction, how)
    segments = tuple(_segment(one, how) for one in pending.values())
    windows = pack(segments, pending)
    glossary = fixed_in(workspace, direction) if how == "second" else NO_TERMS
    requests = [_request(window, pending, direction, how, system, glossary) for window in windows]
    plan = SecondPlan(
        direction=direction,
        how=how,
        places=len(places),
        pending=len(pending),
        requests=len(windows),
        recipient=recipient,
        estimate=total(tuple(estimate(one, recipient, price) for one in requests)),
    )
    return PreparedSecond(
        plan=plan, windows=windows, places=pending, system=system, glossary=glossary
    )


def run_second(
    workspace: Workspace,
    prepared: PreparedSecond,
    model: Model,
    *,
    now: Callable[[], datetime],
    progress: Callable[[float, float | None], None],
    workers: int = 1,
) -> Report[SecondOpinion]:
    """Send what was prepared and remember what came, window by window.

    Raises:
        OutsideError: the model failed before anything came.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    plan, places = prepared.plan, prepared.places
    reader = _Reader(prepared)
    read: list[str] = []

    def ask(question: Request) -> Answer:
        name = f"{plan.how}-{paste.request_id(question)}"
        return ask_and_keep(model, question, talk=workspace.folder, time=now(), exchange_id=name)

    def finish(window: Window, reading: Reading) -> None:
        del window
        judged = [
            _judged(places[item.id], plan.how, model.recipient.model, reader.opinions[item.id])
            for item in reading.items
        ]
        files.remember(workspace, plan.direction, [render_judged(one) for one in judged])
        read.extend(item.id for item in reading.items)
        progress(len(read), plan.pending)

    with locked(workspace.folder):
        outcome = ask_windows(
            prepared.windows,
            ask=ask,
            request_of=reader.request_of,
            read=reader.read,
            finish=finish,
            workers=workers,
        )
        if outcome.failure is not None and not read:
            raise outcome.failure
        report = report_on(workspace, translated(workspace, plan.direction))
    facts = SecondOpinion(
        how=plan.how,
        by=model.recipient.model,
        read=len(read),
        doubted=sum(bool(reader.opinions[name]) for name in read),
        dropped=reader.dropped,
        translation=report.facts,
    )
    source = workspace.name(files.script_path(workspace, plan.direction.source))
    memory = workspace.name(files.memory_path(workspace, plan.direction))
    return Report(
        facts=facts,
        findings=(*unanswered(outcome, source), *report.findings),
        written=(memory,) if read else (),
        next=report.next,
    )


class _Reader:
    """Reads the answers to one plan and keeps the opinions, by the places' ids."""

    def __init__(self, prepared: PreparedSecond) -> None:
        self._prepared = prepared
        self.opinions: dict[str, tuple[Opinion, ...]] = {}
        self.dropped = 0

    def request_of(self, window: Window) -> Request:
        """Return the request for one window."""
        plan, prepared = self._prepared.plan, self._prepared
        return _request(
            window, prepared.places, plan.direction, plan.how, prepared.system, prepared.glossary
        )

    def read(self, text: str, asked: tuple[Segment, ...]) -> Reading:
        """Read an answer; the opinions are kept here, and the reading names what was read."""
        plan = self._prepared.plan
        if plan.how == "judge":
            judgement = judge.read_judgement(text, _pairs(asked, self._prepared.places))
            self.opinions |= judgement.opinions
            self.dropped += judgement.dropped
            return Reading(items=tuple(Item(id=one.id, text="") for one in asked))
        reading = read_answer(text, asked)
        for item in reading.items:
            placed = self._prepared.places[item.id]
            self.opinions[item.id] = (
                compare_second(placed.target, item.text, plan.direction.target)
                if plan.how == "second"
                else compare_back(placed.source, item.text, plan.direction.source)
            )
        return reading


def _places(workspace: Workspace, snapshot: Snapshot) -> tuple[Placed, ...]:
    """Return the places that are translated, from the source as it is now."""
    spots = compare_now(workspace, snapshot).spots
    placed = place(snapshot.aligned, spots, snapshot.memory, snapshot.direction)
    return tuple(
        one for one in placed if one.standing not in {"missing", "stale"} and one.target.strip()
    )


def _is_pending(
    placed: Placed, how: SecondReader, snapshot: Snapshot, recipient: Recipient
) -> bool:
    known = snapshot.memory.judged.get((placed.where.id, how))
    if known and known.by == recipient.model and known.holds(placed.source, placed.target):
        return False
    return how != "back" or bool(placed.findings)


def _segment(placed: Placed, how: SecondReader) -> Segment:
    where = placed.where
    text = placed.target if how == "back" else placed.source
    return Segment(id=where.id, text=text, slide=where.slide, line=where.line)


def _request(
    window: Window,
    places: Mapping[str, Placed],
    direction: Direction,
    how: SecondReader,
    system: str,
    glossary: FixedTerms,
) -> Request:
    if how == "judge":
        return judge.request(tuple(_pairs(window.segments, places)), direction, system)
    wanted = _reversed(direction) if how == "back" else direction
    return request(window, wanted, system, glossary=glossary)


def _pairs(segments: tuple[Segment, ...], places: Mapping[str, Placed]) -> Iterator[Pair]:
    for segment in segments:
        placed = places[segment.id]
        yield Pair(key=segment.id, source=placed.source, target=placed.target)


def _system(workspace: Workspace, direction: Direction, how: SecondReader) -> str:
    """Return the rendered prompt: the judge's, or the translator's, maybe the other way round."""
    if how != "judge":
        wanted = _reversed(direction) if how == "back" else direction
        return rendered_prompt(workspace, wanted)[0]
    names = {
        "source": LANGUAGE_NAMES[direction.source],
        "target": LANGUAGE_NAMES[direction.target],
    }
    return render(parse_template(find_resource(workspace.shelves, JUDGE_PROMPT)), names)


def _reversed(direction: Direction) -> Direction:
    return replace(direction, source=direction.target, target=direction.source)


def _judged(placed: Placed, how: SecondReader, by: str, opinions: tuple[Opinion, ...]) -> Judged:
    return Judged(
        id=placed.where.id,
        how=how,
        source_digest=digest(placed.source),
        target_digest=digest(placed.target),
        by=by,
        opinions=opinions,
    )
