"""The lists that say which parts a deck has and how they hang together, with more in them."""

from collections.abc import Mapping, Sequence

from speakprep.deck.markup import REL, P, R
from speakprep.deck.whole_xml import dialect, element, is_strict, parse_whole, render

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
NO_RELATIONSHIPS = f'<Relationships xmlns="{REL[1:-1]}"/>'.encode()


def add_relationships(
    data: bytes, targets: Sequence[tuple[str, str]], part: str, *, strict: bool
) -> tuple[bytes, tuple[str, ...]]:
    """Let a part point at further ones.

    Args:
        data: its .rels part.
        targets: kind, such as "notesSlide", and target, as seen from the part's folder.
        part: the name of the .rels part, for errors.
        strict: whether the deck is written in strict OOXML.

    Returns:
        the new .rels part, and the ids of the new relationships.

    Raises:
        InputError: it is broken.
    """
    root = parse_whole(data, part)
    taken = {each.get("Id") for each in root}
    ids: list[str] = []
    for kind, target in targets:
        number = len(root) + 1
        while f"rId{number}" in taken:
            number += 1
        ids.append(f"rId{number}")
        taken.add(ids[-1])
        type_ = dialect(f"{R[1:-1]}/{kind}", strict=strict)
        root.append(element(REL + "Relationship", {"Id": ids[-1], "Type": type_, "Target": target}))
    return render(root), tuple(ids)


def move_relationship(data: bytes, key: str, target: str, part: str) -> bytes:
    """Let the relationship with the id `key` point at another part; InputError as above."""
    root = parse_whole(data, part)
    for each in root:
        if each.get("Id") == key:
            each.set("Target", target)
    return render(root)


def add_types(data: bytes, types: Mapping[str, str], part: str) -> bytes:
    """Give parts their content types in [Content_Types].xml; those that have one keep it.

    Raises:
        InputError: it is broken.
    """
    root = parse_whole(data, part)
    known = {(each.get("PartName") or "").lower() for each in root}
    for name, type_ in types.items():
        if f"/{name}".lower() not in known:
            override = {"PartName": f"/{name}", "ContentType": type_}
            root.append(element(_TYPES + "Override", override))
    return render(root)


def list_notes_master(data: bytes, key: str, part: str) -> bytes:
    """Name the notes master in presentation.xml, right behind the slide masters.

    PowerPoint wants the lists in the order of the schema (ECMA-376 part 1, 19.2.1.26).

    Raises:
        InputError: it is broken.
    """
    root = parse_whole(data, part)
    strict = is_strict(root)
    p, r = dialect(P, strict=strict), dialect(R, strict=strict)
    masters = root.find(p + "sldMasterIdLst")
    listed = root.find(p + "notesMasterIdLst")
    if listed is None:
        listed = element(p + "notesMasterIdLst")
        root.insert(0 if masters is None else root.index(masters) + 1, listed)
    for each in list(listed):
        listed.remove(each)
    listed.append(element(p + "notesMasterId", {r + "id": key}))
    return render(root)
