"""What `cfp lint` finds in a proposal, and where it leads."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from speakprep.cfp.actions.lint import lint_talk
from speakprep.errors import InputError
from speakprep.talk.model import Dates
from speakprep.talk.workspace import Workspace
from tests.cfp.proposals import CHINESE, ENGLISH, write

Make = Callable[..., Workspace]


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_good_proposal_has_nothing_to_fix(make_talk: Make, text: str) -> None:
    space = make_talk(language="zh")
    write(space, text)
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
    write(space, text.replace(old, new, 1))
    assert sorted(finding.code for finding in lint_talk(space).findings) == codes


def test_the_four_things_reviewers_missed_are_named_in_both_languages(make_talk: Make) -> None:
    space = make_talk()
    english = "We use three sampling strategies: head, tail and adaptive. It works."
    chinese = "我们使用三种采样策略：头部、尾部和自适应。效果很好。"
    for words in (english, chinese):
        write(space, f"## Abstract\n\n{words}\n")
        codes = {f.code for f in lint_talk(space).findings if f.code.startswith("CFP8")}
        assert codes == {"CFP801", "CFP802", "CFP803", "CFP804"}


def test_too_long_points_at_the_first_character_over(make_talk: Make) -> None:
    space = make_talk(event="kubecon-eu-2027")
    write(space, "## Description\n<!-- hint -->\n\n" + "costs you " * 99 + "123456789\nabcdef\n")
    (finding,) = [f for f in lint_talk(space).findings if f.code == "CFP101"]
    assert (finding.place.line, finding.place.column, finding.evidence) == (5, 1, "abcdef")
    assert finding.message == "Description is 1006 of 1000 characters: 6 to cut, from here on."


def test_empty_required_fields_lead_back_to_the_draft(make_talk: Make) -> None:
    space = make_talk()
    write(space, "## Title\n\nA title\n")
    report = lint_talk(space)
    assert report.next == "speakprep cfp draft"
    empty = [f.place.field for f in report.findings if f.code == "CFP103"]
    assert empty == ["abstract", "audience", "takeaways", "biography"]


def test_errors_in_the_text_lead_to_the_editor(make_talk: Make) -> None:
    space = make_talk()
    write(space, ENGLISH.replace("Three rules", "TBD"))
    assert lint_talk(space).next == "speakprep cfp draft --editor"


def test_findings_come_line_by_line_and_last_what_has_none(make_talk: Make) -> None:
    space = make_talk()
    write(space, "## Titel\n\n## Level\n\nTBD\n\n## Level\n")
    places = [finding.place.line for finding in lint_talk(space).findings]
    assert places == [1, 5, 5, 7, *[None] * 6]


def test_variants_are_checked_against_their_own_event(make_talk: Make) -> None:
    space = make_talk()
    write(space, ENGLISH)
    write(space, ENGLISH, "cfp.pycontw.md")
    write(space, "mine", "cfp.old-notes.md")
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


def test_control_characters_and_ten_thousand_lines_are_only_text(make_talk: Make) -> None:
    space = make_talk()
    hostile = "\x1b]0;x\x07 \u202e\u2066 a\x0bb\u2028c " + "word。" * 10_000
    write(space, ENGLISH.replace("Three rules", hostile))
    assert {f.code for f in lint_talk(space).findings} <= {"CFP124", "CFP501"}


def _said_of_the_call(space: Workspace, now: datetime, **dates: date) -> list[str]:
    talk = dataclasses.replace(space.talk, dates=Dates(**dates))
    found = lint_talk(dataclasses.replace(space, talk=talk), now=now).findings
    return [finding.message.split(". ")[0] for finding in found if finding.code == "CFP111"]


def test_closed_call_is_said_until_the_talk_was_sent(make_talk: Make) -> None:
    space = make_talk(event="kubecon-eu-2027")
    write(space, ENGLISH)
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
    write(space, ENGLISH)
    day, late = date(2026, 12, 24), datetime(2026, 12, 1, tzinfo=UTC)
    assert _said_of_the_call(space, late, cfp_closes=day) == []
    assert _said_of_the_call(space, datetime(2026, 12, 26, tzinfo=UTC), cfp_closes=day) == [
        (
            "KubeCon + CloudNativeCon Europe 2027: the call for proposals closed on "
            "2026-12-24 (date only, zone unknown)"
        )
    ]
