"""Pages of a PDF as JPEG pictures: the only module that knows pypdfium2 and Pillow."""

import contextlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from speakprep.errors import InputError

WIDTH = 1024
"""Pixels; twice what a picture beside a text gets on a screen, 216 dpi on 12 cm of paper."""

HEIGHT = 1024
"""Pixels at most: whatever size a page says it has, drawing it takes 4 MB."""

QUALITY = 82
"""Of the JPEG: text stays sharp, and a slide takes 20 to 100 kB."""

FORM = f"{WIDTH} {HEIGHT} {QUALITY}"
"""What pictures drawn otherwise differ in."""

MOST_PAGES = 5_000
"""No talk has more slides; PDFium would look for each."""

_WRONG_PASSWORD = 4
"""FPDF_ERR_PASSWORD (PDFium, fpdfview.h)."""


class Pages:
    """The pages of an open PDF."""

    def __init__(self, document: Any, file: str) -> None:  # noqa: ANN401 -- it has no types
        self._document = document
        self._file = file
        self.count: int = len(document)

    def jpeg(self, index: int) -> bytes:
        """Draw a page, counted from 0, into a box of `WIDTH` by `HEIGHT`.

        Raises:
            InputError: the page is damaged.
        """
        try:
            page = self._document[index]
            try:
                width, height = page.get_size()
                scale = min(WIDTH / max(width, 1), HEIGHT / max(height, 1))
                bitmap = page.render(scale=scale)
                picture = bitmap.to_pil()
                packed = BytesIO()
                picture.convert("RGB").save(packed, "JPEG", quality=QUALITY)
                bitmap.close()
            finally:
                page.close()
        except (RuntimeError, ValueError, OSError, MemoryError) as error:
            reason = type(error).__name__
            raise InputError(
                f"page {index + 1} cannot be drawn ({reason})", file=self._file
            ) from None
        return packed.getvalue()


@contextlib.contextmanager
def open_pdf(source: Path | bytes, file: str) -> Iterator[Pages]:
    """Open a PDF, from the disk or as it is.

    Args:
        source: the PDF.
        file: its name, for messages.

    Raises:
        InputError: it is not a PDF, damaged, has a password, or far too many pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
    except FileNotFoundError:
        raise InputError("there is no such file", file=file, hint="check the name") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=file) from None
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise _unreadable(file, getattr(error, "err_code", None)) from None
    try:
        pages = Pages(document, file)
        if pages.count > MOST_PAGES:
            raise InputError(f"has {pages.count:,} pages, which no talk has", file=file)
        yield pages
    finally:
        document.close()


def _unreadable(file: str, code: int | None) -> InputError:
    if code == _WRONG_PASSWORD:
        return InputError(
            "is a PDF with a password", file=file, hint="export it again without a password"
        )
    return InputError(
        "is not a PDF, or is damaged",
        file=file,
        hint="export the slides as PDF again, from PowerPoint, Keynote or Google Slides",
    )
