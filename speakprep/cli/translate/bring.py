"""`translate import`: take back what a chat window answered."""

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
from speakprep.cli.translate.lines import standing_lines
from speakprep.cli.translate.options import ToOption
from speakprep.errors import InputError
from speakprep.talk.disk import read_text
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.paste import import_answer


def import_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The answer; - reads what you pipe in.")
    ],
    to: ToOption = None,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Take back a chat window's answer and check it.

    Half an answer is welcome.

    For example: speakprep translate import answer.txt
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    text = piped_answer() if str(file) == "-" else read_text(file)
    try:
        report = import_answer(opened, direction, text)
    except InputError as error:
        error.file = error.file or str(file)  # the answer, when no file of the talk is meant
        raise
    return Screen(report=report, lines=tuple(standing_lines(report.facts)), fail_on=fail_on)
