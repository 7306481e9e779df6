"""What is kept of asking, without any key or header.

Every exchange with a model goes into the talk folder; what is known about servers into the
user's folder, where it only saves requests: it may be lost, broken or unwritable.
"""

import contextlib
import json
import re
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from speakprep.errors import InputError, SpeakprepError, StorageError
from speakprep.llm.known import Known, find, learnt, parse_known, render_known
from speakprep.llm.model import Answer, Exchange, Failure, Json, Model, Request
from speakprep.llm.paste import request_id
from speakprep.llm.protocol import Dialect
from speakprep.talk.disk import STATE_FOLDER, read_bytes, write_atomic

EXCHANGES_FOLDER = f"{STATE_FOLDER}/exchanges"
"""One JSON file per exchange, named after its time (UTC) and id; ignored by git."""

SERVERS_FILE = "servers.json"
"""What is known about servers, in the user's folder."""

MAX_SERVERS_BYTES = 1024 * 1024
"""Room for some five thousand servers; a longer file is not ours."""

_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9-]+")


class Notebook:
    """What is known about servers, across talks; may be used from several threads.

    Args:
        user_folder: the user's own folder.
        today: the day, for what is found out, and for what is too old to be believed.
    """

    def __init__(self, user_folder: Path, today: date) -> None:
        self._folder = user_folder
        self._today = today
        self._lock = threading.Lock()

    def recall(self, base_url: str, model: str) -> Dialect | None:
        """Return what a model at an address takes, or None where that is not known."""
        return find(self._read(), base_url, model)

    def learn(self, base_url: str, model: str, dialect: Dialect) -> None:
        """Remember what a model at an address takes, where the disk lets us."""
        new = Known(base_url=base_url, model=model, dialect=dialect, day=self._today)
        with self._lock, contextlib.suppress(InputError, StorageError):
            data = render_known(learnt(self._read(), new))
            write_atomic(self._folder / SERVERS_FILE, data, within=self._folder)

    def _read(self) -> tuple[Known, ...]:
        try:
            data = read_bytes(self._folder / SERVERS_FILE, at_most=MAX_SERVERS_BYTES)
        except InputError:
            return ()
        return parse_known(data, self._today)


def asking(
    model: Model, *, talk: Path, now: Callable[[], datetime], verb: str
) -> Callable[[Request], Answer]:
    """Return how to ask a model in a talk: each exchange is kept, named after verb and request.

    Args:
        model: who is asked.
        talk: the talk folder.
        now: the time, with its time zone.
        verb: what is asked for, such as "mend".
    """

    def ask(request: Request) -> Answer:
        name = f"{verb}-{request_id(request)}"
        return ask_and_keep(model, request, talk=talk, time=now(), exchange_id=name)

    return ask


def ask_and_keep(
    model: Model, request: Request, *, talk: Path, time: datetime, exchange_id: str
) -> Answer:
    """Ask a model and keep what came of it, answer or failure.

    The answer counts, its record is secondary: where the disk is full or
    refuses, an answer that was paid for is returned all the same, unrecorded.
    The caller writes what it makes of the answer, and reports the disk then.

    Args:
        model: who is asked.
        request: the question.
        talk: the talk folder.
        time: when, with its time zone.
        exchange_id: tells apart what is asked in the same instant.

    Raises:
        OutsideError: no answer came.
        InputError: a symbolic link leads out of the talk folder.
    """

    def kept(outcome: Answer | Failure) -> None:
        exchange = Exchange(
            id=exchange_id, time=time, recipient=model.recipient, request=request, outcome=outcome
        )
        with contextlib.suppress(StorageError):
            keep_exchange(exchange, talk=talk)

    try:
        answer = model.ask(request)
    except SpeakprepError as error:
        kept(Failure(kind=error.kind, message=error.message, hint=error.hint))
        raise
    kept(answer)
    return answer


def keep_exchange(exchange: Exchange, *, talk: Path) -> Path:
    """Write one exchange and return its file.

    Raises:
        StorageError: the disk is full, read-only or otherwise refuses.
        InputError: a symbolic link leads out of the talk folder.
    """
    moment = exchange.time.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    name = _NOT_IN_NAME.sub("-", exchange.id)[:64]
    path = talk / EXCHANGES_FOLDER / f"{moment}-{name}.json"
    text = json.dumps(_facts(exchange), ensure_ascii=False, indent=2) + "\n"
    # Half a character becomes its JSON escape, which reads back as the same.
    write_atomic(path, text.encode("utf-8", errors="backslashreplace"), within=talk)
    return path


def _facts(exchange: Exchange) -> dict[str, Json]:
    request, outcome = exchange.request, exchange.outcome
    schema = request.schema
    asked: dict[str, Json] = {
        "purpose": request.purpose,
        "messages": [
            {"role": message.role, "content": message.content} for message in request.messages
        ],
        "schema": None if schema is None else {"name": schema.name, "body": dict(schema.body)},
        "max_output_tokens": request.max_output_tokens,
    }
    facts: dict[str, Json] = {
        "id": exchange.id,
        "time": exchange.time.isoformat(),
        "host": exchange.recipient.host,
        "model": exchange.recipient.model,
        "request": asked,
    }
    if isinstance(outcome, Answer):
        facts["answer"] = _answer(outcome)
    else:
        facts["failure"] = {
            "kind": outcome.kind,
            "message": outcome.message,
            "hint": outcome.hint,
        }
    return facts


def _answer(answer: Answer) -> dict[str, Json]:
    usage = answer.usage
    return {
        "text": answer.text,
        "finish": answer.finish,
        "model": answer.model,
        "input_tokens": None if usage is None else usage.input_tokens,
        "output_tokens": None if usage is None else usage.output_tokens,
    }
