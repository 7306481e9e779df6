import pytest

from speakprep.llm.model import Message, Request
from speakprep.llm.paste import render, request_id


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


def test_render_golden(question):
    short = request_id(question)
    assert render(question) == (
        f"(speakprep request {short}: translate 2 segments)\n\n"
        "Translate what is there. 只译原文。\n\n"
        '{"segments": [{"id": "a", "text": "我们采样。"}]}\n\n'
        "Answer with one JSON object and nothing else: no code fence, no comment, "
        "no text before or after it. Exactly this shape, with these keys only:\n"
        '{"segments": [{"id": <text>, "text": <text>, "unsure": <true or false>}, ...]}\n'
    )


def test_request_id_follows_the_words(question):
    other = Request(
        purpose=question.purpose, messages=question.messages[:1], schema=question.schema
    )
    assert request_id(question) == request_id(question)
    assert request_id(other) != request_id(question)
    assert len(request_id(other)) == 8
