"""Planned against actual, slide by slide: where a talk went late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from speakprep.rehearsal.marks import Mark, Marks, numbers_now
from speakprep.script.check import Row
from speakprep.script.timing import SLIDE_CHANGE_SECONDS

LATE_S = 60.0
"""Seconds behind the plan from which a talk is late: a minute is an example, or a demo."""

FLAG_S = 15.0
FLAG_SHARE = 0.25
"""A slide is far from its plan beyond the larger of these: a breath or a question is neither."""

State = Literal["shown", "skipped", "not reached"]
"""`skipped` slides have a later one that was shown; `not reached` ones have none."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A slide as it is planned: `seconds` with the change to the next, None without a text.

    `spoken` when it belongs to what was rehearsed; a hidden slide is for questions.
    `wordless` where there is nothing to say, such as on one for a demo only.
    """

    number: int
    slide_id: int
    title: str
    section: str = ""
    seconds: float | None = None
    hidden: bool = False
    spoken: bool = True
    wordless: bool = False


@dataclass(frozen=True, kw_only=True)
class SlideDrift:
    """One slide: seconds planned and shown, and how late the talk was after it.

    `drift_s` and `late_s` are positive when it took longer. `late_s` is the sum
    of all drifts up to here; a slide without a plan adds nothing. `visits` counts
    how often it came up; without `ended` nothing says when the last of them was over,
    so `actual_s` is too short and there is no drift.
    """

    number: int
    slide_id: int
    title: str
    section: str
    planned_s: float | None
    actual_s: float
    visits: int
    state: State
    drift_s: float | None
    late_s: float
    flagged: bool
    ended: bool = True


@dataclass(frozen=True, kw_only=True)
class SectionDrift:
    """A section: its slides, and seconds planned and taken, the former None if unknown."""

    name: str
    slides: int
    planned_s: float | None
    actual_s: float


@dataclass(frozen=True, kw_only=True)
class Drift:
    """A rehearsal against its plan.

    `planned_s` and `actual_s` are over the slides that were reached. `late_after`
    is the number of the first slide after which the talk was more than
    `LATE_S` late. `hidden` and `unknown` are the seconds of slides that are not
    counted, by number; `deleted` those of slides that are no longer in the script, by
    the number they had. `numbers` are those that the slides of the visits have now, None
    for a deleted one.
    """

    slides: tuple[SlideDrift, ...]
    sections: tuple[SectionDrift, ...]
    planned_s: float
    actual_s: float
    late_after: int | None
    hidden: tuple[tuple[int, float], ...] = ()
    unknown: tuple[tuple[int, float], ...] = ()
    deleted: tuple[tuple[int, float], ...] = ()
    numbers: tuple[int | None, ...] = ()


def planned_slides(
    rows: Sequence[Row], sections: dict[int, str], spoken: Sequence[int] = ()
) -> tuple[Planned, ...]:
    """Return the plan that a script makes; the likely time of each text counts.

    Args:
        rows: the script's table.
        sections: the deck's sections by slide id, as far as they are known.
        spoken: the numbers of the slides rehearsed, empty for all.
    """
    on_deck = [row for row in rows if not row.orphan]
    numbered = [(row.number or place, row) for place, row in enumerate(on_deck, 1)]
    shown = [number for number, row in numbered if not row.hidden]
    last = shown[-1] if shown else 0
    return tuple(
        Planned(
            number=number,
            slide_id=row.slide_id,
            title=row.title,
            section=sections.get(row.slide_id, ""),
            # As `timing.total`: a change after each slide but the last.
            seconds=None
            if row.state == "empty"
            else row.seconds.likely + SLIDE_CHANGE_SECONDS * (number != last),
            hidden=row.hidden,
            spoken=not spoken or number in spoken,
            wordless=row.count == 0,
        )
        for number, row in numbered
    )


def drift(marks: Marks, planned: Sequence[Planned]) -> Drift:
    """Hold the marks of a rehearsal against the plan; visits to a slide again are summed."""
    known = {slide.number: slide for slide in planned}
    seconds: dict[int, float] = {}
    visits: dict[int, int] = {}
    numbers = numbers_now(marks.visits, [(slide.slide_id, slide.number) for slide in planned])
    placed = list(zip(numbers, marks.visits, strict=True))
    for number, run in groupby(placed, key=lambda each: each[0]):
        if number is not None:
            length = sum(_length(mark) for _, mark in run)
            seconds[number] = seconds.get(number, 0.0) + length
            visits[number] = visits.get(number, 0) + 1
    counted = [
        slide for slide in planned if not slide.hidden and (slide.spoken or slide.number in seconds)
    ]
    still_up = {number for number, mark in placed if number is not None and mark.to_s is None}
    slides = _slides(counted, seconds, visits, still_up)
    reached = [slide for slide in slides if slide.state != "not reached"]
    return Drift(
        slides=slides,
        sections=_sections(reached) if marks.visits else _section_lengths(marks, counted),
        planned_s=sum(slide.planned_s or 0.0 for slide in reached),
        actual_s=sum(slide.actual_s for slide in reached),
        late_after=next((slide.number for slide in slides if slide.late_s > LATE_S), None),
        hidden=tuple((n, s) for n, s in seconds.items() if n in known and known[n].hidden),
        unknown=tuple((n, s) for n, s in seconds.items() if n not in known),
        deleted=_deleted(placed),
        numbers=numbers,
    )


def _deleted(placed: Iterable[tuple[int | None, Mark]]) -> tuple[tuple[int, float], ...]:
    """Return the seconds of slides deleted since, by the numbers they had."""
    seconds: dict[int, float] = {}
    for number, mark in placed:
        if number is None:
            seconds[mark.slide] = seconds.get(mark.slide, 0.0) + _length(mark)
    return tuple(seconds.items())


def _length(mark: Mark) -> float:
    return 0.0 if mark.to_s is None else mark.to_s - mark.from_s


def _slides(
    planned: Sequence[Planned],
    seconds: dict[int, float],
    visits: dict[int, int],
    still_up: set[int],
) -> tuple[SlideDrift, ...]:
    last = max((place for place, slide in enumerate(planned) if slide.number in seconds), default=0)
    late, found = 0.0, []
    for place, slide in enumerate(planned):
        state: State = "shown"
        if slide.number not in seconds:
            state = "skipped" if place < last else "not reached"
        actual = seconds.get(slide.number, 0.0)
        difference, ended = None, slide.number not in still_up
        if slide.seconds is not None and state != "not reached" and ended:
            difference = actual - slide.seconds
            late += difference
        found.append(
            SlideDrift(
                number=slide.number,
                slide_id=slide.slide_id,
                title=slide.title,
                section=slide.section,
                planned_s=slide.seconds,
                actual_s=round(actual, 2),
                visits=visits.get(slide.number, 0),
                state=state,
                drift_s=None if difference is None else round(difference, 2),
                late_s=round(late, 2),
                flagged=state == "shown" and ended and is_far(slide.seconds, actual),
                ended=ended,
            )
        )
    return tuple(found)


def is_far(planned_s: float | None, actual_s: float) -> bool:
    """Tell whether a slide took so much more or less than planned that it is worth a look."""
    if planned_s is None:
        return False
    return abs(actual_s - planned_s) > max(FLAG_S, FLAG_SHARE * planned_s)


def _sections(slides: Iterable[SlideDrift]) -> tuple[SectionDrift, ...]:
    found = []
    for name, group in groupby(slides, key=lambda slide: slide.section):
        members = list(group)
        plans = [slide.planned_s for slide in members if slide.planned_s is not None]
        found.append(
            SectionDrift(
                name=name,
                slides=len(members),
                planned_s=sum(plans) if plans else None,
                actual_s=round(sum(slide.actual_s for slide in members), 2),
            )
        )
    return tuple(found) if any(section.name for section in found) else ()


def _section_lengths(marks: Marks, planned: Sequence[Planned]) -> tuple[SectionDrift, ...]:
    """Return the sections that a program kept instead of slides, planned by their names."""
    groups: dict[str, list[Planned]] = {}
    for slide in planned:
        groups.setdefault(slide.section.strip().casefold(), []).append(slide)
    found = []
    for kept in marks.sections:
        members = groups.get(kept.name.strip().casefold(), [])
        plans = [slide.seconds for slide in members if slide.seconds is not None]
        found.append(
            SectionDrift(
                name=kept.name,
                slides=len(members),
                planned_s=sum(plans) if plans else None,
                actual_s=kept.seconds,
            )
        )
    return tuple(found)
