"""Throughput of our rules over abstracts, as ratios to proselint and autocorrect in the same run.

    python benchmarks/cfp_lint.py [TEXTS.jsonl] [--rounds N]

Each line of the file is an abstract: `abstract`, `lang` (en or zh). Without a
file, and to fill up to the number wanted, abstracts are put together from the
sentences below. All rules that need no reader are on, also those that are off
as shipped; the peers run as shipped. Everything runs in this process, one
after the other per round, and the medians of CPU time are compared.
"""

import argparse
import dataclasses
import itertools
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import autocorrect_py
from proselint.checks import __register__
from proselint.config import DEFAULT
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

from speakprep.cfp.actions.sources import load_rules
from speakprep.lint.lint import Checker
from speakprep.lint.model import Passage, Rule
from speakprep.talk.folders import user_folder
from speakprep.talk.language import Language
from speakprep.talk.report import Place
from speakprep.talk.workspace import shelves

TEXTS = 1000
LIMIT = 10.0
"""What the project promises: as many times proselint's throughput, on the same texts."""

LINEAR = 1.25
"""Ten times the texts may cost no more than ten times this."""

SENTENCES: dict[Language, tuple[str, ...]] = {
    "en": (
        "Tracing every request of four hundred services costs us more than the database itself.",
        "Most of these traces are never opened, and the few that matter get lost among them.",
        "This talk shows how we moved the decision from the first hop to the last one.",
        "We keep each failed request whole and one in a thousand of the others.",
        "The collector holds spans for thirty seconds, so memory was the first wall we hit.",
        "We compare three layouts: one pool, a pool per region, and two tiers with hashing.",
        "In production since March, storage fell from 40 TB to 6 TB a week.",
        "No incident since then lacked the trace that explained it.",
        "You will leave with the configuration, the dashboards and a table to size your own pool.",
        "Knowing `otelcol` and Kubernetes basics helps; see https://example.org/sampling for both.",
        "Metrics and logs are out of scope, and so are agents that rewrite code at run time.",
        "“Sample less” was the first advice we got, and it was wrong.",
    ),
    "zh": (
        "四百个服务的全量链路追踪，花的钱比数据库本身还多。",
        "这些链路绝大多数没有人打开过，真正有用的几条反而淹没在里面。",
        "本次演讲介绍我们怎样把采样的决定从第一跳移到最后一跳。",
        "出错的请求完整保留，其余的每一千条保留一条。",
        "Collector 要把 span 保存三十秒，所以最先遇到的瓶颈是内存。",
        "我们比较三种部署方式：单一资源池、每个地域一个、按哈希分发的两层架构。",
        "今年三月上线以来，存储量从每周 40 TB 降到 6 TB。",
        "此后的每一次故障，都能找到解释它的那条链路。",
        "听众可以带走配置文件、监控面板，以及一张估算资源的表格。",
        "了解 `otelcol` 和 Kubernetes 的基本概念即可，资料见 https://example.org/sampling 。",
        "指标和日志不在讨论范围内，运行时改写代码的探针也不在其中。",
        "“少采一点”是我们听到的第一条建议，事实证明它是错的。",
    ),
}
LENGTHS: dict[Language, int] = {"en": 950, "zh": 400}
"""Usual lengths of an abstract in characters: most KubeCon descriptions are that long."""


def main() -> int:
    """Print the ratios; exit 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("texts", nargs="?", type=Path, help="real abstracts, as JSON lines")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    passages = abstracts(options.texts, TEXTS)
    parts = {
        "English": [each for each in passages if each.language == "en"],
        "Chinese": [each for each in passages if each.language == "zh"],
        "both": passages,
    }
    rules = all_on(load_rules(shelves(user_folder(dict(os.environ)))))
    checker = Checker(rules)
    CheckRegistry().register_many(__register__)
    tools: dict[str, Callable[[Sequence[Passage]], None]] = {
        "speakprep": lambda texts: ours(texts, checker),
        "proselint": proselint,
        "autocorrect": autocorrect,
    }
    print(f"{len(passages)} abstracts, {len(rules)} rules, {options.rounds} rounds")
    print(f"{'texts':10}{'tool':14}{'CPU s':>8}{'texts/s':>10}{'speakprep is':>15}")
    reached = 0.0
    for label, texts in parts.items():
        seconds = measured(tools, texts, options.rounds)
        for tool, taken in seconds.items():
            ratio = taken / seconds["speakprep"]
            print(f"{label:10}{tool:14}{taken:8.3f}{len(texts) / taken:10.0f}{ratio:13.2f} x")
        if label == "both":
            reached = seconds["proselint"] / seconds["speakprep"]
    growth = linear(passages, checker, options.rounds)
    print(f"ten times the texts cost {10 * growth:.1f} times the CPU (promised: {10 * LINEAR:.1f})")
    print(f"{reached:.1f} times proselint's throughput (promised: {LIMIT:.0f})")
    return int(reached < LIMIT or growth > LINEAR)


def abstracts(file: Path | None, wanted: int) -> list[Passage]:
    """Return as many passages: those of the file over and over, or ones put together here."""
    if file is None:
        return [_passage(text, language) for text, language in _made(wanted)]
    lines = file.read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()]
    real = [
        _passage(row["abstract"], "zh" if row["lang"].startswith("zh") else "en") for row in rows
    ]
    return list(itertools.islice(itertools.cycle(real), wanted))


def all_on(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Switch every rule on that reads a proposal."""
    return tuple(
        dataclasses.replace(rule, level="advice" if rule.level == "off" else rule.level)
        for rule in rules
        if rule.stage == "cfp"
    )


def ours(texts: Sequence[Passage], checker: Checker) -> None:
    """Check each abstract as a proposal of its own."""
    for passage in texts:
        checker.findings([passage])


def proselint(texts: Sequence[Passage]) -> None:
    """Check each abstract as its command line does."""
    for passage in texts:
        LintFile("abstract", passage.text).lint(DEFAULT)


def autocorrect(texts: Sequence[Passage]) -> None:
    """Check each abstract as plain text."""
    for passage in texts:
        autocorrect_py.lint_for(passage.text, "text")


def measured(
    tools: dict[str, Callable[[Sequence[Passage]], None]], texts: Sequence[Passage], rounds: int
) -> dict[str, float]:
    """Return the median CPU seconds of each tool; the first round warms up and is left out."""
    taken: dict[str, list[float]] = {tool: [] for tool in tools}
    for number in range(rounds + 1):
        for tool, run in tools.items():
            seconds = _cpu(lambda run=run: run(texts))
            if number:
                taken[tool].append(seconds)
    return {tool: statistics.median(seconds) for tool, seconds in taken.items()}


def linear(texts: Sequence[Passage], checker: Checker, rounds: int) -> float:
    """Return the cost of a text among ten times as many, as a multiple of its cost among these."""
    many = list(itertools.islice(itertools.cycle(texts), 10 * len(texts)))
    few_taken, many_taken = [], []
    for _ in range(max(1, rounds // 2)):
        few_taken.append(_cpu(lambda: ours(texts, checker)))
        many_taken.append(_cpu(lambda: ours(many, checker)))
    return statistics.median(many_taken) / statistics.median(few_taken) / 10


def _made(wanted: int) -> list[tuple[str, Language]]:
    chance = random.Random(17)  # the same texts on every machine
    made: list[tuple[str, Language]] = []
    for number in range(wanted):
        language: Language = "zh" if number % 2 else "en"
        sentences: list[str] = []
        while sum(map(len, sentences)) < LENGTHS[language]:
            sentences.append(chance.choice(SENTENCES[language]))
            if len(sentences) % 4 == 0:
                sentences.append("\n\n")
        joiner = " " if language == "en" else ""
        made.append((joiner.join(sentences), language))
    return made


def _passage(text: str, language: Language) -> Passage:
    place = Place(file="cfp.md", line=1, column=1, field="description")
    return Passage(text=text, language=language, place=place, label="Description")


def _cpu(run: Callable[[], None]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
