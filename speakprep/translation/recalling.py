"""What the memory knows of segments: the same words, or nearly the same."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from speakprep.fidelity.model import Pair
from speakprep.fidelity.verify import verify
from speakprep.translation.fixed import FixedTerms
from speakprep.translation.model import Direction, Segment
from speakprep.translation.term_check import compare_terms
from speakprep.translation.tm import ORIGINS, Unit

LEAST_ALIKE = 75.0
"""Per cent, as `rapidfuzz.fuzz.ratio` counts; translators' tools offer from 70 or 75."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What the memory has for a segment; `alike` is 100 where its words are the same.

    `several` tells that the same words have been translated in more than one way.
    """

    segment: Segment
    unit: Unit
    alike: float
    several: bool = False

    @property
    def exact(self) -> bool:
        """Whether the memory has the very same words."""
        return self.alike == 100.0


def recall(
    segments: Iterable[Segment], units: Iterable[Unit], direction: Direction
) -> tuple[Offer, ...]:
    """Return the best the memory has for each segment, in the segments' order."""
    by_source: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if (unit.source_language, unit.target_language) == (direction.source, direction.target):
            by_source[_key(unit.source)].append(unit)
    found = (_offer(segment, by_source) for segment in segments) if by_source else ()
    return tuple(offer for offer in found if offer is not None)


def usable(offers: Sequence[Offer], direction: Direction, fixed: FixedTerms) -> tuple[Offer, ...]:
    """Return the offers that may be taken without being looked at first.

    The same words, vouched for by a person in one way only, with this talk's fixed terms
    and without a finding.
    """
    trusted = [
        one for one in offers if one.exact and not one.several and one.unit.origin != "imported"
    ]
    pairs = [
        Pair(key=one.segment.id, source=one.segment.text, target=one.unit.target) for one in trusted
    ]
    doubted = {
        found.key
        for found in verify(pairs, direction.source, direction.target)
        if found.level != "advice"
    }
    for pair in pairs:
        if any(compare_terms(pair, fixed.find(pair.source), direction)):
            doubted.add(pair.key)
    return tuple(one for one in trusted if one.segment.id not in doubted)


def _offer(segment: Segment, by_source: dict[str, list[Unit]]) -> Offer | None:
    key = _key(segment.text)
    if units := by_source.get(key):
        several = len({unit.target for unit in units if unit.origin != "imported"}) > 1
        return Offer(segment=segment, unit=_best(units), alike=100.0, several=several)
    from rapidfuzz import fuzz, process  # nothing else here compares

    near = process.extractOne(key, by_source.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE)
    if near is None:
        return None
    return Offer(segment=segment, unit=_best(by_source[near[0]]), alike=min(near[1], 99.9))


def _best(units: Sequence[Unit]) -> Unit:
    latest = sorted(units, key=lambda unit: unit.day, reverse=True)
    return min(latest, key=lambda unit: ORIGINS.index(unit.origin))


def _key(text: str) -> str:
    return " ".join(text.split())
