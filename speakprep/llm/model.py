"""The nouns of asking a model: what is asked, what comes back, who is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from speakprep.talk.language import Language

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""Whatever JSON can say."""

Role = Literal["system", "user", "assistant"]

Finish = Literal["stop", "length", "refusal", "filter"]
"""Why an answer ends: it was complete, it hit the length limit, the model
declined, or the service's content filter cut it off."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, kw_only=True)
class Schema:
    """The JSON object wanted, as a small closed subset of JSON Schema.

    `name` is sent along with it (letters, digits, "_" and "-"). Known keywords:
    type (object, array, string, boolean, integer), properties, required,
    additionalProperties (a boolean), items, enum, description. For the services
    that enforce schemas, every property is required and additionalProperties
    is False. `language` is what the shape is asked for in.
    """

    name: str
    body: Mapping[str, Json]
    language: Language = "en"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One question for a model.

    `purpose` says in a few words what it is for, to the person who is asked
    whether it may be sent. `schema` is None where plain text is wanted.
    `max_output_tokens` is a limit in the model's own tokens.
    """

    purpose: str
    messages: tuple[Message, ...]
    schema: Schema | None = None
    max_output_tokens: int = 4096


@dataclass(frozen=True, kw_only=True)
class Usage:
    """The tokens an exchange took, as the server counted them."""

    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back.

    `text` is as the model wrote it, without its thinking; it may be empty.
    `model` is the name the server gave; `usage` is None where it gave none.
    """

    text: str
    finish: Finish = "stop"
    usage: Usage | None = None
    model: str = ""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where an OpenAI-compatible server is.

    `base_url` ends before "/chat/completions"; `host` is the bare host name in
    ASCII; `port` is None for the usual one; `loopback` means that the address
    is this machine.
    """

    base_url: str
    host: str
    port: int | None
    encrypted: bool
    loopback: bool


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who is asked: shown before anything is sent.

    `local` means that nothing leaves this machine.
    """

    host: str
    model: str
    local: bool

    def __str__(self) -> str:
        where = "on this machine, nothing leaves it" if self.local else "over the network"
        return f"{self.model} at {self.host} ({where})"


@dataclass(frozen=True, kw_only=True)
class Key:
    """A secret, and where it was found; its text never shows the secret."""

    value: str = field(repr=False)
    source: str


@dataclass(frozen=True, kw_only=True)
class Price:
    """What a service charges, in `currency` per million tokens."""

    input_per_million: float
    output_per_million: float
    currency: str = "USD"


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a question will roughly take: tokens in, and at most that many out.

    `amount` is an upper bound in `currency`, 0 on this machine, and None where
    the price is not known.
    """

    input_tokens: int
    output_tokens: int
    amount: float | None
    currency: str


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why an exchange brought no answer."""

    kind: str
    message: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One question and what came of it; `time` carries its time zone."""

    id: str
    time: datetime
    recipient: Recipient
    request: Request
    outcome: Answer | Failure


class Model(Protocol):
    """Anything that answers a request."""

    @property
    def recipient(self) -> Recipient:
        """Who is asked."""
        ...

    def ask(self, request: Request) -> Answer:
        """Ask once, and wait for the answer.

        Raises:
            OutsideError: no answer came.
        """
        ...
