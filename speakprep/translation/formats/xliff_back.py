"""XLIFF 1.x and 2.x back in, as translators' tools write them."""

import re
from collections.abc import Iterator

from speakprep.errors import InputError
from speakprep.translation.formats import markup
from speakprep.translation.formats.model import Returned, ReturnedFile, Tag
from speakprep.translation.formats.xliff1 import CHARACTER
from speakprep.translation.formats.xliff2 import WAS

_FINISHED = frozenset({"final", "signed-off", "reviewed"})
_NATIVE = frozenset({"ph", "bpt", "ept", "it", "g", "mrk", "pc", "sub"})
_HEX = re.compile(r"[0-9A-Fa-f]{1,6}")


def read(data: bytes, file: str) -> ReturnedFile:
    """Read an XLIFF file, believing nothing it says about states.

    Inline tags that a tool has put in count for the text in them; alternative
    translations and notes are passed over.

    Raises:
        InputError: it is no XLIFF, hostile, broken, or holds no unit.
    """
    root = markup.parse(data, file)
    if root.name != "xliff":
        raise InputError(
            f"is XML, but no XLIFF: it begins with <{root.name[:40]}>",
            file=file,
            hint="export XLIFF from your tool and import that",
        )
    newer = root.attributes.get("version", "").startswith("2")
    units = tuple(_units_2(root) if newer else _units_1(root))
    if not units:
        raise InputError("holds no segment", file=file, hint="is it the right file?")
    if newer:
        languages = (root.attributes.get("srcLang", ""), root.attributes.get("trgLang", ""))
    else:
        first = root.first("file") or root
        attributes = first.attributes
        languages = (attributes.get("source-language", ""), attributes.get("target-language", ""))
    return ReturnedFile(source_language=languages[0], target_language=languages[1], units=units)


def _units_1(root: Tag) -> Iterator[Returned]:
    for unit in _all(root, "trans-unit"):
        source, target = unit.first("source"), unit.first("target")
        state = target.attributes.get("state", "") if target else ""
        yield Returned(
            id=unit.attributes.get("id", ""),
            source=_text(source) if source else None,
            target=(_text(target) or None) if target else None,
            was=unit.attributes.get("extradata", ""),
            final=state in _FINISHED or unit.attributes.get("approved") == "yes",
            line=unit.line,
        )


def _units_2(root: Tag) -> Iterator[Returned]:
    for unit in _all(root, "unit"):
        parts = [tag for tag in unit.tags if tag.name in {"segment", "ignorable"}]
        name = unit.attributes.get("name", "")
        yield Returned(
            id=unit.attributes.get("id", ""),
            source="".join(_text(side) for part in parts if (side := part.first("source"))),
            target=_target_2(parts),
            was=name.removeprefix(WAS) if name.startswith(WAS) else "",
            final=any(part.attributes.get("state") in _FINISHED for part in parts),
            line=unit.line,
        )


def _target_2(parts: list[Tag]) -> str | None:
    """Join the targets of a unit that a tool may have cut anew; None while one is missing."""
    texts: list[tuple[int, str]] = []
    for position, part in enumerate(parts, start=1):
        side = part.first("target")
        if side is None and part.name == "ignorable":
            side = part.first("source")
        if side is None or (part.name == "segment" and not _text(side)):
            return None
        order = side.attributes.get("order", "")
        place = int(order) if order.isascii() and order.isdigit() else position
        texts.append((place, _text(side)))
    ordered = sorted(texts, key=lambda placed: placed[0])
    return "".join(text for _, text in ordered) or None


def _all(tag: Tag, name: str) -> Iterator[Tag]:
    """Walk units through files, bodies and groups, and through nothing else."""
    for child in tag.tags:
        if child.name == name:
            yield child
        elif child.name in {"file", "body", "group"}:
            yield from _all(child, name)


def _text(tag: Tag) -> str:
    return "".join(
        child if isinstance(child, str) else _inline_text(child) for child in tag.children
    )


def _inline_text(tag: Tag) -> str:
    if tag.name == "cp":
        return _character(tag.attributes.get("hex", ""))
    if tag.name == "x":
        kind = tag.attributes.get("ctype", "")
        return _character(kind.removeprefix(CHARACTER)) if kind.startswith(CHARACTER) else ""
    return _text(tag) if tag.name in _NATIVE else ""


def _character(code: str) -> str:
    """Return the character meant; half of one, or none, is nothing that a file can hold."""
    number = int(code, 16) if _HEX.fullmatch(code) else 0
    valid = 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if valid else ""
