"""XLIFF 1.2 out: one group per slide, states on targets, findings as notes."""

from itertools import groupby

from speakprep.translation.formats import markup
from speakprep.translation.formats.model import Bundle, Tag, Unit
from speakprep.translation.formats.names import digest_of, outer_id
from speakprep.translation.formats.states import STATES_12, notes_of

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
CHARACTER = "x-speakprep-u"
"""Begins the `ctype` of a placeholder that stands for a character XML cannot hold, in hex."""


def render(bundle: Bundle) -> str:
    """Write a translation as XLIFF 1.2."""
    groups = tuple(
        Tag(
            name="group",
            attributes={"id": f"g{number}", "resname": "" if slide is None else f"slide {slide}"},
            children=tuple(_unit(unit, bundle) for unit in units),
        )
        for number, (slide, units) in enumerate(
            groupby(bundle.units, key=lambda unit: unit.slide), start=1
        )
    )
    direction = bundle.direction
    note = Tag(name="note", attributes={"from": "speakprep"}, children=(bundle.title,))
    file = Tag(
        name="file",
        attributes={
            "original": bundle.source_file,
            "source-language": direction.source,
            "target-language": direction.target,
            "datatype": "plaintext",
        },
        children=(Tag(name="header", children=(note,)), Tag(name="body", children=groups)),
    )
    root = Tag(name="xliff", namespace=NAMESPACE, attributes={"version": "1.2"}, children=(file,))
    return markup.render(root)


def _unit(unit: Unit, bundle: Bundle) -> Tag:
    attributes = {
        "id": outer_id(unit.id),
        "xml:space": "preserve",
        "extradata": digest_of(unit.target),
    }
    if unit.standing == "signed":
        attributes["approved"] = "yes"
    if not unit.editable:
        attributes["translate"] = "no"
    children = [Tag(name="source", children=_inline(unit.source))]
    if unit.target is not None:
        state, qualifier = STATES_12[unit.standing]
        said = {"state": state} | ({"state-qualifier": qualifier} if qualifier else {})
        children.append(Tag(name="target", attributes=said, children=_inline(unit.target)))
    children += (
        Tag(name="note", attributes={"from": "speakprep"}, children=(note,))
        for note in notes_of(unit, bundle)
    )
    return Tag(name="trans-unit", attributes=attributes, children=tuple(children))


def _inline(text: str) -> tuple[Tag | str, ...]:
    children: list[Tag | str] = [""]
    for number, (part, holds) in enumerate(markup.split_plain(text)):
        name = {"id": f"c{number}", "ctype": f"{CHARACTER}{ord(part[0]):04x}"}
        children.append(part if holds else Tag(name="x", attributes=name))
    return tuple(children)
