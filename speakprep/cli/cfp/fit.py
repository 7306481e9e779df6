"""`speakprep cfp fit` and `new-version`: the same words for another form."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from speakprep.cfp.actions.versions import fit_to, new_version
from speakprep.cfp.model import Fit, LeftOut, Sentence
from speakprep.cli.options import FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import cells, columns, one_line, pad, printable, wrap

LOST_LINES = 12
"""So many lines of what falls off are shown; all of it is in --format json."""


def fit_command(
    to: Annotated[
        str | None, typer.Option("--to", metavar="PROFILE", help="Form; the talk's own if none.")
    ] = None,
    field: Annotated[
        str | None, typer.Option(metavar="FIELD", help="Look at one field only.")
    ] = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """See what is too long for a form, and what could go.

    It names what a cut would lose and the longest sentences. Which sentence goes is for you to say.
    For example: speakprep cfp fit --to pycontw --field abstract
    """
    report = fit_to(workspace(talk), to or "", field or "")
    facts = report.facts
    lines = [one_line(f"{facts.event_name} ({facts.file})")]
    lines += fit_lines(facts.fields)
    lines += [line for each in facts.fields if each.over for line in _over_lines(each)]
    lines += left_lines(facts.left_out)
    return Screen(report=report, lines=tuple(lines), shown=())


def new_version_command(
    event: Annotated[str, typer.Option(metavar="PROFILE", help="The other event's form.")],
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Make the proposal for another event out of cfp.md.

    Words are carried over as they are, nothing is lost, and cfp.md stays.

    For example: speakprep cfp new-version --event pycontw
    """
    report = new_version(workspace(talk), event)
    facts = report.facts
    lines = [one_line(f"{facts.event_name} ({facts.file}, from {facts.source})")]
    lines += fit_lines(facts.fields)
    lines += left_lines(facts.left_out)
    return Screen(report=report, lines=tuple(lines))


def fit_lines(fields: Sequence[Fit]) -> Iterator[str]:
    """Show how full every field is."""
    width = min(max(cells(each.label) for each in fields), 30)
    for each in fields:
        yield f"  {pad(one_line(each.label), width)}  {_state(each)}"


def _state(fit: Fit) -> str:
    if not fit.count:
        return "empty, required" if fit.required else "empty"
    limit = f"/{fit.limit}" if fit.limit is not None else ""
    parts = [f"{fit.count}{limit} {fit.unit}"]
    if fit.over:
        parts.append(f"{fit.over} over")
    if fit.short:
        parts.append(f"{fit.short} short")
    if fit.one_line and fit.lines > 1:
        parts.append(f"{fit.lines} lines, where it takes one")
    if fit.source.casefold() != fit.label.casefold():
        parts.append(f"from {one_line(fit.source)}")
    return ", ".join(parts)


def _over_lines(fit: Fit) -> list[str]:
    lines = ["", one_line(f"{fit.label}: {fit.over} over")]
    lines.append("  a cut would lose:")
    lost = [part for line in fit.lost.split("\n") for part in _quoted(line)]
    more = len(lost) - LOST_LINES
    lines += [*lost[: LOST_LINES - 1], f"  > ... and {more + 1} lines more"] if more > 0 else lost
    lines.append("  its longest sentences:")
    lines += [line for each in fit.longest for line in _sentence_lines(each)]
    if fit.without:
        lines.append("  it fits without:")
    for number, way in enumerate(fit.without):
        lines += ["  or without:"] if number else []
        lines += [line for each in way for line in _sentence_lines(each)]
    if not fit.without:
        lines.append("  no few sentences could go to make it fit: it needs another text")
    return lines


def _quoted(line: str) -> list[str]:
    return wrap(printable(line), columns(), indent="  > ", hanging="  > ")


def _sentence_lines(sentence: Sentence) -> list[str]:
    """Show a sentence behind its size, on two lines at most."""
    words = one_line(" ".join(sentence.text.split()))
    lines = wrap(words, columns(), indent=f"{sentence.size:>7}  ", hanging=" " * 9)
    return [*lines[:1], f"{lines[1][: columns() - 8]} ..."] if len(lines) > 2 else lines


def left_lines(left: Sequence[LeftOut]) -> list[str]:
    """Name what the form does not ask for."""
    if not left:
        return []
    lines = ["", "Stays behind, in your file as it is:"]
    for each in left:
        name = one_line(each.heading) or "words above the first heading"
        told = f"{name} (line {each.line}): {each.reason}"
        lines += wrap(told, columns(), indent="  ", hanging="    ")
    return lines
