import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.lint.suppressing import (
    Suppression,
    allowed_in_talk,
    allows,
    suppress,
    suppression_findings,
    suppressions_in,
)
from speakprep.talk.language import Language
from speakprep.talk.model import Allowance
from speakprep.talk.report import Finding, Place


def _at(line: int | None, code: str = "CFP208", field: str | None = "abstract") -> Finding:
    place = Place(file="cfp.md", line=line, field=field)
    return Finding(code=code, level="warning", message="m", place=place)


def _read(comment: str, *, line: int = 3, language: Language = "en", whole: bool = False):
    place = Place(file="cfp.md", line=line, field="abstract")
    return suppressions_in(comment, place, language, whole=whole)


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("<!-- speakprep: allow CFP208 it is the name -->", [("CFP208", "it is the name")]),
        ("<!--speakprep:allow CFP208: it is-->", [("CFP208", "it is")]),
        ("<!-- speakprep： allow CFP208 产品就叫这个 -->", [("CFP208", "产品就叫这个")]),
        ("<!-- Speakprep: Allow cfp208因为要求 -->", [("CFP208", "因为要求")]),
        (
            "<!-- speakprep: allow CFP208, CFP403 both are quoted -->",
            [("CFP208", "both are quoted"), ("CFP403", "both are quoted")],
        ),
        ("<!-- speakprep: allow CFP208\r\n  two\r\n  lines -->", [("CFP208", "two lines")]),
        ("<!-- speakprep: allow CFP208 -->", [("CFP208", "")]),
        ("<!-- speakprep: allow CFP208 — -->", [("CFP208", "")]),
        ("<!-- speakprep: allow this -->", [("", "")]),
        ("<!-- speakprep: alow CFP208 why -->", [("", "")]),
        ("<!-- speakprep: allow CFP2080 why -->", [("", "")]),
        ("<!-- a hint about CFP208 -->", []),
        ("<!-- speakprep: allow CFP208 never closed", []),
    ],
)
def test_comment_is_read(comment: str, found: list[tuple[str, str]]) -> None:
    assert [(each.code, each.reason) for each in _read(comment)] == found


def test_comment_counts_for_the_lines_of_its_part_only() -> None:
    allowed = _read("## A\n\ntext <!-- speakprep: allow CFP208 why -->\nmore\n", line=5)
    assert [(each.lines, each.place.line, each.place.column) for each in allowed] == [
        ((5, 8), 7, 6)
    ]
    outcome = suppress([_at(4), _at(5), _at(8), _at(9), _at(None), _at(5, "CFP209")], allowed)
    assert [each.finding.place.line for each in outcome.suppressed] == [5, 8]
    assert [each.place.line for each in outcome.findings] == [4, 9, None, 5]
    assert outcome.unused == ()


def test_comment_in_another_file_allows_nothing() -> None:
    allowed = suppressions_in("<!-- speakprep: allow CFP208 why -->", Place(file="b.md"), "en")
    assert suppress([_at(1)], allowed).suppressed == ()


def test_comment_above_the_first_heading_counts_for_what_has_no_line() -> None:
    words = "<!-- speakprep: allow CFP208 why -->\n"
    assert suppress([_at(None)], _read(words, whole=True)).findings == ()
    assert suppress([_at(None)], _read(words)).suppressed == ()


def test_suppressed_finding_keeps_its_reason_and_where_it_is_written() -> None:
    (allowed,) = _read("<!-- speakprep: allow CFP208 the form says so -->")
    outcome = suppress([_at(3)], [allowed])
    (each,) = outcome.suppressed
    assert (each.finding, each.reason, each.place) == (_at(3), "the form says so", allowed.place)


def test_talk_allows_in_one_field_or_in_all() -> None:
    one = Allowance(code="CFP208", reason="r", field="abstract", line=9)
    anywhere = Allowance(code="CFP209", reason="r")
    allowed = allowed_in_talk([one, anywhere], "talk.toml", "en")
    found = [_at(3), _at(3, field="title"), _at(None, "CFP209", None), _at(7, "CFP209")]
    outcome = suppress(found, allowed)
    assert outcome.findings == (found[1],)
    assert [each.place.line for each in outcome.suppressed] == [9, 1, 1]


def test_without_a_reason_nothing_is_allowed() -> None:
    allowed = _read("<!-- speakprep: allow CFP208 -->")
    outcome = suppress([_at(3)], allowed)
    assert (outcome.findings, outcome.unused) == ((_at(3),), allowed)
    assert not allows(allowed, "CFP208", _at(3).place)


@pytest.mark.parametrize(
    ("comment", "code", "message"),
    [
        ("allow CFP208", "LNT101", "Say why CFP208 may stand here, behind its code"),
        ("allow CFP999 why", "LNT102", "CFP999 is no rule here, so this allows nothing."),
        ("allow CFP999", "LNT102", "CFP999 is no rule here, so this allows nothing."),
        ("allow why", "LNT102", "This allows nothing. Write: <!-- speakprep: allow CFP208"),
        ("allow CFP208 why", "LNT103", "CFP208 finds nothing here, so this can go."),
    ],
)
def test_what_allows_nothing_is_a_finding(comment: str, code: str, message: str) -> None:
    allowed = _read(f"<!-- speakprep: {comment} -->")
    (finding,) = suppression_findings(suppress([], allowed).unused, {"CFP208"})
    assert (finding.code, finding.level, finding.evidence) == (code, "warning", comment)
    assert finding.message.startswith(message)
    assert (finding.place.line, finding.place.column, finding.place.field) == (3, 1, "abstract")


def test_what_allows_nothing_is_said_in_the_language_of_the_text() -> None:
    allowed = _read("<!-- speakprep: allow CFP208 理由 -->", language="zh")
    (finding,) = suppression_findings(allowed, {"CFP208"})
    assert finding.message == "CFP208 在这里没有发现问题，可以删去这一条。"


def test_two_comments_for_one_finding_are_both_used() -> None:
    words = "<!-- speakprep: allow CFP208 a -->\n<!-- speakprep: allow CFP208 b -->"
    outcome = suppress([_at(3)], _read(words))
    assert ([each.reason for each in outcome.suppressed], outcome.unused) == (["a"], ())


def test_twenty_thousand_comments_on_one_line_take_no_time() -> None:
    assert len(_read("<!-- speakprep: allow CFP208 a -->" * 20_000)) == 20_000


FINDINGS = st.builds(
    _at, st.none() | st.integers(1, 5), st.sampled_from(["CFP208", "CFP209"]), st.none()
)
SUPPRESSIONS = st.builds(
    Suppression,
    code=st.sampled_from(["CFP208", "CFP209", ""]),
    reason=st.sampled_from(["", "why"]),
    place=st.just(Place(file="cfp.md", line=1)),
    language=st.just("en"),
    lines=st.none() | st.just((2, 4)),
    whole=st.booleans(),
)


@given(st.lists(FINDINGS), st.lists(SUPPRESSIONS, max_size=4))
def test_no_finding_is_ever_lost(found: list[Finding], allowed: list[Suppression]) -> None:
    outcome = suppress(found, allowed)
    kept = [*outcome.findings, *(each.finding for each in outcome.suppressed)]
    assert sorted(kept, key=repr) == sorted(found, key=repr)
    assert all(each.reason for each in outcome.suppressed)
