"""Members copied as they lie in the file, however their archive was written."""

import io
import struct
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.deck.raw_archive import RawArchive
from speakprep.errors import InputError

DAMAGED = "is damaged: the files in it do not lie where its list of contents says"
CONTENTS = {
    "[Content_Types].xml": b"<Types/>" * 20,
    "ppt/presentation.xml": b"",
    "ppt/media/film.mp4": bytes(range(256)) * 50,
    "ppt/媒体/图.png": b"\x89PNG" * 9,
}


class Pipe(io.RawIOBase):
    """A file that cannot go back: zipfile then writes sizes behind the packed bytes."""

    def __init__(self):
        self.data = b""

    def writable(self):
        return True

    def write(self, data):
        self.data += bytes(data)
        return len(data)


def archive(*, method=zipfile.ZIP_DEFLATED, zip64=False, streamed=False, comment=b""):
    target = Pipe() if streamed else io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        made.comment = comment
        for day, (name, data) in enumerate(CONTENTS.items(), start=1):
            info = zipfile.ZipInfo(name, (2024, 2, day, 12, 30, 58))
            info.compress_type = method
            info.external_attr = 0o644 << 16
            info.comment = f"{day}".encode()
            info.extra = struct.pack("<HHL", 0x5455, 4, day)
            with made.open(info, "w", force_zip64=zip64) as member:
                member.write(data)
    return target.data if streamed else target.getvalue()


def copied(data, parts=None):
    target = io.BytesIO()
    RawArchive(io.BytesIO(data)).copy(target, parts or {})
    return target.getvalue()


def members(data):
    """Each member's name, all that its directory says but its place, and its own bytes."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for info in opened.infolist():
            start = info.header_offset
            named, extra = struct.unpack_from("<HH", data, start + 26)
            end = start + 30 + named + extra + info.compress_size
            facts = (info.date_time, info.CRC, info.file_size, info.flag_bits, info.compress_type)
            system = (info.external_attr, info.create_system, info.create_version, info.comment)
            found.append((info.filename, facts, system, data[start:end], opened.read(info)))
    return found


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("zip64", [False, True])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_copy_without_changes_is_the_same_archive(method, zip64, streamed):
    data = archive(method=method, zip64=zip64, streamed=streamed, comment=b"from a tool")
    made = copied(data)
    assert members(made) == members(data)
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        assert (opened.testzip(), opened.comment) == (None, b"from a tool")
    assert copied(made) == made


@pytest.mark.parametrize("streamed", [False, True])
def test_copy_with_changes_keeps_all_else_and_the_order(streamed):
    data = archive(streamed=streamed)
    news = {"PPT\\Presentation.xml": b"<new/>", "ppt/notes/新.xml": b"<added/>"}
    made = copied(data, news)
    before, after = members(data), members(made)
    assert [name for name, *_ in after] == [*CONTENTS, "ppt/notes/新.xml"]
    assert [each for each in after if each[0] in CONTENTS and each[4] != b"<new/>"] == [
        each for each in before if each[0] != "ppt/presentation.xml"
    ]
    assert (after[1][1][0], after[1][4], after[4][4]) == ((2024, 2, 2, 12, 30, 58), *news.values())


def test_copy_data_descriptor_without_mark():
    """The mark of a data descriptor is optional (APPNOTE.TXT 4.3.9.3)."""
    target = Pipe()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("a", b"alone")
    data = target.data.replace(b"PK\x07\x08", b"")
    assert len(data) == len(target.data) - 4
    at = data.rindex(b"PK\x05\x06") + 16
    data = data[:at] + struct.pack("<L", data.index(b"PK\x01\x02")) + data[at + 4 :]
    assert copied(data) == data


def test_copy_duplicate_members_are_all_kept_and_the_last_one_changes():
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with zipfile.ZipFile(target, "w") as made:
            for name, data in (("a", b"1"), ("b", b"2"), ("a", b"3"), ("A", b"4")):
                made.writestr(name, data)
    after = members(copied(target.getvalue(), {"a": b"new"}))
    assert [(name, data) for name, *_, data in after] == [
        ("a", b"1"),
        ("b", b"2"),
        ("a", b"3"),
        ("A", b"new"),
    ]


def test_copy_beyond_four_gigabytes_and_back(tmp_path):
    """Places that 32 bits cannot hold are written as zip64, and read as such."""
    data = archive(comment=b"far away")
    far = tmp_path / "far.zip"
    with far.open("wb") as target:
        target.seek(5 << 30)  # a hole: it takes no space
        RawArchive(io.BytesIO(data)).copy(target, {})
    with zipfile.ZipFile(far) as opened:
        assert min(info.header_offset for info in opened.infolist()) == 5 << 30
        assert opened.read("ppt/media/film.mp4") == CONTENTS["ppt/media/film.mp4"]
    with far.open("rb") as stream:
        back = io.BytesIO()
        RawArchive(stream).copy(back, {})
    assert members(back.getvalue()) == members(data)


def test_copy_archive_behind_other_bytes_starts_at_the_archive():
    data = archive()
    assert copied(b"#!/bin/sh\n" * 10 + data) == copied(data)


def test_copy_of_a_member_that_is_not_where_it_should_be_is_refused():
    data = archive()
    at = data.rindex(b"PK\x01\x02") + 42
    for place in (7, len(data) - 30, len(data) + 1):
        with pytest.raises(InputError) as caught:
            copied(data[:at] + struct.pack("<L", place) + data[at + 4 :])
        assert caught.value.message == DAMAGED


def test_copy_of_members_that_share_their_bytes_is_refused():
    """Ten entries for one film: what a small file that unpacks to a huge one is made of."""
    data = archive(method=zipfile.ZIP_STORED)
    at, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    film = next(
        b"PK\x01\x02" + each for each in data[at:end].split(b"PK\x01\x02") if b"film" in each
    )
    count = len(CONTENTS) + 10
    ends = struct.pack("<HHL", count, count, end - at + 10 * len(film))
    data = data[:end] + film * 10 + data[end : end + 8] + ends + data[end + 16 :]
    assert len(zipfile.ZipFile(io.BytesIO(data)).infolist()) == count
    with pytest.raises(InputError) as caught:
        copied(data)
    assert caught.value.message == DAMAGED


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"PK" * 100, archive()[:-30]])
def test_broken_directory_is_refused(data):
    with pytest.raises(InputError) as caught:
        RawArchive(io.BytesIO(data))
    assert caught.value.message == "is damaged: its list of contents is broken"


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=9),
        st.binary(max_size=99),
        max_size=6,
    ),
    st.dictionaries(st.sampled_from("abcABC"), st.binary(max_size=99), max_size=3),
)
def test_copy_holds_what_was_there_and_what_was_put(old, new):
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with zipfile.ZipFile(target, "w") as made:
            for name, data in old.items():
                made.writestr(name, data)
    new = {name.lower(): data for name, data in new.items()}
    with zipfile.ZipFile(io.BytesIO(copied(target.getvalue(), new))) as opened:
        held = {info.filename.lower(): opened.read(info) for info in opened.infolist()}
    with zipfile.ZipFile(target) as opened:
        was = {info.filename.lower(): opened.read(info) for info in opened.infolist()}
    assert held == was | new
