"""Edits from outside put into the translated script, at the places they are of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from speakprep.script.files import render_heading
from speakprep.script.model import Script, SlideText, one_line
from speakprep.talk.language import Language
from speakprep.translation.align import Aligned
from speakprep.translation.layout import lay_out
from speakprep.translation.model import Run, SourceSlide
from speakprep.translation.segments import keyed
from speakprep.translation.targets import joiner, tame


def put_in(
    script: Script,
    slides: Sequence[SourceSlide],
    aligned: Sequence[Aligned],
    edits: Mapping[str, str],
    language: Language,
) -> Script:
    """Return the translated script with new words at some places; all else stays to the byte.

    Args:
        script: the translated script.
        slides: the source, cut.
        aligned: which words stand for which segments, of the same files.
        edits: new words by the ids of places that stand in the script paragraph by paragraph.
        language: of the script.
    """
    by_key = dict(zip((slide.key for slide in slides), _per_slide(slides, aligned), strict=True))
    sources = {slide.key: slide for slide in slides}

    def edited(key: str, section: SlideText) -> SlideText:
        here = by_key.get(key, ())
        if not any(one.id in edits for one in here):
            return section
        return _edited(section, sources[key], here, edits, script.newline, language)

    sections = tuple(edited(key, section) for key, section in keyed(script.slides))
    return replace(script, slides=sections)


def _per_slide(
    slides: Sequence[SourceSlide], aligned: Sequence[Aligned]
) -> Iterator[tuple[Aligned, ...]]:
    waiting = iter(aligned)
    for slide in slides:
        yield _taken(waiting, len(slide.segments))


def _taken(waiting: Iterator[Aligned], segments: int) -> tuple[Aligned, ...]:
    """Take as many places as make up so many segments."""
    taken: list[Aligned] = []
    while segments > 0:
        one = next(waiting)
        taken.append(one)
        segments -= len(one.segments)
    return tuple(taken)


def _edited(
    section: SlideText,
    slide: SourceSlide,
    here: Sequence[Aligned],
    edits: Mapping[str, str],
    newline: str,
    language: Language,
) -> SlideText:
    waiting = iter(here)

    def words(run: Run) -> str | None:
        places = _taken(waiting, len(run.segments))
        if not any(one.id in edits for one in places):
            return None
        return tame(joiner(language).join(edits.get(one.id, one.text) for one in places))

    title = words(slide.title) if slide.title else None
    text = section.text
    if not any(one.whole_slide for one in here):
        runs = iter(slide.runs)
        stretches = lay_out(text)
        new = [words(next(runs)) if stretch.spoken else None for stretch in stretches]
        pairs = zip(stretches, new, strict=True)
        text = "".join(old.raw if said is None else said for old, said in pairs)
    heading = section.heading
    if title is not None:
        heading = render_heading(replace(section.head, title=one_line(title)), newline)
    return replace(section, heading=heading, text=text)
