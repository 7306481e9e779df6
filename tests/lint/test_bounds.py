from collections.abc import Callable

import pytest

from speakprep.lint.lint import lint
from speakprep.lint.model import Bounds, Passage, Rule

Make = Callable[..., Rule]
Text = Callable[..., Passage]


def test_max_length_points_at_the_first_character_too_many(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule('kind = "max-length"', message="{label} {count}/{limit} {unit} {over}")
    bounds = Bounds(count=13, at_most=10, overflow=10)
    (finding,) = lint([make_passage("abcd\nefghijkl", bounds=bounds)], [rule])
    assert finding.message == "Abstract 13/10 characters 3"
    assert (finding.place.line, finding.place.column, finding.evidence) == (11, 6, "jkl")


def test_max_length_at_the_limit_is_fine(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "max-length"', message="m")
    assert lint([make_passage("abc", bounds=Bounds(count=3, at_most=3))], [rule]) == ()


def test_max_length_of_the_rule_counts_only_where_the_form_has_none(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule('kind = "max-length"\nlimit.en = 5', message="{limit}")
    free = lint([make_passage("abcdefgh", bounds=Bounds(count=8))], [rule])
    assert [(f.message, f.evidence) for f in free] == [("5", "fgh")]
    assert lint([make_passage("abcdefgh", bounds=Bounds(count=8, at_most=9))], [rule]) == ()


def test_min_length_takes_the_form_before_the_share(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "min-length"\npercent.en = 30', message="{count} of {limit}")
    said = [
        [f.message for f in lint([make_passage("x", bounds=bounds)], [rule])]
        for bounds in (
            Bounds(count=29, at_most=100),
            Bounds(count=30, at_most=100),
            Bounds(count=30, at_least=40, at_most=100),
            Bounds(count=1),
        )
    ]
    assert said == [["29 of 30"], [], ["30 of 40"], []]


def test_required_speaks_up_about_an_empty_field_only(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "required"', message="m")
    needed = Bounds(required=True)
    texts = ["", " \n", "<!-- hint -->\n", "\ufeff", "x", "`x`"]
    found = [len(lint([make_passage(text, bounds=needed)], [rule])) for text in texts]
    assert found == [1, 1, 1, 1, 0, 0]
    assert lint([make_passage("", bounds=Bounds())], [rule]) == ()


def test_choice_takes_the_offered_words_in_any_case(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "choice"', message="{choices}")
    offered = Bounds(choices=("Beginner", "Any"))
    assert lint([make_passage("\n<!-- hint -->\nbeginner\n", bounds=offered)], [rule]) == ()
    (finding,) = lint([make_passage("\nExpert\n", bounds=offered)], [rule])
    assert (finding.message, finding.evidence, finding.place.line) == (
        "Beginner, Any",
        "Expert",
        11,
    )


def test_near_limit_speaks_up_about_the_last_characters(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule('kind = "near-limit"\npercent.en = 1', message="{left} of {limit} {unit}")
    said = [
        [f.message for f in lint([make_passage("One. Two.", bounds=bounds)], [rule])]
        for bounds in (
            Bounds(count=989, at_most=1000),
            Bounds(count=990, at_most=1000),
            Bounds(count=1000, at_most=1000),
            Bounds(count=1001, at_most=1000),
            Bounds(count=990),
        )
    ]
    assert said == [[], ["10 of 1000 characters"], ["0 of 1000 characters"], [], []]


def test_wanted_field_is_empty_or_thin(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "wanted"\nlimit.en = 5', message="{count} of {limit}")
    said = [
        [f.message for f in lint([make_passage(text, bounds=Bounds())], [rule])]
        for text in ("", "<!-- hint -->", "abcd", "abcde")
    ]
    assert said == [["0 of 5"], ["0 of 5"], ["4 of 5"], []]


def test_wanted_leaves_an_empty_required_field_to_the_form(
    make_rule: Make, make_passage: Text
) -> None:
    for kind in ("wanted", "link"):
        rule = make_rule(f'kind = "{kind}"', message="m")
        assert lint([make_passage("", bounds=Bounds(required=True))], [rule]) == ()
        assert len(lint([make_passage("", bounds=Bounds())], [rule])) == 1


def test_timings_has_nothing_to_say_of_an_empty_outline(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule('kind = "timings"', message="m")
    for text, fires in (("", 0), ("<!-- 每部分几分钟？ -->", 0), ("Problem, results", 1)):
        for required in (True, False):
            found = lint([make_passage(text, bounds=Bounds(required=required))], [rule])
            assert len(found) == fires


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("see https://example.org/a", False),
        ("see www.example.org", False),
        ("`https://example.org`", False),
        ("see https:// soon", True),
        ("on request", True),
    ],
)
def test_link_wants_an_address(make_rule: Make, make_passage: Text, text: str, fires: bool) -> None:
    rule = make_rule('kind = "link"', message="m")
    assert len(lint([make_passage(text, bounds=Bounds())], [rule])) == fires


def test_words_of_han_fires_only_where_sentences_count_as_one(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule('kind = "words-of-han"', message="{count} {han} {limit}")
    text = "全量链路太贵，我们在尾部采样。"
    said = [
        [f.message for f in lint([make_passage(text, language="zh", bounds=bounds)], [rule])]
        for bounds in (
            Bounds(count=1, at_most=300),
            Bounds(count=1, at_least=50),
            Bounds(count=1),
            Bounds(count=15, at_most=300),
        )
    ]
    assert said == [["1 13 300"], ["1 13 50"], [], []]
