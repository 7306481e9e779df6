"""The whole way against a real server on the loopback address that misbehaves."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from speakprep.errors import OutsideError, ServiceError
from speakprep.llm.address import read_address
from speakprep.llm.chat import ChatModel

MEMORY = "translation.zh-en.jsonl"


class Server:
    """Translates from `texts`; `faults` come first, one per request.

    A fault is a status, or "hang", or a text to send instead of an answer.
    """

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self.faults: list[int | str] = []
        self.asked = 0
        self.over = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                owner.answer(self, json.loads(body))

            def log_message(self, *arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self.thread.start()

    def answer(self, handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        self.asked += 1
        fault = self.faults.pop(0) if self.faults else 200
        if fault == "hang":
            self.over.wait(20)
            handler.close_connection = True
            return
        content = fault if isinstance(fault, str) else self.translate(body)
        message = {"role": "assistant", "content": content}
        reply = {"choices": [{"index": 0, "finish_reason": "stop", "message": message}]}
        data = json.dumps(reply).encode()
        handler.send_response(fault if isinstance(fault, int) else 200)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def translate(self, body: dict[str, Any]) -> str:
        asked = json.loads(body["messages"][1]["content"])["segments"]
        segments = [
            {"id": one["id"], "text": self.texts[one["source"]], "unsure": False} for one in asked
        ]
        return json.dumps({"segments": segments})

    def stop(self) -> None:
        self.over.set()
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


@pytest.fixture
def server(kit) -> Iterator[Server]:
    made = Server(dict(kit.zh_to_en))
    yield made
    made.stop()


@pytest.fixture
def model(server: Server) -> Iterator[ChatModel]:
    made = ChatModel(
        address=read_address(server.url),
        model="test",
        key=None,
        sleep=lambda seconds: None,
        clock=lambda: 0.0,
        timeout=0.3,
    )
    yield made
    made.close()


def test_run_honest_server_passes(zh_bench, server, model):
    report = zh_bench.run(model)
    assert (report.findings, report.facts.came, server.asked) == ((), 6, 1)


@pytest.mark.parametrize("fault", [429, 500, "Certainly! Here it is.", '{"segments": [{"id"', ""])
def test_run_one_fault_costs_one_more_request(zh_bench, server, model, fault):
    server.faults = [fault]
    report = zh_bench.run(model)
    assert (report.findings, report.facts.came, server.asked) == ((), 6, 2)


@pytest.mark.parametrize("fault", [429, 500, "hang", "Certainly! Here it is.", ""])
def test_run_lasting_fault_ends_and_keeps_what_is_finished(zh_bench, server, model, kit, fault):
    many = "".join(f"\n第 {n} 段在这里说的是采样。\n" for n in range(20))
    zh_bench.write("script.zh.md", f"## 1. 采样 {{#s256}}\n{many}")
    server.texts = {"采样": "Sampling"} | {
        f"第 {n} 段在这里说的是采样。": f"Paragraph {n} here is about sampling." for n in range(20)
    }
    server.faults = [200, *[fault] * 50]
    with pytest.raises(OutsideError) as caught:
        zh_bench.run(model)
    assert isinstance(caught.value, ServiceError)
    assert caught.value.exit_code == 4
    assert caught.value.message.endswith("; 15 of 21 segments are finished and kept")
    assert zh_bench.read(MEMORY).count("\n") == 15
    server.faults = []
    report = zh_bench.run(model)
    assert (report.facts.came, report.facts.missing) == (6, 0)
