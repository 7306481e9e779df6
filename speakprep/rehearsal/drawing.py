"""Pictures of a rehearsal as flat lists of shapes, which a template writes as inline SVG.

A template may loop once and not in a loop, so a picture is a list of steps: `svg`
opens it, `end svg` closes it, each step between is one shape. Coordinates are those
of a box `WIDTH` wide that the page stretches to its own width.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from speakprep.rehearsal.levels import SILENT_DB
from speakprep.rehearsal.model import Span
from speakprep.script.timing import clock

Row = dict[str, str]
"""One step of a page: `kind`, and what that kind of step shows."""

WIDTH = 720.0
MARGIN = 8.0
"""Left and right of every plot, so that the first and the last label are not cut."""

_PLOT_TOP = 28.0
_PLOT = 100.0
_AXIS = 30.0
_COLUMNS = 360
"""A waveform is drawn in so many columns: two units of the box each."""

_LOUDEST_DB = -10.0
"""What fills the height of a waveform: shouting, as LUFS of one second."""

MOST_LABELS = 12
"""More would run into each other on a telephone."""

MOST_DATES = 8
"""Dates are wider than numbers."""


@dataclass(frozen=True, kw_only=True)
class Region(Span):
    """A stretch with a name short enough to stand over it, such as a slide's number."""

    label: str


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A plot's box: what is at its left and right end, and at its bottom and top."""

    start: float
    end: float
    bottom: float
    top: float

    def x(self, at: float) -> float:
        """Return where a value lies from left to right."""
        share = (at - self.start) / ((self.end - self.start) or 1.0)
        return MARGIN + min(max(share, 0.0), 1.0) * (WIDTH - 2 * MARGIN)

    def y(self, value: float) -> float:
        """Return where a value lies from top to bottom."""
        share = (value - self.bottom) / ((self.top - self.bottom) or 1.0)
        return _PLOT_TOP + _PLOT * (1 - min(max(share, 0.0), 1.0))


def waveform(
    levels: Sequence[int], seconds: float, regions: Sequence[Region], pauses: Sequence[Span]
) -> Iterator[Row]:
    """Draw loudness over time, with slides as bands and long pauses as gaps.

    Args:
        levels: LUFS of each second.
        seconds: how long the recording is.
        regions: slides in the order shown; empty without marks.
        pauses: to point at.
    """
    plot = Plot(start=0.0, end=seconds, bottom=0.0, top=1.0)
    yield from bands(plot, regions)
    for pause in pauses:
        left, right = plot.x(pause.start_s), plot.x(pause.end_s)
        yield _rect(left, _PLOT_TOP, max(right - left, 1.0), _PLOT, "pause")
    yield {"kind": "path", "d": _wave_path(levels, seconds, plot), "class": "wave"}
    yield from time_axis(plot)


def bands(plot: Plot, regions: Sequence[Region]) -> Iterator[Row]:
    """Draw every second region darker, and name as many as there is room for."""
    step = -(-len(regions) // MOST_LABELS) or 1
    for index, region in enumerate(regions):
        left, right = plot.x(region.start_s), plot.x(region.end_s)
        if index % 2 == 0:
            yield _rect(left, _PLOT_TOP, right - left, _PLOT, "band")
        yield _line(left, _PLOT_TOP, left, _PLOT_TOP + _PLOT, "edge")
        if index % step == 0:
            yield _label((left + right) / 2, _PLOT_TOP - 6, region.label)


def over_time(
    values: Sequence[tuple[float, float]],
    seconds: float,
    regions: Sequence[Region],
    usual: tuple[float, float],
) -> Iterator[Row]:
    """Draw a value over time as a line, between lines at what is usual.

    Args:
        values: seconds, and what was measured around them.
        seconds: how long the recording is.
        regions: slides in the order shown; empty without marks.
        usual: the lowest and the highest usual value.
    """
    most = max([usual[1], *(value for _, value in values)])
    plot = Plot(start=0.0, end=seconds, bottom=0.0, top=most * 1.25)  # room for its label
    yield from bands(plot, regions)
    for value in usual:
        yield _line(MARGIN, plot.y(value), WIDTH - MARGIN, plot.y(value), "usual")
        yield _label(MARGIN, plot.y(value) - 4, f"{value:.0f}", "start")
    points = [f"{plot.x(at):.1f} {plot.y(value):.1f}" for at, value in values]
    yield {"kind": "path", "d": f"M{' L'.join(points)}", "class": "curve"}
    yield from time_axis(plot)


def pause_bars(pauses: Sequence[Span], seconds: float, regions: Sequence[Region]) -> Iterator[Row]:
    """Draw each pause as a bar at its time, as high as it is long."""
    longest = max((pause.length_s for pause in pauses), default=1.0)
    plot = Plot(start=0.0, end=seconds, bottom=0.0, top=longest)
    yield from bands(plot, regions)
    for pause in pauses:
        top = plot.y(pause.length_s)
        yield _rect(plot.x(pause.start_s) - 2, top, 4.0, _PLOT_TOP + _PLOT - top, "bar")
    yield from time_axis(plot)


def columns(
    values: Sequence[float], labels: Sequence[str], planned: Sequence[float | None]
) -> Iterator[Row]:
    """Draw values as columns side by side, each with a line at what was planned."""
    top = max((*values, *(each or 0.0 for each in planned)), default=1.0) or 1.0
    plot = Plot(start=0.0, end=float(len(values)), bottom=0.0, top=top)
    step = -(-len(values) // MOST_LABELS) or 1
    for index, (value, label, plan) in enumerate(zip(values, labels, planned, strict=True)):
        left, right = plot.x(index + 0.15), plot.x(index + 0.85)
        y = plot.y(value)
        yield _rect(left, y, right - left, _PLOT_TOP + _PLOT - y, "bar")
        if plan is not None:
            yield _line(plot.x(index), plot.y(plan), plot.x(index + 1), plot.y(plan), "plan")
        if index % step == 0:
            yield _label((left + right) / 2, _PLOT_TOP + _PLOT + 20, label)
    yield from base(plot)


def curve(
    values: Sequence[float | None],
    labels: Sequence[str],
    texts: Sequence[str],
    *,
    least_span: float = 0.0,
    zero: bool = False,
) -> Iterator[Row]:
    """Draw values in order as a line with dots; nothing stands for None.

    Args:
        values: what to draw.
        labels: what stands under each place.
        texts: each value as it is read; few of them stand over their dots.
        least_span: how much of the values fills at least the height, so that a difference
            that means nothing does not look like a mountain.
        zero: keep the line at zero in sight, for what may be negative.
    """
    told = [value for value in values if value is not None]
    ends = [*told, 0.0] if zero or not told else told
    middle = (max(ends) + min(ends)) / 2
    half = max(max(ends) - min(ends), least_span, 1e-6) * 0.6
    count = max(len(values) - 1, 1)
    plot = Plot(start=0.0, end=float(count), bottom=middle - half, top=middle + half)
    if zero:
        yield _line(MARGIN, plot.y(0.0), WIDTH - MARGIN, plot.y(0.0), "usual")
    points = [(n, plot.x(n), plot.y(value)) for n, value in enumerate(values) if value is not None]
    path = " ".join(f"{'L' if n else 'M'}{x:.1f} {y:.1f}" for n, (_, x, y) in enumerate(points))
    yield {"kind": "path", "d": path, "class": "curve"}
    for number, x, y in points:
        yield {"kind": "dot", "x": f"{x:.1f}", "y": f"{y:.1f}"}
        if len(values) <= MOST_DATES:
            yield _label(x, y - 9, texts[number], _anchor(number, count))
    step = -(-len(labels) // MOST_DATES) or 1
    for number, label in enumerate(labels):
        if number % step == 0:
            yield _label(plot.x(number), _PLOT_TOP + _PLOT + 20, label, _anchor(number, count))
    yield from base(plot)


def _anchor(number: int, last: int) -> str:
    return "start" if number == 0 else "end" if number == last else "middle"


def time_axis(plot: Plot) -> Iterator[Row]:
    """Draw a base line with the minutes under it."""
    yield from base(plot)
    step = _tick_seconds(plot.end - plot.start)
    at = plot.start
    while at <= plot.end and step > 0:
        x = plot.x(at)
        yield _line(x, _PLOT_TOP + _PLOT, x, _PLOT_TOP + _PLOT + 4, "edge")
        anchor = "start" if at == plot.start else "middle"
        if x > WIDTH - 3 * MARGIN:
            anchor = "end"
        yield _label(x, _PLOT_TOP + _PLOT + 20, clock(at), anchor)
        at += step


def base(plot: Plot) -> Iterator[Row]:
    """Draw the line that a plot stands on."""
    y = plot.y(plot.bottom)
    yield _line(MARGIN, y, WIDTH - MARGIN, y, "edge")


def box() -> str:
    """Return the box of a picture, as an SVG wants it."""
    return f"0 0 {WIDTH:.0f} {_PLOT_TOP + _PLOT + _AXIS:.0f}"


def _wave_path(levels: Sequence[int], seconds: float, plot: Plot) -> str:
    """Return the outline of a waveform: upper edge there, lower edge back."""
    if not levels:
        return ""
    count = min(len(levels), _COLUMNS)
    edges = [index * len(levels) // count for index in range(count + 1)]
    heights = [_height(max(levels[start:end])) for start, end in pairwise(edges)]
    middle, span = _PLOT_TOP + _PLOT / 2, max(seconds, 1.0)
    xs = [plot.x(min((start + end) / 2, span)) for start, end in pairwise(edges)]
    upper = [f"{x:.1f} {middle - height:.1f}" for x, height in zip(xs, heights, strict=True)]
    lower = [f"{x:.1f} {middle + height:.1f}" for x, height in zip(xs, heights, strict=True)]
    return f"M{' L'.join([*upper, *reversed(lower)])}Z"


def _height(level: float) -> float:
    share = (level - SILENT_DB) / (_LOUDEST_DB - SILENT_DB)
    return 0.5 + min(max(share, 0.0), 1.0) ** 2 * (_PLOT / 2 - 1)


def _tick_seconds(seconds: float) -> float:
    for step in (5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0):
        if seconds / step <= MOST_LABELS / 2:
            return step
    return 3600.0 * max(round(seconds / 3600 / 4), 1)


def _rect(x: float, y: float, width: float, height: float, kind: str) -> Row:
    box = {"x": x, "y": y, "w": max(width, 0.0), "h": max(height, 0.0)}
    return {"kind": "rect", **{key: f"{value:.1f}" for key, value in box.items()}, "class": kind}


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Row:
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return {"kind": "line", **{key: f"{value:.1f}" for key, value in ends.items()}, "class": kind}


def _label(x: float, y: float, text: str, anchor: str = "middle") -> Row:
    return {"kind": "label", "x": f"{x:.1f}", "y": f"{y:.1f}", "anchor": anchor, "text": text}
