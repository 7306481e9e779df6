"""Turning what went wrong with a server into one clear line and a way out.

What a server says is quoted, because it is often the best explanation, but
never when any part of the key stands in it.
"""

from dataclasses import dataclass
from typing import Literal

from speakprep.errors import MissingError, OutsideError, ServiceError
from speakprep.llm.model import Key, Recipient
from speakprep.llm.protocol import Reply, parse

QUOTE_LENGTH = 200
"""As much of a server's own words as fits a message, in characters."""

_KEY_PART = 8
"""This many characters of a key in a row are kept out of every message."""

_LATER = "run the command again later; what is finished is kept"


@dataclass(frozen=True, kw_only=True)
class Broken:
    """Why there was no reply at all; `detail` holds no secret."""

    kind: Literal["unreachable", "timeout", "broke off", "certificate", "too long"]
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Service:
    """What a server is asked for, and the ways out: to start it, to get a model, to do without."""

    name: str
    start: str
    pull: str
    instead: str


CHAT = Service(
    name="chat service",
    start="start the model server, for example with: ollama serve",
    pull="for Ollama: ollama pull ",
    instead="or use a chat window: add --paste",
)
SPEECH = Service(
    name="transcription service",
    start="start the speech server, such as whisper-server or speaches",
    pull="load it into the server: ",
    instead="or import a transcript made elsewhere: speakprep rehearse transcript import",
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who was asked, where, for what, and with which key."""

    recipient: Recipient
    base_url: str
    loopback: bool
    key: Key | None
    service: Service = CHAT


class RejectedError(ServiceError):
    """The server works, but not on this very request; a shorter one may be fine."""


def holds_key(text: str, key: Key | None) -> bool:
    """Tell whether a text holds the whole key.

    A short key is a dummy such as "ollama", which an answer may well talk about.
    """
    return key is not None and len(key.value) >= 2 * _KEY_PART and key.value in text


def refuse_key(text: str, asked: Asked) -> None:
    """Let no answer through that holds the whole key.

    Raises:
        ServiceError: it does.
    """
    if holds_key(text, asked.key):
        raise ServiceError(
            f"{asked.recipient.host} sends the key back in its answer, which was thrown away",
            hint="do not trust this address with a key; replace the key",
        )


def _leaks(text: str, key: Key | None) -> bool:
    """Tell whether a text holds the key or a telling part of it."""
    if key is None:
        return False
    secret, text = key.value.lower(), text.lower()
    if len(secret) <= _KEY_PART:
        return secret in text
    return any(
        secret[start : start + _KEY_PART] in text for start in range(len(secret) - _KEY_PART + 1)
    )


def is_out_of_credit(reply: Reply) -> bool:
    """Tell a used-up account, which waiting does not help, from "slow down"."""
    return reply.status == 429 and b"insufficient_quota" in reply.body


def from_reply(reply: Reply, asked: Asked) -> OutsideError:
    """Return the error for a reply that is no answer."""
    host, model = asked.recipient.host, asked.recipient.model
    status = reply.status
    if status in {401, 403}:
        return _refused(asked)
    if status == 404:
        return _not_found(reply, asked)
    if 300 <= status < 400:
        return ServiceError(
            f"{host} sends us to another address, and the key stays where it is",
            hint="set the address the service documents; it usually ends in /v1",
        )
    if status == 429:
        return _busy(reply, asked)
    if status >= 500:
        return ServiceError(f"{host} failed ({status}){_quote(reply, asked)}", hint=_LATER)
    return RejectedError(
        f"{host} cannot answer this request for model {model!r} ({status}){_quote(reply, asked)}",
        hint=f"check the model and its limits, {asked.service.instead}",
    )


def from_broken(broken: Broken, asked: Asked) -> OutsideError:
    """Return the error for a reply that never came."""
    host = asked.recipient.host
    if broken.kind == "unreachable":
        start = asked.service.start if asked.loopback else "check the network and the address"
        return MissingError(
            f"no model server answers at {host}", hint=f"{start}, {asked.service.instead}"
        )
    if broken.kind == "certificate":
        return ServiceError(
            f"the certificate of {host} is not trusted by this computer",
            hint="behind a company proxy, point SSL_CERT_FILE to its certificates",
        )
    if broken.kind == "too long":
        return ServiceError(f"{host} sends a reply without end", hint="check the address")
    if broken.kind == "timeout":
        return ServiceError(
            f"{host} gave no answer within {broken.seconds:g} seconds",
            hint="run the command again, ask for less at once, or take a faster model",
        )
    return ServiceError(f"{host} broke off the connection", hint=_LATER)


def _refused(asked: Asked) -> OutsideError:
    host, model = asked.recipient.host, asked.recipient.model
    if asked.key is None:
        return MissingError(
            f"{host} wants a key and there is none",
            hint="set SPEAKPREP_API_KEY, or see: speakprep doctor",
        )
    return ServiceError(
        f"{host} does not accept the key from {asked.key.source} for model {model!r}",
        hint="check the key at the service, and that it belongs to this address",
    )


def _busy(reply: Reply, asked: Asked) -> OutsideError:
    host = asked.recipient.host
    if is_out_of_credit(reply):
        message = f"the account at {host} has no credit left"
        return ServiceError(message, hint=f"top it up, {asked.service.instead}")
    return ServiceError(f"{host} asks to slow down (429) for longer than we wait", hint=_LATER)


def _not_found(reply: Reply, asked: Asked) -> OutsideError:
    host, model = asked.recipient.host, asked.recipient.model
    if b"model" in reply.body.lower():
        hint = f"{asked.service.pull}{model}" if asked.loopback else "check the model's name"
        return MissingError(f"{host} has no model {model!r}", hint=hint)
    return MissingError(
        f"there is no {asked.service.name} at {asked.base_url}",
        hint="check the address: it usually ends in /v1",
    )


def _quote(reply: Reply, asked: Asked) -> str:
    """Return the server's own words, on one line, or nothing where they hold the key."""
    error = parse(reply.body).get("error")
    words = error.get("message") if isinstance(error, dict) else error
    if not isinstance(words, str):
        return ""
    if _leaks(words, asked.key):
        return ""
    printable = "".join(sign if sign.isprintable() else " " for sign in words)
    line = " ".join(printable.split())
    cut = line if len(line) <= QUOTE_LENGTH else f"{line[: QUOTE_LENGTH - 3]}..."
    return f": {cut}" if cut else ""
