"""One slide out of its parts: the page, its notes, its comments, what it refers to."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar

from speakprep.deck.comments import author_names, read_comments
from speakprep.deck.layouts import Layouts
from speakprep.deck.markup import P14, Node, P, child
from speakprep.deck.model import Comment, Media, MediaKind, Part, Problem, Slide
from speakprep.deck.notes import notes_text
from speakprep.deck.package import Package, Relationship, first_target
from speakprep.deck.page import Page
from speakprep.errors import InputError

_T = TypeVar("_T")

_NO = frozenset({"0", "false"})
_MEDIA: Mapping[str, MediaKind] = {"image": "picture", "video": "video", "audio": "audio"}


class Entry(NamedTuple):
    """What the presentation says of a slide before it is read; see `Slide`."""

    number: int
    slide_id: int
    part: str
    section: str


class SlideReader:
    """Reads slides of one deck; what they share is read once.

    Args:
        package: the deck's parts.
        main: the root of the presentation.
        related: what the presentation points at.
    """

    def __init__(self, package: Package, main: Node, related: Iterable[Relationship]) -> None:
        self._package = package
        self._layouts = Layouts(package, main)
        self._related = related

    def read(self, entry: Entry) -> tuple[Slide, list[Problem]]:
        """Read a slide.

        Returns:
            the slide, and what of it could not be read.

        Raises:
            InputError: nothing of it can be read; `file` is the part meant.
        """
        root = self._package.tree(entry.part)
        if root.tag != P + "sld":
            raise InputError("it is not a slide", file=entry.part)
        related = self._package.relationships(entry.part)
        arrows = _Arrows(related.values())
        layout = self._layouts.layout(arrows.parts.get("slideLayout"))
        page = Page(package=self._package, part=entry.part, related=related, layout=layout)
        common = child(root, P + "cSld")
        tree = child(common, P + "spTree")
        if tree is not None:
            page.collect(tree)
        bare = root.get("showMasterSp") in _NO
        slide = Slide(
            number=entry.number,
            slide_id=entry.slide_id,
            part=entry.part,
            section=entry.section,
            creation_id=_creation_id(common),
            hidden=root.get("show") in _NO,
            title=page.title,
            blocks=tuple(page.blocks),
            notes=_found(arrows.parts.get("notesSlide"), self._notes, "notes", page) or "",
            shows=frozenset(page.shows),
            inherited=() if bare else layout.text,
            comments=_found(arrows.parts.get("comments"), self._comments, "comments", page) or (),
            charts=tuple(page.charts),
            links=tuple(arrows.links),
            media=tuple(map(self._medium, arrows.media.items())),
            seconds=_seconds(next(root.iter(P + "transition"), None)),
            smallest=round(min(page.sizes), 1) if page.sizes else None,
            numbered=page.numbered or (layout.numbered and not bare),
        )
        return slide, [problem(entry, lost, error) for lost, error in page.faults]

    def _notes(self, part: str) -> str:
        return notes_text(self._package.tree(part))

    def _comments(self, part: str) -> tuple[Comment, ...]:
        return read_comments(self._package.tree(part), self._authors)

    @cached_property
    def _authors(self) -> dict[str, str]:
        """Return who comments in this deck, by id; nobody when that cannot be read."""
        names: dict[str, str] = {}
        for kind in ("commentAuthors", "authors"):
            part = first_target(self._related, kind)
            if part is not None:
                try:
                    names |= author_names(self._package.tree(part))
                except InputError:
                    continue
        return names

    def _medium(self, named: tuple[str, MediaKind]) -> Media:
        part, kind = named
        size, checksum = self._package.mark(part)
        return Media(kind=kind, part=part, size=size, checksum=checksum)


class _Arrows:
    """What a slide points at: the first part of each kind, media, addresses."""

    def __init__(self, related: Iterable[Relationship]) -> None:
        self.parts: dict[str, str] = {}
        self.media: dict[str, MediaKind] = {}
        self.links: dict[str, None] = {}
        for kind, target, outside in related:
            if kind in _MEDIA:
                self.media.setdefault(target, _MEDIA[kind])
            elif not outside:
                self.parts.setdefault(kind, target)
            elif kind == "hyperlink" and target:
                self.links[target] = None


def problem(entry: Entry, lost: Part, error: InputError) -> Problem:
    """Return what could not be read of a slide, or that the whole of it could not."""
    return Problem(
        lost=lost,
        part=error.file,
        reason=error.message,
        line=error.line,
        slide=entry.number,
        slide_id=entry.slide_id,
    )


def _found(part: str | None, read: Callable[[str], _T], lost: Part, page: Page) -> _T | None:
    """Read a part the slide points at; None when there is none or, noted, it cannot be read."""
    if part is None:
        return None
    try:
        return read(part)
    except InputError as error:
        page.faults.append((lost, error))
        return None


def _creation_id(common: Node | None) -> int | None:
    extensions = child(common, P + "extLst")
    if extensions is None:
        return None
    created = next(extensions.iter(P14 + "creationId"), None)
    return None if created is None else _unsigned(created.get("val"))


def _seconds(transition: Node | None) -> float | None:
    milliseconds = None if transition is None else _unsigned(transition.get("advTm"))
    return None if milliseconds is None else milliseconds / 1000


def _unsigned(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 20 else None
