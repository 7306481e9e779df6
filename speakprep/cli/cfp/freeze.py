"""`speakprep cfp freeze`: what went out."""

from datetime import date
from typing import Annotated

import typer

from speakprep.cfp.actions.freeze import Kept, freeze
from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, one_line, printable, wrap


def freeze_command(
    event: Annotated[
        str | None, typer.Option(metavar="PROFILE", help="The variant for another event.")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also with something open; needs --reason.")
    ] = False,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it goes out like this.")] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Keep what you submit, exactly, in versions/.

    Later changes show against it: speakprep cfp diff.
    For example: speakprep cfp freeze --anyway --reason "the form closes tonight"
    """
    report = freeze(workspace(talk), _today(), event=event or "", anyway=anyway, reason=reason)
    return Screen(report=report, lines=_kept_lines(report.facts))


def _kept_lines(facts: Kept) -> tuple[str, ...]:
    if facts.frozen is None:
        many = len(facts.open)
        text = (
            f"{facts.file} is not frozen: {many} thing{'s' * (many > 1)} to mend first. "
            'Submitting as it is? Add: --anyway --reason "..."'
        )
        return tuple(wrap(one_line(text), columns()))
    name = one_line(f"{facts.frozen.event}, {facts.frozen.day}")
    if facts.before:
        return (f"Frozen already, exactly like this ({name}).",)
    lines = [f"Frozen ({name})."]
    if facts.open:
        lines[0] = f"Frozen ({name}) with {len(facts.open)} open:"
        lines += [
            line
            for said in (*facts.open, f"because: {facts.frozen.reason}")
            for line in wrap(printable(said), columns(), indent="  ", hanging="    ")
        ]
    return tuple(lines)


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the speaker's own day
