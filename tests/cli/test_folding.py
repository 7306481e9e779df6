from speakprep.cli.folding import fold, ranges
from speakprep.talk.report import Finding, Place


def _finding(code: str, slide: int | None, file: str = "a.md") -> Finding:
    place = Place(file=file, line=slide or 1, slide=slide)
    return Finding(code=code, level="warning", message="m", place=place, evidence="e")


def test_findings_of_one_rule_become_one_where_the_first_stands() -> None:
    findings = [_finding("A", 1), _finding("B", 1), _finding("A", 2), _finding("A", 3, "b.md")]
    shown = fold(findings, "A", lambda found: f"{len(found)} of them")
    assert [(f.code, f.message, str(f.place)) for f in shown] == [
        ("A", "2 of them", "a.md"),
        ("B", "m", "a.md:1"),
        ("A", "m", "b.md:3"),
    ]


def test_finding_without_slide_or_field_stays_alone() -> None:
    findings = (_finding("A", None), _finding("A", None), _finding("A", 1))
    assert fold(findings, "A", lambda _: "several") == findings


def test_ranges_joins_what_follows_on() -> None:
    assert ranges([8, 2, 5, 4, 6, 4]) == "2, 4-6, 8"
    assert ranges([1, 2], "、") == "1-2"
    assert ranges([]) == ""
