"""The shapes of a page: which are seen, what role they play, what describes them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from speakprep.deck.markup import A, M, Node, P, child
from speakprep.deck.model import Visual
from speakprep.deck.paragraphs import clean, without_blank_lines

FURNITURE = frozenset({"sldImg", "hdr", "ftr", "dt", "sldNum"})
"""Placeholders that repeat on every page: slide picture, header, footer, date, number."""

TEXT, GROUP, GRAPHIC, PICTURE = P + "sp", P + "grpSp", P + "graphicFrame", P + "pic"
_DRAWN = frozenset({TEXT, GROUP, GRAPHIC, PICTURE, P + "cxnSp", P + "contentPart"})
_NAME, _USE, _PLACEHOLDER = P + "cNvPr", P + "nvPr", P + "ph"
_YES = frozenset({"1", "true"})

_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|bmp|[ew]mf|svg|tiff?|webp)", re.IGNORECASE)
"""What some programs write in place of a picture's description."""


class Shape(NamedTuple):
    """A shape and what its non-visual properties say.

    `role` is what a placeholder is for, such as "title"; "obj" when it does
    not say, and None for a shape that is no placeholder. `key` ties it to
    the layout's placeholder. `description` is the alternative text.
    """

    node: Node
    kind: str
    role: str | None
    key: str | None
    hidden: bool
    description: str


def shapes_in(parent: Node) -> Iterator[Shape]:
    """Yield the shapes drawn directly on a page or in a group, in drawing order."""
    for node in parent:
        if node.tag in _DRAWN:
            yield shape_of(node)


def shape_of(node: Node) -> Shape:
    """Read a shape's non-visual properties."""
    role = key = None
    hidden, description = False, ""
    for each in next(iter(node), ()):
        if each.tag == _NAME:
            hidden = each.get("hidden") in _YES
            description = _description(each.get("descr"))
        elif each.tag == _USE:
            mark = child(each, _PLACEHOLDER)
            if mark is not None:
                role, key = mark.get("type") or "obj", mark.get("idx")
    return Shape(node, node.tag, role, key, hidden, description)


def visible(parent: Node) -> list[Shape]:
    """Return the shapes a listener may see and learn from.

    Not hidden ones, page furniture, or what holds neither text nor picture.
    """
    return [
        shape
        for shape in shapes_in(parent)
        if not shape.hidden and shape.role not in FURNITURE and _says_something(shape)
    ]


def media(picture: Node) -> Visual:
    """Tell a picture from a video or sound that stands behind one."""
    properties = child(next(iter(picture), None), _USE)
    if child(properties, A + "videoFile") is not None:
        return "video"
    return "picture" if child(properties, A + "audioFile") is None else "audio"


def _says_something(shape: Shape) -> bool:
    if shape.description or shape.kind in {GROUP, GRAPHIC, PICTURE}:
        return True
    return next(shape.node.iter(A + "t", M + "t"), None) is not None


def _description(text: str | None) -> str:
    if not text:
        return ""
    text = without_blank_lines(clean(text))
    return "" if _FILE_NAME.fullmatch(text) else text
