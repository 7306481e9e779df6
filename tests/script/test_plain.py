import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.script.files import parse_script
from speakprep.script.plain import (
    Passage,
    as_spoken,
    is_sign,
    parts_of,
    passages,
    split_signs,
    tidy,
    without_marks,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**bold** and *soft* and `code`", "bold and soft and code"),
        ("see [the page](https://example.org/a)", "see the page"),
        ("snake_case stays, __this__ does not", "snake_case stays, this does not"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        (r"\# not a heading, \*not soft\*", "# not a heading, *not soft*"),
        ("&lt;!-- a &amp; b", "<!-- a & b"),
        ("**采样**不难", "采样不难"),
        ("a --> b > c", "a --> b > c"),
    ],
)
def test_marks_of_markdown_go_and_words_stay(text, plain):
    assert without_marks(text) == plain


def test_passages_part_text_pauses_code_and_headings():
    text = "One\ntwo - three\n[pause 3s]\n> 四\n\n### Five ##\n```sh\nls # six\n```\n- seven\n"
    assert passages(text) == (
        Passage(kind="text", text="One\ntwo - three"),
        Passage(kind="pause", text="[pause 3s]"),
        Passage(kind="text", text="四"),
        Passage(kind="heading", text="Five"),
        Passage(kind="code", text="ls # six"),
        Passage(kind="text", text="- seven"),
    )


def test_code_that_nobody_closes_is_code_to_the_end():
    assert passages("```\na\n\nb") == (Passage(kind="code", text="a\n\nb"),)


def test_parts_leave_out_orphans_comments_and_control_characters():
    script = parse_script(
        "## 1. A\u202eB\x07 {#s256 .hidden}\r\n<!-- from notes -->\r\nSay\x0bit\r\nnow\u200f.\r\n"
        "## Gone {#s9 .orphan}\nlost\n"
    )
    (part,) = parts_of(script)
    assert (part.slide_id, part.number, part.title, part.hidden, part.text) == (
        256,
        1,
        "AB",
        True,
        "Say\nit\nnow.",
    )


def test_lines_of_a_paragraph_join_and_items_stay_apart():
    text = "we keep\nall of it\n- one\n  more\n2. two\n我们\n采样"
    assert as_spoken(text) == ["we keep all of it", "one   more", "2. two 我们采样"]


def test_signs_are_cut_out_with_their_seconds():
    said = list(split_signs("Now [pause 3s] look [here] 【演示 2分钟】"))
    assert said == [
        ("Now", 0.0),
        ("[pause 3s]", 3.0),
        ("look [here]", 0.0),
        ("【演示 2分钟】", 120.0),
        ("", 0.0),
    ]
    assert not is_sign("[3 reasons]")


@given(st.text(alphabet=st.sampled_from("ab *_`[](){}#>-\n采。\r\x0b\u202e~\\&;lt!<"), max_size=60))
def test_no_text_is_too_odd(text):
    for passage in passages(tidy(text)):
        assert passage.text.strip()
        assert not set(passage.text) & set("\r\x0b\u202e")
