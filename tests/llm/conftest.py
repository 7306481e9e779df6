from collections.abc import Callable, Iterator
from typing import Any

import pytest

from speakprep.errors import OutsideError
from speakprep.llm.address import read_address
from speakprep.llm.chat import ChatModel
from speakprep.llm.model import Key, Message, Request, Schema
from tests.loopback import Answer, Asked, Loopback, Reply

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


class Tools:
    """A server that gives its `replies` in order, and what asks it."""

    secret = SECRET
    segments = SEGMENTS

    def __init__(self, serve: Callable[[Answer], Loopback]) -> None:
        self.replies: list[Answer | Reply | str] = []
        self.waits: list[float] = []
        self.models: list[ChatModel] = []
        self.server = serve(self._answer)

    def _answer(self, asked: Asked) -> Reply | str:
        reply = self.replies.pop(0) if self.replies else Reply(status=418)
        return reply(asked) if callable(reply) else reply

    def ask_model(
        self, *, key: str | None = SECRET, timeout: float = 5.0, **changes: Any
    ) -> ChatModel:
        settings: dict[str, Any] = {
            "address": read_address(self.server.url),
            "model": "test-model",
            "key": None if key is None else Key(value=key, source="the test"),
            "sleep": self.waits.append,
            "clock": lambda: sum(self.waits),  # only sleeping moves it
            "timeout": timeout,
        }
        self.models.append(ChatModel(**(settings | changes)))
        return self.models[-1]

    @property
    def host(self) -> str:
        return self.server.url.removeprefix("http://").removesuffix("/v1")

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

    def failure(self, model: ChatModel, schema: Schema | None = None) -> OutsideError:
        with pytest.raises(OutsideError) as caught:
            model.ask(self.request(schema))
        return caught.value


@pytest.fixture
def tools(serve: Callable[[Answer], Loopback]) -> Iterator[Tools]:
    made = Tools(serve)
    yield made
    for model in made.models:
        model.close()


@pytest.fixture
def segments() -> Schema:
    return SEGMENTS
