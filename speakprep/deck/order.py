"""Where shapes stand, and in which order a reader meets them."""

from collections.abc import Callable

from speakprep.deck.markup import A, Node, P, child
from speakprep.deck.shapes import Shape

ROW = 360_000
"""Shapes whose tops differ by less than this many EMU stand in one row: 1 cm, as ECMA-376
defines the unit. A line of 28 pt text is about as high."""

Position = tuple[int, int]
"""Top and left in EMU."""


def row_inside(group: Node, row: float) -> float:
    """Return the height of a row in the coordinates of a group's children."""
    frame = child(group, P + "grpSpPr", A + "xfrm")
    outer, inner = child(frame, A + "ext"), child(frame, A + "chExt")
    shown = None if outer is None else _integer(outer, "cy")
    own = None if inner is None else _integer(inner, "cy")
    if not shown or not own or shown < 0 or own < 0:
        return row
    return row * own / shown


def in_reading_order(
    shapes: list[Shape], row: float, inherited: Callable[[Shape], Position | None]
) -> list[Shape]:
    """Sort shapes into rows from the top, each row from the left.

    A shape whose place nobody knows stays behind the one drawn before it.
    """
    if len(shapes) < 2:
        return shapes
    placed: list[tuple[Position, int]] = []
    known: Position = (0, 0)
    for index, shape in enumerate(shapes):
        known = shape.place or inherited(shape) or known
        placed.append((known, index))
    placed.sort(key=lambda each: each[0][0])
    rows: list[list[tuple[Position, int]]] = []
    for each in placed:
        if not rows or each[0][0] - rows[-1][0][0][0] >= row:
            rows.append([])
        rows[-1].append(each)
    return [shapes[index] for line in rows for (_, _), index in sorted(line, key=lambda e: e[0][1])]


def _integer(node: Node, name: str) -> int | None:
    try:
        return int(node.get(name) or "")
    except ValueError:
        return None
