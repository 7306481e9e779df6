"""The hash that ties a record to its recording, and what tells that a file was touched."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from speakprep.errors import InputError
from speakprep.rehearsal.model import Progress

_CHUNK = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class FileState:
    """A recording's file as it was read: `sha256` of its `size` bytes, last changed `at`.

    `stamp` differs as soon as anybody writes to the file or replaces it.
    """

    sha256: str
    size: int
    at: datetime
    stamp: tuple[int, int, int]


def file_state(path: Path, progress: Progress | None = None, what: str = "recording") -> FileState:
    """Hash a file, reading it in pieces; `progress` is told the bytes read, and all there are.

    `what` names the kind of file when it cannot be read.

    Raises:
        InputError: it is missing, no plain file, or cannot be read.
    """
    digest, done = hashlib.sha256(), 0
    with _readable(path, what):
        if path.exists() and not path.is_file():
            raise InputError(f"this is a folder or a device, not a {what}", file=str(path))
        with path.open("rb") as stream:
            before = os.fstat(stream.fileno())
            # Not a byte beyond what was there: a file that grows would never end.
            while chunk := stream.read(min(_CHUNK, before.st_size - done)):
                digest.update(chunk)
                done += len(chunk)
                if progress:
                    progress(done, before.st_size)
    return FileState(
        sha256=digest.hexdigest(),
        size=done,
        at=datetime.fromtimestamp(int(before.st_mtime)),  # noqa: DTZ006 -- the speaker's own clock
        stamp=_stamp(before),
    )


def is_unchanged(path: Path, state: FileState) -> bool:
    """Tell whether a file is still as it was when it was hashed.

    Raises:
        InputError: it is gone.
    """
    with _readable(path):
        return _stamp(path.stat()) == state.stamp


@contextmanager
def _readable(path: Path, what: str = "recording") -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise InputError(
            f"there is no such {what}", file=str(path), hint="check the name and the folder"
        ) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from None


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns
