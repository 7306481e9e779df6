"""`translate check`: compare both scripts, or any two files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.options import FailOnOption, FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.terminal import columns, one_line, wrap
from speakprep.cli.translate.lines import standing_lines
from speakprep.cli.translate.options import ToOption
from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.translation.actions.check import check
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.pairs import Checked, check_files


def check_command(
    source: Annotated[
        Path | None,
        typer.Argument(metavar="[SOURCE]", help="A text, or a CSV with both sides."),
    ] = None,
    target: Annotated[
        Path | None, typer.Argument(metavar="[TARGET]", help="Its translation.")
    ] = None,
    to: ToOption = None,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Compare both scripts as they are now, or any two files.

    Two files need no talk and no model: text, Markdown, scripts, or one CSV.

    For example: speakprep translate check talk.zh.md talk.en.md
    """
    if source is not None:
        compared = check_files(source, target, lang=lang, to=to)
        return Screen(report=compared, lines=tuple(_told(compared.facts)), fail_on=fail_on)
    opened = workspace(talk)
    report = check(opened, choose_direction(opened, to, lang))
    return Screen(report=report, lines=tuple(standing_lines(report.facts)), fail_on=fail_on)


def _told(facts: Checked) -> Iterator[str]:
    """Say what was compared with what, and what the check cannot see."""
    direction = facts.direction
    languages = f"{LANGUAGE_NAMES[direction.source]} into {LANGUAGE_NAMES[direction.target]}"
    line = f"{many(facts.pairs, 'pair')} compared, {languages}."
    if facts.realigned:
        ours = many(facts.source_paragraphs, "paragraph")
        line += (
            f" {one_line(facts.source)} has {ours}, {one_line(facts.target)} "
            f"{facts.target_paragraphs:,}: they were matched by their lengths and by the "
            "figures and names they share."
        )
    yield from wrap(line, columns())
    yield ""
    yield from wrap(facts.limits, columns())
