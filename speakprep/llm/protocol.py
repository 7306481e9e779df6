"""The chat completions protocol: what is sent, and what is read back.

Servers that call themselves compatible differ in which parameters they take.
A `Dialect` says what to send; a complaint that names a parameter leads to a
simpler dialect, so that each difference costs one request and is then known.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from speakprep.errors import InputError, ServiceError
from speakprep.llm.answers import read_object, shape_text, strip_thinking
from speakprep.llm.model import Answer, Finish, Json, Message, Request, Schema, Usage

SEED = 7
"""Any fixed number: the same question should bring the same answer where a server can."""

_ENFORCED, _IGNORED = "schema_ok", "schema_ignored"

PROBE = Request(
    purpose="see whether the server keeps to a schema",
    messages=(
        Message(
            role="user",
            content=f'Answer with this JSON object and nothing else: {{"status": "{_IGNORED}"}}',
        ),
    ),
    schema=Schema(
        name="probe",
        body={
            "type": "object",
            "additionalProperties": False,
            "required": ["status"],
            "properties": {"status": {"type": "string", "enum": [_ENFORCED]}},
        },
    ),
    max_output_tokens=1024,
)
"""Its words ask for one thing, its schema for another: only a server that enforces the schema
answers by it. Ollama Cloud and omlx take any schema and ignore it (jundot/omlx#1241). The answer
takes a dozen tokens; the limit leaves room for a model that thinks first."""

_FINISH: dict[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "content_filter": "filter",
    "refusal": "refusal",
}
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_FILTER_CODES = ("content_filter", "content_policy_violation", "responsibleaipolicyviolation")


Form = Literal["json_schema", "json_object", "plain"]
FORMS: tuple[Form, ...] = get_args(Form)
"""How a shape is asked for, from the strictest down; the last only says it in the messages."""

Limit = Literal["max_tokens", "max_completion_tokens", "none"]
LIMITS: tuple[Limit, ...] = get_args(Limit)
"""What the length limit of an answer is called."""


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """Which optional parameters a server takes."""

    form: Form = "json_schema"
    limit: Limit = "max_tokens"
    temperature: bool = True
    seed: bool = True


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An HTTP reply: header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def request_body(request: Request, model: str, dialect: Dialect) -> dict[str, Json]:
    """Return the JSON body of one chat completion.

    The wanted shape is always in the messages as well: several servers accept a
    schema and ignore it, and the words "JSON object" are needed for json_object.
    Only the probe keeps silent about it, because that is what it probes.
    """
    messages: list[Json] = [
        {"role": message.role, "content": _whole(message.content)} for message in request.messages
    ]
    body: dict[str, Json] = {"model": model, "messages": messages}
    if request.schema is not None:
        if request is not PROBE:
            messages.append({"role": "user", "content": shape_text(request.schema)})
        if dialect.form == "json_schema":
            wanted: dict[str, Json] = {
                "name": request.schema.name,
                "strict": True,
                "schema": dict(request.schema.body),
            }
            body["response_format"] = {"type": "json_schema", "json_schema": wanted}
        elif dialect.form == "json_object":
            body["response_format"] = {"type": "json_object"}
    if dialect.limit != "none":
        body[dialect.limit] = request.max_output_tokens
    if dialect.temperature:
        body["temperature"] = 0
    if dialect.seed:
        body["seed"] = SEED
    return body


def enforces_schema(probed: Answer) -> bool | None:
    """Tell from the answer to the probe whether the server enforces schemas; None if unclear."""
    if probed.finish != "stop" or not probed.text:
        return None
    try:
        status = read_object(probed.text).get("status")
    except InputError:
        return False
    return status == _ENFORCED


def simpler(dialect: Dialect, reply: Reply, *, schema: bool) -> Dialect | None:
    """Return the dialect without what the reply complains about.

    Returns None where the reply names nothing that was sent.
    """
    if reply.status not in {400, 422}:
        return None
    complaint = _complaint(reply)
    if dialect.temperature and "temperature" in complaint:
        return replace(dialect, temperature=False)
    if dialect.seed and "seed" in complaint:
        return replace(dialect, seed=False)
    if dialect.limit != "none" and dialect.limit in complaint:
        other: Limit = "max_completion_tokens" if "max_completion_tokens" in complaint else "none"
        return replace(dialect, limit="none" if other == dialect.limit else other)
    if schema and dialect.form != "plain" and _names_form(complaint):
        return replace(dialect, form="json_object" if dialect.form == "json_schema" else "plain")
    return None


def read_reply(reply: Reply) -> Answer:
    """Read a successful reply.

    Raises:
        ServiceError: it is not a chat completion.
    """
    envelope = parse(reply.body)
    choices = envelope.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise ServiceError(
            "the model server's reply is not a chat completion",
            hint="check its address: it usually ends in /v1",
        )
    choice = choices[0]
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    model = envelope.get("model")
    finish = _FINISH.get(str(choice.get("finish_reason")), "stop")
    text = _text(message.get("content"))
    refusal = message.get("refusal")
    if isinstance(refusal, str) and refusal:
        finish, text = "refusal", refusal
    return Answer(
        text=strip_thinking(_whole(text)),
        finish=finish,
        usage=_usage(envelope.get("usage")),
        model=_whole(model)[:200] if isinstance(model, str) else "",
    )


def is_filtered(reply: Reply) -> bool:
    """Tell whether a 400 means that the service's content filter refused the question."""
    body = reply.body.decode(errors="replace").lower()
    return reply.status == 400 and any(code in body for code in _FILTER_CODES)


def hidden_failure(reply: Reply) -> Reply:
    """Return a failure that came with status 200 under its own status.

    Some gateways answer 200 with an error object that carries the real code.
    """
    if reply.status != 200:
        return reply
    envelope = parse(reply.body)
    error = envelope.get("error")
    if not error or "choices" in envelope:
        return reply
    code = error.get("code") if isinstance(error, dict) else None
    known = isinstance(code, int) and 400 <= code <= 599
    return replace(reply, status=code if known and isinstance(code, int) else 502)


def parse(body: bytes) -> dict[str, Json]:
    """Return the JSON object of a reply, or an empty one where there is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _complaint(reply: Reply) -> str:
    """Return what a reply complains about: the parameter it names, or all it says."""
    error = parse(reply.body).get("error")
    named = error.get("param") if isinstance(error, dict) else None
    if isinstance(named, str) and named:
        # "Use 'max_completion_tokens' instead" stands in the message only.
        message = error.get("message") if isinstance(error, dict) else ""
        instead = "max_completion_tokens" if "max_completion_tokens" in str(message) else ""
        return f"{named.lower()} {instead}"
    return reply.body.decode(errors="replace").lower()


def _names_form(complaint: str) -> bool:
    names = ("response_format", "json_schema", "json_object", "schema", "grammar")
    return any(name in complaint for name in names)


def _text(content: Json) -> str:
    """Return a message's text, which some servers send in parts."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    parts = [part.get("text") for part in content if isinstance(part, dict)]
    return "".join(part for part in parts if isinstance(part, str))


def _usage(usage: Json) -> Usage | None:
    if not isinstance(usage, dict):
        return None
    read, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if not isinstance(read, int) or not isinstance(written, int):
        return None
    return Usage(input_tokens=read, output_tokens=written)


def _whole(text: str) -> str:
    """Put U+FFFD for half characters, which JSON can say and no file can hold."""
    return _HALF_CHARACTER.sub("\ufffd", text)
