from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.lint.baseline import (
    Baseline,
    gone_findings,
    known_by,
    new_findings,
    parse_baseline,
    render_baseline,
)
from speakprep.talk.report import Finding, Place
from speakprep.talk.resources import Resource


def _finding(
    code: str = "CFP208", line: int = 1, words: str = "a b", file: str = "cfp.md"
) -> Finding:
    place = Place(file=file, line=line, field="abstract")
    return Finding(code=code, level="warning", message="m", place=place, evidence=words)


def _name(file: str) -> str:
    return file


def _parse(text: str) -> Baseline:
    return parse_baseline(Resource(path=Path("known.toml"), text=text), "known.toml")


def test_baseline_is_sorted_and_counted() -> None:
    found = [_finding("CFP403", 9), _finding(line=7, words="引用“话”\\"), _finding("CFP403", 2)]
    assert render_baseline(found, _name) == (
        "# Findings that were there when this list was written; they are not shown again.\n"
        "# Written by speakprep cfp lint --write-baseline. A line taken out counts again.\n"
        '\nschema = 1\n\n[[known]]\nfile = "cfp.md"\ncode = "CFP208"\nfield = "abstract"\n'
        'words = "引用“话”\\\\"\n\n[[known]]\nfile = "cfp.md"\ncode = "CFP403"\n'
        'field = "abstract"\nwords = "a b"\ncount = 2\n'
    )


def test_known_finding_is_known_wherever_its_line_has_moved() -> None:
    baseline = _parse(render_baseline([_finding(line=3, words="The  Words")], _name))
    new, left = new_findings([_finding(line=80, words="the words")], baseline, _name)
    assert (new, left) == ((), Counter())


def test_second_of_the_same_words_is_new() -> None:
    baseline = _parse(render_baseline([_finding()], _name))
    found = [_finding(line=1), _finding(line=2)]
    assert new_findings(found, baseline, _name)[0] == (found[1],)


@pytest.mark.parametrize("other", [_finding("CFP209"), _finding(words="c"), _finding(file="b.md")])
def test_another_code_word_or_file_is_new(other: Finding) -> None:
    baseline = _parse(render_baseline([_finding()], _name))
    assert new_findings([other], baseline, _name)[0] == (other,)


def test_what_is_gone_is_advice_at_its_line() -> None:
    baseline = _parse(render_baseline([_finding(), _finding("CFP403", file="b.md")], _name))
    _, left = new_findings([], baseline, _name)
    (finding,) = gone_findings(baseline, left, ["b.md"])
    assert (finding.code, finding.level, finding.evidence) == ("LNT104", "advice", "a b")
    assert (finding.place.file, finding.place.line) == ("known.toml", 6)
    assert finding.message.startswith("CFP403 is no longer found in b.md: well done.")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "## Title\n\nMine\n",
            3,
            "is not valid TOML: Expected '=' after a key in a key/value pair",
        ),
        ("", 1, "schema is missing"),
        ("schema = 2\n", 1, "schema must be a whole number from 1 to 1"),
        ("schema = 1\nknow = 1\n", 2, "unknown key 'know'"),
        ('schema = 1\n[[known]]\nfile = "a"\n', 2, "code is missing"),
        ('schema = 1\n[[known]]\nfile = "a"\ncode = "C"\ncount = 0\n', 5, "count must be"),
    ],
)
def test_file_that_is_no_baseline_is_an_error(text: str, line: int, message: str) -> None:
    with pytest.raises(InputError) as raised:
        _parse(text)
    assert (raised.value.file, raised.value.line) == ("known.toml", line)
    assert raised.value.message.startswith(message)


FINDINGS = st.builds(
    _finding,
    st.sampled_from(["CFP208", "CFP403"]),
    st.integers(1, 9),
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=20),
    st.sampled_from(["cfp.md", "文 件.md"]),
)


@given(st.lists(FINDINGS, max_size=8))
def test_whatever_is_written_down_is_known(found: list[Finding]) -> None:
    baseline = _parse(render_baseline(found, _name))
    assert baseline.counts == Counter(known_by(finding, _name) for finding in found)
    assert new_findings(found, baseline, _name) == ((), Counter())
