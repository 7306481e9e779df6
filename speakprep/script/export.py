"""A script as plain text, as Markdown, and for a teleprompter."""

from collections.abc import Iterator, Sequence

from speakprep.script.plain import (
    Part,
    as_spoken,
    passages,
    split_signs,
    without_marks,
)
from speakprep.script.short_lines import short_lines
from speakprep.talk.language import Language, detect
from speakprep.talk.sentences import split_sentences

PROMPTER_COLUMNS: dict[Language, int] = {"en": 40, "zh": 32}
"""Columns of a teleprompter's line: six or seven words, or 16 Han characters, are read at a
glance without the eyes being seen to move."""

_HIDDEN: dict[Language, str] = {"en": " (hidden)", "zh": "（隐藏）"}
_SLIDE: dict[Language, str] = {"en": "[Slide {number}] {title}", "zh": "【第 {number} 页】{title}"}


def plain_text(parts: Sequence[Part], title: str, language: Language) -> str:
    """Return a script as text without any marks; signs such as [pause 3s] stay."""
    rows = [title, ""]
    for part in parts:
        rows += ["", slide_line(part, language) + _hidden(part, language)]
        for passage in passages(part.text):
            rows += ["", *passage.text.split("\n")]
        rows.append("")
    return _file(rows)


def markdown(parts: Sequence[Part], title: str, language: Language) -> str:
    """Return a script as Markdown to hand on: without ids and comments."""
    rows = [f"# {_literal(title)}"]
    for part in parts:
        number = f"{part.number}. " if part.number is not None else ""
        heading = f"{number}{_literal(part.title)}".strip() + _hidden(part, language)
        rows += ["", f"## {heading}"]
        if part.text.strip():
            rows += ["", part.text.strip()]
    return _file(rows)


def teleprompter(parts: Sequence[Part], language: Language) -> str:
    """Return what is read on stage: short lines, a cue for each slide, pauses by themselves.

    Hidden slides are not shown on stage, so they are left out; so is code, which
    nobody reads aloud.
    """
    rows: list[str] = []
    for part in parts:
        if not part.hidden:
            rows += ["", slide_line(part, language), *_prompted(part), ""]
    return _file(rows)


def slide_line(part: Part, language: Language) -> str:
    """Return the cue for a slide: its number and title."""
    number = "?" if part.number is None else str(part.number)
    return _SLIDE[language].format(number=number, title=part.title).strip()


def _prompted(part: Part) -> Iterator[str]:
    for passage in passages(part.text):
        if passage.kind == "pause":
            yield from ("", f"    {passage.text}")
        elif passage.kind == "text":
            yield ""
            for spoken in as_spoken(passage.text):
                yield from _prompted_words(spoken)


def _prompted_words(spoken: str) -> Iterator[str]:
    for words, pause in split_signs(spoken):
        if pause:
            yield from ("", f"    {words}", "")
            continue
        for sentence in split_sentences(words):
            yield from short_lines(sentence, PROMPTER_COLUMNS[detect(sentence)])


def _literal(title: str) -> str:
    """Keep a title from being HTML."""
    return without_marks(title).replace("&", "&amp;").replace("<", "&lt;")


def _hidden(part: Part, language: Language) -> str:
    return _HIDDEN[language] if part.hidden else ""


def _file(rows: Sequence[str]) -> str:
    """Join rows; never two blank ones together, one line end at the end."""
    kept: list[str] = []
    for row in rows:
        if row.strip() or (kept and kept[-1]):
            kept.append(row.rstrip())
    return "\n".join(kept).strip("\n") + "\n"
