"""What slides inherit from their layout: places, font sizes, text outside of placeholders."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from speakprep.deck.fonts import Sizes, listed_sizes
from speakprep.deck.markup import Node, P, child
from speakprep.deck.order import Position
from speakprep.deck.package import Package, first_target
from speakprep.deck.shapes import Shape, read_shapes
from speakprep.errors import InputError

T = TypeVar("T")

_NO = frozenset({"0", "false"})


class Layout(NamedTuple):
    """What one layout, or else its master, gives to slides.

    `places` and `sizes` are kept by placeholder type and as "#index"; `text`
    is what stands on the slide line by line, `numbered` when that prints the
    slide's number.
    """

    places: Mapping[str, Position]
    sizes: Mapping[str, Sizes]
    text: tuple[str, ...] = ()
    numbered: bool = False

    def place(self, shape: Shape) -> Position | None:
        """Return where a placeholder that does not say so itself stands."""
        keys = () if shape.role is None else _keys(shape)
        return next((self.places[key] for key in keys if key in self.places), None)

    def sizes_of(self, shape: Shape) -> Sizes:
        """Return the sizes of a shape's text where it names none."""
        return next((self.sizes[key] for key in _keys(shape) if key in self.sizes), {})


class Layouts:
    """The layouts of one deck, each read once.

    Args:
        package: the deck's parts.
        main: the root of the presentation, which styles ordinary text boxes.
    """

    def __init__(self, package: Package, main: Node) -> None:
        self._package = package
        plain = {"": listed_sizes(child(main, P + "defaultTextStyle"))}
        self._none = Layout(places={}, sizes=plain)
        self._known: dict[str | None, Layout] = {None: self._none}

    def layout(self, part: str | None) -> Layout:
        """Return a layout; one that cannot be read gives nothing, which costs no slide's text."""
        if part not in self._known:
            try:
                self._known[part] = self._read(part or "")
            except InputError:
                self._known[part] = self._none
        return self._known[part]

    def _read(self, part: str) -> Layout:
        page = self._package.tree(part)
        related = self._package.relationships(part).values()
        master = first_target(related, "slideMaster")
        try:
            above = None if master is None else self._package.tree(master)
        except InputError:
            above = None
        under, over = _shapes(above), _shapes(page)
        drawn = over if page.get("showMasterSp") in _NO else [*under, *over]
        texts = [each for shape in drawn if not shape.role for each in shape.all()]
        lines = "\n".join(each.text for each in texts)
        styles = {**self._none.sizes, **_styles(child(above, P + "txStyles"))}
        return Layout(
            places=_by_type(_places(under)) | _places(over),
            sizes=_with_own(_by_type(_with_own(styles, under)), over),
            text=tuple(filter(None, lines.split("\n"))),
            numbered=any(each.numbered for each in texts),
        )


def _keys(shape: Shape) -> tuple[str, ...]:
    """Return under which keys to look for what a shape inherits, the best one first."""
    if shape.role is None:
        return ("",)
    return (f"#{shape.key}", shape.role, "body")


def _shapes(page: Node | None) -> list[Shape]:
    tree = child(page, P + "cSld", P + "spTree")
    return [] if tree is None else read_shapes(tree).children


def _by_type(found: Mapping[str, T]) -> dict[str, T]:
    """Leave out what a master keeps by index: a layout's indices are its own."""
    return {key: each for key, each in found.items() if not key.startswith("#")}


def _places(shapes: Iterable[Shape]) -> dict[str, Position]:
    found: dict[str, Position] = {}
    for shape in shapes:
        if shape.role is not None and shape.place is not None:
            found.setdefault(shape.role, shape.place)
            if shape.key:
                found.setdefault(f"#{shape.key}", shape.place)
    return found


def _styles(styles: Node | None) -> dict[str, Sizes]:
    """Return a master's styles: of titles, and of bodies, which other placeholders take after."""
    title, body = (listed_sizes(child(styles, P + name)) for name in ("titleStyle", "bodyStyle"))
    return {"title": title, "ctrTitle": title, "body": body}


def _with_own(styles: Mapping[str, Sizes], shapes: Iterable[Shape]) -> dict[str, Sizes]:
    """Return styles with what placeholders name for themselves laid over."""
    found = dict(styles)
    # Of several of one type the first one counts.
    for shape in [shape for shape in shapes if shape.role][::-1]:
        role = shape.role or ""
        sizes = {**styles.get(role, styles.get("body", {})), **shape.own}
        found[role] = sizes
        if shape.key:
            found[f"#{shape.key}"] = sizes
    return found
