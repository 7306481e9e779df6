import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.web.asked import Asked, Door, Refused, asked, byte_range, media_type

DOOR = Door(port=8123, token="secret")
HOST = {"host": "127.0.0.1:8123"}
POST = {
    **HOST,
    "origin": "http://127.0.0.1:8123",
    "content-type": "application/json",
    "content-length": "2",
}


def get(target="/secret/", **headers):
    return asked(DOOR, "GET", target, {**HOST, **headers})


def post(target="/secret/heard", without="", **headers):
    kept = {key: value for key, value in {**POST, **headers}.items() if key != without}
    return asked(DOOR, "POST", target, kept)


def test_page_and_recording_behind_the_secret():
    assert get() == Asked(kind="page")
    assert get("/secret/?x=1#y") == Asked(kind="page")
    assert get("/secret/recording/3") == Asked(kind="recording", part=3)
    assert post() == Asked(kind="heard")
    assert get(host="LOCALHOST:8123") == Asked(kind="page")
    assert DOOR.address == "http://127.0.0.1:8123/secret/"


@pytest.mark.parametrize(
    "target",
    [
        *("/", "", "/secret", "secret", "//secret/", "/Secret/", "/wrong/", "/secret/../secret/"),
        *("/secret/recording/", "/secret/recording/-1", "/secret/recording/../../etc/passwd"),
        *("/secret/recording/0/", "/secret/recording/%2e%2e", "/secret/recording/٣", "/秘密/"),
        *("/secret/take.wav", "/secret//", "http://127.0.0.1:8123/secret/", "*"),
        "/secret/recording/99999",
    ],
)
def test_any_other_name_leads_nowhere(target):
    assert get(target) == Refused(status=404, reason="nothing here")


@pytest.mark.parametrize(
    "host", ["", "evil.example", "127.0.0.1", "127.0.0.1:80", "evil.example:8123", "[::1]:8123"]
)
def test_other_host_is_another_server(host):
    refused = get(host=host)
    assert isinstance(refused, Refused)
    assert refused.status == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9"},
        {"origin": "https://127.0.0.1:8123"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"},
    ],
)
def test_other_page_gets_nothing(headers):
    refused = Refused(status=403, reason="not from this page")
    assert get(**headers) == refused
    assert post(**headers) == refused


def test_page_may_be_opened_from_anywhere_but_only_it_may_write():
    opened = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert get(**opened) == Asked(kind="page")
    refused = post(without="origin")
    assert isinstance(refused, Refused)
    assert refused.status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-length": "1000001"}, 413),
        ({"content-length": "9" * 5000}, 413),
        ({"content-length": "-1"}, 411),
        ({"content-length": "٣"}, 411),
        ({"content-length": ""}, 411),
    ],
)
def test_message_of_the_wrong_kind_or_size(headers, status):
    refused = post(**headers)
    assert isinstance(refused, Refused)
    assert refused.status == status
    assert post("/secret/recording/0") == Refused(status=404, reason="nothing here")


@pytest.mark.parametrize(
    ("header", "size", "piece"),
    [
        ("", 10, None),
        ("bytes=0-", 10, (0, 9)),
        ("bytes=0-0", 10, (0, 0)),
        ("BYTES = 3 - 5 ", 10, (3, 5)),
        ("bytes=3-999", 10, (3, 9)),
        ("bytes=9-", 10, (9, 9)),
        ("bytes=-4", 10, (6, 9)),
        ("bytes=-40", 10, (0, 9)),
        ("bytes=-0", 10, "beyond"),
        ("bytes=10-", 10, "beyond"),
        ("bytes=10-11", 10, "beyond"),
        ("bytes=0-", 0, "beyond"),
        ("bytes=-1", 0, "beyond"),
        ("bytes=5-3", 10, None),
        ("bytes=-", 10, None),
        ("bytes=0-1,3-4", 10, None),
        ("lines=0-1", 10, None),
        ("bytes=0x1-2", 10, None),
        (f"bytes=0-{'9' * 30}", 10, None),
    ],
)
def test_ranges_as_the_standard_says(header, size, piece):
    assert byte_range(header, size) == piece


@given(st.text(max_size=40), st.integers(0, 1000))
def test_any_range_is_within_the_file(header, size):
    piece = byte_range(f"bytes={header}", size)
    if isinstance(piece, tuple):
        assert 0 <= piece[0] <= piece[1] < size


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"fLaC....", "audio/flac"),
        (b"ID3\x04....", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"\x1aE\xdf\xa3....", "video/webm"),
        (b"\x00\x00\x00\x20ftypM4A ", "video/mp4"),
        (b"<html>", "application/octet-stream"),
        (b"", "application/octet-stream"),
        (b"\xff", "application/octet-stream"),
    ],
)
def test_recording_is_known_by_its_bytes(head, kind):
    assert media_type(head) == kind
