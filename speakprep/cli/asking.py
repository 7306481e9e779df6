"""How a command asks a model: which one, at what price, or through a chat window."""

import os
import sys
import time
from datetime import UTC, datetime

from speakprep.cli.options import user
from speakprep.cli.terminal import interactive
from speakprep.errors import InputError, MissingError, UsageError
from speakprep.llm.address import OPENAI_BASE_URL, OPENAI_HOST, read_address
from speakprep.llm.chat import ChatModel
from speakprep.llm.files import Notebook
from speakprep.llm.keys import find_key, from_keyring
from speakprep.llm.model import Recipient
from speakprep.talk.disk import MAX_TEXT_BYTES
from speakprep.talk.model import ModelSettings

CONCURRENCY = 8
"""Requests on their way at once to a service. At 300 ms a request, eight bring 200 segments in
0.7 s instead of 4.2 s; sixteen would save little more, and meet rate limits sooner."""


def chosen_model(
    settings: ModelSettings, name: str | None, url: str | None, *, rate: float | None = None
) -> ChatModel | None:
    """Return the model to ask, or None where nothing is set up and a chat window is the way.

    What was typed wins over talk.toml. What is known about servers is in the user's folder.

    Args:
        settings: what talk.toml says.
        name: the model that was typed.
        url: its server that was typed.
        rate: the most requests a second, or None for no limit.

    Raises:
        UsageError: a server is named without a model, or its address is none.
        MissingError: a model at OpenAI was asked for by name, and there is no key.
        InputError: a key was found that cannot be used.
    """
    model = name or settings.name
    address = read_address(url or settings.base_url or OPENAI_BASE_URL)
    if not model:
        if url or settings.base_url:
            raise UsageError(
                f"which model at {address.host}?", hint="for example: --model qwen3:14b"
            )
        return None
    key = find_key(address.host, environment=os.environ, user_folder=user(), keyring=from_keyring)
    if key is None and address.host == OPENAI_HOST:
        if name is None:
            return None
        raise MissingError(
            f"{OPENAI_HOST} wants a key and there is none",
            hint="set SPEAKPREP_API_KEY, or use a chat window: add --paste",
        )
    return ChatModel(
        address=address,
        model=model,
        key=key,
        sleep=time.sleep,
        clock=time.monotonic,
        rate=rate,
        notebook=Notebook(user(), datetime.now(UTC).date()),
    )


def workers(recipient: Recipient, concurrency: int | None) -> int:
    """Return how many requests may be on their way at once; a local server takes them in turn."""
    if concurrency is not None:
        return concurrency
    return 1 if recipient.local else CONCURRENCY


def piped_answer() -> str:
    """Read the answer from standard input.

    Raises:
        InputError: it is not UTF-8, or too long for an answer.
    """
    if interactive():
        sys.stderr.write("Paste the answer, then press Ctrl-D on an empty line.\n")
    data = sys.stdin.buffer.read(MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        raise InputError("this is too long for an answer", hint="is it the right file?")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("the answer is not UTF-8 text", hint="save it as UTF-8") from None
