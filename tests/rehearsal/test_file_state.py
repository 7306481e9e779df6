"""By what a recording is known again."""

import hashlib
import os
from datetime import UTC, datetime

import pytest

from speakprep.errors import InputError
from speakprep.rehearsal.hashing import file_state, is_unchanged


def test_file_state_of_a_large_file_with_progress(tmp_path):
    data = bytes(range(256)) * 10_000
    path = tmp_path / "take.wav"
    path.write_bytes(data)
    os.utime(path, (1_800_000_000.9, 1_800_000_000.9))
    calls = []
    state = file_state(path, lambda done, total: calls.append((done, total)))
    assert (state.sha256, state.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert state.at == datetime.fromtimestamp(1_800_000_000, UTC).astimezone().replace(tzinfo=None)
    assert calls == [(done, 2_560_000) for done in (1_048_576, 2_097_152, 2_560_000)]


def test_file_is_unchanged_until_written_replaced_or_removed(tmp_path):
    path = tmp_path / "take.wav"
    path.write_bytes(b"abc")
    state = file_state(path)
    assert is_unchanged(path, state)
    with path.open("ab") as stream:
        stream.write(b"d")
    assert not is_unchanged(path, state)
    path.rename(tmp_path / "old.wav")
    with pytest.raises(InputError) as caught:
        is_unchanged(path, state)
    assert caught.value.message == "there is no such recording"


def test_file_state_refuses_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "pipe"):
        with pytest.raises(InputError) as caught:
            file_state(tmp_path / name)
        assert caught.value.message == "this is a folder or a device, not a recording"
    for name, what in (
        ("none", "there is no such recording"),
        ("x" * 300, "cannot be read: File name too long"),
    ):
        with pytest.raises(InputError) as caught:
            file_state(tmp_path / name)
        assert caught.value.message == what
