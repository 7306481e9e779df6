"""`translate export`: hand the translation on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, YesOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.terminal import columns, confirm, one_line, wrap
from speakprep.cli.translate.options import ExportToOption
from speakprep.errors import UsageError
from speakprep.rehearsal.own_pace import pace_of
from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.translation.actions.export import Exported, Wanted, export, paths_of
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.formats.model import Form


def export_command(
    form: Annotated[
        Form,
        typer.Option("--form", metavar="FORM", help="md, html, srt, xliff, xliff2, tmx or csv."),
    ] = "md",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The file; the screen if not given."),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Allow text you have not signed, marked as a draft.")
    ] = False,
    to: ExportToOption = None,
    lang: LanguageOption = None,
    yes: YesOption = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Hand the translation on: to readers or to a translator.

    md, html, srt and tmx hold what you have signed; xliff and csv are for working on.
    For example: speakprep translate export --form html --out talk.html
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    for path in paths_of(out, form, direction) if out else ():
        if path.is_file():
            question = f"{one_line(str(path))} is there already. Replace it?"
            yes = confirm(question, assume_yes=yes)
            if not yes:
                raise UsageError("it stays as it is; nothing was written", file=str(path))
    pace = pace_of(opened, direction.target)
    wanted = Wanted(form=form, draft=draft, pace=pace)
    report = export(opened, direction, wanted, out=out, replaces=yes)
    facts = report.facts
    lines = tuple(_told(facts)) if out else tuple(facts.text.rstrip("\n").split("\n"))
    return Screen(report=report, lines=lines)


def _told(facts: Exported) -> Iterator[str]:
    languages = f"{LANGUAGE_NAMES[facts.direction.source]} into "
    languages += LANGUAGE_NAMES[facts.direction.target]
    line = f"{many(facts.places, 'place')}, {languages}"
    line += f", {facts.unsigned} not signed" if facts.unsigned else ", all signed"
    line += f"; {facts.left_out} left out" if facts.left_out else ""
    line += "; marked DRAFT / 草稿" if facts.draft else ""
    yield from wrap(f"{line}.", columns())
