"""The parts of a deck and how they point at each other (ECMA-376 part 2)."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from speakprep.deck.markup import REL, Node, parse
from speakprep.deck.paragraphs import one_line
from speakprep.errors import InputError

_PLAIN_LIST = re.compile(
    rf'(?:<\?xml [^<>]*\?>)?\s*<Relationships xmlns="{re.escape(REL[1:-1])}">([^&]*)'
    r"</Relationships>\s*"
)
_VALUE = r'"([^"<\x00-\x1f\x7f]*)"'
_TARGET = r'"([^"<\x00-\x20\x7f]*)"'
_PLAIN_ROW = re.compile(
    rf'<Relationship Id={_VALUE} Type={_VALUE} Target={_TARGET}( TargetMode="External")? ?/>'
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


class TooMuchError(InputError):
    """So much was unpacked that no more of the deck should be."""


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
        for key, kind, target, outside in _rows(data, rels):
            found[key] = Relationship(
                kind.rpartition("/")[2],
                target if outside else _resolve(folder, target),
                bool(outside),
            )
        return found


def first_target(relationships: Iterable[Relationship], kind: str) -> str | None:
    """Return the first related part of a kind."""
    for each in relationships:
        if each.kind == kind and not each.outside:
            return each.target
    return None


def _rows(data: bytes, part: str) -> list[tuple[str, str, str, str]]:
    """Return each relationship's id, type, target as written, and "" unless that is outside.

    Every slide has such a part, and PowerPoint, Google Slides, LibreOffice and python-pptx write
    it in one and the same way, which takes a fifth of the time to read that a tree of it does.
    Anything else is parsed.
    """
    plain = _PLAIN_LIST.fullmatch(data.decode()) if data.isascii() else None
    if plain:
        rows = _PLAIN_ROW.findall(plain[1])
        if len(rows) == plain[1].count("<"):
            return rows
    return [
        (
            node.get("Id") or "",
            node.get("Type") or "",
            # It ends up in messages and facts.
            one_line(node.get("Target") or ""),
            "outside" if node.get("TargetMode") == "External" else "",
        )
        for node in parse(data, part)
        if node.tag == _RELATIONSHIP
    ]


def _resolve(folder: str, target: str) -> str:
    parent = folder.rpartition("/")[0]
    below = target.removeprefix("../")
    plain = "." not in below.rpartition("/")[0] and "//" not in target and "\\" not in target
    if parent and below != target and plain:
        # As nearly all targets are written, such as "../notesSlides/notesSlide1.xml".
        return f"{parent}/{below}"
    absolute = posixpath.join("/", folder, target.replace("\\", "/"))
    return posixpath.normpath(absolute).lstrip("/")
