from collections.abc import Callable

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
