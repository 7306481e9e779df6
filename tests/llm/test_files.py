import json
from datetime import datetime, timedelta, timezone

import pytest

from speakprep.errors import InputError, ServiceError
from speakprep.llm.files import ask_and_keep
from speakprep.llm.model import Answer, Message, Request, Usage
from tests.loopback import echo
from tests.queue_model import QueueModel

TIME = datetime(2026, 11, 21, 18, 0, 5, 42, tzinfo=timezone(timedelta(hours=8)))


def kept(talk) -> dict[str, dict]:
    folder = talk / ".speakprep" / "exchanges"
    return {path.name: json.loads(path.read_text("utf-8")) for path in sorted(folder.iterdir())}


@pytest.fixture
def question(segments) -> Request:
    message = Message(role="user", content="采样 \udc80")
    return Request(purpose="translate", messages=(message,), schema=segments, max_output_tokens=9)


def test_ask_and_keep_answer(tmp_path, question, segments):
    usage = Usage(input_tokens=3, output_tokens=4)
    answer = Answer(text="sampling 好", usage=usage, model="served")
    model = QueueModel([answer])
    assert ask_and_keep(model, question, talk=tmp_path, time=TIME, exchange_id="w1/..") == answer
    assert kept(tmp_path) == {
        "20261121T100005.000042Z-w1-.json": {
            "id": "w1/..",
            "time": "2026-11-21T18:00:05.000042+08:00",
            "host": "this folder",
            "model": "recorded answers",
            "request": {
                "purpose": "translate",
                "messages": [{"role": "user", "content": "采样 \udc80"}],
                "schema": {"name": "segments", "body": segments.body},
                "max_output_tokens": 9,
            },
            "answer": {
                "text": "sampling 好",
                "finish": "stop",
                "model": "served",
                "input_tokens": 3,
                "output_tokens": 4,
            },
        }
    }
    (path,) = (tmp_path / ".speakprep" / "exchanges").iterdir()
    assert "sampling 好" in path.read_text("utf-8")


def test_ask_and_keep_failure(tmp_path):
    model = QueueModel([ServiceError("x.io failed (500)", hint="later")])
    plain = Request(purpose="advice", messages=())
    with pytest.raises(ServiceError, match="failed"):
        ask_and_keep(model, plain, talk=tmp_path, time=TIME, exchange_id="a")
    (found,) = kept(tmp_path).values()
    assert found["failure"] == {"kind": "service", "message": "x.io failed (500)", "hint": "later"}
    assert found["request"]["schema"] is None
    assert "answer" not in found


def test_ask_and_keep_never_the_key(tmp_path, tools):
    tools.replies = [
        "fine",
        echo(400),
        f"your key is {tools.secret}",
    ]
    model = tools.ask_model()
    ask_and_keep(model, tools.request(), talk=tmp_path, time=TIME, exchange_id="1")
    for number in ("2", "3"):
        with pytest.raises(ServiceError):
            ask_and_keep(model, tools.request(), talk=tmp_path, time=TIME, exchange_id=number)
    texts = [path.read_text("utf-8") for path in tmp_path.rglob("*.json")]
    assert len(texts) == 3
    assert [text for text in texts if tools.secret in text or "Bearer" in text] == []


def test_ask_and_keep_link_out_of_the_talk(tmp_path):
    talk, outside = tmp_path / "talk", tmp_path / "outside"
    talk.mkdir()
    outside.mkdir()
    (talk / ".speakprep").symlink_to(outside)
    plain = Request(purpose="advice", messages=())
    with pytest.raises(InputError, match="leads out of the talk folder"):
        ask_and_keep(QueueModel(["x"]), plain, talk=talk, time=TIME, exchange_id="1")
    assert list(outside.iterdir()) == []


@pytest.fixture
def closed(tmp_path):
    """A talk whose exchanges cannot be written: a file is where their folder belongs."""
    (tmp_path / ".speakprep").mkdir()
    (tmp_path / ".speakprep" / "exchanges").write_bytes(b"mine")
    return tmp_path


def test_ask_and_keep_answer_that_cannot_be_kept_is_not_lost(closed, question):
    answer = Answer(text="sampling 采样")
    model = QueueModel([answer])
    assert ask_and_keep(model, question, talk=closed, time=TIME, exchange_id="1") == answer
    assert (closed / ".speakprep" / "exchanges").read_bytes() == b"mine"


def test_ask_and_keep_failure_that_cannot_be_kept_is_told(closed, question):
    model = QueueModel([ServiceError("x.io failed (500)")])
    with pytest.raises(ServiceError, match="failed"):
        ask_and_keep(model, question, talk=closed, time=TIME, exchange_id="1")
