"""The one door to servers that speak OpenAI's protocol: the openai package, on a short lead.

The package costs a second to import, so it is imported with the first
question. It retries nothing here, follows no redirect, and sends no header
that this module does not know, because it would otherwise pass on whatever
OPENAI_CUSTOM_HEADERS and its siblings hold to any server.
"""

import contextlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from speakprep.errors import MissingError, OutsideError, ServiceError, UsageError
from speakprep.llm import address as addresses
from speakprep.llm import failures, pacing, protocol
from speakprep.llm.failures import Asked, Broken
from speakprep.llm.model import Address, Json, Key
from speakprep.llm.protocol import Reply

if TYPE_CHECKING:
    import httpx2
    import openai

MAX_REPLY_BYTES = 32 * 1024 * 1024
"""No honest answer is longer; a server may not fill the memory."""

NO_KEY = "no-key-needed"
"""The openai package wants a key even where a local server does not."""

_HEADERS = frozenset({"accept", "connection", "content-length", "content-type", "host"})


class _EndlessReply(Exception):  # noqa: N818 -- never leaves this module
    """A reply is longer than any honest one."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that goes along with a request: its name with the ending that tells its format."""

    name: str
    data: bytes
    media_type: str


class Door:
    """The connection to one server; may be used from several threads.

    Args:
        asked: who is asked, and for what.
        clock: seconds that only grow.
        timeout: seconds for one answer.
    """

    def __init__(self, *, asked: Asked, clock: Callable[[], float], timeout: float) -> None:
        self._asked = asked
        self._clock = clock
        self._timeout = timeout
        self._client: openai.OpenAI | None = None
        self._client_lock = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """Let go of the connections, for good: nothing is sent any more."""
        with self._client_lock:
            self._closed = True
            if self._client is not None:
                self._client.close()
                self._client = None

    def error(self, reply: Reply | Broken) -> OutsideError:
        """Return the error for what is no answer."""
        if isinstance(reply, Reply):
            return failures.from_reply(reply, self._asked)
        return failures.from_broken(reply, self._asked)

    def send(
        self, path: str, body: Mapping[str, Json], upload: Upload | None = None
    ) -> Reply | Broken:
        """Send once. Failures are values, so that no error drags a header along.

        Args:
            path: what is asked for, behind the base URL.
            body: JSON; beside an upload it goes as the fields of a form.
            upload: a file for the form's field `file`.

        Raises:
            ServiceError: the door was closed.
            MissingError: the proxy of the environment cannot be used.
        """
        client = self._connected()
        import httpx2
        import openai

        try:
            if upload is None:
                response = client.post(path, cast_to=httpx2.Response, body=dict(body))
            else:
                response = client.post(
                    path,
                    cast_to=httpx2.Response,
                    body=dict(body),
                    files=[("file", (upload.name, upload.data, upload.media_type))],
                    options={"headers": {"Content-Type": "multipart/form-data"}},
                )
        except _EndlessReply:
            return Broken(kind="too long")
        except openai.APITimeoutError:
            return Broken(kind="timeout", seconds=self._timeout)
        except openai.APIStatusError as error:
            response = error.response
        except openai.APIConnectionError as error:
            return _broken(error.__cause__)
        headers = {name.lower(): value for name, value in response.headers.items()}
        reply = Reply(status=response.status_code, headers=headers, body=response.content)
        return protocol.hidden_failure(reply)

    def _connected(self) -> "openai.OpenAI":
        with self._client_lock:
            if self._closed:
                raise ServiceError("the connection was closed", hint="run the command again")
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> "openai.OpenAI":
        import httpx2
        import openai

        secret = NO_KEY if self._asked.key is None else self._asked.key.value
        try:
            transport = httpx2.Client(
                timeout=httpx2.Timeout(self._timeout, connect=min(10.0, self._timeout)),
                follow_redirects=False,
                # A proxy would carry off what is promised to stay on this machine.
                trust_env=not self._asked.loopback,
                event_hooks={
                    "request": [lambda request: _keep_known_headers(request, secret, self._clock)],
                    "response": [self._read],
                },
            )
        except (ImportError, ValueError):
            raise MissingError(
                "the proxy set in the environment is of a kind speakprep cannot use",
                hint="set HTTPS_PROXY to an http:// address and unset ALL_PROXY",
            ) from None
        return openai.OpenAI(
            api_key=secret,
            base_url=self._asked.base_url,
            max_retries=0,
            timeout=self._timeout,
            http_client=transport,
        )

    def _read(self, response: "httpx2.Response") -> None:
        """Read a reply within the timeout and the size, however slowly it drips."""
        import httpx2

        deadline = response.request.extensions["started"] + self._timeout
        parts: list[bytes] = []
        size = 0
        # Compression was not asked for; whoever sends it anyway could send a bomb.
        response.headers.pop("content-encoding", None)
        stream = cast("httpx2.SyncByteStream", response.stream)
        with contextlib.closing(stream):
            for part in stream:
                parts.append(part)
                size += len(part)
                if size > MAX_REPLY_BYTES:
                    raise _EndlessReply
                if self._clock() > deadline:
                    raise httpx2.ReadTimeout("reply too slow", request=response.request)
        response.stream = httpx2.ByteStream(b"".join(parts))


def asked_of(address: Address, model: str, key: Key | None, service: failures.Service) -> Asked:
    """Return who is asked for what.

    Raises:
        UsageError: the key would travel in clear text.
    """
    if key is not None and not addresses.may_carry_key(address):
        raise UsageError(
            f"the key would travel to {address.host} in clear text",
            hint="use https://, or the address in your own network such as 192.168.1.5",
        )
    return Asked(
        recipient=addresses.recipient(address, model),
        base_url=address.base_url,
        loopback=address.loopback,
        key=key,
        service=service,
    )


def _keep_known_headers(request: "httpx2.Request", secret: str, clock: Callable[[], float]) -> None:
    for name in set(request.headers) - _HEADERS:
        del request.headers[name]
    request.headers["authorization"] = f"Bearer {secret}"
    request.headers["accept-encoding"] = "identity"
    request.headers["user-agent"] = "speakprep"
    request.extensions["started"] = clock()


def next_step(
    reply: Reply | Broken, patience: pacing.Patience
) -> tuple[float, pacing.Patience] | None:
    """Return how long to wait before asking again, or None where that cannot help."""
    if isinstance(reply, Broken):
        if reply.kind in {"certificate", "too long"}:
            return None
        return pacing.next_wait(patience, busy=False, asked=None)
    asked = pacing.retry_after(reply.headers)
    if reply.status == 429 and not failures.is_out_of_credit(reply):
        return pacing.next_wait(patience, busy=True, asked=asked)
    if reply.status in {408, 409} or reply.status >= 500:
        return pacing.next_wait(patience, busy=False, asked=asked)
    return None


def _broken(cause: BaseException | None) -> Broken:
    import httpx2

    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return Broken(kind="certificate")
    unreachable = isinstance(cause, httpx2.ConnectError | httpx2.ProxyError)
    return Broken(kind="unreachable" if unreachable else "broke off")
