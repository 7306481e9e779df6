"""Archives that are cut, damaged or made to do harm."""

import io
import zipfile

import pytest

from speakprep.deck.archive import MAX_DIRECTORY
from speakprep.deck.files import read_deck
from speakprep.errors import InputError

SLIDE_2 = "ppt/slides/slide2.xml"
AGAIN = "download or copy it again: it did not arrive whole"
DISTRUST = "do not open it; ask whoever sent it for another copy"


def fail_on(path):
    with pytest.raises(InputError) as caught:
        read_deck(path)
    return caught.value.message, caught.value.hint


def test_read_deck_truncated_says_where_it_stops(kit, write):
    data = kit.pack(kit.three())[:1000]
    assert fail_on(write(data)) == ("stops in the middle, after 1,000 bytes", AGAIN)


def test_read_deck_broken_directory_is_an_error(kit, write):
    data = kit.pack(kit.three())
    at = data.rindex(b"PK\x01\x02")
    message, _ = fail_on(write(data[:at] + b"XXXX" + data[at + 4 :]))
    assert message == "is damaged: its list of contents is broken"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil", "C:\\evil.xml", "ppt\\..\\..\\evil"])
def test_read_deck_escaping_member_is_refused(kit, write, name):
    parts = kit.three() | {name: b"x"}
    assert fail_on(write(parts)) == (
        f"holds a file that wants to be written outside of it ({name!r})",
        DISTRUST,
    )


def test_read_deck_half_megabyte_bomb_is_refused(kit, write):
    parts = kit.three()
    parts["ppt/slides/slide2.xml"] = bytes(500 << 20)
    path = write(parts)
    size = path.stat().st_size
    assert size < 600_000
    assert fail_on(path) == (
        f"would unpack to 500 MB of XML from {size:,} bytes, far more than slides need",
        DISTRUST,
    )


def test_read_deck_many_small_bombs_are_refused(kit, write):
    parts = kit.three() | {f"ppt/slides/x{n}.xml": bytes(3 << 20) for n in range(20)}
    message, _ = fail_on(write(parts))
    assert message.startswith("would unpack to 60 MB of XML from ")


def test_read_deck_one_slide_listed_again_and_again_is_refused(kit, write):
    """32 MB are free; each reading of the slide takes 1 MB of them."""
    parts = kit.parts([kit.page(f"<!--{' ' * (1 << 20)}-->")])
    main = "ppt/presentation.xml"
    again = "".join(f'<p:sldId id="{n}" r:id="r1"/>' for n in range(300, 350)).encode()
    parts[main] = parts[main].replace(b"</p:sldIdLst>", again + b"</p:sldIdLst>")
    message, _ = fail_on(write(parts))
    assert message == "would unpack to far more than slides need"


def test_read_deck_lying_size_is_not_believed(kit, write):
    parts = kit.three()
    parts[SLIDE_2] = bytes(8 << 20)
    data = bytearray(kit.pack(parts))
    true_size = (8 << 20).to_bytes(4, "little")
    while (at := data.find(true_size)) >= 0:
        data[at : at + 4] = (900).to_bytes(4, "little")
    deck = read_deck(write(bytes(data)))
    assert [slide.number for slide in deck.slides] == [1, 3]
    assert [p.reason for p in deck.problems] == ["it cannot be unpacked"]


def end_record(length):
    return b"PK\x05\x06" + bytes(8) + length.to_bytes(4, "little") + bytes(6)


@pytest.mark.parametrize(
    "end",
    [
        end_record(MAX_DIRECTORY * 2),
        b"PK\x06\x06"
        + bytes(36)
        + (MAX_DIRECTORY * 2).to_bytes(8, "little")
        + bytes(8)
        # The locator points nowhere useful; the record stands just before it.
        + (b"PK\x06\x07" + bytes(16))
        + end_record(0xFFFFFFFF),
    ],
    ids=["zip", "zip64"],
)
def test_read_deck_huge_directory_is_not_read(write, end):
    assert fail_on(write(b"PK\x03\x04" + bytes(100) + end)) == (
        "lists 8 MB of contents, far more than a deck has",
        DISTRUST,
    )


@pytest.mark.parametrize(
    ("method", "reason"),
    [
        (zipfile.ZIP_LZMA, "it is packed in a way PowerPoint does not know"),
        (zipfile.ZIP_STORED, ""),
    ],
)
def test_read_deck_foreign_packing_is_refused(kit, write, method, reason):
    buffer = io.BytesIO(kit.pack(kit.parts([kit.page(""), kit.page("")])))
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data, method if name == SLIDE_2 else zipfile.ZIP_DEFLATED)
    deck = read_deck(write(buffer.getvalue()))
    assert "".join(p.reason for p in deck.problems) == reason


def test_read_deck_zip_password_is_told(kit, write):
    data = bytearray(kit.pack(kit.three()))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := data.find(signature, at)) >= 0:
            data[at + flags] |= 1
            at += 4
    message, _ = fail_on(write(bytes(data)))
    assert message == "is damaged: it is locked with a zip password (ppt/presentation.xml)"


def test_read_deck_damaged_packed_bytes_cost_that_slide(kit, write):
    data = bytearray(kit.pack(kit.three()))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo(SLIDE_2).header_offset + 30 + len(SLIDE_2)
    data[start + 10 : start + 20] = b"0123456789"
    deck = read_deck(write(bytes(data)))
    assert [slide.number for slide in deck.slides] == [1, 3]
    assert [(p.slide, p.reason) for p in deck.problems] == [(2, "it cannot be unpacked")]


def test_read_deck_duplicate_members_last_counts(kit, write):
    parts = kit.three()
    buffer = io.BytesIO(kit.pack(parts))
    with (
        zipfile.ZipFile(buffer, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr(SLIDE_2, kit.page(kit.shape("newer")))
    deck = read_deck(write(buffer.getvalue()))
    assert deck.slides[1].body == ("newer",)
    assert [(p.lost, p.part, p.reason) for p in deck.problems] == [
        ("archive", SLIDE_2, "two files in it have this name, and the last one counts")
    ]


def test_read_deck_media_bomb_is_never_unpacked(kit, write):
    parts = kit.three()
    parts["ppt/media/image1.png"] = bytes(64 << 20)
    path = write(parts)
    assert path.stat().st_size < 100_000
    assert len(read_deck(path).slides) == 3
