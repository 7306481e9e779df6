"""What is said and asked before anything is sent, how it is sent, and how an answer comes back."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from speakprep.cli.asking import chosen_model, piped_answer
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.terminal import columns, confirm, one_line, progress, wrap
from speakprep.errors import InputError, MissingError
from speakprep.llm.address import OPENAI_HOST
from speakprep.llm.chat import ChatModel
from speakprep.llm.cost import describe
from speakprep.llm.model import Estimate, Price, Recipient
from speakprep.talk.disk import read_text
from speakprep.talk.model import ModelSettings
from speakprep.talk.report import Report

Result = TypeVar("Result")
Show = Callable[[float, float | None], None]


class Plan(Protocol):
    """What every plan to ask a model says: in how many requests, whom, and what it takes."""

    @property
    def requests(self) -> int:
        """How many."""
        ...

    @property
    def recipient(self) -> Recipient:
        """Who is asked."""
        ...

    @property
    def estimate(self) -> Estimate:
        """What all of them take."""
        ...


def a_model(settings: ModelSettings, name: str | None, url: str | None) -> ChatModel:
    """Return the model to ask, which a second opinion cannot do without.

    Raises:
        MissingError: none is set up.
    """
    asked = chosen_model(settings, name, url)
    if asked is None:
        raise MissingError(
            "this asks a model, and none is set up",
            hint=f"name one with --model and --base-url, or set a key for {OPENAI_HOST}; "
            "see: speakprep doctor",
        )
    return asked


def price_for(settings: ModelSettings, name: str | None, url: str | None) -> Price | None:
    """Return what talk.toml says its model costs, None where it does not say both prices.

    What a model that was typed costs is not known.
    """
    read, written = settings.input_price, settings.output_price
    if name is not None or url is not None or read is None or written is None:
        return None
    return Price(input_per_million=read, output_per_million=written, currency=settings.currency)


def agreed(plan: Plan, what: str, *, assume_yes: bool) -> bool:
    """Say what would be sent, to whom and for how much; ask, unless nothing leaves this machine.

    Args:
        plan: what would be sent.
        what: the same in words, such as "12 places".
        assume_yes: the person has agreed already.
    """
    for line in _lines(plan, what):
        sys.stderr.write(f"{line}\n")
    return plan.recipient.local or confirm("Send this?", assume_yes=assume_yes)


def nothing_sent(plan: Plan, instead: str) -> Screen:
    """Show that the person did not agree, with the command to type instead."""
    return Screen(report=Report(facts=plan, next=instead), lines=("Nothing was sent.",))


def sent(model: ChatModel, label: str, send: Callable[[Show], Result], unit: str = "") -> Result:
    """Send with a progress line, and let go of the server whatever happens."""
    try:
        with progress(label, unit) as show:
            return send(show)
    finally:
        model.close()


def now() -> datetime:
    """Return the time, for what is kept of asking."""
    return datetime.now(UTC)


def answer_in(file: Path) -> str:
    """Read what a chat window answered; "-" is what is piped in.

    Raises:
        InputError: it cannot be read.
    """
    return piped_answer() if str(file) == "-" else read_text(file)


@contextlib.contextmanager
def blamed_on(answer: Path) -> Iterator[None]:
    """Name the answer as what cannot be read, when no file of the talk is meant."""
    try:
        yield
    except InputError as error:
        error.file = error.file or str(answer)
        raise


def _lines(plan: Plan, what: str) -> Iterator[str]:
    yield from wrap(one_line(f"To {plan.recipient}:"), columns())
    whole = f"{what}, in {many(plan.requests, 'request')}"
    yield from wrap(one_line(whole), columns(), indent="  ")
    yield from wrap(describe(plan.estimate), columns(), indent="  ")
