import os
import subprocess
import sys
import threading

import pytest

from speakprep.llm.model import Answer, Usage
from tests.loopback import Reply, completion, error

GOOD = '{"segments": [{"id": "a", "text": "We sample 37.5 % a day.", "unsure": false}]}'


def test_ask_fine(tools):
    tools.replies = [GOOD]
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
    tools.replies = ["你好"]
    assert tools.ask_model().ask(tools.request()).text == "你好"
    assert "response_format" not in tools.server.seen[0].body
    assert len(tools.server.seen[0].body["messages"]) == 2


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
        ("half \ud83d here", "half \ufffd here"),
    ],
)
def test_ask_returns_what_the_model_wrote(tools, body, expected):
    tools.replies = [Reply(body=completion(body))]
    assert tools.ask_model().ask(tools.request()).text == expected
    assert len(tools.server.seen) == 1


def test_ask_refusal(tools):
    body = completion(None, refusal="I cannot help with that.")
    tools.replies = [Reply(body=body)]
    answer = tools.ask_model().ask(tools.request())
    assert (answer.finish, answer.text) == ("refusal", "I cannot help with that.")


@pytest.mark.parametrize(
    ("finish", "expected"), [("length", "length"), ("content_filter", "filter"), ("eos", "stop")]
)
def test_ask_finish(tools, finish, expected):
    tools.replies = [Reply(body=completion("He", finish=finish))]
    assert tools.ask_model().ask(tools.request()).finish == expected


def test_ask_filtered_request(tools):
    body = error("The response was filtered", code="content_filter")
    tools.replies = [Reply(status=400, body=body)]
    answer = tools.ask_model().ask(tools.request())
    assert (answer.finish, answer.text) == ("filter", "")


def test_ask_from_several_threads(tools):
    body = error("no temperature here", param="temperature")
    tools.replies = [Reply(status=400, body=body)]
    model = tools.ask_model()
    tools.replies += ["x"] * 8
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


def test_close_is_for_good(tools):
    tools.replies = ["x"] * 2
    model = tools.ask_model()
    model.ask(tools.request())
    model.close()
    model.close()
    assert tools.failure(model).message == "the connection was closed"
    assert len(tools.server.seen) == 1


def test_import_loads_no_openai():
    code = "import speakprep.llm.chat, sys; print(*{'openai', 'httpx2'} & {*sys.modules})"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert run.stdout == "\n"
