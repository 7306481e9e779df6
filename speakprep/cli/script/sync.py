"""`speakprep script sync`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.terminal import ask, columns, interactive, printable, wrap
from speakprep.script.actions.sync import SyncFacts, sync
from speakprep.script.settling import Answers, Question
from speakprep.script.update import ChangeKind

_CHANGES: dict[ChangeKind, str] = {
    "new": "{n} new",
    "imported": "{n} with speaker notes taken over",
    "renewed": "{n} with the notes as they are now",
    "moved": "{n} moved",
    "back": "{n} back from the end of the script",
    "followed": "{n} found under another id",
    "taken": "{n} with the text of a slide that is gone",
    "kept": "{n} still right, as you say",
    "gone": "{n} without a slide, kept at the end",
    "dropped": "{n} empty ones left with their slides",
}
DeckArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[DECK]", help="The slides; the talk's deck.pptx if not given."),
]


def sync_command(
    deck: DeckArgument = None,
    keep: Annotated[
        list[int] | None, typer.Option(metavar="SLIDE", help="Its text still fits.")
    ] = None,
    aside: Annotated[
        list[int] | None, typer.Option(metavar="SLIDE", help="Its text is for another slide.")
    ] = None,
    take: Annotated[
        list[int] | None, typer.Option(metavar="SLIDE", help="It takes the text it is offered.")
    ] = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",
) -> Screen:
    """Write script.<lang>.md, or bring it in step with the slides.

    Texts move with their slides, speaker notes are taken over, and nothing you
    wrote is lost. The deck is only read. For example: speakprep script sync deck.pptx
    """
    space = workspace(talk)
    answers = Answers(
        keep=frozenset(keep or ()), aside=frozenset(aside or ()), take=frozenset(take or ())
    )
    report = sync(space, deck, lang, answers)
    lines = _sync_lines(report.facts, written=bool(report.written))
    if report.facts.questions and format_ == "text" and interactive():
        answers = _asked(report.facts.questions)
        if answers != Answers():
            settled = sync(space, deck, lang, answers)
            done = _done(settled.facts)
            lines = (*lines, *wrap(done, columns(), indent="  "))
            written = tuple(dict.fromkeys((*report.written, *settled.written)))
            report = replace(settled, written=written)
    return Screen(report=report, lines=lines)


def _asked(questions: Iterable[Question]) -> Answers:
    """Ask what only the speaker knows; an empty answer leaves it for later."""
    chosen: dict[str, set[int]] = {"k": set(), "a": set(), "t": set()}
    for question in questions:
        words, letters = _question(question)
        for line in wrap(printable(words), columns()):
            typer.echo(line, err=True)
        answer = ask(_PROMPTS[question.kind]).lower()[:1]
        if answer and answer in letters:
            chosen[answer].add(question.slide)
    return Answers(
        keep=frozenset(chosen["k"]), aside=frozenset(chosen["a"]), take=frozenset(chosen["t"])
    )


_PROMPTS = {
    "replaced": "keep the text here, put it aside, or later (k/a/l)?",
    "offered": "take it, or later (t/l)?",
}


def _question(question: Question) -> tuple[str, str]:
    label = f"“{question.label}”" if question.label else "something without words"
    if question.kind == "replaced":
        words = (
            f"Slide {question.slide} is now {label}; its text was written for “{question.title}”."
        )
        return words, "ka"
    words = (
        f"Slide {question.slide}, {label}, is like the one that “{question.title}” was written "
        "for, and has no text of yours."
    )
    return words, "t"


def _sync_lines(facts: SyncFacts, *, written: bool) -> tuple[str, ...]:
    hidden = f" ({facts.hidden} hidden)" if facts.hidden else ""
    line = f"{facts.deck}: {facts.slides} slides{hidden}, texts in {facts.script}"
    settled = "headings and comments brought up to date" if written else "already in step"
    lines = wrap(printable(line), columns(), hanging="  ")
    return (*lines, *wrap(_done(facts) or settled, columns(), indent="  "))


def _done(facts: SyncFacts) -> str:
    counted = Counter(change.kind for change in facts.changes)
    return ", ".join(
        words.format(n=counted[kind]) for kind, words in _CHANGES.items() if counted[kind]
    )
