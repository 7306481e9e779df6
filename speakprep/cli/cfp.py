"""`speakprep cfp`: draft the proposal, and check it as reviewers would."""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cfp.actions import Checked, Drafted, Measured, draft, lint_files, lint_talk
from speakprep.cfp.actions import open_proposal as opened
from speakprep.cfp.counting import UNITS, size
from speakprep.cfp.files import CFP_FILE, question_for
from speakprep.cfp.form import empty_fields
from speakprep.cfp.model import Field, Meter, Proposal, Question
from speakprep.cfp.profiles import load_questions
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    TalkOption,
    command_app,
    here,
    user,
    workspace,
)
from speakprep.cli.output import Screen, error_lines
from speakprep.cli.terminal import ask, cells, columns, interactive, pad, printable, styled, wrap
from speakprep.errors import InputError, MissingError, UsageError
from speakprep.lint.tables import Table
from speakprep.talk.disk import read_text
from speakprep.talk.folders import find_talk
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace, shelves

app = command_app()

BAR_CELLS = 20
"""Width of the bar that shows how full a field is."""

_FIELD_HEADING = re.compile(r"^##?(?=\s)", re.MULTILINE)
"""A heading of the two levels that part the fields of cfp.md."""

END_OF_ANSWER = "."
"""A line that holds only this ends an answer: a pasted text may hold empty lines."""


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
        _interview(space)
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
    return Screen(report=report, lines=_lint_lines(report.facts), fail_on=fail_on)


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


def _interview(space: Workspace) -> None:
    """Ask for every empty field; each answer is saved before the next question."""
    questions = load_questions(space.shelves)
    proposal = opened(space)
    language = space.talk.language
    _say("Answer what you know; Enter alone leaves a field for later, Ctrl-C stops.")
    for field in empty_fields(proposal):
        for line in _question_lines(field, proposal, question_for(field, questions), language):
            _say(line)
        typed: list[str] = []
        try:
            for line in _choice(field) if field.choices else _words(field):
                typed.append(line)  # noqa: PERF402 -- lines before a Ctrl-C count
        except KeyboardInterrupt:
            _say("")
            _save(space, field, proposal, "\n".join(typed))
            raise
        _save(space, field, proposal, "\n".join(typed))


def _save(space: Workspace, field: Field, proposal: Proposal, words: str) -> None:
    """Save one answer; a heading in it that would begin another field becomes a smaller one."""
    if not words.strip():
        return
    said: list[str] = []
    for attempt in (words, _FIELD_HEADING.sub("###", words)):
        try:
            draft(space, {field.key: attempt})
        except InputError as error:
            said = error_lines(error)
            continue
        changed = "" if attempt == words else ", with ### before its headings"
        said = [f"  saved: {_measured(field, attempt, proposal)}{changed}"]
        break
    for line in said:
        _say(line)


def _measured(field: Field, words: str, proposal: Proposal) -> str:
    if field.choices:
        return words
    form = proposal.profile
    counted = size(words.strip(), form.counter, form.newline)
    limit = f"/{field.at_most}" if field.at_most else ""
    return f"{counted}{limit} {UNITS[form.counter]['en']}"


def _question_lines(
    field: Field, proposal: Proposal, question: Question | None, language: Language
) -> list[str]:
    limit = f", at most {field.at_most} {UNITS[proposal.profile.counter]['en']}"
    facts = ("required" if field.required else "may stay empty") + (limit if field.at_most else "")
    lines = ["", styled(f"{field.called(language)} ({facts})", "bold")]
    said = [field.note.get(language, "")]
    if question is not None:
        parts = (question.ask, question.why)
        said += [part.get(language, part["en"]) for part in parts]
        said += [
            f"+ {question.good.get(language, question.good['en'])}",
            f"- {question.weak.get(language, question.weak['en'])}",
        ]
    for words in filter(None, said):
        lines += wrap(words, columns(), indent="  ", hanging="    " if words[1] == " " else None)
    lines += [f"  {number}. {words}" for number, words in enumerate(field.choices, 1)]
    if not field.one_line:
        lines.append(f"  (as many lines as you like; a line with only {END_OF_ANSWER} ends it)")
    return lines


def _choice(field: Field) -> Iterator[str]:
    """Take a number or the words of a choice; anything else is asked again."""
    while typed := ask(">"):
        if typed.isdecimal() and 1 <= int(typed) <= len(field.choices):
            yield field.choices[int(typed) - 1]
            return
        for words in field.choices:
            if words.casefold() == typed.casefold():
                yield words
                return
        _say(f"  choose a number from 1 to {len(field.choices)}, or press Enter")


def _words(field: Field) -> Iterator[str]:
    """Yield an answer line by line, so that Ctrl-C leaves what was typed before."""
    first = ask(">")
    if first == END_OF_ANSWER:
        return
    yield first
    if field.one_line or not first:
        return
    while (line := ask(">")) != END_OF_ANSWER:
        yield line


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


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


def _meter_lines(proposal: Measured) -> list[str]:
    lines = [printable(f"{proposal.event_name} ({proposal.file})")]
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
