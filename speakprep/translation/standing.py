"""Where each place of a translation stands, on the way to being signed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from speakprep.fidelity.model import Discrepancy
from speakprep.talk.report import Finding, Place
from speakprep.translation.align import Aligned
from speakprep.translation.findings import Spot
from speakprep.translation.model import (
    Decision,
    Direction,
    Memory,
    SourceSlide,
    Standing,
    Verdict,
    digest,
)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Segments with the words that stand for them, and where they stand.

    `source` is their text; `findings` are open, worst first, and `discrepancies`
    the same with the words of both sides; `suspicion` grows with them and with
    lengths; `verdict` is what a person decided about exactly these words, if anybody did.
    """

    where: Aligned
    source: str
    standing: Standing
    findings: tuple[Finding, ...]
    discrepancies: tuple[Discrepancy, ...]
    suspicion: float
    verdict: Verdict | None

    @property
    def target(self) -> str:
        """The words on the other side."""
        return self.where.text

    @property
    def translated(self) -> bool:
        """Whether there are words of the source as it is now."""
        return self.standing not in {"missing", "stale"}


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many places stand where; `in_bulk` of those signed were signed all at once."""

    counts: Mapping[Standing, int]
    in_bulk: int = 0

    @property
    def places(self) -> int:
        """All there are."""
        return sum(self.counts.values())

    @property
    def signed(self) -> int:
        """What a person stands for."""
        return self.counts["signed"]

    @property
    def flagged(self) -> int:
        """What has findings that nobody settled."""
        return self.counts["flagged"]

    @property
    def to_read(self) -> int:
        """What has none, and waits for a reader all the same."""
        return self.counts["machine"] + self.counts["edited"]

    @property
    def to_translate(self) -> int:
        """What has no words yet, words of an older source, or words that were refused."""
        return self.counts["missing"] + self.counts["stale"] + self.counts["rejected"]


def place(
    aligned: Iterable[Aligned], spots: Sequence[Spot], memory: Memory, direction: Direction
) -> tuple[Placed, ...]:
    """Return where every place stands, in the order of the script.

    Args:
        aligned: which words stand for which segments.
        spots: what the check has to say, of the same files.
        memory: what people decided.
        direction: from which language into which.
    """
    by_place = {(spot.where.id, spot.where.line): spot for spot in spots}
    found = []
    for one in aligned:
        source = one.source(direction.source)
        verdict = memory.verdicts.get(one.id)
        if verdict is not None and not verdict.holds(source, one.text):
            verdict = None
        spot = by_place.get((one.id, one.line))
        found.append(
            Placed(
                where=one,
                source=source,
                standing=_standing(one, spot, verdict),
                findings=spot.open if spot else (),
                discrepancies=spot.open_discrepancies if spot else (),
                suspicion=spot.suspicion if spot else 0.0,
                verdict=verdict,
            )
        )
    return tuple(found)


def tally(places: Iterable[Placed]) -> Tally:
    """Count places by where they stand."""
    known = tuple(places)
    found = Counter(one.standing for one in known)
    bulk = sum(
        one.standing == "signed" and one.verdict is not None and one.verdict.in_bulk
        for one in known
    )
    return Tally(
        counts={standing: found[standing] for standing in get_args(Standing)}, in_bulk=bulk
    )


def rejected(places: Iterable[Placed], file: str) -> tuple[Finding, ...]:
    """Name what a person refused and nobody has asked for again yet."""
    return tuple(
        Finding(
            code="rejected",
            level="warning",
            message=f"refused ({one.verdict.reason}); the next run asks for it again",
            place=Place(file=file, line=one.where.line, slide=one.where.slide),
            evidence=one.target,
        )
        for one in places
        if one.standing == "rejected" and one.verdict is not None
    )


def by_slide(
    places: Sequence[Placed], slides: Sequence[SourceSlide]
) -> tuple[tuple[SourceSlide, tuple[Placed, ...]], ...]:
    """Return the places of each slide that has any; both come in the order of the script."""
    slide_of = {segment.id: slide for slide in slides for segment in slide.segments}
    found: dict[str, list[Placed]] = {}
    for one in places:
        found.setdefault(slide_of[one.where.segments[0].id].key, []).append(one)
    return tuple((slide, tuple(found[slide.key])) for slide in slides if slide.key in found)


def verdict_on(
    placed: Placed,
    decision: Decision,
    *,
    day: str,
    by: str = "",
    reason: str = "",
    in_bulk: bool = False,
) -> Verdict:
    """Return a person's decision about a place as it is now."""
    return Verdict(
        id=placed.where.id,
        source_digest=digest(placed.source),
        target_digest=digest(placed.target),
        decision=decision,
        day=day,
        by=by,
        reason=reason,
        in_bulk=in_bulk,
    )


def _standing(one: Aligned, spot: Spot | None, verdict: Verdict | None) -> Standing:
    if one.origin in {"missing", "stale"}:
        return "missing" if one.origin == "missing" else "stale"
    if verdict is not None and verdict.decision == "rejected":
        return "rejected"
    if spot is not None and spot.flagged:
        # A signature is for what was known then: what a reader finds later has to be settled.
        return "flagged"
    if verdict is not None:
        return "signed"
    return "edited" if one.origin == "edited" else "machine"
