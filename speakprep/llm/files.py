"""Keeping every exchange with a model in the talk folder, without any key or header."""

import contextlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

from speakprep.errors import SpeakprepError, StorageError
from speakprep.llm.model import Answer, Exchange, Failure, Json, Model, Request
from speakprep.talk.disk import STATE_FOLDER, write_atomic

EXCHANGES_FOLDER = f"{STATE_FOLDER}/exchanges"
"""One JSON file per exchange, named after its time (UTC) and id; ignored by git."""

_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9-]+")


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
