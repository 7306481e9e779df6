"""`speakprep event`: forms of events, and the calls that are open."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.event_form import form_lines
from speakprep.cli.options import FormatOption, TalkOption, YesOption, command_app, here, user
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, one_line, pad, styled, wrap
from speakprep.errors import InputError
from speakprep.event.actions import (
    Due,
    Imported,
    Listed,
    Wish,
    import_event,
    list_deadlines,
    list_events,
    show_event,
    where_event,
    write_calendar,
)
from speakprep.talk.folders import find_talk
from speakprep.talk.language import Language
from speakprep.talk.report import Finding
from speakprep.talk.resources import Shelves
from speakprep.talk.workspace import open_workspace, shelves

SHOWN_FINDINGS = 8
"""A list of other people's may hold thousands of dirty values: these are shown, all are in JSON."""

app = command_app()

KeyArgument = Annotated[
    str, typer.Argument(metavar="KEY", help="The event, as in: speakprep event list")
]


@app.callback()
def event() -> None:
    """What each form asks for, and which calls close soon."""


@app.command("list")
def list_command(
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """List the forms that speakprep knows."""
    report = list_events(_shelves(talk), here(), _now())
    events = report.facts.events
    lines = [
        f"{'KEY':<22} {'NAME':<25} {'SYSTEM':<10} {'CLOSES':<10} KNOWN",
        *(_listed_line(each) for each in events),
    ]
    if any(each.stale for each in events):
        lines += ["", "* of an edition that is over, or not checked for a year"]
    return Screen(report=report, lines=tuple(lines))


@app.command("show")
def show_command(
    key: KeyArgument,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Show one form: its fields and their limits.

    With days, formats and agreements, and where each of them is known from.

    For example: speakprep event show kubecon-eu-2027
    """
    language = _language(talk)
    report = show_event(_shelves(talk), here(), key, _now(), language)
    lines = form_lines(report.facts, language)
    return Screen(report=report, lines=lines)


@app.command("where")
def where_command(
    key: KeyArgument,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Tell which file a form is read from.

    The talk's own file comes first, then yours, then the shipped one.

    For example: speakprep event where kubecon-eu-2027
    """
    report = where_event(_shelves(talk), here(), key)
    facts = report.facts
    lines = [f"{one_line(facts.file)} ({facts.shelf})"]
    lines += [f"  hides {one_line(other)}" for other in facts.hides]
    return Screen(report=report, lines=tuple(lines))


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A page, JSON or TOML file.")],
    key: Annotated[
        str, typer.Option("--key", metavar="KEY", help="What to call it; else the file's name.")
    ] = "",
    to: Annotated[
        Literal["talk", "user"],
        typer.Option("--to", metavar="talk|user", help="Into this talk, or for all your talks."),
    ] = "user",
    yes: YesOption = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Import a form, or a list of open calls.

    Forms become checklists/events/KEY.toml: the page of a pretalx form, saved as HTML (log in,
    go to the step with the fields, save), or a TOML file like the shipped ones.

    Lists become checklists/calls/KEY.toml, for "event deadlines": a JSON file of confs.tech, or
    all-cfps.json of developers.events. Nothing is downloaded; a file that you edited is only
    replaced with --yes.

    For example: speakprep event import all-cfps.json
    """
    wish = Wish(key=key, to=to, replace=yes)
    report = import_event(_shelves(talk), here(), here() / file, wish, _now())
    lines = _imported_lines(report.facts)
    hidden = len(report.findings) - SHOWN_FINDINGS
    if hidden > 0:
        lines.append(f"{hidden} more findings are not shown; --format json has them all.")
    shown: tuple[Finding, ...] = report.findings[:SHOWN_FINDINGS]
    return Screen(report=report, lines=tuple(lines), shown=shown)


@app.command("deadlines")
def deadlines_command(
    all_: Annotated[bool, typer.Option("--all", help="Also calls that have closed.")] = False,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write them into a calendar file.")
    ] = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """List open calls by the days left.

    They come from all forms and all imported lists.

    Where only a date is known, days count to when that date ends first on Earth (UTC+14).
    """
    now = _now()
    report = list_deadlines(_shelves(talk), here(), now, closed_too=all_)
    lines = [line for due in report.facts.calls for line in _due_lines(due)]
    if not lines:
        text = (
            "No call is open that speakprep knows of. Save a list of them here, such as "
            "https://developers.events/all-cfps.json, and import it."
        )
        lines = wrap(text, columns())
    if closed := report.facts.closed:
        lines += ["", f"{closed} more {'has' if closed == 1 else 'have'} closed (--all)."]
    if ics is None:
        return Screen(report=report, lines=tuple(lines))
    written = write_calendar(report, here() / ics, here(), now)
    return Screen(
        report=report.__class__(
            facts=report.facts, findings=report.findings, written=(written,), next=report.next
        ),
        lines=tuple(lines),
    )


def _listed_line(each: Listed) -> str:
    known = each.confidence + ("*" if each.stale else "")
    cells = (
        pad(one_line(each.key), 22),
        pad(one_line(each.name), 25),
        pad(one_line(each.system), 10),
        pad(each.closes[:10], 10),
    )
    return f"{' '.join(cells)} {known}"


def _imported_lines(facts: Imported) -> list[str]:
    if facts.fields:
        plural = "s" * (facts.fields != 1)
        lines = [f"A form with {facts.fields} field{plural}, out of a {facts.kind}."]
        if facts.left_out:
            names = one_line(", ".join(facts.left_out))
            lines += wrap(f"Left to the form itself: {names}", columns(), hanging="  ")
        return lines
    lines = [f"{facts.calls} open call{'s' * (facts.calls != 1)}, out of a list of {facts.kind}."]
    if facts.closed or facts.without:
        lines.append(f"Left out: {facts.closed} closed, {facts.without} without a usable call.")
    return lines


def _due_lines(due: Due) -> Iterator[str]:
    place = f" ({due.call.location})" if due.call.location else ""
    key = f" [{due.call.key}]" if due.call.key else ""
    name = wrap(one_line(f"{due.call.name}{place}{key}"), columns() - 11)
    yield f"{due.left:>9}  {styled(name[0] if name else '', 'bold')}"
    yield from (f"{'':11}{line}" for line in name[1:])
    yield f"{'':11}{due.said}"
    if due.call.url:
        yield f"{'':11}{one_line(due.call.url)}"


def _shelves(talk: Path | None) -> Shelves:
    return shelves(user(), talk_folder=_talk_around(talk))


def _language(talk: Path | None) -> Language:
    folder = _talk_around(talk)
    return open_workspace(here(), user(), named=folder).talk.language if folder else "en"


def _talk_around(talk: Path | None) -> Path | None:
    if talk is not None:
        return find_talk(here(), named=talk)
    try:
        return find_talk(here())
    except InputError:
        return None


def _now() -> datetime:
    return datetime.now().astimezone()
