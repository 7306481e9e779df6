"""Speaker notes into a copy of a deck: the only module that knows python-pptx."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from speakprep.deck.archive import Archive
from speakprep.deck.files import read_deck
from speakprep.deck.paragraphs import clean
from speakprep.deck.shapes import FURNITURE
from speakprep.errors import InputError, UsageError
from speakprep.talk.disk import write_atomic

MAX_UNPACKED = 1 << 30
"""Bytes of a whole deck, media and all, that python-pptx may hold in memory at once."""


def write_notes(
    source: Path, target: Path, notes: Mapping[int, str], *, overwrite: bool = False
) -> None:
    """Save a copy of a deck with other speaker notes; the deck itself stays as it is.

    Args:
        source: the deck.
        target: the copy; it appears in one step, complete or not at all.
        notes: the text by slide id; slides not named keep their notes.
        overwrite: replace `target` when it exists.

    Raises:
        UsageError: `target` is the source or exists.
        InputError: the deck cannot be read, has no slide of such an id, or
            is one python-pptx cannot change.
        StorageError: the copy cannot be written.
    """
    _check_target(source, target, overwrite=overwrite)
    deck = read_deck(source)
    unknown = sorted(set(notes) - {slide.slide_id for slide in deck.slides})
    if unknown:
        raise InputError(f"has no slide with the id {unknown[0]}", file=str(source))
    _check_size(source)
    copy = BytesIO()
    _with_notes(source, notes).save(copy)
    write_atomic(target, copy.getvalue(), within=target.parent)


def _check_target(source: Path, target: Path, *, overwrite: bool) -> None:
    if not target.exists():
        return
    if source.exists() and target.samefile(source):
        raise UsageError(
            "is the deck itself, which speakprep never changes",
            file=str(target),
            hint="give the copy another name",
        )
    if not overwrite:
        raise UsageError(
            "exists already", file=str(target), hint="give the copy another name, or remove it"
        )


def _check_size(source: Path) -> None:
    """Refuse a deck of which python-pptx, which unpacks every member, would fill the memory."""
    with source.open("rb") as stream:
        unpacked = Archive(stream).unpacked
    if unpacked > MAX_UNPACKED:
        raise InputError(
            f"would unpack to {unpacked >> 20:,} MB",
            file=str(source),
            hint="compress its pictures and videos in PowerPoint (File > Info), and save a copy",
        )


def _with_notes(source: Path, notes: Mapping[int, str]) -> Any:  # noqa: ANN401  # no types
    import pptx

    try:
        deck = pptx.Presentation(str(source))
        for slide in deck.slides:
            if slide.slide_id in notes:
                _notes_frame(slide).text = clean(notes[slide.slide_id])
    except Exception as error:  # noqa: BLE001  # it raises whatever it trips over
        raise InputError(
            f"is a deck that speaker notes cannot be put into ({type(error).__name__})",
            file=str(source),
            hint="open it in PowerPoint, save it as .pptx under a new name, and use that",
        ) from None
    return deck


def _notes_frame(slide: Any) -> Any:  # noqa: ANN401  # no types
    """Return the frame `read_deck` takes a slide's notes from."""
    page = slide.notes_slide
    boxes = [
        shape
        for shape in page.shapes
        if shape.has_text_frame
        and not (shape.is_placeholder and shape.element.ph.get("type") in FURNITURE)
    ]
    return page.notes_text_frame or boxes[0].text_frame
