"""Asking a model by hand: a text to put into any chat window, and its answer back."""

import hashlib
import json
import re

from speakprep.errors import InputError
from speakprep.llm.answers import read_object, shape_text, strip_thinking
from speakprep.llm.model import Answer, Json, Request, Schema

ID_KEY = "request_id"
"""The key in the answer's object that says which request it answers."""

_ANSWERED = re.compile(rf"{ID_KEY}\W+([0-9a-f]{{8}})\b")
_AGAIN = "copy the model's whole answer, from the first { to the last }"


def request_id(request: Request) -> str:
    """Return a request's short id: eight hexadecimal digits made of what it says."""
    parts = [request.purpose]
    for message in request.messages:
        parts += [message.role, message.content]
    if request.schema is not None:
        parts.append(json.dumps(dict(request.schema.body), sort_keys=True))
    text = json.dumps(parts)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def render(request: Request) -> str:
    """Return the text to put into a chat window: everything the model needs to know."""
    short = request_id(request)
    parts = [f"(speakprep request {short}: {request.purpose})"]
    parts += [message.content.strip("\n") for message in request.messages]
    if request.schema is not None:
        parts.append(shape_text(_with_id(request.schema, short)))
    return "\n\n".join(parts) + "\n"


def read(pasted: str, request: Request) -> Answer:
    """Read what a person pastes back.

    The answer's text is the JSON object alone, without the request's id, or the
    plain text where none was asked for.

    Raises:
        InputError: it is empty, unfinished, the answer to another request, has
            another shape, or holds several answers; with what to do next.
    """
    text = pasted.lstrip("\ufeff").replace("\r\n", "\n").strip()
    if not text:
        raise InputError("there is no answer in it yet", hint=_AGAIN)
    if text == render(request).strip():
        raise InputError(
            "this is the request itself, not the answer",
            hint="put it into a chat window, and what comes back into this file",
        )
    if request.schema is None:
        return Answer(text=strip_thinking(text), model="paste")
    found = _read_object(text, request.schema, request_id(request))
    return Answer(text=json.dumps(found, ensure_ascii=False), model="paste")


def _read_object(text: str, schema: Schema, short: str) -> dict[str, Json]:
    try:
        found = read_object(text, _with_id(schema, short))
    except InputError as error:
        failure = error
    else:
        del found[ID_KEY]
        return found
    others = [other for other in _ANSWERED.findall(text) if other != short]
    if others and short not in text:
        raise InputError(
            f"this answers request {others[0]}, not {short}",
            hint=f"look for the answer to the text that begins with: (speakprep request {short}",
        )
    try:
        return read_object(text, schema)  # the model forgot the id, and all else is there
    except InputError:
        raise failure from None


def _with_id(schema: Schema, short: str) -> Schema:
    """Return the schema with the request's id in front."""
    properties, required = schema.body.get("properties"), schema.body.get("required")
    body: dict[str, Json] = {
        **schema.body,
        "properties": {
            ID_KEY: {"type": "string", "enum": [short]},
            **(properties if isinstance(properties, dict) else {}),
        },
        "required": [ID_KEY, *(required if isinstance(required, list) else [])],
    }
    return Schema(name=schema.name, body=body)
