"""`speakprep script diff`."""

from collections.abc import Iterator
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.script.sync import DeckArgument
from speakprep.cli.terminal import columns, one_line, printable, styled, wrap
from speakprep.script.actions.diff import DiffFacts, diff
from speakprep.script.comparing import Comparison, Difference, What

_HEADS: dict[What, str] = {
    "slide": "on the slide, since the text was written:",
    "media": "it shows other pictures, videos or sounds than when the text was written",
    "notes": "in its speaker notes, since the text was written:",
    "text": "from its speaker notes (-) to the text (+):",
}
_STYLES = {"-": "red", "+": "green"}


def diff_command(
    deck: DeckArgument = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="Compare with the deck's speaker notes instead.")
    ] = False,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """What changed on slides since their text was written.

    Lines that went have a -, lines that came a +.
    For example: speakprep script diff --notes
    """
    report = diff(workspace(talk), deck, lang, notes=notes)
    return Screen(report=report, lines=tuple(_diff_lines(report.facts)))


def _diff_lines(facts: DiffFacts) -> Iterator[str]:
    for number, difference in enumerate(facts.differences):
        if number:
            yield ""
        yield from _difference_lines(difference, facts.command, settle=not facts.notes)
    if len(facts.differences) > 1 and not facts.notes:
        numbers = ",".join(str(each.number) for each in facts.differences)
        yield ""
        yield f"If all of these texts fit: {printable(facts.command)} --keep {numbers}"
    if not facts.differences and facts.notes:
        yield "Where the deck has speaker notes, they say what the texts say."
    elif not facts.differences:
        yield "No slide changed since its text was written."


def _difference_lines(difference: Difference, command: str, *, settle: bool) -> Iterator[str]:
    head = one_line(f"Slide {difference.number}: {difference.title}")
    yield from (styled(line, "bold") for line in wrap(head, columns(), hanging="  "))
    for compared in difference.comparisons:
        yield from _comparison_lines(compared)
    if settle:
        yield f"  if the text fits: {printable(command)} --keep {difference.number}"
    if difference.replaced:
        yield f"  if it does not:   {printable(command)} --aside {difference.number}"


def _comparison_lines(compared: Comparison) -> Iterator[str]:
    yield f"  {_HEADS[compared.what]}"
    if not compared.known:
        yield "    (what it was before is not recorded)"
    for line in compared.lines:
        if line.mark == "…":
            yield f"    … {line.text} the same"
            continue
        indent = f"    {line.mark} "
        rows = wrap(printable(line.text), columns(), indent=indent, hanging=f"    {line.mark}   ")
        style = _STYLES.get(line.mark)
        yield from (styled(row, style) if style else row for row in rows or [indent.rstrip()])
