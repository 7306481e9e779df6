"""The parts of a deck and how they point at each other (ECMA-376 part 2)."""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from speakprep.deck.markup import REL, Node, parse
from speakprep.deck.paragraphs import one_line
from speakprep.errors import InputError


@dataclass(frozen=True, kw_only=True)
class Relationship:
    """An arrow from one part to another.

    `kind` is the last word of the relationship's type, such as "notesSlide",
    which strict and transitional decks share; `target` is a part's name.
    """

    kind: str
    target: str


class Package:
    """Trees and relationships of parts, by name.

    Args:
        read: returns a part's bytes, or None when there is no such part;
            raises InputError when it is damaged or too large.
    """

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read

    def find(self, part: str) -> Node | None:
        """Return the root of an XML part, None when there is no such part.

        Raises:
            InputError: it is there and cannot be read; `file` is `part`.
        """
        data = self._read(part)
        if data is None and "%" in part:
            data = self._read(unquote(part))
        return None if data is None else parse(data, part)

    def tree(self, part: str) -> Node:
        """Return the root of an XML part, which must be there; InputError as for `find`."""
        root = self.find(part)
        if root is None:
            raise InputError("it is missing from the deck", file=part)
        return root

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """Return what a part ("" is the whole deck) points at inside the deck, by id."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        data = self._read(rels)
        if data is None:
            return {}
        return {
            node.get("Id") or "": Relationship(
                kind=(node.get("Type") or "").rpartition("/")[2],
                target=_resolve(folder, node.get("Target") or ""),
            )
            for node in parse(data, rels).iterchildren(REL + "Relationship")
            if node.get("TargetMode") != "External"
        }


def first_target(relationships: Mapping[str, Relationship], kind: str) -> str | None:
    """Return the first related part of a kind."""
    return next((each.target for each in relationships.values() if each.kind == kind), None)


def _resolve(folder: str, target: str) -> str:
    # A target ends up in messages when it cannot be read.
    absolute = posixpath.join("/", folder, one_line(target).replace("\\", "/"))
    return posixpath.normpath(absolute).lstrip("/")
