import logging
import traceback

import pytest

from speakprep.errors import MissingError, ServiceError, UsageError
from speakprep.llm.address import read_address
from speakprep.llm.model import Key
from tests.loopback import Reply, echo

GOOD = '{"segments": [{"id": "a", "text": "We sample 37.5 % a day.", "unsure": false}]}'


def test_ask_sends_only_known_headers(tools, monkeypatch):
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer other\nX-Private: yes")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-private")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-private")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "admin-private")
    tools.replies = ["x"]
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
    tools.replies = ["x"]
    assert tools.ask_model().ask(tools.request()).text == "x"


def test_ask_unusable_proxy(tools, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "socks9://127.0.0.1:1")
    model = tools.ask_model(address=read_address("https://models.invalid/v1"))
    found = tools.failure(model)
    assert isinstance(found, MissingError)
    assert found.message == ("the proxy set in the environment is of a kind speakprep cannot use")


def test_ask_local_without_key_gets_a_dummy(tools):
    tools.replies = ["x"]
    tools.ask_model(key=None).ask(tools.request())
    assert tools.server.seen[0].headers["authorization"] == "Bearer no-key-needed"


def test_ask_compressed_reply_is_not_unpacked(tools):
    reply = Reply(body=b"\x1f\x8b\x08" + b"\0" * 50, headers={"Content-Encoding": "gzip"})
    tools.replies = [reply]
    found = tools.failure(tools.ask_model())
    assert found.message == "the model server's reply is not a chat completion"


def test_ask_redirect_is_not_followed(tools):
    target = f"http://localhost:{tools.server.server_port}/stolen"
    tools.replies = [Reply(status=307, headers={"Location": target})]
    found = tools.failure(tools.ask_model())
    assert isinstance(found, ServiceError)
    assert found.message == (
        f"{tools.host} sends us to another address, and the key stays where it is"
    )
    assert [seen.path for seen in tools.server.seen] == ["/v1/chat/completions"]


@pytest.mark.parametrize("status", [400, 401, 404, 418, 422, 429, 500, 503])
def test_ask_never_shows_the_key(tools, status, caplog):
    caplog.set_level(logging.DEBUG)
    tools.replies = [echo(status, {"Retry-After": "999"}) for _ in range(3)]
    found = tools.failure(tools.ask_model())
    shown = "".join(traceback.format_exception(found))
    shown += f"{found.message}{found.hint}{found.file}{found.excerpt}{caplog.text}"
    assert tools.secret not in shown
    assert tools.secret[:12] not in shown
    assert found.__context__ is None
    assert found.__cause__ is None


def test_ask_answer_that_holds_the_key_is_thrown_away(tools):
    tools.replies = [f"Bearer {tools.secret}"]
    found = tools.failure(tools.ask_model())
    assert isinstance(found, ServiceError)
    assert found.message == (
        f"{tools.host} sends the key back in its answer, which was thrown away"
    )


def test_ask_answer_may_name_a_dummy_key(tools):
    tools.replies = ["Install ollama first."]
    answer = tools.ask_model(key="ollama").ask(tools.request())
    assert answer.text == "Install ollama first."


def test_recipient_says_what_stays_here(tools):
    assert str(tools.ask_model().recipient) == (
        f"test-model at {tools.host} (on this machine, nothing leaves it)"
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
