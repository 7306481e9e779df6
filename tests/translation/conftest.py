"""A small talk in Chinese and in English, honest translations of it, and a model that uses them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from speakprep.llm.model import Answer, Recipient, Request
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation.actions.export import placed_now
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.reporting import compare_now
from speakprep.translation.actions.run import Sending, prepare, run
from speakprep.translation.memory import render
from speakprep.translation.model import Translation
from speakprep.translation.snapshot import read_snapshot
from speakprep.translation.standing import verdict_on
from tests.queue_model import RECORDED

ZH_SCRIPT = """\
# 采样

<!-- 写在这里 -->

## 1. 为什么要采样 {#s256}
<!-- slide 3f2a9c1e -->

我们的平台每天产生三万条调用链，存储成本一直在增加，查询也越来越慢。[停顿 3秒] \
所以今年春天我们决定只保留其中一部分，其余的在网关上就丢掉。

- 第一步，用 `otel-collector` 做尾部采样，出错的请求全部保留下来。

```yaml
rate: 0.01
```

## 2. 结果 {#s257}

采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。

<!-- 这里慢一点 -->
"""

ZH_TO_EN = {
    "为什么要采样": "Why sample?",
    "我们的平台每天产生三万条调用链，存储成本一直在增加，查询也越来越慢。": (
        "Our platform produces 30,000 traces a day, storage costs keep rising, "
        "and queries get slower and slower."
    ),
    "所以今年春天我们决定只保留其中一部分，其余的在网关上就丢掉。": (
        "So this spring we decided to keep only some of them and drop the rest at the gateway."
    ),
    "第一步，用 `otel-collector` 做尾部采样，出错的请求全部保留下来。": (
        "First, we do tail sampling with `otel-collector` and keep every request that failed."
    ),
    "结果": "Results",
    "采样率降到 1% 之后，存储空间减少了 87%，查询时间从 12 秒变成 2 秒。": (
        "After the sampling rate went down to 1%, storage shrank by 87%, "
        "and query time went from 12 seconds to 2 seconds."
    ),
}

EN_SCRIPT = """\
# Sampling

## 1. Why sample? {#s256}

Our platform produces 30,000 traces a day, and storing them all costs more every month.

[pause 3s]

## 2. Results {#s257}

After the sampling rate went down to 1%, queries took 2 seconds instead of 12 seconds.
"""

EN_TO_ZH = {
    "Why sample?": "为什么要采样？",
    "Our platform produces 30,000 traces a day, and storing them all costs more every month.": (
        "我们的平台每天产生三万条调用链，全部存下来每个月的花费都在增加。"
    ),
    "Results": "结果",
    "After the sampling rate went down to 1%, queries took 2 seconds instead of 12 seconds.": (
        "采样率降到 1% 之后，查询只要 2 秒，而不是 12 秒。"
    ),
}


def answer_to(request: Request, texts: Mapping[str, str]) -> str:
    """Answer a request with the given translations; what is not among them is left out."""
    asked = json.loads(request.messages[1].content)["segments"]
    segments = [
        {"id": one["id"], "text": texts[one["source"]], "unsure": False}
        for one in asked
        if one["source"] in texts
    ]
    return json.dumps({"segments": segments}, ensure_ascii=False)


class Translator:
    """A model that answers from a dictionary, unless a reply is planned for its turn.

    A planned reply is a text, an answer, an exception, or a function of the request.
    """

    def __init__(self, texts: Mapping[str, str], planned: Mapping[int, Any] | None = None) -> None:
        self.texts = texts
        self.planned = dict(planned or {})
        self.requests: list[Request] = []
        self.recipient: Recipient = RECORDED

    def ask(self, request: Request) -> Answer:
        self.requests.append(request)
        reply = self.planned.get(len(self.requests))
        if callable(reply):
            reply = reply(request)
        if isinstance(reply, BaseException):
            raise reply
        if isinstance(reply, Answer):
            return reply
        return Answer(text=answer_to(request, self.texts) if reply is None else reply)

    @property
    def asked(self) -> list[list[str]]:
        """The source texts of every request."""
        return [
            [one["source"] for one in json.loads(request.messages[1].content)["segments"]]
            for request in self.requests
        ]


@dataclass
class Bench:
    """One talk and what is done with it."""

    workspace: Workspace
    now: datetime = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    progress: list[tuple[float, float | None]] = field(default_factory=list)

    def run(
        self, model: Any, target: Any = None, source: Any = None, workers: int = 1
    ) -> Report[Translation]:
        direction = choose_direction(self.workspace, target, source)
        prepared = prepare(self.workspace, direction, model.recipient, None)
        return run(
            self.workspace,
            prepared,
            model,
            now=lambda: self.now,
            progress=lambda done, total: self.progress.append((done, total)),
            sending=Sending(workers=workers),
        )

    def read(self, name: str) -> str:
        return (self.workspace.folder / name).read_bytes().decode()

    def write(self, name: str, text: str) -> None:
        (self.workspace.folder / name).write_bytes(text.encode())

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert text.count(old) == 1
        self.write(name, text.replace(old, new))

    def sign(self, *sources: str) -> None:
        """Sign places, all if none is named; what the check says of them is accepted first."""
        direction = choose_direction(self.workspace, None)
        snapshot = read_snapshot(self.workspace, direction)
        spots = compare_now(self.workspace, snapshot).spots
        lines = [render(spot.accept("read aloud twice")) for spot in spots]
        lines += [
            render(verdict_on(one, "signed", day="2027-01-02"))
            for one in placed_now(self.workspace, snapshot)
            if not sources or one.source in sources
        ]
        name = f"translation.{direction}.jsonl"
        self.write(name, self.read(name) + "".join(f"{line}\n" for line in lines))

    def exists(self, name: str) -> bool:
        return (self.workspace.folder / name).exists()


@dataclass(frozen=True)
class Kit:
    """What tests need."""

    zh_script: str = ZH_SCRIPT
    en_script: str = EN_SCRIPT
    zh_to_en: Mapping[str, str] = field(default_factory=lambda: dict(ZH_TO_EN))
    en_to_zh: Mapping[str, str] = field(default_factory=lambda: dict(EN_TO_ZH))
    Translator: type[Translator] = Translator

    def answer_to(self, request: Request, texts: Mapping[str, str]) -> str:
        return answer_to(request, texts)

    def codes(self, report: Report[Any]) -> Iterable[str]:
        return [finding.code for finding in report.findings]


@pytest.fixture
def kit() -> Kit:
    return Kit()


@pytest.fixture
def zh_bench(make_talk: Callable[..., Workspace]) -> Bench:
    """A talk whose Chinese script is to be translated into English."""
    bench = Bench(make_talk(language="zh", translate_to=("en",)))
    bench.write("script.zh.md", ZH_SCRIPT)
    return bench


@pytest.fixture
def done(zh_bench: Bench, kit: Kit) -> Bench:
    """A talk that was translated honestly."""
    zh_bench.run(kit.Translator(kit.zh_to_en))
    return zh_bench


@pytest.fixture
def en_bench(make_talk: Callable[..., Workspace]) -> Bench:
    """A talk whose English script is to be translated into Chinese."""
    bench = Bench(make_talk(language="en", translate_to=("zh",)))
    bench.write("script.en.md", EN_SCRIPT)
    return bench
