"""The deck's slides as pictures, each drawn again only when it looks otherwise."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from speakprep.deck.actions.printing import Printer, missing_fonts, open_printed, required
from speakprep.deck.appearance import appearances
from speakprep.deck.archive import Archive
from speakprep.deck.files import read_deck
from speakprep.deck.model import Deck
from speakprep.deck.package import Package
from speakprep.deck.paging import pages_of, ranges, slide_count
from speakprep.deck.pictures import FORM, Pages, open_pdf
from speakprep.errors import InputError, OutsideError, UsageError
from speakprep.talk.disk import STATE_FOLDER, locked, read_bytes, write_atomic
from speakprep.talk.report import Finding, Report
from speakprep.talk.workspace import Workspace

BATCH = 16
"""Pictures written at a time, which takes a second or two: other commands wait for no more."""


class Show(Protocol):
    """Shows how far long work is."""

    def __call__(self, done: float, total: float | None, /) -> None:
        """Take what is done, and the total."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A deck's pictures: the file of each by slide number.

    `total` are the deck's slides, `fresh` those that were drawn just now,
    `findings` what is wrong with them.
    """

    deck: str
    total: int
    fresh: int
    files: Mapping[int, Path] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PictureFacts:
    """Pictures of a deck's slides: how many there are of `slides`, and how many are new."""

    deck: str
    slides: int
    pictures: int
    fresh: int
    folder: str


def _silent(_done: float, _total: float | None, /) -> None:
    """Show nothing."""


@dataclass(frozen=True, kw_only=True)
class _Job:
    """What to draw: the slides of `deck`, read as `read`, out of `pdf` if there is one."""

    workspace: Workspace
    deck: Path
    read: Deck
    printer: Printer | None
    pdf: Path | None
    show: Show


def draw(
    workspace: Workspace,
    deck: Path,
    *,
    printer: Printer | None,
    pdf: Path | None = None,
    again: bool = False,
    show: Show = _silent,
) -> Drawn:
    """Draw the slides that were not drawn yet, or changed since.

    The pictures are JPEG files under .speakprep/pictures, one folder a deck or PDF.

    Args:
        workspace: the talk.
        deck: the deck.
        printer: what prints slides; None when there is nothing.
        pdf: the deck as the speaker exported it, which is used instead.
        again: draw all of them.
        show: told how many are drawn.

    Raises:
        InputError: the deck cannot be read, or the PDF is none or not of this deck.
        MissingError: there are slides to draw and nothing to print them with.
        OutsideError: printing them failed.
        StorageError: the pictures cannot be written.
        BusyError: another speakprep is writing in this talk.
    """
    read = read_deck(deck)
    seen = _own_keys(deck, read, printer) if pdf is None else _pdf_keys(pdf, read)
    home = workspace.folder / STATE_FOLDER / "pictures" / _digest(str((pdf or deck).resolve()))
    files = {number: home / f"{key}.jpg" for number, key in seen.items()}
    todo = [number for number, file in files.items() if again or not file.is_file()]
    if todo:
        job = _Job(workspace=workspace, deck=deck, read=read, printer=printer, pdf=pdf, show=show)
        _draw(job, {number: files[number] for number in todo})
        _tidy(home, keep=frozenset(files.values()))
    return Drawn(
        deck=workspace.name(deck),
        total=slide_count(read),
        fresh=len(todo),
        files=files,
        findings=()
        if pdf
        else missing_fonts(read, printer, workspace.name(deck), workspace.talk.language),
    )


def pictures(workspace: Workspace, drawn: Drawn, out: Path | None = None) -> Report[PictureFacts]:
    """Say which pictures there are, and copy them to a folder if one is named.

    Raises:
        UsageError: the folder has something in it already.
        StorageError: it cannot be written.
    """
    written: list[str] = []
    if out is not None:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise UsageError(
                "exists already", file=workspace.name(out), hint="name a new or an empty folder"
            )
        for number, file in drawn.files.items():
            copy = out / f"slide-{number:0{len(str(drawn.total))}}.jpg"
            write_atomic(copy, read_bytes(file), within=out)
        written.append(workspace.name(out))
    return Report(
        facts=PictureFacts(
            deck=drawn.deck,
            slides=drawn.total,
            pictures=len(drawn.files),
            fresh=drawn.fresh,
            folder=workspace.name(out or _home(drawn)),
        ),
        findings=drawn.findings,
        written=tuple(written),
        next="speakprep script export --to html --out script.html",
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _own_keys(path: Path, deck: Deck, printer: Printer | None) -> dict[int, str]:
    """Return what each slide's picture is called, by all that it depends on."""
    maker = f"{printer.mark if printer else ''} {printer.han if printer else ''}"
    with path.open("rb") as stream:
        looks = appearances(Package(Archive(stream)), deck)
    return {number: _digest(f"{look} {maker} {FORM}") for number, look in looks.items()}


def _pdf_keys(pdf: Path, deck: Deck) -> dict[int, str]:
    whole = hashlib.sha256(read_bytes(pdf)).hexdigest()
    with open_pdf(pdf, str(pdf)) as pages:
        indexes = pages_of(pages.count, deck)
        if indexes is None:
            hidden = sum(slide.hidden for slide in deck.slides)
            raise InputError(
                f"has {pages.count} pages, but the deck has {slide_count(deck)} slides"
                + (f", {hidden} of them hidden" if hidden else ""),
                file=str(pdf),
                hint="export it again from this deck, one slide a page",
            )
    return {number: _digest(f"{whole} {index} {FORM}") for number, index in indexes.items()}


def _draw(job: _Job, files: Mapping[int, Path]) -> None:
    """Draw slides, given by number, into their files."""
    if job.pdf is not None:
        with open_pdf(job.pdf, str(job.pdf)) as pages:
            indexes = pages_of(pages.count, job.read) or {}
            _store(job, pages, [(indexes[number], file) for number, file in files.items()])
        return
    name, total = job.workspace.name(job.deck), slide_count(job.read)
    # With a slide that cannot be read, LibreOffice may count otherwise than we do.
    some = len(files) < len(job.read.slides) == total
    data = required(job.printer).export(
        job.deck,
        slides=len(files) if some else total,
        pages=ranges(sorted(files)) if some else "",
    )
    with open_printed(data, name) as pages:
        printed = {number: index for index, number in enumerate(sorted(files))}
        fits = some and pages.count == len(files)
        indexes = printed if fits else pages_of(pages.count, job.read) or {}
        if not set(files) <= set(indexes):
            raise OutsideError(
                f"LibreOffice printed {pages.count} pages for {total} slides",
                file=name,
                hint="export a PDF yourself, and add --pdf FILE",
            )
        _store(job, pages, [(indexes[number], file) for number, file in files.items()])


def _store(job: _Job, pages: Pages, plan: Sequence[tuple[int, Path]]) -> None:
    """Draw pages, given from 0, into their files."""
    folder = job.workspace.folder
    for start in range(0, len(plan), BATCH):
        made = [(file, pages.jpeg(index)) for index, file in plan[start : start + BATCH]]
        with locked(folder):
            for file, data in made:
                write_atomic(file, data, within=folder)
        job.show(start + len(made), len(plan))


def _tidy(home: Path, keep: frozenset[Path]) -> None:
    """Remove the pictures of slides as they were before."""
    for file in home.glob("*.jpg"):
        if file not in keep:
            file.unlink(missing_ok=True)


def _home(drawn: Drawn) -> Path:
    return next(iter(drawn.files.values()), Path(STATE_FOLDER)).parent
