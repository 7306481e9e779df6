"""The parts of a deck and how they point at each other (ECMA-376 part 2)."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from speakprep.deck.markup import REL, Node, parse
from speakprep.deck.paragraphs import one_line
from speakprep.errors import InputError

_ROW = re.compile(r"<Relationship( [^<>]*)/>")
_ATTRIBUTE = re.compile(r' (\w+)="([^"]*)"')
_PLAIN_LIST = re.compile(
    r'(?:<\?xml [^<>]*\?>)?\s*<Relationships xmlns="' + re.escape(REL[1:-1]) + '">'
    r'(?:\s*<Relationship(?: \w+="[^"<>&]*")+ ?/>)*\s*</Relationships>\s*'
)
_RELATIONSHIP = REL + "Relationship"


class Relationship(NamedTuple):
    """An arrow from one part to another, or out of the deck.

    `kind` is the last word of the relationship's type, such as "notesSlide",
    which strict and transitional decks share. `target` is a part's name, or
    for an `outside` one an address.
    """

    kind: str
    target: str
    outside: bool


class Members(Protocol):
    """Where parts are kept: an archive."""

    def read(self, part: str) -> bytes | None:
        """Return a part's bytes, None when there is no such part; InputError when damaged."""

    def mark(self, part: str) -> tuple[int, int]:
        """Return a part's size and checksum without reading it; (0, 0) when there is none."""


class Package:
    """Trees and relationships of parts, by name.

    Args:
        members: where the parts are kept.
    """

    def __init__(self, members: Members) -> None:
        self._members = members

    def find(self, part: str) -> Node | None:
        """Return the root of an XML part, None when there is no such part.

        Raises:
            InputError: it is there and cannot be read; `file` is `part`.
        """
        data = self._members.read(part)
        if data is None and "%" in part:
            data = self._members.read(unquote(part))
        return None if data is None else parse(data, part)

    def tree(self, part: str) -> Node:
        """Return the root of an XML part, which must be there; InputError as for `find`."""
        root = self.find(part)
        if root is None:
            raise InputError("it is missing from the deck", file=part)
        return root

    def mark(self, part: str) -> tuple[int, int]:
        """Return a part's size and checksum, media's too; (0, 0) when there is no such part."""
        return self._members.mark(part)

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """Return what a part ("" is the whole deck) points at, by id."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        data = self._members.read(rels)
        if data is None:
            return {}
        found: dict[str, Relationship] = {}
        for each in _attributes(data, rels):
            target = each.get("Target") or ""
            # A target ends up in messages and facts.
            target = target if target.isprintable() else one_line(target)
            outside = each.get("TargetMode") == "External"
            found[each.get("Id") or ""] = Relationship(
                (each.get("Type") or "").rpartition("/")[2],
                target if outside else _resolve(folder, target),
                outside,
            )
        return found


def first_target(relationships: Iterable[Relationship], kind: str) -> str | None:
    """Return the first related part of a kind."""
    for each in relationships:
        if each.kind == kind and not each.outside:
            return each.target
    return None


class _Attributes(Protocol):
    """The attributes of one relationship."""

    def get(self, key: str, /) -> str | None:
        """Return one of them."""


def _attributes(data: bytes, part: str) -> Iterable[_Attributes]:
    """Yield each relationship's attributes.

    Every slide has such a part, and most programs write it in one and the same plain way, which
    takes a fifth of the time to read that a tree of it does. Anything else is parsed.
    """
    text = data.decode() if data.isascii() else ""
    if _PLAIN_LIST.fullmatch(text):
        return [dict(_ATTRIBUTE.findall(row)) for row in _ROW.findall(text)]
    return [node for node in parse(data, part) if node.tag == _RELATIONSHIP]


def _resolve(folder: str, target: str) -> str:
    parent = folder.rpartition("/")[0]
    below = target.removeprefix("../")
    plain = "." not in below.rpartition("/")[0] and "//" not in target and "\\" not in target
    if parent and below != target and plain:
        # As nearly all targets are written, such as "../notesSlides/notesSlide1.xml".
        return f"{parent}/{below}"
    absolute = posixpath.join("/", folder, target.replace("\\", "/"))
    return posixpath.normpath(absolute).lstrip("/")
