"""`speakprep feedback`: what people said about the talk, followed to its end."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.feedback_places import field_names, target_texts
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    TalkOption,
    command_app,
    user,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.terminal import (
    ask,
    cells,
    columns,
    interactive,
    one_line,
    pad,
    printable,
    styled,
    wrap,
)
from speakprep.errors import InputError, UsageError
from speakprep.feedback.actions import (
    Recorded,
    Settled,
    add,
    decline,
    list_items,
    promote,
    resembled,
    resolve,
    show,
    stats,
    take_in,
)
from speakprep.feedback.follow import Tally
from speakprep.feedback.hearing import Source
from speakprep.feedback.model import WHOLE, Item, Remark, Status, Target
from speakprep.feedback.promote import Wish, check_words, made_before
from speakprep.feedback.wording import (
    exact_target,
    mentioned,
    read_target,
    said_severity,
    stage_of,
)
from speakprep.talk.disk import MAX_TEXT_BYTES, read_bytes
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace

app = command_app()

STDIN = "-"
"""The name that means what is pasted or piped in."""

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="As `feedback list` shows it.")]
StageOption = Annotated[
    Literal["cfp", "deck", "talk"] | None,
    typer.Option(metavar="cfp|deck|talk", help="What the comments are about."),
]
ReviewerOption = Annotated[str, typer.Option(metavar="NAME", help="Who said it.")]
DayOption = Annotated[
    str, typer.Option("--date", metavar="YYYY-MM-DD", help="When it was said; today if not given.")
]


@app.callback()
def feedback() -> None:
    """Record what people say about your talk; follow each comment to its end."""


@app.command("add")
def add_command(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The reviewer's own words.")] = "",
    reviewer: ReviewerOption = "",
    about: Annotated[
        str,
        typer.Option(metavar="PLACE", help='Such as "slide 12", title, "section 3" or 14:05.'),
    ] = "",
    severity: Annotated[
        Literal["must", "should", "idea"] | None,
        typer.Option(metavar="must|should|idea", help="How pressing it is."),
    ] = None,
    stage: StageOption = None,
    day: DayOption = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Record one comment.

    For example: speakprep feedback add "Name the side" --about abstract
    """
    f"{text}{reviewer}".encode()  # the entry point refuses what is not text: it would be lost
    space = workspace(talk)
    if not text.strip() and interactive():
        text = ask("What was said?")
        reviewer = reviewer or ask("Who said it?", default="Reviewer")
        about = about or ask("About what?", default=str(mentioned(text) or WHOLE))
    target = _target(about, space) if about.strip() else mentioned(text) or WHOLE
    remark = Remark(
        text=text,
        target=target,
        severity=severity or said_severity(text) or "should",
        stage=stage or stage_of(target),
    )
    said_on = _day(day) or _today()
    report = add(space, remark, reviewer=reviewer, today=said_on, targets=target_texts(space))
    return Screen(report=report, lines=_recorded_lines(report.facts))


@app.command("import")
def import_command(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Text, Markdown, .eml, .html, .csv, .json, or -.")
    ],
    reviewer: ReviewerOption = "",
    stage: StageOption = None,
    as_: Annotated[
        Literal["text", "mail", "html", "csv", "json"] | None,
        typer.Option("--as", metavar="KIND", help="text, mail, html, csv, json; else by its name."),
    ] = None,
    day: DayOption = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Record the comments of a mail, a chat, a list or a table.

    With - paste it and press Ctrl-D. What is on record already is not
    recorded twice; what is no comment is kept as a note.

    For example: speakprep feedback import mail.txt --reviewer Wen
    """
    space = workspace(talk)
    name = "pasted text" if file == STDIN else file
    source = Source(
        data=_pasted() if file == STDIN else read_bytes(Path(file), at_most=MAX_TEXT_BYTES + 1),
        name=name,
        kind=as_,
        reviewer=reviewer,
        stage=stage,
        day=_day(day),
    )
    report = take_in(
        space,
        source,
        today=_today(),
        targets=target_texts(space),
        fields=field_names(space),
    )
    return Screen(report=report, lines=_recorded_lines(report.facts))


@app.command("list")
def list_command(
    stage: StageOption = None,
    status: Annotated[
        Literal["open", "accepted", "fixed", "verified", "declined"] | None,
        typer.Option(metavar="STATUS", help="open, accepted, fixed, verified or declined."),
    ] = None,
    reviewer: Annotated[
        str, typer.Option(metavar="NAME", help="Only this person's, or part of the name.")
    ] = "",
    fail_on: FailOnOption = "error",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """List the comments by status, the pressing ones first."""
    report = list_items(workspace(talk), stage=stage, status=status, reviewer=reviewer)
    facts = report.facts
    lines = _table(facts.items)
    if not facts.items:
        lines = ["No comment is like that." if facts.total else "No feedback is on record yet."]
    return Screen(report=report, lines=tuple(lines), fail_on=fail_on)


@app.command("show")
def show_command(
    word: IdArgument,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Show one comment with all that is known about it.

    For example: speakprep feedback show k3f9
    """
    report = show(workspace(talk), word)
    return Screen(report=report, lines=tuple(_item_lines(report.facts)))


@app.command("resolve")
def resolve_command(
    word: IdArgument,
    accept: Annotated[bool, typer.Option("--accept", help="You will follow it.")] = False,
    fixed: Annotated[bool, typer.Option("--fixed", help="It is done (the default).")] = False,
    verified: Annotated[bool, typer.Option("--verified", help="Somebody looked again.")] = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Note that a comment is accepted, fixed or verified.

    A fix is proved by what changed in the text that the comment is about.

    For example: speakprep feedback resolve k3f9 --verified
    """
    if accept + fixed + verified > 1:
        raise UsageError("only one of --accept, --fixed and --verified can be meant")
    status: Status = "accepted" if accept else "verified" if verified else "fixed"
    space = workspace(talk)
    report = resolve(space, word, status, today=_today(), targets=target_texts(space))
    return Screen(report=report, lines=_settled_lines(report))


@app.command("decline")
def decline_command(
    word: IdArgument,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why you do not follow it.")] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Note that you do not follow a comment, and why.

    For example: speakprep feedback decline k3f9 --reason "another talk"
    """
    if not reason.strip() and interactive():
        reason = ask("Why not?")
    report = decline(workspace(talk), word, reason, today=_today())
    return Screen(report=report, lines=_settled_lines(report))


@app.command("promote")
def promote_command(
    word: IdArgument,
    like: Annotated[
        str, typer.Option(metavar="CODE", help="Look for what this rule looks for: CFP804.")
    ] = "",
    words: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", help="Words to flag instead; may be repeated."),
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Flag a text in which none of the words stands.")
    ] = False,
    bad: Annotated[str, typer.Option(metavar="TEXT", help="An example it flags.")] = "",
    good: Annotated[str, typer.Option(metavar="TEXT", help="One it does not.")] = "",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Make a comment a rule of your own: it checks your next talk, too.

    For example: speakprep feedback promote k3f9 --words "simply" --words "just"
    """
    space = workspace(talk)
    named = like
    if not (words or like) and interactive():
        words, like = _asked(space, word)
    if not words and (missing or bad or good):
        raise UsageError("this needs words to look for", hint='such as: --words "simply"')
    wish = Wish(words=check_words(words), missing=missing, bad=bad, good=good) if words else None
    report = promote(space, word, user=user(), like=like, wish=wish, targets=target_texts(space))
    facts = report.facts
    if not facts.new and (wish or named):
        raise made_before(facts.item, facts.rule, space.name(Path(facts.rule.file)))
    like_ = f", like {facts.like}" if facts.like else ""
    said = f"is now your rule {facts.rule.code}{like_}:" if facts.new else "is a rule already:"
    message = printable(facts.rule.message[space.talk.language])
    lines = [f"{facts.item.id} {said}", *wrap(message, columns(), indent="  ")]
    return Screen(report=report, lines=tuple(lines))


@app.command("stats")
def stats_command(
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Show how far the feedback is, person by person."""
    report = stats(workspace(talk), _today())
    return Screen(report=report, lines=tuple(_stats_lines(report.facts.tallies)))


def _target(about: str, space: Workspace) -> Target:
    found = exact_target(about) or read_target(about, field_names(space))
    if found is None:
        raise UsageError(
            f"{about!r} is not a place in a talk",
            hint='such as "slide 12", abstract, "section 3", 14:05 or whole',
        )
    return found


def _pasted() -> bytes:
    if interactive():
        sys.stderr.write("Paste it, then press Ctrl-D:\n")
    if sys.stdin is None:
        raise InputError("nothing is piped in")
    return sys.stdin.buffer.read(MAX_TEXT_BYTES + 1)


def _asked(space: Workspace, word: str) -> tuple[list[str], str]:
    """Ask for words to look for; Enter alone takes the rule that the comment is like."""
    near = resembled(space, word)
    meant = f"; Enter for what {near} looks for" if near else ""
    typed = ask(f"Words to flag, with commas{meant}:")
    return [each for each in typed.replace("，", ",").split(",") if each.strip()], (
        near if near and not typed else ""
    )


def _recorded_lines(facts: Recorded) -> tuple[str, ...]:
    count = len(facts.added)
    lines = [f"{count} comment{'s' * (count != 1)} recorded."] if count or not facts.known else []
    lines += _table(facts.added)
    if facts.known:
        ids = ", ".join(item.id for item in facts.known)
        lines += wrap(f"On record already: {ids}", columns(), hanging="  ")
    if facts.noted:
        lines.append("The rest of the text is kept as a note.")
    return tuple(lines)


def _table(items: Iterable[Item]) -> list[str]:
    """Return rows of 80 columns, under a heading for each status."""
    lines: list[str] = []
    shown: Status | None = None
    held = list(items)
    for item in held:
        if item.status != shown:
            shown = item.status
            count = sum(other.status == shown for other in held)
            lines += [""] * bool(lines) + [styled(f"{shown} ({count})", "bold")]
        row = (
            f"  {pad(item.id, 5)} {pad(item.severity, 6)} {item.stage:<4} "
            f"{pad(one_line(str(item.target)), 15)} {pad(one_line(item.reviewer), 11)} "
        )
        lines.append(row + pad(one_line(item.text), columns() - cells(row)).rstrip())
    return lines


def _item_lines(item: Item) -> list[str]:
    since = f" since {item.since}" if item.since else ""
    head = f"{item.id}  {item.severity}, {item.stage}, {item.target}: {item.status}{since}"
    lines = [styled(one_line(head), "bold")]
    lines.append(one_line(f"{item.reviewer}, {item.day}  ({item.file}:{item.line})"))
    for row in item.text.split("\n"):
        lines += wrap(printable(row), columns(), indent="  > ", hanging="  > ") or ["  >"]
    if item.reason:
        lines += wrap(printable(f"declined: {item.reason}"), columns(), hanging="  ")
    if item.before and item.after:
        changed = "is as it was" if item.before == item.after else "changed"
        lines.append(f"The text it is about {changed}: {item.before} -> {item.after}")
    return lines


def _settled_lines(report: Report[Settled]) -> tuple[str, ...]:
    item = report.facts.item
    proof = ""
    if item.status in {"fixed", "verified"} and item.before and item.after != item.before:
        proof = " The text it is about has changed."
    return (f"{item.id}: {report.facts.was} -> {item.status}.{proof}",)


def _stats_lines(tallies: tuple[Tally, ...]) -> list[str]:
    if not tallies:
        return ["No feedback is on record yet. Whom could you ask?"]
    lines = [f"{'reviewer':<24}{'stage':<7}{'open':>5}{'fixed':>7}{'declined':>10}  waiting"]
    for tally in tallies:
        days = tally.oldest_days
        waits = "" if days is None else f"{days} day{'s' * (days != 1)}"
        lines.append(
            f"{pad(one_line(tally.reviewer), 22)}  {tally.stage:<7}{tally.open:>5}"
            f"{tally.closed:>7}{tally.declined:>10}  {waits}".rstrip()
        )
    left = sum(tally.open for tally in tallies)
    done = sum(tally.closed + tally.declined for tally in tallies)
    said = f"{done} answered, {left} to go." if left else "Every comment has its answer. Well done!"
    return [*lines, "", said]


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a day", hint="for example: 2027-03-17") from None


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the speaker's own day
