"""A real server on the loopback address that answers as a test tells it."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SCHEMA_OK = '{"status": "schema_ok"}'  # what answers the probe


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request; headers have lower-case names, what is no JSON is kept as a `form`."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def is_probe(self) -> bool:
        """Whether it only asks if the server keeps to a schema."""
        return len(self.body["messages"]) == 1

    @property
    def task(self) -> dict[str, Any]:
        """What a model is given to work on."""
        return json.loads(self.body["messages"][1]["content"])


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    chunks: Sequence[bytes] = ()  # sent one by one instead of the body
    length: int | None = None  # claimed instead of the real one
    hang: bool = False  # until the test is over
    close: bool = False  # without a word


# A text is what the model says; it may be asked by several threads at once.
Answer = Callable[[Asked], Reply | str]


class Loopback(ThreadingHTTPServer):
    """Gives every request to `answer`, which may be changed at any time, and keeps it in `seen`."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.seen: list[Asked] = []
        self.over = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Loopback

    def do_POST(self) -> None:
        asked = self._asked()
        self.server.seen.append(asked)
        reply = self.server.answer(asked)
        if isinstance(reply, str):
            reply = Reply(body=completion(reply))
        if reply.hang:
            self.server.over.wait(20)
        if reply.close or reply.hang:
            self.close_connection = True
        else:
            with suppress(OSError):  # the client may have hung up
                self._send(reply)

    do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = do_POST  # noqa: N815 -- as http.server names them

    def _asked(self) -> Asked:
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        is_json = headers.get("content-type") == "application/json"
        body = json.loads(raw) if is_json else {"form": raw}
        return Asked(path=self.path, headers=headers, body=body)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in ({"Content-Type": "application/json"} | reply.headers).items():
            self.send_header(name, value)
        if reply.chunks:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(reply.length or len(reply.body)))
        self.end_headers()
        for part in reply.chunks or [reply.body]:
            self.wfile.write(part)
            self.wfile.flush()
        self.close_connection = reply.length is not None or bool(reply.chunks)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serving(answer: Answer) -> Iterator[Loopback]:
    """Serve in a thread of its own."""
    with Loopback(answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


def completion(text: object, *, finish: str = "stop", **message: object) -> bytes:
    """Wrap what a model says as a chat completion."""
    choice = {
        "index": 0,
        "finish_reason": finish,
        "message": {"role": "assistant", "content": text, **message},
    }
    usage = {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}
    return json.dumps({"model": "served-model", "choices": [choice], "usage": usage}).encode()


def error(message: str, **facts: object) -> bytes:
    """Wrap a complaint as chat servers do."""
    return json.dumps({"error": {"message": message, **facts}}).encode()


def echo(status: int, headers: dict[str, str] | None = None) -> Answer:
    """Complain with the key that came with the request."""
    return lambda asked: Reply(
        status=status,
        headers=headers or {},
        body=error("you sent " + asked.headers["authorization"]),
    )


def translation(segments: Sequence[dict[str, str]], text: Callable[[str], str]) -> str:
    """Answer a task to translate: `text` gives each source its translation."""
    found = [{"id": one["id"], "text": text(one["source"]), "unsure": False} for one in segments]
    return json.dumps({"segments": found}, ensure_ascii=False)
