import itertools
import json

import pytest

from speakprep.errors import MissingError, OutsideError, ServiceError
from speakprep.llm.address import read_address
from speakprep.llm.answers import read_object

GOOD = '{"segments": [{"id": "a", "text": "We sample 37.5 % a day.", "unsure": false}]}'


def failure(model, request) -> OutsideError:
    with pytest.raises(OutsideError) as caught:
        model.ask(request)
    return caught.value


def host(tools) -> str:
    return tools.server.url.removeprefix("http://").removesuffix("/v1")


@pytest.mark.parametrize("status", [401, 403])
def test_ask_key_refused(tools, status):
    tools.server.replies = [tools.Reply(status=status, body=tools.error("bad key sk-te***XYZ"))]
    found = failure(tools.ask_model(), tools.request())
    assert isinstance(found, ServiceError)
    assert found.message == (
        f"{host(tools)} does not accept the key from the test for model 'test-model'"
    )
    assert len(tools.server.seen) == 1


def test_ask_key_wanted(tools):
    tools.server.replies = [tools.Reply(status=401, body=tools.error("missing key"))]
    found = failure(tools.ask_model(key=None), tools.request())
    assert isinstance(found, MissingError)
    assert found.message == f"{host(tools)} wants a key and there is none"
    assert "SPEAKPREP_API_KEY" in found.hint


def test_ask_unknown_model(tools):
    body = tools.error('model "test-model" not found, try pulling it first')
    tools.server.replies = [tools.Reply(status=404, body=body)]
    found = failure(tools.ask_model(), tools.request())
    assert isinstance(found, MissingError)
    assert (found.message, found.hint) == (
        f"{host(tools)} has no model 'test-model'",
        "for Ollama: ollama pull test-model",
    )


def test_ask_wrong_path(tools):
    tools.server.replies = [tools.Reply(status=404, body=b"<html>nothing here</html>")]
    found = failure(tools.ask_model(), tools.request())
    assert isinstance(found, MissingError)
    assert found.message == f"there is no chat service at {tools.server.url}"


def test_ask_busy_does_not_use_up_attempts(tools):
    tools.server.replies = [
        tools.Reply(status=429, headers={"Retry-After": "7"}),
        *[tools.Reply(status=429) for _ in range(5)],
        tools.Reply(status=500),
        tools.Reply(status=429, headers={"Retry-After": "0"}),
        tools.Reply(status=503, headers={"Retry-After": "2"}),
        tools.Reply(body=tools.completion("done")),
    ]
    assert tools.ask_model().ask(tools.request()).text == "done"
    assert tools.waits == [7, 1, 2, 4, 8, 8, 8, 0.5, 2]
    assert len(tools.server.seen) == 10


def test_ask_busy_for_too_long(tools):
    tools.server.replies = [tools.Reply(status=429) for _ in range(100)]
    found = failure(tools.ask_model(), tools.request())
    assert isinstance(found, ServiceError)
    assert found.message == f"{host(tools)} asks to slow down (429) for longer than we wait"
    assert sum(tools.waits) <= 120
    assert len(tools.server.seen) == len(tools.waits) + 1 == 19


def test_ask_busy_until_tomorrow(tools):
    headers = {"Retry-After": "86400"}
    tools.server.replies = [tools.Reply(status=429, headers=headers)]
    failure(tools.ask_model(), tools.request())
    assert (tools.waits, len(tools.server.seen)) == ([], 1)


def test_ask_out_of_credit(tools):
    body = tools.error("You exceeded your current quota", code="insufficient_quota")
    tools.server.replies = [tools.Reply(status=429, body=body)]
    found = failure(tools.ask_model(), tools.request())
    assert found.message == f"the account at {host(tools)} has no credit left"
    assert len(tools.server.seen) == 1


def test_ask_server_error(tools):
    tools.server.replies = [tools.Reply(status=500, body=tools.error("boom")) for _ in range(9)]
    found = failure(tools.ask_model(), tools.request())
    assert isinstance(found, ServiceError)
    assert found.message == f"{host(tools)} failed (500): boom"
    assert (tools.waits, len(tools.server.seen)) == ([0.5, 1.0], 3)


def test_ask_failure_hidden_behind_200(tools):
    hidden = tools.Reply(body=tools.error("upstream is down", code=503))
    tools.server.replies = [hidden, tools.Reply(body=tools.completion("done"))]
    assert tools.ask_model().ask(tools.request()).text == "done"
    assert tools.waits == [0.5]


def test_ask_closed_connection(tools):
    tools.server.replies = [tools.Reply(close=True) for _ in range(9)]
    found = failure(tools.ask_model(), tools.request())
    assert isinstance(found, ServiceError)
    assert found.message == f"{host(tools)} broke off the connection"
    assert len(tools.server.seen) == 3


def test_ask_reply_cut_off(tools):
    whole = tools.completion(GOOD)
    cut = tools.Reply(body=whole[:50], length=len(whole))
    tools.server.replies = [cut, tools.Reply(body=whole)]
    assert tools.ask_model().ask(tools.request()).text == GOOD
    assert len(tools.server.seen) == 2


def test_ask_nobody_there(tools):
    model = tools.ask_model(address=read_address("http://127.0.0.1:1/v1"))
    found = failure(model, tools.request())
    assert isinstance(found, MissingError)
    assert found.message == "no model server answers at 127.0.0.1:1"
    assert found.hint.startswith("start the model server")
    assert tools.waits == [0.5, 1.0]


def test_ask_hangs(tools):
    tools.server.replies = [tools.Reply(hang=True) for _ in range(3)]
    found = failure(tools.ask_model(timeout=0.4), tools.request())
    assert isinstance(found, ServiceError)
    assert found.message == f"{host(tools)} gave no answer within 0.4 seconds"
    assert len(tools.server.seen) == 3


def test_ask_drips(tools):
    ticks = itertools.count(step=3.0)
    chunks = [b"{"] * 5
    tools.server.replies = [tools.Reply(chunks=chunks) for _ in range(3)]
    found = failure(tools.ask_model(clock=lambda: next(ticks), timeout=2.0), tools.request())
    assert found.message == f"{host(tools)} gave no answer within 2 seconds"


def test_ask_reply_without_end(tools):
    tools.server.replies = [tools.Reply(chunks=[b" " * 2**20] * 40)]
    found = failure(tools.ask_model(), tools.request())
    assert found.message == f"{host(tools)} sends a reply without end"
    assert len(tools.server.seen) == 1


def test_ask_three_megabytes(tools):
    text = json.dumps({"segments": [{"id": "a", "text": "采样 " * 700_000, "unsure": True}]})
    tools.server.replies = [tools.Reply(body=tools.completion(text))]
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
    tools.server.replies = [tools.Reply(body=body)]
    found = failure(tools.ask_model(), tools.request())
    assert isinstance(found, ServiceError)
    assert found.message == "the model server's reply is not a chat completion"
    assert len(tools.server.seen) == 1


def test_ask_interrupted_while_waiting(tools):
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    tools.server.replies = [tools.Reply(status=429)]
    with pytest.raises(KeyboardInterrupt):
        tools.ask_model(sleep=interrupted).ask(tools.request())
    assert len(tools.server.seen) == 1


def test_ask_interrupted_while_reading(tools):
    calls = itertools.count()

    def clock() -> float:
        if next(calls):
            raise KeyboardInterrupt
        return 0.0

    tools.server.replies = [tools.Reply(body=tools.completion("x"))]
    with pytest.raises(KeyboardInterrupt):
        tools.ask_model(clock=clock).ask(tools.request())
