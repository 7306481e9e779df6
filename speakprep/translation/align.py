"""Which words of the translated script stand for which segments, as the files are now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from speakprep.script.model import Script, SlideText
from speakprep.talk.language import Language
from speakprep.translation.layout import fold, lay_out
from speakprep.translation.model import Generated, Memory, Run, Segment, SourceSlide, digest
from speakprep.translation.rebuild import is_untranslated, structure, text_digest
from speakprep.translation.segments import keyed
from speakprep.translation.targets import joiner, run_target, tame

Origin = Literal["machine", "edited", "stale", "missing"]
"""As the translation was written; changed by hand; of an older source; not there."""


@dataclass(frozen=True, kw_only=True)
class Aligned:
    """Segments and the words that stand for them.

    There is one segment, or several where a hand's work cannot be told apart.
    `line` is in the translated script, from 1; in the source where `origin`
    is "missing". `whole_slide` means that paragraphs could not be matched.
    """

    segments: tuple[Segment, ...]
    text: str
    line: int
    slide: int | None
    origin: Origin
    whole_slide: bool = False

    @property
    def id(self) -> str:
        """The segments' ids as one name."""
        return "+".join(segment.id for segment in self.segments)

    def source(self, language: Language) -> str:
        """Return the segments' text as one, in the language it is written in."""
        return joiner(language).join(segment.text for segment in self.segments)


def align(
    slides: Sequence[SourceSlide], present: Script, memory: Memory, language: Language
) -> tuple[Aligned, ...]:
    """Align all segments with the translated script, in the order of the source."""
    there = dict(keyed(present.slides))
    found: list[Aligned] = []
    for slide in slides:
        section = there.get(slide.key)
        if section is None or is_untranslated(section):
            found += (_missing(segment) for segment in slide.segments)
            continue
        found += _Section(slide, section, memory, language).aligned()
    return tuple(found)


class _Section:
    """One slide on both sides."""

    def __init__(
        self, slide: SourceSlide, section: SlideText, memory: Memory, language: Language
    ) -> None:
        self._slide = slide
        self._section = section
        self._memory = memory
        self._base: Generated | None = memory.generated.get(slide.key)
        self._language: Language = language

    def aligned(self) -> Iterator[Aligned]:
        base, section = self._base, self._section
        if self._slide.title is not None:
            known = base.title if base else None
            yield from self._run(self._slide.title, section.head.title, section.line, known)
        old = lay_out(section.text)
        spoken = [stretch for stretch in old if stretch.spoken]
        if structure(old) != structure(self._slide.stretches):
            yield from self._as_a_whole()
            return
        runs = base.runs if base and len(base.runs) == len(spoken) else (None,) * len(spoken)
        for run, stretch, known in zip(self._slide.runs, spoken, runs, strict=True):
            line = section.text_line + stretch.line
            yield from self._run(run, fold(stretch.raw), line, known)

    def _run(self, run: Run, text: str, line: int, known: str | None) -> Iterator[Aligned]:
        segments = run.segments
        if not segments:
            return
        expected = run_target(run, self._memory, self._language)
        if expected == text and text.strip():
            for segment in segments:
                yield self._as_written(segment, line)
        elif expected is None or known == digest(text):
            # A source nobody has translated yet: by hand all along, or changed since.
            origin: Origin = "edited" if self._base is None else "stale"
            yield self._aligned(segments, text, line, origin)
        else:
            yield from self._edited(segments, text, line)

    def _edited(self, segments: tuple[Segment, ...], text: str, line: int) -> Iterator[Aligned]:
        """Leave aside the sentences at both ends that are as they were."""
        targets = [tame(self._memory.target(segment) or "") for segment in segments]
        between = joiner(self._language)
        first, last, rest = 0, len(segments), text
        while first < last - 1 and rest.startswith(targets[first] + between):
            rest = rest[len(targets[first] + between) :]
            first += 1
        while last - 1 > first and rest.endswith(between + targets[last - 1]):
            rest = rest[: len(rest) - len(between + targets[last - 1])]
            last -= 1
        if 0 < first == last - 1 and rest.endswith(between + targets[first]):
            # Words put between two whole segments may belong to either: both are looked at.
            first -= 1
            rest = targets[first] + between + rest
        for segment in segments[:first]:
            yield self._as_written(segment, line)
        yield self._aligned(segments[first:last], rest, line, "edited")
        for segment in segments[last:]:
            yield self._as_written(segment, line)

    def _as_a_whole(self) -> Iterator[Aligned]:
        segments = tuple(segment for run in self._slide.runs for segment in run.segments)
        if not segments:
            return
        base, memory = self._base, self._memory
        outdated = base is not None and (
            base.text == text_digest(self._section.text)
            or any(memory.target(segment) is None for segment in segments)
        )
        yield Aligned(
            segments=segments,
            text=self._section.prose,
            line=self._section.text_line,
            slide=self._slide.slide.head.number,
            origin="stale" if outdated else "edited",
            whole_slide=True,
        )

    def _as_written(self, segment: Segment, line: int) -> Aligned:
        record = self._memory.records[segment.id]
        origin: Origin = "edited" if record.state == "edited" else "machine"
        return self._aligned((segment,), record.target, line, origin)

    def _aligned(
        self, segments: tuple[Segment, ...], text: str, line: int, origin: Origin
    ) -> Aligned:
        slide = self._slide.slide.head.number
        return Aligned(segments=segments, text=text, line=line, slide=slide, origin=origin)


def _missing(segment: Segment) -> Aligned:
    return Aligned(
        segments=(segment,), text="", line=segment.line, slide=segment.slide, origin="missing"
    )
