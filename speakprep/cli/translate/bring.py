"""`translate import`: take back what a chat window answered, or a translator edited."""

from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.asking import piped_answer
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    LanguageOption,
    TalkOption,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.sending import blamed_on
from speakprep.cli.translate.lines import standing_lines
from speakprep.cli.translate.options import ToOption
from speakprep.talk.disk import MAX_TEXT_BYTES, read_bytes, read_text
from speakprep.translation.actions.exchange import import_edits, is_exchange
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.paste import import_answer


def import_command(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The answer, XLIFF or CSV; - reads what you pipe in."),
    ],
    to: ToOption = None,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Take back a chat window's answer, or a translator's edits.

    Half an answer is welcome. XLIFF and CSV are those that translate export wrote.

    For example: speakprep translate import answer.txt
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    if str(file) == "-":
        data, name = piped_answer().encode(), "standard input"
    else:
        data, name = read_bytes(file, at_most=MAX_TEXT_BYTES + 1), str(file)
    if is_exchange(data, name):
        report = import_edits(opened, direction, data, name)
        return Screen(report=report, lines=tuple(standing_lines(report.facts)), fail_on=fail_on)
    text = data.decode() if str(file) == "-" else read_text(file)
    with blamed_on(file):
        report = import_answer(opened, direction, text)
    return Screen(report=report, lines=tuple(standing_lines(report.facts)), fail_on=fail_on)
