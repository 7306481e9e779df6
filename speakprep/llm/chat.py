"""Asking any OpenAI-compatible server for an answer in words, through `llm.door`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from speakprep.llm import address as addresses
from speakprep.llm import failures, pacing, protocol
from speakprep.llm.door import Door, asked_of, next_step
from speakprep.llm.failures import Broken
from speakprep.llm.model import Address, Answer, Key, Recipient, Request
from speakprep.llm.protocol import PROBE, Dialect, Reply
from speakprep.llm.refusals import declines

TIMEOUT_SECONDS = 60.0
"""For a service: a window of segments takes seconds there."""

LOCAL_TIMEOUT_SECONDS = 300.0
"""For this machine: about 1500 tokens at 5 tokens a second, what a laptop without GPU does."""


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
        usual = LOCAL_TIMEOUT_SECONDS if address.loopback else TIMEOUT_SECONDS
        self._asked = asked_of(address, model, key, failures.CHAT)
        self._door = Door(
            asked=self._asked, clock=clock, timeout=usual if timeout is None else timeout
        )
        self._sleep = sleep
        self._pace = pacing.Pace(clock=clock, sleep=sleep, rate=rate)
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
        self._door.close()

    def _exchange(self, request: Request) -> Answer:
        patience, dialect = pacing.Patience(), self._dialect
        while True:
            sent = self._pace.wait()
            body = protocol.request_body(request, self.recipient.model, dialect)
            reply = self._door.send("/chat/completions", body)
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
        step = next_step(reply, patience)
        if step is None:
            raise self._door.error(reply)
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

    def _answer(self, reply: Reply) -> Answer:
        answer = protocol.read_reply(reply)
        failures.refuse_key(f"{answer.text}\n{answer.model}", self._asked)
        return answer
