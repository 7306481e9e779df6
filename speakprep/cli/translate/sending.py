"""What is said and asked before anything is sent, and how it is sent."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from speakprep.cli.asking import chosen_model
from speakprep.cli.terminal import columns, confirm, printable, progress, wrap
from speakprep.cli.translate.lines import many
from speakprep.errors import MissingError
from speakprep.llm.address import OPENAI_HOST
from speakprep.llm.chat import ChatModel
from speakprep.llm.cost import describe
from speakprep.llm.model import Estimate, Recipient
from speakprep.talk.model import ModelSettings

Result = TypeVar("Result")
Show = Callable[[float, float | None], None]


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """What would leave, in words: such as "12 places", in so many requests."""

    what: str
    pending: int
    requests: int
    recipient: Recipient
    estimate: Estimate


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


def agreed(outgoing: Outgoing, *, assume_yes: bool) -> bool:
    """Say what would be sent, to whom and for how much; ask, unless nothing leaves this machine."""
    for line in _lines(outgoing):
        sys.stderr.write(f"{line}\n")
    return outgoing.recipient.local or confirm("Send this?", assume_yes=assume_yes)


def sent(model: ChatModel, label: str, send: Callable[[Show], Result], unit: str = "") -> Result:
    """Send with a progress line, and let go of the server whatever happens."""
    try:
        with progress(label, unit) as show:
            return send(show)
    finally:
        model.close()


def _lines(outgoing: Outgoing) -> Iterator[str]:
    yield from wrap(printable(f"To {outgoing.recipient}:"), columns())
    what = f"{outgoing.what}, in {many(outgoing.requests, 'request')}"
    yield from wrap(what, columns(), indent="  ")
    yield from wrap(describe(outgoing.estimate), columns(), indent="  ")
