"""The whole memory as TMX 1.4b, out and in: for another tool, or another computer."""

import re
from collections.abc import Iterable, Iterator

from speakprep.errors import InputError
from speakprep.talk.language import LANGUAGES, Language
from speakprep.translation.formats import markup, tmx
from speakprep.translation.formats.model import Tag
from speakprep.translation.formats.names import is_language
from speakprep.translation.tm import Origin, Unit

_CODE = re.compile(rf"{tmx.CHARACTER}([0-9a-f]{{4,6}})")
_VOUCHED: dict[str, Origin] = {"signed": "signed", "edited": "edited"}


def render_memory(units: Iterable[Unit], version: str) -> str:
    """Write units as TMX 1.4b; `version` is speakprep's own."""
    return tmx.document((_unit_tag(unit) for unit in units), "*all*", version)


def read_memory(data: bytes, file: str) -> tuple[tuple[Unit, ...], int]:
    """Read units of any tool's TMX; return them, and how many were left out.

    Left out is what is not in both languages, and what speakprep itself wrote as a
    draft: a model's unsigned words are nobody's.

    Raises:
        InputError: it is no TMX, hostile or broken.
    """
    root = markup.parse(data, file)
    body = root.first("body")
    if root.name != "tmx" or body is None:
        raise InputError(
            f"is XML, but no TMX: it begins with <{root.name[:40]}>",
            file=file,
            hint="export TMX from your tool and import that",
        )
    header = root.first("header")
    own = header is not None and header.attributes.get("creationtool") == "speakprep"
    srclang = header.attributes.get("srclang", "") if header is not None else ""
    entries = [tag for tag in body.tags if tag.name == "tu"]
    units = [unit for entry in entries for unit in _units(entry, srclang, own=own)]
    return tuple(units), len(entries) - len(units)


def _unit_tag(unit: Unit) -> Tag:
    props = {"x-state": unit.origin, "x-talk": unit.talk, "x-day": unit.day}
    return Tag(
        name="tu",
        attributes={"srclang": unit.source_language},
        children=(
            *(tmx.prop(name, said) for name, said in props.items() if said),
            tmx.variant(unit.source_language, unit.source),
            tmx.variant(unit.target_language, unit.target),
        ),
    )


def _units(entry: Tag, srclang: str, *, own: bool) -> Iterator[Unit]:
    texts: dict[Language, str] = {}
    for variant in entry.tags:
        seg = variant.first("seg")
        tag = variant.attributes.get("xml:lang", variant.attributes.get("lang", ""))
        for language in LANGUAGES:
            if variant.name == "tuv" and seg is not None and tag and is_language(tag, language):
                texts.setdefault(language, " ".join(_text(seg).split()))
    source: Language = "zh" if is_language(entry.attributes.get("srclang", srclang), "zh") else "en"
    target: Language = "en" if source == "zh" else "zh"
    if not all(texts.get(language) for language in LANGUAGES):
        return
    props = {
        tag.attributes.get("type", ""): markup.text_of(tag)
        for tag in entry.tags
        if tag.name == "prop"
    }
    origin = _VOUCHED.get(props.get("x-state", "")) if own else None
    if own and origin is None and props.get("x-state") != "imported":
        return
    yield Unit(
        source_language=source,
        target_language=target,
        source=texts[source],
        target=texts[target],
        origin=origin or "imported",
        talk=props.get("x-talk", ""),
        day=props.get("x-day", ""),
    )


def _text(tag: Tag) -> str:
    return "".join(child if isinstance(child, str) else _inline(child) for child in tag.children)


def _inline(tag: Tag) -> str:
    code = _CODE.fullmatch(tag.attributes.get("type", ""))
    if code and not 0xD800 <= int(code[1], 16) <= 0xDFFF and 0 < int(code[1], 16) <= 0x10FFFF:
        return chr(int(code[1], 16))
    return _text(tag) if tag.name in {"hi", "sub"} else ""
