import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from speakprep.cli.formats.plain import finding_lines, summary
from speakprep.cli.output import Screen, error_lines, show, show_error
from speakprep.errors import InputError, MissingError
from speakprep.talk.report import Finding, Place, Report


@dataclass(frozen=True, kw_only=True)
class Facts:
    day: date
    at: datetime
    path: Path
    ratio: float
    names: dict[int, tuple[str, ...]]


FACTS = Facts(
    day=date(2027, 3, 17),
    at=datetime.fromisoformat("2027-03-17T10:30:00"),
    path=Path("a/b"),
    ratio=float("nan"),
    names={1: ("采样",)},
)


def finding(level="error", **facts) -> Finding:
    return Finding(**{"code": "CFP101", "level": level, "message": "too long", **facts})


@pytest.mark.parametrize(
    ("levels", "fail_on", "code"),
    [
        ((), "advice", 0),
        (("advice", "warning"), "error", 0),
        (("warning",), "warning", 1),
        (("error",), "error", 1),
        (("advice",), "advice", 1),
    ],
)
def test_exit_code_is_one_from_the_level_on(levels, fail_on, code):
    report = Report(facts=None, findings=tuple(finding(level) for level in levels))
    assert Screen(report=report, fail_on=fail_on).exit_code == code


def test_exit_code_is_four_when_something_is_missing():
    report = Report(facts=None, findings=(finding(),))
    assert Screen(report=report, missing=True).exit_code == 4


def test_json_envelope_holds_everything_a_program_wants(capsys):
    place = Place(file="cfp.md", line=3, column=1, field="title")
    report = Report(
        facts=FACTS, findings=(finding(place=place, evidence="采"),), written=("a",), next="b"
    )
    show(Screen(report=report), command="cfp lint", style="json")
    assert json.loads(capsys.readouterr().out) == {
        "schema": 1,
        "command": "cfp lint",
        "ok": False,
        "exit_code": 1,
        "findings": [
            {
                "code": "CFP101",
                "level": "error",
                "message": "too long",
                "place": {
                    "file": "cfp.md", "line": 3, "column": 1, "slide": None, "field": "title",
                },
                "evidence": "采",
            }
        ],
        "suppressed": [],
        "facts": {
            "day": "2027-03-17",
            "at": "2027-03-17T10:30:00",
            "path": "a/b",
            "ratio": None,
            "names": {"1": ["采样"]},
        },
        "written": ["a"],
        "next": "b",
        "error": None,
    }  # fmt: skip


def test_json_error_has_the_same_envelope(capsys):
    error = InputError("broken", file="t.toml", line=2, column=5, excerpt="x =", hint="mend it")
    show_error(error, command="plan", style="json")
    shown = capsys.readouterr()
    envelope = json.loads(shown.out)
    assert (shown.err, envelope["ok"], envelope["exit_code"]) == ("", False, 2)
    assert envelope["error"] == {
        "kind": "input",
        "message": "broken",
        "hint": "mend it",
        "file": "t.toml",
        "line": 2,
        "column": 5,
        "excerpt": "x =",
    }


def test_text_shows_lines_findings_files_and_next_in_this_order(capsys):
    place = Place(file="script.zh.md", line=7, slide=3)
    report = Report(
        facts=None,
        findings=(finding("warning", place=place, evidence="多\n余"), finding("advice")),
        written=("cfp.md",),
        next="speakprep plan",
    )
    show(Screen(report=report, lines=("first",)), command="", style="text")
    assert capsys.readouterr().out.split("\n") == [
        "first",
        "",
        "script.zh.md:7: warning CFP101 (slide 3)",
        "  too long",
        "  > 多 余",
        "advice CFP101",
        "  too long",
        "",
        "1 to look at, 1 to consider",
        "",
        "wrote cfp.md",
        "",
        "next: speakprep plan",
        "",
    ]


def test_nothing_shown_obeys_control_characters(capsys):
    evil = "x\x1b[2J"
    place = Place(file=evil, line=1)
    report = Report(
        facts=None, findings=(finding(place=place, message=evil, evidence=evil),),
        written=(evil,), next=evil,
    )  # fmt: skip
    show(Screen(report=report), command="", style="text")
    show_error(InputError(evil, file=evil, hint=evil, excerpt=evil), command="", style="text")
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out + shown.err
    assert (shown.out.count("<U+001B>"), shown.err.count("<U+001B>")) == (5, 4)


def test_error_is_one_line_with_its_place_and_a_way_out():
    error = MissingError("no\nsuch program", hint="install it", file="x", line=4)
    assert error_lines(error) == ["speakprep: x:4: no such program", "  install it"]
    long = InputError("broken", excerpt="采" * 100)
    assert error_lines(long)[1] == "  | " + "采" * 37 + "…"


def test_error_names_a_file_as_it_would_be_typed_here(tmp_path, monkeypatch, capsys):
    (tmp_path / "talk").mkdir()
    monkeypatch.chdir(tmp_path / "talk")
    beside = InputError("broken", file=str(tmp_path / "talk" / "采样.md"), line=2)
    above = InputError("broken", file=str(tmp_path / "a.md"))
    assert error_lines(beside) == ["speakprep: 采样.md:2: broken"]
    assert error_lines(above) == ["speakprep: ../a.md: broken"]
    show_error(beside, command="", style="json")
    assert json.loads(capsys.readouterr().out)["error"]["file"] == "采样.md"


def test_error_in_a_folder_that_was_deleted_keeps_the_whole_name(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    error = InputError("broken", file=str(tmp_path / "a.md"))
    assert error_lines(error) == [f"speakprep: {tmp_path / 'a.md'}: broken"]


def test_finding_of_a_field_names_it():
    assert finding_lines(finding(place=Place(field="title"))) == [
        "error CFP101 (title)",
        "  too long",
    ]


def test_summary_encourages():
    levels = ("error", "error", "warning", "advice")
    assert summary(finding(level) for level in levels) == "2 to fix, 1 to look at, 1 to consider"
    assert summary([]) == "nothing to fix"
