"""Headings, stamps and fingerprints."""

import pytest

from speakprep.script.files import parse_script
from speakprep.script.model import Heading, Stamp, fingerprint, read_heading


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("## 3. Title {#s259}\n", Heading(slide_id=259, number=3, title="Title")),
        (
            "## 3. 标题 {#s259 .hidden}\r\n",
            Heading(slide_id=259, number=3, title="标题", hidden=True),
        ),
        ("##3．标题{#s259}", Heading(slide_id=259, number=3, title="标题")),
        ("### Title {#s7 .draft}", Heading(slide_id=7, title="Title", others=("draft",))),
        ("## {#s256}", Heading(slide_id=256)),
        ("## 2. A {#s1} {#s259} ##", Heading(slide_id=259, number=2, title="A {#s1}")),
        ("## 2. A {#s259 .orphan}", Heading(slide_id=259, title="2. A", orphan=True)),
    ],
)
def test_heading_with_an_id_is_read(line: str, heading: Heading) -> None:
    assert read_heading(line) == heading


@pytest.mark.parametrize(
    "line",
    [
        "## 3. Title",
        "3. Title {#s259}",
        "## T {#x259}",
        "## T {#s}",
        "## T {#s1} end",
        "####### T {#s1}",
    ],
)
def test_heading_of_no_slide_is_text(line: str) -> None:
    assert read_heading(line) is None


def test_stamp_and_origin_are_read_from_the_lines_under_the_heading() -> None:
    section = parse_script(
        "## 1. A {#s256}\n<!-- slide 3f2a9c1e notes 8c1d22aa -->\n<!-- from zh 3f2a9c1e -->\nHi.\n"
    ).slides[0]
    assert section.stamp == Stamp(slide="3f2a9c1e", notes="8c1d22aa")
    assert section.origin == "zh 3f2a9c1e"
    assert section.text == "Hi.\n"
    assert section.text_line == 4


@pytest.mark.parametrize(
    "comment",
    ["<!-- slide needs a new picture -->", "<!-- orphan: my own note -->", "<!-- from 2024 -->"],
)
def test_comment_of_a_person_is_never_taken_for_ours(comment: str) -> None:
    section = parse_script(f"## 1. A {{#s256}}\n{comment}\nHi.\n").slides[0]
    assert section.marks == ()
    assert section.text == f"{comment}\nHi.\n"


def test_blank_section_holds_not_even_a_comment() -> None:
    blank, commented = parse_script("## {#s1}\n\n## {#s2}\n<!-- later -->\n").slides
    assert (blank.blank, commented.blank, commented.prose) == (True, False, "")


def test_fingerprint_is_blind_to_spaces_only() -> None:
    assert fingerprint("a  b\r\nc") == fingerprint("a b\nc\n")
    assert fingerprint("a b") != fingerprint("ab")
    assert len(fingerprint("")) == 8
