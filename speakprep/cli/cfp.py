"""`speakprep cfp`: draft the proposal, and check it as reviewers would."""

import os
import shlex
import signal
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cfp.actions import EMPTY, Checked, Drafted, Measured, draft, lint_files, lint_talk
from speakprep.cfp.actions import open_proposal as opened
from speakprep.cfp.files import CFP_FILE
from speakprep.cfp.model import Meter, Proposal
from speakprep.cli.cfp_interview import interview
from speakprep.cli.folding import fold
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    TalkOption,
    command_app,
    here,
    user,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.terminal import cells, columns, interactive, one_line, pad, printable, wrap
from speakprep.errors import InputError, MissingError, UsageError
from speakprep.talk.disk import read_text
from speakprep.talk.folders import find_talk
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Report
from speakprep.talk.tables import Table
from speakprep.talk.workspace import Workspace, shelves

app = command_app()

BAR_CELLS = 20
"""Width of the bar that shows how full a field is."""


@app.callback()
def cfp() -> None:
    """Draft the proposal; check it as reviewers would."""


@app.command("draft")
def draft_command(
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The title, if it is still empty.")
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=TEXT", help="One field's answer; may be repeated."),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help='Answers by field: description = "..."'),
    ] = None,
    editor: Annotated[
        bool, typer.Option("--editor", help="Write in $EDITOR instead of being asked.")
    ] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Write cfp.md: one heading per field of the event's form.

    Asks for what is still empty and saves every answer at once; what you wrote
    is never replaced. For example: speakprep cfp draft --editor
    """
    space = workspace(talk)
    given = _given(answers, answer or [], title)
    report = draft(space, given)
    before = read_text(space.folder / CFP_FILE)
    if editor:
        _edit(space.folder / CFP_FILE)
        report = _again(space, report, before)
    elif interactive() and not no_input:
        interview(space)
        report = _again(space, report, before)
    lines = _draft_lines(report.facts, opened(space), space.talk.language)
    return Screen(report=report, lines=lines)


@app.command("lint")
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


def _given(file: Path | None, pairs: list[str], title: str | None) -> dict[str, str]:
    """Collect what was answered on the command line; it wins over the file."""
    given = _answers_in(file) if file else {}
    for pair in pairs:
        key, sign, words = pair.partition("=")
        if not sign:
            raise UsageError(
                f"{pair!r} names no field", hint='for example: --answer level="Intermediate"'
            )
        given[key.strip()] = words
    return given if title is None else {**given, "title": title}


def _answers_in(file: Path) -> dict[str, str]:
    table = Table.parse(read_text(file), str(file))
    return {key: table.text(key, "") for key in table}


def _again(space: Workspace, first: Report[Drafted], before: str) -> Report[Drafted]:
    """Report on the file as it is now, with what the first step already did."""
    now = draft(space, {}).facts
    same = read_text(space.folder / CFP_FILE) == before
    facts = Drafted(
        file=now.file,
        event=now.event,
        created=first.facts.created,
        filled=(
            *first.facts.filled,
            *(key for key in first.facts.empty if key not in now.empty),
        ),
        kept=first.facts.kept,
        empty=now.empty,
    )
    written = first.written if same else (now.file,)
    return Report(facts=facts, findings=first.findings, written=written, next=first.next)


def _edit(path: Path) -> None:
    """Let the person edit the file itself: whatever happens, their words are in it."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    # Ctrl-C belongs to the editor meanwhile: stopping here would take unsaved words with it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        # The editor is the person's own choice from their own environment.
        done = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603
    except (OSError, ValueError):
        raise MissingError(
            f"there is no editor {command!r}", hint="set one: export EDITOR=nano"
        ) from None
    finally:
        signal.signal(signal.SIGINT, before)
    if done.returncode:
        raise MissingError(f"{command} ended with code {done.returncode}", file=str(path))


def _draft_lines(facts: Drafted, proposal: Proposal, language: Language) -> tuple[str, ...]:
    labels = {field.key: field.called(language) for field in proposal.profile.fields}
    total = len(labels)
    lines = [f"{proposal.profile.name}: {total - len(facts.empty)} of {total} fields written."]
    if facts.empty:
        names = ", ".join(labels[key] for key in facts.empty)
        lines += wrap(f"Still empty: {names}", columns(), hanging="  ")
    return tuple(lines)


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
