"""Wall clock and requests of `translate run` against a server with a set latency, and of peers.

    python benchmarks/translate.py [--latency SECONDS] [--segments N ...] [--peers PYTHON]

The server runs in a process of its own on the loopback address and translates a made-up script.
"span" is from its first request to its last reply, "wall" the whole command's, its start and
the import of the openai package included. The ideal span is ceil(N / W / C) x L: N segments in
windows of W, C requests at once, L seconds each. PYTHON is an interpreter with bbook-maker and
pysubtrans (the core of llm-subtrans) installed; without it, only speakprep is measured.
"""

import argparse
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

WINDOW, CONCURRENCY = 15, 8
MOST = 1.15
"""The span a run may take, as a multiple of the ideal one."""

SPEAKPREP = [sys.executable, "-c", "from speakprep.__main__ import main; main()"]
FAULTS = {
    "none": "",
    "429+500": "5 % of the requests get 429, 5 % get 500",
    "truncated": "10 % of the answers stop in the middle",
    "missing": "10 % of the answers lack a segment",
    "hang": "3 % of the answers take 5 s longer",
    "2 per second": "more than two requests a second get 429",
    "refusals": "20 % of the answers are a refusal in plain words",
}
REFUSAL = "I'm sorry, but I can't help with that."
_SOURCE = re.compile(r"第 (\d+) 段：查询从 (\d+) 秒变成 (\d+) 秒。")


class Server:
    """Answers speakprep, bbook-maker and pysubtrans in the shape each of them asks for."""

    def __init__(self, latency: float, fault: str) -> None:
        self.latency, self.fault = latency, fault
        self.lock = threading.Lock()
        self.chance = random.Random(20261121)
        self.recent: deque[float] = deque()
        self.asked = self.probes = self.busy = self.most_at_once = self.at_once = 0
        self.first = self.last = 0.0
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                owner.answer(self, body)

            def do_GET(self) -> None:
                reply(self, 200, owner.figures())

            def log_message(self, *arguments: object) -> None:
                pass

        class Http(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

        self.http = Http(("127.0.0.1", 0), Handler)

    def figures(self) -> dict[str, float]:
        """Return what was counted."""
        return {
            "span": self.last - self.first,
            "requests": self.asked,
            "probes": self.probes,
            "busy": self.busy,
            "at_once": self.most_at_once,
        }

    def answer(self, handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        """Answer one request after the latency, with the fault of its turn."""
        began = time.monotonic()
        said = "\n".join(str(message["content"]) for message in body["messages"])
        if "schema_ignored" in said:
            self.probes += 1
            reply(handler, 200, completion('{"status": "schema_ok"}'))
            return
        with self.lock:
            self.asked += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self.first = self.first or began
            lot = self.chance.random()
            while self.recent and began - self.recent[0] >= 1:
                self.recent.popleft()
            over = self.fault == "2 per second" and len(self.recent) >= 2
            if not over:
                self.recent.append(began)
        status, content = self.outcome(lot, over, said)
        if status == 200:
            time.sleep(self.latency + 5 * (self.fault == "hang" and lot < 0.03))
        with self.lock:
            self.busy += status == 429
            self.at_once -= 1
        reply(handler, status, completion(content))
        self.last = time.monotonic()

    def outcome(self, lot: float, over: bool, said: str) -> tuple[int, str]:
        """Return the status and the text of an answer."""
        if over or (self.fault == "429+500" and lot < 0.05):
            return 429, ""
        if self.fault == "429+500" and lot < 0.10:
            return 500, ""
        if self.fault == "refusals" and lot < 0.20:
            return 200, REFUSAL
        whole = translated(said, without_first=self.fault == "missing" and lot < 0.10)
        if self.fault == "truncated" and lot < 0.10:
            return 200, whole[: len(whole) // 2]
        return 200, whole


def english(source: str) -> str:
    """Translate a sentence of the made-up script."""
    found = _SOURCE.search(source)
    if found is None:
        return "Results"
    return f"Paragraph {found[1]}: queries went from {found[2]} seconds to {found[3]} seconds."


def translated(said: str, *, without_first: bool) -> str:
    """Answer in the shape asked for: our segments, numbered subtitles, or one paragraph."""
    if '"context_before"' in said:
        start = said.index('{\n "direction"')
        asked = json.JSONDecoder().raw_decode(said[start:])[0]["segments"][without_first:]
        found = [
            {"id": one["id"], "text": english(one["source"]), "unsure": False} for one in asked
        ]
        return json.dumps({"segments": found}, ensure_ascii=False)
    numbered = re.findall(r"#(\d+)\s+Original>\s+(第[^\n]+)", said)
    if numbered:
        return "\n\n".join(
            f"#{number}\nOriginal>\n{text}\nTranslation>\n{english(text)}"
            for number, text in numbered[without_first:]
        )
    lines = [english(found[0]) for found in _SOURCE.finditer(said)][without_first:]
    return "\n\n".join(lines) or "Results"


def completion(content: str) -> dict[str, Any]:
    """Return a chat completion."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "usage": usage} | {
        "choices": [choice]
    }


def reply(handler: BaseHTTPRequestHandler, status: int, value: dict[str, Any]) -> None:
    """Send JSON."""
    data = json.dumps(value).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


class Serving:
    """The server in a process of its own."""

    def __init__(self, latency: float, fault: str) -> None:
        self.words = [sys.executable, __file__, "--serve", str(latency), fault]

    def __enter__(self) -> str:
        self.process = subprocess.Popen(self.words, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = f"http://127.0.0.1:{self.process.stdout.readline().strip()}/v1"
        return self.url

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.wait()


def figures(url: str) -> dict[str, float]:
    """Ask a server what it counted."""
    with urlopen(url) as answer:
        counted: dict[str, float] = json.loads(answer.read())
        return counted


def sentences(count: int) -> list[str]:
    """Return the sentences of the made-up script."""
    return [f"第 {n} 段：查询从 {n % 50 + 12} 秒变成 {n % 9 + 2} 秒。" for n in range(count)]


def write_talk(folder: Path, segments: int) -> None:
    """Write a talk whose script has so many segments: a heading and as many paragraphs as fit."""
    folder.mkdir()
    toml = 'title = "采样"\nlanguage = "zh"\ntranslate_to = ["en"]\n'
    (folder / "talk.toml").write_text(toml, encoding="utf-8")
    text = "\n\n".join(sentences(segments - 1))
    script = f"## 1. 结果 {{#s256}}\n\n{text}\n"
    (folder / "script.zh.md").write_text(script, encoding="utf-8")


def speakprep(folder: Path, url: str) -> tuple[float, int, dict[str, Any]]:
    """Run the command; return its seconds, exit code and facts."""
    options = ["--to", "en", "--model", "m", "--base-url", url, "--concurrency", str(CONCURRENCY)]
    environment = os.environ | {"SPEAKPREP_HOME": str(folder.parent / "home"), "NO_COLOR": "1"}
    began = time.monotonic()
    run = subprocess.run(
        [*SPEAKPREP, "translate", "run", *options, "--format", "json"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return time.monotonic() - began, run.returncode, json.loads(run.stdout).get("facts") or {}


def line(name: str, kept: str, code: int, wall: float, url: str, ideal: float) -> None:
    """Print one row of the table."""
    counted = figures(url)
    span = counted["span"]
    shown = (
        f"{name:<34}{kept:>11}{code:>5}{wall:>8.2f}{span:>8.2f}{span / ideal:>7.2f}"
        f"{counted['requests']:>9.0f}{counted['busy']:>5.0f}{counted['at_once']:>5.0f}"
    )
    print(shown, flush=True)


def measure(folder: Path, segments: int, latency: float, fault: str) -> float:
    """Run speakprep once, cold; return its span as a multiple of the ideal one."""
    talk = folder / f"{segments}-{fault.replace(' ', '-')}"
    write_talk(talk, segments)
    ideal = math.ceil(segments / WINDOW / CONCURRENCY) * latency
    with Serving(latency, fault) as url:
        wall, code, facts = speakprep(talk, url)
        kept = f"{facts.get('came', 0)}/{segments}"
        line(f"speakprep, {segments}, {fault}", kept, code, wall, url, ideal)
        ratio = figures(url)["span"] / ideal
        if fault == "none":
            warm(talk, url, segments)
    return ratio


def warm(talk: Path, url: str, segments: int) -> None:
    """Run again, and again after one sentence was edited; print how many requests it took."""
    before = figures(url)["requests"]
    for name, old, new in (
        ("again", "", ""),
        ("one sentence edited", "第 7 段：", "第 70007 段："),
    ):
        path = talk / "script.zh.md"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        wall, code, facts = speakprep(talk, url)
        asked = figures(url)["requests"] - before
        before += asked
        kept = f"{facts.get('came', 0)}/{segments}"
        print(f"{'  ' + name:<34}{kept:>11}{code:>5}{wall:>8.2f}{'':>15}{asked:>9.0f}", flush=True)


BBOOK = "import sys; from book_maker.cli import main; sys.exit(main())"
SUBTRANS = """
import sys
from PySubtrans import init_options, init_subtitles, init_translator
source, target, url = sys.argv[1:]
server, _, endpoint = url.partition("/v1")
options = init_options(
    provider="Custom Server", server_address=server, endpoint="/v1/chat/completions",
    model="m", api_key="none", supports_conversation=True, supports_system_messages=True,
    target_language="English", prompt="Translate these subtitles into English",
    min_batch_size=5, max_batch_size=15, scene_threshold=60, retry_on_error=True,
    preprocess_subtitles=False, postprocess_translation=False,
)
subtitles = init_subtitles(filepath=source, options=options)
init_translator(options).TranslateSubtitles(subtitles)
subtitles.SaveTranslation(target)
"""


def clock(seconds: int) -> str:
    """Return a time as subtitles write it."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},000"


def bbook(python: str, folder: Path, url: str, segments: int) -> tuple[int, int]:
    """Let bbook-maker translate the sentences; return its exit code and the lines it brought."""
    source = folder / "book.txt"
    source.write_text("\n".join(sentences(segments)), encoding="utf-8")
    options = ["--book_name", str(source), "--model", "m", "--key", "none"]
    options += ["--api_base", url, "--language", "en", "--single_translate"]
    code = peer([python, "-c", BBOOK, *options], folder)
    return code, brought(folder, "book_bilingual.txt")


def subtrans(python: str, folder: Path, url: str, segments: int) -> tuple[int, int]:
    """Let pysubtrans translate them as subtitles of four seconds each; return the same."""
    cues = (
        f"{n + 1}\n{clock(5 * n)} --> {clock(5 * n + 4)}\n{text}\n"
        for n, text in enumerate(sentences(segments))
    )
    (folder / "talk.srt").write_text("\n".join(cues), encoding="utf-8")
    words = [python, "-c", SUBTRANS, str(folder / "talk.srt"), str(folder / "out.srt"), url]
    return peer(words, folder), brought(folder, "out.srt")


def peer(words: list[str], folder: Path) -> int:
    """Run a peer and return its exit code; what it says goes to a file."""
    with (folder / "said.log").open("wb") as log:
        return subprocess.run(
            words, cwd=folder, stdout=log, stderr=log, check=False, timeout=600
        ).returncode


def brought(folder: Path, name: str) -> int:
    """Count the sentences that came back in English."""
    path = folder / name
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return len(set(re.findall(r"Paragraph (\d+): queries", text)))


PEERS = {"bbook-maker": bbook, "pysubtrans": subtrans}
"""For a text file, bbook-maker 1.3.1 sends one request at a time, --parallel-workers or not."""


def measure_peers(python: str, folder: Path, latency: float, faults: list[str]) -> None:
    """Print a row for each peer and fault, with 200 segments."""
    segments = 200
    ideal = math.ceil(segments / WINDOW / CONCURRENCY) * latency
    for fault in faults:
        for name, translate in PEERS.items():
            place = folder / f"{name}-{fault}".replace(" ", "-")
            place.mkdir()
            with Serving(latency, fault) as url:
                began = time.monotonic()
                try:
                    code, lines = translate(python, place, url, segments)
                except subprocess.TimeoutExpired:
                    code, lines = -1, 0
                wall = time.monotonic() - began
                line(f"{name}, {segments}, {fault}", f"{lines}/{segments}", code, wall, url, ideal)
                if lines == 0:
                    said = (place / "said.log").read_text(errors="replace").strip().split("\n")
                    print("   ", said[-1][:110])


def main() -> int:
    """Print the tables; exit 1 where a clean run takes longer than promised."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--latency", type=float, default=1.0)
    parser.add_argument("--segments", type=int, nargs="+", default=[200, 2000])
    parser.add_argument("--faults", nargs="*", default=list(FAULTS)[1:], choices=list(FAULTS))
    parser.add_argument("--peers", metavar="PYTHON", default="")
    parser.add_argument("--serve", nargs=2, metavar=("LATENCY", "FAULT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        server = Server(float(options.serve[0]), options.serve[1])
        print(server.http.server_port, flush=True)
        server.http.serve_forever()
    print(
        f"{options.latency:g} s latency, windows of {WINDOW}, {CONCURRENCY} at once\n"
        f"{'':<34}{'came':>11}{'exit':>5}{'wall s':>8}{'span s':>8}{'ratio':>7}"
        f"{'requests':>9}{'429':>5}{'most':>5}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clean = [measure(folder, n, options.latency, "none") for n in options.segments]
        for fault in options.faults:
            measure(
                folder,
                200 if 200 in options.segments else options.segments[0],
                options.latency,
                fault,
            )
        if options.peers:
            measure_peers(options.peers, folder, options.latency, ["none", *options.faults])
    return 1 if max(clean) > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
