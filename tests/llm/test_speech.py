"""A recogniser behind a loopback server: what it is asked, what it may answer, how it may fail."""

import json

import pytest

from speakprep.errors import MissingError, ServiceError, UsageError
from speakprep.llm import protocol
from speakprep.llm.address import read_address
from speakprep.llm.model import Key
from speakprep.llm.speech import SpeechDialect, SpeechModel, form_fields, simpler_speech
from tests.loopback import Reply, error

WAV = b"RIFF-not-really"
TEXT = json.dumps({"text": "hello"}).encode()


@pytest.fixture
def speech(tools):
    made = []

    def make(key=tools.secret, url=tools.server.url, timeout=5.0):
        model = SpeechModel(
            address=read_address(url),
            model="whisper",
            key=None if key is None else Key(value=key, source="the test"),
            sleep=tools.waits.append,
            clock=lambda: sum(tools.waits),
            timeout=timeout,
        )
        made.append(model)
        return model

    yield make
    for model in made:
        model.close()


def form_of(tools, index=-1):
    return tools.server.seen[index].body["form"].decode()


def test_hear_sends_the_wav_as_a_form_with_all_that_helps(tools, speech):
    tools.replies = [Reply(body=TEXT)]
    assert speech().hear(WAV, "zh") == {"text": "hello"}
    form = form_of(tools)
    assert 'name="file"; filename="speech.wav"' in form
    assert "RIFF-not-really" in form
    assert 'name="timestamp_granularities[]"\r\n\r\nword' in form
    assert 'name="language"\r\n\r\nzh' in form
    assert 'name="prompt"\r\n\r\n嗯，呃' in form
    assert tools.server.seen[0].path == "/v1/audio/transcriptions"


def test_hear_sends_no_header_beyond_the_known_ones(tools, speech, monkeypatch):
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: 1")
    tools.replies = [Reply(body=TEXT)]
    speech().hear(WAV, "en")
    known = {"accept", "accept-encoding", "authorization", "connection", "content-length"}
    assert set(tools.server.seen[0].headers) == known | {"content-type", "host", "user-agent"}


def test_hear_asks_for_less_once_a_server_refuses_and_remembers_it(tools, speech):
    tools.replies = [
        Reply(status=400, body=error("timestamp_granularities is not supported")),
        Reply(status=400, body=error("response_format verbose_json: unknown")),
        Reply(status=422, body=error("prompt: extra field")),
        Reply(body=TEXT),
        Reply(body=TEXT),
    ]
    model = speech()
    model.hear(WAV, "en")
    model.hear(WAV, "en")
    last = form_of(tools)
    assert len(tools.server.seen) == 5
    assert 'name="response_format"\r\n\r\njson' in last
    assert "granularities" not in last
    assert "prompt" not in last
    assert 'name="language"\r\n\r\nen' in last


def test_hear_takes_bare_text_but_no_web_page(tools, speech):
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    tools.replies = [
        Reply(body="大家好".encode(), headers=plain),
        Reply(body=b"<html>sign in</html>", headers=plain),
        Reply(body=b'{"choices": []}'),
    ]
    model = speech()
    assert model.hear(WAV, "zh") == {"text": "大家好"}
    for _ in range(2):
        with pytest.raises(ServiceError, match="is not a transcription"):
            model.hear(WAV, "zh")


def test_hear_tries_again_where_that_can_help(tools, speech):
    tools.replies = [
        Reply(status=503),
        Reply(close=True),
        Reply(body=TEXT),
    ]
    assert speech().hear(WAV, "en") == {"text": "hello"}
    assert len(tools.waits) == 2


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        ({"status": 401}, ServiceError, "does not accept the key"),
        ({"status": 404}, MissingError, "there is no transcription service at"),
        ({"status": 302}, ServiceError, "sends us to another address"),
        ({"status": 413}, ServiceError, "cannot answer this request"),
    ],
)
def test_hear_fails_with_one_clear_line(tools, speech, reply, error, words):
    tools.replies = [Reply(**reply)]
    with pytest.raises(error, match=words) as caught:
        speech().hear(WAV, "en")
    assert "\n" not in caught.value.message
    assert len(tools.server.seen) == 1


def test_hear_throws_an_answer_away_that_holds_the_key(tools, speech):
    tools.replies = [Reply(body=json.dumps({"text": tools.secret}).encode())]
    with pytest.raises(ServiceError, match="sends the key back") as caught:
        speech().hear(WAV, "en")
    assert tools.secret not in str(vars(caught.value))


def test_nothing_listening_names_the_way_out(tools, speech):
    model = speech(url="http://127.0.0.1:9/v1")
    with pytest.raises(MissingError, match="no model server answers") as caught:
        model.hear(WAV, "en")
    assert "transcript import" in caught.value.hint


def test_key_in_clear_text_over_the_network_is_refused():
    with pytest.raises(UsageError, match="clear text"):
        SpeechModel(
            address=read_address("http://example.com/v1"),
            model="m",
            key=Key(value="secret-secret", source="the test"),
            sleep=lambda _: None,
            clock=lambda: 0.0,
        )


def test_simpler_speech_ends_when_nothing_is_left():
    reply = protocol.Reply(status=400, headers={}, body=b"bad request")
    plainest = simpler_speech(SpeechDialect(), reply)
    assert plainest == SpeechDialect(form="json")
    assert simpler_speech(plainest, reply) is None
    assert simpler_speech(SpeechDialect(), Reply(status=500, headers={}, body=b"prompt")) is None


def test_form_fields_of_the_plainest_dialect():
    dialect = SpeechDialect(form="json", language=False, prompt=False)
    assert form_fields("m", dialect, "en") == {"model": "m", "response_format": "json"}
