"""A small HTTP server for one person on this machine: one page, its recording, one thing to say.

The standard library's server is enough: it listens on loopback only, for one tab,
for as long as somebody listens. Files are sent in pieces; memory does not grow with them.
"""

import contextlib
import json
import os
import secrets
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any, BinaryIO

from speakprep.errors import InputError, OutsideError, SpeakprepError, StorageError
from speakprep.web.asked import Asked, Door, Refused, asked, byte_range, media_type

_CHUNK = 256 * 1024
_SLOW_S = 30.0
"""A connection that stands still for so long is closed."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """What is served.

    `page` makes the HTML for a nonce that its own script and style carry; `files` are
    sent as they are; `heard` takes what the page says and returns what to answer, and
    whether the person is done. It raises ValueError for what is not the page's.
    """

    page: Callable[[str], str]
    files: tuple[Path, ...]
    heard: Callable[[bytes], tuple[Mapping[str, Any], bool]]


def serve(site: Site, started: Callable[[str], None], *, token: str = "") -> None:
    """Serve until the page says that the person is done, or Ctrl-C.

    Args:
        site: what to serve.
        started: told the address once somebody may ask.
        token: the secret of the address; a random one when empty.

    Raises:
        StorageError: this machine lets nobody listen on loopback.
    """
    try:
        server = _Server(site, token or secrets.token_urlsafe(24))
    except OSError as error:
        raise StorageError(
            f"no page can be served on this machine: {error.strerror}",
            hint="listen with any player, then say so with: speakprep rehearse listened",
        ) from None
    with server:
        started(server.door.address)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.2)
        with server.one_at_a_time:  # what is being written down is finished first
            pass
    if server.fault is not None:
        raise server.fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # a browser keeps its connections open
    block_on_close = False

    def __init__(self, site: Site, token: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.site = site
        self.door = Door(port=self.server_address[1], token=token)
        self.one_at_a_time = threading.Lock()
        self.fault: BaseException | None = None

    def server_bind(self) -> None:
        """Bind without asking for this machine's name: that may take a name server's time."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 -- the base's signature
        """Stop at a fault of ours; a tab that is closed breaks its connections: that is none."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self.fault = error
            self.shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "speakprep"
    sys_version = ""
    timeout = _SLOW_S

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base's name
        """Say nothing: the address holds the secret."""

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        wanted = asked(self.server.door, self.command, self.path, headers)
        if isinstance(wanted, Refused):
            self.close_connection = True  # what else was sent is not read
            self._send(wanted.status, f"{wanted.reason}\n".encode(), "text/plain; charset=utf-8")
        elif wanted.kind == "page":
            self._page()
        elif wanted.kind == "heard":
            self._heard(int(headers["content-length"]))
        else:
            self._recording(wanted, headers)

    def _page(self) -> None:
        nonce = secrets.token_urlsafe(18)
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
            "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        page = self.server.site.page(nonce).encode()
        self._send(200, page, "text/html; charset=utf-8", {"Content-Security-Policy": policy})

    def _heard(self, length: int) -> None:
        body = self.rfile.read(length)
        done = False
        with self.server.one_at_a_time:
            try:
                answer, done = self.server.site.heard(body)
                status = 200
            except ValueError:
                status, answer = 400, {"error": "not from this page"}
            except (InputError, OutsideError) as error:
                status, answer = 503, {"error": _line(error)}
        text = json.dumps(answer, ensure_ascii=False).encode()
        self._send(status, text, "application/json; charset=utf-8")
        if done:
            self.wfile.flush()
            self.server.shutdown()

    def _recording(self, wanted: Asked, headers: Mapping[str, str]) -> None:
        files = self.server.site.files
        if wanted.part >= len(files):
            self._send(404, b"nothing here\n", "text/plain; charset=utf-8")
            return
        try:
            stream = files[wanted.part].open("rb")
        except OSError:
            self._send(404, b"the recording is gone\n", "text/plain; charset=utf-8")
            return
        with stream:
            size = os.fstat(stream.fileno()).st_size
            kind = media_type(stream.read(16))
            # Nobody gave a validator, so a condition on one cannot hold: the whole is sent.
            wish = "" if "if-range" in headers else headers.get("range", "")
            piece = byte_range(wish, size)
            more = {"Accept-Ranges": "bytes"}
            if piece == "beyond":
                more["Content-Range"] = f"bytes */{size}"
                self._send(416, b"", kind, more)
            elif piece is None:
                self._head(200, size, kind, more)
                self._pour(stream, 0, size)
            else:
                first, last = piece
                more["Content-Range"] = f"bytes {first}-{last}/{size}"
                self._head(206, last - first + 1, kind, more)
                self._pour(stream, first, last - first + 1)

    def _pour(self, stream: BinaryIO, first: int, length: int) -> None:
        if self.command == "HEAD":
            return
        stream.seek(first)
        while length > 0:
            chunk = stream.read(min(_CHUNK, length))
            if not chunk:  # it became shorter meanwhile: the promised length cannot be kept
                self.close_connection = True
                return
            self.wfile.write(chunk)
            length -= len(chunk)

    def _send(
        self, status: int, body: bytes, kind: str, more: Mapping[str, str] | None = None
    ) -> None:
        self._head(status, len(body), kind, more or {})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: int, length: int, kind: str, more: Mapping[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()


def _line(error: SpeakprepError) -> str:
    place = f"{error.file}: " if error.file else ""
    return f"{place}{error.message}"
