import errno
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from speakprep.errors import BusyError, InputError, StorageError
from speakprep.talk.disk import (
    TEMPORARY_SUFFIX,
    append_line,
    locked,
    new_file,
    read_bytes,
    read_text,
    write_atomic,
)


def test_read_text_keeps_line_ends_and_bom(tmp_path):
    file = tmp_path / "a.md"
    file.write_bytes("\ufeff一\r\n二".encode())
    assert read_text(file) == "\ufeff一\r\n二"


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"one\ntwo \xff", "is not UTF-8 text", 2),
        (b"one\ntwo\nthree\0", "holds binary data, not text", 3),
    ],
)
def test_read_text_of_something_else_names_the_line(tmp_path, data, message, line):
    file = tmp_path / "a.md"
    file.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_text(file)
    assert (caught.value.message, caught.value.line) == (message, line)


def test_read_text_too_large_is_refused(tmp_path):
    file = tmp_path / "a.md"
    with file.open("wb") as stream:
        stream.truncate(17 * 1024 * 1024)
    with pytest.raises(InputError) as caught:
        read_text(file)
    assert caught.value.message == "is more text than speakprep reads (at most 16 MB)"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device without end")
def test_read_text_device_without_end_is_refused():
    with pytest.raises(InputError) as caught:
        read_text(Path("/dev/zero"))
    assert caught.value.message == "is more text than speakprep reads (at most 16 MB)"


def test_read_bytes_missing_or_folder_is_one_line(tmp_path):
    with pytest.raises(InputError) as missing:
        read_bytes(tmp_path / "no")
    with pytest.raises(InputError) as folder:
        read_bytes(tmp_path)
    assert missing.value.message == "there is no such file"
    assert folder.value.message == "this is a folder, not a file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX keeps pipes and devices as files")
def test_device_or_pipe_is_neither_replaced_nor_read_to_its_end(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError) as caught:
        write_atomic(pipe, b"new", within=tmp_path)
    assert (caught.value.message, caught.value.file) == (
        "is a device or a pipe, not a file",
        str(pipe),
    )
    assert pipe.is_fifo()
    with pytest.raises(InputError, match="is a device or a pipe, not a file"):
        read_bytes(Path(os.devnull))
    assert read_bytes(Path(os.devnull), at_most=1) == b""


def test_write_atomic_creates_folders_and_leaves_nothing_else(tmp_path):
    write_atomic(tmp_path / "a" / "b.md", b"x", within=tmp_path)
    assert [p.name for p in tmp_path.rglob("*")] == ["a", "b.md"]
    assert (tmp_path / "a" / "b.md").read_bytes() == b"x"


def test_write_atomic_keeps_the_file_mode(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"")
    file.chmod(0o600)
    write_atomic(file, b"x", within=tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600


def test_write_atomic_refuses_a_link_that_leaves_the_folder(tmp_path):
    outside, inside = tmp_path / "outside", tmp_path / "talk"
    inside.mkdir()
    outside.write_bytes(b"mine")
    (inside / "script.md").symlink_to(outside)
    with pytest.raises(InputError) as caught:
        write_atomic(inside / "script.md", b"x", within=inside)
    assert caught.value.message.startswith("leads out of the talk folder")
    assert outside.read_bytes() == b"mine"


def test_write_atomic_through_a_link_inside_the_folder_writes_its_target(tmp_path):
    (tmp_path / "real.md").write_bytes(b"old")
    (tmp_path / "link.md").symlink_to("real.md")
    write_atomic(tmp_path / "link.md", b"new", within=tmp_path)
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"new"


@pytest.mark.parametrize("now", [b"edited meanwhile", None])
def test_write_atomic_with_an_outdated_expectation_writes_nothing(tmp_path, now):
    file = tmp_path / "a"
    if now is not None:
        file.write_bytes(now)
    with pytest.raises(InputError) as caught:
        write_atomic(file, b"x", within=tmp_path, expected=b"as it was read")
    assert caught.value.hint == "save it and run the command again"
    assert (file.read_bytes() if file.exists() else None) == now


def test_write_atomic_without_space_says_so_and_leaves_the_old_file(tmp_path):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    # The limit stands for a full disk: the write fails in the middle with an OSError.
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from speakprep.errors import StorageError\n"
        "from speakprep.talk.disk import write_atomic\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "folder = Path(sys.argv[1])\n"
        "try:\n"
        "    write_atomic(folder / 'a', b'x' * 5000, within=folder)\n"
        "except StorageError as error:\n"
        "    print(error.message)\n"
    )
    (tmp_path / "a").write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "cannot be written: File too large\n"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_new_file_appears_when_it_is_whole(tmp_path):
    file = tmp_path / "new" / "copy.bin"
    with new_file(file, within=tmp_path) as stream:
        stream.write(b"one")
        stream.write(b"two")
        assert not file.exists()
    assert file.read_bytes() == b"onetwo"
    assert [path.name for path in file.parent.iterdir()] == ["copy.bin"]


def test_new_file_of_a_writer_that_fails_leaves_nothing(tmp_path):
    def fail(error):
        with new_file(tmp_path / "a", within=tmp_path) as stream:
            stream.write(b"half")
            raise error

    for error, raised in ((InputError("bad"), InputError), (OSError(28, "full"), StorageError)):
        with pytest.raises(raised):
            fail(error)
    assert list(tmp_path.iterdir()) == []


def test_new_file_sweeps_away_what_a_killed_writer_of_it_left(tmp_path):
    left = tmp_path / f".拷贝.pptx.abc{TEMPORARY_SUFFIX}"
    other = tmp_path / f".other.pptx.abc{TEMPORARY_SUFFIX}"
    for path in (left, other):
        path.write_bytes(b"half")
    with new_file(tmp_path / "拷贝.pptx", within=tmp_path) as stream:
        stream.write(b"whole")
    assert {path.name for path in tmp_path.iterdir()} == {"拷贝.pptx", other.name}


def test_new_file_may_have_the_longest_of_names(tmp_path):
    file = tmp_path / ("😀" * 62 + ".pptx")
    with new_file(file, within=tmp_path) as stream:
        stream.write(b"whole")
    assert file.read_bytes() == b"whole"


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.EACCES, "check who may write the file and its folder, or choose another place"),
        (errno.EPERM, "check who may write the file and its folder, or choose another place"),
        (errno.EROFS, "nothing can be written on this disk: choose another place"),
        (errno.ENOSPC, "free some space and run the command again"),
        (errno.EIO, ""),
    ],
)
def test_refusal_of_the_disk_says_what_to_do(tmp_path, number, hint):
    def write():
        with new_file(tmp_path / "a", within=tmp_path):
            raise OSError(number, os.strerror(number))

    with pytest.raises(StorageError) as caught:
        write()
    assert caught.value.hint == hint


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs another user")
def test_file_of_somebody_else_says_what_to_do(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"theirs")
    file.chmod(0)
    was = os.geteuid()
    if was == 0:  # who may do everything is refused nothing
        os.seteuid(65534)
    try:
        with pytest.raises(InputError) as caught:
            read_bytes(file)  # the folder may not even be looked into
    finally:
        os.seteuid(was)
    assert caught.value.message == "cannot be read: Permission denied"
    assert caught.value.hint == "check who may read it, or make a copy that you may"


def test_new_file_never_replaces_what_came_meanwhile(tmp_path):
    file = tmp_path / "a"

    def write():
        with new_file(file, within=tmp_path) as stream:
            stream.write(b"ours")
            file.write_bytes(b"theirs")

    with pytest.raises(InputError) as caught:
        write()
    assert caught.value.message == "was made by somebody else meanwhile; nothing was written"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"theirs")]


def test_append_line_adds_one_line(tmp_path):
    append_line(tmp_path / "a.jsonl", '{"一": 1}', within=tmp_path)
    append_line(tmp_path / "a.jsonl", "{}", within=tmp_path)
    assert (tmp_path / "a.jsonl").read_text(encoding="utf-8") == '{"一": 1}\n{}\n'


def test_append_line_to_a_disk_that_fills_up_leaves_the_file_as_it_was(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text("{}\n", encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from speakprep.errors import StorageError\n"
        "from speakprep.talk.disk import append_line\n"
        "folder = Path(sys.argv[1])\n"
        "try: append_line(folder / 'a.jsonl', '[]\\n' * 9999, within=folder)\n"
        "except StorageError: sys.exit(4)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)),
        check=False,
    )
    assert (done.returncode, file.read_text(encoding="utf-8")) == (4, "{}\n")


def test_append_line_leaves_half_a_line_its_own(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"half')
    append_line(tmp_path / "a.jsonl", "{}", within=tmp_path)
    assert (tmp_path / "a.jsonl").read_bytes() == b'{"half\n{}\n'


def test_locked_twice_is_busy(tmp_path):
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from speakprep.talk.disk import locked\n"
        "with locked(Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError) as caught, locked(tmp_path):
            pass
        holder.communicate("")
    assert caught.value.message == "another speakprep is writing in this talk"
    with locked(tmp_path):
        pass


def test_locked_sweeps_what_a_killed_writer_left(tmp_path):
    (tmp_path / f".script.zh.md.abc{TEMPORARY_SUFFIX}").write_bytes(b"half")
    with locked(tmp_path):
        assert not list(tmp_path.glob(f".*{TEMPORARY_SUFFIX}"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_locked_in_a_read_only_folder_says_so(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageError), locked(tmp_path):
            pass
    finally:
        tmp_path.chmod(0o700)


def test_write_atomic_killed_leaves_old_or_new(tmp_path):
    script = (
        "import itertools, sys\n"
        "from pathlib import Path\n"
        "from speakprep.talk.disk import write_atomic\n"
        "folder = Path(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "for n in itertools.count():\n"
        "    write_atomic(folder / 'a', str(n % 10).encode() * 100_000, within=folder)\n"
    )
    for wait in (0.0, 0.003, 0.011, 0.027, 0.05):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(wait)
            writer.send_signal(signal.SIGKILL)
        if (tmp_path / "a").exists():
            data = (tmp_path / "a").read_bytes()
            assert data == data[:1] * 100_000
