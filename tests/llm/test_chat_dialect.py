import json
from datetime import date

import pytest

from speakprep.errors import ServiceError
from speakprep.llm.files import SERVERS_FILE, Notebook
from speakprep.llm.protocol import Dialect
from tests.loopback import Reply, completion, error

GOOD = '{"segments": [{"id": "a", "text": "We sample 37.5 % a day.", "unsure": false}]}'


def test_ask_drops_what_a_server_rejects_and_remembers(tools):
    complaints = [
        error("Unsupported value: 'temperature' does not support 0", param="temperature"),
        error("Unrecognized request argument supplied: seed"),
        error(
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            param="max_tokens",
        ),
        error("response_format json_schema is not available"),
        error("This response_format type is unavailable now"),
    ]
    tools.replies = [Reply(status=400, body=body) for body in complaints]
    tools.replies += [GOOD] * 2
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
    body = error(words)
    tools.replies = [Reply(status=400, body=body)] * 20
    found = tools.failure(tools.ask_model(), tools.segments)
    assert found.message.endswith(
        f"cannot answer this request for model 'test-model' (400): {words}"
    )
    assert len(tools.server.seen) == 7


def test_ask_400_that_names_nothing(tools):
    tools.replies = [Reply(status=400, body=error("no\x1b[31m\nway"))]
    found = tools.failure(tools.ask_model(), tools.segments)
    assert isinstance(found, ServiceError)
    assert found.message == (
        f"{tools.host} cannot answer this request for model 'test-model' (400): no [31m way"
    )
    assert len(tools.server.seen) == 1


class Notes:
    """A notebook in memory."""

    def __init__(self, known: Dialect | None = None) -> None:
        self.known = known
        self.learnt: list[Dialect] = []

    def recall(self, base_url: str, model: str) -> Dialect | None:
        assert (base_url.startswith("http://127.0.0.1:"), model) == (True, "test-model")
        return self.known

    def learn(self, base_url: str, model: str, dialect: Dialect) -> None:
        self.known = dialect
        self.learnt.append(dialect)


def settled(tools, notes: Notes, *answers: bytes):
    """Settle with these answers, then ask; return the probes, and the form asked for."""
    tools.replies = [Reply(body=body) for body in answers]
    model = tools.ask_model(notebook=notes)
    model.settle()
    probes = len(tools.server.seen)
    tools.replies = [GOOD]
    assert model.ask(tools.request(tools.segments)).text == GOOD
    return probes, tools.server.seen[-1].body.get("response_format", {}).get("type")


def test_settle_server_that_enforces_the_schema(tools):
    notes = Notes()
    body = completion('{"status": "schema_ok"}')
    assert settled(tools, notes, body) == (1, "json_schema")
    assert notes.learnt == [Dialect()]
    (probe, _) = tools.server.seen
    (message,) = probe.body["messages"]
    assert "schema_ok" not in message["content"]
    assert '"enum": ["schema_ok"]' in json.dumps(probe.body["response_format"])


@pytest.mark.parametrize(
    "said",
    [
        '{"status": "schema_ignored"}',
        '```json\n{"status": "schema_ignored"}\n```',
        '<think>The schema says schema_ok.</think>{"status": "schema_ignored"}',
        "Sure! The status is schema_ok.",
        "[]",
    ],
)
def test_settle_server_that_takes_the_schema_and_ignores_it(tools, said):
    notes = Notes()
    assert settled(tools, notes, completion(said)) == (1, "json_object")
    assert notes.learnt == [Dialect(form="json_object")]


@pytest.mark.parametrize(
    ("said", "finish"), [("", "stop"), ("hm", "length"), (None, "stop"), ("", "content_filter")]
)
def test_settle_unclear_answer_is_not_remembered(tools, said, finish):
    notes = Notes()
    body = completion(said, finish=finish)
    assert settled(tools, notes, body) == (1, "json_schema")
    assert notes.learnt == []


def test_settle_finds_out_what_is_rejected_and_remembers_it(tools):
    complaints = ["temperature", "seed", "response_format"]
    tools.replies = [
        Reply(status=400, body=error("unsupported", param=name)) for name in complaints
    ]
    tools.replies.append("anything")
    notes = Notes()
    tools.ask_model(notebook=notes).settle()
    found = Dialect(form="json_object", temperature=False, seed=False)
    assert notes.learnt == [found]
    tools.replies = [GOOD]
    tools.ask_model(notebook=notes).ask(tools.request(tools.segments))
    assert set(tools.server.seen[-1].body) - {"messages", "model"} == {
        "response_format",
        "max_tokens",
    }


def test_settle_known_server_is_not_probed(tools):
    notes = Notes(Dialect(form="plain"))
    assert settled(tools, notes) == (0, None)
    assert notes.learnt == []


def test_settle_twice_probes_once(tools):
    notes = Notes()
    tools.replies = ['{"status": "schema_ok"}']
    model = tools.ask_model(notebook=notes)
    model.settle()
    model.settle()
    assert len(tools.server.seen) == 1


def test_settle_without_a_notebook_sends_nothing(tools):
    tools.ask_model().settle()
    assert tools.server.seen == []


def test_settle_rejected_is_no_reason_not_to_ask(tools):
    tools.replies = [Reply(status=400, body=error("no such thing"))]
    notes = Notes()
    tools.ask_model(notebook=notes).settle()
    assert notes.learnt == []


def test_settle_key_refused_says_so(tools):
    tools.replies = [Reply(status=401)]
    with pytest.raises(ServiceError, match="does not accept the key"):
        tools.ask_model(notebook=Notes()).settle()


def test_ask_remembers_what_a_known_server_rejects_by_now(tools):
    notes = Notes(Dialect())
    tools.replies = [
        Reply(status=400, body=error("no seed here", param="seed")),
        GOOD,
    ]
    tools.ask_model(notebook=notes).ask(tools.request(tools.segments))
    assert notes.learnt == [Dialect(seed=False)]


@pytest.mark.parametrize("text", ["I'm sorry, but I can't help with that.", "抱歉，我无法翻译。"])
def test_ask_declined_in_plain_text(tools, text):
    tools.replies = [text] * 2
    model = tools.ask_model()
    answer = model.ask(tools.request(tools.segments))
    assert (answer.finish, answer.text) == ("refusal", text)
    assert model.ask(tools.request()).finish == "stop"  # where text was asked for, it is one


def test_key_never_in_the_notebook(tools, tmp_path):
    notebook = Notebook(tmp_path, date(2026, 11, 21))
    tools.replies = ['{"status": "schema_ok"}']
    tools.ask_model(notebook=notebook).settle()
    assert tools.secret not in (tmp_path / SERVERS_FILE).read_text(encoding="utf-8")
