"""Asking a model for the text of an empty slide: what for, and with which material.

What it says must come from the slide, its notes, the neighbours or the proposal.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from speakprep.deck.model import Deck, Slide
from speakprep.llm.model import Json, Message, Request, Schema
from speakprep.script.generated import is_unreviewed
from speakprep.script.model import Script, SlideText
from speakprep.script.timing import Pace, seconds
from speakprep.talk.language import Language

LEAST_SECONDS, MOST_SECONDS = 20.0, 120.0
"""A slide shown for less is a flicker; two minutes are as long as most listeners stay with one."""

MOST_PROPOSAL = 8_000
"""Characters of the proposal that are sent: all of what a form takes, and no file by mistake."""

MOST_NEIGHBOUR = 1_000
"""Characters of a neighbour's text: how it ends and begins is what matters."""

MOST_SLIDE = 6_000
"""Characters of what a slide holds, and of its notes: more is a document, and costs as one."""

OUTPUT_PER_SECOND, OUTPUT_SPARE = 12, 1_024
"""Upper limit of an answer in tokens: speech has about four a second, each sentence also says
where it comes from, and a model may think first."""

_ABOUT: dict[Language, dict[str, str]] = {
    "en": {
        "slide": "copied from the request",
        "text": "one sentence as it is said aloud",
        "source": "words copied from the material, or empty",
        "unsure": "what you could not tell from the material, or empty",
    },
    "zh": {
        "slide": "照抄请求里的",
        "text": "照着念的一句话",
        "source": "从材料里逐字照抄的依据，没有就留空",
        "unsure": "从材料里看不出来的，没有就留空",
    },
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A slide to write a text for, what is said before and after it, and for how long."""

    slide: Slide
    before: str
    after: str
    seconds: float


def wanted(
    script: Script, deck: Deck, slides: Sequence[int], *, minutes: float, pace: Pace
) -> tuple[Wanted, ...]:
    """Return the slides without a text, in the order of the deck.

    Args:
        script: the script, in step with the deck.
        deck: the slides.
        slides: numbers of the slides meant; without any, all that are shown.
        minutes: the time there is for the whole talk.
        pace: how fast the speaker is.
    """
    sections = texts_by_slide(script)
    empty = [
        slide
        for slide in deck.slides
        if is_empty(sections.get(slide.slide_id, ()))
        and (slide.number in slides if slides else not slide.hidden)
    ]
    spoken = sum(
        seconds(each.prose, pace).likely
        for texts in sections.values()
        for each in texts
        if not each.blank and not each.head.hidden
    )
    share = (minutes * 60 - spoken) / max(1, len(empty))
    each_seconds = min(max(share, LEAST_SECONDS), MOST_SECONDS)
    shown = [slide for slide in deck.slides if not slide.hidden]
    said = [_said(slide, sections.get(slide.slide_id, ())) for slide in shown]
    numbers = [slide.number for slide in shown]
    found: list[Wanted] = []
    for slide in empty:
        lower, upper = bisect_left(numbers, slide.number), bisect_right(numbers, slide.number)
        before = said[lower - 1] if lower else ""
        after = said[upper] if upper < len(said) else ""
        found.append(Wanted(slide=slide, before=before, after=after, seconds=each_seconds))
    return tuple(found)


def texts_by_slide(script: Script) -> dict[int, tuple[SlideText, ...]]:
    """Return what a script holds for each slide, by its id; one may have two texts."""
    found: dict[int, tuple[SlideText, ...]] = {}
    for each in script.slides:
        if not each.head.orphan:
            found[each.head.slide_id] = (*found.get(each.head.slide_id, ()), each)
    return found


def is_empty(texts: Sequence[SlideText]) -> bool:
    """Tell whether a slide is in the script with nothing under it, not even a comment."""
    return bool(texts) and all(each.blank for each in texts)


def request(
    slides: Sequence[Wanted],
    *,
    title: str,
    proposal: str,
    language: Language,
    pace: Pace,
    system: str,
) -> Request:
    """Return the request for some slides: the prompt, then everything else as data."""
    material: dict[str, Json] = {
        "talk": title,
        "proposal": proposal[:MOST_PROPOSAL],
        "slides": [_material(each, language, pace) for each in slides],
    }
    numbers = ", ".join(str(each.slide.number) for each in slides)
    return Request(
        purpose=f"draft what to say on slide{'s' * (len(slides) > 1)} {numbers}",
        messages=(
            Message(role="system", content=system),
            Message(role="user", content=json.dumps(material, ensure_ascii=False, indent=1)),
        ),
        schema=schema_in(language),
        max_output_tokens=OUTPUT_SPARE
        + round(OUTPUT_PER_SECOND * sum(each.seconds for each in slides)),
    )


def schema_in(language: Language) -> Schema:
    """Return what is to come back, described in a language."""
    about = _ABOUT[language]
    sentence = _object({key: _text(about[key]) for key in ("text", "source")})
    slide = _object(
        {
            "slide": {"type": "integer", "description": about["slide"]},
            "sentences": {"type": "array", "items": sentence},
            "unsure": _text(about["unsure"]),
        }
    )
    body = _object({"slides": {"type": "array", "items": slide}})
    return Schema(name="draft", body=body, language=language)


def _material(asked: Wanted, language: Language, pace: Pace) -> Json:
    slide = asked.slide
    rate = pace.han_per_minute if language == "zh" else pace.words_per_minute
    amount = max(10, round(asked.seconds * rate / 600) * 10)
    return {
        "slide": slide.number,
        "title": slide.title[:MOST_NEIGHBOUR],
        "on_the_slide": _cut(slide.body),
        "shows": list[Json](sorted(slide.shows)),
        "descriptions": _cut(block.text for block in slide.blocks if block.kind == "alt"),
        "notes": slide.notes[:MOST_SLIDE],
        "said_before": asked.before[-MOST_NEIGHBOUR:],
        "said_after": asked.after[:MOST_NEIGHBOUR],
        "length": f"约 {amount} 字" if language == "zh" else f"about {amount} words",
    }


def _said(slide: Slide, texts: Sequence[SlideText]) -> str:
    """Return what the speaker says there; a draft that nobody has read proves nothing."""
    said = (each.prose for each in texts if not is_unreviewed(each.text))
    return "\n\n".join(filter(None, said)) or "\n".join(words_of(slide))


def words_of(slide: Slide) -> tuple[str, ...]:
    """Return what a slide holds that a text may build on, its notes included."""
    described = (block.text for block in slide.blocks if block.kind == "alt")
    return (slide.title, *slide.body, *described, slide.notes)


def _cut(lines: Iterable[str]) -> list[Json]:
    """Return the first lines, as many as are sent."""
    kept: list[Json] = []
    room = MOST_SLIDE
    for line in lines:
        if room > 0:
            kept.append(line[:room])
            room -= len(line)
    return kept


def _object(properties: dict[str, Json]) -> dict[str, Json]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _text(description: str) -> Json:
    return {"type": "string", "description": description}
