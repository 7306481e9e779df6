"""What a drafted text says that its sources do not."""

import pytest

from speakprep.fidelity.grounding import find_unsupported
from speakprep.talk.language import Language

SLIDE = (
    "Sampling\n400 services, 96% of traces never opened\nOpenTelemetry Collector, v0.110\n链路采样"
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We run four hundred services, and 96% of the traces are never opened."),
        ("en", "The OpenTelemetry Collector decides. I will show how."),
        ("en", "Next, why sampling helps."),
        ("zh", "我们有四百个服务，百分之九十六的链路从来没有人打开过。"),
        ("zh", "由 OpenTelemetry Collector 来决定。"),
        ("zh", ""),
    ],
)
def test_what_the_sources_say_is_supported(language: Language, text: str) -> None:
    assert list(find_unsupported(text, SLIDE, language)) == []


@pytest.mark.parametrize(
    ("language", "text", "kind", "words"),
    [
        ("en", "It saves 40% of the cost.", "number", "40%"),
        ("en", "As we saw, Netflix Titus does the same.", "name", "Netflix Titus"),
        ("en", "Set `sampling.rate` first.", "code", "sampling.rate"),
        ("en", "See https://example.org/x for more.", "url", "https://example.org/x"),
        ("zh", "成本降低了四成。", "number", "四成"),
        ("zh", "我们把 Jaeger 换掉了。", "name", "Jaeger"),
    ],
)
def test_what_no_source_says_is_named(language: Language, text: str, kind: str, words: str) -> None:
    found = [(each.kind, each.target_words) for each in find_unsupported(text, SLIDE, language)]
    assert found == [(kind, words)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Here is the script for the slide: We sample."),
        ("en", "Here is the translation: We sample."),
        ("zh", "好的，以下是这一页的讲稿：我们采样。"),
    ],
)
def test_talk_about_the_text_is_no_text(language: Language, text: str) -> None:
    assert next(find_unsupported(text, SLIDE, language)).kind == "preamble"
