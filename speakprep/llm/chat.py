"""Asking any OpenAI-compatible server, through the openai package.

The package costs a second to import, so it is imported with the first
question. It is kept on a short lead: it retries nothing, follows no redirect,
and sends no header that this module does not know, because it would otherwise
pass on whatever OPENAI_CUSTOM_HEADERS and its siblings hold to any server.
"""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, cast

from speakprep.errors import MissingError, OutsideError, ServiceError, UsageError
from speakprep.llm import address as addresses
from speakprep.llm import failures, pacing, protocol
from speakprep.llm.failures import Broken
from speakprep.llm.model import Address, Answer, Json, Key, Recipient, Request
from speakprep.llm.protocol import PROBE, Dialect, Reply
from speakprep.llm.refusals import declines

if TYPE_CHECKING:
    import httpx2
    import openai

TIMEOUT_SECONDS = 60.0
"""For a service: a window of segments takes seconds there."""

LOCAL_TIMEOUT_SECONDS = 300.0
"""For this machine: about 1500 tokens at 5 tokens a second, what a laptop without GPU does."""

MAX_REPLY_BYTES = 32 * 1024 * 1024
"""No honest answer is longer; a server may not fill the memory."""

NO_KEY = "no-key-needed"
"""The openai package wants a key even where a local server does not."""

_HEADERS = frozenset({"accept", "connection", "content-length", "content-type", "host"})


class _EndlessReply(Exception):  # noqa: N818 -- never leaves this module
    """A reply is longer than any honest one."""


class Notebook(Protocol):
    """Where it is kept which parameters a server takes."""

    def recall(self, base_url: str, model: str) -> Dialect | None:
        """Return what a model at an address takes, or None where that is not known."""
        ...

    def learn(self, base_url: str, model: str, dialect: Dialect) -> None:
        """Remember what a model at an address takes."""
        ...


class ChatModel:
    """A model behind an OpenAI-compatible address; may be asked from several threads.

    Args:
        address: the server.
        model: the model's name there.
        key: the key for this server, or None.
        sleep: waits some seconds.
        clock: seconds that only grow.
        timeout: seconds for one answer; None for the usual ones.
        rate: the most requests a second, or None for as many as come.
        notebook: where it is kept what servers take; None keeps nothing.

    Raises:
        UsageError: the key would travel in clear text.
    """

    def __init__(  # noqa: PLR0913 -- keywords only, and most callers need the first five
        self,
        *,
        address: Address,
        model: str,
        key: Key | None,
        sleep: Callable[[float], None],
        clock: Callable[[], float],
        timeout: float | None = None,
        rate: float | None = None,
        notebook: Notebook | None = None,
    ) -> None:
        if key is not None and not addresses.may_carry_key(address):
            raise UsageError(
                f"the key would travel to {address.host} in clear text",
                hint="use https://, or the address in your own network such as 192.168.1.5",
            )
        usual = LOCAL_TIMEOUT_SECONDS if address.loopback else TIMEOUT_SECONDS
        self._timeout = usual if timeout is None else timeout
        self._key = key
        self._asked = failures.Asked(
            recipient=addresses.recipient(address, model),
            base_url=address.base_url,
            loopback=address.loopback,
            key=key,
        )
        self._sleep = sleep
        self._clock = clock
        self._pace = pacing.Pace(clock=clock, sleep=sleep, rate=rate)
        self._client: openai.OpenAI | None = None
        self._client_lock = threading.Lock()
        self._closed = False
        self._notebook = notebook
        known = None if notebook is None else notebook.recall(address.base_url, model)
        self._known = known is not None
        at_openai = address.host == addresses.OPENAI_HOST
        self._dialect = known or Dialect(
            limit="max_completion_tokens" if at_openai else "max_tokens"
        )

    @property
    def recipient(self) -> Recipient:
        """Who is asked."""
        return self._asked.recipient

    def settle(self) -> None:
        """Find out how the server wants to be asked, with one tiny request, unless it is known.

        Without a notebook nothing is sent: the answer could not be kept. A server that rejects
        the question, or whose answer is unclear, is asked as if it kept to every schema.

        Raises:
            MissingError: there is no such server, model or key.
            ServiceError: the server failed, stayed busy or made no sense.
        """
        if self._notebook is None or self._known:
            return
        try:
            probed = self._exchange(PROBE)
        except failures.RejectedError:
            return
        if self._dialect.form == "json_schema":
            enforced = protocol.enforces_schema(probed)
            if enforced is None:
                return
            if not enforced:
                self._dialect = replace(self._dialect, form="json_object")
        self._known = True
        self._learn()

    def ask(self, request: Request) -> Answer:
        """Ask, and ask again where that can help.

        Raises:
            MissingError: there is no such server, model or key.
            ServiceError: the server failed, stayed busy or made no sense.
        """
        answer = self._exchange(request)
        if request.schema is not None and answer.finish == "stop" and declines(answer.text):
            return replace(answer, finish="refusal")
        return answer

    def close(self) -> None:
        """Let go of the connections, for good: nothing is sent any more."""
        with self._client_lock:
            self._closed = True
            if self._client is not None:
                self._client.close()
                self._client = None

    def _exchange(self, request: Request) -> Answer:
        patience, dialect = pacing.Patience(), self._dialect
        while True:
            sent = self._pace.wait()
            reply = self._send(protocol.request_body(request, self.recipient.model, dialect))
            if isinstance(reply, Reply):
                if 200 <= reply.status < 300:
                    self._pace.answered(sent)
                    self._understood(dialect)
                    return self._answer(reply)
                if protocol.is_filtered(reply):
                    return Answer(text="", finish="filter", model=self.recipient.model)
                simpler = protocol.simpler(dialect, reply, schema=request.schema is not None)
                if simpler is not None:
                    dialect = simpler
                    continue
            patience = self._wait_again(reply, patience, sent)

    def _wait_again(
        self, reply: Reply | Broken, patience: pacing.Patience, sent: int
    ) -> pacing.Patience:
        """Wait before asking again: alone after a failure, together where all are too fast.

        Raises:
            OutsideError: asking again cannot help.
        """
        step = _next_step(reply, patience)
        if step is None:
            raise self._error(reply)
        wait, left = step
        if isinstance(reply, Reply) and reply.status == 429:
            asked = pacing.retry_after(reply.headers) is not None
            self._pace.slow_down(sent, wait, asked=asked)
        else:
            self._sleep(wait)
        return left

    def _understood(self, dialect: Dialect) -> None:
        """Speak like this from now on; what was complained about is remembered."""
        if dialect == self._dialect:
            return
        self._dialect = dialect
        if self._known:
            self._learn()

    def _learn(self) -> None:
        if self._notebook is not None:
            self._notebook.learn(self._asked.base_url, self.recipient.model, self._dialect)

    def _error(self, reply: Reply | Broken) -> OutsideError:
        if isinstance(reply, Reply):
            return failures.from_reply(reply, self._asked)
        return failures.from_broken(reply, self._asked)

    def _answer(self, reply: Reply) -> Answer:
        answer = protocol.read_reply(reply)
        if failures.holds_key(f"{answer.text}\n{answer.model}", self._key):
            raise ServiceError(
                f"{self.recipient.host} sends the key back in its answer, which was thrown away",
                hint="do not trust this address with a key; replace the key",
            )
        return answer

    def _send(self, body: dict[str, Json]) -> Reply | Broken:
        """Send once. Failures are values, so that no error drags a header along."""
        client = self._connected()
        import httpx2
        import openai

        try:
            response = client.post("/chat/completions", cast_to=httpx2.Response, body=body)
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

        secret = NO_KEY if self._key is None else self._key.value
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


def _keep_known_headers(request: "httpx2.Request", secret: str, clock: Callable[[], float]) -> None:
    for name in set(request.headers) - _HEADERS:
        del request.headers[name]
    request.headers["authorization"] = f"Bearer {secret}"
    request.headers["accept-encoding"] = "identity"
    request.headers["user-agent"] = "speakprep"
    request.extensions["started"] = clock()


def _next_step(
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
