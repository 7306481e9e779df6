import pytest

from speakprep.deck.model import Deck, Problem, Slide
from speakprep.deck.paging import pages_of, ranges, slide_count


def deck(*hidden: bool, lost: int = 0) -> Deck:
    numbers = [n for n in range(1, len(hidden) + 2) if n != lost][: len(hidden)]
    slides = [
        Slide(number=n, slide_id=255 + n, hidden=h) for n, h in zip(numbers, hidden, strict=True)
    ]
    problems = (Problem(lost="slide", part="p", reason="r", slide=lost),) if lost else ()
    return Deck(slides=tuple(slides), problems=problems)


@pytest.mark.parametrize(
    ("count", "slides", "pages"),
    [
        (3, deck(False, True, False), {1: 0, 2: 1, 3: 2}),
        (2, deck(False, True, False), {1: 0, 3: 1}),
        (1, deck(False, True, False), None),
        (4, deck(False, True, False), None),
        (3, deck(False, False, lost=2), {1: 0, 3: 2}),
        (2, deck(False, False, lost=2), {1: 0, 3: 1}),
    ],
)
def test_pages_are_told_apart_with_and_without_hidden_slides(count, slides, pages):
    assert pages_of(count, slides) == pages


def test_a_lost_slide_counts():
    assert slide_count(deck(False, False, lost=2)) == 3


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([], ""), ([4], "4"), ([1, 2, 3, 7], "1-3;7"), ([2, 4, 5], "2;4-5"), ([1, 2], "1-2")],
)
def test_ranges_are_what_libreoffice_reads(numbers, text):
    assert ranges(numbers) == text
