"""The whole way against a real server on the loopback address that misbehaves."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from speakprep.errors import ServiceError
from speakprep.llm.address import read_address
from speakprep.llm.chat import ChatModel
from tests.loopback import Answer, Asked, Loopback, Reply, completion, translation

MEMORY = "translation.zh-en.jsonl"


class Translator:
    """Translates from `texts`; `faults` come first, one per request.

    A fault is a status, "hang", "close", what it does to the answer, or a text to send instead.
    Requests for fewer than `smallest` segments are spared. `refused` are sources that are declined
    whenever they are asked for, in plain words.
    """

    def __init__(self, texts: dict[str, str], serve: Callable[[Answer], Loopback]) -> None:
        self.texts = texts
        self.faults: list[int | str] = []
        self.smallest = 1
        self.refused: dict[str, str] = {}
        self.asked = 0
        self.lock = threading.Lock()
        self.url = serve(self.answer).url

    def answer(self, asked: Asked) -> Reply:
        segments = asked.task["segments"]
        fault = self.next_fault(len(segments))
        if fault in {"hang", "close"}:
            return Reply(**{fault: True})
        content = translation(segments, self.texts.__getitem__)
        for one in segments:
            content = self.refused.get(one["source"], content)
        if isinstance(fault, int):
            headers = {"Retry-After": "1"} if fault == 429 else {}
            return Reply(status=fault, body=completion(content), headers=headers)
        content, finish = spoilt(content, fault)
        return Reply(body=completion(content, finish=finish))

    def next_fault(self, segments: int) -> int | str:
        with self.lock:
            self.asked += 1
            spared = not self.faults or segments < self.smallest
            return "none" if spared else self.faults.pop(0)


def _twist(change):
    def twisted(content: str) -> str:
        value = json.loads(content)
        value["segments"] = change(value["segments"])
        return json.dumps(value)

    return twisted


TWISTS = {
    "half a JSON": lambda content: content[: len(content) // 2],
    "missing": _twist(lambda found: found[1:]),
    "doubled": _twist(lambda found: [*found, {**found[0], "text": "Another."}]),
    "invented": _twist(lambda found: [*found, {**found[0], "id": "made-up"}]),
    "reversed": _twist(lambda found: found[::-1]),
    "fenced": lambda content: f"Here you are:\n```json\n{content}\n```\nAnything else?",
    "thinking": lambda content: f'<think>{{"segments": []}} no, wait</think>\n{content}',
    "3 MB": _twist(lambda found: [{**found[0], "text": "Sampling. " * 300_000}, *found[1:]]),
    "3 MB of prose": lambda content: "Let me think. " * 220_000,
    "half a character": _twist(lambda found: [{**found[0], "text": "Half \ud83d."}, *found[1:]]),
}
HARMLESS = ["none", "reversed", "fenced", "thinking"]
ONE_MORE = [429, 500, "close", "Certainly! Here it is.", "", "missing", "3 MB", "3 MB of prose"]
TWO_MORE = ["cut off", "half a JSON", "filter", "I'm sorry, I can't help with that."]


def spoilt(content: str, fault: str) -> tuple[str, str]:
    """Return what comes instead of an honest answer, and how it ends."""
    if fault == "cut off":
        return content[: len(content) // 2], "length"
    if fault == "filter":
        return "", "content_filter"
    if fault in TWISTS:
        return TWISTS[fault](content), "stop"
    return content if fault == "none" else fault, "stop"


@pytest.fixture
def server(kit, serve: Callable[[Answer], Loopback]) -> Translator:
    return Translator(dict(kit.zh_to_en), serve)


class Time:
    """A clock that only sleeping moves; used from several threads."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def make_model(server: Translator) -> Iterator[Callable[[float], ChatModel]]:
    with ExitStack() as stack:

        def make(timeout: float) -> ChatModel:
            time = Time()
            made = ChatModel(
                address=read_address(server.url),
                model="test",
                key=None,
                sleep=time.sleep,
                clock=time.clock,
                timeout=timeout,
            )
            stack.callback(made.close)
            return made

        yield make


@pytest.fixture
def model(make_model: Callable[[float], ChatModel]) -> ChatModel:
    return make_model(30.0)  # a busy machine answers within it


OURS = {"unfinished", "declined", "unanswered", "refused", "missing"}


def codes(report) -> list[str]:
    """Return the codes of what went wrong with asking; what the verifier says is not at issue."""
    return [finding.code for finding in report.findings if finding.code in OURS]


def long_script(zh_bench, server: Translator, paragraphs: int) -> list[str]:
    """Let the talk have one heading and so many paragraphs; return them."""
    said = [f"第 {n} 段在这里说的是采样。" for n in range(paragraphs)]
    text = "".join(f"\n{one}\n" for one in said)
    zh_bench.write("script.zh.md", f"## 1. 采样 {{#s256}}\n{text}")
    server.texts = {"采样": "Sampling"} | {
        one: f"Paragraph {n} here is about sampling." for n, one in enumerate(said)
    }
    return said


def test_run_honest_server_passes(zh_bench, server, model):
    report = zh_bench.run(model)
    assert (codes(report), report.facts.came, server.asked) == ([], 6, 1)


@pytest.mark.parametrize(
    ("fault", "requests"),
    [
        *((fault, 1) for fault in HARMLESS),
        *((fault, 2) for fault in ONE_MORE),
        *((fault, 3) for fault in TWO_MORE),
    ],
)
def test_run_one_fault_loses_nothing(zh_bench, server, model, fault, requests):
    server.faults = [fault]
    report = zh_bench.run(model)
    assert (codes(report), report.facts.came, server.asked) == ([], 6, requests)


@pytest.mark.parametrize(("fault", "requests"), [("invented", 1), ("doubled", 2)])
def test_run_invented_and_doubled_ids_are_refused(zh_bench, server, model, kit, fault, requests):
    server.faults = [fault]
    report = zh_bench.run(model)
    assert (codes(report), report.facts.came, server.asked) == (["refused"], 6, requests)


def test_run_all_faults_at_once_lose_nothing(zh_bench, server, model, kit):
    long_script(zh_bench, server, 299)
    # So that no segment meets two faults alone, and no request three server errors.
    server.smallest = 4
    server.faults = [*HARMLESS, *ONE_MORE, *TWO_MORE, *TWISTS, 429, "抱歉，我无法翻译。"]
    report = zh_bench.run(model, workers=8)
    assert set(codes(report)) <= {"refused"}
    assert (report.facts.came, report.facts.missing, server.faults) == (300, 0, [])
    assert zh_bench.read("script.en.md").count("here is about sampling.") == 299
    assert server.asked < 20 + 2 * 31  # at most two more for each fault


@pytest.mark.parametrize("workers", [1, 8])
@pytest.mark.parametrize(
    "refusal", ["I'm sorry, but I can't help with that.", "对不起，我不能翻译。"]
)
def test_run_only_the_refused_segment_stays_open(zh_bench, server, model, kit, workers, refusal):
    said = long_script(zh_bench, server, 59)
    server.refused = {said[20]: refusal}
    report = zh_bench.run(model, workers=workers)
    assert (report.facts.came, codes(report)) == (59, ["declined", "missing"])
    assert report.findings[0].evidence == said[20]
    before = server.asked
    assert zh_bench.run(model, workers=workers).facts.came == 0
    assert server.asked - before == 2  # alone, and once more


@pytest.mark.parametrize("workers", [1, 8])
@pytest.mark.parametrize("fault", [429, 500, "hang", "close", "Certainly! Here it is.", ""])
def test_run_lasting_fault_ends_and_keeps_what_is_finished(
    zh_bench, server, model, make_model, fault, workers
):
    long_script(zh_bench, server, 74)
    server.faults = [200, *[fault] * 500]
    patient = make_model(1.0) if fault == "hang" else model
    report = zh_bench.run(patient, workers=workers)
    assert report.facts.came == 15
    assert codes(report)[0] == "unfinished"
    assert set(codes(report)) <= {"unfinished", "unanswered", "missing"}
    server.faults = []
    report = zh_bench.run(model)
    assert (report.facts.came, report.facts.missing, codes(report)) == (60, 0, [])


def test_run_server_that_is_down_is_not_asked_for_every_window(zh_bench, server, model):
    long_script(zh_bench, server, 299)
    server.faults = [500] * 500
    with pytest.raises(ServiceError) as caught:
        zh_bench.run(model, workers=8)
    assert caught.value.exit_code == 4
    assert server.asked <= 3 * (8 + 2)


@pytest.mark.parametrize("workers", [1, 8])
def test_run_again_asks_nothing_and_an_edited_sentence_one_request(
    zh_bench, server, model, workers
):
    said = long_script(zh_bench, server, 199)
    assert zh_bench.run(model, workers=workers).facts.came == 200
    assert server.asked == 14
    assert zh_bench.run(model, workers=workers).facts.came == 0
    assert server.asked == 14
    server.texts["第 77 段现在说的是别的事。"] = "Paragraph 77 is now about something else."
    zh_bench.edit("script.zh.md", said[77], "第 77 段现在说的是别的事。")
    assert zh_bench.run(model, workers=workers).facts.came == 1
    assert server.asked == 15
