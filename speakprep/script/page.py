"""A script as one HTML page: the slides' pictures beside the text, to read or to print."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from speakprep.deck.model import Slide
from speakprep.script.plain import Part, marked_signs, passages, tidy
from speakprep.script.timing import (
    DEFAULT_PACE,
    SLIDE_CHANGE_SECONDS,
    Pace,
    clock,
    seconds,
    total,
)
from speakprep.talk.language import Language, count, detect

TEMPLATE = "prompts/script-page.html"
"""The page as a data file, which a speaker may replace."""

MOST_CHARACTERS = 256_000_000
"""Of a page: 1,000 slides with pictures of 100 kB, which take a third more as text."""

Row = dict[str, str]
"""One step of the page: `kind` and what that kind of step shows."""

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "slide": "Slide {number}",
        "hidden": "hidden",
        "empty": "No text yet.",
        "about": "{slides} slides, about {minutes} minutes",
        "range": "{low} to {high}",
        "contents": "All slides",
        "time": "at {at}, for {time}",
    },
    "zh": {
        "slide": "第 {number} 页",
        "hidden": "隐藏",
        "empty": "还没有讲稿。",
        "about": "{slides} 页，约 {minutes} 分钟",
        "range": "{low} 到 {high}",
        "contents": "全部幻灯片",
        "time": "{at} 起，讲 {time}",
    },
}


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """One language's script, for the page."""

    language: Language
    parts: tuple[Part, ...]


def page_inputs(
    title: str,
    scripts: Sequence[Spoken],
    slides: Mapping[int, Slide],
    pictures: Mapping[int, bytes],
    pace: Pace = DEFAULT_PACE,
) -> dict[str, object]:
    """Return what the template is filled in with.

    Args:
        title: of the talk.
        scripts: one language or two; the first is the page's own, and its slides are
            those that are shown: see `in_step` for a translation that comes first.
        slides: the deck's slides by id; those not there get a card with their title.
        pictures: JPEG files by slide id.
        pace: how fast the speaker is.
    """
    first = scripts[0]
    rows = list(_rows(scripts, slides, pictures, pace))
    return {
        "language": first.language,
        "title": " ".join(tidy(title).split()),
        "about": _about(first, pace),
        "contents": _WORDS[first.language]["contents"],
        "slides": [row for row in rows if row["kind"] == "slide"],
        "rows": rows,
    }


def _about(script: Spoken, pace: Pace) -> str:
    shown = [part for part in script.parts if not part.hidden]
    time = total(seconds(part.text, pace) for part in shown)
    low, high = (max(round(each / 60), 1) for each in (time.low, time.high))
    words = _WORDS[script.language]
    minutes = words["range"].format(low=low, high=high) if low < high else str(high)
    return words["about"].format(slides=len(shown), minutes=minutes)


def _rows(
    scripts: Sequence[Spoken],
    slides: Mapping[int, Slide],
    pictures: Mapping[int, bytes],
    pace: Pace,
) -> Iterator[Row]:
    first, *others = scripts
    texts = [(other.language, _by_slide(other)) for other in others]
    language, at = first.language, 0.0
    for part in first.parts:
        slide, picture = slides.get(part.slide_id), pictures.get(part.slide_id)
        took = 0.0 if part.hidden else seconds(part.text, pace).likely
        time = _WORDS[language]["time"].format(at=clock(at), time=clock(took)) if took else ""
        yield _slide(part, language, slide, picture, time)
        said_here = [(own, found.get(part.slide_id, "")) for own, found in texts]
        for own, text in [(language, part.text), *said_here]:
            yield {"kind": "language", "language": own}
            yield from _said(text) or [{"kind": "empty", "text": _WORDS[own]["empty"]}]
            yield {"kind": "end language"}
        yield {"kind": "end slide"}
        at += 0.0 if part.hidden else took + SLIDE_CHANGE_SECONDS


def _said(text: str) -> list[Row]:
    """Return a text as steps; a sign such as [pause 3s] inside a paragraph is one of its own."""
    found: list[Row] = []
    for each in passages(text):
        if each.kind != "text":
            found.append({"kind": each.kind, "text": each.text})
            continue
        found.append({"kind": "paragraph"})
        found += (
            {"kind": "sign" if is_pause else "words", "text": words}
            for words, is_pause in marked_signs(each.text)
        )
        found.append({"kind": "end paragraph"})
    return found


def _by_slide(script: Spoken) -> dict[int, str]:
    """Return the texts by slide id; a slide's second text follows its first."""
    found: dict[int, str] = {}
    for part in script.parts:
        before = found.get(part.slide_id, "")
        found[part.slide_id] = f"{before}\n\n{part.text}" if before else part.text
    return found


def _slide(
    part: Part, language: Language, slide: Slide | None, picture: bytes | None, time: str
) -> Row:
    words = _WORDS[language]
    number = "?" if part.number is None else str(part.number)
    data = base64.b64encode(picture).decode("ascii") if picture else ""
    shown = () if slide is None else slide.body
    on_slide = "\n".join((part.title, *shown))
    return {
        "kind": "slide",
        "anchor": f"s{part.slide_id}",
        "label": words["slide"].format(number=number),
        "title": part.title,
        "time": time,
        "hidden": words["hidden"] if part.hidden else "",
        "picture": f"data:image/jpeg;base64,{data}" if data else "",
        "card": "\n".join(shown),
        "seen": " / ".join(" / ".join(shown).split("\n")),
        # A slide is often in another language than what is said about it.
        "language": detect(on_slide) if count(on_slide).words + count(on_slide).han else language,
    }
