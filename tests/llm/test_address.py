import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import UsageError
from speakprep.llm.address import may_carry_key, read_address, recipient


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://api.openai.com/v1", "https://api.openai.com/v1"),
        (" http://localhost:11434 ", "http://localhost:11434/v1"),
        ("http://localhost:11434/", "http://localhost:11434/v1"),
        ("https://x.io/api/v1/chat/completions", "https://x.io/api/v1"),
        ("https://X.io/api/v3/", "https://x.io/api/v3"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("https://模型.example/v1", "https://xn--xgs754b.example/v1"),
    ],
)
def test_read_address_forms(text, expected):
    assert read_address(text).base_url == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost:11434",
        "ftp://x.io",
        "file:///etc/passwd",
        "https://",
        "https://../v1",
        "https://x y/v1",
        "https://x.io:port/v1",
        "https://x.io:99999999/v1",
        "https://[::1/v1",
        "https://" + "a" * 300,
        "https://-/v1",
    ],
)
def test_read_address_that_is_none(text):
    with pytest.raises(UsageError) as caught:
        read_address(text)
    assert caught.value.hint.endswith(
        "write it like https://api.openai.com/v1 or http://localhost:11434/v1"
    )


@pytest.mark.parametrize(
    "text",
    ["https://me:sk-secret@x.io/v1", "https://x.io/v1?key=sk-secret", "https://x.io#sk-secret"],
)
def test_read_address_with_a_secret_does_not_repeat_it(text):
    with pytest.raises(UsageError) as caught:
        read_address(text)
    assert caught.value.message == (
        "the model server's address may hold no password and no parameters"
    )
    assert "sk-secret" not in caught.value.hint


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("models.localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("[::1]", True),
        ("0.0.0.0", True),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("192.168.1.5", False),
        ("api.openai.com", False),
    ],
)
def test_loopback_by_host(host, expected):
    address = read_address(f"http://{host}:8000/v1")
    assert (address.loopback, recipient(address, "qwen3").local) == (expected, expected)


@pytest.mark.parametrize("model", ["gpt-oss:120b-cloud", "glm-4.6:cloud"])
def test_recipient_cloud_model_behind_this_machine_is_not_local(model):
    asked = recipient(read_address("http://localhost:11434/v1"), model)
    assert str(asked) == f"{model} at localhost:11434 (over the network)"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.io", True),
        ("http://localhost", True),
        ("http://10.0.0.8", True),
        ("http://x.io", False),
        ("http://8.8.8.8", False),
    ],
)
def test_may_carry_key_by_way(url, expected):
    assert may_carry_key(read_address(url)) is expected


@given(st.text())
def test_read_address_never_crashes(text):
    for url in (text, f"https://{text}"):
        try:
            address = read_address(url)
        except UsageError:
            continue
        assert read_address(address.base_url) == address
        assert "/" not in address.host
        assert address.host.isascii()
