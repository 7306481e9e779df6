"""XML of translators' tools, read without trust and written: the only module here with lxml.

A document type is refused whatever it says: that is where entities, bombs of
them, and addresses to fetch come from. Nothing is ever fetched.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from speakprep.errors import InputError
from speakprep.translation.formats.model import Tag

MOST_BYTES = 8 * 1024 * 1024
"""A talk of 200 slides takes less than a megabyte in any of these formats."""

MOST_TAGS = 300_000
"""Elements in one file; a talk of 200 slides has some 20,000."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTES = _ESCAPES | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def parse(data: bytes, file: str) -> Tag:
    """Return the root element of a file that may come from anybody.

    Raises:
        InputError: it is too large, declares a document type, is nested deeper
            than libxml2's 256, has too many elements, or is no XML.
    """
    if len(data) > MOST_BYTES:
        raise too_large(file)
    data = _as_utf8(data, file)
    if b"<!DOCTYPE" in data:
        line = data[: data.index(b"<!DOCTYPE")].count(b"\n") + 1
        raise _declares_a_type(file, line)
    if data.count(b"<") > MOST_TAGS:
        raise InputError(f"holds more than {MOST_TAGS:,} elements", file=file)
    etree, parser = _lxml()
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        deep = "depth" in str(error)
        reason = "is nested too deep" if deep else "is broken XML"
        at: int | None = getattr(error, "lineno", None) or None
        raise InputError(
            reason, file=file, line=at, hint="export it again from the tool it comes from"
        ) from None
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:  # in an encoding that hides it from a search
        raise _declares_a_type(file, None)
    return _tag(root)


def too_large(file: str) -> InputError:
    """Return the error for a file beyond `MOST_BYTES`."""
    most = MOST_BYTES // 1024 // 1024
    return InputError(
        f"is larger than any talk's translation (at most {most} MB)",
        file=file,
        hint="is it the right file?",
    )


def render(root: Tag) -> str:
    """Write an element and everything below as a file; the namespace is the root's."""
    namespace = {"xmlns": root.namespace} if root.namespace else {}
    opened = Tag(
        name=root.name, attributes={**namespace, **root.attributes}, children=root.children
    )
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_rendered(opened, 0)) + "\n"


def split_plain(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text's parts that XML can hold with True, each other character with False."""
    start = 0
    for found in _NOT_XML.finditer(text):
        if found.start() > start:
            yield text[start : found.start()], True
        yield found[0], False
        start = found.end()
    if start < len(text):
        yield text[start:], True


def plain(text: str) -> str:
    """Return a text as an attribute or a note can hold it."""
    return _NOT_XML.sub("\ufffd", text)


def text_of(tag: Tag) -> str:
    """Return all the text in an element and below, in order."""
    return "".join(child if isinstance(child, str) else text_of(child) for child in tag.children)


def _declares_a_type(file: str, line: int | None) -> InputError:
    return InputError(
        "declares a document type, which these files do not need and speakprep does not read",
        file=file,
        line=line,
        hint="export it again from the tool it comes from, without a DOCTYPE",
    )


@cache
def _lxml() -> tuple[Any, Any]:
    from lxml import etree  # type: ignore[import-untyped]  # loaded when a file comes back

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    return etree, parser


def _as_utf8(data: bytes, file: str) -> bytes:
    """Recode UTF-16, so that a byte search sees every document type."""
    if data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return data
    try:
        text = data.decode("utf-16")
    except UnicodeError:
        raise InputError("is broken XML", file=file) from None
    # What the file says of its encoding is no longer so.
    return re.sub(r"^<\?xml[^>]*\?>", "", text, count=1).encode()


def _tag(node: Any) -> Tag:  # noqa: ANN401  # lxml has no types
    """Turn an element into a value; libxml2 lets it be at most 256 deep."""
    name = str(node.tag)
    namespace, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    children: list[Tag | str] = [node.text] if node.text else []
    for child in node:
        if isinstance(child.tag, str):
            children.append(_tag(child))
        if child.tail:
            children.append(child.tail)
    attributes = {str(key).replace(_XML_SPACE, "xml:"): str(said) for key, said in node.items()}
    return Tag(
        name=local,
        namespace=namespace,
        attributes=attributes,
        children=tuple(children),
        line=node.sourceline or 0,
    )


def _rendered(tag: Tag, depth: int) -> Iterator[str]:
    attributes = "".join(
        f' {name}="{_escaped(plain(said), _IN_ATTRIBUTES)}"'
        for name, said in tag.attributes.items()
    )
    if not tag.children:
        yield f"<{tag.name}{attributes}/>"
        return
    yield f"<{tag.name}{attributes}>"
    if any(isinstance(child, str) for child in tag.children):
        yield from _inline(tag.children)
    else:
        for child in tag.tags:
            yield "\n" + "  " * (depth + 1)
            yield from _rendered(child, depth + 1)
        yield "\n" + "  " * depth
    yield f"</{tag.name}>"


def _inline(children: Sequence[Tag | str]) -> Iterator[str]:
    for child in children:
        if isinstance(child, str):
            yield _escaped(plain(child), _ESCAPES)
        else:
            yield from _rendered(child, 0)


def _escaped(text: str, escapes: dict[str, str]) -> str:
    for character, escape in escapes.items():
        text = text.replace(character, escape)
    return text
