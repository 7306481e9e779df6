"""What a request asks for, and whether it may: one door with a secret, for this machine only.

The address holds a random token, so no other page can guess it; Host and Origin are
looked at, so that no other page's name can be made to lead here (DNS rebinding).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Literal

Kind = Literal["page", "recording", "heard"]

MOST_POSTED = 1_000_000
"""Bytes of one message from the page: an hour heard in pieces takes a few thousand."""

_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)
_PART = re.compile(r"recording/([0-9]{1,4})")


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where the server listens, and the secret that its addresses begin with."""

    port: int
    token: str

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which it may be asked."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://127.0.0.1:{self.port}/{self.token}/"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request that may be answered; `part` is which file of the recording, from 0."""

    kind: Kind
    part: int = 0


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A request that may not: an HTTP status, and why in a word."""

    status: int
    reason: str


NOTHING = Refused(status=404, reason="nothing here")
"""A wrong secret and a wrong name get the same answer."""


def asked(door: Door, method: str, target: str, headers: Mapping[str, str]) -> Asked | Refused:
    """Return what a request asks for, or why it gets nothing.

    Args:
        door: this server.
        method: GET, HEAD or POST.
        target: the path as it was sent; nothing in it is a path on the disk.
        headers: by lower-case name.
    """
    if headers.get("host", "").lower() not in door.hosts:
        return Refused(status=421, reason="not this server")
    if not _from_here(door, method, headers):
        return Refused(status=403, reason="not from this page")
    # What follows a question mark is nobody's.
    token, slash, rest = target.partition("?")[0].removeprefix("/").partition("/")
    if not compare_digest(token.encode(errors="replace"), door.token.encode()) or not slash:
        return NOTHING
    return _posted(rest, headers) if method == "POST" else _got(rest)


def byte_range(header: str, size: int) -> tuple[int, int] | Literal["beyond"] | None:
    """Return the first and the last byte that a Range header wants (RFC 9110, 14.2).

    None where the whole is to be sent: without a header, for one that makes no sense,
    and for several ranges, which a server may leave alone; "beyond" where nothing of
    it is there.

    >>> byte_range("bytes=0-", 10), byte_range("bytes=-3", 10), byte_range("bytes=10-", 10)
    ((0, 9), (7, 9), 'beyond')
    """
    match = _RANGE.fullmatch(header)
    if match is None or match[1] == match[2] == "":
        return None
    if not match[1]:
        suffix = int(match[2])
        return (max(size - suffix, 0), size - 1) if suffix and size else "beyond"
    first = int(match[1])
    last = min(int(match[2]), size - 1) if match[2] else size - 1
    if match[2] and int(match[2]) < first:
        return None
    return (first, last) if first < size else "beyond"


def media_type(head: bytes) -> str:
    """Return what a recording is by its first bytes: names lie, browsers' files are often misnamed.

    >>> media_type(b"OggS....")
    'audio/ogg'
    """
    signs = (
        (b"OggS", 0, "audio/ogg"),
        (b"fLaC", 0, "audio/flac"),
        (b"ID3", 0, "audio/mpeg"),
        (b"\x1aE\xdf\xa3", 0, "video/webm"),
        (b"ftyp", 4, "video/mp4"),
        (b"WAVE", 8, "audio/wav"),
    )
    for sign, at, kind in signs:
        if head[at : at + len(sign)] == sign:
            return kind
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "audio/aac" if head[1] & 0x06 == 0 else "audio/mpeg"
    return "application/octet-stream"


def _from_here(door: Door, method: str, headers: Mapping[str, str]) -> bool:
    """Whether a request is not another page's: what writes must say where it comes from."""
    origin = headers.get("origin")
    if origin is None:
        own = method != "POST"
    else:
        own = origin.lower() in {f"http://{host}" for host in door.hosts}
    opened = headers.get("sec-fetch-mode") == "navigate"
    site = headers.get("sec-fetch-site", "none")
    return own and (opened or site in {"none", "same-origin"})


def _got(rest: str) -> Asked | Refused:
    part = _PART.fullmatch(rest)
    if part:
        return Asked(kind="recording", part=int(part[1]))
    return NOTHING if rest else Asked(kind="page")


def _posted(rest: str, headers: Mapping[str, str]) -> Asked | Refused:
    if rest != "heard":
        return NOTHING
    # A form of another page cannot send this type without asking first.
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return Refused(status=415, reason="not JSON")
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        return Refused(status=411, reason="no length")
    if len(length) > 9 or int(length) > MOST_POSTED:
        return Refused(status=413, reason="too much")
    return Asked(kind="heard")
