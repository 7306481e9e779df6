"""Rules about a text and the slide it is said over."""

from collections.abc import Callable

import pytest

from speakprep.lint.beside import Differing, Seen, Speech
from speakprep.lint.lint import lint
from speakprep.lint.model import Rule
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place

MakeRule = Callable[..., Rule]


def _lint(
    rule: Rule, text: str, seen: Seen | None, language: Language = "en"
) -> tuple[Finding, ...]:
    place = Place(file="s.md", line=1)
    return lint([Speech(text=text, language=language, place=place, seen=seen)], [rule])


@pytest.mark.parametrize(
    "kind",
    [
        'kind = "repeats-slide"\npercent = { en = 1 }',
        'kind = "unexplained-visual"\ncues.en = ["chart"]',
        'kind = "unspoken-figure"',
        'kind = "differing-figure"\ncues.en = ["about"]',
    ],
)
def test_nothing_is_said_about_a_slide_nobody_knows(make_rule: MakeRule, kind: str) -> None:
    rule = make_rule(kind, message="m")
    assert _lint(rule, "One two three four five six seven eight nine.", None) == ()


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Write to both stores and compare every single answer.", True),
        ("write to both stores and COMPARE every single answer", True),
        ("Compare the answer of every single store: both write.", False),
        ("Write to both stores.", False),
    ],
)
def test_reading_out_the_slide_is_told_from_using_its_words(
    make_rule: MakeRule, text: str, fires: bool
) -> None:
    rule = make_rule('kind = "repeats-slide"\npercent = { en = 70 }', message="m")
    seen = Seen(lines=("Write to both stores and", "compare every single answer"))
    assert bool(_lint(rule, text, seen)) is fires


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("It got better.", True),
        ("The chart falls.", False),
        ("Storage goes down, network goes up.", False),
        ("Storage goes down.", True),
    ],
)
def test_visual_is_explained_by_a_cue_or_by_its_own_words(
    make_rule: MakeRule, text: str, fires: bool
) -> None:
    rule = make_rule('kind = "unexplained-visual"\ncues.en = ["chart"]', message="a {shown}")
    seen = Seen(visuals=frozenset({"chart"}), inside=("storage | network | other",))
    assert [f.message for f in _lint(rule, text, seen)] == (["a chart"] if fires else [])


def test_unspoken_figures_are_named_once_and_not_all(make_rule: MakeRule) -> None:
    rule = make_rule('kind = "unspoken-figure"', message="{count}: {found}")
    (found,) = _lint(rule, "Nothing.", Seen(unspoken=("1%", "2%", "3%", "4%", "5%")))
    assert found.message == "5: 1%, 2%, 3%, 4%…"


@pytest.mark.parametrize(
    ("text", "fires"),
    [("It is 40%.", True), ("It is about 40%.", False), ("It is 40% or so", False)],
)
def test_rounded_figure_is_no_other_figure(make_rule: MakeRule, text: str, fires: bool) -> None:
    rule = make_rule(
        'kind = "differing-figure"\ncues.en = ["about", "or so"]', message="{found} {shown}"
    )
    start = text.index("40%")
    seen = Seen(differing=(Differing(start=start, end=start + 3, shown="37%"),))
    assert [f.message for f in _lint(rule, text, seen)] == (["40% 37%"] if fires else [])
