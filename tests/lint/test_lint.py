from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.lint.expressions import Expression
from speakprep.lint.lint import MOST_HITS, lint
from speakprep.lint.model import Bounds, Cues, Options, Passage, Rule
from speakprep.talk.language import LANGUAGES
from speakprep.talk.report import Finding, Place

Make = Callable[..., Rule]
Text = Callable[..., Passage]


def test_finding_says_where_to_the_column(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "pattern"\ncues.en = ["hype"]')
    text = "<!-- 😀 -->\r\n\r\n采样\u2028😀 hype\r\n"
    assert lint([make_passage(text)], [rule]) == (
        Finding(
            code="ABC123",
            level="warning",
            message="found hype",
            place=Place(file="cfp.md", line=12, column=6, field="abstract"),
            evidence="hype",
        ),
    )


def test_first_line_counts_on_from_the_passage_column(make_rule: Make) -> None:
    rule = make_rule('kind = "pattern"\ncues.en = ["hype"]')
    place = Place(file="a.md", line=3, column=5, slide=7)
    found = lint([Passage(text="a hype\nhype", language="en", place=place)], [rule])
    assert [(f.place.line, f.place.column, f.place.slide) for f in found] == [(3, 7, 7), (4, 1, 7)]


def test_findings_come_in_the_order_of_their_places(make_rule: Make, make_passage: Text) -> None:
    late = make_rule('kind = "pattern"\ncues.en = ["alpha"]')
    early = make_rule('kind = "pattern"\ncues.en = ["beta"]')
    texts = [make_passage("beta alpha beta"), make_passage("alpha", line=20)]
    found = lint(texts, [late, early])
    assert [f.evidence for f in found] == ["beta", "alpha", "beta", "alpha"]


def test_rule_reads_its_fields_only(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "pattern"\nfields = ["title"]\ncues.en = ["hype"]')
    texts = [make_passage("hype", field="title"), make_passage("hype", field="abstract")]
    assert [f.place.field for f in lint(texts, [rule])] == ["title"]


def test_rule_is_silent_where_another_field_answers_it(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule(
        'kind = "missing"\nfields = ["abstract"]\nunless_filled = ["takeaways"]\ncues.en = ["you"]',
        message="m",
    )
    abstract = make_passage("We sample.")
    assert len(lint([abstract, make_passage("<!-- -->", field="takeaways")], [rule])) == 1
    assert lint([abstract, make_passage("Three rules", field="takeaways")], [rule]) == ()


def test_rule_for_plain_fields_leaves_markdown_alone(make_rule: Make) -> None:
    rule = make_rule('kind = "pattern"\nmarkup = "plain"\ncues.any = ["hype"]')
    plain = Passage(text="hype", language="en", place=Place(file="a", line=1))
    marked = Passage(text="hype", language="en", place=Place(file="a", line=1), markup="markdown")
    assert len(lint([plain], [rule])) == 1
    assert lint([marked], [rule]) == ()


def test_message_is_in_the_language_of_the_text(make_passage: Text) -> None:
    hype = Expression(pattern="hype")
    rule = Rule(
        code="ABC123",
        name="n",
        kind="pattern",
        level="advice",
        message={"en": "in English", "zh": "用中文"},
        why={"en": "w"},
        source="s",
        options=Options(cues=Cues(patterns=dict.fromkeys(LANGUAGES, (hype,)))),
    )
    texts = [make_passage("hype", language="zh"), make_passage("hype", language="en")]
    assert [f.message for f in lint(texts, [rule])] == ["用中文", "in English"]


def test_text_that_is_not_there_has_no_line(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "required"', message="m")
    (finding,) = lint([make_passage("", line=None, bounds=Bounds(required=True))], [rule])
    assert finding.place == Place(file="cfp.md", field="abstract")


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("a1\nz", "a1…"),
        ("a" * 98 + "z", "a" * 98 + "z"),
        ("a" * 200 + "z", "a" * 99 + "…"),
        ("a " * 48 + "longest z", "a " * 47 + "a…"),
        ("a" + "采" * 200 + "z", "a" + "采" * 98 + "…"),
        ("a" * 99 + " z", "a" * 99 + "…"),
    ],
)
def test_evidence_is_one_line_cut_between_words(
    make_rule: Make, make_passage: Text, text: str, evidence: str
) -> None:
    rule = make_rule("kind = \"pattern\"\ncues.en = ['/a(.|\\n)*z/']")
    (found,) = lint([make_passage(text)], [rule])
    assert found.evidence == evidence


def test_one_rule_stops_after_its_hundredth_hit(make_rule: Make, make_passage: Text) -> None:
    rule = make_rule('kind = "pattern"\ncues.en = ["TODO"]')
    assert len(lint([make_passage("TODO " * 1000)], [rule])) == MOST_HITS


@given(st.text(alphabet=st.sampled_from("ab TODO\n\r`<!->采。.😀"), max_size=200))
def test_evidence_stands_where_the_place_says(text: str) -> None:
    rule = Rule(
        code="ABC123",
        name="n",
        kind="pattern",
        level="advice",
        message={"en": "m"},
        why={"en": "w"},
        source="s",
        options=Options(cues=Cues(patterns={"en": (Expression(pattern="TODO|采|a"),)})),
    )
    passage = Passage(text=text, language="en", place=Place(file="a", line=1))
    rows = text.split("\n")
    for finding in lint([passage], [rule]):
        row = rows[(finding.place.line or 0) - 1]
        assert row[(finding.place.column or 0) - 1 :].startswith(finding.evidence)
