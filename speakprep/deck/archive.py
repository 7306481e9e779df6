"""The zip archive a deck comes in, checked before anything in it is parsed."""

import struct
import zipfile
import zlib
from typing import BinaryIO

from speakprep.deck.package import TooMuchError
from speakprep.errors import InputError

MAX_DIRECTORY = 4 << 20
"""Bytes of the list of members, which is read whole. A member takes about 100 of them, and a
deck of 1,000 slides with notes and pictures has 5,000 members; room for 40,000."""

MAX_PART = 16 << 20
"""Inflated bytes of one XML part. Slides drawn by hand in ink reach 5 MB; a parsed part takes
five to ten times its size in memory."""

MAX_TOTAL = 512 << 20
"""Inflated bytes of all XML parts below ppt/: 20 times a deck of 1,000 slides."""

MAX_RATIO = 200
"""Inflated bytes for each packed one. Slides reach 20; deflate ends at 1,032 (zlib's manual)."""

RATIO_FREE = 4 << 20
"""Inflated bytes up to which any ratio will do: a table of equal cells packs very well."""

_LOCAL_HEADER = 160
"""Bytes that stand before most members: 30, a name and a timestamp or two."""

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)
"""What zipfile raises for damaged archives, NotImplementedError for features nobody uses."""

_CANNOT_TRUST = "do not open it; ask whoever sent it for another copy"
_GET_AGAIN = "download or copy it again; if PowerPoint opens it, save it there under a new name"


class Archive:
    """A deck's members by name, inflated one at a time when asked for; media never are.

    Names match whatever their case and slashes, since PowerPoint reads such
    decks too. Of members with one name the last one counts; `duplicates` are
    the names meant.

    Args:
        stream: the file, open for reading and seekable.

    Raises:
        InputError: the archive is cut short, damaged, locked or looks made to
            do harm.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = stream.seek(0, 2)
        self._spent = 0
        _check_directory(stream)
        try:
            self._zip = zipfile.ZipFile(stream)
        except _UNREADABLE:
            raise InputError(
                "is damaged: its list of contents is broken", hint=_GET_AGAIN
            ) from None
        self._members: dict[str, zipfile.ZipInfo] = {}
        repeated: dict[str, None] = {}
        for member in self._zip.infolist():
            key = _key(member.filename)
            if key in self._members and not member.is_dir():
                repeated[member.filename] = None
            self._members[key] = member
        self.duplicates = tuple(repeated)

    @property
    def names(self) -> tuple[str, ...]:
        """Every member's name."""
        return tuple(member.filename for member in self._members.values())

    @property
    def unpacked(self) -> int:
        """Bytes that all members take unpacked, media and all, by what they declare."""
        return sum(member.file_size for member in self._members.values())

    def check(self) -> None:
        """Refuse an archive that was made to do harm, by what its directory declares.

        The declared sizes can be trusted as upper bounds: zipfile inflates no
        member beyond its own.
        """
        xml = 0
        for key, member in self._members.items():
            if (".." in key or ":" in key or key[:1] in {"", "/"}) and _climbs(key):
                raise InputError(
                    f"holds a file that wants to be written outside of it ({member.filename!r})",
                    hint=_CANNOT_TRUST,
                )
            if key.startswith("ppt/") and key.endswith((".xml", ".rels")):
                xml += member.file_size
        if self._is_too_much(xml):
            raise InputError(
                f"would unpack to {xml >> 20:,} MB of XML from {self.size:,} bytes, "
                "far more than slides need",
                hint=_CANNOT_TRUST,
            )

    def read(self, part: str) -> bytes | None:
        """Inflate one part; None when there is none of that name.

        Raises:
            InputError: it is damaged or larger than any slide; `file` is `part`.
            TooMuchError: the parts read so far are more than any deck's.
        """
        member = self._members.get(_key(part))
        if member is None:
            return None
        if member.flag_bits & 1:
            raise InputError("it is locked with a zip password", file=part)
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            # Others are not allowed in OOXML, and zipfile cannot inflate them piecemeal.
            raise InputError("it is packed in a way PowerPoint does not know", file=part)
        size, packed = member.file_size, min(member.compress_size, self.size)
        if size > MAX_PART or (size > RATIO_FREE and size > MAX_RATIO * packed):
            raise InputError(
                f"it would unpack to {size >> 20:,} MB, far more than a slide needs", file=part
            )
        # A deck may list one slide ten thousand times.
        self._spent += size
        if self._is_too_much(self._spent):
            raise TooMuchError("would unpack to far more than slides need", hint=_CANNOT_TRUST)
        data = self._inflate(member)
        if data is None:
            raise InputError("it cannot be unpacked", file=part)
        return data

    def mark(self, part: str) -> tuple[int, int]:
        """Return what the directory says of a member: its size unpacked, and its checksum.

        Equal contents have equal marks; (0, 0) when there is no such member.
        """
        member = self._members.get(_key(part))
        return (0, 0) if member is None else (member.file_size, member.CRC)

    def _inflate(self, member: zipfile.ZipInfo) -> bytes | None:
        """Return a member's bytes, never more than it declares; None when it is damaged.

        By hand, since `zipfile` spends five times as long on a small member as zlib does. The
        local header is 30 bytes, a name and extra fields of its own (APPNOTE.TXT 4.3.7).
        """
        try:
            self._stream.seek(member.header_offset)
            raw = self._stream.read(_LOCAL_HEADER + member.compress_size)
            if not raw.startswith(b"PK\x03\x04"):
                return None
            named, extra = struct.unpack_from("<HH", raw, 26)
            start = 30 + named + extra
            end = start + member.compress_size
            raw += self._stream.read(max(0, end - len(raw)))
            packed = raw[start:end]
            if member.compress_type == zipfile.ZIP_DEFLATED:
                data = zlib.decompressobj(-15).decompress(packed, member.file_size + 1)
            else:
                data = packed
        except _UNREADABLE:
            return None
        whole = len(data) == member.file_size and zlib.crc32(data) == member.CRC
        return data if whole else None

    def _is_too_much(self, unpacked: int) -> bool:
        small = unpacked <= 8 * RATIO_FREE
        return unpacked > MAX_TOTAL or (not small and unpacked > MAX_RATIO * self.size)


def _key(name: str) -> str:
    return name.replace("\\", "/").lower()


def _climbs(key: str) -> bool:
    """Whether a path leaves the folder it is unpacked in: ../a, /a, c:/a, or no path at all."""
    parts = key.split("/")
    return ".." in parts or not parts[0] or parts[0].endswith(":")


def _check_directory(stream: BinaryIO) -> None:
    """Refuse a cut archive, and one whose directory would fill the memory.

    The end record is searched for as in APPNOTE.TXT 4.3.16: in the last
    65,535 + 22 bytes. A zip64 one stands before its locator, which stands
    before the end record, or where the locator says.
    """
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 65_557))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise InputError(
            f"stops in the middle, after {size:,} bytes",
            hint="download or copy it again: it did not arrive whole",
        )
    lengths = [int.from_bytes(tail[at + 12 : at + 16], "little")]
    locator = tail[max(0, at - 20) : at]
    if locator.startswith(b"PK\x06\x07"):
        stream.seek(min(size, int.from_bytes(locator[8:16], "little")))
        records = (tail[max(0, at - 76) : max(0, at - 20)], stream.read(56))
        lengths = [
            int.from_bytes(record[40:48], "little")
            for record in records
            if record.startswith(b"PK\x06\x06")
        ]
    if max(lengths, default=0) > MAX_DIRECTORY:
        raise InputError(
            f"lists {max(lengths) >> 20:,} MB of contents, far more than a deck has",
            hint=_CANNOT_TRUST,
        )
