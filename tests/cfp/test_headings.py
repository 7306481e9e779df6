from collections.abc import Callable

import pytest

from speakprep.cfp.files import parse_proposal
from speakprep.event.model import Profile

Form = Callable[..., Profile]


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            "## 标题\n采样\n## 摘要：\n尾部采样\n## Format\n## 备注\n",
            "CFP120",
            "Small Conf 的表单没有“摘要：”这一项；是不是“摘要”？",
        ),
        (
            "## 标题\n采样\n## 别的\n尾部采样\n## Format\n## 备注\n",
            "CFP120",
            "Small Conf 的表单没有“别的”这一项；它有：标题、摘要、Format、备注",
        ),
        (
            "## 摘要\n采样\n## 摘要\n尾部\n## Format\n## 备注\n",
            "CFP121",
            "这个标题出现了两次（先在第 1 行），只读第一个。请合并到一个标题下。",
        ),
        ("## 摘要\n采样\n", "CFP122", "表单里还有“Format”、“备注”，可以留空。"),
        (
            "采样\n## Format\n## 备注\n",
            "CFP123",
            "这些文字在第一个标题之前，不属于任何一项。",
        ),
    ],
)
def test_findings_about_a_chinese_file_are_chinese(
    make_form: Form, text: str, code: str, message: str
) -> None:
    found = parse_proposal(text, "cfp.md", make_form()).findings
    assert [(each.code, each.message) for each in found] == [(code, message)]


def test_headings_tell_the_language_while_nothing_is_written(make_form: Form) -> None:
    (finding,) = parse_proposal("## 标题\n\n## 摘要\n\n## 备注\n", "cfp.md", make_form()).findings
    assert finding.message == "表单里还有“Format”，可以留空。"
    (finding,) = parse_proposal("## Abstract\n\n## Notes\n", "cfp.md", make_form()).findings
    assert finding.message == "The form also has “Format”; it may stay empty."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## 摘要\n采样\n", "这个标题出现了 4 次（先在第 5 行），只读第一个。请合并到一个标题下。"),
        (
            "## Abstract\nWe sample.\n",
            (
                "This heading is there 4 times (first in line 5); only the first is read. "
                "Join them under one."
            ),
        ),
    ],
)
def test_heading_that_is_there_many_times_is_told_once(
    make_form: Form, text: str, message: str
) -> None:
    begun = "## Title\n\n## Format\n\n"
    (found, *_) = parse_proposal(begun + text * 4, "cfp.md", make_form()).findings
    assert (found.code, found.message, found.place.line) == ("CFP121", message, 7)


def test_hostile_file_of_headings_has_few_findings(make_form: Form) -> None:
    many = "".join(f"## Heading {n}\nWords.\n" for n in range(2_000))
    found = parse_proposal("## Abstract\nx\n" * 2_000 + many, "cfp.md", make_form()).findings
    assert len(found) == 23
    last = [each for each in found if each.code == "CFP120"][-1]
    assert last.message == (
        "The form of Small Conf has no field for 1,980 more headings from here on."
    )
    found = parse_proposal("## 甲\n采样\n" * 30, "cfp.md", make_form()).findings
    said = {each.message for each in found}
    assert "从这里起还有 10 个标题在 Small Conf 的表单里没有对应项。" in said
