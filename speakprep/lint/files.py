"""Rule files: `checklists/cfp.toml` and its like, read with exact errors."""

import re
from typing import get_args

from speakprep.errors import InputError
from speakprep.lint.cues import read_cues, read_terms
from speakprep.lint.kinds import KINDS, Kind
from speakprep.lint.model import Fix, Markup, Options, Rule, Stage, Strength, Where
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.report import LEVELS
from speakprep.talk.resources import Resource
from speakprep.talk.tables import Table

_COMMON = (
    *("code", "name", "kind", "level", "message", "why", "source"),
    *("stage", "fields", "unless_filled", "markup", "fix", "noise", "ask", "bad", "good"),
)
STRENGTHS: tuple[Strength, ...] = (*LEVELS, "off")

_CODE = re.compile(r"[A-Z]{2,8}\d{3}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def parse_rules(resource: Resource) -> tuple[Rule, ...]:
    """Read a rule file.

    Raises:
        InputError: broken TOML, a key or kind that does not exist, something
            missing, a bad regular expression or a code used twice, with its line.
    """
    file = str(resource.path)
    root = Table.parse(resource.text, file)
    root.only(("rule",))
    rules: dict[str, Rule] = {}
    for table in root.each("rule"):
        rule = _rule(table)
        if rule.code in rules:
            first = rules[rule.code].line
            raise table.wrong(
                "code",
                f"{rule.code} is used twice, first in line {first}",
                hint="give each rule a code of its own",
            )
        rules[rule.code] = rule
    if not rules:
        # An empty file would pass every text as ready.
        raise InputError(
            "holds no rules", file=file, hint="delete it, and the shipped rules count again"
        )
    return tuple(rules.values())


def _rule(table: Table) -> Rule:
    name = table.one_of("kind", KINDS)
    kind = KINDS[name]
    table.only((*_COMMON, *kind.needs, *kind.takes))
    for key in kind.needs:
        if key not in table:
            raise table.wrong("kind", f"a rule of kind {name} needs {key}")
    return Rule(
        code=_matching(table, "code", _CODE, "letters and three digits, such as CFP208"),
        name=_matching(table, "name", _NAME, "small letters and dashes, such as long-title"),
        kind=name,
        level=table.one_of("level", STRENGTHS),
        message=_message(table, kind),
        why=table.by_language("why"),
        source=table.text("source"),
        stage=table.one_of("stage", get_args(Stage), "cfp"),
        fields=table.texts("fields"),
        unless_filled=table.texts("unless_filled"),
        options=_options(table),
        noise=table.wholes_by_language("noise"),
        ask=table.by_language("ask", required=False),
        bad=_examples(table, "bad"),
        good=_examples(table, "good"),
        file=table.file,
        line=table.line,
    )


def _options(table: Table) -> Options:
    match_case = table.flag("match_case", default=False)
    terms, spellings = read_terms(table, "terms")
    return Options(
        cues=spellings or read_cues(table, "cues", match_case=match_case),
        before=read_cues(table, "before", match_case=match_case),
        when=read_cues(table, "when", match_case=match_case),
        at_least=table.whole("at_least", 1, least=1),
        where=table.one_of("where", get_args(Where), "whole"),
        limit=table.wholes_by_language("limit"),
        percent=table.wholes_by_language("percent"),
        inside_code=table.flag("inside_code", default=False),
        markup=table.one_of("markup", get_args(Markup)) if "markup" in table else None,
        known=frozenset(table.texts("known")),
        terms=terms,
        fix=table.one_of("fix", get_args(Fix)) if "fix" in table else None,
    )


def _matching(table: Table, key: str, shape: re.Pattern[str], expected: str) -> str:
    value = table.text(key)
    if not shape.fullmatch(value):
        raise table.wrong(key, f"{key} {value!r} must be {expected}")
    return value


def _message(table: Table, kind: Kind) -> dict[Language, str]:
    messages = table.by_language("message")
    known = ("label", *kind.says)
    for text in messages.values():
        for name in _PLACEHOLDER.findall(text):
            if name not in known:
                held = ", ".join(f"{{{word}}}" for word in known)
                raise table.wrong(
                    "message",
                    f"the message has no value for {{{name}}}",
                    hint=f"it may hold {held}",
                    words=f"{{{name}}}",
                )
    return messages


def _examples(table: Table, key: str) -> dict[Language, tuple[str, ...]]:
    """Read the examples; a rule without any cannot be shown to work."""
    examples = table.texts_by_language(key)
    if not any(examples.get(language) for language in LANGUAGES):
        raise table.wrong(key, f"the rule has no {key} example", hint=f'add: {key}.en = ["..."]')
    return examples
