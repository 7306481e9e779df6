from collections.abc import Callable

import pytest

from speakprep.lint.lint import lint
from speakprep.lint.model import Passage, Rule

Make = Callable[..., Rule]
Text = Callable[..., Passage]


def _words(rule: Rule, passage: Passage) -> list[str]:
    return [finding.evidence for finding in lint([passage], [rule])]


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ('"game changer"', "A Game\nchanger, no gamechanger.", ["Game…"]),
        ('"art"', "art starts with Art, not smart", ["art", "Art"]),
        ('"revolution*"', "revolutionary revolution", ["revolutionary", "revolution"]),
        ('"C++"', "in C++ and C+", ["C++"]),
        ("'/\\d+%/'", "from 5% to 70%", ["5%", "70%"]),
        ('"art"', "`art` https://art.org <!-- art -->", []),
    ],
)
def test_pattern_finds_whole_words(
    make_rule: Make, make_passage: Text, cue: str, text: str, found: list[str]
) -> None:
    rule = make_rule(f'kind = "pattern"\ncues.any = [{cue}]')
    assert _words(rule, make_passage(text)) == found


def test_pattern_finds_chinese_words_and_names_beside_them(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule('kind = "pattern"\ncues.zh = ["颠覆", "world-class"]')
    text = "颠覆性的world-class方案"
    assert _words(rule, make_passage(text, language="zh")) == ["颠覆", "world-class"]


def test_pattern_says_nothing_about_a_language_it_has_no_cues_for(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule('kind = "pattern"\ncues.zh = ["颠覆"]')
    assert _words(rule, make_passage("颠覆", language="en")) == []


def test_pattern_with_at_least_counts_different_words(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule(
        'kind = "pattern"\nat_least = 2\ncues.en = ["one", "two"]', message="{count}: {found}"
    )
    assert lint([make_passage("one One ONE")], [rule]) == ()
    (finding,) = lint([make_passage("a one, a two, a Two")], [rule])
    assert (finding.message, finding.evidence) == ("2: one, Two", "one")


def test_pattern_looks_into_code_when_the_rule_says_so(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "pattern"\ninside_code = true\ncues.en = ["TODO"]')
    assert _words(rule, make_passage("`TODO`")) == ["TODO"]


def test_missing_points_at_the_sentence_where_it_is_missed(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule('kind = "missing"\nwhere = "last-half"\ncues.en = ["you"]', message="m")
    text = "You pay. We sample a lot. The end is near."
    assert _words(rule, make_passage(text)) == ["The end is near."]
    assert _words(rule, make_passage("We pay. We sample. What you get.")) == []


def test_missing_counts_the_sentence_across_the_middle_to_both_halves(
    make_rule: Make, make_passage: Text
) -> None:
    for half in ("first-half", "last-half"):
        rule = make_rule(f'kind = "missing"\nwhere = "{half}"\ncues.zh = ["代价"]', message="m")
        text = "我们采样。这里说到代价。就是这样。"
        assert _words(rule, make_passage(text, language="zh")) == []


def test_missing_ignores_cues_in_comments(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "missing"\ncues.en = ["cost"]', message="m")
    assert _words(rule, make_passage("<!-- cost -->\n\nWe sample.")) == ["We sample."]


def test_missing_is_silent_unless_when_occurs(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "missing"\nwhen.en = ["tracing"]\ncues.en = ["SDK"]', message="m")
    assert _words(rule, make_passage("We bake bread.")) == []
    assert _words(rule, make_passage("Tracing is dear.")) == ["Tracing is dear."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It costs a lot. We built it.", []),
        ("We built it. It costs less.", ["We built it."]),
        ("Nice. Last year we built it.", ["Last year we built it."]),
        ("Last year\nwe built it\nhere.", ["we built it…"]),
        (f"{'So ' * 40}we built it.", ["we built it."]),
        ("It is nice. It is good.", ["It is nice."]),
        ("It costs a lot.", []),
    ],
)
def test_order_wants_one_thing_before_the_other(
    make_rule: Make, make_passage: Text, text: str, found: list[str]
) -> None:
    rule = make_rule('kind = "order"\nbefore.en = ["cost*"]\ncues.en = ["we built"]', message="m")
    assert _words(rule, make_passage(text)) == found


def test_order_points_at_the_cue_and_shows_its_sentence(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule('kind = "order"\nbefore.zh = ["成本"]\ncues.zh = ["采用"]', message="m")
    (found,) = lint([make_passage("好。今年我们采用采样。成本低。", language="zh")], [rule])
    assert (found.place.column, found.evidence) == (7, "今年我们采用采样。")


def test_long_sentence_counts_words_or_characters(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule(
        'kind = "long-sentence"\nlimit = { en = 4, zh = 6 }', message="{count} of {limit}"
    )
    english = lint([make_passage("One two three four. One two three four five.")], [rule])
    chinese = lint([make_passage("一二三四五六。一二三 OTel 四五六七。", language="zh")], [rule])
    assert [(f.message, f.place.column) for f in english] == [("5 of 4", 21)]
    assert [(f.message, f.place.column) for f in chinese] == [("7 of 6", 8)]


def test_pattern_may_ask_for_the_beginning_of_the_text(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule("kind = \"pattern\"\ncues.any = ['/\\Ain this talk\\b/', '/all\\Z/']")
    text = "\n<!-- hint -->\n\nIn this talk we say in this talk it all\n\n"
    found = lint([make_passage(text)], [rule])
    assert [(f.evidence, f.place.line, f.place.column) for f in found] == [
        ("In this talk", 13, 1),
        ("all", 13, 37),
    ]


def test_sentence_begins_where_its_words_do(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "long-sentence"\nlimit.en = 1', message="m")
    found = lint([make_passage("\n  <!-- x --> One two.  Three four. \n")], [rule])
    assert [(f.place.line, f.place.column, f.evidence) for f in found] == [
        (11, 14, "One two."),
        (11, 24, "Three four."),
    ]


def test_words_and_patterns_are_found_in_the_order_of_the_text(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule("kind = \"pattern\"\ncues.en = ['/b+/', 'abba', 'zeta', '/a\\w/']")
    assert _words(rule, make_passage("bb abba zeta ax")) == ["bb", "abba", "zeta", "ax"]


@pytest.mark.parametrize("text", ["Straße", "STRASSE", "İstanbul", "ſtart", "ﬁn"])
def test_letters_that_grow_in_upper_case_do_no_harm(
    make_rule: Make, make_passage: Text, text: str
) -> None:
    rule = make_rule(f'kind = "pattern"\ncues.en = ["{text}"]')
    assert _words(rule, make_passage(f"x {text} y")) == [text]
