"""Where in a script a speaker is: what was said laid beside what was written.

Which words agree is found by `transcripts.matching`; this tells what that says of the slides: which
were spoken to and when, which were skipped, and what was added.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from speakprep.rehearsal.model import Span
from speakprep.rehearsal.transcript import Grain
from speakprep.rehearsal.transcripts.matching import (
    DENSE,
    Run,
    agreed,
    between,
    common,
    gaps,
    matches,
    said_of,
    written_of,
)
from speakprep.rehearsal.transcripts.tokens import Said

LEAST_SAID = 0.25
"""Share of a slide's words from which it was said; below, it was skipped."""

LEAST_ALIKE = 0.35
"""Share of what was said that has to stand in the script, and of the script that has to be said:
where neither is reached, this is another talk. Talks out of one set of sentence patterns share up
to 0.26 with each other, one misheard by 30 % keeps 0.57 (benchmarks/alignment.py)."""

START_ERROR_S: dict[Grain, float] = {"word": 1.0, "segment": 2.0, "text": 3.0}
"""Seconds by which nine of ten slide starts are wrong at most, at 15 % misheard words
(benchmarks/alignment.py)."""

LEAST_ASIDE = 8
"""Words in a row that are not in the script before they are an addition: less is a slip, or the
recogniser's own."""

_LEAST_VISIT = 0.3
"""Share of a slide's longest visit that a shorter one has to have to be one."""

_SLIP = 3
"""Words that a recogniser may get wrong in a row."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the script has for one slide, as words for comparing."""

    slide_id: int
    number: int | None
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SlideSaid:
    """What became of a slide.

    `coverage` is the share of its words that was said, 0 to 1; misheard words count as not said.
    `visits` are the times it was spoken to, in order; a slide without a
    text is neither said nor skipped.
    """

    slide_id: int
    number: int | None
    title: str
    words: int
    coverage: float
    visits: tuple[Span, ...] = ()

    @property
    def skipped(self) -> bool:
        """Whether the slide has a text, and too little of it was said."""
        return self.words > 0 and self.coverage < LEAST_SAID

    @property
    def start_s(self) -> float | None:
        """When the speaker came to it; None where that cannot be told."""
        return None if self.skipped or not self.visits else self.visits[0].start_s


@dataclass(frozen=True, kw_only=True)
class Aside(Span):
    """Words that the script does not have, said while `number` was the slide."""

    number: int | None
    text: str
    words: int


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """A talk as said beside the talk as written.

    `in_script` and `of_script` are shares of the words said and of the words written;
    `scripted[i]` tells whether the i-th word said stands in the script at that place.
    """

    slides: tuple[SlideSaid, ...]
    asides: tuple[Aside, ...]
    in_script: float
    of_script: float
    scripted: tuple[bool, ...] = field(repr=False)

    @property
    def other_talk(self) -> bool:
        """Whether this looks like the transcript of another talk."""
        return max(self.in_script, self.of_script) < LEAST_ALIKE


@dataclass(frozen=True, kw_only=True)
class _Part(Run):
    """A run inside one slide."""

    slide: int


@dataclass(frozen=True, kw_only=True)
class _Visit:
    """A slide spoken to, from the first word that agrees to the last; it began with `begin`."""

    slide: int
    first: int
    last: int
    begin: int


def align(slides: Sequence[Written], said: Said) -> Alignment:
    """Lay what was said beside the script.

    Args:
        slides: the script in its order, hidden slides left out.
        said: the words of the recording.

    Raises:
        InputError: both are far longer than any talk.
    """
    script = [word for slide in slides for word in slide.words]
    owners = [index for index, slide in enumerate(slides) for _ in slide.words]
    runs = matches(script, said.words)
    heard, written = said_of(runs), written_of(runs)
    visits = _visits(_parts(runs, owners), script, said.words, _bounds(slides))
    scripted = heard | between(script, said.words, runs)
    return Alignment(
        slides=tuple(_slides_said(slides, visits, written, said)),
        asides=tuple(_asides(heard, visits, slides, said)),
        in_script=len(heard) / max(1, len(said.words)),
        of_script=len(written) / max(1, len(script)),
        scripted=tuple(place in scripted for place in range(len(said.words))),
    )


def _parts(runs: Sequence[Run], owners: Sequence[int]) -> list[_Part]:
    """Part the runs that cross from one slide to the next."""
    parts: list[_Part] = []
    for run in runs:
        at = 0
        for slide, group in groupby(owners[run.written : run.written + run.length]):
            length = len(list(group))
            parts.append(
                _Part(written=run.written + at, said=run.said + at, length=length, slide=slide)
            )
            at += length
    return parts


def _visits(
    parts: Sequence[_Part],
    script: Sequence[str],
    said: Sequence[str],
    bounds: Sequence[tuple[int, int]],
) -> list[_Visit]:
    """Join what follows each other on one slide into visits, in the order of time.

    Where little of a slide agrees, words of another slide sound like it: that is no visit, unless
    there is no longer one.
    """
    groups = [list(group) for _, group in groupby(parts, lambda part: part.slide)]
    longest: dict[int, int] = {}
    for group in groups:
        slide = group[0].slide
        longest[slide] = max(longest.get(slide, 0), agreed(group))
    kept = [
        part
        for group in groups
        for part in group
        if agreed(group) >= _LEAST_VISIT * longest[part.slide]
    ]
    visits: list[_Visit] = []
    for slide, same in groupby(kept, lambda part: part.slide):
        own = list(same)
        free = visits[-1].last + 1 if visits else 0
        head = script[bounds[slide][0] : own[0].written]
        visits.append(
            _Visit(
                slide=slide,
                first=own[0].said,
                last=own[-1].said + own[-1].length - 1,
                begin=own[0].said - _misheard(head, said[free : own[0].said]),
            )
        )
    return visits


def _misheard(head: Sequence[str], before: Sequence[str]) -> int:
    """Return how many of the words `before` a slide's first agreeing one are its beginning.

    A few misheard words are; of more than that some have to agree, or the beginning was left out.
    """
    if len(head) <= _SLIP:
        return min(len(head), len(before))
    near = before[-len(head) - _SLIP :]
    alike = common(head, near)
    if not alike or agreed(alike) < DENSE * len(head):
        return 0
    return min(len(near) - alike[0].said + alike[0].written, len(before))


def _slides_said(
    slides: Sequence[Written], visits: Sequence[_Visit], written: set[int], said: Said
) -> Iterator[SlideSaid]:
    for index, (slide, (first, last)) in enumerate(zip(slides, _bounds(slides), strict=True)):
        size = last - first
        yield SlideSaid(
            slide_id=slide.slide_id,
            number=slide.number,
            title=slide.title,
            words=size,
            coverage=sum(place in written for place in range(first, last)) / max(1, size),
            visits=tuple(
                Span(start_s=said.starts[visit.begin], end_s=said.ends[visit.last])
                for visit in visits
                if visit.slide == index
            ),
        )


def _asides(
    heard: set[int], visits: Sequence[_Visit], slides: Sequence[Written], said: Said
) -> Iterator[Aside]:
    """Yield what was added, with the slide that was spoken to before."""
    starts = sorted((visit.first, visit.slide) for visit in visits)
    taken = sorted(heard)
    for start, end in gaps([(place, place + 1) for place in taken], len(said.words)):
        if end - start < LEAST_ASIDE:
            continue
        on = [slide for first, slide in starts if first < start][-1:]
        yield Aside(
            start_s=said.starts[start],
            end_s=said.ends[end - 1],
            number=slides[on[0]].number if on else None,
            text=said.quote(start, end - 1),
            words=end - start,
        )


def _bounds(slides: Sequence[Written]) -> list[tuple[int, int]]:
    bounds, at = [], 0
    for slide in slides:
        bounds.append((at, at + len(slide.words)))
        at += len(slide.words)
    return bounds
