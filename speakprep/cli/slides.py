"""Slides drawn with what this machine has, for every command that shows them."""

from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.terminal import clip, one_line, progress
from speakprep.deck.actions.pictures import Drawn, draw
from speakprep.deck.actions.printing import Printer
from speakprep.deck.office import Office, Progress, find_office
from speakprep.talk.workspace import Workspace

PdfOption = Annotated[
    Path | None,
    typer.Option("--pdf", metavar="FILE", help="The slides as you exported them, to draw from."),
]


def drawn_slides(
    space: Workspace, deck: Path, pdf: Path | None = None, *, again: bool = False
) -> Drawn:
    """Draw what is not drawn yet, with LibreOffice unless there is a PDF."""
    with progress("drawing slides") as show:
        office = None if pdf else shown_office(deck)
        return draw(space, deck, printer=office, pdf=pdf, again=again, show=show)


def shown_office(deck: Path) -> Printer | None:
    """Return the LibreOffice installed, which shows how far it is with a deck."""
    office = find_office()
    return None if office is None else _Shown(office, clip(one_line(deck.name), 40))


class _Shown:
    """A LibreOffice at work on a terminal."""

    def __init__(self, office: Office, name: str) -> None:
        self._office = office
        self._name = name
        self.mark = office.mark
        self.han = office.han

    def export(self, deck: Path, *, slides: int, pages: str = "", hidden: bool = True) -> bytes:
        """Print slides as PDF, with a progress line."""
        with progress(f"LibreOffice prints {self._name}") as show:
            told: Progress = show
            return self._office.export(
                deck, slides=slides, pages=pages, hidden=hidden, progress=told
            )
