"""A model that answers from a queue."""

from collections import deque
from collections.abc import Iterable

from speakprep.errors import ServiceError
from speakprep.llm.model import Answer, Recipient, Request

RECORDED = Recipient(host="this folder", model="recorded answers", local=True)


class QueueModel:
    """Gives the answers it was given, in order.

    Args:
        answers: texts and answers to return, and exceptions to raise.
        recipient: who it says is asked.

    `requests` are the questions so far, in order.
    """

    def __init__(
        self,
        answers: Iterable[str | Answer | BaseException],
        *,
        recipient: Recipient = RECORDED,
    ) -> None:
        self._answers = deque(answers)
        self._recipient = recipient
        self.requests: list[Request] = []

    @property
    def recipient(self) -> Recipient:
        """Who is asked."""
        return self._recipient

    def ask(self, request: Request) -> Answer:
        """Return the next answer, or raise the next exception.

        Raises:
            ServiceError: there is no answer left.
        """
        self.requests.append(request)
        if not self._answers:
            raise ServiceError(f"there is no recorded answer left for: {request.purpose}")
        answer = self._answers.popleft()
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, str):
            return Answer(text=answer, model=self._recipient.model)
        return answer
