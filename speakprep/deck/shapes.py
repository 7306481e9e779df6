"""The shapes of a page and their texts, all in one walk: most of the time of reading is spent here.

On a page of 60 elements a walk from parent to child, shape by shape, takes three times as long.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from speakprep.deck.fonts import Sizes, autofit_scale, outline_level
from speakprep.deck.formulas import formula_text
from speakprep.deck.markup import A, M, Node, P, child
from speakprep.deck.model import Visual
from speakprep.deck.paragraphs import clean, without_blank_lines

FURNITURE = frozenset({"sldImg", "hdr", "ftr", "dt", "sldNum"})
"""Placeholders that repeat on every page: slide picture, header, footer, date, number."""

TEXT, GROUP, GRAPHIC, PICTURE = P + "sp", P + "grpSp", P + "graphicFrame", P + "pic"

CELLS = " | "
"""Between the cells of a table's row, and the points of a chart's series."""

_YES = frozenset({"1", "true"})
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|bmp|[ew]mf|svg|tiff?|webp)", re.IGNORECASE)
"""What some programs write in place of a picture's description."""

# Between rows and cells until a table's text is put together; no XML may hold them.
_ROW, _CELL = "\x1e", "\x1f"


class Shape:
    """A shape, what its properties say, and its text.

    `role` is what a placeholder is for, such as "title"; "obj" when it does
    not say, and None for a shape that is no placeholder. `key` ties it to
    the layout's placeholder. `description` is the alternative text. `place`
    is its top and left in EMU, where it says so. `children` are what a group
    holds, in drawing order.

    Of its text, `words` and `formulas` are the numbers of runs of each;
    `sizes` are the font sizes runs name, as written, in hundredths of a
    point, and `unsized` the outline levels, from "0", of runs that name none;
    `own` and `scale` are the sizes it has for those, and what PowerPoint
    shrinks all its text by. `numbered` when the slide's number is printed in it.
    """

    role: str | None = None
    key: str | None = None
    hidden = False
    description = ""
    place: tuple[int, int] | None = None
    words = 0
    formulas = 0
    own: Sizes = {}  # noqa: RUF012  # never changed, only replaced
    scale = 1.0
    numbered = False

    def __init__(self, node: Node, kind: str) -> None:
        self.node = node
        self.kind = kind
        self.children: list[Shape] = []
        self.pieces: list[str] = []
        self.sizes: set[str] = set()
        self.unsized: set[str] = set()

    @property
    def paragraphs(self) -> str:
        """Every paragraph, blank ones too, parted by "\\n" as are line breaks."""
        # The first paragraph starts no new line.
        return clean("".join(self.pieces).removeprefix("\n"))

    @property
    def text(self) -> str:
        """The text without blank lines; a table has a line for each row."""
        if self.kind != GRAPHIC:
            return without_blank_lines(self.paragraphs)
        rows = "".join(self.pieces).split(_ROW)
        split = [[_on_one_line(cell) for cell in row.split(_CELL)[1:]] for row in rows]
        return "\n".join(CELLS.join(row) for row in split if any(row))

    def all(self) -> "Iterator[Shape]":
        """Yield this shape and all within, but not what is hidden."""
        waiting = [self]
        while waiting:
            shape = waiting.pop()
            if not shape.hidden:
                yield shape
                waiting += reversed(shape.children)


def read_shapes(tree: Node) -> Shape:
    """Read everything below an element, such as a p:spTree, which becomes a group."""
    walk = _Walk(tree)
    for node in tree.iter(*_HANDLERS):
        _HANDLERS[node.tag](walk, node)
    return walk.top


def read_lines(body: Node) -> str:
    """Return the text below an element, one line a paragraph or line break, none of them blank."""
    return without_blank_lines(read_shapes(body).paragraphs)


def medium(picture: Node) -> Visual:
    """Tell a picture from a video or sound that stands behind one."""
    properties = child(next(iter(picture), None), P + "nvPr")
    if child(properties, A + "videoFile") is not None:
        return "video"
    return "picture" if child(properties, A + "audioFile") is None else "audio"


class _Walk:
    """Where the walk is: the shape, the outline level, a field whose text is left out."""

    def __init__(self, tree: Node) -> None:
        self.top = self.shape = Shape(tree, GROUP)
        self.groups = {tree: self.top}
        self.level = "0"
        self.skipped: Node | None = None
        self.merged = False

    def enter(self, node: Node) -> None:
        self.shape = Shape(node, node.tag)
        self.merged = False
        parent = node.getparent()
        group = None if parent is None else self.groups.get(parent)
        # Otherwise it is the picture of an embedded object, and belongs to that.
        if group is not None:
            group.children.append(self.shape)

    def enter_group(self, node: Node) -> None:
        if node is not self.top.node:
            self.enter(node)
            self.groups[node] = self.shape

    def name(self, node: Node) -> None:
        shape = self.shape
        shape.hidden = node.get("hidden") in _YES
        description = node.get("descr")
        if description:
            shape.description = _description(description)

    def placeholder(self, node: Node) -> None:
        self.shape.role, self.shape.key = node.get("type") or "obj", node.get("idx")

    def offset(self, node: Node) -> None:
        if self.shape.place is None:
            try:
                self.shape.place = int(node.get("y") or ""), int(node.get("x") or "")
            except ValueError:
                return

    def own_size(self, node: Node) -> None:
        """Take in a level of the shape's list style, which hardly any shape names sizes in."""
        level, size = node.getparent(), node.get("sz")
        if level is not None and size is not None:
            outline = outline_level(level.tag)
            if outline is not None:
                self.shape.own = {**self.shape.own, outline: size}

    def autofit(self, node: Node) -> None:
        self.shape.scale = autofit_scale(node.get("fontScale"))

    def row(self, _node: Node) -> None:
        self.shape.pieces.append(_ROW)

    def cell(self, node: Node) -> None:
        self.merged = node.get("hMerge") in _YES or node.get("vMerge") in _YES
        if not self.merged:
            self.shape.pieces.append(_CELL)

    def paragraph(self, _node: Node) -> None:
        self.shape.pieces.append("\n")
        self.level = "0"

    def outline(self, node: Node) -> None:
        self.level = node.get("lvl") or "0"

    def line_break(self, _node: Node) -> None:
        self.shape.pieces.append("\n")

    def run(self, node: Node) -> None:
        text = node.text
        if not text or node is self.skipped or self.merged:
            return
        shape = self.shape
        shape.pieces.append(text)
        if not text.isspace():
            shape.words += 1
            properties = node.getprevious()
            size = None if properties is None else properties.get("sz")
            if size is None:
                shape.unsized.add(self.level)
            else:
                shape.sizes.add(size)

    def field(self, node: Node) -> None:
        """Leave out the number and the date: furniture, and a date would change every day."""
        kind = node.get("type") or ""
        if kind.startswith("slidenum"):
            self.shape.numbered = True
        if kind.startswith(("slidenum", "datetime")):
            self.skipped = child(node, A + "t")

    def formula(self, node: Node) -> None:
        if not self.merged:
            self.shape.pieces.append(formula_text(node))
            self.shape.formulas += 1


_HANDLERS: Mapping[str, Callable[[_Walk, Node], None]] = {
    A + "t": _Walk.run,
    A + "p": _Walk.paragraph,
    A + "pPr": _Walk.outline,
    A + "br": _Walk.line_break,
    A + "fld": _Walk.field,
    M + "oMath": _Walk.formula,
    A + "off": _Walk.offset,
    A + "tc": _Walk.cell,
    A + "tr": _Walk.row,
    A + "defRPr": _Walk.own_size,
    A + "normAutofit": _Walk.autofit,
    TEXT: _Walk.enter,
    PICTURE: _Walk.enter,
    GRAPHIC: _Walk.enter,
    P + "cxnSp": _Walk.enter,
    GROUP: _Walk.enter_group,
    P + "cNvPr": _Walk.name,
    P + "ph": _Walk.placeholder,
}


def _on_one_line(cell: str) -> str:
    return without_blank_lines(clean(cell)).replace("\n", " ")


def _description(text: str) -> str:
    text = without_blank_lines(clean(text))
    return "" if _FILE_NAME.fullmatch(text) else text
