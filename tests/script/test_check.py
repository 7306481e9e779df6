"""Complete, readable aloud, within the time: in English and in Chinese."""

import pytest

from speakprep.lint.files import parse_rules
from speakprep.lint.model import Rule
from speakprep.lint.suppressing import allowed_in_talk
from speakprep.script.check import Checked, Delivery, allow, check_script, suppressions_of
from speakprep.script.files import parse_script
from speakprep.script.model import fingerprint
from speakprep.talk.folders import shipped_folder
from speakprep.talk.language import Language
from speakprep.talk.model import Allowance
from speakprep.talk.resources import Resource


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    path = shipped_folder("checklists") / "script.toml"
    return parse_rules(Resource(path=path, text=path.read_text("utf-8")))


def _check(
    text: str, rules: tuple[Rule, ...] = (), language: Language = "en", minutes: float = 0
) -> Checked:
    """Check against no time at all, so that only too long a talk says something."""
    delivery = Delivery(minutes=minutes)
    return check_script(
        parse_script(text), language=language, rules=rules, file="s.md", delivery=delivery
    )


def _found(checked: Checked) -> list[tuple[str, int | None, int | None]]:
    return [
        (finding.code, finding.place.line, finding.place.slide)
        for finding in checked.findings
        if finding.code != "SCR111"
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_slide_without_text_is_pointed_at_by_its_heading(
    rules: tuple[Rule, ...], language: Language
) -> None:
    text = "# T\n\n## 1. A {#s256}\n\n## 2. B {#s257 .hidden}\n\n## 3. C {#s258}\n<!-- x -->\n"
    assert _found(_check(text, rules, language)) == [("SCR101", 3, 1), ("SCR101", 7, 3)]


def test_chinese_script_gets_chinese_messages(rules: tuple[Rule, ...]) -> None:
    checked = _check("## 3. A {#s256}\n", rules, "zh")
    assert checked.findings[0].message.startswith("第 3 页还没有讲稿。")


def test_rule_findings_point_at_their_line_and_slide(rules: tuple[Rule, ...]) -> None:
    text = (
        "## 1. A {#s256}\n<!-- slide 3f2a9c1e -->\n\nGo. TODO more.\nSee https://a.example/b now.\n"
    )
    checked = _check(text, rules)
    assert _found(checked) == [("SCR102", 4, 1), ("SCR103", 5, 1)]
    assert [f.evidence for f in checked.findings if f.code == "SCR103"] == ["https://a.example/b"]


def test_orphan_is_reported_and_neither_counted_nor_checked(rules: tuple[Rule, ...]) -> None:
    text = "## 1. A {#s256}\nGo.\n\n## Old {#s300 .orphan}\n" + "TODO word " * 200
    checked = _check(text, rules)
    assert _found(checked) == [("SCR118", 4, None)]
    assert checked.total.likely < 1
    assert (checked.rows[1].orphan, checked.rows[1].number) == (True, None)


def test_hidden_slide_costs_no_time() -> None:
    text = "## 1. A {#s256}\n[demo 1m]\n\n## 2. B {#s257 .hidden}\n[demo 5m]\n"
    checked = _check(text)
    assert checked.total.likely == 60
    assert [row.seconds.likely for row in checked.rows] == [60, 300]


def test_talk_over_time_says_how_much_to_cut_and_where() -> None:
    text = (
        "## 1. A {#s256}\n[demo 2m]\n## 2. B {#s257}\n[demo 1m]\n## 3. C {#s258}\n[demo 2m 56s]\n"
    )
    (finding,) = _check(text, minutes=5).findings
    assert (finding.code, finding.level) == ("SCR111", "warning")
    assert finding.message == (
        "The talk takes about 6 minutes, and you have 5: 1.0 to cut. "
        "The longest slides: 3 (2.9), 1 (2.0), 2 (1.0)"
    )


def test_talk_within_its_time_is_clean(rules: tuple[Rule, ...]) -> None:
    assert _check("## 1. A {#s256}\nHi. [demo 2m]\n", rules, minutes=2.5).findings == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("## 1. A {#s256}\n[demo 1m]\n", ["SCR112"]),
        ("## 1. A {#s256}\n[demo 1m]\n## 2. B {#s257}\n", []),
    ],
)
def test_only_a_finished_script_can_be_too_short(text: str, codes: list[str]) -> None:
    assert [finding.code for finding in _check(text, minutes=10).findings] == codes


def test_slide_of_more_than_three_minutes_is_mentioned() -> None:
    long = "word " * (140 * 3 + 1)
    text = f"## 1. A {{#s256}}\nword [demo 9m]\n\n## 2. B {{#s257}}\n{long}\n"
    assert _found(_check(text)) == [("SCR113", 4, 2)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Hi.\n```\ncode\n", [("SCR114", 3, 1)]),
        ("```\na\n````\n", []),
        ("```\na\n~~~\n", [("SCR114", 2, 1)]),
        ("Hi. <!-- open\n", [("SCR115", 2, 1)]),
        ("<!-- a --> <!-- b -->\n", []),
        ("Hi.\n\n## Loose\nHo.\n", [("SCR116", 4, 1)]),
        ("```\n## code\n```\n", []),
    ],
)
def test_what_was_probably_meant_otherwise(body: str, found: list[object]) -> None:
    assert _found(_check(f"## 1. A {{#s256}}\n{body}")) == found


def test_heading_before_the_first_slide_is_loose() -> None:
    assert _found(_check("# T\n\n## Loose\nx\n\n## 1. A {#s256}\nHi.\n")) == [("SCR116", 3, None)]


def test_second_text_of_a_slide_is_reported() -> None:
    text = "## 1. A {#s256}\nHi.\n## 1. A {#s256}\nHo.\n## A {#s256 .orphan}\nHm.\n"
    assert _found(_check(text)) == [("SCR117", 3, 1), ("SCR118", 5, None)]


def test_state_tells_where_a_text_comes_from() -> None:
    notes = f"<!-- slide 3f2a9c1e text {fingerprint('Hi.')} -->\n<!-- from notes -->\n"
    text = (
        "## 1. A {#s1}\n\n## 2. B {#s2}\nHi.\n\n"
        f"## 3. C {{#s3}}\n{notes}Hi.\n\n## 4. D {{#s4}}\n{notes}Hi there.\n\n"
        "## 5. E {#s5}\n<!-- from zh 3f2a9c1e -->\nHi.\n"
    )
    states = [row.state for row in _check(text).rows]
    assert states == ["empty", "written", "notes", "written", "written"]


def test_empty_file_has_nothing_to_say() -> None:
    checked = _check("")
    assert (checked.rows, checked.total.likely) == ((), 0)


def _allowed(text: str, *allowances: Allowance, language: Language = "en") -> Checked:
    """Check a talk of no time and take away what comments and talk.toml allow."""
    script = parse_script(text)
    in_talk = allowed_in_talk(allowances, "talk.toml", language)
    checked = _check(text, language=language)
    return allow(checked, (*suppressions_of(script, language, "s.md"), *in_talk), ())


LOOSE = "## 1. A {#s256}\n{allow}\nwords\n\n## loose\n\nmore\n\n## 2. B {#s257}\n\nwords\n"


def test_comment_allows_on_its_own_slide() -> None:
    comment = "<!-- speakprep: allow SCR116 a quiet chapter -->"
    checked = _allowed(LOOSE.replace("{allow}", comment))
    assert _found(checked) == []
    assert [(each.finding.code, each.reason) for each in checked.suppressed] == [
        ("SCR116", "a quiet chapter")
    ]


def test_comment_on_another_slide_allows_nothing() -> None:
    text = LOOSE.replace("{allow}", "") + "<!-- speakprep: allow SCR116 这里不同 -->\n"
    checked = _allowed(text, language="zh")
    assert _found(checked) == [("SCR116", 5, 1), ("LNT103", 12, 2)]


def test_comment_above_the_first_slide_allows_what_is_about_the_whole_talk() -> None:
    text = "# T\n<!-- speakprep: allow SCR111 told to overrun -->\n" + LOOSE.replace("{allow}", "")
    codes = [each.finding.code for each in _allowed(text).suppressed]
    assert codes == ["SCR111"]


def test_talk_toml_allows_too_and_is_not_judged_here() -> None:
    loose = Allowance(code="SCR116", reason="r")
    proposal = Allowance(code="CFP208", reason="for the proposal")
    checked = _allowed(LOOSE.replace("{allow}", ""), loose, proposal)
    assert (_found(checked), len(checked.suppressed)) == ([], 1)


def test_code_of_no_rule_and_no_reason_are_named() -> None:
    comments = "<!-- speakprep: allow SCR199 why --><!-- speakprep: allow SCR116 -->"
    checked = _allowed(LOOSE.replace("{allow}", comments))
    assert _found(checked) == [("LNT102", 2, 1), ("LNT101", 2, 1), ("SCR116", 5, 1)]
