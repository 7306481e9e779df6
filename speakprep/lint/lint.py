"""Holding texts against rules."""

import bisect
import dataclasses
import itertools
from collections.abc import Iterable, Sequence

from speakprep.lint.kinds import KINDS
from speakprep.lint.model import Hit, Passage, Rule
from speakprep.lint.reading import Reading
from speakprep.talk.report import Finding, Level, Place

MOST_HITS = 100
"""Findings of one rule in one passage: whoever mends the first hundred runs it again."""


def lint(passages: Iterable[Passage], rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Return what the rules find, passage by passage, in the order of their places.

    Messages are in the language of the passage, which whoever wrote it reads.
    """
    readings = [Reading(passage) for passage in passages]
    filled = {reading.passage.place.field for reading in readings if not reading.is_empty}
    found: list[Finding] = []
    for reading in readings:
        starts = _line_starts(reading.passage.text)
        hits = [
            (hit.start, rule.code, _finding(reading, rule, rule.level, hit, starts))
            for rule in rules
            if rule.level != "off" and _reads(rule, reading, filled)
            for hit in itertools.islice(KINDS[rule.kind].check(reading, rule), MOST_HITS)
        ]
        found += [finding for _, _, finding in sorted(hits, key=lambda hit: hit[:2])]
    return tuple(found)


def _reads(rule: Rule, reading: Reading, filled: set[str | None]) -> bool:
    passage = reading.passage
    if reading.is_empty and not KINDS[rule.kind].reads_empty:
        return False
    if rule.fields and passage.place.field not in rule.fields:
        return False
    return rule.options.markup in (None, passage.markup) and filled.isdisjoint(rule.unless_filled)


def _finding(reading: Reading, rule: Rule, level: Level, hit: Hit, starts: list[int]) -> Finding:
    passage = reading.passage
    values = {"label": passage.label, **hit.values}
    message = rule.message.get(passage.language, rule.message["en"])
    for name, value in values.items():
        message = message.replace(f"{{{name}}}", value)
    return Finding(
        code=rule.code,
        level=level,
        message=message,
        place=_place(passage.place, hit.start, starts),
        evidence=reading.evidence(hit),
    )


def _place(origin: Place, offset: int, starts: list[int]) -> Place:
    """Count on from where the passage begins; what stands nowhere has no line."""
    if origin.line is None:
        return origin
    row = bisect.bisect_right(starts, offset) - 1
    before = (origin.column or 1) if row == 0 else 1
    return dataclasses.replace(origin, line=origin.line + row, column=before + offset - starts[row])


def _line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at != -1:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
