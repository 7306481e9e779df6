"""Texts that stand alone, such as the fields of a form, translated by the path of the script.

They share the script's memory of segments: what is translated once is not asked for again,
and what changed is all that is sent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from speakprep.errors import InputError
from speakprep.fidelity.cited import Chunk
from speakprep.fidelity.model import LIMITS, Pair, worst_first
from speakprep.fidelity.verify import verify
from speakprep.llm import paste
from speakprep.llm.cost import count_tokens
from speakprep.llm.model import Model, Price, Recipient
from speakprep.talk.disk import locked, write_atomic
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace
from speakprep.translation import files, findings
from speakprep.translation.actions.glossary import fixed_in
from speakprep.translation.actions.opening import rendered_prompt
from speakprep.translation.actions.paste import PASTED, is_news
from speakprep.translation.actions.run import ONE_BY_ONE, Packed, Running, Sending, prepare_windows
from speakprep.translation.dismissing import dismiss
from speakprep.translation.fixed import FixedTerms
from speakprep.translation.model import (
    Direction,
    Memory,
    Prepared,
    Requested,
    Shape,
)
from speakprep.translation.pairs import couples, paragraphs
from speakprep.translation.reading import read_pasted
from speakprep.translation.targets import joiner
from speakprep.translation.term_check import with_terms
from speakprep.translation.texts import (
    CutText,
    Texts,
    cut_texts,
    open_segments,
    put_together,
    whole_window,
    windows_of,
)
from speakprep.translation.unanswered import unanswered
from speakprep.translation.windows import left_of, request


@dataclass(frozen=True, kw_only=True)
class TranslatedText:
    """One text in the other language; None while segments of it are `missing`.

    `by` are the models that translated it, none where nothing had to be. `findings` are what
    the check says; their place has the text's key as its field, and no file or line yet.
    """

    key: str
    text: str | None
    missing: int
    by: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TranslatedTexts:
    """What came of translating texts: `came` segments now, and every text as it is now."""

    direction: Direction
    came: int
    texts: tuple[TranslatedText, ...]
    limits: str


@dataclass(frozen=True, kw_only=True)
class PreparedTexts:
    """Texts, and what would be sent for them."""

    texts: Texts
    prepared: Prepared


def prepare_texts(
    workspace: Workspace,
    direction: Direction,
    texts: Texts,
    recipient: Recipient,
    price: Price | None,
    shape: Shape = "text",
) -> PreparedTexts:
    """Work out what translating texts would send, text by text; nothing is sent.

    Raises:
        InputError: the memory, the prompt or the glossary cannot be read.
    """
    cuts, memory = cut_texts(texts.texts, direction), files.read_memory(workspace, direction)
    segments = sum(len(cut.segments) for cut in cuts)
    packed = Packed(windows=windows_of(cuts, memory), segments=segments)
    prepared = prepare_windows(workspace, direction, packed, recipient, price, shape)
    return PreparedTexts(texts=texts, prepared=prepared)


def run_texts(
    workspace: Workspace,
    texts: PreparedTexts,
    model: Model,
    *,
    now: Callable[[], datetime],
    progress: Callable[[float, float | None], None],
    sending: Sending = ONE_BY_ONE,
) -> Report[TranslatedTexts]:
    """Send what was prepared, remember what came window by window, and check it.

    Args:
        workspace: the talk.
        texts: what the person agreed to.
        model: who is asked.
        now: the time, for the exchanges kept; with its time zone.
        progress: is told how many segments are done, of how many.
        sending: how many windows at a time.

    Raises:
        OutsideError: the model failed before anything came.
        InputError: a file cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    prepared = texts.prepared
    direction = prepared.plan.direction
    cuts = cut_texts(texts.texts.texts, direction)
    with locked(workspace.folder):
        memory = files.read_memory(workspace, direction)
        left = {segment.id for cut in cuts for segment in open_segments(cut, memory)}
        running = Running(workspace, prepared, model, now, progress)
        outcome = running.ask_for(left_of(prepared.windows, left), sending)
        report = _report(workspace, direction, cuts, running.came, running.refused)
    return replace(report, findings=(*unanswered(outcome, texts.texts.file), *report.findings))


def write_texts_request(
    workspace: Workspace, direction: Direction, texts: Texts, name: str
) -> Report[Requested]:
    """Write one request for any chat window, with all of the texts that is not translated yet.

    Args:
        workspace: the talk.
        direction: from which language into which.
        texts: what to translate.
        name: the request's file in the talk folder.

    Raises:
        InputError: the memory, the prompt or the glossary cannot be read.
        BusyError: another speakprep is writing in this talk.
    """
    cuts, text = cut_texts(texts.texts, direction), ""
    path = workspace.folder / name
    with locked(workspace.folder):
        window = whole_window(cuts, files.read_memory(workspace, direction))
        if window.segments:
            system, _ = rendered_prompt(workspace, direction)
            glossary = fixed_in(workspace, direction)
            text = paste.render(request(window, direction, system, glossary=glossary))
            write_atomic(path, text.encode(), within=workspace.folder)
    written = (workspace.name(path),) if text else ()
    return Report(
        facts=Requested(
            direction=direction,
            file=written[0] if written else "",
            segments=sum(len(cut.segments) for cut in cuts),
            pending=len(window.segments),
            tokens=count_tokens(text),
        ),
        written=written,
    )


def import_texts(
    workspace: Workspace, direction: Direction, texts: Texts, answer: str
) -> Report[TranslatedTexts]:
    """Take back what a chat window answered, or as much of it as there is, and check it.

    Raises:
        InputError: there is no segment of these texts in it; nothing was changed.
        BusyError: another speakprep is writing in this talk.
    """
    cuts = cut_texts(texts.texts, direction)
    segments = [segment for cut in cuts for segment in cut.segments]
    with locked(workspace.folder):
        reading = read_pasted(answer, segments)
        if not reading.items:
            raise InputError(
                "no segment in it is one of these texts that can be used",
                hint="they have changed since, or it is another answer: ask anew with --paste",
            )
        _, prompt = rendered_prompt(workspace, direction)
        records = findings.records_of(reading, segments, direction, PASTED, prompt)
        memory = files.read_memory(workspace, direction)
        fresh = [one for one in records if is_news(memory, one.id, one.target)]
        files.remember(workspace, direction, fresh)
        return _report(workspace, direction, cuts, len(fresh), reading.refused)


def compare_texts(
    workspace: Workspace, direction: Direction, sides: Mapping[str, tuple[str, str]]
) -> tuple[Finding, ...]:
    """Check texts that a hand has translated or edited, paragraph by paragraph.

    Args:
        workspace: the talk.
        direction: from which language into which.
        sides: each text by its key, and what stands for it in the other language.

    Raises:
        InputError: the memory or the glossary cannot be read.
    """
    memory, glossary = files.read_memory(workspace, direction), fixed_in(workspace, direction)
    pairs: dict[str, Pair] = {}
    texts: dict[str, str] = {}
    for key, (source, target) in sides.items():
        both = couples(paragraphs(source), paragraphs(target), direction.source)
        for number, couple in enumerate(both, start=1):
            name = f"in {key}, part {number}"
            texts[name] = key
            pairs[name] = Pair(
                key=name,
                source=joiner(direction.source).join(one.text for one in couple.source),
                target=joiner(direction.target).join(one.text for one in couple.target),
            )
    found = _verified(pairs, texts, {}, memory, direction, glossary)
    return tuple(finding for findings_ in found.values() for finding in findings_)


def current_texts(
    workspace: Workspace, direction: Direction, texts: Texts
) -> Report[TranslatedTexts]:
    """Return texts as they are translated by now, checked; nothing is asked or written.

    Raises:
        InputError: the memory or the glossary cannot be read.
    """
    return _report(workspace, direction, cut_texts(texts.texts, direction), 0, ())


def _report(
    workspace: Workspace,
    direction: Direction,
    cuts: Sequence[CutText],
    came: int,
    refused: Sequence[str],
) -> Report[TranslatedTexts]:
    """Say what every text is by now, and what the check has to say."""
    memory = files.read_memory(workspace, direction)
    found = _findings(cuts, memory, direction, fixed_in(workspace, direction))
    name = files.shown_memory(workspace, direction)
    facts = TranslatedTexts(
        direction=direction,
        came=came,
        texts=tuple(
            _translated(cut, memory, direction, found.get(cut.text.key, [])) for cut in cuts
        ),
        limits=LIMITS,
    )
    return Report(
        facts=facts,
        findings=(*findings.refused(refused), *findings.skipped(memory, name)),
        written=(name,) if came else (),
    )


def _translated(
    cut: CutText, memory: Memory, direction: Direction, found: Sequence[Finding]
) -> TranslatedText:
    missing = len(open_segments(cut, memory))
    models = [memory.records[one.id].model for one in cut.segments if one.id in memory.records]
    return TranslatedText(
        key=cut.text.key,
        text=None if missing else put_together(cut, memory, direction),
        missing=missing,
        by=tuple(dict.fromkeys(models)),
        findings=tuple(found),
    )


def _findings(
    cuts: Sequence[CutText], memory: Memory, direction: Direction, glossary: FixedTerms
) -> dict[str, list[Finding]]:
    """Check all segments that have a translation; return what is found by the texts' keys."""
    pairs: dict[str, Pair] = {}
    texts: dict[str, str] = {}
    chunks: dict[str, tuple[Chunk, ...]] = {}
    unsure: list[str] = []
    for cut in cuts:
        for segment in cut.segments:
            target = memory.target(segment)
            if target is None:
                continue
            key = f"in {cut.text.key} ({segment.id})"
            pairs[key] = Pair(key=key, source=segment.text, target=target)
            texts[key] = cut.text.key
            record = memory.records[segment.id]
            chunks[key] = record.chunks
            if record.unsure:
                unsure.append(key)
    found = _verified(pairs, texts, chunks, memory, direction, glossary)
    for key in unsure:
        place = Place(field=texts[key])
        found.setdefault(texts[key], []).append(
            Finding(
                code="unsure",
                level="advice",
                message="the translator was not sure of this",
                place=place,
                evidence=pairs[key].target,
            )
        )
    return found


def _verified(
    pairs: Mapping[str, Pair],
    texts: Mapping[str, str],
    chunks: Mapping[str, tuple[Chunk, ...]],
    memory: Memory,
    direction: Direction,
    glossary: FixedTerms,
) -> dict[str, list[Finding]]:
    """Check pairs, and sort what is found by the texts they are of, each worst first."""
    both = tuple(pairs.values())
    said = (
        *verify(both, direction.source, direction.target),
        *findings.verify_chunks(both, chunks, direction),
    )
    ranked, _ = dismiss(
        worst_first(with_terms(said, both, glossary, direction)), pairs, memory.dismissed.values()
    )
    found: dict[str, list[Finding]] = {}
    for one in ranked:
        pair, place = pairs[one.key], Place(field=texts[one.key])
        finding = findings.as_finding(one, pair.source, pair.target, direction, place)
        found.setdefault(texts[one.key], []).append(finding)
    return found
