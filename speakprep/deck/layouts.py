"""Where a slide's placeholders stand when only its layout says so."""

from collections.abc import Callable, Mapping

from speakprep.deck.markup import Node, P, child
from speakprep.deck.order import Position, position
from speakprep.deck.package import Package, first_target
from speakprep.deck.shapes import Shape, shapes_in
from speakprep.errors import InputError


class Layouts:
    """The layouts of one deck, each read once, and only when a slide asks for a place.

    Args:
        package: the deck's parts.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[str, Mapping[str, Position]] = {}

    def inherited(self, layout: str | None) -> Callable[[Shape], Position | None]:
        """Return the function that finds where a slide of this layout puts a placeholder."""

        def look_up(shape: Shape) -> Position | None:
            if layout is None or shape.role is None:
                return None
            places = self._positions(layout)
            keys = (f"#{shape.key}", shape.role, "body")
            return next((places[key] for key in keys if key in places), None)

        return look_up

    def _positions(self, layout: str) -> Mapping[str, Position]:
        """Return where a layout, or else its master, puts placeholders.

        A layout that cannot be read costs no text, only order: the slide's
        own is used then.
        """
        if layout not in self._known:
            own: dict[str, Position] = {}
            masters: dict[str, Position] = {}
            try:
                own = placeholder_positions(self._package.tree(layout))
                master = first_target(self._package.relationships(layout), "slideMaster")
                if master:
                    masters = placeholder_positions(self._package.tree(master))
            except InputError:
                pass
            by_type = {key: place for key, place in masters.items() if not key.startswith("#")}
            self._known[layout] = by_type | own
        return self._known[layout]


def placeholder_positions(page: Node) -> dict[str, Position]:
    """Return where a layout or master puts its placeholders, by type and as "#index"."""
    found: dict[str, Position] = {}
    tree = child(page, P + "cSld", P + "spTree")
    for shape in () if tree is None else shapes_in(tree):
        place = position(shape.node)
        if shape.role is not None and place is not None:
            found.setdefault(shape.role, place)
            if shape.key:
                found.setdefault(f"#{shape.key}", place)
    return found
