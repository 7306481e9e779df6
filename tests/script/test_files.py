"""script.<lang>.md comes back byte for byte."""

from hypothesis import given
from hypothesis import strategies as st

from speakprep.script.files import (
    new_preamble,
    parse_memory,
    parse_script,
    quote_notes,
    render_heading,
    render_memory,
    render_script,
    render_stamp,
    script_name,
)
from speakprep.script.memory import Memory
from speakprep.script.model import Heading, Stamp, one_line, read_heading

LINES = st.sampled_from(
    [
        "# Talk",
        "## 1. One {#s256}",
        "## 2. 二 {#s257 .hidden}",
        "## 2. 二 {#s257 .orphan}",
        "## loose",
        "<!-- slide 3f2a9c1e text 3f2a9c1e -->",
        "<!-- from notes -->",
        "<!-- open",
        "-->",
        "```",
        "~~~~",
        "Some words.",
        "一些话。",
        "",
        "\u2028\x0b{#s3}",
    ]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", ""])
SCRIPTS = st.one_of(
    st.text(),
    st.lists(st.tuples(LINES, ENDS)).map(lambda rows: "".join(a + b for a, b in rows)),
    st.lists(st.tuples(LINES, ENDS)).map(lambda rows: "\ufeff" + "".join(a + b for a, b in rows)),
)


@given(SCRIPTS)
def test_any_text_comes_back_exactly(text: str) -> None:
    assert render_script(parse_script(text)) == text


@given(SCRIPTS)
def test_lines_point_at_the_headings(text: str) -> None:
    rows = text.removeprefix("\ufeff").split("\n")
    for section in parse_script(text).slides:
        assert rows[section.line - 1] == section.heading.removesuffix("\n")


@given(
    st.builds(
        Heading,
        slide_id=st.integers(0, 2**31),
        number=st.integers(1, 99999),
        title=st.text().map(one_line),
        hidden=st.booleans(),
        others=st.lists(st.from_regex(r"[a-z]{2}", fullmatch=True)).map(tuple),
    )
)
def test_rendered_heading_says_what_it_was_made_of(heading: Heading) -> None:
    assert read_heading(render_heading(heading, "\r\n")) == heading


def test_stamp_comes_back() -> None:
    stamp = Stamp(slide="3f2a9c1e", text="00000001", notes="8c1d22aa", title="1", creation="ff")
    text = f"## 1. A {{#s256}}\n{render_stamp(stamp, chr(10))}"
    assert parse_script(text).slides[0].stamp == stamp


def test_unclosed_fence_or_comment_does_not_swallow_the_next_slide() -> None:
    script = parse_script("## {#s1}\n```\ncode\n## {#s2}\n<!-- open\n## {#s3}\nthree -->\n")
    assert [section.head.slide_id for section in script.slides] == [1, 2, 3]


def test_bom_before_the_first_heading_is_kept_apart() -> None:
    script = parse_script("\ufeff## 1. A {#s256}\r\nHi.\r\n")
    assert (script.preamble, script.slides[0].head.slide_id) == ("\ufeff", 256)
    assert script.newline == "\r\n"


@given(st.lists(st.sampled_from(["## T {#s5}", "<!-- slide", "-->", "# x", "{#s1}", "词", " "])))
def test_quoted_notes_hold_neither_heading_nor_comment(rows: list[str]) -> None:
    text = f"## 1. A {{#s256}}\n\n{quote_notes(chr(10).join(rows), chr(10))}\n"
    script = parse_script(text)
    assert len(script.slides) == 1
    assert "<!--" not in script.slides[0].text


def test_quoted_notes_are_otherwise_verbatim() -> None:
    assert quote_notes("\n先说成本。\r\n#1 in speed\n", "\r\n") == "先说成本。\r\n#1 in speed"


def test_new_script_begins_with_title_and_hint_in_its_language() -> None:
    assert new_preamble("采样", "zh").startswith("# 采样\n\n<!-- 在每一页")
    assert new_preamble("Sampling", "en").startswith("# Sampling\n\n<!-- Write what")
    assert script_name("zh") == "script.zh.md"


def test_name_of_the_deck_is_remembered_and_joined_by_git_the_last_one_counts():
    text = render_memory(Memory(deck="蜜蜂 v3.pptx"))
    assert text == '{"deck": "蜜蜂 v3.pptx"}\n'
    assert parse_memory(text) == Memory(deck="蜜蜂 v3.pptx")
    assert parse_memory(f'{text}{{"deck": 7}}\n{{"deck": "b.pptx"}}\n').deck == "b.pptx"
