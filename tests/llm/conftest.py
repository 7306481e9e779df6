"""A real server on the loopback address that answers as it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from speakprep.llm.address import read_address
from speakprep.llm.chat import ChatModel
from speakprep.llm.model import Key, Message, Request, Schema

SECRET = "sk-test-0123456789abcdefXYZ"

SEGMENTS = Schema(
    name="segments",
    body={
        "type": "object",
        "additionalProperties": False,
        "required": ["segments"],
        "properties": {
            "segments": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["id", "text", "unsure"],
                    "properties": {
                        "id": {"type": "string"},
                        "text": {"type": "string"},
                        "unsure": {"type": "boolean"},
                    },
                },
            }
        },
    },
)


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    chunks: list[bytes] | None = None  # sent one by one instead of the body
    length: int | None = None  # claimed instead of the real one
    hang: bool = False  # until the test is over
    close: bool = False  # without a word
    echo: bool = False  # the request's Authorization header, as an error message


@dataclass
class Seen:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Server:
    """Gives its `replies` in order; an unexpected request gets status 418."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.seen: list[Seen] = []
        self.over = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                owner._answer(self)

            def do_GET(self) -> None:
                owner._answer(self)

            def log_message(self, *args: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self.thread.start()

    def stop(self) -> None:
        self.over.set()
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        raw = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        is_form = headers.get("content-type", "").startswith("multipart/")
        body = {"form": raw} if is_form else json.loads(raw or b"{}")
        self.seen.append(Seen(handler.path, headers, body))
        reply = self.replies.pop(0) if self.replies else Reply(status=418)
        if reply.hang:
            self.over.wait(20)
        if reply.close or reply.hang:
            handler.close_connection = True
            return
        body = reply.body
        if reply.echo:
            body = error("you sent " + headers["authorization"])
        handler.send_response(reply.status)
        for name, value in ({"Content-Type": "application/json"} | reply.headers).items():
            handler.send_header(name, value)
        if reply.chunks is None:
            handler.send_header("Content-Length", str(reply.length or len(body)))
        else:
            handler.send_header("Connection", "close")
        handler.end_headers()
        try:
            for part in reply.chunks or [body]:
                handler.wfile.write(part)
                handler.wfile.flush()
        except OSError:
            pass  # the client has hung up, which is what some tests want
        handler.close_connection = reply.length is not None or reply.chunks is not None


def error(message: str, **facts: object) -> bytes:
    return json.dumps({"error": {"message": message, **facts}}).encode()


def completion(text: object, *, finish: str = "stop", **message: object) -> bytes:
    choice = {
        "index": 0,
        "finish_reason": finish,
        "message": {"role": "assistant", "content": text, **message},
    }
    usage = {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}
    return json.dumps({"model": "served-model", "choices": [choice], "usage": usage}).encode()


@dataclass
class Tools:
    """What tests need beside the server; conftest modules cannot be imported."""

    server: Server
    waits: list[float]
    ask_model: Callable[..., ChatModel]
    secret: str = SECRET
    segments: Schema = SEGMENTS
    Reply: type[Reply] = Reply

    def completion(self, text: object, **facts: Any) -> bytes:
        return completion(text, **facts)

    def error(self, message: str, **facts: object) -> bytes:
        return error(message, **facts)

    def request(self, schema: Schema | None = None) -> Request:
        return Request(
            purpose="translate 2 segments",
            messages=(
                Message(role="system", content="Translate. 逐句翻译。"),
                Message(role="user", content="我们每天采样 37.5%。"),
            ),
            schema=schema,
            max_output_tokens=100,
        )


@pytest.fixture
def tools() -> Iterator[Tools]:
    server = Server()
    waits: list[float] = []
    models: list[ChatModel] = []

    def make(*, key: str | None = SECRET, timeout: float = 5.0, **changes: Any) -> ChatModel:
        settings: dict[str, Any] = {
            "address": read_address(server.url),
            "model": "test-model",
            "key": None if key is None else Key(value=key, source="the test"),
            "sleep": waits.append,
            "clock": lambda: sum(waits),  # only sleeping moves it
            "timeout": timeout,
        }
        models.append(ChatModel(**(settings | changes)))
        return models[-1]

    yield Tools(server=server, waits=waits, ask_model=make)
    for model in models:
        model.close()
    server.stop()


@pytest.fixture
def segments() -> Schema:
    return SEGMENTS
