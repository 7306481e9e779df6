"""`translate check`: compare both scripts."""

from speakprep.cli.options import FailOnOption, FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.translate.lines import standing_lines
from speakprep.cli.translate.options import ToOption
from speakprep.translation.actions.check import check
from speakprep.translation.actions.opening import choose_direction


def check_command(
    to: ToOption = None,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Compare both scripts as they are now.

    Edit them as you like.

    For example: speakprep translate check --to en
    """
    opened = workspace(talk)
    report = check(opened, choose_direction(opened, to, lang))
    return Screen(report=report, lines=tuple(standing_lines(report.facts)), fail_on=fail_on)
