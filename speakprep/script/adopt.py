"""Headings a person wrote without a slide id find their slide by title."""

import re
from collections import Counter
from collections.abc import Iterable

from speakprep.deck.model import Deck
from speakprep.script.files import parse_script, render_heading
from speakprep.script.model import Heading, Script, one_line, read_heading, split_number
from speakprep.talk.markdown import Section, split_sections

_BROKEN_ID = re.compile(r"\s*\{#?s?[^{}\s]{0,12}\}?\s*$")


def adopt(script: Script, deck: Deck) -> Script:
    """Give an id to each heading that has none and is called as one slide without a text is.

    So a script that was written by hand, or whose heading lost its id, joins
    its slides. A title that several slides or several headings have is left alone.
    """
    taken = {slide.head.slide_id for slide in script.slides}
    titles = Counter(_key(slide.title) for slide in deck.slides)
    wanted = {
        _key(slide.title): Heading(
            slide_id=slide.slide_id, number=slide.number, title=one_line(slide.title)
        )
        for slide in deck.slides
        if slide.slide_id not in taken and slide.title and titles[_key(slide.title)] == 1
    }
    chunks = [script.preamble, *(slide.source for slide in script.slides)]
    pieces = [piece for chunk in chunks for piece in split_sections(chunk)]
    named = Counter(_heading_key(piece) for piece in pieces)
    if not any(named[key] == 1 for key in wanted):
        return script
    return parse_script("".join(_adopted(pieces, wanted, named, script.newline)))


def loose_headings(text: str) -> tuple[Section, ...]:
    """Return the `## ` headings in a slide's text, which belong to no slide."""
    return tuple(piece for piece in split_sections(text) if _heading_key(piece))


def _adopted(
    pieces: Iterable[Section], wanted: dict[str, Heading], named: Counter[str], newline: str
) -> Iterable[str]:
    for piece in pieces:
        key = _heading_key(piece)
        heading = wanted.get(key) if named[key] == 1 else None
        yield render_heading(heading, newline) if heading else piece.heading
        yield piece.body


def _heading_key(piece: Section) -> str:
    """Return what a heading without an id is compared by; empty for any other piece."""
    if not piece.heading or read_heading(piece.heading):
        return ""
    _, title = split_number(_BROKEN_ID.sub("", piece.title))
    return _key(title)


def _key(title: str) -> str:
    return one_line(title).casefold()
