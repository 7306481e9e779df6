"""`speakprep deck`: the slides checked, as pictures, and as the PDF to hand in."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.deck_check import check_command
from speakprep.cli.options import FormatOption, TalkOption, command_app, workspace
from speakprep.cli.output import Screen
from speakprep.cli.slides import PdfOption, drawn_slides, shown_office
from speakprep.cli.terminal import columns, printable, wrap
from speakprep.deck.actions.pdf import export_pdf
from speakprep.deck.actions.pictures import pictures
from speakprep.script.actions.opening import find_deck

app = command_app()

DeckArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[DECK]", help="The slides; the talk's deck.pptx if not given."),
]


@app.callback()
def deck() -> None:
    """Check your slides; turn them into pictures, and into the PDF to hand in.

    LibreOffice prints them, on this machine; the deck is only read.
    """


@app.command("pdf")
def pdf_command(
    deck: DeckArgument = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Another name, or a folder for it."),
    ] = None,
    hidden: Annotated[bool, typer.Option("--hidden", help="Print hidden slides, too.")] = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Print the slides to hand in, with version and day.

    For example: speakprep deck pdf
    """
    space = workspace(talk)
    source = deck or find_deck(space)
    today = date.today()  # noqa: DTZ011 -- the speaker's own day
    report = export_pdf(
        space, source, printer=shown_office(source), day=today, out=out, hidden=hidden
    )
    facts = report.facts
    line = f"{facts.pdf}: {_counted(facts.pages, 'page')}"
    if facts.hidden:
        where = "among them" if hidden else "left out"
        line += f", {_counted(facts.hidden, 'hidden slide')} {where}"
    return Screen(report=report, lines=tuple(wrap(printable(f"{line}."), columns())))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@app.command("pictures")
def pictures_command(
    deck: DeckArgument = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help="Copy them there; a new or empty folder."),
    ] = None,
    pdf: PdfOption = None,
    again: Annotated[bool, typer.Option("--again", help="Draw all of them anew.")] = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Draw the slides that changed, hidden ones too.

    For example: speakprep deck pictures --out slides
    """
    space = workspace(talk)
    source = deck or find_deck(space)
    report = pictures(space, drawn_slides(space, source, pdf, again=again), out)
    facts = report.facts
    line = f"{facts.deck}: {facts.pictures} pictures of {facts.slides} slides, {facts.fresh} new"
    if pdf is not None and facts.pictures < facts.slides:
        line += "; the PDF leaves the hidden slides out"
    return Screen(report=report, lines=tuple(wrap(printable(f"{line}."), columns())))


app.command("check")(check_command)
