"""Whether a translation uses the words the glossary fixes."""

from collections.abc import Iterable, Iterator, Sequence

from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.translation.fixed import FixedTerms, Hit, says
from speakprep.translation.glossary import GLOSSARY_FILE
from speakprep.translation.layout import fold
from speakprep.translation.model import Direction
from speakprep.translation.terms import Passage, find_terms
from speakprep.translation.wordings import Wordings

LEAST_USES = 4
"""A term that comes in fewer segments has no usual translation."""

WEAK = 0.5
"""Another wording may be meant; it comes after what is counted."""


def with_terms(
    discrepancies: Iterable[Discrepancy],
    pairs: Sequence[Pair],
    fixed: FixedTerms,
    direction: Direction,
) -> tuple[Discrepancy, ...]:
    """Add what the glossary has to say to what was found without it.

    A name that the glossary translates is no discrepancy, and one it keeps is named once.

    Args:
        discrepancies: what was found; those of one pair keep their order.
        pairs: what was compared.
        fixed: what the glossary fixes in this direction; it may be nothing.
        direction: from which language into which.
    """
    found = tuple(compare_wordings(pairs, fixed, direction))
    if not fixed:
        return (*discrepancies, *found)
    hits = {pair.key: fixed.find(fold(pair.source)) for pair in pairs}
    targets = {pair.key: fold(pair.target) for pair in pairs}
    absent_terms = [one for pair in pairs for one in compare_terms(pair, hits[pair.key], direction)]
    absent = {(one.key, one.source_words) for one in absent_terms}
    kept = [
        one
        for one in discrepancies
        if one.kind not in {"name", "code"}
        or not (
            (one.key, one.source_words) in absent
            or _is_licensed(one, hits.get(one.key, ()), targets.get(one.key, ""), direction)
        )
    ]
    return (*kept, *absent_terms, *found)


def compare_wordings(
    pairs: Sequence[Pair], fixed: FixedTerms, direction: Direction
) -> Iterator[Discrepancy]:
    """Yield the terms that have two translations in one talk, where the rarer one stands.

    What the glossary fixes is held against the glossary.
    """
    passages = tuple(
        Passage(number=number, text=fold(pair.source)) for number, pair in enumerate(pairs)
    )
    terms = [
        one
        for one in find_terms(passages, direction.source)
        if len(one.passages) >= LEAST_USES and one.kind == "term" and not fixed.find(one.words)
    ]
    wordings = Wordings(pairs, direction) if terms else None
    for one in terms:
        two = wordings.two(one.passages) if wordings else None
        if two is None:
            continue
        usual, other, numbers = two
        for number in numbers:
            yield Discrepancy(
                kind="term",
                key=pairs[number].key,
                level="advice",
                message=f"“{one.words}” is “{usual}” elsewhere in this talk, here “{other}”",
                source_words=one.words,
                strength=WEAK,
            )


def compare_terms(pair: Pair, hits: Iterable[Hit], direction: Direction) -> Iterator[Discrepancy]:
    """Yield the terms of the source whose fixed words the target does not say."""
    target = fold(pair.target)
    if not target.strip():
        return
    for hit in hits:
        if _is_said(hit, target, direction):
            continue
        wanted = hit.term.texts[direction.target]
        if hit.term.keep:
            message = f"“{hit.words}” must stay as it is ({GLOSSARY_FILE}), and is not there"
        else:
            message = f"“{hit.words}” is to be “{wanted}” ({GLOSSARY_FILE}), which is not there"
        yield Discrepancy(
            kind="term",
            key=pair.key,
            level="warning",
            message=message,
            source_words=hit.words,
        )


def _is_said(hit: Hit, target: str, direction: Direction) -> bool:
    forms = hit.term.forms(direction.target)
    return any(says(target, form, direction.target, exactly=hit.term.keep) for form in forms)


def _is_licensed(
    found: Discrepancy, hits: Iterable[Hit], target: str, direction: Direction
) -> bool:
    """Tell whether a name stands on one side only because the glossary says so."""
    for hit in hits:
        if hit.term.keep or not _is_said(hit, target, direction):
            continue
        if found.source_words and found.source_words in hit.words:
            return True
        forms = hit.term.forms(direction.target)
        if found.target_words and any(found.target_words in form for form in forms):
            return True
    return False
