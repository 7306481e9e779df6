"""Decks on the disk; they are read, never written."""

import stat
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from speakprep.deck.archive import Archive
from speakprep.deck.kinds import HEAD, ZIP, WrongKind, wrong_archive, wrong_content, wrong_name
from speakprep.deck.model import Deck, Problem
from speakprep.deck.package import Package, TooMuchError
from speakprep.deck.paragraphs import one_line
from speakprep.deck.presentation import read_presentation
from speakprep.errors import InputError

_CONVERTED = "LibreOffice made one of a copy, which was read and is gone; the deck is as it was"

Convert = Callable[[Path, str], bytes | None]
"""Turns a deck of another kind, named by its suffix, into .pptx; None when nothing here can."""


def by_libreoffice(deck: Path, suffix: str) -> bytes | None:
    """Convert a deck with the LibreOffice installed here, if there is one."""
    from speakprep.deck.office import find_office

    office = find_office()
    return None if office is None else office.convert(deck, suffix=suffix)


def read_deck(path: Path, *, convert: Convert = by_libreoffice) -> Deck:
    """Read every slide of a deck: .pptx, .pptm, .ppsx, .potx, or one that can be converted.

    Only the parts that hold text are unpacked, one at a time; pictures,
    video and sound never are. What could not be read is in the deck's
    `problems`; everything else was.

    Args:
        path: the deck; it is only read.
        convert: reads decks of other kinds, .odp and .ppt.

    Raises:
        InputError: the file is not a deck (the message says what it is, the
            hint what to do), is damaged as a whole, or looks made to do harm.
        OutsideError: it had to be converted, and LibreOffice failed.
    """
    try:
        _check_file(path)
        with path.open("rb") as stream:
            read = _read(stream, str(path))
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason}", file=str(path)) from None
    except ValueError:  # a null character: each Python words it differently
        raise InputError("cannot be read: no file has such a name", file=str(path)) from None
    if isinstance(read, Deck):
        return read
    converted = convert(path, read.suffix) if read.suffix else None
    again = read if converted is None else _read(BytesIO(converted), str(path))
    if isinstance(again, WrongKind):
        raise InputError(again.what, file=str(path), hint=again.hint)
    told = Problem(lost="kind", part="", reason=_CONVERTED)
    return Deck(slides=again.slides, problems=(told, *again.problems))


def _check_file(path: Path) -> None:
    wrong = wrong_name(path.name)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise InputError(
            "there is no such file", file=str(path), hint="check the name and the folder"
        ) from None
    if stat.S_ISDIR(mode):
        wrong = WrongKind(what="is a folder, not a deck", hint="give the .pptx file in it")
        if path.name.lower().endswith(".key"):
            wrong = WrongKind(
                what="is a Keynote deck", hint="in Keynote choose File > Export To > PowerPoint"
            )
    elif not stat.S_ISREG(mode):
        wrong = WrongKind(what="is not a file", hint="give a .pptx file, such as deck.pptx")
    if wrong:
        raise InputError(wrong.what, file=str(path), hint=wrong.hint)


def _read(stream: BinaryIO, path: str) -> Deck | WrongKind:
    if stream.read(len(ZIP)) != ZIP:
        stream.seek(0)
        return wrong_content(stream.read(HEAD))
    try:
        archive = Archive(stream)
        archive.check()
    except InputError as error:
        raise InputError(error.message, file=path, hint=error.hint) from None
    try:
        deck = read_presentation(Package(archive))
    except TooMuchError as error:
        raise InputError(error.message, file=path, hint=error.hint) from None
    except InputError as error:
        where = error.file if error.line is None else f"{error.file}, line {error.line}"
        raise InputError(
            f"is damaged: {error.message} ({where})",
            file=path,
            hint="open it in PowerPoint, let it repair the deck, and save it under a new name",
        ) from None
    if deck is None:
        try:
            return wrong_archive(archive.names, archive.read("mimetype") or b"")
        except InputError:
            return wrong_archive(archive.names, b"")
    reason = "two files in it have this name, and the last one counts"
    repeated = tuple(
        Problem(lost="archive", part=one_line(name), reason=reason) for name in archive.duplicates
    )
    return Deck(slides=deck.slides, problems=repeated + deck.problems)
