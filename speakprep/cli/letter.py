"""`speakprep letter`: mails to experts and reviewers, for the speaker to send."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.options import FormatOption, TalkOption, YesOption, command_app, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, confirm, one_line, printable, wrap
from speakprep.errors import InputError, SpeakprepError, UsageError
from speakprep.event.profiles import load_profile
from speakprep.feedback.letter_actions import check_file, compose, save
from speakprep.feedback.letters import Kind, Letter, Wishes, parse_person, render_text
from speakprep.plan.actions.plan_file import read_plan
from speakprep.plan.actions.stand import stand
from speakprep.plan.facts import known_as
from speakprep.talk.language import Language
from speakprep.talk.workspace import Workspace, shown_path

ANY_EVENT = "generic"
"""The profile that stands for no event in particular: a letter does not name it."""

app = command_app()

ToOption = Annotated[
    str, typer.Option("--to", metavar="WHO", help='"Name <mail>", or one of the two.')
]
FromOption = Annotated[
    str, typer.Option("--from", metavar="WHO", help="You; the talk's speakers if not given.")
]
LanguageOption = Annotated[
    Literal["en", "zh"] | None,
    typer.Option("--lang", metavar="en|zh", help="The letter's; the talk's own if not given."),
]
ByOption = Annotated[
    str, typer.Option("--by", metavar="YYYY-MM-DD", help="The day you hope for an answer.")
]
LinkOption = Annotated[
    list[str] | None,
    typer.Option("--link", metavar="URL", help="Where to watch or read it; may be repeated."),
]
FileOption = Annotated[
    list[Path] | None,
    typer.Option("--file", metavar="FILE", help="What you will attach; may be repeated."),
]
NoteOption = Annotated[
    str, typer.Option("--note", metavar="TEXT", help="A few words of your own for this person.")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Draft for your mail program (.eml), or .txt."),
]


@app.callback()
def letter() -> None:
    """Ask an expert or a reviewer, thank them: a mail to send yourself.

    Nothing is ever sent: you read it, change it, and send it yourself.
    """


def _asking(kind: Kind) -> Callable[..., Screen]:
    """Return the command that asks for an answer; the two letters that do take the same."""

    def command(
        to: ToOption = "",
        sender: FromOption = "",
        by: ByOption = "",
        link: LinkOption = None,
        file: FileOption = None,
        note: NoteOption = "",
        lang: LanguageOption = None,
        out: OutOption = None,
        yes: YesOption = False,
        talk: TalkOption = None,
        format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
    ) -> Screen:
        wishes = _wishes(to, sender, link, file, note, by=by)
        return _letter(kind, wishes, talk, lang, out, yes)

    return command


app.command(
    "ask-expert",
    help="""Ask somebody who knows the field to watch or read your talk.

    For example:
    speakprep letter ask-expert --to "Name <mail>" --link URL --out ask.eml
    """,
)(_asking("ask-expert"))
app.command(
    "ask-review",
    help="""Ask somebody to read your proposal as a reviewer would.

    For example:
    speakprep letter ask-review --to "Name <mail>" --file cfp.md --out ask.eml
    """,
)(_asking("ask-review"))


@app.command("thank")
def thank_command(
    to: ToOption = "",
    sender: FromOption = "",
    link: LinkOption = None,
    file: FileOption = None,
    note: NoteOption = "",
    lang: LanguageOption = None,
    out: OutOption = None,
    yes: YesOption = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Thank somebody for what they told you.

    Say with --note what you changed because of it.
    """
    wishes = _wishes(to, sender, link, file, note)
    return _letter("thank", wishes, talk, lang, out, yes)


def _letter(
    kind: Kind,
    wishes: Wishes,
    talk: Path | None,
    language: Language | None,
    out: Path | None,
    yes: bool,
) -> Screen:
    space = workspace(talk)
    if out is not None:
        check_file(out)
        _ask_before_replacing(out, yes)
    report = compose(
        space, kind, _completed(wishes, kind, space), event=_event(space), language=language
    )
    if kind == "ask-expert" and _is_invited(space, wishes.to.name):
        report = replace(report, next="speakprep plan")
    if out is None:
        return Screen(report=report, lines=(*_letter_lines(report.facts), *_reminders(wishes)))
    save(report.facts, out)
    saved = replace(report, written=(shown_path(out, space.here),))
    return Screen(report=saved, lines=(*_told(report.facts), *_reminders(wishes)))


def _wishes(
    to: str,
    sender: str,
    links: list[str] | None,
    files: list[Path] | None,
    note: str,
    *,
    by: str = "",
) -> Wishes:
    for file in files or ():
        if not file.exists():
            raise InputError("there is no such file to attach", file=str(file))
    return Wishes(
        to=parse_person(to),
        sender=parse_person(sender),
        by=_day(by) if by else None,
        links=tuple(links or ()),
        files=tuple(file.name for file in files or ()),
        note=note,
    )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a day", hint="for example: --by 2027-03-17") from None
    if day < _today():
        raise UsageError(f"{day} is past", hint="ask for a day that is still to come")
    return day


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the speaker's own day


def _completed(wishes: Wishes, kind: Kind, space: Workspace) -> Wishes:
    """Add what the talk and its plan know: who speaks, and when the experts are due."""
    sender = wishes.sender
    if not sender.name:
        sender = replace(sender, name=", ".join(" ".join(n.split()) for n in space.talk.speakers))
    by = wishes.by
    if by is None and kind == "ask-expert":
        by = _experts_due(space)
    return replace(wishes, sender=sender, by=by)


def _experts_due(space: Workspace) -> date | None:
    """Return the plan's day for the experts; None when it is past, or the plan cannot be read."""
    today = _today()
    with suppress(SpeakprepError):  # a slip in the script is no reason to write no letter
        steps = stand(space, today).facts.steps
        experts = next(step for step in steps if step.step.key == "experts")
        # What they say has to be done by the step's own day.
        due = experts.parts[-1].day if experts.parts else experts.due
        return due if due is not None and due > today else None
    return None


def _event(space: Workspace) -> str:
    event = space.talk.event
    return "" if event == ANY_EVENT else load_profile(space.shelves, event).name


def _ask_before_replacing(out: Path, yes: bool) -> None:
    question = f"{one_line(str(out))} is there already. Replace it?"
    if out.exists() and not confirm(question, assume_yes=yes):
        raise UsageError("it stays as it is; nothing was written", file=str(out))


def _letter_lines(letter: Letter) -> tuple[str, ...]:
    lines = [printable(line) for line in render_text(letter).rstrip("\n").split("\n")]
    receiver = [one_line(f"To: {letter.to.mail}")] if letter.to.mail else []
    return (*receiver, *lines)


def _told(letter: Letter) -> list[str]:
    name = one_line(letter.to.name or letter.to.mail) or "somebody"
    told = f"A letter to {name}. Read it, change it, send it yourself: nothing was sent."
    return wrap(told, columns())


def _is_invited(space: Workspace, name: str) -> bool:
    """Whether the plan knows already that this person was asked."""
    with suppress(SpeakprepError):
        return any(known_as(person.name) == known_as(name) for person in read_plan(space).people)
    return False


def _reminders(wishes: Wishes) -> tuple[str, ...]:
    return ("", *(f"Attach: {one_line(name)}" for name in wishes.files)) if wishes.files else ()
