"""What a file really is when it is not a deck, and the way out."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from speakprep.deck.paragraphs import one_line

ZIP = b"PK"
"""How zip archives begin, and with them decks."""

HEAD = 1 << 20
"""Bytes to look at: an OLE file's directory, which names its streams, lies within the first
megabyte unless the file is a large one saved many times."""


@dataclass(frozen=True, kw_only=True)
class WrongKind:
    """What a file is instead, to follow its name in a sentence, and what to do about it.

    `suffix` names the kinds of decks that LibreOffice can turn into one we
    read, such as ".odp".
    """

    what: str
    hint: str
    suffix: str = ""


def wrong_name(name: str) -> WrongKind | None:
    """Recognise a companion file by its name alone."""
    if name.startswith("~$"):
        real = name.removeprefix("~$")
        return WrongKind(
            what="is the lock file PowerPoint keeps beside an open deck",
            hint=f"give the deck itself, {real}",
        )
    if name.startswith("._"):
        real = name.removeprefix("._")
        return WrongKind(
            what="is a companion file that macOS wrote, without any slides",
            hint=f"give the deck itself, {real}",
        )
    return None


def wrong_content(head: bytes) -> WrongKind:
    """Recognise a file that does not begin with `ZIP` by its first `HEAD` bytes."""
    if not head:
        return WrongKind(
            what="is empty (0 bytes)",
            hint="download or copy it again, or export the deck once more",
        )
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _wrong_ole(head)
    return _wrong_text(head) or WrongKind(
        what="is not a PowerPoint deck", hint="give a .pptx file, such as deck.pptx"
    )


def _wrong_ole(head: bytes) -> WrongKind:
    """Tell apart what Office keeps in OLE compound files, by the names of their streams."""
    if "EncryptedPackage".encode("utf-16-le") in head:
        return WrongKind(
            what="is password-protected",
            hint="open it in PowerPoint, remove the password under File > Info > Protect "
            "Presentation, and save a copy",
        )
    if "PowerPoint Document".encode("utf-16-le") in head:
        return WrongKind(
            what="is an old binary PowerPoint deck (.ppt)",
            hint="save it as .pptx in PowerPoint, or install LibreOffice: speakprep uses it",
            suffix=".ppt",
        )
    return WrongKind(
        what="is an old Office document, not a PowerPoint deck (.pptx)",
        hint="open it in PowerPoint and save it as .pptx",
    )


def _wrong_text(head: bytes) -> WrongKind | None:
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").rstrip()
    lower = start.lower()
    text = _is_text(head)
    link = text and b"\n" not in start and lower.endswith(b".pptx")
    signs = (
        (b"%PDF-" in start, _PDF),
        (lower.startswith(b"<!doctype html") or b"<html" in lower, _WEB_PAGE),
        (start.startswith(b"version https://git-lfs.github.com/spec/"), _LFS_POINTER),
        (b"docs.google.com" in lower, _GOOGLE_LINK),
        (link, replace(_LINK, hint=_LINK.hint + one_line(start.decode("utf-8", "replace")))),
        (text, _TEXT),
    )
    return next((kind for matches, kind in signs if matches), None)


_PDF = WrongKind(
    what="is a PDF", hint="give the .pptx it was exported from; a PDF has no speaker notes"
)
_WEB_PAGE = WrongKind(
    what="is a web page, probably a login page saved in place of the deck",
    hint="log in with a browser and download the deck again",
)
_LFS_POINTER = WrongKind(
    what="is a Git LFS pointer; the deck itself was not downloaded",
    hint="in its repository, type: git lfs pull",
)
_GOOGLE_LINK = WrongKind(
    what="is a link to Google Slides, not a deck",
    hint="in Google Slides choose File > Download > Microsoft PowerPoint (.pptx)",
)
_LINK = WrongKind(what="is a link that was saved as text", hint="give the file it names: ")
_TEXT = WrongKind(
    what="is plain text, not a PowerPoint deck", hint="give a .pptx file, such as deck.pptx"
)


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        # The cut may have split a character.
        head[: HEAD - 4].decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 4
    return True


def wrong_archive(names: Collection[str], mimetype: bytes) -> WrongKind:
    """Recognise a zip archive without a presentation in it by its members.

    Args:
        names: the members' names.
        mimetype: what the member of that name holds, which OpenDocument files have.
    """
    lower = [name.lower() for name in names]
    if "content.xml" in lower and "mimetype" in lower:
        return _wrong_open_document(mimetype)
    deck = next((name for name in names if name.lower().endswith(".pptx")), None)
    keynote = any(name.endswith(".iwa") or name in {"index.zip", "index.apxl"} for name in lower)
    signs = (
        (
            deck is not None,
            f"is a zip archive that holds {one_line(deck or '')}",
            "unpack it and give the deck inside",
        ),
        (keynote, "is a Keynote deck", "in Keynote choose File > Export To > PowerPoint"),
        ("word/document.xml" in lower, "is a Word document", "give the deck (.pptx) instead"),
        ("xl/workbook.xml" in lower, "is an Excel workbook", "give the deck (.pptx) instead"),
        (
            True,
            "is a zip archive without a presentation in it",
            "give a .pptx file, such as deck.pptx",
        ),
    )
    return next(WrongKind(what=what, hint=hint) for matches, what, hint in signs if matches)


def _wrong_open_document(mimetype: bytes) -> WrongKind:
    if b"presentation" not in mimetype:
        return WrongKind(
            what="is an OpenDocument file, not a deck", hint="give the deck (.pptx) instead"
        )
    return WrongKind(
        what="is an OpenDocument deck (.odp)",
        hint="save it as .pptx in LibreOffice, or install that here, and speakprep uses it",
        suffix=".odp",
    )
