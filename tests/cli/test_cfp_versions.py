import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.talk.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
Make = Callable[..., Workspace]
Golden = Callable[[str, str], None]

ENGLISH = """\
## Title

Keep Traces

## Abstract

<!-- note -->
Keeping every trace of 400 services costs more than the services themselves, and 96% of it is
never read by anybody. We sample in the Collector.

You will leave with three rules.

## Audience

Platform engineers

## Takeaways

三条规则，和一个检查的办法

## Biography

Runs tracing.
"""


@pytest.fixture
def space(make_talk: Make, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = make_talk(title="Keep Traces")
    monkeypatch.chdir(made.folder)
    (made.folder / "cfp.md").write_text(ENGLISH, encoding="utf-8")
    return made


def _program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{script}", encoding="utf-8")
    path.chmod(0o755)


def test_diff_reads_like_this(space: Workspace, speakprep_run: Run, golden: Golden) -> None:
    code, _, _ = speakprep_run("cfp", "freeze", "--anyway", "--reason", "a try")
    assert code == 0
    version = next((space.folder / "versions").glob("*.md"))
    text = ENGLISH.replace("400", "500").replace("三条规则", "五条规则")
    text = text.replace("leave with", "take home").replace("Platform engineers", "")
    (space.folder / "cfp.md").write_text(f"{text}## Notes\n\n\x1b[31m\u202enew\n", encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "diff")
    assert code == 0
    golden("cfp-diff.txt", out.replace(version.stem, "DAY-generic"))
    assert speakprep_run("cfp", "diff", version.stem)[1] == out
    assert speakprep_run("cfp", "diff", f"versions/{version.name}", "cfp.md")[1] == out


def test_diff_of_the_same_words_says_so(space: Workspace, speakprep_run: Run) -> None:
    (space.folder / "b.md").write_text(ENGLISH.replace("<!-- note -->\n", ""), encoding="utf-8")
    code, out, _ = speakprep_run("cfp", "diff", "cfp.md", "b.md")
    assert (code, out) == (0, "cfp.md -> b.md\nTheir words are the same, field by field.\n")


def test_copy_prints_what_is_pasted_and_counts_on_stderr(
    space: Workspace, speakprep_run: Run
) -> None:
    code, out, err = speakprep_run("cfp", "copy", "Abstract")
    assert (code, err) == (0, "Abstract: 178 characters\n")
    assert out == ENGLISH.partition("-->\n")[2].partition("\n\n## Audience")[0] + "\n"
    code, out, err = speakprep_run("cfp", "copy", "摘要", "--format", "json")
    assert (code, err, json.loads(out)["facts"]["field"]) == (0, "", "abstract")


def test_copy_through_a_pipe_is_exact(space: Workspace) -> None:
    text = "## Title\r\nA\x1b[31m\u202e采😀\r\nB\r\n"
    (space.folder / "cfp.md").write_bytes(text.encode())
    command = [sys.executable, "-c", "from speakprep.__main__ import main; main()", "cfp", "copy"]
    done = subprocess.run([*command, "title"], cwd=space.folder, capture_output=True, check=True)
    assert done.stdout.decode() == "A\x1b[31m\u202e采😀\nB\n"


@pytest.mark.parametrize("name", ["pbcopy", "wl-copy", "xclip", "xsel", "clip.exe"])
def test_copy_puts_the_exact_words_into_the_clipboard(
    space: Workspace,
    speakprep_run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    script = f"import sys\nopen({str(tmp_path / 'got')!r}, 'wb').write(sys.stdin.buffer.read())\n"
    _program(programs, name, script)
    monkeypatch.setenv("PATH", str(programs))
    code, out, err = speakprep_run("cfp", "copy", "takeaways", "--clipboard")
    assert (code, out, err) == (0, "", "Takeaways: 13 characters, in the clipboard\n")
    encoding = "utf-16" if name == "clip.exe" else "utf-8"
    assert (tmp_path / "got").read_bytes().decode(encoding) == "三条规则，和一个检查的办法"


@pytest.mark.parametrize("broken", [False, True])
def test_copy_without_a_clipboard_says_what_to_install(
    space: Workspace,
    speakprep_run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broken: bool,
) -> None:
    (tmp_path / "programs").mkdir()
    if broken:
        _program(tmp_path / "programs", "xclip", "raise SystemExit(1)\n")
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    code, out, err = speakprep_run("cfp", "copy", "title", "--clipboard")
    tried = " (xclip failed)" if broken else ""
    assert (code, out) == (4, "")
    assert err.split("\n")[0] == f"speakprep: there is no way to the clipboard here{tried}"


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("colour", "speakprep: the form has no field 'colour'"),
        ("notes", "speakprep: cfp.md: notes is still empty"),
    ],
)
def test_copy_of_nothing_is_refused(
    space: Workspace, speakprep_run: Run, field: str, message: str
) -> None:
    code, out, err = speakprep_run("cfp", "copy", field)
    assert (code, out, err.split("\n")[0]) == (2, "", message)


def test_versions_lists_what_was_frozen(space: Workspace, speakprep_run: Run) -> None:
    _, out, _ = speakprep_run("cfp", "versions")
    assert out == "Nothing is frozen yet.\n\nnext: speakprep cfp freeze\n"
    (space.folder / "cfp.md").write_text(ENGLISH.replace("Runs tracing.", "TBD"), encoding="utf-8")
    speakprep_run("cfp", "freeze", "--anyway", "--reason", "今晚截止")
    _, out, _ = speakprep_run("cfp", "versions")
    lines = out.split("\n")
    assert lines[0].endswith("  generic  as cfp.md is now")
    assert lines[1].startswith("  open: CFP109 (biography): ")
    assert "  sent anyway: 今晚截止" in lines
    assert max(map(len, lines)) <= 80


def test_a_megabyte_is_compared_and_fitted(space: Workspace) -> None:
    words = "采样 keeps one trace. 很好。\n" * 25_000
    (space.folder / "cfp.md").write_text(f"## Abstract\n{words}", encoding="utf-8")
    (space.folder / "b.md").write_text(f"## Abstract\nnew {words}end\n", encoding="utf-8")
    command = [sys.executable, "-c", "from speakprep.__main__ import main; main()", "cfp"]
    for more, code in ((["diff", "cfp.md", "b.md"], 0), (["fit", "--to", "pycontw"], 1)):
        done = subprocess.run(
            [*command, *more],
            cwd=space.folder,
            capture_output=True,
            check=False,
            env={**os.environ, "COLUMNS": "80"},
        )
        assert (done.returncode, done.stderr) == (code, b"")
