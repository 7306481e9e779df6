"""`speakprep rule`: what a finding's code means."""

import difflib
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cfp.actions.sources import load_rules
from speakprep.cli.codes import ENGINES, GROUPS, MADE_IN_CODE, PROPOSAL
from speakprep.cli.options import FormatOption, TalkOption, command_app, here, user
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, one_line, printable, wrap
from speakprep.errors import InputError, UsageError
from speakprep.lint.files import parse_rules
from speakprep.lint.model import Rule
from speakprep.script.actions.check_deck import RULES as DECK_RULES
from speakprep.script.actions.opening import RULES as SCRIPT_RULES
from speakprep.talk.folders import find_talk
from speakprep.talk.language import LANGUAGE_NAMES, LANGUAGES, Language
from speakprep.talk.report import Report
from speakprep.talk.resources import Shelves, find_resource
from speakprep.talk.workspace import shelves, shown_path

app = command_app()

LEVEL_MEANS: Mapping[str, str] = {
    "error": "error: it has to be mended",
    "warning": "warning: worth a look",
    "advice": "advice: a thought, yours to take or leave",
    "off": "off: explained here, and not run",
}


_NUMBERS = {"count": "N", "limit": "M", "over": "N", "left": "N", "han": "N"}
_OTHERS = {"found": "…", "shown": "…", "right": "…"}
_PLACEHOLDERS: Mapping[Language, Mapping[str, str]] = {
    "en": {"label": "the field", "unit": "characters", "choices": "…", **_NUMBERS, **_OTHERS},
    "zh": {"label": "某一项", "unit": "字", "choices": "……", **_NUMBERS, **_OTHERS},
}
"""What stands on a rule's page where a finding says which, how many, how much."""


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One code in one language; what only rule files know is empty for the others.

    `noise` is how many of 100 accepted proposals it speaks up about, by their language.
    """

    code: str
    says: str
    name: str = ""
    level: str = ""
    kind: str = ""
    why: str = ""
    source: str = ""
    fields: tuple[str, ...] = ()
    noise: Mapping[Language, int]
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Codes:
    """All codes there are, by what they are about."""

    groups: Mapping[str, Mapping[str, str]]


@app.command("rule")
def rule_command(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="Such as CFP208; all if none is named.")
    ] = None,
    lang: Annotated[
        Literal["en", "zh"], typer.Option("--lang", metavar="en|zh", help="Language of the rule.")
    ] = "en",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Explain a code: what it checks, why, how often it speaks up.

    With bad and good examples, and how to let a finding stand.
    For example: speakprep rule CFP208 --lang zh
    """
    rules = _rules(_shelves(talk))
    if code is None:
        facts = _all(rules, lang)
        return Screen(report=Report(facts=facts), lines=tuple(_list_lines(facts)))
    explained = _explained(rules, code, lang)
    allowable = any(explained.code in known for known in (rules, PROPOSAL, ENGINES))
    return Screen(report=Report(facts=explained), lines=tuple(_lines(explained, allowable)))


def _shelves(talk: Path | None) -> Shelves:
    """Inside a talk its own rules count."""
    try:
        folder = find_talk(here(), named=talk)
    except InputError:
        if talk is not None:
            raise
        folder = None
    return shelves(user(), talk_folder=folder)


def _rules(where: Shelves) -> dict[str, Rule]:
    files = (SCRIPT_RULES, DECK_RULES)
    others = (rule for file in files for rule in parse_rules(find_resource(where, file)))
    return {rule.code: rule for rule in (*load_rules(where), *others)}


def _explained(rules: Mapping[str, Rule], typed: str, lang: Language) -> Explained:
    code = typed if typed in MADE_IN_CODE else typed.upper()
    if code in rules:
        return _of_rule(rules[code], lang)
    if code in MADE_IN_CODE:
        return Explained(code=code, says=MADE_IN_CODE[code][lang], noise={})
    named = {rule.name: rule.code for rule in rules.values()}
    if typed.lower() in named:
        return _of_rule(rules[named[typed.lower()]], lang)
    near = [*_alike(code, (*rules, *MADE_IN_CODE))]
    near += [named[name] for name in difflib.get_close_matches(typed.lower(), named, n=3)]
    hint = f"did you mean {', '.join(dict.fromkeys(near))}?" if near else "see all: speakprep rule"
    raise UsageError(f"there is no code {one_line(typed)!r}", hint=hint)


def _alike(typed: str, codes: Iterable[str]) -> list[str]:
    """Return three codes with which most characters agree, all but two at least."""
    same = {code: sum(map(operator.eq, code, typed)) for code in codes}
    ordered = sorted(same, key=lambda code: -same[code])
    return [code for code in ordered if same[code] >= max(4, len(typed) - 2)][:3]


def _of_rule(rule: Rule, lang: Language) -> Explained:
    return Explained(
        code=rule.code,
        name=rule.name,
        level=rule.level,
        kind=rule.kind,
        says=_spoken(rule.message[lang], lang),
        why=rule.why[lang],
        source=rule.source,
        fields=rule.fields,
        noise=rule.noise,
        bad=rule.bad.get(lang, ()),
        good=rule.good.get(lang, ()),
        place=f"{shown_path(Path(rule.file), here())}:{rule.line}",
    )


def _spoken(message: str, lang: Language) -> str:
    """Return a rule's message with words where a finding holds those of its place."""
    for key, words in _PLACEHOLDERS[lang].items():
        message = message.replace(f"{{{key}}}", words)
    return message[:1].upper() + message[1:]


def _all(rules: Mapping[str, Rule], lang: Language) -> Codes:
    by_prefix: dict[str, dict[str, str]] = {}
    for code, rule in rules.items():
        file = f"Rules of {Path(rule.file).name}"
        said = rule.name.replace("-", " ")
        off = " (off)" if rule.level == "off" else ""
        by_prefix.setdefault(file, {})[code] = said + off
    made = {
        title: {code: said[lang] for code, said in group.items()} for title, group in GROUPS.items()
    }
    return Codes(groups={**by_prefix, **made})


def _list_lines(facts: Codes) -> Iterator[str]:
    for title, group in facts.groups.items():
        yield printable(title)
        for code, said in group.items():
            yield from wrap(printable(said), columns(), indent=f"  {code:<13}", hanging=" " * 15)
        yield ""
    yield "For more of one: speakprep rule CFP208"


def _lines(rule: Explained, allowable: bool) -> Iterator[str]:
    yield one_line(f"{rule.code} {rule.name}".rstrip())
    if rule.level:
        yield from _part("", [LEVEL_MEANS[rule.level]])
    yield from _part("What it says", [rule.says])
    yield from _part("Why", [rule.why])
    yield from _part("Where it looks", [f"in {', '.join(rule.fields)}"] if rule.fields else [])
    yield from _part("Where that is from", [rule.source])
    yield from _part("How often", _noise(rule.noise))
    yield from _part("It speaks up about", rule.bad, mark="> ")
    yield from _part("It is content with", rule.good, mark="> ")
    if allowable and rule.level != "off":
        comment = f"<!-- speakprep: allow {rule.code} your reason -->"
        yield from _part("To let it stand, write this beside it", [comment])
    yield from _part("It stands in", [rule.place])


def _noise(noise: Mapping[Language, int]) -> list[str]:
    return [
        f"speaks up about {noise[language]} of 100 accepted {LANGUAGE_NAMES[language]} proposals"
        for language in LANGUAGES
        if language in noise
    ]


def _part(title: str, texts: Sequence[str], *, mark: str = "") -> Iterator[str]:
    """Show one part of the page, if there is anything in it."""
    shown = [text or "(nothing)" for text in texts] if mark else [text for text in texts if text]
    if not shown:
        return
    if title:
        yield ""
        yield title
    for text in shown:
        hanging = "  " + " " * len(mark)
        yield from wrap(
            printable(" ".join(text.split())), columns(), indent=f"  {mark}", hanging=hanging
        )
