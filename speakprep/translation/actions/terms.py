"""A glossary proposed from the script, its slides, and what is translated already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from speakprep.fidelity.model import Pair
from speakprep.script.files import MEMORY_NAME, parse_memory
from speakprep.talk.disk import read_bytes
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation.actions.glossary import add_to_glossary, read_glossary
from speakprep.translation.fixed import says
from speakprep.translation.glossary import Term, is_term, kept
from speakprep.translation.model import Direction
from speakprep.translation.snapshot import Snapshot, read_snapshot
from speakprep.translation.terms import Candidate, Passage, TermKind, find_terms
from speakprep.translation.wordings import Wording, Wordings

MOST = 40
"""So many are proposed: a person reads that many and not two hundred."""

MOST_CHARACTERS = 400_000
"""Of a script that are looked at: eight hours of speech."""


LEAST_TIMES = 3
"""Segments from which a translation is proposed; two have too much else in common."""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A term proposed: how often it comes, on which slides, and on which line first.

    `translation` is what the talk's own translation calls it in `said` of the `times`
    segments that hold it; empty where that is unclear. A name that is to stay has itself.
    """

    words: str
    kind: TermKind
    count: int
    slides: tuple[int, ...]
    line: int | None
    translation: str = ""
    said: int = 0
    times: int = 0

    @property
    def keep(self) -> bool:
        """Whether it is a name that stays as it is."""
        return self.translation == self.words


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is proposed, what comes most first; `known` are in the glossary, `more` were left out.

    `written` tells how many were put into the glossary.
    """

    direction: Direction
    file: str
    source: str
    terms: tuple[Proposed, ...]
    known: int
    more: int
    written: int = 0


def propose(workspace: Workspace, direction: Direction, *, write: bool = False) -> Report[Proposal]:
    """Propose terms; with `write`, put them into the glossary, beside what a person wrote.

    Raises:
        InputError: the script or the glossary cannot be read.
        BusyError: another speakprep is writing in this talk.
        StorageError: the disk refuses.
    """
    snapshot = read_snapshot(workspace, direction)
    glossary, _ = read_glossary(workspace)
    known = {form.lower() for term in glossary.terms for form in term.forms(direction.source)}
    candidates = [
        one
        for one in find_terms(tuple(_passages(workspace, snapshot)), direction.source)
        if is_term(one.words)
    ]
    fresh = [one for one in candidates if one.words.lower() not in known]
    pairs, of_segment = _pairs(snapshot)
    wordings = Wordings(pairs, direction)
    terms = tuple(_proposed(one, snapshot, pairs, of_segment, wordings) for one in fresh[:MOST])
    written: tuple[str, ...] = ()
    added = 0
    if write and terms:
        entries = tuple(_entry(one, direction) for one in terms)
        _, report = add_to_glossary(workspace, direction, entries)
        written, added = report.written, report.facts.added
    step = "glossary" if write or not terms else "terms --write"
    facts = Proposal(
        direction=direction,
        file=glossary.file,
        source=workspace.name(workspace.folder / f"script.{direction.source}.md"),
        terms=terms,
        known=len(candidates) - len(fresh),
        more=max(0, len(fresh) - MOST),
        written=added,
    )
    to = f" --to {direction.target}"
    return Report(facts=facts, written=written, next=f"speakprep translate {step}{to}")


def _passages(workspace: Workspace, snapshot: Snapshot) -> Iterator[Passage]:
    """Yield the script's segments, numbered, then what is on the slides."""
    titles = {
        segment.id for slide in snapshot.slides if slide.title for segment in slide.title.segments
    }
    left = MOST_CHARACTERS
    for number, segment in enumerate(snapshot.segments):
        left -= len(segment.text)
        if left < 0:
            return
        yield Passage(number=number, text=segment.text, title=segment.id in titles)
    path = workspace.folder / MEMORY_NAME
    if not path.is_file():
        return
    seen = parse_memory(read_bytes(path).decode("utf-8", errors="replace"))
    lines = (line for said in seen.slides.values() for line in said.lines)
    for number, line in enumerate(lines, start=len(snapshot.segments)):
        left -= len(line)
        if left < 0:
            return
        yield Passage(number=number, text=line, shown=True)


def _pairs(snapshot: Snapshot) -> tuple[tuple[Pair, ...], dict[int, int]]:
    """Return what is translated, and the number of the pair that holds each segment."""
    numbers = {segment.id: number for number, segment in enumerate(snapshot.segments)}
    pairs: list[Pair] = []
    of_segment: dict[int, int] = {}
    for one in snapshot.aligned:
        if one.origin in {"machine", "edited"} and one.text.strip():
            of_segment |= {numbers[segment.id]: len(pairs) for segment in one.segments}
            source = one.source(snapshot.direction.source)
            pairs.append(Pair(key=one.id, source=source, target=one.text))
    return tuple(pairs), of_segment


def _proposed(
    one: Candidate,
    snapshot: Snapshot,
    pairs: Sequence[Pair],
    of_segment: dict[int, int],
    wordings: Wordings,
) -> Proposed:
    segments = snapshot.segments
    spoken = [segments[number] for number in one.passages if number < len(segments)]
    here = tuple(
        dict.fromkeys(of_segment[number] for number in one.passages if number in of_segment)
    )
    wording = _wording(one, here, pairs, snapshot.direction, wordings)
    return Proposed(
        words=one.words,
        kind=one.kind,
        count=one.count,
        slides=tuple(dict.fromkeys(each.slide for each in spoken if each.slide is not None)),
        line=spoken[0].line if spoken else None,
        translation=wording.words if wording else "",
        said=wording.said if wording else 0,
        times=wording.times if wording else 0,
    )


def _wording(
    one: Candidate,
    here: tuple[int, ...],
    pairs: Sequence[Pair],
    direction: Direction,
    wordings: Wordings,
) -> Wording | None:
    """Return what a term is called; a name stays as it is unless its translation differs."""
    found = wordings.of(here) if len(here) >= LEAST_TIMES else None
    if one.kind == "term":
        return found if found and found.settled else None
    exact = sum(says(pairs[at].target, one.words, direction.target, exactly=True) for at in here)
    if here and not exact:
        return found if found and found.settled else None
    return Wording(words=one.words, said=exact, times=len(here))


def _entry(one: Proposed, direction: Direction) -> Term:
    if one.keep:
        return kept(one.words)
    return Term(texts={direction.source: one.words, direction.target: one.translation})
