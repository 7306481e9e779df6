"""`speakprep new`: create a talk, asking only for what was not said."""

import sys
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal, TypeVar

import typer

from speakprep.cli.options import FormatOption, command_app, here, user
from speakprep.cli.output import Screen, error_lines
from speakprep.cli.terminal import ask, columns, interactive, printable, wrap
from speakprep.errors import UsageError
from speakprep.talk.actions import NewTalk, check_event, check_slot, create_talk, free_folder
from speakprep.talk.files import MAX_MINUTES
from speakprep.talk.language import LANGUAGE_NAMES, LANGUAGES, Language
from speakprep.talk.model import Dates, Talk
from speakprep.talk.report import Report
from speakprep.talk.resources import Shelves, list_resources
from speakprep.talk.workspace import shelves

app = command_app()

Code = Literal["en", "zh"]
Answer = TypeVar("Answer")

NONE = "none"
"""What is typed for "there is none" and "I do not know yet"."""

_LANGUAGES: dict[str, Language] = {
    **{code: code for code in LANGUAGES},
    **{name.casefold(): code for code, name in LANGUAGE_NAMES.items()},
    **dict.fromkeys(("英文", "英语"), "en"),
    **dict.fromkeys(("中文", "汉语"), "zh"),
}
"""What may be typed for a language."""

DAY_QUESTION = "Day of the talk (YYYY-MM-DD, or none)?"

QA_FROM_MINUTES = 20
"""Shorter slots rarely keep time for questions."""


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it, and its folder.")],
    event: Annotated[
        str | None, typer.Option(metavar="PROFILE", help="Form profile, such as kubecon-eu-2027.")
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Working title.")] = None,
    minutes: Annotated[str | None, typer.Option(metavar="N", help="The whole slot.")] = None,
    qa: Annotated[
        str | None, typer.Option(metavar="N", help="Minutes of it kept for questions.")
    ] = None,
    lang: Annotated[
        Code | None, typer.Option(metavar="en|zh", help="The language you write in.")
    ] = None,
    slides_lang: Annotated[
        Code | None,
        typer.Option(metavar="en|zh", help="The slides' language; the audience's if not given."),
    ] = None,
    to: Annotated[
        Code | None, typer.Option(metavar="en|zh", help="The language to translate to.")
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Day of the talk.")
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Create a talk: a folder with everything in it.

    For example: speakprep new trace-sampling --lang zh --to en --minutes 30
    """
    where = shelves(user())
    free_folder(here(), name)
    asked = _Interview(asking=interactive() and not no_input)
    title = asked.for_(title, "Working title?", " ".join(name.split()), str)
    event = _event(asked, event, where)
    slot, kept = _slot(asked, minutes, qa)
    language, target = _languages(asked, lang, to)
    talk = Talk(
        title=" ".join(title.split()),
        event=event,
        minutes=slot,
        qa_minutes=kept,
        language=language,
        slides_language=slides_lang or target or language,
        translate_to=(target,) if target and target != language else (),
        dates=asked.for_(_said(day or None, _dates), DAY_QUESTION, NONE, _dates),
    )
    report = create_talk(here(), name, talk, where)
    return Screen(report=report, lines=_lines(report, date.today()))  # noqa: DTZ011 -- the speaker's own day


def _event(asked: "_Interview", said: str | None, where: Shelves) -> str:
    """Return the form profile; whoever is asked for it is told which there are."""

    def checked(text: str) -> str:
        return check_event(text, where)

    if said is None:
        known = ", ".join(list_resources(where, "checklists/events"))
        asked.tell(f"Forms: {known}. generic fits any event; speakprep event list says more.")
    return asked.for_(said, "Event?", "generic", checked)


def _slot(asked: "_Interview", minutes: str | None, qa: str | None) -> tuple[int, int]:
    """Return the minutes of the whole slot, and how many of them are for questions."""
    slot = asked.for_(_said(minutes, _minutes), "Minutes of the whole slot?", "30", _minutes)
    usual = "5" if slot >= QA_FROM_MINUTES else "0"
    kept = asked.for_(_said(qa, _qa), "Of these, for questions?", usual, lambda t: _qa(t, slot))
    return slot, kept


def _languages(
    asked: "_Interview", said: Language | None, to: Language | None
) -> tuple[Language, Language | None]:
    """Return the language written in, and the one to translate to, if any."""
    language: Language = asked.for_(said, "Language you write in (en, zh)?", "en", _language)
    if to == language:
        raise UsageError(f"you write in {LANGUAGE_NAMES[language]} already", hint="leave out --to")
    others = ", ".join(code for code in LANGUAGES if code != language)
    target: Language | None = asked.for_(
        to, f"Translate to ({others}, or none)?", NONE, _language_or_none
    )
    return language, target


def _said(text: str | None, read: Callable[[str], Answer]) -> Answer | None:
    return None if text is None else read(text)


class _Interview:
    """Asks a person, if one is there, for what was not said; again until it can be used."""

    def __init__(self, *, asking: bool) -> None:
        self._asking = asking

    def for_(
        self, said: Answer | None, question: str, default: str, read: Callable[[str], Answer]
    ) -> Answer:
        """Return what was said on the command line, or else is answered or usual."""
        if said is not None:
            return said
        while self._asking:
            try:
                return read(ask(question, default=default))
            except UsageError as error:
                sys.stderr.writelines(f"{line}\n" for line in error_lines(error))
        return read(default)

    def tell(self, text: str) -> None:
        """Say what helps with the next answer."""
        if self._asking:
            sys.stderr.writelines(f"{line}\n" for line in wrap(text, columns()))


def _minutes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MAX_MINUTES:
        raise UsageError(
            f"{text!r} is not a number of minutes from 1 to {MAX_MINUTES}", hint="for example: 30"
        )
    return int(text)


def _qa(text: str, minutes: int = MAX_MINUTES + 1) -> int:
    if not text.isdecimal():
        raise UsageError(f"{text!r} is not a number of minutes", hint="for example: 5, or 0")
    check_slot(minutes, int(text))
    return int(text)


def _language(text: str) -> Language:
    code = _LANGUAGES.get(text.casefold())
    if code:
        return code
    raise UsageError(f"{text!r} is not a language speakprep knows", hint="en or zh")


def _language_or_none(text: str) -> Language | None:
    return None if text == NONE else _language(text)


def _dates(text: str) -> Dates:
    if text == NONE:
        return Dates()
    try:
        return Dates(talk=date.fromisoformat(text))
    except ValueError:
        raise UsageError(f"{text!r} is not a day", hint="for example: 2027-03-17") from None


def _lines(report: Report[NewTalk], today: date) -> tuple[str, ...]:
    talk = report.facts.talk
    questions = f", {talk.qa_minutes} of them for questions" if talk.qa_minutes else ""
    also = "".join(f", to be translated to {LANGUAGE_NAMES[to]}" for to in talk.translate_to)
    title = printable(talk.title) or report.facts.folder
    lines = wrap(f"{title}: {talk.minutes} minutes{questions}.", columns())
    lines.append(f"You write in {LANGUAGE_NAMES[talk.language]}{also}.")
    if talk.dates.talk:
        past = " That day is past." if talk.dates.talk < today else ""
        lines.append(f"The talk is on {talk.dates.talk}.{past}")
    return tuple(lines)
