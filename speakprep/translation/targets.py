"""Segments put back in the place of their source: one slide in the other language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from speakprep.script.files import render_heading
from speakprep.script.generated import accepted
from speakprep.script.model import SlideText, fingerprint, one_line
from speakprep.script.update import stand_in
from speakprep.talk.language import Language
from speakprep.translation.layout import CUE
from speakprep.translation.model import Direction, Memory, Run, SourceSlide, Stretch

# Terminals obey C1 controls, too; an override turns the words around it.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_LINE_MARK = re.compile(r"#{1,6}(?:\s|$|.*\{#s)|[>|]|`{3}|~{3}|[-*+]\s")
_NUMBERED = re.compile(r"([0-9]{1,3})([.)]\s)")


def translated_slide(
    slide: SourceSlide, memory: Memory, direction: Direction, newline: str
) -> SlideText | None:
    """Return a slide's section made of translations only, or None while one is missing."""
    runs = [run_target(run, memory, direction.target) for run in slide.runs]
    title = translated_title(slide, memory, direction.target)
    texts = [run for run in runs if run is not None]
    if title is None or len(texts) < len(runs):
        return None
    mark = f"<!-- from {direction.source} {origin(slide)} -->{newline}"
    return SlideText(
        heading=render_heading(replace(slide.slide.head, title=title), newline),
        marks=(mark,),
        text=accepted(rejoined(slide.stretches, texts, direction.target)),
    )


def rejoined(stretches: Sequence[Stretch], texts: Sequence[str], target: Language) -> str:
    """Return a text with these words in the place of its spoken stretches."""
    spoken = iter(texts)
    parts = [next(spoken) if stretch.spoken else stretch.raw for stretch in stretches]
    return "".join(_spaced(parts, target))


def translated_title(slide: SourceSlide, memory: Memory, target: Language) -> str | None:
    """Return a slide's title in the other language, or None while it is missing."""
    if wordless := stand_in(slide.slide.head.title, target):
        return wordless
    if slide.title is None:
        return slide.slide.head.title
    title = run_target(slide.title, memory, target)
    return None if title is None else one_line(title)


def run_target(run: Run, memory: Memory, target: Language) -> str | None:
    """Return a paragraph in the other language, or None while a segment is missing."""
    if not run.segments:
        return run.stretch.raw
    targets = [memory.target(segment) for segment in run.segments]
    known = [text for text in targets if text is not None]
    return tame(joiner(target).join(known)) if len(known) == len(targets) else None


def joiner(language: Language) -> str:
    """Return what stands between two sentences."""
    return "" if language == "zh" else " "


def tame(text: str) -> str:
    r"""Return a translation as a paragraph of Markdown that is nothing but a paragraph.

    Line breaks, a leading list mark or heading, cues and comments would change
    the script's structure; the source has none here, because they are not sent.

    >>> tame("## Hello\n\n[pause 9s] 1 <!-- two")
    '\\## Hello (pause 9s) 1 <\\!-- two'
    """
    line = " ".join(_CONTROL.sub("", text).split()).replace("<!--", "<\\!--")
    line = CUE.sub(lambda cue: f"({cue[0][1:-1]})", line)
    line = _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line
    return f"\\{line}" if _LINE_MARK.match(line) else line


def origin(slide: SourceSlide) -> str:
    """Return the fingerprint of what a slide says: its title and its text."""
    return fingerprint(f"{slide.slide.head.title}\n{slide.slide.text}")


def _spaced(parts: Sequence[str], language: Language) -> Iterator[str]:
    """Yield the parts, with the blank that English wants beside a cue and Chinese does not."""
    before = ""
    for part in parts:
        touching = before[-1:].strip() and part[:1].strip()
        if language == "en" and touching:
            yield " "
        yield part
        before = part or before
