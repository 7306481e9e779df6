import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import ServiceError
from speakprep.llm.failures import Asked, Broken, from_broken, from_reply, holds_key
from speakprep.llm.model import Key, Recipient
from speakprep.llm.protocol import Reply

SECRET = "sk-Zq7_mV2x9LtR4wPk"
ASKED = Asked(
    recipient=Recipient(host="x.io", model="m", local=False),
    base_url="https://x.io/v1",
    loopback=False,
    key=Key(value=SECRET, source="the test"),
)


def quoted(words: object) -> str:
    body = json.dumps({"error": {"message": words}}).encode()
    return from_reply(Reply(status=500, headers={}, body=body), ASKED).message


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("模型过载\r\n请稍后", "x.io failed (500): 模型过载 请稍后"),
        ("a" * 300, f"x.io failed (500): {'a' * 197}..."),
        ("", "x.io failed (500)"),
        (["no", "text"], "x.io failed (500)"),
        (f"key {SECRET.upper()} is wrong", "x.io failed (500)"),
        (f"key {SECRET[:8]}... is wrong", "x.io failed (500)"),
    ],
)
def test_from_reply_quotes_the_server(words, expected):
    assert quoted(words) == expected


@given(st.text(), st.integers(0, len(SECRET) - 8), st.integers(8, len(SECRET)), st.text())
def test_from_reply_never_quotes_a_part_of_the_key(before, start, length, after):
    part = SECRET[start : start + length]
    assert part not in quoted(before + part + after)


def test_from_broken_certificate():
    found = from_broken(Broken(kind="certificate"), ASKED)
    assert isinstance(found, ServiceError)
    assert found.message == "the certificate of x.io is not trusted by this computer"
    assert "SSL_CERT_FILE" in found.hint


@pytest.mark.parametrize(
    ("value", "expected"), [(SECRET, True), ("ollama", False), ("sk-other-0123456789", False)]
)
def test_holds_key_only_counts_real_ones(value, expected):
    text = f"Bearer {SECRET}, install ollama"
    assert holds_key(text, Key(value=value, source="the test")) is expected
