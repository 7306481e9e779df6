"""What the rules about slides are told of a slide, and of the whole deck."""

from collections.abc import Callable

import pytest

from speakprep.deck.model import Axis, Block, Chart, Deck, Slide
from speakprep.lint.drawn import Drawing, Shown
from speakprep.script.shown import shown_slides, words_of

MakeSlide = Callable[..., Slide]
MakeDeck = Callable[..., Deck]

VALUE = Axis(kind="value")
CATEGORY = Axis(kind="category")


def _shown(deck: Deck) -> list[Shown]:
    return list(shown_slides(deck, "zh", "deck.pptx"))


def test_slides_that_are_shown_and_then_the_deck(
    make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    deck = make_deck(
        make_slide(256, "Start", numbered=False),
        make_slide(257, "", "only words", smallest=9.5),
        make_slide(258, "备用", hidden=True),
        make_slide(259),
    )
    found = _shown(deck)
    assert [(each.place.slide, each.text, each.language) for each in found] == [
        (1, "Start", "en"),
        (2, "only words", "en"),
        (4, "", "zh"),
        (None, "", "zh"),
    ]
    assert [each.titled for each in found[:3]] == [True, False, True]
    assert found[1].smallest == 9.5
    # The first slide needs no number.
    assert found[-1].unnumbered == 2


@pytest.mark.parametrize(
    ("chart", "drawing"),
    [
        (Chart(kinds=("bar",), axes=(CATEGORY, VALUE)), Drawing(untitled=True)),
        (
            Chart(kinds=("bar",), title="Cost", axes=(CATEGORY, Axis(kind="value", title="EUR"))),
            Drawing(title="Cost"),
        ),
        (Chart(kinds=("line",), axes=(CATEGORY, Axis(kind="value", shown=False))), Drawing()),
        (Chart(kinds=("pie",)), Drawing()),
        (Chart(kinds=("pie",), axes=(VALUE,)), Drawing()),
        (
            Chart(kinds=("bar",), axes=(CATEGORY, Axis(kind="value", title="ms", start=40.0))),
            Drawing(cut="40"),
        ),
        (Chart(kinds=("line",), axes=(Axis(kind="value", title="ms", start=40.0),)), Drawing()),
        (Chart(kinds=("bar",), axes=(Axis(kind="value", title="ms", start=0.0),)), Drawing()),
        (Chart(kinds=("bar",), axes=(Axis(kind="value", title="ms", start=-5.0),)), Drawing()),
    ],
)
def test_chart_as_its_readers_see_it(
    make_slide: MakeSlide, make_deck: MakeDeck, chart: Chart, drawing: Drawing
) -> None:
    deck = make_deck(make_slide(256, "Cost", charts=(chart,)))
    assert _shown(deck)[0].drawings == (drawing,)


def test_slide_is_called_by_its_number_and_first_words() -> None:
    alt = (Block(kind="alt", text="a photo"),)
    assert words_of(Slide(number=3, slide_id=256, title="成本")) == "Slide 3: 成本"
    assert words_of(Slide(number=3, slide_id=256, blocks=alt)) == "Slide 3: a photo"
    assert words_of(Slide(number=3, slide_id=256)) == "Slide 3"
