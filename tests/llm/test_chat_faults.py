import itertools
import json

import pytest

from speakprep.errors import MissingError, ServiceError
from speakprep.llm.address import read_address
from speakprep.llm.answers import read_object
from tests.loopback import Reply, completion, error

GOOD = '{"segments": [{"id": "a", "text": "We sample 37.5 % a day.", "unsure": false}]}'


@pytest.mark.parametrize("status", [401, 403])
def test_ask_key_refused(tools, status):
    tools.replies = [Reply(status=status, body=error("bad key sk-te***XYZ"))]
    found = tools.failure(tools.ask_model())
    assert isinstance(found, ServiceError)
    assert found.message == (
        f"{tools.host} does not accept the key from the test for model 'test-model'"
    )
    assert len(tools.server.seen) == 1


def test_ask_key_wanted(tools):
    tools.replies = [Reply(status=401, body=error("missing key"))]
    found = tools.failure(tools.ask_model(key=None))
    assert isinstance(found, MissingError)
    assert found.message == f"{tools.host} wants a key and there is none"
    assert "SPEAKPREP_API_KEY" in found.hint


def test_ask_unknown_model(tools):
    body = error('model "test-model" not found, try pulling it first')
    tools.replies = [Reply(status=404, body=body)]
    found = tools.failure(tools.ask_model())
    assert isinstance(found, MissingError)
    assert (found.message, found.hint) == (
        f"{tools.host} has no model 'test-model'",
        "for Ollama: ollama pull test-model",
    )


def test_ask_wrong_path(tools):
    tools.replies = [Reply(status=404, body=b"<html>nothing here</html>")]
    found = tools.failure(tools.ask_model())
    assert isinstance(found, MissingError)
    assert found.message == f"there is no chat service at {tools.server.url}"


def test_ask_busy_does_not_use_up_attempts(tools):
    tools.replies = [
        Reply(status=429, headers={"Retry-After": "7"}),
        *[Reply(status=429)] * 5,
        Reply(status=500),
        Reply(status=429, headers={"Retry-After": "0"}),
        Reply(status=503, headers={"Retry-After": "2"}),
        "done",
    ]
    assert tools.ask_model().ask(tools.request()).text == "done"
    assert tools.waits == [7, 1, 2, 4, 8, 8, 8, 0.5, 2]
    assert len(tools.server.seen) == 10


def test_ask_busy_for_too_long(tools):
    tools.replies = [Reply(status=429)] * 100
    found = tools.failure(tools.ask_model())
    assert isinstance(found, ServiceError)
    assert found.message == f"{tools.host} asks to slow down (429) for longer than we wait"
    assert sum(tools.waits) <= 120
    assert len(tools.server.seen) == len(tools.waits) + 1 == 19


def test_ask_busy_until_tomorrow(tools):
    headers = {"Retry-After": "86400"}
    tools.replies = [Reply(status=429, headers=headers)]
    tools.failure(tools.ask_model())
    assert (tools.waits, len(tools.server.seen)) == ([], 1)


def test_ask_out_of_credit(tools):
    body = error("You exceeded your current quota", code="insufficient_quota")
    tools.replies = [Reply(status=429, body=body)]
    found = tools.failure(tools.ask_model())
    assert found.message == f"the account at {tools.host} has no credit left"
    assert len(tools.server.seen) == 1


def test_ask_server_error(tools):
    tools.replies = [Reply(status=500, body=error("boom"))] * 9
    found = tools.failure(tools.ask_model())
    assert isinstance(found, ServiceError)
    assert found.message == f"{tools.host} failed (500): boom"
    assert (tools.waits, len(tools.server.seen)) == ([0.5, 1.0], 3)


def test_ask_failure_hidden_behind_200(tools):
    hidden = Reply(body=error("upstream is down", code=503))
    tools.replies = [hidden, "done"]
    assert tools.ask_model().ask(tools.request()).text == "done"
    assert tools.waits == [0.5]


def test_ask_closed_connection(tools):
    tools.replies = [Reply(close=True)] * 9
    found = tools.failure(tools.ask_model())
    assert isinstance(found, ServiceError)
    assert found.message == f"{tools.host} broke off the connection"
    assert len(tools.server.seen) == 3


def test_ask_reply_cut_off(tools):
    whole = completion(GOOD)
    cut = Reply(body=whole[:50], length=len(whole))
    tools.replies = [cut, Reply(body=whole)]
    assert tools.ask_model().ask(tools.request()).text == GOOD
    assert len(tools.server.seen) == 2


def test_ask_nobody_there(tools):
    model = tools.ask_model(address=read_address("http://127.0.0.1:1/v1"))
    found = tools.failure(model)
    assert isinstance(found, MissingError)
    assert found.message == "no model server answers at 127.0.0.1:1"
    assert found.hint.startswith("start the model server")
    assert tools.waits == [0.5, 1.0]


def test_ask_hangs(tools):
    tools.replies = [Reply(hang=True)] * 3
    found = tools.failure(tools.ask_model(timeout=0.4))
    assert isinstance(found, ServiceError)
    assert found.message == f"{tools.host} gave no answer within 0.4 seconds"
    assert len(tools.server.seen) == 3


def test_ask_drips(tools):
    ticks = itertools.count(step=3.0)
    chunks = [b"{"] * 5
    tools.replies = [Reply(chunks=chunks)] * 3
    found = tools.failure(tools.ask_model(clock=lambda: next(ticks), timeout=2.0))
    assert found.message == f"{tools.host} gave no answer within 2 seconds"


def test_ask_reply_without_end(tools):
    tools.replies = [Reply(chunks=[b" " * 2**20] * 40)]
    found = tools.failure(tools.ask_model())
    assert found.message == f"{tools.host} sends a reply without end"
    assert len(tools.server.seen) == 1


def test_ask_three_megabytes(tools):
    text = json.dumps({"segments": [{"id": "a", "text": "采样 " * 700_000, "unsure": True}]})
    tools.replies = [text]
    answer = tools.ask_model().ask(tools.request(tools.segments))
    assert read_object(answer.text, tools.segments) == json.loads(text)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Log in to the hotel network</html>",
        b"[]",
        b'{"choices": []}',
        b'{"choices": [7]}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_ask_reply_is_no_completion(tools, body):
    tools.replies = [Reply(body=body)]
    found = tools.failure(tools.ask_model())
    assert isinstance(found, ServiceError)
    assert found.message == "the model server's reply is not a chat completion"
    assert len(tools.server.seen) == 1


def test_ask_interrupted_while_waiting(tools):
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    tools.replies = [Reply(status=429)]
    with pytest.raises(KeyboardInterrupt):
        tools.ask_model(sleep=interrupted).ask(tools.request())
    assert len(tools.server.seen) == 1


def test_ask_interrupted_while_reading(tools):
    calls = itertools.count()

    def clock() -> float:
        if next(calls):
            raise KeyboardInterrupt
        return 0.0

    tools.replies = ["x"]
    with pytest.raises(KeyboardInterrupt):
        tools.ask_model(clock=clock).ask(tools.request())
