"""Every rule that is shipped shows in both languages that it works."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.lint.files import parse_rules
from speakprep.lint.lint import lint
from speakprep.lint.model import Bounds, Passage, Rule
from speakprep.talk.folders import shipped_folder
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.report import Place
from speakprep.talk.resources import Resource

FORM_KINDS = {"max-length", "min-length", "required", "choice"}
FILES = sorted(shipped_folder("checklists").glob("*.toml"))


def _rules() -> list[Rule]:
    texts = [Resource(path=file, text=file.read_text("utf-8")) for file in FILES]
    return [rule for text in texts if "[[rule]]" in text.text for rule in parse_rules(text)]


RULES = _rules()
KINDS = {rule.code: rule.kind for rule in RULES}


def _passage(rule: Rule, text: str, language: Language) -> Passage:
    """An example of a form rule is read in the field that the rule file's head describes."""
    count = len(text.strip())
    bounds = Bounds(
        count=count,
        at_least=20 if rule.kind == "min-length" else None,
        at_most=60 if rule.kind == "max-length" and not rule.options.limit else None,
        overflow=60 if count > 60 else None,
        required=rule.kind == "required",
        choices=("Beginner", "Advanced") if rule.kind == "choice" else (),
    )
    return Passage(
        text=text,
        language=language,
        place=Place(file="x.md", line=1, field=rule.fields[0] if rule.fields else "description"),
        bounds=bounds if rule.kind in FORM_KINDS else None,
    )


def _examples(which: str) -> list[object]:
    return [
        pytest.param(rule, text, language, id=f"{rule.code}-{language}-{number}")
        for rule, language in itertools.product(RULES, LANGUAGES)
        for number, text in enumerate(getattr(rule, which).get(language, ()))
    ]


@pytest.mark.parametrize(("rule", "text", "language"), _examples("bad"))
def test_bad_example_fires_its_rule(rule: Rule, text: str, language: Language) -> None:
    found = lint([_passage(rule, text, language)], [rule])
    assert {finding.code for finding in found} == {rule.code}
    assert "{" not in found[0].message


@pytest.mark.parametrize(("rule", "text", "language"), _examples("good"))
def test_good_example_does_not_fire_its_rule(rule: Rule, text: str, language: Language) -> None:
    assert lint([_passage(rule, text, language)], [rule]) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_has_examples_in_every_language_it_reads(rule: Rule) -> None:
    cues = rule.options.cues
    reads = set(cues.patterns) if cues else set(LANGUAGES)
    assert {language for language in LANGUAGES if rule.bad.get(language)} == reads
    assert {language for language in LANGUAGES if rule.good.get(language)} == reads


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_speaks_both_languages(rule: Rule) -> None:
    assert set(rule.message) == set(rule.why) == set(LANGUAGES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_that_flags_many_accepted_texts_is_only_advice(rule: Rule) -> None:
    assert rule.level == "advice" or max(rule.noise.values(), default=0) <= 10


def test_codes_are_unique_across_the_shipped_files() -> None:
    codes = [rule.code for rule in RULES]
    assert sorted(codes) == sorted(set(codes))
    names = [rule.name for rule in RULES]
    assert sorted(names) == sorted(set(names))


WORDS = [word for rule in RULES for texts in rule.bad.values() for word in texts]
PIECES = st.sampled_from([*WORDS, "\n", "\r\n", "`", "```", "<!--", "-->", " ", "😀", "\u2028"])


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(), st.sampled_from(LANGUAGES))
def test_every_finding_of_every_rule_stands_where_it_says(text: str, language: Language) -> None:
    form = Bounds(count=len(text), at_least=20, at_most=60, required=True, choices=("Any",))
    fields = {field for rule in RULES for field in rule.fields} | {"x"}
    rows = text.split("\n")
    for field in sorted(fields):
        place = Place(file="x.md", line=1, field=field)
        passage = Passage(text=text, language=language, place=place, bounds=form)
        for finding in lint([passage], RULES):
            row = rows[(finding.place.line or 0) - 1]
            words = finding.evidence.removesuffix("…")
            assert words in row
            if KINDS[finding.code] != "order":
                assert row[(finding.place.column or 0) - 1 :].startswith(words)
