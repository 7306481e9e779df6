"""`speakprep script sync`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.numbers import slide_numbers
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
    "aside": "{n} put aside, kept at the end",
    "gone": "{n} without a slide, kept at the end",
    "dropped": "{n} empty, gone with the slide",
}
DeckArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[DECK]", help="The slides; the talk's deck.pptx if not given."),
]


def sync_command(
    deck: DeckArgument = None,
    keep: Annotated[
        list[str] | None, typer.Option(metavar="1-3,7", help="Slides whose text still fits.")
    ] = None,
    aside: Annotated[
        list[str] | None, typer.Option(metavar="1-3,7", help="Slides whose text is not theirs.")
    ] = None,
    take: Annotated[
        list[str] | None, typer.Option(metavar="1-3,7", help="Slides that take what is offered.")
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
        keep=_numbers("--keep", keep),
        aside=_numbers("--aside", aside),
        take=_numbers("--take", take),
    )
    report = sync(space, deck, lang, answers)
    done = _done(report.facts)
    if report.facts.questions and format_ == "text" and interactive():
        answers = _asked(report.facts.questions)
        if answers != Answers():
            settled = sync(space, deck, lang, answers)
            done += (", " if done else "") + _done(settled.facts)
            written = tuple(dict.fromkeys((*report.written, *settled.written)))
            report = replace(settled, written=written)
    return Screen(
        report=report, lines=_sync_lines(report.facts, done, written=bool(report.written))
    )


def _numbers(option: str, given: list[str] | None) -> frozenset[int]:
    return frozenset(slide_numbers(",".join(given or ()), option))


def _asked(questions: Iterable[Question]) -> Answers:
    """Ask what only the speaker knows; an empty answer leaves it for later."""
    chosen: dict[str, set[int]] = {"k": set(), "a": set(), "t": set()}
    for question in questions:
        for line in wrap(printable(_question(question)), columns()):
            typer.echo(line, err=True)
        prompt, letters = _PROMPTS[question.kind]
        answer = ask(prompt).lower()[:1]
        while answer not in {"", "l", *letters}:
            answer = ask(prompt).lower()[:1]
        if answer in letters:
            chosen[answer].add(question.slide)
    return Answers(
        keep=frozenset(chosen["k"]), aside=frozenset(chosen["a"]), take=frozenset(chosen["t"])
    )


_PROMPTS = {
    "replaced": ("Keep the text here (k), put it aside (a), or decide later (l)?", {"k", "a"}),
    "offered": ("Take the text (t), or decide later (l)?", {"t"}),
}


def _question(question: Question) -> str:
    label = f"“{question.label}”" if question.label else "something without words"
    if question.kind == "replaced":
        return (
            f"Slide {question.slide} is now {label}; its text was written for "
            f"“{question.title}” and begins: {question.begins}"
        )
    return (
        f"Slide {question.slide}, {label}, has no text of yours. It is like a slide that is gone, "
        f"“{question.title}”, whose text begins: {question.begins}"
    )


def _sync_lines(facts: SyncFacts, done: str, *, written: bool) -> tuple[str, ...]:
    hidden = f" ({facts.hidden} hidden)" if facts.hidden else ""
    line = f"{facts.deck}: {facts.slides} slides{hidden}, texts in {facts.script}"
    settled = "headings and comments brought up to date" if written else "already in step"
    lines = wrap(printable(line), columns(), hanging="  ")
    return (*lines, *wrap(done or settled, columns(), indent="  "))


def _done(facts: SyncFacts) -> str:
    counted = Counter(change.kind for change in facts.changes)
    return ", ".join(
        words.format(n=counted[kind]) for kind, words in _CHANGES.items() if counted[kind]
    )
