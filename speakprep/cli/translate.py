"""`speakprep translate`: the script into another language, checked against the first."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.asking import chosen_model, piped_answer, price_of
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    LanguageOption,
    TalkOption,
    YesOption,
    command_app,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, confirm, printable, progress, wrap
from speakprep.errors import InputError
from speakprep.llm.address import OPENAI_HOST
from speakprep.llm.cost import describe
from speakprep.talk.disk import read_text
from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.talk.report import Report
from speakprep.translation.actions import (
    accept,
    check,
    choose_direction,
    import_answer,
    prepare,
    renew,
    run,
    write_request,
)
from speakprep.translation.model import Acceptance, Plan, Requested, Translation

app = command_app()

ToOption = Annotated[
    Literal["en", "zh"] | None,
    typer.Option(
        "--to", metavar="en|zh", help="The language wanted; talk.toml's first if not given."
    ),
]


@app.callback()
def translate() -> None:
    """Bring your script into another language: nothing added, nothing lost.

    Without a model of your own, `run` writes a request for any chat window and
    `import` takes the answer back. Whatever comes is checked against your words.
    """


@app.command("run")
def run_command(
    to: ToOption = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The model to ask, such as qwen3:14b.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Its server; OpenAI's if not given.")
    ] = None,
    paste: Annotated[
        bool, typer.Option("--paste", help="Write a request for a chat window; send nothing.")
    ] = False,
    yes: YesOption = False,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Translate what is new or changed, and only that.

    For example: speakprep translate run --to en
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    asked = None if paste else chosen_model(opened.talk.model, model, base_url)
    if asked is None:
        if opened.talk.model.name and not paste:
            sys.stderr.write(f"no key for {OPENAI_HOST} was found: on with a chat window\n")
        written = write_request(opened, direction)
        if written.facts.pending:
            return Screen(report=written, lines=tuple(_request_lines(written.facts)))
        report = renew(opened, direction)
        return Screen(report=report, lines=tuple(_lines(report.facts)), fail_on=fail_on)
    price = price_of(opened.talk.model) if model is None and base_url is None else None
    prepared = prepare(opened, direction, asked.recipient, price)
    plan = prepared.plan
    if plan.pending:
        for line in plan_lines(plan):
            sys.stderr.write(f"{line}\n")
        if not plan.recipient.local and not confirm("Send this?", assume_yes=yes):
            by_hand = f"speakprep translate run --to {direction.target} --paste"
            return Screen(report=Report(facts=plan, next=by_hand), lines=("Nothing was sent.",))
    try:
        with progress("translating") as show:
            report = run(opened, prepared, asked, now=lambda: datetime.now(UTC), progress=show)
    finally:
        asked.close()
    return Screen(report=report, lines=tuple(_lines(report.facts)), fail_on=fail_on)


@app.command("import")
def import_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The answer; - reads what you pipe in.")
    ],
    to: ToOption = None,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Take back a chat window's answer and check it.

    Half an answer is welcome.

    For example: speakprep translate import answer.txt
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    text = piped_answer() if str(file) == "-" else read_text(file)
    try:
        report = import_answer(opened, direction, text)
    except InputError as error:
        error.file = error.file or str(file)  # the answer, when no file of the talk is meant
        raise
    return Screen(report=report, lines=tuple(_lines(report.facts)), fail_on=fail_on)


@app.command("check")
def check_command(
    to: ToOption = None,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Compare both scripts as they are now.

    Edit them as you like.

    For example: speakprep translate check --to en
    """
    opened = workspace(talk)
    report = check(opened, choose_direction(opened, to, lang))
    return Screen(report=report, lines=tuple(_lines(report.facts)), fail_on=fail_on)


@app.command("accept")
def accept_command(
    place: Annotated[
        str, typer.Argument(metavar="LINE", help="The line that check names, or a segment's id.")
    ],
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why the words are right as they are.")
    ] = "",
    to: ToOption = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- as above
) -> Screen:
    """Settle a finding that is none, with a reason.

    It holds until either side is edited.

    For example: speakprep translate accept 12 --reason "ten is 10"
    """
    opened = workspace(talk)
    report = accept(opened, choose_direction(opened, to, lang), place, reason)
    return Screen(report=report, lines=tuple(_accepted_lines(report.facts)))


def plan_lines(plan: Plan) -> Iterator[str]:
    """Say what would be sent, to whom, and what it takes."""
    source = LANGUAGE_NAMES[plan.direction.source]
    unit = "character" if plan.direction.source == "zh" else "word"
    yield from wrap(printable(f"To {plan.recipient}:"), columns())
    what = (
        f"{plan.pending} of the {plan.segments} segments of your {source} script "
        f"({_many(plan.words, unit)}), in {_many(plan.requests, 'request')}"
    )
    yield from wrap(what, columns(), indent="  ")
    yield from wrap(describe(plan.estimate), columns(), indent="  ")


def _request_lines(facts: Requested) -> Iterator[str]:
    source = LANGUAGE_NAMES[facts.direction.source]
    text = (
        f"{printable(facts.file)} holds {facts.pending} of the {facts.segments} segments of your "
        f"{source} script (about {facts.tokens:,} tokens). Nothing was sent. Copy the whole file "
        "into any chat window, save the answer as answer.txt, and import it. Half an answer "
        "is welcome too: the next request asks for the rest."
    )
    yield from wrap(text, columns())


def _lines(facts: Translation) -> Iterator[str]:
    source, target = facts.direction.source, facts.direction.target
    there = facts.segments - facts.missing - facts.stale
    state = f"{there} of {facts.segments} segments are in {LANGUAGE_NAMES[target]}"
    details = {
        "came now": facts.came,
        "edited by hand": facts.edited,
        f"to renew, as their {LANGUAGE_NAMES[source]} has changed": facts.stale,
        "not translated yet": facts.missing,
        "with findings": facts.flagged,
        "accepted": facts.accepted,
    }
    rest = "".join(f"; {number} {what}" for what, number in details.items() if number)
    yield from wrap(f"{printable(facts.file)}: {state}{rest}.", columns())
    if facts.flagged:
        mend = (
            f"Mend the words in {printable(facts.file)} and check again; where they are right, "
            'settle them: speakprep translate accept LINE --reason "..."'
        )
        yield from wrap(mend, columns())
    yield ""
    yield from wrap(facts.limits, columns())


def _accepted_lines(facts: Acceptance) -> Iterator[str]:
    kinds = ", ".join(facts.accepted.findings)
    text = f"{facts.file}:{facts.line}: {kinds} accepted, until either side is edited."
    yield from wrap(printable(text), columns())
    quoted = printable(" ".join(facts.target.split()))
    if quoted:
        yield from wrap(quoted, columns(), indent="  > ", hanging="    ")[:3]
    yield f"{_many(facts.left, 'place')} left to look at."


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
