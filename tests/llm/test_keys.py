import os
import stat
import subprocess
import sys

import pytest

from speakprep.errors import InputError
from speakprep.llm.keys import find_key, key_file

HOST = "models.example"


def put(folder, host: str, content: bytes, mode: int = 0o600):
    path = key_file(host, folder)
    path.parent.mkdir()
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_find_key_nowhere(tmp_path):
    assert find_key(HOST, environment={}, user_folder=tmp_path, keyring=lambda host: None) is None


def test_find_key_order(tmp_path):
    path = put(tmp_path, HOST, b"\xef\xbb\xbffrom-file\r\n")
    environment = {"SPEAKPREP_API_KEY": " from-environment\n"}

    def found(environment, keyring):
        key = find_key(HOST, environment=environment, user_folder=tmp_path, keyring=keyring)
        return (key.value, key.source)

    assert found(environment, lambda host: "from-keyring") == (
        "from-environment",
        "the environment variable SPEAKPREP_API_KEY",
    )
    blank = {"SPEAKPREP_API_KEY": " "}
    assert found(blank, lambda host: f"for-{host}") == (f"for-{HOST}", "the system's keyring")
    assert found({}, None) == ("from-file", f"the key file {path}")


def test_find_key_openai_variable_for_openai_only(tmp_path):
    environment = {"OPENAI_API_KEY": "sk-openai"}
    key = find_key("api.openai.com", environment=environment, user_folder=tmp_path)
    assert key.value == "sk-openai"
    for host in (HOST, "localhost", "api.openai.com.evil.example"):
        assert find_key(host, environment=environment, user_folder=tmp_path) is None


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o604])
def test_find_key_file_that_others_can_read(tmp_path, mode):
    folder = tmp_path / "my keys"
    folder.mkdir()
    path = put(folder, HOST, b"sk-secret", mode)
    with pytest.raises(InputError) as caught:
        find_key(HOST, environment={}, user_folder=folder)
    assert caught.value.message == f"this key file can be read by others (mode {mode:04o})"
    assert caught.value.file == str(path)
    assert caught.value.hint == f"type: chmod 600 '{path}'"
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"sk-one\nsk-two\n", "does not hold a key"),
        ("密钥-secret".encode(), "does not hold a key"),
        (b"\xff\xfes\0k\0", "does not hold a key"),
        (b"sk-" * 3000, "does not hold a key"),
    ],
)
def test_find_key_file_without_a_key(tmp_path, content, message):
    path = put(tmp_path, HOST, content)
    with pytest.raises(InputError) as caught:
        find_key(HOST, environment={}, user_folder=tmp_path)
    assert caught.value.message == f"the key file {path} {message}"
    assert "sk-" not in caught.value.hint


@pytest.mark.parametrize("value", ["sk-a\nX-Evil: 1", "sk a", "密钥", "sk-\x7f"])
def test_find_key_that_would_break_a_header_is_not_repeated(tmp_path, value):
    with pytest.raises(InputError) as caught:
        find_key(HOST, environment={"SPEAKPREP_API_KEY": value}, user_folder=tmp_path)
    assert caught.value.message == (
        "the environment variable SPEAKPREP_API_KEY does not hold a key"
    )


def test_find_key_folder_instead_of_file(tmp_path):
    key_file(HOST, tmp_path).mkdir(parents=True)
    assert find_key(HOST, environment={}, user_folder=tmp_path) is None


def test_key_file_of_an_ipv6_host(tmp_path):
    assert key_file("::1", tmp_path).name == "__1"


STAND_IN = """
from keyring.errors import KeyringError
def get_password(service, user):
    if user == "locked":
        raise KeyringError
    return f"{service}:{user}" if user == "models.example" else None
"""


def looked_up(folder, host: str) -> str:
    code = f"from speakprep.llm.keys import from_keyring; print(from_keyring({host!r}))"
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return run.stdout.strip()


def test_from_keyring_asks_for_the_host(tmp_path):
    package = tmp_path / "keyring"
    package.mkdir()
    (package / "__init__.py").write_text(STAND_IN)
    (package / "errors.py").write_text("class KeyringError(Exception): ...\n")
    found = [looked_up(tmp_path, host) for host in (HOST, "other.example", "locked")]
    assert found == ["speakprep:models.example", "None", "None"]


def test_from_keyring_not_installed(tmp_path):
    (tmp_path / "keyring.py").write_text("raise ImportError\n")
    assert looked_up(tmp_path, HOST) == "None"
