"""A second opinion from a model: what would be sent, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from speakprep.fidelity.model import Pair
from speakprep.llm.cost import estimate_all
from speakprep.llm.files import asking
from speakprep.llm.model import Estimate, Model, Price, Recipient, Request
from speakprep.talk.disk import locked
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files, judge
from speakprep.translation.actions.glossary import fixed_in
from speakprep.translation.actions.opening import render_prompt, rendered_prompt, translated
from speakprep.translation.actions.reporting import placed_now, report_on
from speakprep.translation.asking import ask_windows
from speakprep.translation.fixed import NO_TERMS, FixedTerms
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
from speakprep.translation.standing import Placed
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
class Questions:
    """What a second reader is asked, and about which places, by their ids.

    `glossary` is what the translation that is compared has to keep to, too.
    """

    direction: Direction
    how: SecondReader
    places: Mapping[str, Placed]
    system: str
    glossary: FixedTerms

    def request_of(self, window: Window) -> Request:
        """Return the request for one window."""
        if self.how == "judge":
            return judge.request(self.pairs(window.segments), self.direction, self.system)
        wanted = _asked_for(self.direction, self.how)
        return request(window, wanted, self.system, glossary=self.glossary)

    def pairs(self, segments: tuple[Segment, ...]) -> tuple[Pair, ...]:
        """Return both sides of what is asked about."""
        places = [self.places[segment.id] for segment in segments]
        return tuple(Pair(key=one.where.id, source=one.source, target=one.target) for one in places)


@dataclass(frozen=True, kw_only=True)
class PreparedSecond:
    """A plan and what carries it out."""

    plan: SecondPlan
    windows: tuple[Window, ...]
    questions: Questions


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
    places = [one for one in placed_now(workspace, snapshot) if _is_readable(one)]
    pending = {one.where.id: one for one in places if _is_pending(one, how, snapshot, recipient)}
    questions = Questions(
        direction=direction,
        how=how,
        places=pending,
        system=_system(workspace, direction, how),
        glossary=fixed_in(workspace, direction) if how == "second" else NO_TERMS,
    )
    windows = pack([_segment(one, how) for one in pending.values()], pending)
    plan = SecondPlan(
        direction=direction,
        how=how,
        places=len(places),
        pending=len(pending),
        requests=len(windows),
        recipient=recipient,
        estimate=estimate_all(map(questions.request_of, windows), recipient, price),
    )
    return PreparedSecond(plan=plan, windows=windows, questions=questions)


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
    direction, by = prepared.plan.direction, model.recipient.model
    reader = _Reader(workspace=workspace, questions=prepared.questions, by=by, progress=progress)
    with locked(workspace.folder):
        outcome = ask_windows(
            prepared.windows,
            ask=asking(model, talk=workspace.folder, now=now, verb=prepared.plan.how),
            request_of=prepared.questions.request_of,
            read=reader.read,
            finish=reader.finish,
            workers=workers,
        ).or_fail(reader.came)
        report = report_on(workspace, translated(workspace, direction))
    facts = SecondOpinion(
        how=prepared.plan.how,
        by=by,
        read=reader.came,
        doubted=reader.doubted,
        dropped=reader.dropped,
        translation=report.facts,
    )
    source = files.shown_script(workspace, direction.source)
    return Report(
        facts=facts,
        findings=(*unanswered(outcome, source), *report.findings),
        written=(files.shown_memory(workspace, direction),) if reader.came else (),
        next=report.next,
    )


@dataclass(kw_only=True)
class _Reader:
    """Takes the opinions out of the answers, and remembers them place by place.

    `came` places were read, `doubted` of them have an opinion; `dropped` counts findings whose
    quotation does not stand in the text.
    """

    workspace: Workspace
    questions: Questions
    by: str
    progress: Callable[[float, float | None], None]
    opinions: dict[str, tuple[Opinion, ...]] = field(default_factory=dict)
    came: int = 0
    doubted: int = 0
    dropped: int = 0

    def read(self, text: str, asked: tuple[Segment, ...]) -> Reading:
        """Read an answer; the opinions are kept here, and the reading names what was read."""
        questions = self.questions
        if questions.how == "judge":
            judgement = judge.read_judgement(text, questions.pairs(asked))
            self.opinions |= judgement.opinions
            self.dropped += judgement.dropped
            return Reading(items=tuple(Item(id=one.id, text="") for one in asked))
        reading = read_answer(text, asked)
        for item in reading.items:
            placed = questions.places[item.id]
            self.opinions[item.id] = (
                compare_second(placed.target, item.text, questions.direction.target)
                if questions.how == "second"
                else compare_back(placed.source, item.text, questions.direction.source)
            )
        return reading

    def finish(self, window: Window, reading: Reading) -> None:
        del window
        questions = self.questions
        judged = [
            _judged(questions.places[item.id], questions.how, self.by, self.opinions[item.id])
            for item in reading.items
        ]
        files.remember(self.workspace, questions.direction, judged)
        self.came += len(judged)
        self.doubted += sum(bool(one.opinions) for one in judged)
        self.progress(self.came, len(questions.places))


def _is_readable(placed: Placed) -> bool:
    """Tell whether there are words of the source as it is now."""
    return placed.translated and bool(placed.target.strip())


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


def _system(workspace: Workspace, direction: Direction, how: SecondReader) -> str:
    """Return the rendered prompt: the judge's, or the translator's, maybe the other way round."""
    if how == "judge":
        return render_prompt(workspace, direction, JUDGE_PROMPT)[0]
    return rendered_prompt(workspace, _asked_for(direction, how))[0]


def _asked_for(direction: Direction, how: SecondReader) -> Direction:
    """Return the direction of the translation that is asked for."""
    if how == "back":
        return replace(direction, source=direction.target, target=direction.source)
    return direction


def _judged(placed: Placed, how: SecondReader, by: str, opinions: tuple[Opinion, ...]) -> Judged:
    return Judged(
        id=placed.where.id,
        how=how,
        source_digest=digest(placed.source),
        target_digest=digest(placed.target),
        by=by,
        opinions=opinions,
    )
