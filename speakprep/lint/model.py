"""Rules, the texts they are held against, and what is found."""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from speakprep.lint.expressions import Expression
from speakprep.lint.wordlist import WordList
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.report import Level, Place

Markup = Literal["plain", "markdown"]
Where = Literal["whole", "first-half", "last-half"]

Stage = Literal["cfp", "deck", "talk"]
"""Which text a rule is about: the proposal, the slides, or what is said."""

Fix = Literal[
    "single-space",
    "no-space-before",
    "one-of-repeated",
    "space-between-scripts",
    "full-width",
    "half-width",
    "term",
    "ellipsis",
]
"""The safe ways to mend what a rule found."""

Strength = Level | Literal["off"]
"""How pressing a rule is; one that is off is explained, tested and measured, but not run."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a form asks of one field, and how the text measures against it.

    `count`, `at_least` and `at_most` are in the form's own unit, named by
    `unit` in the reader's language; `overflow` is the offset in the passage,
    in code points, of the first character beyond `at_most`. `minutes` is the
    slot the proposal applies for, where that is known.
    """

    count: int = 0
    unit: str = "characters"
    at_least: int | None = None
    at_most: int | None = None
    overflow: int | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One text to hold against the rules: a form field, a section, a slide.

    `text` is verbatim from the file, comments included; it begins at `place`,
    which has no line when the text is not there at all.
    `label` is what a person calls it, such as "Description".
    """

    text: str
    language: Language
    place: Place
    label: str = ""
    markup: Markup = "plain"
    bounds: Bounds | None = None


@dataclass(frozen=True, kw_only=True)
class Cues:
    """Words and patterns to look for.

    `words` are whole words and phrases, `patterns` regular expressions as somebody
    wrote them. A language with neither is a language the rule has nothing to say about.
    """

    words: Mapping[Language, WordList] = field(default_factory=dict)
    patterns: Mapping[Language, tuple[Expression, ...]] = field(default_factory=dict)

    @functools.cached_property
    def languages(self) -> frozenset[Language]:
        """The languages there is anything to look for in."""
        return frozenset((*self.words, *self.patterns))

    @functools.cached_property
    def _all(self) -> dict[Language, tuple[WordList | Expression, ...]]:
        found: dict[Language, tuple[WordList | Expression, ...]] = dict(self.patterns)
        for language, words in self.words.items():
            found[language] = (words, *found.get(language, ()))
        return found

    def within(self, language: Language) -> tuple[WordList | Expression, ...]:
        """Return all that is looked for in texts of a language, words first."""
        return self._all.get(language, ())


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a rule's kind needs to know; each kind reads its own and leaves the rest.

    `cues` are looked for; `before` must stand before them (kind `order`);
    `when` must occur for the rule to apply; `at_least` distinct cues must be
    there before the rule speaks; `where` is the part looked at; `limit` is a
    number per language; `percent` a share of the form's limit; `inside_code`
    looks into code, links and comments too; `markup` restricts to such fields.
    `known` are words that need no explanation; `terms` leads from a wrong
    spelling to the right one; `fix` names the safe way to mend a hit.
    """

    cues: Cues | None = None
    before: Cues | None = None
    when: Cues | None = None
    at_least: int = 1
    where: Where = "whole"
    limit: Mapping[Language, int] = field(default_factory=dict)
    percent: Mapping[Language, int] = field(default_factory=dict)
    inside_code: bool = False
    markup: Markup | None = None
    known: frozenset[str] = frozenset()
    terms: Mapping[str, str] = field(default_factory=dict)
    fix: Fix | None = None

    def lists(self, language: Language) -> Iterator[WordList]:
        """Yield the lists that are looked for in texts of a language."""
        for cues in (self.cues, self.before, self.when):
            if cues is not None and language in cues.words:
                yield cues.words[language]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule, as its file states it.

    `stage` is the text it is about; a check of proposals leaves the others out.
    `fields` are the keys of the fields it reads (empty: all); it stays silent
    where one of the fields `unless_filled` says something. `noise` is the
    measured percentage of accepted texts it flags. `ask` is the question a
    reviewer would ask, for what only a reader can judge: it is answered with
    a quote. `file` and `line` tell where it stands.
    """

    code: str
    name: str
    kind: str
    level: Strength
    message: Mapping[Language, str]
    why: Mapping[Language, str]
    source: str
    stage: Stage = "cfp"
    options: Options = field(default_factory=Options)
    fields: tuple[str, ...] = ()
    unless_filled: tuple[str, ...] = ()
    noise: Mapping[Language, int] = field(default_factory=dict)
    ask: Mapping[Language, str] = field(default_factory=dict)
    bad: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    good: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    file: str = ""
    line: int = 1

    @functools.cached_property
    def languages(self) -> frozenset[Language]:
        """The languages in which there is anything to look for; all, if it looks for no words."""
        cues = self.options.before or self.options.cues
        return frozenset(LANGUAGES) if cues is None else cues.languages


class Hit(NamedTuple):
    """Where a rule fires: offsets into the passage, and words for its message.

    `shown` are the offsets of the evidence, where that is more than the place itself.
    `replacement` is what may safely stand there instead, None where a person has to decide.
    """

    start: int
    end: int
    values: Mapping[str, str] = MappingProxyType({})
    shown: tuple[int, int] | None = None
    replacement: str | None = None
