"""Breath, transitions, and what is explained in time."""

from collections.abc import Callable

import pytest

from speakprep.lint.beside import Speech
from speakprep.lint.lint import lint
from speakprep.lint.model import Rule
from speakprep.talk.language import Language
from speakprep.talk.report import Place

MakeRule = Callable[..., Rule]


def _found(rule: Rule, text: str, language: Language = "en", **more: object) -> list[str]:
    place = Place(file="s.md", line=1)
    speech = Speech(text=text, language=language, place=place, **more)
    return [finding.message for finding in lint([speech], [rule])]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("one two three four", "en", ["4"]),
        ("one two, three four.", "en", []),
        ("one two 3.5 four", "en", ["4"]),
        ("one two\nthree four", "en", []),
        ("一二三四", "zh", ["4"]),
        ("一二，三四", "zh", []),
        ("一二,三四", "zh", []),
        ("一 two 三", "zh", ["4"]),
        ("one two <!-- and three --> four", "en", []),
        ("", "en", []),
    ],
)
def test_breath_ends_at_a_mark(
    make_rule: MakeRule, text: str, language: Language, found: list[str]
) -> None:
    rule = make_rule('kind = "long-breath"\nlimit = { en = 3, zh = 3 }', message="{count}")
    assert _found(rule, text, language) == found


@pytest.mark.parametrize(
    ("before", "text", "fires"),
    [
        ("It was cheap.", "Kafka holds messages.", True),
        ("", "Kafka holds messages.", False),
        ("But is it cheap?", "Kafka holds messages.", False),
        ("It was cheap.", "So Kafka holds messages.", False),
        ("So it was cheap.", "Kafka holds messages.", False),
        ("We queue messages.", "Kafka holds messages.", False),
        ("Then came Kafka. It was cheap.", "kafka holds messages.", False),
        ("It was cheap.", "", False),
        ("It was cheap.", "<!-- think -->", False),
    ],
)
def test_transition_is_a_cue_a_question_or_a_word_taken_up(
    make_rule: MakeRule, before: str, text: str, fires: bool
) -> None:
    rule = make_rule('kind = "no-transition"\ncues.en = ["so", "then"]', message="m")
    assert _found(rule, text, before=before) == (["m"] if fires else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The CRD is there.", ["CRD"]),
        ("The CRD and the CRD.", ["CRD"]),
        ("CRDs, and HPA.", ["CRDs", "HPA"]),
        ("The custom resource definition, CRD, is there.", []),
        ("The thing (CRD) is there.", []),
        ("A CRD stands for something.", []),
        ("We take a CRD. Here CRD stands for something.", []),
        (f"We take a CRD. {'More. ' * 50}CRD stands for something.", ["CRD"]),
        ("An API and APIs.", []),
        ("`CRD` in <!-- CRD --> https://example.org/CRD", []),
        ("CRD-first and a.CRD", []),
    ],
)
def test_short_form_is_explained_beside_its_first_use(
    make_rule: MakeRule, text: str, found: list[str]
) -> None:
    rule = make_rule(
        'kind = "unexplained-acronym"\nknown = ["API"]\ncues.en = ["stands for"]', message="{found}"
    )
    assert _found(rule, text) == found


def test_short_form_that_a_slide_writes_out_is_explained(make_rule: MakeRule) -> None:
    rule = make_rule('kind = "unexplained-acronym"\ncues.en = ["stands for"]', message="m")
    assert _found(rule, "The CRD is there.", written_out=frozenset({"CRD"})) == []


def test_term_explained_late_is_found_where_it_is_first_used(make_rule: MakeRule) -> None:
    rule = make_rule(
        "kind = \"late-explanation\"\ncues.en = ['/(?<=called )[a-z]+ [a-z]+/']", message="{found}"
    )
    late = f"Tail sampling is dear. {'More. ' * 50}This is called tail sampling."
    assert _found(rule, late) == ["Tail sampling"]
    assert _found(rule, "Tail sampling is dear. This is called tail sampling.") == []
    assert _found(rule, f"This is called tail sampling. {late}") == []
