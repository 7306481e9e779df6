"""What prints slides, as the actions see it, and what may be wrong with what it prints."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from speakprep.deck.model import Deck
from speakprep.deck.pictures import Pages, open_pdf
from speakprep.errors import InputError, MissingError, OutsideError
from speakprep.talk.language import HAN, Language
from speakprep.talk.report import Finding, Place

_HAN = re.compile(f"[{HAN}]")
_NO_FONTS: Mapping[Language, str] = {
    "en": "No font for Chinese is installed, so LibreOffice drew boxes in its place; "
    "how to get one: speakprep doctor",
    "zh": "没有安装中文字体，LibreOffice 画出来的汉字会是方框；安装方法见 speakprep doctor",
}


class Printer(Protocol):
    """What prints slides: LibreOffice (`deck.office.Office`), or a test's own."""

    @property
    def mark(self) -> str:
        """What changes when it is updated."""

    @property
    def han(self) -> bool | None:
        """Whether it has fonts for Chinese, None where that cannot be told."""

    def export(self, deck: Path, *, slides: int, pages: str = "", hidden: bool = True) -> bytes:
        """Print slides as PDF, one a page."""


def required(printer: Printer | None) -> Printer:
    """Return what prints slides.

    Raises:
        MissingError: there is nothing.
    """
    if printer is None:
        raise MissingError(
            "LibreOffice, which prints the slides, is not installed",
            hint="how to get it: speakprep doctor; a PDF you export yourself does as well",
        )
    return printer


@contextlib.contextmanager
def open_printed(data: bytes, file: str) -> Iterator[Pages]:
    """Open what was printed from a deck.

    Args:
        data: the PDF.
        file: the deck as the person would type it.

    Raises:
        OutsideError: it is no PDF, or a damaged one, which is not the deck's fault.
    """
    with contextlib.ExitStack() as stack:
        try:
            pages = stack.enter_context(open_pdf(data, file))
        except InputError:
            raise OutsideError(
                "LibreOffice printed a PDF that cannot be read",
                file=file,
                hint="try again; a PDF you export yourself does as well, with --pdf FILE",
            ) from None
        yield pages


def missing_fonts(
    deck: Deck, printer: Printer | None, file: str, language: Language
) -> tuple[Finding, ...]:
    """Warn of Chinese that is printed without a font for it.

    Args:
        deck: the slides.
        printer: what prints them.
        file: the deck as the person would type it.
        language: of the message.
    """
    if printer is None or printer.han is not False:
        return ()
    slide = next((s for s in deck.slides if any(_HAN.search(b.text) for b in s.blocks)), None)
    if slide is None:
        return ()
    place = Place(file=file, slide=slide.number)
    return (Finding(code="DECK151", level="warning", message=_NO_FONTS[language], place=place),)
