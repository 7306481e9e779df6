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
        (4, "", "en"),
        (None, "", "en"),
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


def test_findings_speak_the_language_of_the_deck(
    make_slide: MakeSlide, make_deck: MakeDeck
) -> None:
    chart = "成本\n1 月 | 2 月 | 3 月\n18.2 | 17.9 | 9.6 | 7.4 | 5.1"
    slides = (
        make_slide(256, "配置示例", "processors: tail_sampling: decision_wait: 30s"),
        make_slide(257, "上线前后", chart),
        make_slide(258, "Thank you all for coming"),
    )
    found = list(shown_slides(make_deck(*slides), "en", "deck.pptx"))
    assert [each.language for each in found] == ["zh", "zh", "en", "zh"]
    assert [each.language for each in shown_slides(make_deck(), "en", "deck.pptx")] == ["en"]


@pytest.mark.parametrize(
    ("slide", "chart", "untitled"),
    [
        ("上线前后", "成本（万元）", False),
        ("MTTR", "分钟", False),
        ("Replication lag", "lag (s)", False),
        ("Latency halved, in milliseconds", "", False),
        ("Requests per second", "", False),
        ("Before and after", "9.6", True),
        ("Results (2026)", "Latency", True),
        ("效果", "优化前后", True),
    ],
)
def test_unit_in_a_title_tells_what_the_axis_measures(
    make_slide: MakeSlide, make_deck: MakeDeck, slide: str, chart: str, *, untitled: bool
) -> None:
    drawn = Chart(kinds=("bar",), title=chart, axes=(CATEGORY, VALUE))
    deck = make_deck(make_slide(256, slide, charts=(drawn,)))
    assert _shown(deck)[0].drawings == (Drawing(title=chart, untitled=untitled),)


def test_unit_in_the_name_of_a_series_tells_it_as_well(make_deck: MakeDeck) -> None:
    drawn = Chart(kinds=("line",), axes=(CATEGORY, VALUE))
    block = Block(kind="chart", text="Mon | Tue\nlag (s) | 840 | 2")
    slide = Slide(number=1, slide_id=256, title="Lag", blocks=(block,), charts=(drawn,))
    assert _shown(make_deck(slide))[0].drawings == (Drawing(),)


def test_slide_is_called_by_its_number_and_first_words() -> None:
    alt = (Block(kind="alt", text="a photo"),)
    assert words_of(Slide(number=3, slide_id=256, title="成本")) == "Slide 3: 成本"
    assert words_of(Slide(number=3, slide_id=256, blocks=alt)) == "Slide 3: a photo"
    assert words_of(Slide(number=3, slide_id=256)) == "Slide 3"
