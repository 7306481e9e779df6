"""Rules, the texts they are held against, and what is found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from speakprep.talk.language import Language
from speakprep.talk.report import Level, Place

Markup = Literal["plain", "markdown"]
Where = Literal["whole", "first-half", "last-half"]

Strength = Level | Literal["off"]
"""How pressing a rule is; one that is off is explained, tested and measured, but not run."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a form asks of one field, and how the text measures against it.

    `count`, `at_least` and `at_most` are in the form's own unit, named by
    `unit` in the reader's language; `overflow` is the offset in the passage,
    in code points, of the first character beyond `at_most`.
    """

    count: int = 0
    unit: str = "characters"
    at_least: int | None = None
    at_most: int | None = None
    overflow: int | None = None
    required: bool = False
    choices: tuple[str, ...] = ()


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
    """Words and patterns to look for: one regular expression per language.

    A language without one is a language the rule has nothing to say about.
    """

    patterns: Mapping[Language, str]
    match_case: bool = False


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a rule's kind needs to know; each kind reads its own and leaves the rest.

    `cues` are looked for; `before` must stand before them (kind `order`);
    `when` must occur for the rule to apply; `at_least` distinct cues must be
    there before the rule speaks; `where` is the part looked at; `limit` is a
    number per language; `percent` a share of the form's limit; `inside_code`
    looks into code, links and comments too; `markup` restricts to such fields.
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


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule, as its file states it.

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
    options: Options = field(default_factory=Options)
    fields: tuple[str, ...] = ()
    unless_filled: tuple[str, ...] = ()
    noise: Mapping[Language, int] = field(default_factory=dict)
    ask: Mapping[Language, str] = field(default_factory=dict)
    bad: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    good: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    file: str = ""
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Where a rule fires: offsets into the passage, and words for its message.

    `shown` are the offsets of the evidence, where that is more than the place itself.
    `replacement` is what may safely stand there instead, None where a person has to decide.
    """

    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[int, int] | None = None
    replacement: str | None = None
