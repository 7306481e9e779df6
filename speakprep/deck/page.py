"""What is drawn on one slide, shape by shape."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from speakprep.deck.charts import read_chart
from speakprep.deck.diagrams import diagram_text
from speakprep.deck.fonts import smallest_size
from speakprep.deck.layouts import Layout
from speakprep.deck.markup import CX, DGM, A, C, Node, R, child
from speakprep.deck.model import Block, BlockKind, Chart, Part, Visual
from speakprep.deck.order import ROW, in_reading_order, row_inside
from speakprep.deck.package import Package, Relationship
from speakprep.deck.paragraphs import without_blank_lines
from speakprep.deck.shapes import (
    FURNITURE,
    GRAPHIC,
    GROUP,
    PICTURE,
    Shape,
    medium,
    read_lines,
    read_shapes,
)
from speakprep.errors import InputError

_PICTURED = frozenset({GROUP, GRAPHIC, PICTURE})
_TITLES = frozenset({"title", "ctrTitle"})


@dataclass
class Page:
    """What has been found on a slide so far; see `Slide` for what the names mean.

    `part` is the slide's own file. `sizes` are the smallest font sizes of its
    shapes; `faults` say what of it could not be read.
    """

    package: Package
    part: str
    related: Mapping[str, Relationship]
    layout: Layout
    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    shows: set[Visual] = field(default_factory=set)
    charts: list[Chart] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    numbered: bool = False
    faults: list[tuple[Part, InputError]] = field(default_factory=list)

    def collect(self, tree: Node) -> None:
        """Take in every visible shape of a p:spTree, the title first, groups in their place."""
        shapes = self._visible(read_shapes(tree).children)
        title = next((shape for shape in shapes if shape.role in _TITLES), None)
        if title is not None:
            text = title.text
            self.title = " ".join(text.split())
            self._add("title", text)
        # A stack instead of recursion: groups may be nested as deep as a hostile deck likes.
        waiting = self._ordered([shape for shape in shapes if shape is not title], ROW)
        while waiting:
            row, shape = waiting.pop()
            if shape.kind == GROUP:
                self._add("alt", shape.description)
                waiting += self._ordered(self._visible(shape.children), row_inside(shape.node, row))
            else:
                self._take(shape)

    def _visible(self, shapes: list[Shape]) -> list[Shape]:
        """Return the shapes a listener may see and learn from.

        Not hidden ones, page furniture, or what holds neither text nor picture.
        """
        found = []
        for shape in shapes:
            if shape.hidden or shape.role in FURNITURE:
                self.numbered |= shape.role == "sldNum" and not shape.hidden
                continue
            self.numbered |= shape.numbered
            if shape.pieces and (shape.words or shape.formulas):
                self._note(shape)
                found.append(shape)
            elif shape.description or shape.kind in _PICTURED:
                found.append(shape)
        return found

    def _ordered(self, shapes: list[Shape], row: float) -> list[tuple[float, Shape]]:
        """Return shapes with the height of their rows, last first, as a stack wants them."""
        if len(shapes) > 1:
            shapes = in_reading_order(shapes, row, self.layout.place)[::-1]
        return [(row, shape) for shape in shapes]

    def _note(self, shape: Shape) -> None:
        """Keep what a text tells beside its words."""
        sizes: set[str | None] = {*shape.sizes}
        if shape.unsized:
            inherited = self.layout.sizes_of(shape)
            sizes |= {shape.own.get(level) or inherited.get(level) for level in shape.unsized}
        if sizes:
            self.sizes.append(smallest_size(sizes) * shape.scale)
        if shape.formulas:
            self.shows.add("math")

    def _take(self, shape: Shape) -> None:
        if shape.kind == GRAPHIC:
            self._take_graphic(shape)
        elif shape.kind == PICTURE:
            self.shows.add(medium(shape.node))
        else:
            self._add("body" if shape.words else "math", shape.text)
        self._add("alt", shape.description)

    def _take_graphic(self, shape: Shape) -> None:
        data = child(shape.node, A + "graphic", A + "graphicData")
        what = None if data is None else next(iter(data), None)
        if data is None or what is None:
            return
        if what.tag == A + "tbl":
            self.shows.add("table")
            self._add("table", shape.text)
        elif what.tag in {C + "chart", CX + "chart"}:
            self.shows.add("chart")
            self._add("chart", self._related_text("chart", what.get(R + "id"), self._chart))
        elif what.tag == DGM + "relIds":
            self.shows.add("diagram")
            self._add("diagram", self._related_text("diagram", what.get(R + "dm"), self._diagram))
        else:
            self.shows.add("object")
            self._add("body", without_blank_lines(shape.paragraphs))

    def _related_text(self, lost: Part, key: str | None, read: Callable[[str], str]) -> str:
        target = self.related.get(key or "")
        if target is None:
            missing = InputError("the slide does not say where it is", file=self.part)
            self.faults.append((lost, missing))
            return ""
        try:
            return read(target.target)
        except InputError as error:
            self.faults.append((lost, error))
            return ""

    def _chart(self, part: str) -> str:
        root = self.package.tree(part)
        chart, text = read_chart(root)
        self.charts.append(chart)
        drawn_over = child(root, C + "userShapes")
        if drawn_over is not None:
            target = self.package.relationships(part).get(drawn_over.get(R + "id") or "")
            if target is not None:
                text = f"{text}\n{read_lines(self.package.tree(target.target))}".strip("\n")
        return text

    def _diagram(self, part: str) -> str:
        return diagram_text(self.package.tree(part))

    def _add(self, kind: BlockKind, text: str) -> None:
        if text:
            self.blocks.append(Block(kind=kind, text=text))
