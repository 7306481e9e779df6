"""The deck as the PDF to hand in."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from speakprep.deck.actions.printing import Printer, missing_fonts, open_printed, required
from speakprep.deck.files import read_deck
from speakprep.errors import InputError, UsageError
from speakprep.talk.disk import locked, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class PdfFacts:
    """A deck as PDF. `version` counts those made before; None in a file the speaker named."""

    deck: str
    pdf: str
    version: int | None
    pages: int
    hidden: int


def export_pdf(
    workspace: Workspace,
    deck: Path,
    *,
    printer: Printer | None,
    day: date,
    out: Path | None = None,
    hidden: bool = False,
) -> Report[PdfFacts]:
    """Print a deck as the PDF to hand in, with a version and the day in its name.

    Args:
        workspace: the talk.
        deck: the deck; it is only read.
        printer: what prints slides; None when there is nothing.
        day: today.
        out: the file, or an existing folder for it; without it the talk folder.
        hidden: whether hidden slides are in it.

    Raises:
        UsageError: the file exists.
        InputError: the deck cannot be read.
        MissingError: there is nothing to print with.
        OutsideError: printing failed.
        StorageError: the file cannot be written.
        BusyError: another speakprep is writing in this talk.
    """
    read, source = read_deck(deck), workspace.name(deck)
    unseen = sum(slide.hidden for slide in read.slides)
    _free(workspace, out)
    count = len(read.slides) - (0 if hidden else unseen)
    if not count:
        raise InputError("has no slide that is not hidden", file=source)
    data = required(printer).export(deck, slides=count, hidden=hidden)
    with open_printed(data, source) as pages:
        printed = pages.count
    with locked(workspace.folder):
        _free(workspace, out)
        version, file = _target(workspace, out, day)
        write_atomic(file, data, within=file.parent)
    name = workspace.name(file)
    return Report(
        facts=PdfFacts(deck=source, pdf=name, version=version, pages=printed, hidden=unseen),
        findings=missing_fonts(read, printer, source, workspace.talk.language),
        written=(name,),
        next="speakprep plan",
    )


def _free(workspace: Workspace, out: Path | None) -> None:
    if out is not None and out.exists() and not out.is_dir():
        raise UsageError(
            "exists already", file=workspace.name(out), hint="name another file, or remove it"
        )


def _target(workspace: Workspace, out: Path | None, day: date) -> tuple[int | None, Path]:
    """Return the file to write, and the version in its name unless the speaker gave it."""
    if out is not None and not out.is_dir():
        return None, out
    folder = out or workspace.folder
    stem = workspace.folder.resolve().name or "talk"
    pattern = re.compile(rf"{re.escape(stem)}-v(\d{{1,4}})-\d{{4}}-\d\d-\d\d\.pdf")
    found = (pattern.fullmatch(path.name) for path in folder.iterdir())
    version = max((int(match[1]) for match in found if match), default=0) + 1
    return version, folder / f"{stem}-v{version}-{day.isoformat()}.pdf"
