from hypothesis import given
from hypothesis import strategies as st

from speakprep.talk.markdown import join_sections, split_sections, strip_comments

PIECES = st.sampled_from(
    [
        "## A\n",
        "## B {#s1}\r\n",
        "text\n",
        "```\n",
        "~~~\n",
        "<!-- x\n",
        "-->\n",
        "",
        "\n",
        "##\n",
        "中文\x0b字\u2028\n",
        "## last",
        "# no\n",
        "### no\n",
        "`## no`\n",
        "<!-- a -->\n",
        "    ## x\n",
    ]
)


@given(st.lists(PIECES | st.text(), max_size=20).map("".join))
def test_split_sections_joined_gives_the_text_back(text):
    assert join_sections(split_sections(text)) == text


def test_split_sections_gives_titles_lines_and_prose():
    sections = split_sections("# T\n\n## One ##\n<!-- note -->\nhello\n\n## Two\nbye")
    assert [(s.title, s.line, s.prose) for s in sections] == [
        ("", 1, "# T"),
        ("One", 3, "hello"),
        ("Two", 7, "bye"),
    ]


def test_split_sections_ignores_headings_in_fences_and_comments():
    text = "## A\n```md\n## no\n```\n<!--\n## no\n-->\n~~~\n```\n## no\n~~~\n## B\n"
    assert [s.title for s in split_sections(text)] == ["", "A", "B"]


def test_split_sections_counts_an_unclosed_comment_as_text():
    assert [s.title for s in split_sections("<!-- oops\n## A\n## B\n")] == ["", "A", "B"]


def test_split_sections_splits_only_at_newlines():
    assert [s.title for s in split_sections("a\x0b## no\u2028## no\n## A\x0bB\n")] == ["", "A\x0bB"]


def test_strip_comments_leaves_the_words():
    assert strip_comments("a<!-- x\ny -->b") == "ab"
