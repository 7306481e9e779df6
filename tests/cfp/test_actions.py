from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.cfp.actions.draft import Drafted, draft
from speakprep.cfp.actions.lint import lint_files, lint_talk
from speakprep.errors import InputError, UsageError
from speakprep.talk.workspace import Workspace

Make = Callable[..., Workspace]

ENGLISH = """\
## Title

Keep the Traces That Matter

## Abstract

Keeping every trace costs more than the services it came from. By sampling in the Collector we
keep the odd ones; SDKs stay as they are. You will leave with three rules to start from.

## Audience

Platform engineers who pay for a tracing backend

## Takeaways

Three rules

## Level

Intermediate

## Biography

Runs the tracing platform of a travel site.

## Notes for the Organisers

None
"""
CHINESE = """\
## 标题

只留有用的链路

## 摘要

全量保留链路的成本超过了服务本身。我们通过在 Collector 里采样留下失败的请求，SDK 不用改。
听完之后，你将带走三条可以直接用的规则。

## 目标听众

为链路后端付费的平台工程师

## 听众收获

三条规则

## 难度

Intermediate

## 讲者简介

一家旅行网站链路平台的负责人。

## 给主办方的备注

无
"""


def _write(space: Workspace, text: str, name: str = "cfp.md") -> Path:
    path = space.folder / name
    path.write_bytes(text.encode())
    return path


def test_draft_creates_a_proposal_with_the_talk_s_title(make_talk: Make) -> None:
    space = make_talk(title="Keep Traces")
    report = draft(space, {"level": "Advanced"})
    assert report.facts == Drafted(
        file="cfp.md",
        event="generic",
        created=True,
        filled=("title", "level"),
        kept=(),
        empty=("abstract", "audience", "takeaways", "biography", "notes"),
    )
    assert (report.written, report.next) == (("cfp.md",), "speakprep cfp lint")
    text = (space.folder / "cfp.md").read_text("utf-8")
    assert text.count("\n## ") == 7
    assert "\nKeep Traces\n" in text


def test_draft_never_replaces_what_is_written(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, "## Title\n\nMine\n\n## Abstract\n")
    report = draft(space, {"title": "Theirs", "abstract": "New"})
    assert path.read_text("utf-8") == "## Title\n\nMine\n\n## Abstract\n\nNew\n"
    assert (report.facts.filled, report.facts.kept) == (("abstract",), ("title",))
    (finding,) = report.findings
    assert (finding.code, finding.place.line, finding.evidence) == ("CFP130", 1, "Theirs")


def test_draft_with_nothing_new_writes_nothing(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, "## Title\n\nMine\n")
    report = draft(space, {"title": " Mine ", "abstract": " "})
    assert (report.written, report.findings, report.facts.filled) == ((), (), ())
    assert path.read_text("utf-8") == "## Title\n\nMine\n"


def test_draft_with_one_bad_answer_writes_none(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, "## Title\n")
    with pytest.raises(InputError):
        draft(space, {"title": "Good", "colour": "red"})
    assert path.read_text("utf-8") == "## Title\n"


def test_draft_of_an_unknown_event_writes_nothing(make_talk: Make) -> None:
    space = make_talk(event="nowhere")
    with pytest.raises(UsageError):
        draft(space, {})
    assert not (space.folder / "cfp.md").exists()


def test_draft_keeps_a_byte_order_mark_and_line_ends(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, "\ufeff## Title\r\n\r\n## Level\r\nAny\r\n")
    draft(space, {"title": "T"})
    assert path.read_bytes() == "\ufeff## Title\r\n\r\nT\r\n\r\n## Level\r\nAny\r\n".encode()


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_good_proposal_has_nothing_to_fix(make_talk: Make, text: str) -> None:
    space = make_talk(language="zh")
    _write(space, text)
    report = lint_talk(space)
    assert report.findings == ()
    assert report.next == "speakprep script sync"
    (proposal,) = report.facts.proposals
    assert (proposal.file, proposal.event) == ("cfp.md", "generic")
    assert all(meter.count for meter in proposal.meters)


@pytest.mark.parametrize(
    ("text", "old", "new", "codes"),
    [
        (ENGLISH, "Intermediate", "Medium", ["CFP106"]),
        (ENGLISH, "Three rules", "TBD", ["CFP109"]),
        (ENGLISH, "You will leave with three rules", "There are three rules", []),
        (ENGLISH, "## Takeaways\n\nThree rules\n", "## Takeaways\n", ["CFP103"]),
        (ENGLISH, "costs more than", "is bigger than", ["CFP201", "CFP801"]),
        (ENGLISH, "Keeping every", "Our revolutionary kubernetes", ["CFP403", "CFP504"]),
        (CHINESE, "Intermediate", "中级", ["CFP106"]),
        (CHINESE, "三条规则\n", "待补\n", ["CFP109"]),
        (CHINESE, "的成本超过了", "完美覆盖", ["CFP403", "CFP801"]),
        (CHINESE, "服务本身。", "服务本身.", ["CFP602"]),
        (CHINESE, "我们通过在 Collector 里采样", "我们通过采样", []),
        (CHINESE, "，SDK 不用改", "", []),
    ],
)
def test_fault_is_found(make_talk: Make, text: str, old: str, new: str, codes: list[str]) -> None:
    assert old in text
    space = make_talk()
    _write(space, text.replace(old, new, 1))
    assert sorted(finding.code for finding in lint_talk(space).findings) == codes


def test_the_four_things_reviewers_missed_are_named_in_both_languages(make_talk: Make) -> None:
    space = make_talk()
    english = "We use three sampling strategies: head, tail and adaptive. It works."
    chinese = "我们使用三种采样策略：头部、尾部和自适应。效果很好。"
    for words in (english, chinese):
        _write(space, f"## Abstract\n\n{words}\n")
        codes = {f.code for f in lint_talk(space).findings if f.code.startswith("CFP8")}
        assert codes == {"CFP801", "CFP802", "CFP803", "CFP804"}


def test_too_long_points_at_the_first_character_over(make_talk: Make) -> None:
    space = make_talk(event="kubecon-eu-2027")
    _write(space, "## Description\n<!-- hint -->\n\n" + "costs you " * 99 + "123456789\nabcdef\n")
    (finding,) = [f for f in lint_talk(space).findings if f.code == "CFP101"]
    assert (finding.place.line, finding.place.column, finding.evidence) == (5, 1, "abcdef")
    assert finding.message == "Description is 1006 of 1000 characters: 6 to cut, from here on."


def test_empty_required_fields_lead_back_to_the_draft(make_talk: Make) -> None:
    space = make_talk()
    _write(space, "## Title\n\nA title\n")
    report = lint_talk(space)
    assert report.next == "speakprep cfp draft"
    empty = [f.place.field for f in report.findings if f.code == "CFP103"]
    assert empty == ["abstract", "audience", "takeaways", "biography"]


def test_errors_in_the_text_lead_to_the_editor(make_talk: Make) -> None:
    space = make_talk()
    _write(space, ENGLISH.replace("Three rules", "TBD"))
    assert lint_talk(space).next == "speakprep cfp draft --editor"


def test_findings_come_line_by_line_and_last_what_has_none(make_talk: Make) -> None:
    space = make_talk()
    _write(space, "## Titel\n\n## Level\n\nTBD\n\n## Level\n")
    places = [finding.place.line for finding in lint_talk(space).findings]
    assert places == [1, 5, 5, 7, *[None] * 6]


def test_variants_are_checked_against_their_own_event(make_talk: Make) -> None:
    space = make_talk()
    _write(space, ENGLISH)
    _write(space, ENGLISH, "cfp.pycontw.md")
    _write(space, "mine", "cfp.old-notes.md")
    facts = lint_talk(space).facts
    assert [(p.file, p.event) for p in facts.proposals] == [
        ("cfp.md", "generic"),
        ("cfp.pycontw.md", "pycontw"),
    ]
    one = lint_talk(space, event="pycontw").facts
    assert [(p.file, p.event) for p in one.proposals] == [("cfp.md", "pycontw")]


def test_talk_without_a_proposal_says_how_to_begin(make_talk: Make) -> None:
    with pytest.raises(InputError) as raised:
        lint_talk(make_talk())
    assert raised.value.hint == "write one with: speakprep cfp draft"


def test_files_outside_a_talk_are_checked_in_the_order_given(make_talk: Make) -> None:
    space = make_talk()
    files = [_write(space, ENGLISH, "b.md"), _write(space, "", "a.md")]
    report = lint_files(files, here=space.folder, shelves=space.shelves, event="generic")
    assert [proposal.file for proposal in report.facts.proposals] == ["b.md", "a.md"]
    assert {finding.place.file for finding in report.findings} == {"a.md"}
    assert report.next == ""


def test_rule_file_of_the_talk_is_used_instead(make_talk: Make) -> None:
    space = make_talk()
    _write(space, ENGLISH)
    (space.folder / "checklists").mkdir()
    _write(space, "[[rule]]\ncode = 1\n", "checklists/cfp.toml")
    with pytest.raises(InputError) as raised:
        lint_talk(space)
    assert raised.value.file == str(space.folder / "checklists/cfp.toml")
    assert raised.value.line == 1


def test_control_characters_and_ten_thousand_lines_are_only_text(make_talk: Make) -> None:
    space = make_talk()
    hostile = "\x1b]0;x\x07 \u202e\u2066 a\x0bb\u2028c " + "word。" * 10_000
    _write(space, ENGLISH.replace("Three rules", hostile))
    assert {f.code for f in lint_talk(space).findings} <= {"CFP501"}
