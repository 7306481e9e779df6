"""Charts: what they say, and how they are drawn (ECMA-376 part 1, 21.2; chartex since 2016)."""

from collections.abc import Iterator
from datetime import date, timedelta

from speakprep.deck.markup import CX, C, Node, child
from speakprep.deck.model import Axis, Chart
from speakprep.deck.paragraphs import one_line
from speakprep.deck.shapes import CELLS, read_lines

MAX_POINTS = 100
"""Points read of one series. Nobody says a hundred numbers; measured data come in thousands."""

_DAY_ZERO = date(1899, 12, 30)
"""Spreadsheets count days from here (ECMA-376 part 1, 18.17.4.1)."""

_PLOT, _AXES = "Chart", {C + "valAx", C + "catAx", C + "dateAx", C + "serAx", CX + "axis"}
_SERIES = (C + "ser", CX + "series")
_NO = frozenset({"0", "false"})


def read_chart(root: Node) -> tuple[Chart, str]:
    """Return how a chart part is drawn, and its text.

    The text has the title, the titles of the axes and the labels somebody
    wrote on a line each, then the categories, then a line for each series:
    its name and its values.
    """
    series = list(root.iter(*_SERIES))
    names = [_name(each) for each in series]
    plot = next(root.iter(C + "plotArea", CX + "plotArea"), None)
    title = _title(next(root.iter(C + "chart", CX + "chart"), None))
    if title is not None and not title and len(names) == 1:
        title = names[0]  # as PowerPoint does with a title nobody filled in
    drawn_in = () if plot is None else tuple(plot)
    axes = [_axis(each) for each in drawn_in if each.tag in _AXES]
    drawn = Chart(kinds=_kinds(drawn_in, series), title=title or "", axes=tuple(axes))
    labels = [one_line(read_lines(label)) for label in root.iter(C + "dLbl")]
    rows = [
        drawn.title,
        *(axis.title for axis in axes),
        *labels,
        CELLS.join(_categories(root, series)),
        *_rows(root, series, names),
    ]
    return drawn, "\n".join(filter(None, rows))


def _kinds(drawn_in: tuple[Node, ...], series: list[Node]) -> tuple[str, ...]:
    """Return what is drawn: the names of the plots, or what each chartex series is laid out as."""
    local = [each.tag.rpartition("}")[2] for each in drawn_in]
    found = [name.removesuffix(_PLOT) for name in local if name.endswith(_PLOT)]
    found += [each.get("layoutId") or "" for each in series if each.tag == CX + "series"]
    return tuple(dict.fromkeys(filter(None, map(one_line, found))))


def _title(node: Node | None) -> str | None:
    """Return the title of a chart or axis; None when it has none, "" when it is made up."""
    for each in () if node is None else node:
        if each.tag in {C + "title", CX + "title"}:
            return one_line(read_lines(each)) or one_line(" ".join(_cells(each)))
    return None


def _axis(node: Node) -> Axis:
    value = node.tag == C + "valAx" or child(node, CX + "valScaling") is not None
    least = child(node, C + "scaling", C + "min")
    scale = child(node, CX + "valScaling")
    told = least.get("val") if least is not None else scale.get("min") if scale is not None else ""
    gone = child(node, C + "delete")
    deleted = gone is not None and gone.get("val") not in _NO
    return Axis(
        kind="value" if value else "category",
        title=_title(node) or "",
        start=_number(told),
        shown=not deleted and node.get("hidden") not in {"1", "true"},
    )


def _name(series: Node) -> str:
    for each in series:
        if each.tag in {C + "tx", CX + "tx"}:
            return one_line(read_lines(each)) or one_line(" ".join(_cells(each)))
    return ""


def _categories(root: Node, series: list[Node]) -> list[str]:
    """Return the categories, or a scatter chart's x values, of the first series that has any."""
    for each in series:
        for axis in each:
            if axis.tag in {C + "cat", C + "xVal"}:
                return _cells(axis)
    return next((_cells(each) for each in root.iter(CX + "strDim")), [])


def _rows(root: Node, series: list[Node], names: list[str]) -> Iterator[str]:
    """Yield each series' name and values; chartex keeps the values apart, in the same order."""
    apart = [_cells(each) for each in root.iter(CX + "numDim")]
    for index, (each, name) in enumerate(zip(series, names, strict=True)):
        inside = [_cells(axis) for axis in each if axis.tag in {C + "val", C + "yVal"}]
        values = inside[0] if inside else apart[index] if index < len(apart) else []
        yield CELLS.join([name, *values] if name else values)


def _cells(node: Node) -> list[str]:
    """Return the cached points below a reference, in order, blanks where one is missing."""
    style = next(node.iter(C + "formatCode"), None)
    code = "" if style is None else style.text or ""
    numbers = next(node.iter(C + "numCache", C + "numLit", CX + "numDim"), None) is not None
    found: list[str] = []
    for point in node.iter(C + "pt", CX + "pt"):
        place = point.get("idx") or ""
        index = int(place) if place.isascii() and place.isdigit() and len(place) < 9 else len(found)
        if index >= MAX_POINTS or len(found) >= MAX_POINTS:
            return [*found, "…"]
        value = child(point, C + "v") if point.tag == C + "pt" else point
        text = "" if value is None else value.text or ""
        found += [""] * (index - len(found))
        found.append(cell(text, point.get("formatCode") or code) if numbers else one_line(text))
    return found or [one_line(each.text or "") for each in node.iter(C + "v", CX + "v")]


def cell(text: str, code: str) -> str:
    """Return a cached number as a reader sees it.

    Args:
        text: the value as the file holds it.
        code: how the spreadsheet shows it, such as "0%", "General" or "d/m/yyyy".
    """
    number = _number(text)
    if number is None:
        return one_line(text)
    if "%" in code:
        number, unit = number * 100, "%"
    elif "yy" in code.lower() and 0 <= number < 2_000_000:
        return (_DAY_ZERO + timedelta(days=int(number))).isoformat()
    else:
        unit = ""
    # Numbers are kept with 17 digits, of which the last ones are noise: 0.30000000000000004.
    return f"{number:.10g}{unit}"


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) < 1e300 else None
