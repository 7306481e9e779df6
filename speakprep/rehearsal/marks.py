"""When each slide was on the screen: the marks of a rehearsal.

Programs write them in many ways; all of them become a `Marks`, and what in them
makes no sense is named in `wrong`, never dropped in silence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from speakprep.script.timing import clock

LONGEST_S = 86_400.0
"""Seconds of a day: a mark later than that is a damaged number."""

LEAFED_PAST_S = 3.0
"""Seconds a slide has to be up before anybody spoke to it (a convention): less is on the way to
another one."""

_ROUNDING_S = 0.05
"""Programs round the end of one slide and the beginning of the next apart."""

_NOTE_LENGTH = 200
"""Characters of a note that stand in a record."""

WrongKind = Literal["slide", "time", "order", "overlap", "beyond", "unknown", "others"]
"""A mark without a slide, or a time; out of order, over the next, after the end, of no slide;
or marks that all know their slides by others' ids."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One visit to a slide: its number in the deck, from when to when, in seconds.

    The seconds are those of the recording. `to_s` is None where only the end
    of the recording ends the visit. `slide_id` is PowerPoint's, which stays when
    slides are moved; 0 while it is unknown.
    """

    slide: int
    from_s: float
    to_s: float | None = None
    slide_id: int = 0


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A moment the speaker wants to find again; `note` may be empty."""

    at_s: float
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SectionSeconds:
    """How long a section took, where a program keeps no slides."""

    name: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A mark that makes no sense: what it says, and on which line of its file."""

    kind: WrongKind
    what: str
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The marks of one rehearsal, in the order of time, none over the next.

    `source` is the program that wrote them. With `lengths_only` it kept how long
    each slide took, not when: then the places are the lengths laid end to end.
    Marks out of a transcript may begin `error_s` seconds off, nine times of ten.
    """

    source: str
    visits: tuple[Mark, ...] = ()
    moments: tuple[Moment, ...] = ()
    sections: tuple[SectionSeconds, ...] = ()
    lengths_only: bool = False
    error_s: float = 0.0
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KeptMarks:
    """The marks of a rehearsal as they lie in its recording, and the file they were in."""

    file: str
    sha256: str
    marks: Marks


@dataclass
class Found:
    """What a reader collects from a file, in the file's order."""

    visits: list[Mark] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    def refuse(self, kind: WrongKind, what: object, line: int | None = None) -> None:
        """Name what makes no sense."""
        self.wrong.append(Wrong(kind=kind, what=str(what)[:40], line=line))

    def note(self, at_s: float, text: str) -> None:
        """Keep a moment; of an essay only its beginning."""
        self.moments.append(Moment(at_s=at_s, note=" ".join(text.split())[:_NOTE_LENGTH]))

    def marks(self, source: str, *, end_s: float | None = None) -> Marks:
        """Put everything found in order; the last visit ends at `end_s` if nothing else ends it."""
        for earlier, later in pairwise(self.visits):
            if later.from_s < earlier.from_s:
                self.refuse("order", _where(later))
        ordered = sorted(self.visits, key=lambda mark: mark.from_s)
        for earlier, later in pairwise(ordered):
            if earlier.to_s is not None and earlier.to_s > later.from_s + _ROUNDING_S:
                self.refuse("overlap", _where(earlier))
        ends = [*(mark.from_s for mark in ordered[1:]), *([end_s] if ordered else [])]
        return Marks(
            source=source,
            visits=tuple(self._ended(mark, end) for mark, end in zip(ordered, ends, strict=True)),
            moments=tuple(sorted(self.moments, key=lambda moment: moment.at_s)),
            wrong=tuple(self.wrong),
        )

    def lengths(self, source: str, slides: Iterable[tuple[int, float]]) -> Marks:
        """Lay lengths end to end, each a slide's number and its seconds."""
        at, laid = 0.0, []
        for slide, seconds in slides:
            laid.append(Mark(slide=slide, from_s=at, to_s=at + seconds))
            at += seconds
        return Marks(source=source, visits=tuple(laid), lengths_only=True, wrong=tuple(self.wrong))

    def _ended(self, mark: Mark, end: float | None) -> Mark:
        to_s = mark.to_s
        if to_s is not None and to_s < mark.from_s:
            self.refuse("time", f"{_where(mark)} - {clock(to_s)}")
            to_s = None
        ends = [each for each in (to_s, end) if each is not None and each >= mark.from_s]
        return replace(mark, to_s=min(ends, default=None))


def fitted(kept: KeptMarks, duration_s: float) -> KeptMarks:
    """Return marks as they lie in a recording of that length.

    What begins after its end is named and left out. Where the timer stood still
    in a pause, the recorder may have run on or not: what fits its length better
    is taken. Lengths without places stay, and so does all where the length is
    not known (0).
    """
    marks = kept.marks
    if marks.lengths_only or not duration_s:
        return kept
    visits, moments = marks.visits, marks.moments
    if _fits_closed_up(visits, duration_s):
        moments = tuple(replace(m, at_s=m.at_s - _gaps_before(visits, m.at_s)) for m in moments)
        visits = _closed_up(visits)
    inside = [mark for mark in visits if mark.from_s <= duration_s]
    beyond = [
        Wrong(kind="beyond", what=_where(mark)) for mark in visits if mark.from_s > duration_s
    ]
    ends = [duration_s if mark.to_s is None else min(mark.to_s, duration_s) for mark in inside]
    marks = replace(
        marks,
        visits=tuple(replace(m, to_s=end) for m, end in zip(inside, ends, strict=True)),
        moments=tuple(moment for moment in moments if moment.at_s <= duration_s),
        wrong=(*marks.wrong, *beyond),
    )
    return replace(kept, marks=marks)


def within_talk(visits: Sequence[Mark], start_s: float, end_s: float) -> tuple[Mark, ...]:
    """Take off the first and the last visit what lies before and after the speech.

    A recorder that runs while somebody walks to the laptop makes no slide long.
    """
    if not visits or end_s <= start_s:
        return tuple(visits)
    trimmed = list(visits)
    first = trimmed[0]
    latest = start_s if first.to_s is None else min(start_s, first.to_s)
    trimmed[0] = replace(first, from_s=max(first.from_s, latest))
    last = trimmed[-1]
    end = end_s if last.to_s is None else min(last.to_s, end_s)
    trimmed[-1] = replace(last, to_s=max(end, last.from_s))
    return tuple(trimmed)


def numbers_now(
    visits: Sequence[Mark], slides: Iterable[tuple[int, int]]
) -> tuple[int | None, ...]:
    """Return the number each mark's slide has by now, None where it was deleted since.

    Its id stays when the deck is put in another order. Marks go by number where they or
    the slide of that number have no id, and where no id at all is known: then another
    program saved the deck anew.

    Args:
        visits: the marks.
        slides: the id of every slide there is, 0 while it has none, and its number.
    """
    slides = tuple(slides)
    places = {slide_id: number for slide_id, number in slides if slide_id}
    if not any(mark.slide_id in places for mark in visits):
        return tuple(mark.slide for mark in visits)
    anonymous = {number for slide_id, number in slides if not slide_id}
    return tuple(
        mark.slide
        if not mark.slide_id or (mark.slide_id not in places and mark.slide in anonymous)
        else places.get(mark.slide_id)
        for mark in visits
    )


def with_ids(marks: Marks, ids: Mapping[int, int]) -> Marks:
    """Give each mark its slide's id, by number; numbers of no slide are named and stay.

    Marks none of whose own ids the script has get the numbers' as well, and are named: they
    are of a deck that another program saved anew, or of another talk.
    """
    own = {mark.slide_id for mark in marks.visits}
    others = bool(own) and 0 not in own and own.isdisjoint(ids.values())
    visits = tuple(
        mark if mark.slide_id and not others else replace(mark, slide_id=ids.get(mark.slide, 0))
        for mark in marks.visits
    )
    unknown = dict.fromkeys(mark.slide for mark in visits if not mark.slide_id)
    named = [Wrong(kind="unknown", what=str(number)) for number in unknown]
    if others and len(unknown) < len({mark.slide for mark in visits}):
        named.append(Wrong(kind="others", what=str(min(own))))
    return replace(marks, visits=visits, wrong=(*marks.wrong, *named))


def _where(mark: Mark) -> str:
    return f"{mark.slide} ({clock(mark.from_s)})"


def _fits_closed_up(visits: Sequence[Mark], duration_s: float) -> bool:
    end = visits[-1].to_s if visits else None
    if end is None:
        return False
    gaps = _gaps_before(visits, end)
    return gaps > 0 and abs(end - gaps - duration_s) < abs(end - duration_s)


def _closed_up(visits: Sequence[Mark]) -> tuple[Mark, ...]:
    closed, gap, before = [], 0.0, visits[0].from_s
    for mark in visits:
        gap += mark.from_s - before
        before = mark.from_s if mark.to_s is None else mark.to_s
        to_s = None if mark.to_s is None else mark.to_s - gap
        closed.append(replace(mark, from_s=mark.from_s - gap, to_s=to_s))
    return tuple(closed)


def _gaps_before(visits: Sequence[Mark], at_s: float) -> float:
    """Return the seconds before `at_s`, after the first mark, in which no slide was up."""
    return sum(
        max(min(later.from_s, at_s) - earlier.to_s, 0.0)
        for earlier, later in pairwise(visits)
        if earlier.to_s is not None
    )
