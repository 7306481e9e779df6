"""The translated script, slide by slide; what a hand has changed there stays as it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from speakprep.script.files import render_heading
from speakprep.script.generated import accepted
from speakprep.script.model import Script, SlideText, is_mark
from speakprep.script.update import Style, orphaned
from speakprep.translation.layout import lay_out
from speakprep.translation.model import Direction, Generated, Memory, SourceSlide, Stretch, digest
from speakprep.translation.segments import keyed
from speakprep.translation.targets import translated_slide

TODO = "<!-- TODO: not translated yet -->"
"""Stands under the heading of a slide that has no translation."""


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A place edited by hand whose translation is now another one.

    `kept` is what stands in the script, `offered` the translation that was not
    used; `line` counts from 0 in the slide's text, and is None for the heading.
    """

    slide: SlideText
    line: int | None
    kept: str
    offered: str


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """The new script, what to remember of it, and where a hand's work was kept instead."""

    script: Script
    generated: tuple[Generated, ...]
    conflicts: tuple[Conflict, ...]


def rebuild(
    slides: Sequence[SourceSlide],
    memory: Memory,
    present: Script,
    direction: Direction,
    newline: str,
) -> Rebuilt:
    """Return the translated script in the order of the source.

    Sections of slides that the source does not have follow at the end: what
    was translated as a text without a slide, what a person added as it is.
    Those without any text go.
    """
    there = dict(keyed(present.slides))
    sections: list[SlideText] = []
    generated: list[Generated] = []
    conflicts: list[Conflict] = []
    for slide in slides:
        mine = there.pop(slide.key, None)
        theirs = translated_slide(slide, memory, direction, newline)
        if theirs is None:
            sections.append(mine or _todo(slide, newline))
            continue
        base = memory.generated.get(slide.key)
        if mine is None:
            sections.append(theirs)
        elif is_untranslated(mine) and mine.head.title == slide.slide.head.title:
            sections.append(replace(theirs, marks=_marks(mine, theirs)))
        else:
            merged, found = _merge(mine, theirs, base, newline)
            sections.append(merged)
            conflicts += found
        generated.append(what_was_written(slide.key, theirs))
    live = {slide.slide.head.slide_id for slide in slides}
    style = Style(language=direction.target, newline=newline, main=False)
    sections += [
        orphaned(section, 0, style, forget=False).section
        if section.origin and section.head.slide_id not in live
        else section
        for section in there.values()
        if section.text.replace(TODO, "").strip()
    ]
    script = replace(present, slides=tuple(_parted(sections, newline)))
    return Rebuilt(script=script, generated=tuple(generated), conflicts=tuple(conflicts))


def what_was_written(key: str, theirs: SlideText) -> Generated:
    """Return the fingerprints by which a later run sees what was edited by hand."""
    spoken = (stretch.raw for stretch in lay_out(theirs.text) if stretch.spoken)
    return Generated(
        key=key,
        origin=theirs.origin,
        title=digest(theirs.head.title),
        text=text_digest(theirs.text),
        runs=tuple(digest(raw) for raw in spoken),
    )


def text_digest(text: str) -> str:
    """Return a digest that line ends and blank lines around a text do not change."""
    return digest(text.replace("\r\n", "\n").strip())


def is_untranslated(section: SlideText) -> bool:
    """Tell whether a section has no text yet, or only the note that says so.

    What was generated from a slide without text is translated all the same.
    """
    return not section.origin and not section.text.replace(TODO, "").strip()


def structure(stretches: Iterable[Stretch]) -> tuple[str, ...]:
    """Return what a text is built of: what stays, white space aside, and places for words.

    The mark of a text that a model drafted is about that text, and has no place in a translation.
    """
    kept = ("\0" if stretch.spoken else accepted(stretch.raw) for stretch in stretches)
    parts = (" ".join(part.split()) for part in kept)
    return tuple(part for part in parts if part)


def _todo(slide: SourceSlide, newline: str) -> SlideText:
    return SlideText(
        heading=render_heading(slide.slide.head, newline),
        marks=(),
        text=f"{newline}{TODO}{newline}{newline}",
    )


def _merge(
    mine: SlideText, theirs: SlideText, base: Generated | None, newline: str
) -> tuple[SlideText, list[Conflict]]:
    """Bring a new translation into a section without touching what a hand has written."""
    title, conflicts = _merge_title(mine, theirs, base)
    text, found = _merge_text(mine, theirs, base)
    head = replace(theirs.head, title=title, others=mine.head.others)
    heading = render_heading(head, newline) if head != mine.head else mine.heading
    by_hand = base is None and not mine.origin and not is_untranslated(mine)
    marks = mine.marks if by_hand else _marks(mine, theirs)
    return SlideText(heading=heading, marks=marks, text=text), conflicts + found


def _merge_title(
    mine: SlideText, theirs: SlideText, base: Generated | None
) -> tuple[str, list[Conflict]]:
    ours, new = mine.head.title, theirs.head.title
    if ours == new or (base and digest(ours) == base.title):
        return new, []
    if base and digest(new) == base.title:
        return ours, []
    return ours, [Conflict(slide=mine, line=None, kept=ours, offered=new)]


def _merge_text(
    mine: SlideText, theirs: SlideText, base: Generated | None
) -> tuple[str, list[Conflict]]:
    if is_untranslated(mine):
        return theirs.text, []
    ours, new = text_digest(mine.text), text_digest(theirs.text)
    if ours == new or (base and base.text == new):
        return mine.text, []
    if base and base.text == ours:
        return theirs.text, []
    old, fresh = lay_out(mine.text), lay_out(theirs.text)
    runs = base.runs if base else ()
    spoken = [stretch for stretch in fresh if stretch.spoken]
    if structure(old) != structure(fresh) or len(runs) != len(spoken):
        whole = Conflict(slide=mine, line=0, kept=mine.prose, offered=theirs.prose)
        return mine.text, [whole]
    parts: list[str] = []
    conflicts: list[Conflict] = []
    news = iter(zip(spoken, runs, strict=True))
    for stretch in old:
        if not stretch.spoken:
            parts.append(stretch.raw)
            continue
        offered, known = next(news)
        untouched = digest(stretch.raw) == known
        parts.append(offered.raw if untouched else stretch.raw)
        if not untouched and offered.raw != stretch.raw and digest(offered.raw) != known:
            conflicts.append(
                Conflict(slide=mine, line=stretch.line, kept=stretch.raw, offered=offered.raw)
            )
    return "".join(parts), conflicts


def _marks(mine: SlideText, theirs: SlideText) -> tuple[str, ...]:
    """Return the new origin, and what else speakprep remembers about the section."""
    return theirs.marks + tuple(mark for mark in mine.marks if not is_mark(mark, "origin"))


def _parted(sections: Sequence[SlideText], newline: str) -> Iterator[SlideText]:
    """Let every heading begin on its own line, after a blank one."""
    for number, section in enumerate(sections, start=1):
        if number == len(sections) or section.source.endswith("\n"):
            yield section
        else:
            yield replace(section, text=section.text + newline * 2)
