"""`translate judge`: a second opinion from a model."""

from collections.abc import Iterator
from typing import Annotated, Literal

import typer

from speakprep.cli.asking import workers
from speakprep.cli.model_options import BaseUrlOption, ModelOption
from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    LanguageOption,
    TalkOption,
    YesOption,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.sending import a_model, agreed, nothing_sent, now, price_for, sent
from speakprep.cli.terminal import columns, one_line, wrap
from speakprep.cli.translate.lines import standing_lines
from speakprep.cli.translate.options import ToOption
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.second import (
    SecondOpinion,
    SecondPlan,
    prepare_second,
    run_second,
)
from speakprep.translation.model import SecondReader
from speakprep.translation.unanswered import is_unfinished

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
    price = price_for(opened.talk.model, model, base_url)
    prepared = prepare_second(opened, direction, how, asked.recipient, price)
    plan = prepared.plan
    if plan.pending and not agreed(plan, _what(plan), assume_yes=yes):
        return nothing_sent(plan, f"speakprep translate check --to {direction.target}")
    report = sent(
        asked,
        f"{_DOES[how]} {many(plan.pending, 'place')}",
        lambda show: run_second(
            opened,
            prepared,
            asked,
            now=now,
            progress=show,
            workers=workers(asked.recipient, None),
        ),
    )
    return Screen(
        report=report,
        lines=tuple(_lines(report.facts)),
        fail_on=fail_on,
        missing=is_unfinished(report.findings),
    )


_DOES: dict[SecondReader, str] = {
    "judge": "judging",
    "second": "translating again",
    "back": "translating back",
}


def _what(plan: SecondPlan) -> str:
    shown = {
        "judge": "both sides of",
        "second": "the source of",
        "back": "only the translation of",
    }[plan.how]
    which = " (those with findings)" if plan.how == "back" else ""
    return f"{shown} {plan.pending} of the {many(plan.places, 'place')} translated{which}"


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
