from collections.abc import Callable

import pytest

from speakprep.lint import scripts
from speakprep.lint.fixing import fix
from speakprep.lint.lint import lint
from speakprep.lint.model import Passage, Rule

Make = Callable[..., Rule]
Text = Callable[..., Passage]


def _can_write(letter: str, encoding: str) -> bool:
    return letter.encode(encoding, "replace") != b"?"


def test_each_script_is_written_in_its_own_characters_only() -> None:
    simplified = scripts.ONLY_SIMPLIFIED
    traditional = scripts.ONLY_TRADITIONAL
    assert [each for each in simplified if _can_write(each, "big5")] == []
    assert [each for each in traditional if _can_write(each, "gb2312")] == []
    assert len(set(simplified)) == len(simplified) > 350
    assert len(set(traditional)) == len(traditional) > 350


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我们把微服務的鏈路数据迁移到新的存储", ["務、鏈"]),
        ("我們把微服务的鏈路資料遷移到新的链", ["务、链"]),
        ("感谢陳老师", []),
        ("用 `微服務的鏈路` 做例子，这是数据", []),
        ("Nothing of it", []),
    ],
)
def test_the_rarer_script_is_named(
    make_rule: Make, make_passage: Text, text: str, found: list[str]
) -> None:
    rule = make_rule('kind = "mixed-scripts"\nat_least = 2')
    said = [f.message for f in lint([make_passage(text, language="zh")], [rule])]
    assert said == [f"found {each}" for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\u202eb", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("a\x1b[31mb", "U+001B"),
        ("a\x00\u200bb", "U+0000, U+200B ZERO WIDTH SPACE"),
        ("`a\u2066b`", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("<!-- a\u2028b -->c", "U+2028 LINE SEPARATOR"),
    ],
)
def test_unseen_characters_are_named_and_never_printed(
    make_rule: Make, make_passage: Text, text: str, found: str
) -> None:
    rule = make_rule('kind = "control-characters"')
    (finding,) = lint([make_passage(text)], [rule])
    assert finding.message == f"found {found}"


@pytest.mark.parametrize(
    "text", ["a\tb\r\nc", "\ufeffa", "\U0001f468\u200d\U0001f4bb", "a\u00a0b\u3000c"]
)
def test_usual_blanks_and_emoji_are_no_control_characters(
    make_rule: Make, make_passage: Text, text: str
) -> None:
    rule = make_rule('kind = "control-characters"')
    assert lint([make_passage(text)], [rule]) == ()


@pytest.mark.parametrize(
    ("kind", "text", "mended"),
    [
        ("touching-scripts", "用A和B采样3次", "用 A 和 B 采样 3 次"),
        ("touching-scripts", "使用OpenTelemetry采样100%的", "使用 OpenTelemetry 采样 100% 的"),
        ("touching-scripts", "用`A`和“B采样”", "用`A`和“B采样”"),
        (
            "mixed-spacing",
            "在 Collector 里，SDK不用改，用A和B",
            "在 Collector 里，SDK 不用改，用 A 和 B",
        ),
        ("mixed-spacing", "在Collector里，SDK不用改", "在Collector里，SDK不用改"),
        ("mixed-spacing", "在 Collector 里采样30天", "在 Collector 里采样30天"),
    ],
)
def test_spaces_between_scripts_are_put_in(
    make_rule: Make, make_passage: Text, kind: str, text: str, mended: str
) -> None:
    rule = make_rule(f'kind = "{kind}"\nfix = "space-between-scripts"')
    passage = make_passage(text, language="zh")
    assert fix(passage, [rule]) == mended
    assert lint([make_passage(text, language="en")], [rule]) == ()


def test_missing_space_is_shown_with_the_word_before_it(
    make_rule: Make, make_passage: Text
) -> None:
    rule = make_rule('kind = "touching-scripts"')
    (first, second) = lint([make_passage("用Kafka存\n好", language="zh")], [rule])
    assert (first.place.column, first.evidence) == (1, "用Kafka存")
    assert (second.place.column, second.evidence) == (3, "afka存")
