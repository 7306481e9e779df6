from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.cfp.files import fill, parse_proposal, render_proposal
from speakprep.cfp.form import answer
from speakprep.cfp.prose import prose_of
from speakprep.errors import InputError
from speakprep.event.model import Profile
from speakprep.event.profiles import load_profile
from speakprep.talk.report import Place
from speakprep.talk.workspace import shelves

Form = Callable[..., Profile]

PIECES = st.sampled_from(
    [
        "## Abstract",
        "## 标题",
        "## Nothing",
        "# Title",
        "\n",
        "\r\n",
        "<!--",
        "-->",
        "```",
        "words",
        "采样。",
        "\ufeff",
        "\x0b",
        "\u2028",
        "## ",
        "  ",
    ]
)
KUBECON = load_profile(shelves(Path("no-such-folder")), "kubecon-eu-2027")


@given(st.lists(PIECES).map("".join) | st.text())
def test_parsed_file_renders_to_the_same_text(text: str) -> None:
    assert render_proposal(parse_proposal(text, "cfp.md", KUBECON)) == text


@given(st.lists(PIECES).map("".join), st.lists(PIECES).map("".join))
def test_filling_in_keeps_all_else(text: str, words: str) -> None:
    proposal = parse_proposal(text, "cfp.md", KUBECON)
    if not words.strip() or answer(proposal, "title"):
        return
    try:
        filled = fill(proposal, "title", words)
    except InputError:
        return
    assert answer(filled, "title") == prose_of(words)
    for field in KUBECON.fields[1:]:
        assert answer(filled, field.key) == answer(proposal, field.key)
    assert parse_proposal(render_proposal(filled), "cfp.md", KUBECON) == filled


def test_fields_are_found_by_label_in_either_language_or_key(make_form: Form) -> None:
    text = "## session title ##\nA\n## 摘要\nB\n## notes\nC\n"
    proposal = parse_proposal(text, "cfp.md", make_form())
    assert [entry.field.key for entry in proposal.entries] == ["title", "abstract", "notes"]
    assert [answer(proposal, key) for key in ("title", "abstract", "notes")] == ["A", "B", "C"]


def test_byte_order_mark_and_line_ends_stay(make_form: Form) -> None:
    text = "\ufeff## Session Title\r\n\r\nA\r\n"
    proposal = parse_proposal(text, "cfp.md", make_form())
    filled = fill(proposal, "abstract", "one\ntwo")
    assert render_proposal(filled) == (
        "\ufeff## Session Title\r\n\r\nA\r\n\r\n## Abstract\r\n\r\none\r\ntwo\r\n"
    )


def test_unknown_heading_is_found_with_a_suggestion(make_form: Form) -> None:
    text = "## Session Title\nA\n## Abstrakt\nB\n## Format\n\n## Notes\n"
    (finding,) = parse_proposal(text, "cfp.md", make_form()).findings
    assert (finding.code, finding.level, finding.evidence) == ("CFP120", "warning", "Abstrakt")
    assert finding.place == Place(file="cfp.md", line=3, column=1)
    assert finding.message == (
        "The form of Small Conf has no field “Abstrakt”; did you mean “Abstract”?"
    )


def test_doubled_heading_is_found_and_the_first_counts(make_form: Form) -> None:
    text = "## Abstract\nA\n## 摘要\nB\n## Format\n## Notes\n"
    proposal = parse_proposal(text, "cfp.md", make_form())
    (finding,) = proposal.findings
    assert (finding.code, finding.place) == (
        "CFP121",
        Place(file="cfp.md", line=3, column=1, field="abstract"),
    )
    assert answer(proposal, "abstract") == "A"


def test_optional_fields_without_heading_are_named_once(make_form: Form) -> None:
    (finding,) = parse_proposal("## Abstract\nA\n", "cfp.md", make_form()).findings
    assert (finding.code, finding.level) == ("CFP122", "advice")
    assert finding.message == "The form also has “Format”, “Notes”; each may stay empty."


@pytest.mark.parametrize(
    ("above", "line", "column", "evidence"),
    [
        ("hello\n", 1, 1, "hello"),
        ("# My talk\n\n  hello\r\n", 3, 3, "hello"),
        ("<!-- x -->a<!-- y -->b\n", 1, 11, "a<!-- y -->b"),
    ],
)
def test_words_above_the_first_heading_are_found(
    make_form: Form, above: str, line: int, column: int, evidence: str
) -> None:
    text = above + "## Format\n## Notes\n"
    (finding,) = parse_proposal(text, "cfp.md", make_form()).findings
    assert (finding.code, finding.place, finding.evidence) == (
        "CFP123",
        Place(file="cfp.md", line=line, column=column),
        evidence,
    )


@pytest.mark.parametrize("above", ["", "# My talk\n", "<!-- note -->\n\n"])
def test_title_and_comments_above_are_fine(make_form: Form, above: str) -> None:
    assert parse_proposal(above + "## Format\n## Notes\n", "x", make_form()).findings == ()


def test_filling_in_keeps_hints_and_neighbours(make_form: Form) -> None:
    text = "## Session Title\n\n<!-- hint -->\n\n## Abstract\nB\n"
    filled = fill(parse_proposal(text, "x", make_form()), "title", " A \n")
    assert render_proposal(filled) == ("## Session Title\n\n<!-- hint -->\n\nA\n\n## Abstract\nB\n")


def test_filling_in_below_a_last_heading_without_line_end(make_form: Form) -> None:
    filled = fill(parse_proposal("## Abstract", "x", make_form()), "abstract", "B")
    assert render_proposal(filled) == "## Abstract\n\nB\n"


@pytest.mark.parametrize("words", ["A\n## Abstract\nB", "```\nopen", "<!-- hidden", "a -->\n## B"])
def test_answer_that_would_leave_its_field_is_refused(make_form: Form, words: str) -> None:
    text = "## Session Title\n\n## Abstract\nB\n<!-- end -->\n"
    proposal = parse_proposal(text, "x", make_form())
    with pytest.raises(InputError, match="would not stay in its field"):
        fill(proposal, "title", words)


def test_answer_for_a_field_the_form_lacks_is_refused(make_form: Form) -> None:
    with pytest.raises(InputError) as raised:
        fill(parse_proposal("", "x", make_form()), "level", "A")
    assert raised.value.message == "the form has no field 'level'"
    assert raised.value.hint == "it has: title, abstract, format, notes"
