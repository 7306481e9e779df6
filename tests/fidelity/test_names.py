"""Latin names, code and addresses stay; nothing like code is invented."""

import pytest

from speakprep.fidelity.model import Pair
from speakprep.fidelity.names import compare_names
from speakprep.talk.language import Language


def _found(source: str, target: str, language: Language) -> list[tuple[str, str, str]]:
    pair = Pair(key="1", source=source, target=target)
    return [(x.kind, x.source_words, x.target_words) for x in compare_names(pair, language)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("用 OpenTelemetry 采样", "We sample with Open Telemetry"),
        ("这些 trace 很贵", "These traces are expensive"),
        ("K8s 的问题", "Problems of Kubernetes"),
        ("我们自研的网关", "Our home-grown gateway"),
        ("人工智能和接口", "AI and the API"),
        ("运行 kubectl get pods -n x", "Run kubectl get pods -n x"),
        ("用v1.30.2版", "Use version 1.30.2"),
        ("见https://a.example/x。", "See https://a.example/x."),
        ("麦克唐纳说", "McDonald said it, e.g. at 3 p.m."),
        ("一个 200ms 的请求", "A 200 ms request"),
        ("增长了 8%，到 24% 多", "It grew by 8%, to more than 24%-which is a lot"),
    ],
)
def test_english_that_keeps_every_name_passes(source: str, target: str) -> None:
    assert _found(source, target, "en") == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("NASA uses virtual machines", "美国宇航局使用 VM"),
        ("We use traces and AT&T", "我们使用 trace 和 AT&T"),
        ("Set GOMAXPROCS in app.yaml", "在 app.yaml 里设置 GOMAXPROCS"),
        ("McConnell paid $16 billion", "麦康奈尔支付了 160 亿美元"),
        ("the top-10 services", "前十名服务"),
    ],
)
def test_chinese_that_keeps_every_identifier_passes(source: str, target: str) -> None:
    assert _found(source, target, "zh") == []


@pytest.mark.parametrize(
    ("source", "target", "language", "found"),
    [
        ("我们用 Jaeger", "We use a tracer", "en", [("name", "Jaeger", "")]),
        ("我们用追踪", "We use eBPF tracing", "en", [("code", "", "eBPF")]),
        ("我们用追踪", "We trace with OTLP", "en", [("name", "", "OTLP")]),
        ("改 otel.yaml", "Change the file", "en", [("code", "otel.yaml", "")]),
        ("用 v1.30 吧", "Use it", "en", [("code", "v1.30", "")]),
        ("见 https://a.example/x", "See it", "en", [("url", "https://a.example/x", "")]),
        ("运行它", "Run it with `--force`", "en", [("code", "", "--force")]),
        ("We use Redis", "我们用 Kafka", "zh", [("name", "", "Kafka")]),
        ("Call max_batch", "调用它", "zh", [("code", "max_batch", "")]),
        ("Keep {name} here", "放在这里", "zh", [("code", "{name}", "")]),
        ("Mail me at a@b.example", "给我写信", "zh", [("url", "a@b.example", "")]),
        ("It is GPT-4", "它是 GPT-3", "zh", [("code", "GPT-4", ""), ("code", "", "GPT-3")]),
    ],
)
def test_lost_and_invented_names_are_found(
    source: str, target: str, language: Language, found: list[tuple[str, str, str]]
) -> None:
    assert _found(source, target, language) == found
