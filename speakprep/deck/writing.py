"""Speaker notes into a copy of a deck; the deck itself is only read."""

from collections.abc import Mapping
from pathlib import Path

from speakprep.deck.archive import Archive
from speakprep.deck.model import Deck
from speakprep.deck.note_changes import NoteChanges
from speakprep.deck.notes_parts import tidy
from speakprep.deck.paragraphs import clean
from speakprep.deck.raw_archive import RawArchive
from speakprep.errors import InputError, StorageError, UsageError
from speakprep.talk.disk import new_file


def write_notes(source: Path, target: Path, deck: Deck, notes: Mapping[int, str]) -> int:
    """Save a copy of a deck with other speaker notes.

    Only the parts that hold notes change, and those that name them; every
    other member of the archive keeps its bytes, place and date. Notes that
    say already what they should are not touched.

    Args:
        source: the deck, a .pptx, .pptm, .ppsx or .potx.
        target: the copy, a file that does not exist; it appears in one step,
            complete or not at all.
        deck: what `read_deck` found in `source`.
        notes: the text by slide id; slides not named keep their notes.

    Returns:
        how many slides have other notes now.

    Raises:
        UsageError: `target` is the source, exists, is open in another program, or has
            another ending.
        InputError: the deck has no slide of such an id, or cannot be changed.
        StorageError: the copy cannot be written.
    """
    try:
        _check_target(source, target)
    except OSError as error:  # the folder may not be looked into, or the name is too long
        raise StorageError(
            f"cannot be written: {error.strerror}",
            file=str(target),
            hint="put the copy into a folder of yours, under a short name",
        ) from None
    wanted = _wanted(deck, notes, str(source))
    try:
        _copy(source, target, deck, wanted)
    except InputError as error:
        if error.file == str(target):
            raise
        where = f" ({error.file})" if error.file else ""
        raise InputError(
            f"cannot take speaker notes: {error.message}{where}",
            file=str(source),
            hint="open it in PowerPoint, save it as .pptx under a new name, and use that",
        ) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(source)) from None
    return len(wanted)


def lock_names(name: str) -> tuple[str, ...]:
    """Return the files that stand beside a deck while a program has it open.

    PowerPoint puts "~$" before the name, on Windows, macOS and in synchronised
    folders; other Office programs before all but its first two characters.
    LibreOffice's begins with ".~lock.".
    """
    return (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")


def _copy(source: Path, target: Path, deck: Deck, notes: Mapping[int, str]) -> None:
    """Write the copy: parts that hold notes anew, all others as they are."""
    with source.open("rb") as stream:
        raw = RawArchive(stream)
        changes = NoteChanges(Archive(stream), raw, deck)
        for slide in deck.slides:
            if slide.slide_id in notes:
                changes.put(slide, notes[slide.slide_id])
        parts = changes.parts()
        with new_file(target, within=target.parent) as copy:
            raw.copy(copy, parts)


def _check_target(source: Path, target: Path) -> None:
    same = source.exists() and target.exists() and target.samefile(source)
    # On most of the computers this copy may travel to, names that differ in case are one.
    if same or str(target.resolve()).casefold() == str(source.resolve()).casefold():
        raise UsageError(
            "is the deck itself, which speakprep never changes",
            file=str(target),
            hint="give the copy another name",
        )
    if target.exists() or target.is_symlink():
        raise UsageError(
            "exists already", file=str(target), hint="give the copy another name, or remove it"
        )
    locks = [each for each in lock_names(target.name) if target.with_name(each).exists()]
    if locks:
        raise UsageError(
            "seems to be open in another program, which would write over it",
            file=str(target),
            hint=f"close it there, or give the copy another name; if nothing has it open, "
            f"remove {locks[0]}",
        )
    ending = source.suffix
    if target.suffix.lower() != ending.lower():
        raise UsageError(
            f"is not a name PowerPoint would open this deck by: it must end in {ending}",
            file=str(target),
            hint=f"name the copy {target.with_suffix(ending).name}",
        )


def _wanted(deck: Deck, notes: Mapping[int, str], file: str) -> dict[int, str]:
    """Return the notes that differ from those in the deck, by slide id."""
    slides = {slide.slide_id: slide for slide in deck.slides}
    unknown = sorted(set(notes) - set(slides))
    if unknown:
        raise InputError(f"has no slide with the id {unknown[0]}", file=file)
    wanted = {slide_id: tidy(text) for slide_id, text in notes.items()}
    homes: dict[str, int] = {}
    for slide_id, text in wanted.items():
        slide = slides[slide_id]
        other = homes.setdefault(slide.part, slide_id)
        if wanted[other] != text:
            raise InputError(
                f"cannot have other notes on slide {slide.number} than on slide "
                f"{slides[other].number}: both are the same file ({slide.part})",
                file=file,
                hint="duplicate the slide in PowerPoint and delete one of the two",
            )
    first = {key: wanted[key] for key in homes.values()}
    # What is read back has no tabs, so neither has what it is compared with.
    return {key: text for key, text in first.items() if clean(text) != slides[key].notes}
