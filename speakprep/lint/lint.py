"""Holding texts against rules."""

import itertools
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from speakprep.lint.kinds import KINDS, Kind
from speakprep.lint.lines import Lines
from speakprep.lint.model import Hit, Markup, Passage, Rule
from speakprep.lint.reading import Reading
from speakprep.lint.words import Lexicon
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Level

MOST_HITS = 100
"""Findings of one rule in one passage: whoever mends the first hundred runs it again."""


class _Asked(NamedTuple):
    """A rule that is about a text, and all that is the same for every such text."""

    rule: Rule
    level: Level
    kind: Kind
    message: str


class Checker:
    """Rules made ready: what is the same for many texts is put together for the first of them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._lexicons: dict[Language, Lexicon] = {}
        self._asked: dict[tuple[Language, str | None, Markup], list[_Asked]] = {}

    def findings(self, passages: Iterable[Passage]) -> tuple[Finding, ...]:
        """Return what the rules find, passage by passage, in the order of their places.

        Messages are in the language of the passage, which whoever wrote it reads.
        """
        readings = [self._reading(passage) for passage in passages]
        filled = filled_fields(readings)
        found: list[Finding] = []
        for reading in readings:
            lines = Lines(reading.passage.text)
            here = [
                (hit.start, asked.rule.code, _finding(reading, asked, hit, lines))
                for asked in self._about(reading, filled)
                for hit in itertools.islice(asked.kind.check(reading, asked.rule), MOST_HITS)
            ]
            found += [finding for _, _, finding in sorted(here, key=itemgetter(0, 1))]
        return tuple(found)

    def hits(
        self, passage: Passage, filled: frozenset[str | None] = frozenset()
    ) -> Iterator[tuple[Rule, Hit]]:
        """Return every hit in one passage, rule by rule, however many there are."""
        reading = self._reading(passage)
        for asked in self._about(reading, filled):
            yield from ((asked.rule, hit) for hit in asked.kind.check(reading, asked.rule))

    def _reading(self, passage: Passage) -> Reading:
        language = passage.language
        lexicon = self._lexicons.get(language)
        if lexicon is None:
            running = (rule for rule in self._rules if rule.level != "off")
            lists = (each for rule in running for each in rule.options.lists(language))
            lexicon = Lexicon({each: each.listed for each in lists})
            self._lexicons[language] = lexicon
        return Reading(passage, lexicon)

    def _about(self, reading: Reading, filled: frozenset[str | None]) -> Iterator[_Asked]:
        """Yield the rules that are about a text, which most rules are not."""
        passage = reading.passage
        key = (passage.language, passage.place.field, passage.markup)
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = [each for rule in self._rules for each in _asked(rule, *key)]
        is_empty = reading.is_empty
        for each in found:
            if is_empty and not each.kind.reads_empty:
                continue
            unless = each.rule.unless_filled
            if not unless or filled.isdisjoint(unless):
                yield each


def lint(passages: Iterable[Passage], rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """Return what `Checker.findings` returns, for texts that are checked but once."""
    return Checker(rules).findings(passages)


def filled_fields(readings: Iterable[Reading]) -> frozenset[str | None]:
    """Return the fields that say something."""
    return frozenset(reading.passage.place.field for reading in readings if not reading.is_empty)


def _asked(rule: Rule, language: Language, field: str | None, markup: Markup) -> Iterator[_Asked]:
    """Yield a rule, if it is about such texts."""
    is_about = rule.options.markup in (None, markup) and (not rule.fields or field in rule.fields)
    if rule.level != "off" and language in rule.languages and is_about:
        message = rule.message.get(language, rule.message["en"])
        yield _Asked(rule, rule.level, KINDS[rule.kind], message)


def _finding(reading: Reading, asked: _Asked, hit: Hit, lines: Lines) -> Finding:
    passage, message = reading.passage, asked.message
    if "{" in message:
        message = message.replace("{label}", passage.label)
        for name, value in hit.values.items():
            message = message.replace(f"{{{name}}}", value)
    return Finding(
        code=asked.rule.code,
        level=asked.level,
        message=message,
        place=lines.place(passage.place, hit.start),
        evidence=reading.evidence(hit),
    )
