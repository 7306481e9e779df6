"""`speakprep script sync`."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, printable, wrap
from speakprep.script.actions.sync import SyncFacts, sync
from speakprep.script.update import ChangeKind

_CHANGES: dict[ChangeKind, str] = {
    "new": "{n} new",
    "imported": "{n} with speaker notes taken over",
    "moved": "{n} moved",
    "back": "{n} back from the end of the script",
    "followed": "{n} found under another id",
    "gone": "{n} without a slide, kept at the end",
    "dropped": "{n} empty ones left with their slides",
}


def sync_command(
    deck: Annotated[
        Path | None,
        typer.Argument(metavar="[DECK]", help="The slides; the talk's deck.pptx if not given."),
    ] = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Write script.<lang>.md, or bring it in step with the slides.

    Texts move with their slides, speaker notes are taken over once, and nothing you
    wrote is lost. The deck is only read. For example: speakprep script sync deck.pptx
    """
    report = sync(workspace(talk), deck, lang)
    return Screen(report=report, lines=_sync_lines(report.facts, written=bool(report.written)))


def _sync_lines(facts: SyncFacts, *, written: bool) -> tuple[str, ...]:
    hidden = f" ({facts.hidden} hidden)" if facts.hidden else ""
    line = f"{facts.deck}: {facts.slides} slides{hidden}, texts in {facts.script}"
    counted = Counter(change.kind for change in facts.changes)
    done = [words.format(n=counted[kind]) for kind, words in _CHANGES.items() if counted[kind]]
    settled = "headings and comments brought up to date" if written else "already in step"
    lines = wrap(printable(line), columns(), hanging="  ")
    return (*lines, *wrap(", ".join(done) or settled, columns(), indent="  "))
