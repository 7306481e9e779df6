"""Which parts of a deck change for other speaker notes, and into what."""

import posixpath
from collections import Counter
from collections.abc import Mapping
from urllib.parse import unquote

from speakprep.deck.archive import Archive
from speakprep.deck.model import Deck, Slide
from speakprep.deck.notes_master import new_notes_master
from speakprep.deck.notes_parts import new_page, put_text
from speakprep.deck.package import Package, Relationship, first_target
from speakprep.deck.part_lists import (
    NO_RELATIONSHIPS,
    add_relationships,
    add_types,
    list_notes_master,
    move_relationship,
)
from speakprep.deck.raw_archive import RawArchive, part_key
from speakprep.deck.whole_xml import is_strict, parse_whole
from speakprep.errors import InputError

_TYPES = "[Content_Types].xml"
_MAIN = "ppt/presentation.xml"
_NOTES, _MASTER, _THEME = "notesSlide", "notesMaster", "theme"
_CONTENT = "application/vnd.openxmlformats-officedocument."
_CONTENT_TYPES = {
    _NOTES: _CONTENT + "presentationml.notesSlide+xml",
    _MASTER: _CONTENT + "presentationml.notesMaster+xml",
    _THEME: _CONTENT + "theme+xml",
}
"""ECMA-376 part 1, 13.3.4, 13.3.5 and 14.2.7."""


class NoteChanges:
    """Collects the parts that other notes change or need; all other parts are left out.

    Args:
        archive: the deck's members, to read them.
        there: the same, to see which there are.
        deck: its slides.

    Raises:
        InputError: it is no PowerPoint deck, or one that cannot be changed; `file` is the part.
    """

    def __init__(self, archive: Archive, there: RawArchive, deck: Deck) -> None:
        self._archive = archive
        self._there = there
        self._package = Package(archive)
        self._parts: dict[str, bytes] = {}
        self._types: dict[str, str] = {}
        self._numbers = Counter[str]()
        self._master = ""
        self._main = self._target("", "officeDocument") or _MAIN
        self._strict = is_strict(parse_whole(self._read(self._main), self._main))
        related = {slide.part: self._package.relationships(slide.part) for slide in deck.slides}
        self._pages = {part: _page_of(found) for part, found in related.items()}
        self._owners = Counter(part_key(page) for _, page in self._pages.values() if page)

    def put(self, slide: Slide, text: str) -> None:
        """Give a slide other notes; `text` is tidy."""
        key, target = self._pages[slide.part]
        # What is written on a page that several slides have would be read for all of them.
        if self._owners[part_key(target)] != 1:
            part = self._free(f"ppt/notesSlides/{_NOTES}", _NOTES)
            self._lead(slide.part, key, part)
            self._make(part, slide, text)
            return
        part = self._actual(target)
        try:
            self._parts[part] = put_text(self._read(part), text, part)
        except InputError:  # missing or broken: nothing of it can be kept
            self._make(part, slide, text)

    def parts(self) -> dict[str, bytes]:
        """Return the content of every part that is changed or new, by name."""
        if self._types:
            self._parts[_TYPES] = add_types(self._read(_TYPES), self._types, _TYPES)
        return self._parts

    def _make(self, part: str, slide: Slide, text: str) -> None:
        self._parts[part] = new_page(text, strict=self._strict)
        self._types[part] = _CONTENT_TYPES[_NOTES]
        self._parts.pop(_rels(part), None)
        self._relate(part, (_MASTER, self._notes_master()), ("slide", slide.part), anew=True)

    def _lead(self, slide: str, key: str, page: str) -> None:
        """Let a slide point at its notes page, by the relationship `key` if it has one."""
        if not key:
            self._relate(slide, (_NOTES, page))
            return
        rels = _rels(slide)
        self._parts[rels] = move_relationship(self._read(rels), key, _relative(slide, page), rels)

    def _notes_master(self) -> str:
        """Return the part that holds the notes master, which is made where there is none."""
        if not self._master:
            found = self._target(self._main, _MASTER)
            self._master = found or self._free(f"ppt/notesMasters/{_MASTER}", _MASTER)
            if found is None or self._actual(found) not in self._there:
                self._make_master(self._master)
            if found is None:
                (key,) = self._relate(self._main, (_MASTER, self._master))
                main = list_notes_master(self._read(self._main), key, self._main)
                self._parts[self._main] = main
        return self._master

    def _make_master(self, master: str) -> None:
        theme = self._free(f"ppt/theme/{_THEME}", _THEME)
        made = new_notes_master(strict=self._strict)
        self._parts |= {master: made.master, theme: made.theme}
        self._types |= {master: _CONTENT_TYPES[_MASTER], theme: _CONTENT_TYPES[_THEME]}
        self._relate(master, (_THEME, theme), anew=True)

    def _relate(self, part: str, *targets: tuple[str, str], anew: bool = False) -> tuple[str, ...]:
        """Let `part` point at others, all by name; return the ids of the relationships."""
        rels = _rels(part)
        there = not anew and (rels in self._parts or rels in self._there)
        data = self._read(rels) if there else NO_RELATIONSHIPS
        seen = [(kind, _relative(part, target)) for kind, target in targets]
        self._parts[rels], ids = add_relationships(data, seen, rels, strict=self._strict)
        return ids

    def _target(self, part: str, kind: str) -> str | None:
        return first_target(self._package.relationships(part).values(), kind)

    def _read(self, part: str) -> bytes:
        data = self._parts.get(part) or self._archive.read(part)
        if data is None:
            raise InputError("it is missing from the deck", file=part)
        return data

    def _actual(self, target: str) -> str:
        """Return the name of the member a relationship means: some programs write "%20"."""
        plain = unquote(target)
        return plain if target not in self._there and plain in self._there else target

    def _free(self, stem: str, kind: str) -> str:
        """Return the next name that is not in use, nor pointed at by a slide whose page is gone.

        It counts on from the last one, so that many notes take linear time.
        """
        while True:
            self._numbers[kind] += 1
            name = f"{stem}{self._numbers[kind]}.xml"
            if name not in self._there and part_key(name) not in self._owners:
                return name


def _page_of(related: Mapping[str, Relationship]) -> tuple[str, str]:
    """Return the id of the relationship to a slide's notes page and the page; else two empty."""
    pages = (
        (key, to.target) for key, to in related.items() if to.kind == _NOTES and not to.outside
    )
    return next(pages, ("", ""))


def _rels(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relative(part: str, target: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(part))
