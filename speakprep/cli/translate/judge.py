"""`translate judge`: a second opinion from a model."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from speakprep.cli.asking import price_of, workers
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    LanguageOption,
    TalkOption,
    YesOption,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.terminal import columns, one_line, wrap
from speakprep.cli.translate.lines import many, standing_lines
from speakprep.cli.translate.options import BaseUrlOption, ModelOption, ToOption
from speakprep.cli.translate.sending import Outgoing, a_model, agreed, sent
from speakprep.talk.report import Report
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.second import (
    PreparedSecond,
    SecondOpinion,
    prepare_second,
    run_second,
)
from speakprep.translation.model import SecondReader
from speakprep.translation.unanswered import UNFINISHED

HowOption = Annotated[
    Literal["judge", "second", "back"],
    typer.Option(
        "--how",
        metavar="judge|second|back",
        help="Ask questions, compare another translation, or one back.",
    ),
]


def judge_command(
    how: HowOption = "judge",
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    yes: YesOption = False,
    to: ToOption = None,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Let a second reader look for what was added, lost or changed.

    It sees what counting cannot: one adjective, a hedge, a lost "not". It has to
    quote, and what it quotes has to stand in the text, or it does not count.
    Another model than the translator's is the better reader.

    For example: speakprep translate judge --model qwen3:32b
    """
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    asked = a_model(opened.talk.model, model, base_url)
    price = price_of(opened.talk.model) if model is None and base_url is None else None
    prepared = prepare_second(opened, direction, how, asked.recipient, price)
    if prepared.plan.pending and not agreed(_outgoing(prepared), assume_yes=yes):
        by_eye = f"speakprep translate check --to {direction.target}"
        return Screen(report=Report(facts=prepared.plan, next=by_eye), lines=("Nothing was sent.",))
    report = sent(
        asked,
        f"{_DOES[how]} {many(prepared.plan.pending, 'place')}",
        lambda show: run_second(
            opened,
            prepared,
            asked,
            now=lambda: datetime.now(UTC),
            progress=show,
            workers=workers(asked.recipient, None),
        ),
    )
    unfinished = any(finding.code == UNFINISHED for finding in report.findings)
    return Screen(
        report=report, lines=tuple(_lines(report.facts)), fail_on=fail_on, missing=unfinished
    )


_DOES: dict[SecondReader, str] = {
    "judge": "judging",
    "second": "translating again",
    "back": "translating back",
}


def _outgoing(prepared: PreparedSecond) -> Outgoing:
    plan = prepared.plan
    what = {
        "judge": "both sides of",
        "second": "the source of",
        "back": "only the translation of",
    }[plan.how]
    which = " (those with findings)" if plan.how == "back" else ""
    return Outgoing(
        what=f"{what} {plan.pending} of the {many(plan.places, 'place')} translated{which}",
        pending=plan.pending,
        requests=plan.requests,
        recipient=plan.recipient,
        estimate=plan.estimate,
    )


def _lines(facts: SecondOpinion) -> Iterator[str]:
    read = many(facts.read, "place")
    about = f"something to say about {facts.doubted}" if facts.doubted else "nothing to object to"
    said = f"{one_line(facts.by)} read {read} and has {about}."
    if not facts.read:
        said = "Everything was read before, and nothing has changed since."
    if facts.dropped:
        said += (
            f" {many(facts.dropped, 'finding')} quoted words that do not stand there, "
            "and did not count."
        )
    yield from wrap(said, columns())
    yield from standing_lines(facts.translation, limits=False)
