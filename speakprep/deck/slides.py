"""One slide out of its parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from speakprep.deck.graphics import chart_text, diagram_text, table_text
from speakprep.deck.layouts import Layouts
from speakprep.deck.markup import CX, DGM, P14, A, C, M, Node, P, R, child
from speakprep.deck.model import Block, BlockKind, Part, Problem, Slide, Visual
from speakprep.deck.notes import notes_text
from speakprep.deck.order import ROW, Position, in_reading_order, row_inside
from speakprep.deck.package import Package, Relationship, first_target
from speakprep.deck.paragraphs import lines, paragraphs, without_blank_lines
from speakprep.deck.shapes import GRAPHIC, GROUP, PICTURE, Shape, media, visible
from speakprep.errors import InputError

_TITLES = frozenset({"title", "ctrTitle"})
_NO = frozenset({"0", "false"})


class SlideReader:
    """Reads slides of one deck; layouts they share are read once.

    Args:
        package: the deck's parts.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._layouts = Layouts(package)

    def read(self, blank: Slide) -> tuple[Slide, tuple[Problem, ...]]:
        """Fill in a slide of which number, id, part and section are known.

        Returns:
            the slide, and what of it could not be read.

        Raises:
            InputError: nothing of it can be read; `file` is the part meant.
        """
        root = self._package.tree(blank.part)
        if root.tag != P + "sld":
            raise InputError("it is not a slide", file=blank.part)
        related = self._package.relationships(blank.part)
        page = _Page(
            package=self._package,
            related=related,
            slide=blank,
            inherited=self._layouts.inherited(first_target(related, "slideLayout")),
        )
        page.collect(root)
        created = next(root.iter(P14 + "creationId"), None)
        slide = replace(
            blank,
            creation_id=None if created is None else _unsigned(created.get("val")),
            hidden=root.get("show") in _NO,
            title=page.title,
            blocks=tuple(page.blocks),
            notes=page.notes(),
            shows=frozenset(page.shows),
        )
        return slide, tuple(page.problems)


@dataclass
class _Page:
    """What has been found on a slide so far."""

    package: Package
    related: Mapping[str, Relationship]
    slide: Slide
    inherited: Callable[[Shape], Position | None]
    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    shows: set[Visual] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def collect(self, root: Node) -> None:
        """Take in every visible shape, the title first, groups in their place."""
        tree = child(root, P + "cSld", P + "spTree")
        shapes = [] if tree is None else visible(tree)
        title = next((shape for shape in shapes if shape.role in _TITLES), None)
        if title is not None:
            self._take_title(title)
        if next(root.iter(M + "t"), None) is not None:
            self.shows.add("math")
        # A stack instead of recursion: groups may be nested as deep as a hostile deck likes.
        waiting = self._ordered([shape for shape in shapes if shape is not title], ROW)
        while waiting:
            row, shape = waiting.pop()
            if shape.kind == GROUP:
                waiting += self._ordered(visible(shape.node), row_inside(shape.node, row))
            else:
                self._take(shape)

    def notes(self) -> str:
        """Return the speaker notes, or "" and a problem when they cannot be read."""
        part = first_target(self.related, "notesSlide")
        if part is None:
            return ""
        try:
            return notes_text(self.package.tree(part))
        except InputError as error:
            self._report("notes", error)
            return ""

    def _ordered(self, shapes: list[Shape], row: float) -> list[tuple[float, Shape]]:
        """Return shapes with the height of their rows, last first, as a stack wants them."""
        return [(row, shape) for shape in in_reading_order(shapes, row, self.inherited)][::-1]

    def _take_title(self, shape: Shape) -> None:
        body = child(shape.node, P + "txBody")
        text = "" if body is None else lines(body)
        self.title = " ".join(text.split())
        self._add("title", text)

    def _take(self, shape: Shape) -> None:
        if shape.kind == GRAPHIC:
            self._take_graphic(shape.node)
        elif shape.kind == PICTURE:
            self.shows.add(media(shape.node))
        else:
            self._take_text(child(shape.node, P + "txBody"))
        self._add("alt", shape.description)

    def _take_text(self, body: Node | None) -> None:
        if body is None:
            return
        found = [each for each in paragraphs(body) if each.text.strip()]
        kind: BlockKind = "math" if found and all(each.math for each in found) else "body"
        self._add(kind, without_blank_lines("\n".join(each.text for each in found)))

    def _take_graphic(self, frame: Node) -> None:
        data = child(frame, A + "graphic", A + "graphicData")
        if data is None:
            return
        table = child(data, A + "tbl")
        chart = next(data.iterchildren(C + "chart", CX + "chart"), None)
        diagram = child(data, DGM + "relIds")
        if table is not None:
            self.shows.add("table")
            self._add("table", table_text(table))
        elif chart is not None:
            self.shows.add("chart")
            self._add("chart", self._related_text("chart", chart.get(R + "id"), chart_text))
        elif diagram is not None:
            self.shows.add("diagram")
            self._add("diagram", self._related_text("diagram", diagram.get(R + "dm"), diagram_text))
        else:
            self.shows.add("object")
            self._add("body", lines(data))

    def _related_text(self, kind: Part, key: str | None, text: Callable[[Node], str]) -> str:
        target = self.related.get(key or "")
        if target is None:
            lost = InputError("the slide does not say where it is", file=self.slide.part)
            self._report(kind, lost)
            return ""
        try:
            return text(self.package.tree(target.target))
        except InputError as error:
            self._report(kind, error)
            return ""

    def _add(self, kind: BlockKind, text: str) -> None:
        if text:
            self.blocks.append(Block(kind=kind, text=text))

    def _report(self, lost: Part, error: InputError) -> None:
        self.problems.append(
            Problem(
                lost=lost,
                part=error.file,
                reason=error.message,
                line=error.line,
                slide=self.slide.number,
                slide_id=self.slide.slide_id,
            )
        )


def _unsigned(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 20 else None
