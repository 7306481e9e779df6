"""What there is to say about a translation, with its place, worst first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from speakprep.fidelity.cited import Chunk, compare_chunks
from speakprep.fidelity.echoes import without_echoes
from speakprep.fidelity.length import usual_offset
from speakprep.fidelity.model import Discrepancy, Pair, worst_first
from speakprep.fidelity.suspicion import rank
from speakprep.fidelity.verify import verify
from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.talk.report import LEVELS, Finding, Level, Place
from speakprep.translation.align import Aligned
from speakprep.translation.dismissing import RuleUse, dismiss
from speakprep.translation.fixed import NO_TERMS, FixedTerms
from speakprep.translation.model import (
    Accepted,
    Direction,
    Item,
    Memory,
    Reading,
    Record,
    Segment,
    digest,
)
from speakprep.translation.opinions import group_by_place, opinions_on
from speakprep.translation.rebuild import Conflict
from speakprep.translation.term_check import with_terms

QUOTE = 60
"""Characters of the other side's words that a message shows."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place that was compared: what the check says about it, worst first, maybe nothing.

    `discrepancies` are what the findings are made of, with the words of both sides; `accepted`
    kinds are settled, the others open. `suspicion` is what `fidelity.suspicion` makes of these.
    """

    where: Aligned
    source: str
    findings: tuple[Finding, ...]
    accepted: frozenset[str]
    discrepancies: tuple[Discrepancy, ...]
    suspicion: float = 0.0

    @property
    def open(self) -> tuple[Finding, ...]:
        """What nobody has accepted."""
        return tuple(finding for finding in self.findings if finding.code not in self.accepted)

    @property
    def open_discrepancies(self) -> tuple[Discrepancy, ...]:
        """What the open findings are made of."""
        return tuple(one for one in self.discrepancies if one.kind not in self.accepted)

    @property
    def broken(self) -> bool:
        """Whether a gate is open."""
        return any(finding.level == "error" for finding in self.open)

    @property
    def flagged(self) -> bool:
        """Whether anything open is more than advice."""
        return any(finding.level != "advice" for finding in self.open)

    def accept(self, reason: str) -> Accepted:
        """Accept all that is found here, for as long as neither side is edited."""
        return Accepted(
            id=self.where.id,
            source_digest=digest(self.source),
            target_digest=digest(self.where.text),
            findings=tuple(dict.fromkeys(finding.code for finding in self.findings)),
            reason=reason,
        )


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What the check says: all that is open, worst first; every place compared, in script order.

    `rules` are what people dismissed in this talk, with how often each is of use.
    """

    findings: tuple[Finding, ...]
    spots: tuple[Spot, ...]
    rules: tuple[RuleUse, ...] = ()


def records_of(
    reading: Reading, segments: Sequence[Segment], direction: Direction, model: str, prompt: int
) -> tuple[Record, ...]:
    """Return what to remember of an answer, with what the check says about it."""
    sources = {segment.id: segment.text for segment in segments}
    pairs = [Pair(key=item.id, source=sources[item.id], target=item.text) for item in reading.items]
    chunks = {item.id: item.chunks for item in reading.items}
    kinds: dict[str, list[Discrepancy]] = {}
    for found in (
        *verify(pairs, direction.source, direction.target),
        *verify_chunks(pairs, chunks, direction),
    ):
        kinds.setdefault(found.key, []).append(found)

    def record(item: Item) -> Record:
        found = kinds.get(item.id, [])
        pressing = any(one.level != "advice" for one in found)
        return Record(
            id=item.id,
            source=sources[item.id],
            target=item.text,
            model=model,
            prompt=prompt,
            unsure=item.unsure,
            findings=tuple(dict.fromkeys(one.kind for one in found)),
            state="flagged" if pressing else "machine",
            chunks=item.chunks,
        )

    return tuple(record(item) for item in reading.items)


def verify_chunks(
    pairs: Sequence[Pair], chunks: Mapping[str, tuple[Chunk, ...]], direction: Direction
) -> Iterator[Discrepancy]:
    """Yield what the citations tell of, for the pairs that came in cited chunks."""
    usual = usual_offset(pairs, direction.target)
    for pair in pairs:
        if cited := chunks.get(pair.key):
            yield from compare_chunks(pair, cited, direction.target, usual)


def compare(
    aligned: Sequence[Aligned],
    memory: Memory,
    direction: Direction,
    file: str,
    source_file: str,
    glossary: FixedTerms = NO_TERMS,
) -> Compared:
    """Compare the files as they are now, also with what the glossary fixes.

    What is stale is named and not compared: its source is another one by now.
    """
    places = {_key(one): one for one in aligned if one.origin in {"machine", "edited"}}
    pairs = {
        key: Pair(key=key, source=one.source(direction.source), target=one.text)
        for key, one in places.items()
    }
    found = _discrepancies(tuple(pairs.values()), places, memory, direction)
    found = with_terms(found, tuple(pairs.values()), glossary, direction)
    kept, rules = dismiss(worst_first(found), pairs, memory.dismissed.values())
    said: dict[str, list[Discrepancy]] = {}
    for one in kept:
        said.setdefault(one.key, []).append(one)
    spots = [_spot(one, said.get(key, ()), memory, direction, file) for key, one in places.items()]
    open_ = chain.from_iterable(spot.open_discrepancies for spot in spots)
    ranked = rank(tuple(pairs.values()), direction.target, open_)
    suspicions = {one.key: one.suspicion for one in ranked}
    spots = [replace(spot, suspicion=suspicions[_key(spot.where)]) for spot in spots]
    # Place by place: what is read together is mended together.
    worst = sorted(spots, key=lambda spot: -spot.suspicion)
    findings = (
        *chain.from_iterable(spot.open for spot in worst if spot.broken),
        *_standing(aligned, memory, direction, file, source_file),
        *chain.from_iterable(spot.open for spot in worst if not spot.broken),
    )
    return Compared(findings=findings, spots=tuple(spots), rules=rules)


def _discrepancies(
    pairs: Sequence[Pair],
    places: Mapping[str, Aligned],
    memory: Memory,
    direction: Direction,
) -> tuple[Discrepancy, ...]:
    """Return all that was counted, cited and quoted, each fault once."""
    chunks = {key: _cited(one, memory) for key, one in places.items()}
    counted = (
        *verify(pairs, direction.source, direction.target),
        *verify_chunks(pairs, chunks, direction),
    )
    judged = group_by_place(memory)
    quoted = (opinions_on(pair, judged.get(places[pair.key].id, ())) for pair in pairs)
    return (*without_echoes(counted), *chain.from_iterable(quoted))


def as_finding(
    found: Discrepancy, source: str, target: str, direction: Direction, place: Place
) -> Finding:
    """Return a discrepancy with the words of both sides: its own, or the segment's beginning."""
    words = _short(found.source_words or source)
    quote = "" if words in found.message else f" ({LANGUAGE_NAMES[direction.source]}: “{words}”)"
    return Finding(
        code=found.kind,
        level=found.level,
        message=f"{found.message}{quote}",
        place=place,
        evidence=found.target_words or target,
    )


def conflicting(conflicts: Iterable[Conflict], file: str) -> tuple[Finding, ...]:
    """Say where a hand's work was kept although its source or translation has changed."""
    return tuple(
        Finding(
            code="kept",
            level="warning",
            message="edited by hand, so it stays as it is; its translation is now: "
            f"“{_short(conflict.offered)}”",
            place=Place(
                file=file,
                line=conflict.slide.line
                if conflict.line is None
                else conflict.slide.text_line + conflict.line,
                slide=conflict.slide.head.number,
            ),
            evidence=conflict.kept,
        )
        for conflict in conflicts
    )


def refused(names: Iterable[str]) -> tuple[Finding, ...]:
    """Name the ids that an answer made up or gave twice."""
    return tuple(
        Finding(
            code="refused",
            level="advice",
            message="the answer held an id that was not asked for, or one id twice; not used",
            evidence=name,
        )
        for name in dict.fromkeys(names)
    )


def skipped(memory: Memory, file: str) -> tuple[Finding, ...]:
    """Name the lines of the memory that hold no record."""
    return tuple(
        Finding(
            code="skipped",
            level="advice",
            message="this line is unfinished or was changed, and was skipped",
            place=Place(file=file, line=number),
        )
        for number in memory.unreadable
    )


def _standing(
    aligned: Sequence[Aligned], memory: Memory, direction: Direction, file: str, source_file: str
) -> tuple[Finding, ...]:
    """Name what is stale, what is missing, and slides whose paragraphs do not match."""
    language = LANGUAGE_NAMES[direction.source]
    found = []
    for one in aligned:
        if one.origin == "stale":
            message = f"its {language} has changed since: “{_short(one.source(direction.source))}”"
            found.append(_finding("stale", "warning", message, one, file))
        elif one.whole_slide:
            message = (
                f"its paragraphs are not those of the {language}, so they were compared as one"
            )
            found.append(_finding("structure", "advice", message, one, file))
    missing = [one for one in aligned if one.origin == "missing"]
    if missing:
        slides = dict.fromkeys(str(one.slide) for one in missing if one.slide is not None)
        where = f" on slide{'s' if len(slides) > 1 else ''} {', '.join(slides)}" if slides else ""
        message = f"{_count(len(missing))}{where}: not translated yet"
        waiting = sum(memory.target(part) is not None for one in missing for part in one.segments)
        if waiting:  # a slide is written when all of it is there
            message += f"; {waiting} of them came, and wait for the rest of their slide"
        words = missing[0].source(direction.source)
        place = Place(file=source_file, line=missing[0].line, slide=missing[0].slide)
        found.append(
            Finding(code="missing", level="warning", message=message, place=place, evidence=words)
        )
    return tuple(sorted(found, key=lambda finding: LEVELS.index(finding.level)))


def _spot(
    where: Aligned, said: Sequence[Discrepancy], memory: Memory, direction: Direction, file: str
) -> Spot:
    """Return a place with what is accepted there, as long as both sides are what they were."""
    source, accepted = where.source(direction.source), memory.accepted.get(where.id)
    digests = digest(source), digest(where.text)
    holds = accepted and digests == (accepted.source_digest, accepted.target_digest)
    there = _place(where, file)
    findings = [as_finding(one, source, where.text, direction, there) for one in said]
    if _is_unsure(where, memory):
        message = "the translator was not sure of this"
        findings.append(_finding("unsure", "advice", message, where, file))
    return Spot(
        where=where,
        source=source,
        findings=tuple(findings),
        accepted=frozenset(accepted.findings if accepted and holds else ()),
        discrepancies=tuple(said),
    )


def _cited(one: Aligned, memory: Memory) -> tuple[Chunk, ...]:
    """Return how a place cites its source: only words that are still a model's do."""
    record = memory.records.get(one.id) if one.origin == "machine" else None
    return record.chunks if record is not None and record.target == one.text else ()


def _is_unsure(one: Aligned, memory: Memory) -> bool:
    """Tell whether the model itself was not sure; a hand's work is not the model's."""
    return one.origin == "machine" and memory.records[one.segments[0].id].unsure


def _finding(code: str, level: Level, message: str, where: Aligned, file: str) -> Finding:
    return Finding(
        code=code, level=level, message=message, place=_place(where, file), evidence=where.text
    )


def _place(where: Aligned, file: str) -> Place:
    return Place(file=file, line=where.line, slide=where.slide)


def _key(one: Aligned) -> str:
    """Return a name that reads well where a finding speaks of another segment."""
    return f"on line {one.line} ({one.id})"


def _count(segments: int) -> str:
    return f"{segments} segment{'' if segments == 1 else 's'}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTE else f"{line[: QUOTE - 1]}…"
