"""XML parts as trees that can be written again with nothing lost, unlike those of `deck.markup`."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias

from speakprep.deck.markup import SAFELY
from speakprep.errors import InputError

Element: TypeAlias = Any
"""An lxml element; lxml has no types."""

_STRICT = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_FAMILIES = ("presentationml/main", "drawingml/main", "officeDocument/relationships")
"""The namespaces that notes, their master and their theme are written in."""


def parse_whole(data: bytes, part: str) -> Element:
    """Return the root of a part with its comments, alternatives and names as they are.

    Raises:
        InputError: it is not well-formed or has a document type; `file` is `part`.
    """
    etree, parser = _lxml()
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise InputError("its XML is broken", file=part) from None
    if root.getroottree().docinfo.doctype:
        raise InputError("it declares a document type, which no slide needs", file=part)
    return root


def render(root: Element) -> bytes:
    """Return a part's bytes."""
    data: bytes = _lxml()[0].tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return data


def element(tag: str, attributes: Mapping[str, str] | None = None) -> Element:
    """Make an element; `tag` is {namespace}local."""
    return _lxml()[0].Element(tag, dict(attributes or {}))


def is_strict(root: Element) -> bool:
    """Tell whether a part is written in strict OOXML (ISO/IEC 29500-1)."""
    return str(root.tag).startswith("{" + _STRICT)


def dialect(name: str, *, strict: bool) -> str:
    """Return a name or a whole part with its namespaces as strict OOXML has them, if `strict`.

    >>> dialect("http://schemas.openxmlformats.org/drawingml/2006/main", strict=True)
    'http://purl.oclc.org/ooxml/drawingml/main'
    """
    if strict:
        for family in _FAMILIES:
            name = name.replace(_TRANSITIONAL + family.replace("/", "/2006/"), _STRICT + family)
    return name


@cache
def _lxml() -> tuple[Any, Any]:
    from lxml import etree  # type: ignore[import-untyped]  # loaded when a deck is written

    return etree, etree.XMLParser(strip_cdata=False, **SAFELY)
