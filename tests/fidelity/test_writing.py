"""Residue, foreign letters, formatting and line breaks."""

import pytest

from speakprep.fidelity.model import Pair
from speakprep.fidelity.writing import find_foreign_script, find_form, find_untranslated
from speakprep.talk.language import Language


def _pair(source: str, target: str) -> Pair:
    return Pair(key="1", source=source, target=target)


@pytest.mark.parametrize(
    ("source", "target", "language", "found"),
    [
        ("我们采样", "We sample", "en", []),
        ("我们采样", "我们采样", "en", [("error", "我们采样")]),
        ("我们采样", "We 采样", "en", [("error", "采样")]),
        ("我们采样", "We sample (采样)", "en", [("advice", "采样")]),
        ("We sample", "我们采样", "zh", []),
        ("We sample it", "We sample it", "zh", [("error", "We sample it")]),
        ("Kubernetes 1.30", "Kubernetes 1.30", "zh", []),
        (
            "We sample the whole request path",
            "我们 sample the whole request path",
            "zh",
            [("error", "sample the whole request path")],
        ),
        ("Run kubectl get pods", "运行 kubectl get pods", "zh", []),
    ],
)
def test_words_left_in_the_source_language_are_found(
    source: str, target: str, language: Language, found: list[tuple[str, str]]
) -> None:
    discrepancies = find_untranslated(_pair(source, target), language)
    assert [(one.level, one.target_words) for one in discrepancies] == found


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("你好", "Hello", []),
        ("你好", "Hello мир", ["мир"]),
        ("你好", "こんにちは hello", ["こんにちは"]),
        ("说 привет", "Say привет", []),
    ],
)
def test_third_scripts_are_found(source: str, target: str, words: list[str]) -> None:
    discrepancies = find_foreign_script(_pair(source, target))
    assert [one.target_words for one in discrepancies] == words


@pytest.mark.parametrize(
    ("source", "target", "kinds"),
    [
        ("我们采样", "We sample", []),
        ("我们采样", "**We** sample", ["markdown"]),
        ("我们采样", "# We sample", ["markdown"]),
        ("我们采样", "- We sample", ["markdown"]),
        ("我们采样", "`We sample`", ["markdown"]),
        ("我们采样", '{"text": "We sample"}', ["markdown"]),
        ("- 我们采样", "- We sample", []),
        ("**我们**采样", "**We** sample", []),
        ("We sample #otel", "我们采样 #otel", []),
        ("我们采样", "We\nsample", ["structure"]),
        ("我们\n采样", "We\nsample", []),
        ("2 * 3 * 4", "2 * 3 * 4", []),
    ],
)
def test_new_formatting_and_lines_are_found(source: str, target: str, kinds: list[str]) -> None:
    assert [one.kind for one in find_form(_pair(source, target))] == kinds
