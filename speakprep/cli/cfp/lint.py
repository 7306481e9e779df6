"""`speakprep cfp lint`: the form's exact limits, and what reviewers say."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cfp.actions.lint import EMPTY, Checked, Measured, lint_files, lint_talk
from speakprep.cfp.model import Meter
from speakprep.cli.folding import fold
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    TalkOption,
    here,
    user,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.terminal import cells, one_line, pad, printable
from speakprep.errors import InputError
from speakprep.talk.folders import find_talk
from speakprep.talk.report import Finding, Report
from speakprep.talk.workspace import shelves

BAR_CELLS = 20
"""Width of the bar that shows how full a field is."""


def lint_command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILES]", help="Proposals; the talk's own if none is named."),
    ] = None,
    event: Annotated[
        str | None, typer.Option(metavar="PROFILE", help="Form profile; the talk's own if none.")
    ] = None,
    fail_on: FailOnOption = "error",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Check a proposal: the form's exact limits, and what reviewers say.

    For example: speakprep cfp lint --event kubecon-eu-2027 --fail-on warning
    """
    if files:
        report = _lint_files(files, event, talk)
    else:
        report = lint_talk(workspace(talk), event=event or "")
    lines = _lint_lines(report.facts)
    if not report.findings:
        lines += ("", "Nothing to fix: this is ready for the organisers.")
    shown = fold(report.findings, EMPTY, partial(_still_empty, report.facts))
    return Screen(report=report, lines=lines, shown=shown, fail_on=fail_on)


def _lint_files(files: list[Path], event: str | None, talk: Path | None) -> Report[Checked]:
    """Check files anywhere; inside a talk its own form and checklists count."""
    folder = _talk_around(talk)
    if event is None:
        event = workspace(folder).talk.event if folder else "generic"
    where = shelves(user(), talk_folder=folder)
    return lint_files(files, here=here(), shelves=where, event=event)


def _talk_around(talk: Path | None) -> Path | None:
    if talk is not None:
        return find_talk(here(), named=talk)
    try:
        return find_talk(here())
    except InputError:
        return None


def _lint_lines(facts: Checked) -> tuple[str, ...]:
    lines: list[str] = []
    for proposal in facts.proposals:
        lines += [""] if lines else []
        lines += _meter_lines(proposal)
    return tuple(lines)


def _still_empty(facts: Checked, found: Sequence[Finding]) -> str:
    proposal = next(each for each in facts.proposals if each.file == found[0].place.file)
    fields = {finding.place.field for finding in found}
    labels = [meter.label for meter in proposal.meters if meter.field in fields]
    if proposal.language == "zh":
        return f"还有 {len(labels)} 个必填项没有填写：{'、'.join(labels)}"
    return f"{len(labels)} required fields are still empty: {', '.join(labels)}"


def _meter_lines(proposal: Measured) -> list[str]:
    lines = [one_line(f"{proposal.event_name} ({proposal.file})")]
    width = max(cells(meter.label) for meter in proposal.meters)
    return lines + [_meter_line(meter, width) for meter in proposal.meters]


def _meter_line(meter: Meter, width: int) -> str:
    label = pad(printable(meter.label), width)
    if not meter.count:
        return f"  {label}  {'empty, required' if meter.required else 'empty'}"
    if meter.limit is None:
        return f"  {label}  {meter.count} {meter.unit}"
    full = min(meter.count * BAR_CELLS // meter.limit, BAR_CELLS)
    bar = "#" * full + "." * (BAR_CELLS - full)
    over = f"  {meter.count - meter.limit} over" if meter.count > meter.limit else ""
    return f"  {label}  [{bar}] {meter.count}/{meter.limit} {meter.unit}{over}"
