import json

import pytest

from speakprep.errors import InputError
from speakprep.llm.model import Answer, Message, Request
from speakprep.llm.paste import read, render, request_id


@pytest.fixture
def question(segments) -> Request:
    return Request(
        purpose="translate 2 segments",
        messages=(
            Message(role="system", content="Translate what is there. 只译原文。\n"),
            Message(role="user", content='{"segments": [{"id": "a", "text": "我们采样。"}]}'),
        ),
        schema=segments,
    )


GOOD = {"segments": [{"id": "a", "text": "We “sample”. 采样", "unsure": False}]}


def answered(question: Request, **changes: object) -> str:
    return json.dumps({"request_id": request_id(question)} | GOOD | changes, ensure_ascii=False)


def test_render_golden(question):
    short = request_id(question)
    assert render(question) == (
        f"(speakprep request {short}: translate 2 segments)\n\n"
        "Translate what is there. 只译原文。\n\n"
        '{"segments": [{"id": "a", "text": "我们采样。"}]}\n\n'
        "Answer with one JSON object and nothing else: no code fence, no comment, "
        "no text before or after it. Exactly this shape, with these keys only:\n"
        f'{{"request_id": <one of {short}>, '
        '"segments": [{"id": <text>, "text": <text>, "unsure": <true or false>}, ...]}\n'
    )


def test_request_id_follows_the_words(question):
    other = Request(
        purpose=question.purpose, messages=question.messages[:1], schema=question.schema
    )
    assert request_id(question) == request_id(question)
    assert request_id(other) != request_id(question)
    assert len(request_id(other)) == 8


def test_read_forms(question):
    whole = answered(question)
    expected = Answer(text=json.dumps(GOOD, ensure_ascii=False), model="paste")
    forms = [
        whole,
        "\ufeff" + whole.replace(", ", ",\r\n"),
        f"Sure!\n```json\n{whole}\n```\nShall I go on?",
        f"You said:\n{render(question)}\nChatGPT said:\n{whole}",
        json.dumps(GOOD, ensure_ascii=False),  # the model forgot the id
        f"{whole}\n{whole}",
    ]
    for form in forms:
        assert read(form, question) == expected


def test_read_curly_quotes(question):
    text = "{“request_id”: “" + request_id(question) + "”, “segments”: []}"
    assert read(text, question).text == '{"segments": []}'


def test_read_finds_its_own_among_answers_to_others(question):
    other = answered(question, request_id="00000000", segments=[])
    assert json.loads(read(f"{other}\n\n{answered(question)}", question).text) == GOOD


@pytest.mark.parametrize("text", ["", "\ufeff\r\n  \n"])
def test_read_nothing(text, question):
    with pytest.raises(InputError) as caught:
        read(text, question)
    assert caught.value.message == "there is no answer in it yet"


def test_read_the_request_itself(question):
    with pytest.raises(InputError) as caught:
        read(render(question).replace("\n", "\r\n"), question)
    assert caught.value.message == "this is the request itself, not the answer"


def test_read_answer_to_another_request(question):
    with pytest.raises(InputError) as caught:
        read(answered(question, request_id="0123abcd"), question)
    assert caught.value.message == f"this answers request 0123abcd, not {request_id(question)}"
    assert request_id(question) in caught.value.hint


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        (lambda text: text[:50], "the answer stops in the middle of its JSON"),
        (lambda text: "抱歉，我不能。", "holds no JSON object; it begins with '抱歉，我不能。'"),
        (lambda text: text.replace("false", "0"), "the answer's segments[1].unsure has to be"),
        (lambda text: text + text.replace("采", "取"), "holds several different answers"),
    ],
)
def test_read_fault(cut, message, question):
    with pytest.raises(InputError) as caught:
        read(cut(answered(question)), question)
    assert caught.value.message.startswith(message)
    assert caught.value.hint


def test_read_plain_text(question):
    plain = Request(purpose="advice", messages=question.messages)
    assert read("\ufeff<think>x</think>很好。\r\n", plain) == Answer(text="很好。", model="paste")
    assert "JSON object" not in render(plain)
