"""XLIFF 2.1 out: one group per slide, a state per segment, findings as notes."""

from itertools import groupby

from speakprep.translation.formats import markup
from speakprep.translation.formats.model import Bundle, Tag, Unit
from speakprep.translation.formats.names import digest_of, outer_id
from speakprep.translation.formats.states import STATES_2, notes_of

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
"""The core's, the same in 2.0 and 2.1."""

WAS = "was "
"""Begins the `name` of a unit, which tells later whether its target is still the one that left."""


def render(bundle: Bundle) -> str:
    """Write a translation as XLIFF 2.1."""
    groups = tuple(
        Tag(
            name="group",
            attributes={"id": f"g{number}", "name": "" if slide is None else f"slide {slide}"},
            children=tuple(_unit(unit, bundle) for unit in units),
        )
        for number, (slide, units) in enumerate(
            groupby(bundle.units, key=lambda unit: unit.slide), start=1
        )
    )
    file = Tag(
        name="file",
        attributes={"id": "f1", "original": bundle.source_file},
        children=(_notes((bundle.title,), "title"), *groups),
    )
    attributes = {
        "version": "2.1",
        "srcLang": bundle.direction.source,
        "trgLang": bundle.direction.target,
    }
    return markup.render(
        Tag(name="xliff", namespace=NAMESPACE, attributes=attributes, children=(file,))
    )


def _unit(unit: Unit, bundle: Bundle) -> Tag:
    attributes = {"id": outer_id(unit.id), "name": f"{WAS}{digest_of(unit.target)}".strip()}
    if not unit.editable:
        attributes["translate"] = "no"
    notes = notes_of(unit, bundle)
    sides = [_side("source", unit.source)]
    if unit.target is not None:
        sides.append(_side("target", unit.target))
    segment = Tag(
        name="segment",
        attributes={
            "id": "s1",
            "state": STATES_2[unit.standing],
            "subState": f"speakprep:{unit.standing}",
        },
        children=tuple(sides),
    )
    said = (_notes(notes, "finding"),) if notes else ()
    return Tag(name="unit", attributes=attributes, children=(*said, segment))


def _notes(texts: tuple[str, ...], category: str) -> Tag:
    return Tag(
        name="notes",
        children=tuple(
            Tag(name="note", attributes={"category": category}, children=(text,)) for text in texts
        ),
    )


def _side(name: str, text: str) -> Tag:
    children: list[Tag | str] = [""]
    for part, holds in markup.split_plain(text):
        code = {"hex": f"{ord(part[0]):04X}"}
        children.append(part if holds else Tag(name="cp", attributes=code))
    return Tag(name=name, attributes={"xml:space": "preserve"}, children=tuple(children))
