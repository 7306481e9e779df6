"""What a model is asked for an empty slide, and what is believed of its answer."""

import json
from collections.abc import Callable

import pytest

from speakprep.deck.model import Deck, Slide
from speakprep.errors import InputError
from speakprep.script.drafting import (
    LEAST_SECONDS,
    MOST_SECONDS,
    Draft,
    Sentence,
    Wanted,
    doubts,
    read_drafts,
    request,
    wanted,
)
from speakprep.script.files import parse_script
from speakprep.script.timing import DEFAULT_PACE
from speakprep.talk.language import Language
from speakprep.talk.report import Place

MakeSlide = Callable[..., Slide]
MakeDeck = Callable[..., Deck]

SCRIPT = """\
# Talk

## 1. Cost {#s256}

Four hundred services send every trace.

## 2. Sampling {#s257}

## 3. Result {#s258}

## 4. Spare {#s259 .hidden}
"""


@pytest.fixture
def deck(make_slide: MakeSlide, make_deck: MakeDeck) -> Deck:
    return make_deck(
        make_slide(256, "Cost", "400 services"),
        make_slide(257, "Sampling", "head\ntail", notes="tail keeps failures"),
        make_slide(258, "Result", "96% fewer traces"),
        make_slide(259, "Spare", "not shown", hidden=True),
    )


def _wanted(deck: Deck, *slides: int, minutes: float = 10) -> tuple[Wanted, ...]:
    return wanted(parse_script(SCRIPT), deck, slides, minutes=minutes, pace=DEFAULT_PACE)


def _answer(number: int, *sentences: tuple[str, str], unsure: str = "") -> str:
    said = [{"text": text, "source": source} for text, source in sentences]
    return json.dumps({"slides": [{"slide": number, "sentences": said, "unsure": unsure}]})


def test_wanted_are_the_empty_slides_that_are_shown(deck: Deck) -> None:
    two, three = _wanted(deck)
    assert (two.slide.number, three.slide.number) == (2, 3)
    assert two.before == "Four hundred services send every trace."
    assert two.after == "Result\n96% fewer traces\n"
    assert [each.slide.number for each in _wanted(deck, 4, 1)] == [4]


def test_time_left_is_shared_among_the_empty_slides(deck: Deck) -> None:
    assert {each.seconds for each in _wanted(deck)} == {MOST_SECONDS}
    assert {each.seconds for each in _wanted(deck, minutes=0.1)} == {LEAST_SECONDS}
    (two, three) = _wanted(deck, minutes=2)
    assert two.seconds == three.seconds
    assert LEAST_SECONDS < two.seconds < 60


@pytest.mark.parametrize("language", ["en", "zh"])
def test_request_holds_the_material_and_the_length(deck: Deck, language: Language) -> None:
    asked = request(
        _wanted(deck, 2),
        title="Keep Traces",
        proposal="We keep what matters.",
        language=language,
        pace=DEFAULT_PACE,
        system="rules",
    )
    material = json.loads(asked.messages[1].content)
    length = {"en": "about 280 words", "zh": "约 400 字"}[language]
    assert material == {
        "talk": "Keep Traces",
        "proposal": "We keep what matters.",
        "slides": [
            {
                "slide": 2,
                "title": "Sampling",
                "on_the_slide": ["head", "tail"],
                "shows": [],
                "notes": "tail keeps failures",
                "said_before": "Four hundred services send every trace.",
                "said_after": "Result\n96% fewer traces\n",
                "length": length,
            }
        ],
    }
    assert asked.purpose == "draft what to say on slide 2"


def test_answer_is_read_for_the_slides_asked_for(deck: Deck) -> None:
    text = _answer(2, ("We sample at the tail.", "tail"), unsure="Which\nrate?")
    (draft,) = read_drafts(f"Sure!\n```json\n{text}\n```", _wanted(deck))
    assert draft == Draft(
        slide_id=257,
        sentences=(Sentence(text="We sample at the tail.", source="tail"),),
        unsure="Which rate?",
    )


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        _answer(1, ("We sample.", "tail")),
        _answer(2, (" ", "tail")),
        '{"slides": [{"slide": 2, "sentences": "We sample.", "unsure": ""}]}',
        '{"slides": []}',
    ],
)
def test_answer_that_is_none_is_refused(deck: Deck, text: str) -> None:
    with pytest.raises(InputError):
        read_drafts(text, _wanted(deck))


def test_text_cannot_begin_another_slide() -> None:
    sentences = (Sentence(text="## 9. X {#s900}", source=""), Sentence(text="<!-- a", source=""))
    assert Draft(slide_id=1, sentences=sentences).words("en", "\n") == (
        "\\## 9. X {#s900} &lt;!-- a"
    )


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        (Sentence(text="The tail keeps failures.", source="tail keeps failures"), []),
        (Sentence(text="Of 400 services, 96% fewer traces remain.", source="96%\nfewer"), []),
        (Sentence(text="Now to the result.", source=""), []),
        (Sentence(text="It cut cost by 40%.", source="tail"), ["number"]),
        (Sentence(text="So Netflix does it, too.", source="tail"), ["name"]),
        (Sentence(text="The tail is cheap.", source="cheap tail"), ["source"]),
        (
            Sentence(
                text="Everybody knows that sampling is the one and only way to make "
                "tracing pay for itself.",
                source="",
            ),
            ["claim"],
        ),
        (Sentence(text="Here is the script: We sample.", source=""), ["reply"]),
    ],
)
def test_doubts_name_what_stands_in_no_source(
    deck: Deck, sentence: Sentence, kinds: list[str]
) -> None:
    (asked,) = _wanted(deck, 2)
    draft = Draft(slide_id=257, sentences=(sentence,))
    found = doubts(draft, asked, proposal="We trace everything.", language="en")
    assert [each.kind for each in found] == kinds
    for doubt in found:
        finding = doubt.finding(Place(file="script.en.md", slide=2), "zh")
        assert (finding.code, finding.evidence) == ("SCR131", sentence.text)
        assert "材料" in finding.message or "台上" in finding.message or "演讲" in finding.message


def test_proposal_and_neighbours_are_sources(deck: Deck) -> None:
    (asked,) = _wanted(deck, 2)
    sentence = Sentence(text="We use Jaeger for all 400 services.", source="we use  Jaeger")
    draft = Draft(slide_id=257, sentences=(sentence,))
    assert doubts(draft, asked, proposal="There we use Jaeger.", language="en") == ()
