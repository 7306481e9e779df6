import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from speakprep.cfp.actions.baseline import KnownFindings
from speakprep.cfp.actions.fix import diff_sources, fix_sources
from speakprep.cfp.actions.lint import lint_sources, lint_talk
from speakprep.cfp.actions.sources import file_sources, load_rules, rules_for, talk_sources
from speakprep.errors import InputError
from speakprep.talk.model import Dates
from speakprep.talk.workspace import Workspace, open_workspace

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


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_good_proposal_has_nothing_to_fix(make_talk: Make, text: str) -> None:
    space = make_talk(language="zh")
    _write(space, text)
    report = lint_talk(space)
    assert report.findings == ()
    assert report.next == "speakprep cfp check"
    (proposal,) = report.facts.proposals
    assert (proposal.file, proposal.event) == ("cfp.md", "generic")
    assert all(meter.count for meter in proposal.meters)


@pytest.mark.parametrize(
    ("text", "old", "new", "codes"),
    [
        (ENGLISH, "Intermediate", "Medium", ["CFP107"]),
        (ENGLISH, "Three rules", "TBD", ["CFP109"]),
        (ENGLISH, "You will leave with three rules", "There are three rules", []),
        (ENGLISH, "## Takeaways\n\nThree rules\n", "## Takeaways\n", ["CFP103"]),
        (ENGLISH, "costs more than", "is bigger than", ["CFP201", "CFP801"]),
        (ENGLISH, "Keeping every", "Our revolutionary kubernetes", ["CFP403", "CFP504"]),
        (CHINESE, "Intermediate", "中级", ["CFP107"]),
        (CHINESE, "三条规则\n", "待补\n", ["CFP109"]),
        (CHINESE, "的成本超过了", "完美覆盖", ["CFP403", "CFP801"]),
        (CHINESE, "服务本身。", "服务本身.", ["CFP603"]),
        (CHINESE, "我们通过在 Collector 里采样", "我们通过采样", []),
        (CHINESE, "，SDK 不用改", "", ["CFP206"]),
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
    assert [(p.file, p.event) for p in one.proposals] == [("cfp.pycontw.md", "pycontw")]
    other = lint_talk(space, event="kubecon-eu-2027").facts
    assert [(p.file, p.event) for p in other.proposals] == [("cfp.md", "kubecon-eu-2027")]


def test_talk_without_a_proposal_says_how_to_begin(make_talk: Make) -> None:
    with pytest.raises(InputError) as raised:
        lint_talk(make_talk())
    assert raised.value.hint == "write one with: speakprep cfp draft"


def test_files_outside_a_talk_are_checked_in_the_order_given(make_talk: Make) -> None:
    space = make_talk()
    files = [_write(space, ENGLISH, "b.md"), _write(space, "", "a.md")]
    sources, errors = file_sources(files, here=space.folder, user=space.folder)
    report = lint_sources(sources, errors)
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
    assert {f.code for f in lint_talk(space).findings} <= {"CFP124", "CFP501"}


ALLOW = "<!-- speakprep: allow CFP109 the form asks for it -->"
FAULTY = ENGLISH.replace("Three rules", "TBD")
CHINESE_FAULTY = CHINESE.replace("三条规则\n", "待补\n")


@pytest.mark.parametrize("text", [FAULTY, CHINESE_FAULTY], ids=["en", "zh"])
def test_finding_is_allowed_by_a_comment_in_its_field(make_talk: Make, text: str) -> None:
    space = make_talk()
    heading = "## Takeaways" if text is FAULTY else "## 听众收获"
    _write(space, text.replace(heading, f"{heading}\n\n{ALLOW}", 1))
    report = lint_talk(space)
    assert report.findings == ()
    (allowed,) = report.facts.suppressed
    assert (allowed.finding.code, allowed.reason) == ("CFP109", "the form asks for it")


def test_comment_in_another_field_allows_nothing_and_is_named(make_talk: Make) -> None:
    space = make_talk()
    _write(space, FAULTY.replace("## Title\n", f"## Title\n\n{ALLOW}\n", 1))
    found = [(finding.code, finding.place.line) for finding in lint_talk(space).findings]
    assert found == [("LNT103", 3), ("CFP109", 18)]


def test_finding_made_without_a_rule_is_allowed_above_the_first_heading(make_talk: Make) -> None:
    space = make_talk()
    missing = ENGLISH.partition("## Notes")[0]
    _write(space, missing)
    assert [finding.code for finding in lint_talk(space).findings] == ["CFP122"]
    _write(space, f"<!-- speakprep: allow CFP122 no notes -->\n\n{missing}")
    report = lint_talk(space)
    assert (report.findings, len(report.facts.suppressed)) == ((), 1)


def _with_allowances(space: Workspace, lines: str) -> Workspace:
    toml = space.folder / "talk.toml"
    toml.write_text(toml.read_text("utf-8") + lines, encoding="utf-8")
    return open_workspace(space.folder, space.folder)


def test_talk_toml_allows_and_what_it_allows_in_vain_is_named(make_talk: Make) -> None:
    space = make_talk()
    _write(space, FAULTY)
    allowed = _with_allowances(
        space,
        '[[allow]]\ncode = "CFP109"\nfield = "takeaways"\nreason = "later"\n'
        '[[allow]]\ncode = "CFP801"\nreason = "on purpose"\n'
        '[[allow]]\ncode = "SCR103"\nreason = "for the script"\n',
    )
    report = lint_talk(allowed)
    (finding,) = report.findings
    assert (finding.code, finding.place.file) == ("LNT103", "talk.toml")
    assert (space.folder / "talk.toml").read_text("utf-8").split("\n")[
        (finding.place.line or 0) - 1
    ] == "[[allow]]"
    assert [each.finding.code for each in report.facts.suppressed] == ["CFP109"]


def test_talk_toml_is_not_judged_by_a_part_of_the_talk(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, ENGLISH)
    _write(space, ENGLISH, "cfp.pycontw.md")
    _with_allowances(space, '[[allow]]\ncode = "CFP109"\nreason = "later"\n')
    sources, _ = file_sources([path], here=space.folder, user=space.folder)
    assert lint_sources(sources).findings == ()


def test_each_file_inside_a_talk_is_checked_by_what_counts_there(
    make_talk: Make, tmp_path: Path
) -> None:
    space = make_talk(event="kubecon-eu-2027", language="zh")
    inside = _write(space, "")
    _with_allowances(space, '[[allow]]\ncode = "CFP103"\nreason = "not begun"\n')
    outside = tmp_path / "b.md"
    outside.write_text("## Title\n\nT\n", encoding="utf-8")
    sources, errors = file_sources([inside, outside], here=tmp_path, user=tmp_path)
    report = lint_sources(sources, errors)
    assert [(p.file, p.event, p.language) for p in report.facts.proposals] == [
        ("talk/cfp.md", "kubecon-eu-2027", "zh"),
        ("b.md", "generic", "en"),
    ]
    assert {each.finding.place.file for each in report.facts.suppressed} == {"talk/cfp.md"}


def test_broken_file_is_named_and_the_others_are_checked(make_talk: Make) -> None:
    space = make_talk()
    good, bad = _write(space, ENGLISH, "a.md"), space.folder / "b.md"
    bad.write_bytes(b"## Title\n\xff\n")
    files = [bad, good, space.folder / "none.md"]
    sources, errors = file_sources(files, here=space.folder, user=space.folder)
    report = lint_sources(sources, errors)
    assert [proposal.file for proposal in report.facts.proposals] == ["a.md"]
    assert [f.code for f in report.findings] == ["LNT100", "LNT100"]
    assert report.findings[0].place.line == 2
    assert report.findings[0].message.startswith("Not checked: is not UTF-8 text")
    assert len(report.facts.unread) == 2


def test_broken_talk_is_named_once_and_the_others_are_checked(
    make_talk: Make, tmp_path: Path
) -> None:
    space = make_talk()
    one, two = _write(space, ENGLISH), _write(space, ENGLISH, "x.md")
    (space.folder / "talk.toml").write_text("title =\n", encoding="utf-8")
    good = tmp_path / "good.md"
    good.write_text(ENGLISH, encoding="utf-8")
    sources, errors = file_sources([one, two, good], here=tmp_path, user=tmp_path)
    report = lint_sources(sources, errors)
    assert [finding.code for finding in report.findings] == ["LNT100"]
    assert report.findings[0].place.file.endswith("talk.toml")
    assert [proposal.file for proposal in report.facts.proposals] == ["good.md"]


def test_the_only_file_that_cannot_be_read_is_an_error(make_talk: Make) -> None:
    space = make_talk()
    sources, errors = file_sources([space.folder / "none.md"], here=space.folder, user=space.folder)
    with pytest.raises(InputError) as raised:
        lint_sources(sources, errors)
    assert raised.value.message == "there is no such file"


OWN = """\
[[rule]]
code = "{code}"
name = "told-before"
kind = "pattern"
level = "warning"
cues.en = ["sampling"]
message.en = "You were told this last time: say what sampling is."
why.en = "A reviewer asked."
source = "Reviewer 1"
bad.en = ["sampling"]
good.en = ["traces"]
"""


def test_rules_made_of_feedback_are_used(make_talk: Make) -> None:
    space = make_talk()
    _write(space, ENGLISH)
    (space.folder / "checklists").mkdir()
    _write(space, OWN.format(code="MINE001"), "checklists/my-feedback.toml")
    assert [finding.code for finding in lint_talk(space).findings] == ["MINE001"]
    assert "MINE001" in {rule.code for rule in rules_for(talk_sources(space))}


def test_two_files_with_a_rule_of_one_code_are_an_error(make_talk: Make) -> None:
    space = make_talk()
    (space.folder / "checklists").mkdir()
    own = _write(space, OWN.format(code="CFP801"), "checklists/my-feedback.toml")
    with pytest.raises(InputError) as raised:
        load_rules(space.shelves)
    assert (raised.value.file, raised.value.line) == (str(own), 1)
    assert raised.value.message.startswith("CFP801 is also a rule of ")
    assert "reviewer-feedback.toml:" in raised.value.message


def _said_of_the_call(space: Workspace, now: datetime, **dates: date) -> list[str]:
    talk = dataclasses.replace(space.talk, dates=Dates(**dates))
    found = lint_talk(dataclasses.replace(space, talk=talk), now=now).findings
    return [finding.message.split(". ")[0] for finding in found if finding.code == "CFP111"]


def test_closed_call_is_said_until_the_talk_was_sent(make_talk: Make) -> None:
    space = make_talk(event="kubecon-eu-2027")
    _write(space, ENGLISH)
    late, day = datetime(2026, 12, 1, tzinfo=UTC), date(2026, 10, 9)
    assert _said_of_the_call(space, late) == [
        (
            "KubeCon + CloudNativeCon Europe 2027: the call for proposals closed on "
            "2026-10-11 23:59 UTC+2"
        )
    ]
    assert "CFP111" not in {finding.code for finding in lint_talk(space).findings}
    for answer in ("submitted", "rejected", "accepted"):
        assert _said_of_the_call(space, late, **{answer: day}) == []


def test_closing_day_of_the_talk_counts_more_than_the_profile(make_talk: Make) -> None:
    space = make_talk(event="kubecon-eu-2027")
    _write(space, ENGLISH)
    day, late = date(2026, 12, 24), datetime(2026, 12, 1, tzinfo=UTC)
    assert _said_of_the_call(space, late, cfp_closes=day) == []
    assert _said_of_the_call(space, datetime(2026, 12, 26, tzinfo=UTC), cfp_closes=day) == [
        (
            "KubeCon + CloudNativeCon Europe 2027: the call for proposals closed on "
            "2026-12-24 (date only, zone unknown)"
        )
    ]


SLIPS = {
    ENGLISH: ("keep the odd ones;", "keep  the the odd ones ;"),
    CHINESE: ("留下失败的请求，", "留下失败的的请求,"),
}


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_slips_are_mended_and_all_else_stays_to_the_last_byte(
    make_talk: Make, text: str, end: str
) -> None:
    space = make_talk()
    frame = f"\ufeff# A  title ,\n\n{text}\n## Unknown  one\n\nkept  as it is , here"
    good = frame.replace("\n", end)
    bad = frame.replace(*SLIPS[text]).replace("\n", end)
    path = _write(space, bad)
    before = path.read_bytes()
    (shown,) = diff_sources(talk_sources(space), "fix it").facts.files
    assert (path.read_bytes(), shown.lines) == (before, 1)
    (mended,) = fix_sources(talk_sources(space))
    assert (mended, path.read_bytes().decode()) == (shown, good)
    assert fix_sources(talk_sources(space)) == ()


def test_what_is_allowed_is_not_mended(make_talk: Make) -> None:
    space = make_talk()
    allow = "<!-- speakprep: allow CFP503 a table -->"
    path = _write(space, f"## Abstract\n\n{allow}\nkeep  these\n\n## Takeaways\n\nand  those\n")
    fix_sources(talk_sources(space))
    assert path.read_text("utf-8") == (
        f"## Abstract\n\n{allow}\nkeep  these\n\n## Takeaways\n\nand those\n"
    )


def test_choices_are_not_mended(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, "## Level\n\nVery  hard\n")
    assert fix_sources(talk_sources(space)) == ()
    assert path.read_text("utf-8") == "## Level\n\nVery  hard\n"


def test_file_outside_of_talks_is_mended_without_leaving_anything_else(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"## Abstract\n\nkeep  these")
    sources, _ = file_sources([path], here=tmp_path, user=tmp_path)
    fix_sources(sources)
    assert path.read_bytes() == b"## Abstract\n\nkeep these"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_known_findings_are_hidden_new_ones_shown_and_gone_ones_named(make_talk: Make) -> None:
    space = make_talk()
    _write(space, FAULTY)
    known = KnownFindings(space.folder / "known.toml", space.here)
    written = known.write(lint_talk(space))
    assert (written.findings, written.facts.known) == ((), 1)
    assert written.written == ("known.toml",)
    assert 'file = "cfp.md"' in (space.folder / "known.toml").read_text("utf-8")
    _write(space, "\n" + FAULTY.replace("None", "TODO"))
    again = known.hide(lint_talk(space))
    assert ([f.evidence for f in again.findings], again.facts.known) == (["TODO"], 1)
    _write(space, ENGLISH)
    (gone,) = known.hide(lint_talk(space)).findings
    assert (gone.code, gone.place.file) == ("LNT104", "known.toml")


def test_list_of_known_findings_never_replaces_another_file(make_talk: Make) -> None:
    space = make_talk()
    path = _write(space, FAULTY)
    with pytest.raises(InputError):
        KnownFindings(path, space.here).write(lint_talk(space))
    assert path.read_text("utf-8") == FAULTY
