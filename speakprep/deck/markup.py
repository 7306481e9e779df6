"""XML parts into trees, safely: the only module that knows lxml.

A tree that leaves this module is plain: strict OOXML names are turned into
the usual transitional ones, every mc:AlternateContent but those right below
the root is replaced by what a current PowerPoint shows, comments and
processing instructions are gone.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Protocol, cast

from speakprep.errors import InputError

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
P15 = "{http://schemas.microsoft.com/office/powerpoint/2012/main}"
P188 = "{http://schemas.microsoft.com/office/powerpoint/2018/8/main}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_STRICT = "{http://purl.oclc.org/ooxml/"
_TRANSITIONAL = "{http://schemas.openxmlformats.org/"

SAFELY: Mapping[str, bool] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "collect_ids": False,
}
"""How lxml reads what a stranger may have made: no entities, no other files, no huge trees."""

MAX_MARKUP = 1_000_000
"""Tags and attributes allowed in one part: about 100 MB of tree. A crowded slide has 20,000."""


class Node(Protocol):
    """As much of an XML element as reading a deck takes."""

    @property
    def tag(self) -> str:
        """The name, as {namespace}local."""

    @property
    def text(self) -> str | None:
        """The text before the first child."""

    def get(self, key: str, /) -> str | None:
        """Return an attribute."""

    def iter(self, *tags: str) -> "Iterator[Node]":
        """Walk this element and everything below, in document order."""

    def getparent(self) -> "Node | None":
        """Return the element this one is a child of."""

    def getprevious(self) -> "Node | None":
        """Return the element before this one, below the same parent."""

    def __iter__(self) -> "Iterator[Node]": ...

    def iterchildren(self, *tags: str) -> "Iterator[Node]":
        """Walk the children."""


def child(node: Node | None, *path: str) -> Node | None:
    """Return the first child named `path[0]`, its first child `path[1]`, and so on."""
    for tag in path:
        if node is None:
            return None
        # Twice as fast as a filtered iterator, and most of the time of reading is spent here.
        for each in node:
            if each.tag == tag:
                node = each
                break
        else:
            return None
    return node


def parse(data: bytes, part: str) -> Node:
    """Return the root element of an XML part.

    Raises:
        InputError: `data` is not well-formed, has a document type, is nested
            deeper than libxml2's 256 or has too many tags; `file` is `part`.
    """
    if not data:
        raise InputError("it is empty", file=part)
    data = _as_utf8(data, part)
    if b"<!DOCTYPE" in data:
        # Office writes none, and entities are how XML bombs are built.
        raise InputError("it declares a document type, which no slide needs", file=part)
    if len(data) > MAX_MARKUP and data.count(b"<") + data.count(b"=") > MAX_MARKUP:
        raise InputError(f"it holds more than {MAX_MARKUP:,} tags and attributes", file=part)
    etree, parser = _lxml()
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error.msg)
        reason = "its shapes are nested too deep" if deep else "its XML is broken"
        raise InputError(reason, file=part, line=error.lineno or None) from None
    if root.tag.startswith(_STRICT):
        _make_transitional(root)
    if b"AlternateContent" in data:
        _choose_alternatives(root)
    return cast("Node", root)


@cache
def _lxml() -> tuple[Any, Any]:
    from lxml import etree  # type: ignore[import-untyped]  # loaded when a deck is read

    parser = etree.XMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, **SAFELY)
    return etree, parser


def _as_utf8(data: bytes, part: str) -> bytes:
    """Recode UTF-16, OOXML's other encoding, so that a byte search sees every document type."""
    if data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeError:
        raise InputError("its XML is broken", file=part) from None


def _make_transitional(root: Any) -> None:  # noqa: ANN401  # lxml has no types
    for node in root.iter():
        node.tag = _transitional(node.tag)
        for name in [name for name in node.attrib if name.startswith(_STRICT)]:
            node.set(_transitional(name), node.attrib.pop(name))


def _transitional(name: str) -> str:
    """Map purl.oclc.org/ooxml/X/Y to schemas.openxmlformats.org/X/2006/Y (ISO/IEC 29500-4)."""
    if not name.startswith(_STRICT):
        return name
    family, _, rest = name.removeprefix(_STRICT).partition("/")
    return f"{_TRANSITIONAL}{family}/2006/{rest}"


def _choose_alternatives(root: Any) -> None:  # noqa: ANN401  # lxml has no types
    """Put the first Choice, or else the Fallback, in the place of each mc:AlternateContent.

    Those right below the root stay: on nearly every slide one stands around the transition.
    """
    for both in list(root.iter(_MC + "AlternateContent")):
        parent = both.getparent()
        if parent is not None and parent is not root:
            for node in list(both[0]) if len(both) else ():
                both.addprevious(node)
            parent.remove(both)
