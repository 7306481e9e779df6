"""TMX 1.4b out: pairs for the memory of another tool."""

from collections.abc import Iterable

from speakprep.translation.formats import markup
from speakprep.translation.formats.model import Bundle, Tag, Unit
from speakprep.translation.formats.names import outer_id

CHARACTER = "x-speakprep-u"


def render(bundle: Bundle, version: str) -> str:
    """Write the units that have a target as TMX 1.4b; `version` is speakprep's own."""
    entries = (_unit(unit, bundle) for unit in bundle.units if unit.target is not None)
    return document(entries, bundle.direction.source, version)


def document(entries: Iterable[Tag], source_language: str, version: str) -> str:
    """Write a whole file of entries; their language is "*all*" where it differs."""
    header = Tag(
        name="header",
        attributes={
            "creationtool": "speakprep",
            "creationtoolversion": version,
            "segtype": "block",
            "o-tmf": "speakprep",
            "adminlang": "en",
            "srclang": source_language,
            "datatype": "plaintext",
        },
    )
    body = Tag(name="body", children=tuple(entries))
    return markup.render(Tag(name="tmx", attributes={"version": "1.4"}, children=(header, body)))


def prop(name: str, said: str) -> Tag:
    """Return what is said about an entry beside its texts."""
    return Tag(name="prop", attributes={"type": name}, children=(said,))


def variant(language: str, text: str) -> Tag:
    """Return an entry's text in one language; what XML cannot hold stands for itself in hex."""
    children: list[Tag | str] = [""]
    for part, holds in markup.split_plain(text):
        code = {"type": f"{CHARACTER}{ord(part[0]):04x}"}
        children.append(part if holds else Tag(name="ph", attributes=code))
    seg = Tag(name="seg", children=tuple(children))
    return Tag(name="tuv", attributes={"xml:lang": language}, children=(seg,))


def _unit(unit: Unit, bundle: Bundle) -> Tag:
    return Tag(
        name="tu",
        attributes={"tuid": outer_id(unit.id)},
        children=(
            prop("x-state", unit.standing),
            prop("x-talk", bundle.title),
            variant(bundle.direction.source, unit.source),
            variant(bundle.direction.target, unit.target or ""),
        ),
    )
