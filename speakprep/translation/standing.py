"""Where each place of a translation stands, on the way to being signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from speakprep.fidelity.model import Discrepancy
from speakprep.talk.report import Finding
from speakprep.translation.align import Aligned
from speakprep.translation.findings import Spot
from speakprep.translation.model import Decision, Direction, Memory, Standing, Verdict, digest
from speakprep.translation.targets import joiner


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Segments with the words that stand for them, and where they stand.

    `source` is their text; `findings` are open, worst first, and `discrepancies`
    the same with the words of both sides; `verdict` is what a person decided about
    exactly these words, if anybody did.
    """

    where: Aligned
    source: str
    standing: Standing
    findings: tuple[Finding, ...]
    discrepancies: tuple[Discrepancy, ...]
    verdict: Verdict | None

    @property
    def target(self) -> str:
        """The words on the other side."""
        return self.where.text


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
        source = joiner(direction.source).join(segment.text for segment in one.segments)
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
                discrepancies=_open(spot) if spot else (),
                verdict=verdict,
            )
        )
    return tuple(found)


def verdict_on(
    placed: Placed, decision: Decision, *, day: str, by: str = "", reason: str = ""
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
    )


def _open(spot: Spot) -> tuple[Discrepancy, ...]:
    return tuple(one for one in spot.discrepancies if one.kind not in spot.accepted)


def _standing(one: Aligned, spot: Spot | None, verdict: Verdict | None) -> Standing:
    if one.origin in {"missing", "stale"}:
        return "missing" if one.origin == "missing" else "stale"
    if verdict is not None:
        return verdict.decision
    if spot is not None and spot.flagged:
        return "flagged"
    return "edited" if one.origin == "edited" else "machine"
