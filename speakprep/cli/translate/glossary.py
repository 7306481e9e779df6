"""`translate glossary`: show it, and exchange it as CSV."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    LanguageOption,
    TalkOption,
    YesOption,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.terminal import columns, confirm, one_line, pad, printable, wrap
from speakprep.cli.translate.options import ToOption
from speakprep.errors import UsageError
from speakprep.translation.actions.glossary import (
    GlossaryFacts,
    export_table,
    import_table,
    show,
)
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.glossary import Term

_WORDS_CELLS = 30


def glossary_command(
    do: Annotated[
        Literal["show", "import", "export"],
        typer.Argument(metavar="[DO]", help="show, import or export."),
    ] = "show",
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A CSV with a column a language.")
    ] = None,
    yes: YesOption = False,
    to: ToOption = None,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Show glossary.toml, or exchange it with a spreadsheet.

    What is in it already stays when a table comes in.
    For example: speakprep translate glossary import terms.csv
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    if do == "import":
        if file is None:
            raise UsageError(
                "which file?", hint="for example: speakprep translate glossary import terms.csv"
            )
        report = import_table(opened, direction, file)
        return Screen(report=report, lines=tuple(_brought(report.facts)), fail_on=fail_on)
    if do == "export":
        if file is not None and file.is_file():
            yes = confirm(f"{one_line(str(file))} is there already. Replace it?", assume_yes=yes)
        report = export_table(opened, direction, file, replaces=yes)
        text = report.facts.text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n")
        lines = tuple(text.split("\n")) if text else (_exported(report.facts, file),)
        return Screen(report=report, lines=lines)
    if file is not None:
        raise UsageError("show takes no file", hint="speakprep translate glossary show")
    report = show(opened, direction)
    return Screen(report=report, lines=tuple(_shown(report.facts)), fail_on=fail_on)


def _exported(facts: GlossaryFacts, file: Path | None) -> str:
    return f"{many(len(facts.terms), 'term')} written to {one_line(str(file))}."


def _brought(facts: GlossaryFacts) -> Iterator[str]:
    told = f"{many(facts.added, 'new term')} in {printable(facts.file)}"
    told += f", {facts.filled} completed" if facts.filled else ""
    told += f", {facts.known} there already" if facts.known else ""
    yield from wrap(f"{told}; {many(len(facts.terms), 'term')} in all.", columns())


def _shown(facts: GlossaryFacts) -> Iterator[str]:
    if not facts.terms:
        yield f"{printable(facts.file)}: no terms yet."
        return
    for term in facts.terms:
        yield _row(term, facts)
    yield ""
    names = sum(term.keep for term in facts.terms)
    line = f"{many(len(facts.terms), 'term')} in {printable(facts.file)}"
    line += f", {names} of them names that stay as they are" if names else ""
    yield from wrap(f"{line}.", columns())


def _row(term: Term, facts: GlossaryFacts) -> str:
    source = one_line(term.texts[facts.direction.source] or "?")
    forms = term.forms(facts.direction.target)
    target = "stays as it is" if term.keep else one_line(" / ".join(forms) or "?")
    note = f"  ({one_line(term.note)})" if term.note else ""
    return f"  {pad(source, _WORDS_CELLS)} {target}{note}"
