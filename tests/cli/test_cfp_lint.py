import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.talk.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
Make = Callable[..., Workspace]

LINT_WITHOUT = (
    "openai",
    "pptx",
    "pydub",
    "av",
    "numpy",
    "jinja2",
    "tomlkit",
    "rapidfuzz",
    "speakprep.cfp.committee",
)


@pytest.fixture
def space(make_talk: Make, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = make_talk(title="Keep Traces", event="kubecon-eu-2027")
    monkeypatch.chdir(made.folder)
    return made


def _write(space: Workspace, text: str, name: str = "cfp.md") -> None:
    (space.folder / name).write_text(text, encoding="utf-8")


def test_lint_shows_meters_findings_and_the_next_step(space: Workspace, speakprep_run: Run) -> None:
    _write(
        space, "## Description\n\n" + "word " * 200 + "over\n\n## Speaker Biography\n\n简介：待补\n"
    )
    code, out, _ = speakprep_run("cfp", "lint")
    lines = out.split("\n")
    assert code == 1
    assert lines[0] == "KubeCon + CloudNativeCon Europe 2027 (cfp.md)"
    meter = "  Description                [####################] 1004/1000 characters  4 over"
    assert lines[lines.index(meter) + 1].startswith("    cfp.md:3:1: advice CFP")
    assert "    cfp.md:3:1001: error CFP101" in lines
    assert "  Speaker Biography          [....................] 5/500 characters" in lines
    assert "      > 待补" in lines
    assert lines[-2] == "next: speakprep cfp draft"


def test_lint_as_json_carries_the_meters(space: Workspace, speakprep_run: Run) -> None:
    _write(space, "## Speaker Biography\n\n😀\n")
    code, out, _ = speakprep_run("cfp", "lint", "--format", "json")
    (proposal,) = json.loads(out)["facts"]["proposals"]
    assert code == 1
    assert proposal["meters"][-2] == {
        "field": "biography",
        "label": "Speaker Biography",
        "count": 1,
        "limit": 500,
        "unit": "characters",
        "required": True,
        "choice": "",
    }


def test_lint_shows_what_was_chosen_instead_of_counting_it(
    space: Workspace, speakprep_run: Run
) -> None:
    _write(space, "## Audience Level\n\nAny\n")
    _, out, _ = speakprep_run("cfp", "lint")
    assert "\n  Audience Level             Any\n" in out


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 0), ("advice", 1)])
def test_lint_fails_from_the_level_asked_for(
    space: Workspace, speakprep_run: Run, level: str, code: int
) -> None:
    _write(space, "## Abstract\nIt costs too much, so we sample. You gain.\n", "a.md")
    _write(space, "# Only a title\n", "small.toml")
    (space.folder / "checklists" / "events").mkdir(parents=True)
    form = (
        'name = "S"\ncounter = "words"\nsource = "s"\nchecked_on = 2026-01-01\n'
        'confidence = "verified"\n[[field]]\nkey = "abstract"\nlabel.en = "Abstract"\n'
        '[[field]]\nkey = "notes"\nlabel.en = "Notes"\n'
    )
    _write(space, form, "checklists/events/small.toml")
    got, out, _ = speakprep_run("cfp", "lint", "a.md", "--event", "small", "--fail-on", level)
    assert (got, "CFP122" in out) == (code, True)


def test_lint_of_files_outside_a_talk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speakprep_run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("## 摘要\n太贵了,所以采样。\n", encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "lint", "a.md")
    assert code == 1
    assert out.split("\n")[0] == "Any conference or meetup (a.md)"
    assert "\n    a.md:2:1: warning CFP603\n" in out


def test_lint_names_a_file_on_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speakprep_run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a\n文.md").write_text("## 摘要\n采样。\n", encoding="utf-8")
    _, out, _ = speakprep_run("cfp", "lint", "a\n文.md")
    assert out.split("\n")[0] == "Any conference or meetup (a 文.md)"
    assert "\n  a 文.md: error CFP103\n" in out


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "speakprep: a.md:1: is not UTF-8 text"),
        (b"ab\n\0", "speakprep: a.md:2: holds binary data, not text"),
    ],
)
def test_lint_of_an_unreadable_file(
    space: Workspace, speakprep_run: Run, data: bytes, message: str
) -> None:
    (space.folder / "a.md").write_bytes(data)
    code, out, err = speakprep_run("cfp", "lint", "a.md")
    assert (code, out, err.split("\n")[0]) == (2, "", message)


def test_lint_loads_nothing_it_does_not_need(space: Workspace) -> None:
    _write(space, "## Description\n\nIt costs too much.\n")
    script = (
        "import sys; from speakprep.cli.main import run; run(['cfp', 'lint']);"
        f"print([name for name in {LINT_WITHOUT!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=space.folder, capture_output=True, check=True
    )
    assert done.stdout.decode().rstrip().split("\n")[-1] == "[]"


def test_lint_names_what_is_empty_once_and_json_keeps_each(
    space: Workspace, speakprep_run: Run
) -> None:
    _write(space, "## 议题描述\n全量保留链路太贵，所以我们采用采样。\n")
    _, out, _ = speakprep_run("cfp", "lint")
    assert out.count("CFP103") == 1
    assert "  cfp.md: error CFP103\n    还有 12 个必填项没有填写：议题标题、提交到、" in out
    _, out, _ = speakprep_run("cfp", "lint", "--format", "json")
    codes = [finding["code"] for finding in json.loads(out)["findings"]]
    assert (codes.count("CFP103"), codes.count("CFP115")) == (12, 1)


def test_lint_of_a_sound_proposal_ends_with_a_good_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speakprep_run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    form = (
        'name = "S"\ncounter = "words"\nsource = "s"\nchecked_on = 2026-01-01\n'
        'confidence = "verified"\n[[field]]\nkey = "track"\nlabel.en = "Track"\n'
    )
    speakprep_run("new", "t", "--no-input")
    monkeypatch.chdir(tmp_path / "t")
    (tmp_path / "t" / "checklists" / "events").mkdir(parents=True)
    (tmp_path / "t" / "checklists" / "events" / "s.toml").write_text(form, encoding="utf-8")
    (tmp_path / "t" / "cfp.md").write_text("## Track\nCloud\n", encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "lint", "--event", "s")
    assert (code, "\n\nNothing to fix: this is ready for the organisers.\n" in out) == (0, True)


FAULTY = """\
## Abstract

Tracing , they say, costs  more than it helps. <!-- speakprep: allow CFP802 nothing combined -->

## Takeaways

TBD <!-- speakprep: allow CFP109 the form wants it -->
"""


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder outside of talks that holds a.md."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(FAULTY, encoding="utf-8")
    return tmp_path


def test_what_is_allowed_is_counted_and_listed(outside: Path, speakprep_run: Run) -> None:
    _, out, _ = speakprep_run("cfp", "lint", "a.md")
    assert "CFP109 (" not in out
    assert "\n\nAllowed with a reason: 1 error" in out
    assert "\n  a.md:7:1: CFP109: the form wants it\n" in out


def test_what_is_allowed_is_in_json_and_sarif_with_its_reason(
    outside: Path, speakprep_run: Run
) -> None:
    _, out, _ = speakprep_run("cfp", "lint", "a.md", "--format", "json")
    allowed = json.loads(out)["suppressed"]
    assert [(each["finding"]["code"], each["reason"]) for each in allowed][-1] == (
        "CFP109",
        "the form wants it",
    )
    _, out, _ = speakprep_run("cfp", "lint", "a.md", "--format", "sarif")
    run = json.loads(out)["runs"][0]
    reasons = [
        each["suppressions"][0]["justification"]
        for each in run["results"]
        if each.get("suppressions") and each["ruleId"] == "CFP109"
    ]
    assert reasons == ["the form wants it"]
    assert "CFP504" in {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_diff_shows_the_change_and_writes_nothing(outside: Path, speakprep_run: Run) -> None:
    code, out, err = speakprep_run("cfp", "lint", "a.md", "--diff")
    assert (code, err) == (0, "")
    assert out.split("\n")[:3] == ["--- a.md", "+++ a.md", "@@ -1,6 +1,6 @@"]
    assert "\n-Tracing , they say, costs  more than" in out
    assert "\n+Tracing, they say, costs more than" in out
    assert out.endswith("\n\nnext: speakprep cfp lint a.md --fix\n")
    assert (outside / "a.md").read_text("utf-8") == FAULTY


def test_fix_writes_the_change_and_shows_what_is_left(outside: Path, speakprep_run: Run) -> None:
    _, out, _ = speakprep_run("cfp", "lint", "a.md", "--fix")
    assert out.startswith("a.md: 1 line mended.\n\nAny conference or meetup (a.md)\n")
    assert "\nwrote a.md\n" in out
    assert (
        (outside / "a.md")
        .read_text("utf-8")
        .split("\n")[2]
        .startswith("Tracing, they say, costs more than it helps. <!--")
    )
    _, again, _ = speakprep_run("cfp", "lint", "a.md", "--fix")
    assert "mended" not in again
    _, diff, _ = speakprep_run("cfp", "lint", "a.md", "--diff")
    assert diff == ""


def test_diff_shows_control_characters_instead_of_obeying_them(
    outside: Path, speakprep_run: Run
) -> None:
    words = "## Abstract\n\n\x1b[2J\u202e two  spaces\n"
    (outside / "a.md").write_text(words, encoding="utf-8")
    _, out, _ = speakprep_run("cfp", "lint", "a.md", "--diff")
    assert "two spaces" in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_known_findings_are_hidden_until_a_new_one_comes(outside: Path, speakprep_run: Run) -> None:
    code, out, _ = speakprep_run("cfp", "lint", "a.md", "--write-baseline", "known.toml")
    assert (code, "wrote known.toml" in out) == (0, True)
    code, out, _ = speakprep_run("cfp", "lint", "a.md", "--baseline", "known.toml")
    assert (code, "known findings not shown." in out) == (0, True)
    text = FAULTY.replace("Tracing", "TODO tracing")
    (outside / "a.md").write_text(text, encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "lint", "a.md", "--baseline", "known.toml")
    assert (code, out.count("error CFP109")) == (1, 1)


def test_one_broken_file_among_several_is_shown_and_exits_with_2(
    outside: Path, speakprep_run: Run
) -> None:
    (outside / "b.md").write_bytes(b"\xff")
    code, out, err = speakprep_run("cfp", "lint", "b.md", "a.md")
    assert (code, err) == (2, "")
    assert "\nb.md:1: error LNT100\n" in out
    assert "Any conference or meetup (a.md)" in out
    code, out, _ = speakprep_run("cfp", "lint", "b.md", "a.md", "--format", "json")
    envelope = json.loads(out)
    assert (code, envelope["exit_code"], envelope["facts"]["unread"]) == (2, 2, ["b.md"])
    code, out, _ = speakprep_run("cfp", "lint", "b.md", "a.md", "--diff")
    assert (code, "error LNT100" in out, "+Tracing, they" in out) == (2, True, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--csv", "x.csv", "a.md"], "speakprep: --csv goes without files, --fix"),
        (["--csv", "x.csv", "--fix"], "speakprep: --csv goes without files, --fix"),
        (["a.md", "--out", "o.csv"], "speakprep: --out, --map and --with-identity go with --csv"),
        (["a.md", "--baseline", "a.md"], "speakprep: a.md:"),
        (["a.md", "--write-baseline", "a.md"], "speakprep: a.md:"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    outside: Path, speakprep_run: Run, arguments: list[str], message: str
) -> None:
    code, out, err = speakprep_run("cfp", "lint", *arguments)
    assert (code, out, err[: len(message)]) == (2, "", message)
    assert (outside / "a.md").read_text("utf-8") == FAULTY


def test_export_of_a_conference_is_checked(outside: Path, speakprep_run: Run) -> None:
    (outside / "x.csv").write_text("ID,Title,Abstract\n1,T,TBD\n", encoding="utf-8")
    _, out, _ = speakprep_run("cfp", "lint", "--csv", "x.csv", "--format", "json")
    assert json.loads(out)["facts"]["submissions"] == 1
