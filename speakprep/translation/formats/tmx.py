"""TMX 1.4b out: pairs for the memory of another tool."""

from speakprep.translation.formats import markup
from speakprep.translation.formats.model import Bundle, Tag, Unit
from speakprep.translation.formats.names import outer_id

CHARACTER = "x-speakprep-u"


def render(bundle: Bundle, version: str) -> str:
    """Write the units that have a target as TMX 1.4b; `version` is speakprep's own."""
    direction = bundle.direction
    header = Tag(
        name="header",
        attributes={
            "creationtool": "speakprep",
            "creationtoolversion": version,
            "segtype": "block",
            "o-tmf": "speakprep",
            "adminlang": "en",
            "srclang": direction.source,
            "datatype": "plaintext",
        },
    )
    body = Tag(
        name="body",
        children=tuple(_unit(unit, bundle) for unit in bundle.units if unit.target is not None),
    )
    root = Tag(name="tmx", attributes={"version": "1.4"}, children=(header, body))
    return markup.render(root)


def _unit(unit: Unit, bundle: Bundle) -> Tag:
    state = Tag(name="prop", attributes={"type": "x-state"}, children=(unit.standing,))
    title = Tag(name="prop", attributes={"type": "x-talk"}, children=(bundle.title,))
    return Tag(
        name="tu",
        attributes={"tuid": outer_id(unit.id)},
        children=(
            state,
            title,
            _variant(bundle.direction.source, unit.source),
            _variant(bundle.direction.target, unit.target or ""),
        ),
    )


def _variant(language: str, text: str) -> Tag:
    children: list[Tag | str] = [""]
    for part, holds in markup.split_plain(text):
        code = {"type": f"{CHARACTER}{ord(part[0]):04x}"}
        children.append(part if holds else Tag(name="ph", attributes=code))
    return Tag(
        name="tuv",
        attributes={"xml:lang": language},
        children=(Tag(name="seg", children=tuple(children)),),
    )
