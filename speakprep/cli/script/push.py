"""`speakprep script push`."""

from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, wrap
from speakprep.script.actions.push import push


def push_command(
    out: Annotated[
        Path, typer.Option("--out", metavar="COPY.pptx", help="The copy; a file not there yet.")
    ],
    deck: Annotated[
        Path | None,
        typer.Argument(metavar="[DECK]", help="The slides; the talk's deck.pptx if not given."),
    ] = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Put the texts into the speaker notes of a copy.

    So the presenter view shows them on stage; the deck itself is only read.
    For example: speakprep script push --out stage.pptx --lang en
    """
    report = push(workspace(talk), out, deck, lang)
    facts = report.facts
    line = f"{facts.copy}: {facts.written} of {facts.slides} slides carry their text as notes."
    return Screen(report=report, lines=tuple(wrap(line, columns())))
