"""Where shapes stand, and in which order a reader meets them."""

from collections.abc import Callable

from speakprep.deck.markup import A, Node, P, child
from speakprep.deck.shapes import Shape

ROW = 360_000
"""Shapes whose tops differ by less than this many EMU stand in one row: 1 cm, as ECMA-376
defines the unit. A line of 28 pt text is about as high."""

Position = tuple[int, int]
"""Top and left in EMU."""


def position(shape: Node) -> Position | None:
    """Return where a shape says it stands; None when it inherits its place or says nonsense."""
    frame = _frame(shape)
    offset = child(frame, A + "off")
    if offset is None:
        return None
    top, left = _integer(offset, "y"), _integer(offset, "x")
    return None if top is None or left is None else (top, left)


def row_inside(group: Node, row: float) -> float:
    """Return the height of a row in the coordinates of a group's children."""
    frame = _frame(group)
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
        known = position(shape.node) or inherited(shape) or known
        placed.append((known, index))
    placed.sort(key=lambda each: each[0][0])
    rows: list[list[tuple[Position, int]]] = []
    for each in placed:
        if not rows or each[0][0] - rows[-1][0][0][0] >= row:
            rows.append([])
        rows[-1].append(each)
    return [shapes[index] for line in rows for (_, _), index in sorted(line, key=lambda e: e[0][1])]


def _frame(shape: Node) -> Node | None:
    """Return the transform, which each kind of shape keeps elsewhere."""
    for tag in (P + "spPr", P + "grpSpPr"):
        properties = child(shape, tag)
        if properties is not None:
            return child(properties, A + "xfrm")
    return child(shape, P + "xfrm")


def _integer(node: Node, name: str) -> int | None:
    try:
        return int(node.get(name) or "")
    except ValueError:
        return None
