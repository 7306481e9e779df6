import pytest

from speakprep.errors import ServiceError
from speakprep.llm.model import Answer, Message, Model, Recipient, Request
from tests.queue_model import QueueModel


def question(words: str) -> Request:
    return Request(purpose=words, messages=(Message(role="user", content=words),))


def test_ask_in_order():
    model: Model = QueueModel(["你好", Answer(text="no", finish="refusal"), ServiceError("busy")])
    assert model.ask(question("1")) == Answer(text="你好", model="recorded answers")
    assert model.ask(question("2")) == Answer(text="no", finish="refusal")
    with pytest.raises(ServiceError, match=r"^busy$"):
        model.ask(question("3"))
    with pytest.raises(ServiceError) as caught:
        model.ask(question("translate 2"))
    assert caught.value.message == "there is no recorded answer left for: translate 2"
    assert model.requests == [question(words) for words in ("1", "2", "3", "translate 2")]


def test_recipient_default_stays_here():
    assert str(QueueModel([]).recipient) == (
        "recorded answers at this folder (on this machine, nothing leaves it)"
    )
    other = Recipient(host="x.io", model="m", local=False)
    assert QueueModel([], recipient=other).recipient == other
