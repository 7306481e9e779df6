"""`speakprep cfp draft`: write the proposal, asked or in an editor."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cfp.actions.draft import Drafted, draft
from speakprep.cfp.actions.draft import open_proposal as opened
from speakprep.cfp.actions.opening import proposal_path
from speakprep.cfp.generated import Source
from speakprep.cfp.model import Proposal
from speakprep.cli.cfp.interview import interview
from speakprep.cli.editor import edit_file, own_editor
from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, interactive, printable, wrap
from speakprep.errors import UsageError
from speakprep.talk.disk import read_text
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.resources import parse_toml
from speakprep.talk.tables import Table
from speakprep.talk.workspace import Workspace


def draft_command(
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The title, if it is still empty.")
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=TEXT", help="An answer; may be repeated."),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help='Answers by field, such as: level = "Any"'),
    ] = None,
    generated_by: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Mark these answers as written by a model."),
    ] = None,
    event: Annotated[
        str | None, typer.Option(metavar="PROFILE", help="The variant for another event.")
    ] = None,
    editor: Annotated[
        bool, typer.Option("--editor", help="Write in $EDITOR instead of being asked.")
    ] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Write cfp.md: one heading per field of the event's form.

    Asks for what is still empty, the description part by part, and saves every
    answer at once; what you wrote is never replaced.
    For example: speakprep cfp draft --answer description.problem="It costs ..."
    """
    space = workspace(talk)
    named = event or ""
    given = _given(answers, answer or [], title)
    today = date.today()  # noqa: DTZ011 -- the speaker's own day
    source = Source(model=generated_by, day=today) if generated_by else None
    report = draft(space, given, event=named, source=source)
    path = proposal_path(space, named)
    before = read_text(path)
    if editor:
        _edit(path)
        report = _again(space, report, before, named)
    elif interactive() and not no_input:
        interview(space, named)
        report = _again(space, report, before, named)
    lines = _draft_lines(report.facts, opened(space, named), space.talk.language)
    return Screen(report=report, lines=lines)


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
    """Read answers by field; those of its parts stand in a table of the field's name."""
    text = read_text(file)
    table, values = Table.parse(text, str(file)), parse_toml(text, str(file))
    answers: dict[str, str] = {}
    for field in table:
        if isinstance(values[field], dict):
            parts = table.inner(field)
            answers |= {f"{field}.{part}": parts.text(part, "") for part in parts}
        else:
            answers[field] = table.text(field, "")
    return answers


def _again(space: Workspace, first: Report[Drafted], before: str, event: str) -> Report[Drafted]:
    """Report on the file as it is now, with what the first step already did."""
    now = draft(space, {}, event=event).facts
    same = read_text(proposal_path(space, event)) == before
    facts = replace(
        now,
        created=first.facts.created,
        filled=(
            *first.facts.filled,
            *(key for key in first.facts.empty if key not in now.empty),
        ),
        kept=first.facts.kept,
    )
    written = first.written if same else (now.file,)
    return Report(facts=facts, findings=first.findings, written=written, next=first.next)


def _edit(path: Path) -> None:
    """Let the person edit the file itself: whatever happens, their words are in it."""
    if not own_editor() and not interactive():
        raise UsageError(
            "there is no terminal for an editor",
            hint=f"open {path.name} yourself, or name one that needs none: export EDITOR=code",
        )
    edit_file(
        path, hint=f"what you saved is in {path.name}; go on with: speakprep cfp draft --editor"
    )


def _draft_lines(facts: Drafted, proposal: Proposal, language: Language) -> tuple[str, ...]:
    labels = {field.key: field.called(language) for field in proposal.profile.fields}
    total = len(labels)
    lines = [f"{proposal.profile.name}: {total - len(facts.empty)} of {total} fields written."]
    if facts.empty:
        names = ", ".join(labels[key] for key in facts.empty)
        lines += wrap(printable(f"Still empty: {names}"), columns(), hanging="  ")
    if facts.unanswered:
        parts = ", ".join(facts.unanswered)
        lines += wrap(printable(f"Not answered yet: {parts}"), columns(), hanging="  ")
    return tuple(lines)
