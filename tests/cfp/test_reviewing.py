"""A model that lies, drifts, doubles and breaks off."""

import json

import pytest

from speakprep.cfp.evidence import read_prose
from speakprep.cfp.reviewing import (
    MOST_REASON,
    Verdict,
    parse_verdict,
    quoted,
    read_verdicts,
    render_verdict,
)
from speakprep.errors import InputError

CODES = ("CFP801", "CFP802")
PROSES = {
    "abstract": read_prose("Keeping every trace costs more than it is worth. <b>We</b> sample it."),
    "biography": read_prose("Runs the tracing platform of a travel site."),
}
GOOD = {
    "code": "CFP801",
    "verdict": "answered",
    "field": "abstract",
    "quote": "every trace costs more",
    "reason": "It names the cost.",
}
OPEN = {"code": "CFP802", "verdict": "open", "field": "", "quote": "", "reason": "Not said."}


def told(*entries: object) -> str:
    return json.dumps({"items": entries})


def read(text: str) -> tuple[list[str], int]:
    found = read_verdicts(text, CODES)
    return [verdict.code for verdict in found.verdicts], found.refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (told(GOOD, OPEN), (["CFP801", "CFP802"], 0)),
        (f"Here you are:\n```json\n{told(GOOD, OPEN)}\n```\nGood luck!", (["CFP801", "CFP802"], 0)),
        (f"<think>hm</think>\n{told(GOOD)}", (["CFP801"], 0)),
        (told(GOOD, GOOD), (["CFP801"], 0)),
        (told(GOOD, GOOD | {"quote": "another one"}), ([], 2)),
        (told(GOOD | {"code": "CFP999"}, OPEN), (["CFP802"], 1)),
        (told(GOOD | {"code": "cfp801"}), ([], 1)),
        (told(GOOD | {"rewrite": "Better words."}, OPEN), (["CFP802"], 1)),
        (told(GOOD | {"verdict": "maybe"}, OPEN), (["CFP802"], 1)),
        (told(GOOD | {"quote": None}, OPEN), (["CFP802"], 1)),
        (told(GOOD, OPEN)[:-40], (["CFP801"], 0)),
        (told(GOOD) + told(OPEN), (["CFP801", "CFP802"], 0)),
        ('{"items": [], "score": 87}' + json.dumps(GOOD), (["CFP801"], 1)),
        (told(), ([], 0)),
    ],
)
def test_whole_entries_count_and_the_rest_is_refused(
    text: str, expected: tuple[list[str], int]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I cannot do that.",
        '{"items": [',
        '{"items": "CFP801"}',
        told(GOOD | {"rewrite": "x"}),
        '{"score": 87}',
        "[" * 100_000,
        "<html><script>alert(1)</script></html>",
    ],
)
def test_answer_without_any_entry_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_verdicts(text, CODES)


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({}, True),
        ({"quote": "every trace\n costs  more"}, True),
        ({"quote": "<b>We</b> sample it"}, True),
        ({"quote": "We sample it."}, False),  # the tags stand in the text
        ({"quote": "every trace costs a fortune"}, False),
        ({"quote": "Every trace costs more"}, False),
        ({"quote": "“every trace costs more”"}, False),
        ({"quote": "Keeping every ... is worth"}, False),
        ({"quote": "every trace\u202e costs more"}, False),
        ({"quote": "every trace \x1b[1mcosts more"}, False),
        ({"quote": "every trace costs more\ud83d"}, False),
        ({"quote": "every trace"}, False),
        ({"quote": ""}, False),
        ({"field": "biography"}, False),
        ({"field": "nowhere"}, False),
        ({"field": ""}, False),
        ({"quote": "Runs the tracing platform"}, False),
        ({"quote": "Runs the tracing platform", "field": "biography"}, True),
        ({"verdict": "open"}, False),
    ],
)
def test_quote_holds_only_verbatim_in_its_own_field(changed: dict[str, str], holds: bool) -> None:
    (verdict,) = read_verdicts(told(GOOD | changed), CODES).verdicts
    assert (quoted(verdict, PROSES) is not None) is holds


def test_reason_is_one_sentence() -> None:
    advice = "It is vague. Write instead: we saved 40 %. And more."
    (verdict,) = read_verdicts(told(GOOD | {"reason": advice}), CODES).verdicts
    assert verdict.reason == "It is vague."
    (verdict,) = read_verdicts(told(GOOD | {"reason": "很" * 999 + "\ud83d"}), CODES).verdicts
    assert verdict.reason == "很" * (MOST_REASON - 1) + "…"


def test_verdict_is_kept_and_read_again() -> None:
    verdict = Verdict(code="CFP801", answered=True, field="a", quote='x "\ud83d', reason="好")
    assert parse_verdict(render_verdict(verdict), "CFP801") == verdict


@pytest.mark.parametrize("text", ["", "{", "[]", '{"code": "CFP801"}', "[" * 100_000])
def test_broken_kept_verdict_is_none(text: str) -> None:
    assert parse_verdict(text, "CFP801") is None
    other = Verdict(code="CFP802", answered=False, field="", quote="", reason="")
    assert parse_verdict(render_verdict(other), "CFP801") is None
