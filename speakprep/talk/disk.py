"""Reading and writing a person's files so that nothing is ever half there.

Every write goes to a temporary file in the same folder, is flushed to the
disk and then takes the old file's place in one step: whoever is killed in
between leaves the old file or the new one, never a mixture.
"""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO

from speakprep.errors import BusyError, InputError, StorageError

STATE_FOLDER = ".speakprep"
"""Caches, raw model exchanges and the lock; ignored by git."""

TEMPORARY_SUFFIX = ".speakprep-tmp"
"""Ends the name of a file that is being written; swept away when its writer was killed."""

LOCK_SECONDS = 2.0
"""How long to wait for another speakprep before saying that the talk is busy."""

MAX_TEXT_BYTES = 16 * 1024 * 1024
"""More text than a person writes for one talk: a 16 MB file is not a script."""


def real_path(path: Path) -> Path:
    """Return where a path leads, through all symbolic links.

    Raises:
        InputError: it leads back to itself.
    """
    try:
        return path.resolve()
    except (RuntimeError, OSError):  # until Python 3.12 the former
        raise InputError(
            "is a symbolic link that leads back to itself",
            file=str(path),
            hint="replace the symbolic link by the file itself",
        ) from None


def read_bytes(path: Path, *, at_most: int = -1) -> bytes:
    """Read a whole file, or only its first `at_most` bytes.

    Raises:
        InputError: it is missing, a folder, may not be read, or is a device without `at_most`.
    """
    try:
        if at_most < 0 and path.is_char_device():  # /dev/zero has no end
            raise _not_a_file(path)
        with path.open("rb") as stream:
            return stream.read(at_most)
    except FileNotFoundError:
        raise InputError(
            "there is no such file", file=str(path), hint="check the name and the folder"
        ) from None
    except IsADirectoryError:
        raise InputError("this is a folder, not a file", file=str(path)) from None
    except OSError as error:
        hint = "check who may read it, or make a copy that you may" if _forbidden(error) else ""
        raise InputError(f"cannot be read: {error.strerror}", file=str(path), hint=hint) from None


def read_text(path: Path) -> str:
    """Read a text file as UTF-8, exactly: line ends and a BOM stay as they are.

    Raises:
        InputError: it is missing, too large, binary, or not UTF-8 (with the line).
    """
    # A device has no size, and no end: read no more than what is needed to refuse it.
    data = read_bytes(path, at_most=MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        raise InputError(
            f"is more text than speakprep reads (at most {MAX_TEXT_BYTES // 1024 // 1024} MB)",
            file=str(path),
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            "is not UTF-8 text", file=str(path), line=line, hint="save it as UTF-8 and try again"
        ) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputError("holds binary data, not text", file=str(path), line=line)
    return text


def write_atomic(path: Path, data: bytes, *, within: Path, expected: bytes | None = None) -> None:
    """Replace a file in one step, or create it with its folders.

    Args:
        path: the file to write.
        data: its new content.
        within: the folder it may not leave, not even through a symbolic link.
        expected: what the file held when it was read; if it holds something
            else by now, a person is editing it, and nothing is written.

    Raises:
        InputError: the path leaves the folder, is a device or a pipe, or the file
            changed meanwhile.
        StorageError: the disk is full, read-only or otherwise refuses.
    """
    target = _inside(path, within)
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            raise _not_a_file(path)  # whoever may replace /dev/null would do so
        target.parent.mkdir(parents=True, exist_ok=True)
        if expected is not None and (not target.exists() or target.read_bytes() != expected):
            raise InputError(
                "was changed while speakprep was working on it; nothing was written",
                file=str(path),
                hint="save it and run the command again",
            )
        _replace(target, data)
    except OSError as error:
        raise _storage_error(error, path) from None


@contextlib.contextmanager
def new_file(path: Path, *, within: Path) -> Iterator[BinaryIO]:
    """Write a file that is not there yet, piece by piece; it appears when the block ends well.

    Memory does not grow with the file. When the block raises, nothing is left; what a
    killed run left beside it is swept away.

    Args:
        path: the file to make; its folders are made too.
        within: the folder it may not leave, not even through a symbolic link.

    Raises:
        InputError: the path leaves the folder, or a file of that name is there by now.
        StorageError: the disk is full, read-only or otherwise refuses.
    """
    target = _inside(path, within)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep_file(target)
        with _replacing(target) as stream:
            yield stream
            if target.exists():
                raise InputError(
                    "was made by somebody else meanwhile; nothing was written",
                    file=str(path),
                    hint="give another name, or remove it",
                )
    except OSError as error:
        raise _storage_error(error, path) from None


def append_line(path: Path, line: str, *, within: Path) -> None:
    """Append one line, or several at once, and flush them to the disk.

    A killed writer leaves at most one unfinished last line, which readers of
    such files skip; the next line begins on its own. What a full disk took of
    it is taken back.

    Raises:
        InputError: the path leaves the folder.
        StorageError: the disk is full, read-only or otherwise refuses.
    """
    target = _inside(path, within)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("ab+", buffering=0) as stream:
            size = stream.tell()
            if size:
                stream.seek(-1, os.SEEK_END)
                torn = stream.read(1) != b"\n"
                line = f"\n{line}" if torn else line
            try:
                _write_all(stream, line.encode() + b"\n")
                os.fsync(stream.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    stream.truncate(size)
                raise
    except OSError as error:
        raise _storage_error(error, path) from None


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the talk for one writing command.

    Raises:
        BusyError: another speakprep holds it for longer than `LOCK_SECONDS`.
        StorageError: the folder may not be written.
    """
    from filelock import FileLock, Timeout

    state = _inside(folder / STATE_FOLDER, folder)
    try:
        state.mkdir(parents=True, exist_ok=True)
        lock = FileLock(state / "lock", timeout=LOCK_SECONDS)
        with lock:
            _sweep(folder)
            yield
    except Timeout:
        raise BusyError(
            "another speakprep is writing in this talk",
            hint="wait until it has finished, then run the command again",
        ) from None
    except OSError as error:
        raise _storage_error(error, folder) from None


def _not_a_file(path: Path) -> InputError:
    return InputError(
        "is a device or a pipe, not a file", file=str(path), hint="name a file, or a new one"
    )


def _inside(path: Path, within: Path) -> Path:
    """Return where a write really lands, refusing links that leave the folder."""
    root = real_path(within)
    target = real_path(path)
    if target != root and root not in target.parents:
        raise InputError(
            f"leads out of the talk folder (to {target}); nothing was written",
            file=str(path),
            hint="replace the symbolic link by the file itself",
        )
    return target


def _replace(target: Path, data: bytes) -> None:
    with _replacing(target) as stream:
        stream.write(data)


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    """Open a temporary file that takes the target's place, unless the block raises."""
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(
        prefix=_temporary_prefix(target), suffix=TEMPORARY_SUFFIX, dir=target.parent
    )
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, mode)  # noqa: PTH101 -- mkstemp hands out a name, not a Path
        os.replace(name, target)  # noqa: PTH105 -- likewise
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 -- likewise
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Flush the folder's entry, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _temporary_prefix(target: Path) -> str:
    return f".{target.name[:40]}."


def _sweep_file(target: Path) -> None:
    """Remove what a killed writer of this very file left; it may lie outside the talk."""
    for path in target.parent.iterdir():
        name = path.name
        if name.startswith(_temporary_prefix(target)) and name.endswith(TEMPORARY_SUFFIX):
            with contextlib.suppress(OSError):
                path.unlink()


def _sweep(folder: Path) -> None:
    """Remove what a killed writer left behind; only called under the lock."""
    for name in folder.rglob(f".*{TEMPORARY_SUFFIX}"):
        with contextlib.suppress(OSError):
            name.unlink()


def _write_all(stream: RawIOBase, data: bytes) -> None:
    """Write to a stream without a buffer, which takes as much at a time as it can."""
    while data:
        data = data[stream.write(data) or 0 :]


def _storage_error(error: OSError, path: Path) -> StorageError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StorageError(
            "the disk is full; the file is as it was before",
            file=str(path),
            hint="free some space and run the command again",
        )
    hint = ""
    if _forbidden(error):
        hint = "check who may write the file and its folder, or choose another place"
    elif error.errno == errno.EROFS:
        hint = "nothing can be written on this disk: choose another place"
    reason = error.strerror or str(error)
    return StorageError(f"cannot be written: {reason}", file=str(path), hint=hint)


def _forbidden(error: OSError) -> bool:
    return error.errno in {errno.EACCES, errno.EPERM}
