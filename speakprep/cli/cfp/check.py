"""`speakprep cfp check`: answer a reviewer's questions with your own words."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from speakprep.cfp.actions.check import Changes, Checklist, answer, check
from speakprep.cfp.proving import OPEN, Item, Status
from speakprep.cli.cfp.walk import walk
from speakprep.cli.options import FailOnOption, FormatOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, interactive, one_line, styled, wrap
from speakprep.errors import UsageError
from speakprep.talk.language import Language
from speakprep.talk.report import Report

CODE = "CODE=TEXT"

HANGING = " " * 9
"""Where a question goes on: below its first word, behind the code."""

_UNSEEN: dict[Language, str] = {
    "en": "(a quick look saw no such words yet)",
    "zh": "（粗看之下还没有这样的话）",
}
_SETTLED: dict[Status, str] = {"done": "answered", "declined": "left out"}


def check_command(
    quote: Annotated[
        list[str] | None,
        typer.Option(metavar=CODE, help="Words of your text that answer a question."),
    ] = None,
    decline: Annotated[
        list[str] | None,
        typer.Option(metavar=CODE, help="Leave a question out, and why."),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE|all", help="Take the words a model proposed."),
    ] = None,
    reopen: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Take an answer back.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Ask nothing, only show.")] = False,
    event: Annotated[
        str | None, typer.Option(metavar="PROFILE", help="The variant for another event.")
    ] = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Answer a reviewer's questions with your own words.

    A question is done with a verbatim quote from your text, or left out with a
    reason. Edit the sentence, and that question alone is open again.

    For example: speakprep cfp check --quote CFP801="what it costs, in your words"
    """
    space = workspace(talk)
    changes = Changes(
        quotes=_pairs("--quote", quote),
        declined=_pairs("--decline", decline),
        reopened=[code.upper() for code in reopen or []],
        accepted=[code if code == "all" else code.upper() for code in accept or []],
    )
    if changes != Changes(reopened=[], accepted=[]):
        report = answer(space, changes, today=_today(), event=event or "")
    elif interactive() and not list_:
        report = walk(space, today=_today(), event=event or "")
    else:
        report = check(space, event=event or "")
    # Open questions are listed with the others; as findings they would say it all again.
    shown = tuple(finding for finding in report.findings if finding.code != OPEN)
    return Screen(report=report, lines=tuple(_lines(report)), shown=shown, fail_on=fail_on)


def _pairs(option: str, pairs: list[str] | None) -> dict[str, str]:
    """Read CODE=TEXT, each code once."""
    found: dict[str, str] = {}
    for pair in pairs or []:
        code, sign, words = pair.partition("=")
        code = code.strip().upper()
        if not sign:
            raise UsageError(f"{pair!r} says nothing", hint=f'for example: {option} CFP801="..."')
        if code in found:
            raise UsageError(f"{code} is named twice", hint="say one thing about it")
        found[code] = words
    return found


def _lines(report: Report[Checklist]) -> Iterator[str]:
    facts = report.facts
    counts = facts.counts
    total = len(facts.items)
    parts = {
        "answered": counts.done,
        "left out": counts.declined,
        "to quote again": counts.stale,
        "open": counts.open,
    }
    said = ", ".join(f"{number} {what}" for what, number in parts.items() if number)
    head = f"{facts.file}: {total} question{'s' * (total != 1)} a reviewer may ask"
    yield from wrap(one_line(f"{head}: {said}." if total else f"{head}."), columns())
    for item in facts.items:
        if item.status in _SETTLED:
            yield ""
            yield from _settled(item)
    waiting = [item for item in facts.items if item.status == "open"]
    if waiting:
        yield ""
        yield styled("open", "cyan")
    for item in waiting:
        yield from wrap(
            one_line(f"{item.code}  {item.ask}"), columns(), indent="  ", hanging=HANGING
        )
        if item.hints:
            yield from wrap(_UNSEEN[facts.language], columns(), indent=HANGING)
    if total and not report.findings:
        yield ""
        yield "Every question has its answer."


def _settled(item: Item) -> Iterator[str]:
    state = _SETTLED[item.status]
    place = f"{item.place}: " if item.status == "done" else ""
    yield f"{one_line(place)}{styled(state, 'green')} {item.code}"
    yield from wrap(one_line(item.ask), columns(), indent="  ")
    quote = item.answer.quote
    words = quote.words if quote else item.answer.declined
    mark = "  > " if quote else "  - "
    yield from wrap(one_line(words), columns(), indent=mark, hanging="    ")[:3]


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the speaker's own day
