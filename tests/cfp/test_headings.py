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
