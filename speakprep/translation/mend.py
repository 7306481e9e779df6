"""Asking for exactly one thing to be taken out or put back, and believing nothing about it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.fidelity.verify import verify
from speakprep.llm.cost import count_tokens
from speakprep.llm.model import Json, Message, Request
from speakprep.translation.fixed import NO_TERMS, FixedTerms
from speakprep.translation.model import Direction
from speakprep.translation.term_check import with_terms
from speakprep.translation.windows import SCHEMAS

OUTPUT_PER_TOKEN, OUTPUT_SPARE = 3, 1024
"""Upper limit of an answer: a whole text again, braces, and room to think first."""

LEAST_ALIKE = 70.0
"""Per cent of what nobody complained about that has to stay as it was, as
`rapidfuzz.fuzz.ratio` counts: what differs more is another translation, with faults of its own."""

_REMOVED = frozenset({"addition", "opinion", "note", "preamble", "repeated", "merged"})
"""Kinds whose words in the target are to go."""


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A pair and what is wrong with it."""

    pair: Pair
    discrepancies: tuple[Discrepancy, ...]


def request(
    broken: Sequence[Broken],
    direction: Direction,
    system: str,
    glossary: FixedTerms = NO_TERMS,
) -> Request:
    """Return the request that asks for these discrepancies to go, and for nothing else."""
    data: dict[str, Json] = {
        "direction": str(direction),
        "segments": [
            {
                "id": one.pair.key,
                "source": one.pair.source,
                "target": one.pair.target,
                "problems": [_problem(found, glossary, direction) for found in one.discrepancies],
            }
            for one in broken
        ],
    }
    many = f"{len(broken)} segment{'s' if len(broken) > 1 else ''}"
    return Request(
        purpose=f"mend {many} {direction}",
        messages=(
            Message(role="system", content=system),
            Message(role="user", content=json.dumps(data, ensure_ascii=False, indent=1)),
        ),
        schema=SCHEMAS["text"],
        max_output_tokens=OUTPUT_SPARE
        + OUTPUT_PER_TOKEN * sum(count_tokens(one.pair.source) for one in broken),
    )


def is_mended(
    broken: Broken, text: str, direction: Direction, glossary: FixedTerms = NO_TERMS
) -> bool:
    """Tell whether a new text is better: what was wrong is gone, nothing new is, the rest stays."""
    before = [one for one in broken.discrepancies if one.level != "advice"]
    pair = Pair(key=broken.pair.key, source=broken.pair.source, target=text)
    found = verify([pair], direction.source, direction.target)
    after = [one for one in with_terms(found, [pair], glossary, direction) if one.level != "advice"]
    if any(one.kind not in {old.kind for old in before} for one in after):
        return False
    if len(after) >= max(1, len(before)):
        return False
    return not _still_there(broken, text) and _rest_stays(broken, text)


def _still_there(broken: Broken, text: str) -> bool:
    """Tell whether words that were to go are still in the text."""
    return any(words in text for words in _to_go(broken))


def _rest_stays(broken: Broken, text: str) -> bool:
    """Tell whether what nobody complained about is as it was.

    Where all of the target was wrong, such as an answer in its place, there is no rest.
    """
    rest = broken.pair.target
    for words in _to_go(broken):
        rest = rest.replace(words, " ")
    if not any(sign.isalnum() for sign in rest) or _is_no_translation(broken):
        return True
    return fuzz.partial_ratio(" ".join(rest.split()), text) >= LEAST_ALIKE


def _to_go(broken: Broken) -> list[str]:
    found = (one for one in broken.discrepancies if one.kind in _REMOVED)
    return [one.target_words for one in found if one.target_words]


def _is_no_translation(broken: Broken) -> bool:
    kinds = {"answer", "refusal", "untranslated", "truncated"}
    return any(one.kind in kinds for one in broken.discrepancies)


def _problem(found: Discrepancy, glossary: FixedTerms, direction: Direction) -> dict[str, Json]:
    hits = glossary.find(found.source_words) if found.kind == "term" else ()
    problem: dict[str, Json] = {
        "kind": found.kind,
        "what": found.message,
        "words_in_source": found.source_words,
        "words_in_target": found.target_words,
    }
    if hits:
        problem["wanted"] = hits[0].term.texts[direction.target]
    return problem
