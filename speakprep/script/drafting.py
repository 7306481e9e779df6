"""Asking a model for the text of an empty slide, and holding it to its sources.

What it says must come from the slide, its notes, the neighbours or the
proposal: it names the words it builds on, sentence by sentence. Whatever
stands in no source is pointed out; nothing of it is believed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from speakprep.deck.model import Deck, Slide
from speakprep.errors import InputError
from speakprep.fidelity.grounding import find_unsupported
from speakprep.llm.answers import ASK_AGAIN, read_object
from speakprep.llm.model import Json, Message, Request, Schema
from speakprep.script.files import quote_notes
from speakprep.script.model import Script, SlideText
from speakprep.script.timing import Pace, seconds, unit_count
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place

LEAST_SECONDS, MOST_SECONDS = 20.0, 120.0
"""A slide shown for less is a flicker; two minutes are as long as most listeners stay with one."""

LINKING: Mapping[Language, int] = {"en": 12, "zh": 24}
"""Words, or Han characters, of a sentence that may lead on without saying anything of its own."""

MOST_PROPOSAL = 8_000
"""Characters of the proposal that are sent: all of what a form takes, and no file by mistake."""

MOST_NEIGHBOUR = 1_000
"""Characters of a neighbour's text: how it ends and begins is what matters."""

OUTPUT_PER_SECOND, OUTPUT_SPARE = 12, 1_024
"""Upper limit of an answer in tokens: speech has about four a second, each sentence also says
where it comes from, and a model may think first."""

DoubtKind = Literal["number", "name", "source", "claim", "reply"]
"""What stands in no source: a quantity; a name, code or address; the words a sentence says it
builds on; a whole sentence that names none; talk about the text instead of text."""

CODE = "SCR131"

_DOUBTS: dict[DoubtKind, dict[Language, str]] = {
    "number": {
        "en": "“{words}” stands neither on the slide nor in what the model was given.",
        "zh": "“{words}”在这一页和给模型的材料里都没有。",
    },
    "name": {
        "en": "“{words}” stands neither on the slide nor in what the model was given.",
        "zh": "“{words}”在这一页和给模型的材料里都没有。",
    },
    "source": {
        "en": "The model says this comes from “{source}”, which stands nowhere.",
        "zh": "模型说这句来自“{source}”，但材料里没有这句话。",
    },
    "claim": {
        "en": "The model names no source for this sentence: is it true of your talk?",
        "zh": "模型没有说这句话从哪里来：你的演讲里真是这样吗？",
    },
    "reply": {
        "en": "This talks about the text instead of being said on stage.",
        "zh": "这是在谈论文字本身，不是要在台上说的话。",
    },
}
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


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of a draft, and the words it says it builds on."""

    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a model wrote for one slide."""

    slide_id: int
    sentences: tuple[Sentence, ...]
    unsure: str = ""

    def words(self, language: Language, newline: str) -> str:
        """The text as it goes into a script: none of it a heading or a comment."""
        joiner = "" if language == "zh" else " "
        return quote_notes(joiner.join(each.text for each in self.sentences), newline)


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Words of a draft that no source holds; `sentence` is the one they stand in."""

    kind: DoubtKind
    words: str
    sentence: Sentence

    def finding(self, place: Place, language: Language) -> Finding:
        """Return the finding a report shows, at the place the caller knows."""
        message = _DOUBTS[self.kind][language]
        message = message.format(words=self.words, source=self.sentence.source)
        evidence = self.sentence.text
        return Finding(code=CODE, level="warning", message=message, place=place, evidence=evidence)


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
    sections = {
        each.head.slide_id: each for each in script.slides if not each.head.orphan
    }  # the first of two texts for one slide does not matter: neither is touched
    empty = [
        slide
        for slide in deck.slides
        if slide.slide_id in sections
        and sections[slide.slide_id].blank
        and (slide.number in slides if slides else not slide.hidden)
    ]
    spoken = sum(
        seconds(each.prose, pace).likely
        for each in sections.values()
        if not each.blank and not each.head.hidden
    )
    share = (minutes * 60 - spoken) / max(1, len(empty))
    each_seconds = min(max(share, LEAST_SECONDS), MOST_SECONDS)
    said = {slide.number: _said(slide, sections) for slide in deck.slides if not slide.hidden}
    numbers = sorted(said)
    return tuple(
        Wanted(
            slide=slide,
            before=said[max(lower)] if (lower := [n for n in numbers if n < slide.number]) else "",
            after=said[min(upper)] if (upper := [n for n in numbers if n > slide.number]) else "",
            seconds=each_seconds,
        )
        for slide in empty
    )


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


def read_drafts(text: str, slides: Sequence[Wanted]) -> tuple[Draft, ...]:
    """Read a model's answer: the drafts for slides that were asked for, each once.

    Raises:
        InputError: it has another shape, or there is no such draft in it.
    """
    found = read_object(text, schema_in("en"))
    ids = {each.slide.number: each.slide.slide_id for each in slides}
    drafts: dict[int, Draft] = {}
    for entry in _objects(found.get("slides")):
        slide_id = ids.get(int(str(entry["slide"])))
        sentences = tuple(
            Sentence(text=words, source=_line(each.get("source")))
            for each in _objects(entry.get("sentences"))
            if (words := _line(each.get("text")))
        )
        if slide_id is not None and sentences:
            unsure = _line(entry.get("unsure"))
            drafts.setdefault(
                slide_id, Draft(slide_id=slide_id, sentences=sentences, unsure=unsure)
            )
    if not drafts:
        raise InputError("the answer holds no text for the slides asked for", hint=ASK_AGAIN)
    return tuple(drafts.values())


def doubts(draft: Draft, asked: Wanted, *, proposal: str, language: Language) -> tuple[Doubt, ...]:
    """Return what a draft says that none of its sources does."""
    sources = "\n".join((*_words_of(asked.slide), asked.before, asked.after, proposal))
    flat = _flat(sources)
    found: list[Doubt] = []
    for sentence in draft.sentences:
        kinds: list[tuple[DoubtKind, str]] = []
        for each in find_unsupported(sentence.text, sources, language):
            is_reply = each.kind in {"preamble", "note", "refusal", "answer"}
            kind: DoubtKind = "reply" if is_reply else "number" if each.kind == "number" else "name"
            kinds.append((kind, each.target_words))
        if sentence.source and _flat(sentence.source) not in flat:
            kinds.append(("source", sentence.source))
        elif not sentence.source and unit_count(sentence.text, language) > LINKING[language]:
            kinds.append(("claim", sentence.text))
        found += [Doubt(kind=kind, words=words, sentence=sentence) for kind, words in kinds]
    return tuple(found)


def _material(asked: Wanted, language: Language, pace: Pace) -> Json:
    slide = asked.slide
    rate = pace.han_per_minute if language == "zh" else pace.words_per_minute
    amount = max(10, round(asked.seconds * rate / 600) * 10)
    return {
        "slide": slide.number,
        "title": slide.title,
        "on_the_slide": list(slide.body),
        "shows": list[Json](sorted(slide.shows)),
        "notes": slide.notes,
        "said_before": asked.before[-MOST_NEIGHBOUR:],
        "said_after": asked.after[:MOST_NEIGHBOUR],
        "length": f"约 {amount} 字" if language == "zh" else f"about {amount} words",
    }


def _said(slide: Slide, sections: Mapping[int, SlideText]) -> str:
    section = sections.get(slide.slide_id)
    return (section.prose if section else "") or "\n".join(_words_of(slide))


def _words_of(slide: Slide) -> tuple[str, ...]:
    described = (block.text for block in slide.blocks if block.kind == "alt")
    return (slide.title, *slide.body, *described, slide.notes)


def _object(properties: dict[str, Json]) -> dict[str, Json]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _text(description: str) -> Json:
    return {"type": "string", "description": description}


def _objects(value: Json) -> list[dict[str, Json]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _line(value: Json) -> str:
    """Return words on one line, whole characters only."""
    text = value if isinstance(value, str) else ""
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _flat(text: str) -> str:
    """Return a text without blanks and case: a model may break a line elsewhere."""
    return "".join(text.split()).casefold()
