import itertools
import json
import logging
import os
import subprocess
import sys
import threading
import traceback

import pytest

from speakprep.errors import MissingError, OutsideError, ServiceError, UsageError
from speakprep.llm.address import read_address
from speakprep.llm.answers import read_object
from speakprep.llm.model import Answer, Key, Usage

GOOD = '{"segments": [{"id": "a", "text": "We sample 37.5 % a day.", "unsure": false}]}'


def failure(model, request) -> OutsideError:
    with pytest.raises(OutsideError) as caught:
        model.ask(request)
    return caught.value


def test_ask_fine(tools):
    tools.server.replies = [tools.Reply(body=tools.completion(GOOD))]
    answer = tools.ask_model().ask(tools.request(tools.segments))
    assert answer == Answer(
        text=GOOD,
        finish="stop",
        usage=Usage(input_tokens=12, output_tokens=5),
        model="served-model",
    )
    (seen,) = tools.server.seen
    assert seen.path == "/v1/chat/completions"
    assert seen.headers["authorization"] == f"Bearer {tools.secret}"
    assert seen.body["messages"][1] == {"role": "user", "content": "我们每天采样 37.5%。"}
    assert seen.body["response_format"]["json_schema"]["schema"] == tools.segments.body
    assert (seen.body["model"], seen.body["max_tokens"], seen.body["temperature"]) == (
        "test-model",
        100,
        0,
    )
    assert tools.waits == []


def test_ask_plain_text_sends_no_format(tools):
    tools.server.replies = [tools.Reply(body=tools.completion("你好"))]
    assert tools.ask_model().ask(tools.request()).text == "你好"
    assert "response_format" not in tools.server.seen[0].body
    assert len(tools.server.seen[0].body["messages"]) == 2


def test_ask_sends_only_known_headers(tools, monkeypatch):
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer other\nX-Private: yes")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-private")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-private")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "admin-private")
    tools.server.replies = [tools.Reply(body=tools.completion("x"))]
    tools.ask_model().ask(tools.request())
    headers = tools.server.seen[0].headers
    assert headers.pop("authorization") == f"Bearer {tools.secret}"
    assert headers.pop("host").startswith("127.0.0.1:")
    assert int(headers.pop("content-length")) > 0
    assert headers == {
        "accept": "application/json",
        "accept-encoding": "identity",
        "connection": "keep-alive",
        "content-type": "application/json",
        "user-agent": "speakprep",
    }


def test_ask_loopback_uses_no_proxy(tools, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    tools.server.replies = [tools.Reply(body=tools.completion("x"))]
    assert tools.ask_model().ask(tools.request()).text == "x"


def test_ask_unusable_proxy(tools, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "socks9://127.0.0.1:1")
    model = tools.ask_model(address=read_address("https://models.invalid/v1"))
    found = failure(model, tools.request())
    assert isinstance(found, MissingError)
    assert found.message == ("the proxy set in the environment is of a kind speakprep cannot use")


def test_ask_local_without_key_gets_a_dummy(tools):
    tools.server.replies = [tools.Reply(body=tools.completion("x"))]
    tools.ask_model(key=None).ask(tools.request())
    assert tools.server.seen[0].headers["authorization"] == "Bearer no-key-needed"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<think>hm {} </think>\n" + GOOD, GOOD),
        ("hm, two\n</think>\n\n" + GOOD, GOOD),
        ("Sure! Here it is:\n" + GOOD, "Sure! Here it is:\n" + GOOD),
        ("", ""),
        (None, ""),
        (GOOD[:40], GOOD[:40]),
        ([{"type": "text", "text": "你"}, {"type": "text", "text": "好"}], "你好"),
        ("half \ud83d here", "half ? here"),
    ],
)
def test_ask_returns_what_the_model_wrote(tools, body, expected):
    tools.server.replies = [tools.Reply(body=tools.completion(body))]
    assert tools.ask_model().ask(tools.request()).text == expected
    assert len(tools.server.seen) == 1


def test_ask_refusal(tools):
    body = tools.completion(None, refusal="I cannot help with that.")
    tools.server.replies = [tools.Reply(body=body)]
    answer = tools.ask_model().ask(tools.request())
    assert (answer.finish, answer.text) == ("refusal", "I cannot help with that.")


@pytest.mark.parametrize(
    ("finish", "expected"), [("length", "length"), ("content_filter", "filter"), ("eos", "stop")]
)
def test_ask_finish(tools, finish, expected):
    tools.server.replies = [tools.Reply(body=tools.completion("He", finish=finish))]
    assert tools.ask_model().ask(tools.request()).finish == expected


def test_ask_filtered_request(tools):
    body = tools.error("The response was filtered", code="content_filter")
    tools.server.replies = [tools.Reply(status=400, body=body)]
    answer = tools.ask_model().ask(tools.request())
    assert (answer.finish, answer.text) == ("filter", "")


def test_ask_drops_what_a_server_rejects_and_remembers(tools):
    complaints = [
        tools.error("Unsupported value: 'temperature' does not support 0", param="temperature"),
        tools.error("Unrecognized request argument supplied: seed"),
        tools.error(
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            param="max_tokens",
        ),
        tools.error("response_format json_schema is not available"),
        tools.error("This response_format type is unavailable now"),
    ]
    tools.server.replies = [tools.Reply(status=400, body=body) for body in complaints]
    tools.server.replies += [tools.Reply(body=tools.completion(GOOD)) for _ in range(2)]
    model = tools.ask_model()
    for _ in range(2):
        assert model.ask(tools.request(tools.segments)).text == GOOD
    assert len(tools.server.seen) == 7
    assert [sorted(set(seen.body) - {"messages", "model"}) for seen in tools.server.seen] == [
        ["max_tokens", "response_format", "seed", "temperature"],
        ["max_tokens", "response_format", "seed"],
        ["max_tokens", "response_format"],
        ["max_completion_tokens", "response_format"],
        ["max_completion_tokens", "response_format"],
        ["max_completion_tokens"],
        ["max_completion_tokens"],
    ]
    assert tools.server.seen[4].body["response_format"] == {"type": "json_object"}
    assert (
        tools.server.seen[6]
        .body["messages"][-1]["content"]
        .endswith('{"segments": [{"id": <text>, "text": <text>, "unsure": <true or false>}, ...]}')
    )
    assert tools.waits == []


def test_ask_server_that_rejects_everything_ends(tools):
    words = "temperature seed max_tokens max_completion_tokens response_format"
    body = tools.error(words)
    tools.server.replies = [tools.Reply(status=400, body=body) for _ in range(20)]
    found = failure(tools.ask_model(), tools.request(tools.segments))
    assert found.message.endswith(
        f"cannot answer this request for model 'test-model' (400): {words}"
    )
    assert len(tools.server.seen) == 7


def test_ask_400_that_names_nothing(tools):
    tools.server.replies = [tools.Reply(status=400, body=tools.error("no\x1b[31m\nway"))]
    found = failure(tools.ask_model(), tools.request(tools.segments))
    assert isinstance(found, ServiceError)
    assert found.message == (
        f"{host(tools)} cannot answer this request for model 'test-model' (400): no [31m way"
    )
    assert len(tools.server.seen) == 1


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


def test_ask_compressed_reply_is_not_unpacked(tools):
    reply = tools.Reply(body=b"\x1f\x8b\x08" + b"\0" * 50, headers={"Content-Encoding": "gzip"})
    tools.server.replies = [reply]
    found = failure(tools.ask_model(), tools.request())
    assert found.message == "the model server's reply is not a chat completion"


def test_ask_redirect_is_not_followed(tools):
    target = f"http://localhost:{tools.server.http.server_port}/stolen"
    tools.server.replies = [tools.Reply(status=307, headers={"Location": target})]
    found = failure(tools.ask_model(), tools.request())
    assert isinstance(found, ServiceError)
    assert found.message == (
        f"{host(tools)} sends us to another address, and the key stays where it is"
    )
    assert [seen.path for seen in tools.server.seen] == ["/v1/chat/completions"]


@pytest.mark.parametrize("status", [400, 401, 404, 418, 422, 429, 500, 503])
def test_ask_never_shows_the_key(tools, status, caplog):
    caplog.set_level(logging.DEBUG)
    tools.server.replies = [
        tools.Reply(status=status, echo=True, headers={"Retry-After": "999"}) for _ in range(3)
    ]
    found = failure(tools.ask_model(), tools.request())
    shown = "".join(traceback.format_exception(found))
    shown += f"{found.message}{found.hint}{found.file}{found.excerpt}{caplog.text}"
    assert tools.secret not in shown
    assert tools.secret[:12] not in shown
    assert found.__context__ is None
    assert found.__cause__ is None


def test_ask_answer_that_holds_the_key_is_thrown_away(tools):
    tools.server.replies = [tools.Reply(body=tools.completion(f"Bearer {tools.secret}"))]
    found = failure(tools.ask_model(), tools.request())
    assert isinstance(found, ServiceError)
    assert found.message == (
        f"{host(tools)} sends the key back in its answer, which was thrown away"
    )


def test_ask_answer_may_name_a_dummy_key(tools):
    tools.server.replies = [tools.Reply(body=tools.completion("Install ollama first."))]
    answer = tools.ask_model(key="ollama").ask(tools.request())
    assert answer.text == "Install ollama first."


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


def test_ask_from_several_threads(tools):
    body = tools.error("no temperature here", param="temperature")
    tools.server.replies = [tools.Reply(status=400, body=body)]
    model = tools.ask_model()
    tools.server.replies += [tools.Reply(body=tools.completion("x")) for _ in range(8)]
    texts: list[str] = []

    def ask() -> None:
        texts.append(model.ask(tools.request()).text)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == ["x"] * 8
    assert len(tools.server.seen) == 9


def test_close_then_ask_again(tools):
    tools.server.replies = [tools.Reply(body=tools.completion("x")) for _ in range(2)]
    model = tools.ask_model()
    first = model.ask(tools.request())
    model.close()
    model.close()
    assert model.ask(tools.request()) == first


def test_recipient_says_what_stays_here(tools):
    assert str(tools.ask_model().recipient) == (
        f"test-model at {host(tools)} (on this machine, nothing leaves it)"
    )
    far = tools.ask_model(address=read_address("https://models.example/v1"))
    assert str(far.recipient) == "test-model at models.example (over the network)"


@pytest.mark.parametrize("host", ["models.example", "8.8.8.8", "[2001:4860:4860::8888]"])
def test_model_keeps_keys_off_clear_text(tools, host):
    with pytest.raises(UsageError) as caught:
        tools.ask_model(address=read_address(f"http://{host}/v1"))
    assert "in clear text" in caught.value.message
    assert tools.secret not in caught.value.message


@pytest.mark.parametrize("url", ["http://192.168.1.5:8000/v1", "http://localhost", "https://x.io"])
def test_model_takes_keys_on_safe_ways(tools, url):
    assert tools.ask_model(address=read_address(url)).recipient.model == "test-model"


def test_key_never_in_repr(tools):
    key = Key(value=tools.secret, source="the test")
    assert repr(key) == "Key(source='the test')"
    assert tools.secret not in f"{key} {key!s} {vars(tools.ask_model()).values()!r}"


def test_import_loads_no_openai():
    code = "import speakprep.llm.chat, sys; print(*{'openai', 'httpx2'} & {*sys.modules})"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert run.stdout == "\n"
