"""Holding texts against rules."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from speakprep.lint.kinds import KINDS
from speakprep.lint.lines import Lines
from speakprep.lint.model import Hit, Passage, Rule
from speakprep.lint.reading import Reading
from speakprep.talk.report import Finding, Level

MOST_HITS = 100
"""Findings of one rule in one passage: whoever mends the first hundred runs it again."""


def lint(passages: Iterable[Passage], rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Return what the rules find, passage by passage, in the order of their places.

    Messages are in the language of the passage, which whoever wrote it reads.
    """
    readings = [Reading(passage) for passage in passages]
    filled = filled_fields(readings)
    found: list[Finding] = []
    for reading in readings:
        lines = Lines(reading.passage.text)
        here = [
            (hit.start, rule.code, _finding(reading, rule, level, hit, lines))
            for rule, level, hit in _hits(reading, rules, filled, MOST_HITS)
        ]
        found += [finding for _, _, finding in sorted(here, key=lambda each: each[:2])]
    return tuple(found)


def filled_fields(readings: Iterable[Reading]) -> frozenset[str | None]:
    """Return the fields that say something."""
    return frozenset(reading.passage.place.field for reading in readings if not reading.is_empty)


def hits(
    reading: Reading, rules: Iterable[Rule], filled: frozenset[str | None] = frozenset()
) -> Iterator[tuple[Rule, Hit]]:
    """Return every hit in one passage, rule by rule, however many there are."""
    yield from ((rule, hit) for rule, _, hit in _hits(reading, rules, filled, None))


def _hits(
    reading: Reading, rules: Iterable[Rule], filled: frozenset[str | None], most: int | None
) -> Iterator[tuple[Rule, Level, Hit]]:
    passage = reading.passage
    language, field, markup = passage.language, passage.place.field, passage.markup
    for rule in rules:
        # Most rules are about another language, field or markup: told before anything is called.
        if rule.level == "off" or language not in rule.languages:
            continue
        if (rule.fields and field not in rule.fields) or rule.options.markup not in (None, markup):
            continue
        if rule.unless_filled and not filled.isdisjoint(rule.unless_filled):
            continue
        kind = KINDS[rule.kind]
        if reading.is_empty and not kind.reads_empty:
            continue
        for hit in itertools.islice(kind.check(reading, rule), most):
            yield rule, rule.level, hit


def _finding(reading: Reading, rule: Rule, level: Level, hit: Hit, lines: Lines) -> Finding:
    passage = reading.passage
    message = rule.message.get(passage.language, rule.message["en"])
    if "{" in message:
        for name, value in {"label": passage.label, **hit.values}.items():
            message = message.replace(f"{{{name}}}", value)
    return Finding(
        code=rule.code,
        level=level,
        message=message,
        place=lines.place(passage.place, hit.start),
        evidence=reading.evidence(hit),
    )
