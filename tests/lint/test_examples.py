"""Every rule that is shipped shows in both languages that it works."""

import dataclasses
import itertools
import re
from typing import get_args

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given
from hypothesis import strategies as st

from speakprep.deck.model import Block, Slide
from speakprep.event.counting import UNITS, size
from speakprep.event.model import Counter
from speakprep.lint.beside import Speech
from speakprep.lint.drawn import Drawing, Shown
from speakprep.lint.files import parse_rules
from speakprep.lint.fixing import FIXES, fix
from speakprep.lint.kinds import KINDS
from speakprep.lint.lint import lint
from speakprep.lint.model import Bounds, Fix, Passage, Rule
from speakprep.script.passages import see
from speakprep.talk.folders import shipped_folder
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.report import Place
from speakprep.talk.resources import Resource

FORM_KINDS = {
    *("max-length", "min-length", "near-limit", "required", "choice", "words-of-han"),
    *("wanted", "link", "timings", "minutes-sum"),
}
SPOKEN_KINDS = {"no-transition", *(name for name, kind in KINDS.items() if kind.sees_slide)}
AROUND = re.compile(r"\[(?P<what>slide|before): (?P<words>[^\]]*)\] ")
INSIDE = re.compile(r"\((?P<visual>chart|table|diagram|picture)\) ?")
DRAWN = re.compile(
    r"\[(?:(?P<points>\d+) pt|(?P<bare>no title)|axes: (?P<axes>[^\]]*)"
    r"|from (?P<cut>\d+): (?P<chart>[^\]]*)|(?P<unnumbered>\d+) unnumbered)\] "
)
FILES = sorted(shipped_folder("checklists").glob("*.toml"))


def _rules() -> list[Rule]:
    texts = [Resource(path=file, text=file.read_text("utf-8")) for file in FILES]
    return [rule for text in texts if "[[rule]]" in text.text for rule in parse_rules(text)]


RULES = _rules()
BY_CODE = {rule.code: rule for rule in RULES}


def _on(rule: Rule) -> Rule:
    """Return a rule as if somebody had switched it on."""
    return dataclasses.replace(rule, level="advice") if rule.level == "off" else rule


def _languages(rule: Rule) -> set[Language]:
    """Return what a rule reads: the languages of its kind, its words and its limits."""
    reads = set(KINDS[rule.kind].languages)
    if rule.options.cues:
        reads &= rule.options.cues.languages
    if rule.kind == "long-sentence":
        reads &= set(rule.options.limit)
    return reads


def _passage(rule: Rule, text: str, language: Language) -> Passage:
    """An example of a form rule is read in the field that the rule file's head describes."""
    if rule.kind in SPOKEN_KINDS:
        return _speech(rule, text, language)
    if rule.stage == "deck":
        return _shown(text, language)
    counter: Counter = "words" if rule.kind == "words-of-han" else "code-points"
    count = size(text.strip(), counter)
    bounds = Bounds(
        count=count,
        unit=UNITS[counter][language],
        at_least=20 if rule.kind == "min-length" else None,
        at_most=None if rule.options.limit else 60,
        overflow=60 if count > 60 else None,
        required=rule.kind == "required",
        choices=("Beginner", "Advanced") if rule.kind == "choice" else (),
        minutes=30,
    )
    return Passage(
        text=text,
        language=language,
        place=Place(file="x.md", line=1, field=rule.fields[0] if rule.fields else "description"),
        bounds=bounds if rule.kind in FORM_KINDS else None,
    )


def _shown(text: str, language: Language) -> Passage:
    """An example about how a slide is drawn has that in brackets in front."""
    place = Place(file="deck.pptx", slide=1)
    drawn = DRAWN.match(text)
    if drawn is None:
        return Shown(text=text, language=language, place=place)
    cut, axes = drawn["cut"], drawn["axes"]
    charts = [Drawing(title=axes, untitled=True)] if axes else []
    charts += [Drawing(title=drawn["chart"], cut=cut)] if cut else []
    return Shown(
        text=text[drawn.end() :],
        language=language,
        place=place,
        smallest=float(drawn["points"]) if drawn["points"] else None,
        titled=not drawn["bare"],
        drawings=tuple(charts),
        unnumbered=int(drawn["unnumbered"] or 0),
    )


def _speech(rule: Rule, text: str, language: Language) -> Passage:
    """An example about a slide, or about the text before, has that in brackets in front."""
    place = Place(file="x.md", line=1, field=rule.fields[0] if rule.fields else None)
    around = AROUND.match(text)
    if around is None:  # what mending would be tried on
        return Speech(text=text, language=language, place=place)
    said = text[around.end() :]
    if around["what"] == "before":
        return Speech(text=said, language=language, place=place, before=around["words"])
    lines = [line.strip() for line in around["words"].split("|")]
    shown = [(INSIDE.match(line), line) for line in lines]
    visual = next((n for n, (found, _) in enumerate(shown) if found), len(lines))
    inside = "\n".join(INSIDE.sub("", line) for line in lines[visual:])
    kind = shown[visual][0]["visual"] if visual < len(lines) else ""
    blocks = [
        Block(kind="title", text=lines[0]),
        Block(kind="body", text="\n".join(lines[1:visual])),
        Block(kind="chart", text=inside),
    ]
    slide = Slide(
        number=1,
        slide_id=256,
        title=lines[0],
        blocks=tuple(block for block in blocks if block.text),
        shows=frozenset({kind}) if kind else frozenset(),
    )
    return Speech(text=said, language=language, place=place, seen=see(slide, said))


def _examples(which: str) -> list[ParameterSet]:
    return [
        pytest.param(rule, text, language, id=f"{rule.code}-{language}-{number}")
        for rule, language in itertools.product(RULES, LANGUAGES)
        for number, text in enumerate(getattr(rule, which).get(language, ()))
    ]


@pytest.mark.parametrize(("rule", "text", "language"), _examples("bad"))
def test_bad_example_fires_its_rule(rule: Rule, text: str, language: Language) -> None:
    found = lint([_passage(rule, text, language)], [_on(rule)])
    assert {finding.code for finding in found} == {rule.code}
    assert "{" not in found[0].message


@pytest.mark.parametrize(("rule", "text", "language"), _examples("good"))
def test_good_example_does_not_fire_its_rule(rule: Rule, text: str, language: Language) -> None:
    assert lint([_passage(rule, text, language)], [_on(rule)]) == ()


FIXABLE = [case for case in _examples("bad") if case.values[0].options.fix]


@pytest.mark.parametrize(("rule", "text", "language"), FIXABLE)
def test_mended_bad_example_does_not_fire_its_rule(
    rule: Rule, text: str, language: Language
) -> None:
    passage = _passage(rule, text, language)
    mended = dataclasses.replace(passage, text=fix(passage, [_on(rule)]))
    assert mended.text != text
    assert lint([mended], [_on(rule)]) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_example_is_not_mended(rule: Rule) -> None:
    for language, texts in rule.good.items():
        for text in texts:
            passage = _passage(rule, text, language)
            assert fix(passage, [_on(rule)]) == passage.text


def test_every_way_to_mend_is_known() -> None:
    assert set(FIXES) == set(get_args(Fix))
    assert {rule.options.fix for rule in RULES if rule.options.fix} == set(FIXES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_has_examples_in_every_language_it_reads(rule: Rule) -> None:
    assert {language for language in LANGUAGES if rule.bad.get(language)} == _languages(rule)
    assert {language for language in LANGUAGES if rule.good.get(language)} == _languages(rule)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_speaks_both_languages(rule: Rule) -> None:
    assert set(rule.message) == set(rule.why) == set(LANGUAGES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_that_flags_many_accepted_texts_is_only_advice(rule: Rule) -> None:
    assert rule.level in ("advice", "off") or max(rule.noise.values(), default=0) <= 10


def test_codes_are_unique_across_the_shipped_files() -> None:
    codes = [rule.code for rule in RULES]
    assert sorted(codes) == sorted(set(codes))
    names = [rule.name for rule in RULES]
    assert sorted(names) == sorted(set(names))


WORDS = [word for rule in RULES for texts in rule.bad.values() for word in texts]
PIECES = st.sampled_from([*WORDS, "\n", "\r\n", "`", "```", "<!--", "-->", " ", "😀", "\u2028"])


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(), st.sampled_from(LANGUAGES))
def test_every_finding_of_every_rule_stands_where_it_says(text: str, language: Language) -> None:
    form = Bounds(count=len(text), at_least=20, at_most=60, choices=("Any",), minutes=30)
    fields = {field for rule in RULES for field in rule.fields} | {"x"}
    rows = text.split("\n")
    for field in sorted(fields):
        place = Place(file="x.md", line=1, field=field)
        passage = Passage(text=text, language=language, place=place, bounds=form)
        for finding in lint([passage], [_on(rule) for rule in RULES]):
            row = rows[(finding.place.line or 0) - 1]
            words = finding.evidence.removesuffix("…")
            assert words in row
            if BY_CODE[finding.code].kind != "order":
                assert row[(finding.place.column or 0) - 1 :].startswith(words)
