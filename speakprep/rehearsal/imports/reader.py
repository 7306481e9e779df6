"""Reading marks, whichever program wrote them."""

import codecs
import json

from speakprep.errors import InputError
from speakprep.rehearsal.imports.chapters import is_chapters, is_cues, read_chapters, read_cues
from speakprep.rehearsal.imports.labels import is_labels, read_labels
from speakprep.rehearsal.imports.page import read_page
from speakprep.rehearsal.imports.pdf_presenter import read_pdf_presenter
from speakprep.rehearsal.imports.peitho import read_peitho
from speakprep.rehearsal.imports.presently import read_presently
from speakprep.rehearsal.imports.reveal import is_reveal, read_reveal
from speakprep.rehearsal.imports.timer_log import is_timer_log, read_timer_log
from speakprep.rehearsal.imports.values import Titles
from speakprep.rehearsal.marks import Marks

MOST_BYTES = 1024 * 1024
"""Hours of slide changes take a few kilobytes: a larger file is something else."""

MOST_MARKS = 2000
"""A slide every second for half an hour; each is a line of the rehearsal's record."""

_KNOWN = (
    "speakprep reads Audacity labels, chapter lists, SRT, VTT, the timings in a deck, and what "
    "rehearse mark, the rehearsal page, presently, peitho, pdf-presenter and reveal.js write"
)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_marks(data: bytes, name: str, titles: Titles | None = None) -> Marks:
    """Read the marks of a rehearsal out of a file's bytes.

    Args:
        data: the whole file.
        name: the file as the person would type it, for messages.
        titles: the numbers of the slides by `values.plain_title`, for lists that name
            slides by their titles.

    Raises:
        InputError: it holds no marks that speakprep knows.
    """
    if len(data) > MOST_BYTES:
        raise InputError("is too large for a file of marks", file=name, hint=_KNOWN)
    text = _decoded(data, name)
    if not text.strip():
        raise InputError("is empty", file=name, hint=_KNOWN)
    try:
        found = _read(text, titles or {}, name)
    except RecursionError:  # a million brackets
        raise InputError("is not JSON of any program", file=name, hint=_KNOWN) from None
    if len(found.visits) + len(found.moments) > MOST_MARKS:
        raise InputError(
            f"holds more than {MOST_MARKS} marks: no talk has so many", file=name, hint=_KNOWN
        )
    if not found.visits and not found.sections:
        first = f", such as {found.wrong[0].what!r}" if found.wrong else ""
        line = found.wrong[0].line if found.wrong else None
        raise InputError(
            f"holds no mark that can be used{first}", file=name, line=line, hint=_KNOWN
        )
    return found


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InputError("is not text, so it holds no marks", file=name, hint=_KNOWN)
    return text


def _read(text: str, titles: Titles, name: str) -> Marks:
    marks = None
    if is_timer_log(text):
        marks = read_timer_log(text)
    elif is_cues(text):
        marks = read_cues(text, titles)
    elif is_labels(text):
        marks = read_labels(text, titles)
    elif is_chapters(text):  # before JSON: "[0:00] Welcome" begins like it
        marks = read_chapters(text, titles)
    elif text.lstrip()[0] in "{[":
        marks = _read_values(_values(text, name))
    if marks is None:
        raise InputError("holds no marks that speakprep knows", file=name, hint=_KNOWN)
    return marks


def _values(text: str, name: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"is not valid JSON: {error.msg}", file=name, line=error.lineno, hint=_KNOWN
        ) from None
    except ValueError:  # a number of ten thousand digits
        raise InputError("is not JSON of any program", file=name, hint=_KNOWN) from None


def _read_values(values: object) -> Marks | None:
    if is_reveal(values):
        return read_reveal(values)
    if isinstance(values, list):
        timed = any(isinstance(each, dict) and "actual" in each for each in values)
        return read_presently(values) if timed else None
    readers = {
        "marks": read_page,
        "segments": read_pdf_presenter,
        "timeline": read_peitho,
        "sections": read_peitho,
    }
    fields = values if isinstance(values, dict) else {}
    return next((read(fields) for key, read in readers.items() if key in fields), None)
