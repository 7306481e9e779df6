"""A zip archive copied member by member without unpacking any: what is not changed stays as it is.

Sections named are those of the .ZIP file format specification, APPNOTE.TXT 6.3.10.
"""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import BinaryIO, NamedTuple

from speakprep.errors import InputError

_LOCAL = struct.Struct("<4s5H3L2H")
"""A local file header (4.3.7); after it come the name, the extra field and the packed bytes."""

_CENTRAL = struct.Struct("<4s2B5H3L5H2L")
"""A central directory header (4.3.12); after it come name, extra field and comment."""

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_WIDE, _MANY = 0xFFFFFFFF, 0xFFFF
_ZIP64, _ZIP64_VERSION = 1, 45
_LATER, _UTF8 = 1 << 3, 1 << 11
"""Flags: sizes follow the packed bytes in a data descriptor; the name is UTF-8."""

_CHUNK = 1 << 20
_DAMAGED = "is damaged: the files in it do not lie where its list of contents says"


class _Placed(NamedTuple):
    """A member, how many bytes there are of it in its archive, and what it holds if that is new."""

    info: zipfile.ZipInfo
    length: int
    content: bytes | None


class RawArchive:
    """The members of an archive as they lie in its file.

    Args:
        stream: the file, open for reading and seekable.

    Raises:
        InputError: its list of contents is broken.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError):
            raise InputError("is damaged: its list of contents is broken") from None
        self._members = archive.infolist()
        self._comment = archive.comment
        self._by_key = {part_key(each.filename): each for each in self._members}

    def __contains__(self, part: str) -> bool:
        return part_key(part) in self._by_key

    def copy(self, target: BinaryIO, parts: Mapping[str, bytes]) -> None:
        """Write the archive anew, with other content for some members, and further ones.

        Every other member keeps all its bytes, its place and its date. A changed
        one keeps its place, name and date; further ones follow the last. Of members
        with one name the last one is changed, which is the one that counts.

        Args:
            target: where to; its position is where the archive begins.
            parts: the new content by name; names match whatever their case and slashes.

        Raises:
            InputError: the archive is damaged.
            OSError: `target` cannot be written.
        """
        contents = {part_key(name): data for name, data in parts.items()}
        changed = {id(self._by_key[key]): contents[key] for key in contents if key in self._by_key}
        placed = [
            _Placed(member, self._length(member), changed.get(id(member)))
            for member in sorted(self._members, key=lambda each: each.header_offset)
        ]
        if sum(each.length for each in placed) > self._stream.seek(0, 2):
            # Members that share their bytes: a way to make a small file unpack to a huge one.
            raise InputError(_DAMAGED)
        records = {id(each.info): self._write(target, each) for each in placed}
        directory = [records[id(member)] for member in self._members]
        date = max((each.date_time for each in self._members), default=(1980, 1, 1, 0, 0, 0))
        for name, data in parts.items():
            if part_key(name) not in self._by_key:
                info = zipfile.ZipInfo(name, date)
                info.flag_bits = 0 if name.isascii() else _UTF8
                directory.append(self._write(target, _Placed(info, 0, data)))
        _finish(target, directory, self._comment)

    def _length(self, member: zipfile.ZipInfo) -> int:
        """Return how many bytes of the file belong to a member."""
        header = self._read(member.header_offset, _LOCAL.size)
        if not header.startswith(b"PK\x03\x04"):
            raise InputError(_DAMAGED)
        *_, name, extra = _LOCAL.unpack(header)
        length = int(_LOCAL.size + name + extra + member.compress_size)
        if member.flag_bits & _LATER:
            length += self._descriptor(member, member.header_offset + length)
        return length

    def _descriptor(self, member: zipfile.ZipInfo, at: int) -> int:
        """Return the length of the data descriptor: 12 to 24 bytes (4.3.9), 0 if there is none."""
        self._stream.seek(at)
        found = self._stream.read(24)
        crc, packed, size = member.CRC, member.compress_size, member.file_size
        for shape in ("<LQQ", "<LLL"):
            if shape == "<LLL" and max(packed, size) > _WIDE:
                continue
            wanted = struct.pack(shape, crc, packed, size)
            for mark in (b"PK\x07\x08", b""):
                if found.startswith(mark + wanted):
                    return len(mark + wanted)
        return 0

    def _write(self, target: BinaryIO, placed: _Placed) -> bytes:
        """Write one member and return its header in the central directory."""
        offset = target.tell()
        if placed.content is None:
            self._pump(target, placed.info.header_offset, placed.length)
            return _central(placed.info, offset)
        info, packed = _deflated(placed.info, placed.content)
        target.write(_local(info))
        target.write(packed)
        return _central(info, offset)

    def _pump(self, target: BinaryIO, at: int, length: int) -> None:
        end = at + length
        target.writelines(
            self._read(start, min(_CHUNK, end - start)) for start in range(at, end, _CHUNK)
        )

    def _read(self, at: int, length: int) -> bytes:
        try:
            self._stream.seek(at)
            data = self._stream.read(length)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}") from None
        if len(data) < length:
            raise InputError(_DAMAGED)
        return data


def part_key(name: str) -> str:
    """Return what names of parts are compared by: PowerPoint reads them whatever their case."""
    return name.replace("\\", "/").lower()


def _deflated(info: zipfile.ZipInfo, content: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    """Return a member like `info` that holds `content`, and its packed bytes."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    made = zipfile.ZipInfo(info.orig_filename, info.date_time)
    made.flag_bits = info.flag_bits & _UTF8
    made.compress_type = zipfile.ZIP_DEFLATED
    made.create_version = made.extract_version = 20
    made.create_system, made.external_attr = info.create_system, info.external_attr
    made.CRC = zlib.crc32(content)
    made.compress_size, made.file_size = len(packed), len(content)
    return made, packed


def _local(info: zipfile.ZipInfo) -> bytes:
    name = _name(info)
    header = _LOCAL.pack(
        b"PK\x03\x04",
        info.extract_version,
        info.flag_bits,
        info.compress_type,
        *_dos(info),
        info.CRC,
        info.compress_size,
        info.file_size,
        len(name),
        0,
    )
    return header + name


def _central(info: zipfile.ZipInfo, offset: int) -> bytes:
    """Return a member's header in the central directory."""
    numbers = (info.file_size, info.compress_size, offset)
    wide = [each for each in numbers if each >= _WIDE]
    size, packed, at = (min(each, _WIDE) for each in numbers)
    extra = _without_zip64(info.extra)
    needed = info.extract_version
    if wide:
        extra = struct.pack(f"<HH{len(wide)}Q", _ZIP64, 8 * len(wide), *wide) + extra
        needed = max(needed, _ZIP64_VERSION)
    name = _name(info)
    header = _CENTRAL.pack(
        b"PK\x01\x02",
        info.create_version,
        info.create_system,
        needed,
        info.flag_bits,
        info.compress_type,
        *_dos(info),
        info.CRC,
        packed,
        size,
        len(name),
        len(extra),
        len(info.comment),
        0,
        info.internal_attr,
        info.external_attr,
        at,
    )
    return header + name + extra + info.comment


def _name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def _dos(info: zipfile.ZipInfo) -> tuple[int, int]:
    """Return time and date of a member as MS-DOS wrote them (4.4.6)."""
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _without_zip64(extra: bytes) -> bytes:
    """Leave out the zip64 extended information (4.5.3), which holds the old place."""
    kept, rest = b"", extra
    while len(rest) >= 4:
        kind, length = struct.unpack_from("<HH", rest)
        if kind != _ZIP64:
            kept += rest[: 4 + length]
        rest = rest[4 + length :]
    return kept + rest


def _finish(target: BinaryIO, directory: list[bytes], comment: bytes) -> None:
    """Write the central directory and the records that end an archive (4.3.14 to 4.3.16)."""
    start = target.tell()
    target.writelines(directory)
    end, count = target.tell(), len(directory)
    length = end - start
    if count >= _MANY or length >= _WIDE or start >= _WIDE:
        version = _ZIP64_VERSION
        target.write(
            _END64.pack(b"PK\x06\x06", 44, version, version, 0, 0, count, count, length, start)
        )
        target.write(_LOCATOR.pack(b"PK\x06\x07", 0, end, 1))
    shown = min(count, _MANY)
    target.write(
        _END.pack(
            b"PK\x05\x06", 0, 0, shown, shown, min(length, _WIDE), min(start, _WIDE), len(comment)
        )
    )
    target.write(comment)
