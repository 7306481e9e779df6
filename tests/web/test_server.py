import http.client
import json
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from speakprep.errors import StorageError
from speakprep.web.server import Site, serve

TOKEN = "secret-token"
DATA = bytes(range(256)) * 64


class Served:
    """A server in a thread of its own, and what it was told."""

    def __init__(self, files, heard=None):
        self.told: list[bytes] = []
        self.addresses: queue.Queue[str] = queue.Queue()
        self.errors: list[BaseException] = []
        self.site = Site(
            page=lambda nonce: f"<script nonce='{nonce}'></script>",
            files=tuple(files),
            heard=heard or self.hear,
        )
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        self.port = urlsplit(self.addresses.get(timeout=20)).port

    def run(self):
        try:
            serve(self.site, self.addresses.put, token=TOKEN)
        except BaseException as error:  # noqa: BLE001 -- looked at by the test
            self.errors.append(error)

    def hear(self, body):
        self.told.append(body)
        return {"share": 0.5}, json.loads(body).get("end") is True

    def ask(self, method="GET", target="", body=None, token=TOKEN, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/{token}/{target}", body=body, headers=named)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content, answer.headers

    def say(self, message, **headers):
        usual = {"Content_Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}"}
        status, content, _ = self.ask("POST", "heard", json.dumps(message), **{**usual, **headers})
        return status, content

    def end(self):
        if self.thread.is_alive():
            self.say({"end": True})
        self.thread.join(timeout=20)
        assert not self.thread.is_alive()


@pytest.fixture
def served(tmp_path) -> Iterator[Served]:
    file = tmp_path / "take.wav"
    file.write_bytes(DATA)
    server = Served([file, tmp_path / "gone.wav"])
    yield server
    server.end()


def test_page_has_a_nonce_of_its_own_and_nothing_from_elsewhere(served):
    status, first, headers = served.ask()
    policy = headers["Content-Security-Policy"]
    nonce = first.decode().split("'")[1]
    assert status == 200
    assert f"script-src 'nonce-{nonce}'" in policy
    assert policy.startswith("default-src 'none';")
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert served.ask()[1] != first


@pytest.mark.parametrize(
    ("token", "target", "status"),
    [
        ("wrong", "", 404),
        ("", "", 404),
        (TOKEN, "../take.wav", 404),
        (TOKEN, "recording/../../take.wav", 404),
        (TOKEN, "recording/%2e%2e%2ftake.wav", 404),
        (TOKEN, "recording/1", 404),
        (TOKEN, "recording/2", 404),
        (TOKEN, "recording/0", 200),
    ],
)
def test_only_what_is_served_behind_the_secret(served, token, target, status):
    assert served.ask(target=target, token=token)[0] == status


def test_other_hosts_and_origins_get_nothing(served):
    assert served.ask(Host="evil.example")[0] == 421
    assert served.ask(Origin="https://evil.example")[0] == 403
    assert served.say({}, Origin="https://evil.example")[0] == 403
    assert served.say({}, Content_Type="text/plain")[0] == 415
    assert served.told == []


@pytest.mark.parametrize(
    ("header", "status", "content", "place"),
    [
        (None, 200, DATA, None),
        ("bytes=0-", 206, DATA, "bytes 0-16383/16384"),
        ("bytes=1-3", 206, DATA[1:4], "bytes 1-3/16384"),
        ("bytes=-2", 206, DATA[-2:], "bytes 16382-16383/16384"),
        ("bytes=16384-", 416, b"", "bytes */16384"),
        ("bytes=0-1,4-5", 200, DATA, None),
    ],
)
def test_recording_in_pieces(served, header, status, content, place):
    wish = {"Range": header} if header else {}
    got = served.ask(target="recording/0", **wish)
    assert got[:2] == (status, content)
    assert (got[2]["Content-Range"], got[2]["Accept-Ranges"]) == (place, "bytes")
    assert int(got[2]["Content-Length"]) == len(content)


def test_condition_that_nobody_can_hold_sends_the_whole(served):
    got = served.ask(target="recording/0", Range="bytes=0-1", If_Range='"x"')
    assert got[:2] == (200, DATA)


def test_head_sends_no_body(served):
    status, content, headers = served.ask("HEAD", "recording/0")
    assert (status, content, headers["Content-Length"]) == (200, b"", "16384")


def test_method_that_nobody_knows(served):
    assert served.ask("DELETE", "recording/0")[0] == 501


def test_what_is_said_is_heard_and_ends_the_server(served):
    assert served.say({"played": [[0, 1]]}) == (200, b'{"share": 0.5}')
    assert served.say({"end": True})[0] == 200
    served.thread.join(timeout=20)
    assert not served.thread.is_alive()
    assert [json.loads(each) for each in served.told] == [{"played": [[0, 1]]}, {"end": True}]


def test_what_cannot_be_kept_is_said_to_the_page(tmp_path):
    def hear(body):
        message = json.loads(body)
        if message.get("end"):
            return {}, True
        if message.get("full"):
            raise StorageError("the disk is full", file="rehearsals/a.toml")
        raise ValueError("nonsense")

    server = Served([], hear)
    assert server.say({"full": 1}) == (503, b'{"error": "rehearsals/a.toml: the disk is full"}')
    assert server.say({}) == (400, b'{"error": "not from this page"}')
    server.end()


def test_fault_of_ours_ends_the_server_and_is_raised():
    def hear(_body):
        raise KeyError("a bug")

    server = Served([], hear)
    with pytest.raises((http.client.HTTPException, OSError)):
        server.say({})
    server.thread.join(timeout=20)
    assert [type(error) for error in server.errors] == [KeyError]


def test_tab_that_closes_in_the_middle_is_no_fault(tmp_path):
    big = tmp_path / "big.wav"
    with big.open("wb") as stream:
        stream.truncate(64 * 1024 * 1024)
    server = Served([big])
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        request = f"GET /{TOKEN}/recording/0 HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
        connection.sendall(request.encode())
        assert connection.recv(12) == b"HTTP/1.1 200"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(b"\x00\xff\r\n\r\n")
        assert b"400" in connection.recv(4096)
    assert server.ask()[0] == 200
    server.end()
    assert server.errors == []


def test_file_that_becomes_shorter_breaks_its_answer_and_nothing_else(tmp_path):
    file = tmp_path / "take.wav"
    with file.open("wb") as stream:
        stream.truncate(32 * 1024 * 1024)
    server = Served([file])
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        request = f"GET /{TOKEN}/recording/0 HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
        connection.sendall(request.encode())
        got = len(connection.recv(1024))
        with file.open("r+b") as stream:
            stream.truncate(1024 * 1024)
        while chunk := connection.recv(1 << 20):
            got += len(chunk)
    assert got < 32 * 1024 * 1024
    assert server.ask()[0] == 200
    server.end()


STREAM = """
import resource, sys
from pathlib import Path
from speakprep.web.server import Site, serve
resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
site = Site(page=lambda nonce: "", files=(Path(sys.argv[1]),), heard=lambda body: ({}, True))
serve(site, lambda address: print(address, flush=True), token="t")
"""


def test_memory_does_not_grow_with_the_file(tmp_path):
    """The process may have 600 MB of addresses, all libraries included; the file has 1 GB."""
    big = tmp_path / "big.wav"
    with big.open("wb") as stream:
        stream.truncate(1 << 30)
    with subprocess.Popen(
        [sys.executable, "-c", STREAM, str(big)],
        stdout=subprocess.PIPE,
        cwd=tmp_path,
    ) as process:
        assert process.stdout is not None
        port = urlsplit(process.stdout.readline().decode().strip()).port
        connection = http.client.HTTPConnection("127.0.0.1", port or 0, timeout=60)
        connection.request("GET", "/t/recording/0")
        answer = connection.getresponse()
        got = 0
        while chunk := answer.read(1 << 22):
            got += len(chunk)
        connection.request(
            "POST",
            "/t/heard",
            body="{}",
            headers={"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"},
        )
        assert connection.getresponse().status == 200
        connection.close()
        assert process.wait(timeout=20) == 0
    assert got == 1 << 30


def test_path_is_used_as_given(tmp_path):
    """A recording's name may hold anything: it is never part of an address."""
    file: Path = tmp_path / "a\nb '\"<script>.wav"
    file.write_bytes(DATA)
    server = Served([file])
    assert server.ask(target="recording/0")[:2] == (200, DATA)
    server.end()
