"""`speakprep cfp diff`, `copy` and `versions`: what changed, and what is pasted."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from speakprep.cfp.actions.frozen import FrozenState, list_frozen
from speakprep.cfp.actions.versions import Copied, copy, diff
from speakprep.cfp.comparing import Change, Piece
from speakprep.cli.cfp.clipboard import put_on_clipboard
from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, one_line, printable, styled, wrap

AROUND = 40
"""So many characters of what stayed are shown on each side of a change."""

LONGEST = 2_000
"""So many characters of one change are shown: more than a form's longest field takes."""

EventOption = Annotated[
    str | None, typer.Option(metavar="PROFILE", help="The variant for another event.")
]


def diff_command(
    before: Annotated[
        str, typer.Argument(metavar="[A]", help="File, event or version; the last frozen if none.")
    ] = "",
    after: Annotated[
        str, typer.Argument(metavar="[B]", help="The same; the talk's file as it is if none.")
    ] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Show what changed between two proposals.

    Marked like this: [-taken out-] {+put in+}.
    For example: speakprep cfp diff cfp.md pycontw
    """
    report = diff(workspace(talk), before, after)
    facts = report.facts
    changed = [change for change in facts.changes if change.kind != "same"]
    lines = [one_line(f"{facts.before} -> {facts.after}")]
    for change in changed:
        lines += ["", *_change_lines(change)]
    if not changed:
        lines.append("Their words are the same, field by field.")
    elif same := len(facts.changes) - len(changed):
        lines += ["", f"{same} field{'s' * (same > 1)} with words did not change."]
    return Screen(report=report, lines=tuple(lines))


def copy_command(
    field: Annotated[str, typer.Argument(metavar="FIELD", help="Its key or its label.")],
    clipboard: Annotated[
        bool, typer.Option("--clipboard", help="Into the clipboard instead of on the screen.")
    ] = False,
    event: EventOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",
) -> Screen:
    """Print one field, exactly as it is to be pasted.

    Without comments and the blanks around it; a line end follows.
    For example: speakprep cfp copy description --clipboard
    """
    report = copy(workspace(talk), field, event=event or "")
    facts = report.facts
    if clipboard:
        put_on_clipboard(facts.text)
    if format_ == "text":
        sys.stderr.write(f"{one_line(_counted(facts))}{', in the clipboard' * clipboard}\n")
    # Into a pipe go the words themselves; a terminal would obey what may be among them.
    words = printable(facts.text) if sys.stdout.isatty() else facts.text
    return Screen(report=report, lines=() if clipboard else (words,))


def versions_command(
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """List what was frozen, and what changed since."""
    report = list_frozen(workspace(talk))
    facts = report.facts
    states = {state.frozen.name: state for state in facts.states}
    lines = []
    for frozen in facts.versions:
        lines.append(
            one_line(f"{frozen.day}  {frozen.event}  {_standing(states.get(frozen.name))}")
        )
        for said in frozen.open:
            lines += wrap(printable(f"open: {said}"), columns(), indent="  ", hanging="    ")
        if frozen.reason:
            why = printable(f"sent anyway: {frozen.reason}")
            lines += wrap(why, columns(), indent="  ", hanging="    ")
    return Screen(report=report, lines=tuple(lines) or ("Nothing is frozen yet.",))


def _standing(state: FrozenState | None) -> str:
    if state is None:
        return "there is a later one"
    if state.gone:
        return f"{state.file} is not there any more"
    return f"{state.file} changed since" if state.changed else f"as {state.file} is now"


def _counted(facts: Copied) -> str:
    limit = f"/{facts.limit}" if facts.limit is not None else ""
    over = facts.count - facts.limit if facts.limit is not None else 0
    return f"{facts.label}: {facts.count}{limit} {facts.unit}" + (f", {over} over" * (over > 0))


def _change_lines(change: Change) -> list[str]:
    what = {"added": " (only in the second)", "removed": " (only in the first)"}
    head = styled(one_line(f"{change.label}{what.get(change.kind, '')}"), "bold")
    text = "".join(_shown(change.pieces))
    return [head, *wrap(printable(text), columns(), indent="  ")]


def _shown(pieces: tuple[Piece, ...]) -> Iterator[str]:
    """Mark changes, and cut short what stayed; a line end is shown as ↵."""
    for number, piece in enumerate(pieces):
        text = piece.text.replace("\n", "↵ ")
        if piece.kind == "removed":
            yield f"[-{_cut(text)}-]"
        elif piece.kind == "added":
            yield f"{{+{_cut(text)}+}}"
        else:
            yield _around(text, first=not number, last=number == len(pieces) - 1)


def _cut(text: str) -> str:
    left_out = len(text) - LONGEST
    return f"{text[:LONGEST]} … ({left_out} more)" if left_out > 0 else text


def _around(text: str, *, first: bool, last: bool) -> str:
    left = "" if first else _whole(text[:AROUND], from_end=False)
    right = "" if last else _whole(text[-AROUND:], from_end=True)
    return text if len(text) <= 2 * AROUND else f"{left} … {right}"


def _whole(text: str, *, from_end: bool) -> str:
    """Leave out the half word where a text was cut; Chinese has no such place."""
    words = text.partition(" ")[2] if from_end else text.rpartition(" ")[0]
    return words if len(words) > AROUND // 2 else text
