"""Texts of a script as speaker notes, in one language or in several."""

import re
from collections.abc import Mapping

from speakprep.deck.notes_parts import tidy
from speakprep.script.model import Script
from speakprep.talk.language import Language

HEADINGS: dict[Language, str] = {"en": "— English —", "zh": "— 中文 —"}
"""What stands above each language's text where one note holds several."""

_QUOTED_HEADING = re.compile(r"(?m)^( {0,3})\\(#{1,6})(?=[ \t]|[^\n]*\{#s)")


def speaker_notes(scripts: Mapping[Language, Script]) -> dict[int, str]:
    """Return the notes by slide id; slides without a text, and texts without a slide, have none.

    Where a slide has two texts, they follow each other. With several scripts each
    text stands under a short line that names its language, in the order given.
    """
    texts = {language: _texts(script) for language, script in scripts.items()}
    if len(texts) == 1:
        return next(iter(texts.values()))
    slides = dict.fromkeys(slide_id for found in texts.values() for slide_id in found)
    return {
        slide_id: "\n\n".join(
            f"{HEADINGS[language]}\n{found[slide_id]}"
            for language, found in texts.items()
            if slide_id in found
        )
        for slide_id in slides
    }


def unquoted(text: str) -> str:
    r"""Return words of a script as they were in the notes they were imported from.

    >>> unquoted("\\# 1 in our list &lt;!-- sic")
    '# 1 in our list <!-- sic'
    """
    return _QUOTED_HEADING.sub(r"\1\2", text).replace("&lt;!--", "<!--")


def _texts(script: Script) -> dict[int, str]:
    found: dict[int, str] = {}
    for slide in script.slides:
        text = tidy(unquoted(slide.prose))
        if text and not slide.head.orphan:
            before = found.get(slide.head.slide_id)
            found[slide.head.slide_id] = text if before is None else f"{before}\n\n{text}"
    return found
