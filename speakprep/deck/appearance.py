"""What a slide's picture depends on, so that only slides that look otherwise are drawn again."""

import hashlib
from collections import deque
from collections.abc import Callable, Mapping
from functools import cache

from speakprep.deck.markup import P, child
from speakprep.deck.model import Deck
from speakprep.deck.package import Package, Relationship, first_target
from speakprep.errors import InputError

_UNSEEN = frozenset(
    {
        *("slide", "notesSlide", "notesMaster", "handoutMaster", "comments", "hyperlink"),
        *("commentAuthors", "presProps", "viewProps", "tags", "audio", "video", "media"),
    }
)
"""Kinds of parts that leave no mark on the picture of a slide that points at them."""

_SHARED = frozenset({"tableStyles", "font"})
"""Kinds of parts of the whole deck that slides are drawn with."""

_USUAL_PART = "ppt/presentation.xml"

Related = Callable[[str], Mapping[str, Relationship]]


def appearances(package: Package, deck: Deck) -> dict[int, str]:
    """Return 16 hex digits by slide number: the same as long as the slide looks the same.

    They cover the slide, its layout, master, theme, pictures, charts and
    diagrams by the archive's own checksums, the size of the page, and the
    slide's number, which may stand on it. Speaker notes and comments leave no mark.
    """

    @cache
    def related(part: str) -> Mapping[str, Relationship]:
        try:
            return package.relationships(part)
        except InputError:
            return {}

    page = _page(package, related)
    return {
        slide.number: _digest(f"{slide.number} {page}", slide.part, package, related)
        for slide in deck.slides
    }


def _page(package: Package, related: Related) -> str:
    """Return what all slides share: the page's size, table styles, fonts that are embedded."""
    main = first_target(related("").values(), "officeDocument") or _USUAL_PART
    try:
        root = package.find(main)
    except InputError:
        root = None
    size = None if root is None else child(root, P + "sldSz")
    extent = () if size is None else (size.get("cx"), size.get("cy"))
    shared = [package.mark(e.target) for e in related(main).values() if e.kind in _SHARED]
    return f"{extent} {shared}"


def _digest(start: str, part: str, package: Package, related: Related) -> str:
    """Hash a slide with all that it is drawn from; parts count by content, not by name."""
    digest = hashlib.sha256(start.encode("utf-8", "surrogatepass"))
    seen, waiting = {part}, deque([part])
    while waiting:
        current = waiting.popleft()
        digest.update(f"\n{package.mark(current)}".encode())
        for key, each in sorted(related(current).items()):
            # A master names all its layouts; only the slide's own is drawn.
            if each.outside or each.kind in _UNSEEN:
                continue
            if each.kind == "slideLayout" and current != part:
                continue
            digest.update(f"\n{key} {each.kind}".encode("utf-8", "surrogatepass"))
            if each.target not in seen:
                seen.add(each.target)
                waiting.append(each.target)
    return digest.hexdigest()[:16]
