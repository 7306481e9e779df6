"""Hashes, and how problems are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.deck.model import Block, Problem, Slide
from speakprep.talk.report import Finding, Place


def slide(*texts, notes=""):
    return Slide(
        number=1,
        slide_id=256,
        blocks=tuple(Block(kind="body", text=text) for text in texts),
        notes=notes,
    )


def test_text_hash_known_value():
    """sha256 of "why sample\\n采样", so that hashes kept in a script stay good."""
    assert slide("why  sample", "采样").text_hash == "6c6d0bd8"


def test_text_hash_is_blind_to_what_no_reader_sees():
    plain = slide("Why sample", "é")
    dragged = slide("e\u0301", "Why\nsample ")
    described = Slide(
        number=9,
        slide_id=300,
        hidden=True,
        notes="x",
        blocks=(*plain.blocks, Block(kind="alt", text="a picture")),
    )
    assert dragged.text_hash == plain.text_hash == described.text_hash


@pytest.mark.parametrize(
    ("blocks", "label"),
    [
        ((), ""),
        ((("body", "2026\n47\tminutes \n8 teams"),), "47 minutes"),
        ((("body", "42 %"),), "42 %"),
        ((("table", "Week | Kept"),), ""),
        ((("alt", "排队的图\n星期二"), ("body", "10")), "排队的图"),
        ((("alt", "a queue"), ("body", "周二的队列")), "周二的队列"),
        ((("body", "采样" * 31),), "采样" * 29 + "采…"),
        ((("body", "采样" * 30),), "采样" * 30),
    ],
)
def test_label_of_a_slide_without_a_title(blocks, label):
    made = tuple(Block(kind=kind, text=text) for kind, text in blocks)
    assert Slide(number=1, slide_id=256, blocks=made).label == label


def test_label_is_the_title_where_there_is_one():
    titled = Slide(number=1, slide_id=256, title="为什么", blocks=slide("first line").blocks)
    assert titled.label == "为什么"


TEXTS = st.lists(st.text("ab采", min_size=1, max_size=3), max_size=4)


@given(TEXTS, TEXTS)
def test_text_hash_is_equal_for_equal_texts_only(one, other):
    same = slide(*one).text_hash == slide(*other).text_hash
    assert same == (sorted(one) == sorted(other))


def test_notes_hash_is_blind_to_line_breaks():
    assert slide(notes="大家好。\n\nHi").notes_hash == slide(notes="大家好。 Hi\n").notes_hash
    assert slide(notes="大家好。").notes_hash != slide(notes="你好。").notes_hash


@pytest.mark.parametrize(
    ("lost", "what", "level"),
    [
        ("slide", "Slide 2 could not be read and was skipped", "error"),
        ("notes", "The notes of slide 2 could not be read", "error"),
        ("chart", "A chart on slide 2 could not be read", "error"),
        ("diagram", "A diagram on slide 2 could not be read", "error"),
        ("archive", "The deck contradicts itself", "warning"),
    ],
)
def test_problem_as_finding(lost, what, level):
    part = "ppt/slides/slide2.xml"
    problem = Problem(
        lost=lost, part=part, line=4, reason="its XML is broken", slide=2, slide_id=257
    )
    where = "(ppt/slides/slide2.xml, line 4)"
    assert problem.finding("deck.pptx") == Finding(
        code="DECK101",
        level=level,
        message=f"{what}: its XML is broken {where}; everything else was read",
        place=Place(file="deck.pptx", slide=2),
        evidence=part,
    )


def test_problem_without_line_as_finding():
    problem = Problem(lost="slide", part="ppt/NULL", reason="it is missing from the deck", slide=3)
    assert problem.finding("d.pptx").message == (
        "Slide 3 could not be read and was skipped: it is missing from the deck (ppt/NULL); "
        "everything else was read"
    )
