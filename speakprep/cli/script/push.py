"""`speakprep script push`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.script.unsigned import warned
from speakprep.cli.terminal import columns, printable, wrap
from speakprep.script.actions.push import PushFacts, push
from speakprep.talk.language import Language

_LANGUAGES: dict[str | None, tuple[Language, ...]] = {
    None: (),
    "en": ("en",),
    "zh": ("zh",),
    "zh+en": ("zh", "en"),
    "en+zh": ("en", "zh"),
}


def push_command(
    out: Annotated[
        Path, typer.Option("--out", metavar="COPY.pptx", help="The copy; a file not there yet.")
    ],
    deck: Annotated[
        Path | None,
        typer.Argument(metavar="[DECK]", help="The slides; the talk's deck.pptx if not given."),
    ] = None,
    lang: Annotated[
        Literal["en", "zh", "zh+en", "en+zh"] | None,
        typer.Option(metavar="en|zh|zh+en", help="Whose script, or both in one note."),
    ] = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Put the texts into the speaker notes of a copy.

    So the presenter view shows them on stage; the deck itself is only read, and all but
    the notes is copied byte by byte. For example: speakprep script push --out stage.pptx
    """
    space, languages = workspace(talk), _LANGUAGES[lang]
    report = warned(push(space, out, deck, languages), space, languages)
    return Screen(report=report, lines=tuple(_push_lines(report.facts)))


def _push_lines(facts: PushFacts) -> Iterator[str]:
    line = f"{facts.copy}: {facts.written} of {facts.slides} slides carry their text as notes."
    same = facts.written - facts.changed
    if same:
        line += f" {same} already did."
    if facts.without_slide:
        line += f" Left out, without a slide: {facts.without_slide}; run: speakprep script sync"
    yield from wrap(printable(line), columns())
