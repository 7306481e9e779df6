import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from speakprep.cli.app import COMMANDS, help_lines
from speakprep.cli.main import read_command_line, without_secrets
from speakprep.cli.terminal import cells

START = "from speakprep.__main__ import main; main()"
BROKEN = """\
import sys
import typer
from speakprep.cli.app import COMMANDS, Entry
from speakprep.cli.main import run
from speakprep.cli.options import FormatOption

app = typer.Typer(rich_markup_mode=None)

@app.command()
def boom(kind: str, format_: FormatOption = "text"):
    if kind == "stop":
        raise KeyboardInterrupt
    raise RuntimeError("key sk-abcdefgh12345 and hunter2hunter2")

COMMANDS["boom"] = Entry(stage="More", module="boom", about="", group=False)
"""


def start(*arguments: str, code: str = START, **options) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output="stdout" not in options,
        check=False,
        **options,
    )


def test_help_golden(golden, speakprep_run):
    code, out, _ = speakprep_run("-h")
    assert (code, out) == (0, speakprep_run("--help")[1])
    golden("help.txt", out)


def test_new_help_golden(golden, speakprep_run):
    code, out, _ = speakprep_run("new", "-h")
    assert code == 0
    golden("help-new.txt", out)


def test_help_is_one_screen_of_at_most_ten_commands():
    assert sum(entry.shown for entry in COMMANDS.values()) <= 10
    assert max(cells(line) for line in help_lines()) <= 80


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help(command, speakprep_run):
    code, out, err = speakprep_run(command, "-h")
    assert (code, err, out.startswith(f"Usage: speakprep {command}")) == (0, "", True)


def test_version_is_the_installed_one(speakprep_run):
    from importlib.metadata import version

    assert speakprep_run("--version") == (0, f"speakprep {version('speakprep')}\n", "")


@pytest.mark.parametrize(
    ("typed", "command", "arguments"),
    [
        ("plan --format json", "plan", "plan --format json"),
        ("--format json plan", "plan", "plan --format json"),
        ("--talk plan cfp lint x", "cfp lint", "cfp lint --talk plan x"),
        ("plan --talk t invite A", "plan invite", "plan invite --talk t A"),
        ("--talk=t --format=json", "", "--talk=t --format=json"),
        ("new a --title --talk", "new", "new a --title --talk"),
        ("nosuch plan", "", "nosuch plan"),
        ("--version plan", "", "--version plan"),
        ("plan -h", "plan", "plan -h"),
        ("plan --format", "plan", "plan --format"),
        ("", "", ""),
    ],
)
def test_command_line_is_put_in_order(typed, command, arguments):
    read = read_command_line(typed.split())
    assert (read.command, " ".join(read.arguments)) == (command, arguments)


def test_command_line_tells_the_format_and_the_talk():
    read = read_command_line(["plan", "--format", "text", "--talk=a b", "--format=json"])
    assert (read.style, read.talk) == ("json", "a b")


@pytest.mark.parametrize(
    ("words", "command", "hint"),
    [
        (("nosuch",), "", "try: speakprep -h"),
        (("plan", "nosuch"), "plan nosuch", "try: speakprep plan -h"),
        (
            ("new",),
            "new",
            "for example: speakprep new trace-sampling --lang zh --to en --minutes 30",
        ),
        (("plan", "move", "3"), "plan move", "for example: speakprep plan move 3 2027-02-20"),
        (("plan", "--nosuch"), "plan", "try: speakprep plan -h"),
    ],
)
def test_usage_error_before_dispatch_is_json_too(words, command, hint, speakprep_run):
    code, out, err = speakprep_run(*words, "--format", "json")
    envelope = json.loads(out)
    assert (code, err, envelope["exit_code"], envelope["command"]) == (2, "", 2, command)
    assert (envelope["error"]["kind"], envelope["error"]["hint"]) == ("usage", hint)


def test_option_without_its_value_points_to_its_own_command(speakprep_run):
    code, _, err = speakprep_run("rehearse", "listened", "--note")
    assert (code, err.split("\n")[1]) == (2, "  try: speakprep rehearse listened -h")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_any_encoding_of_stdout_is_served(make_talk, encoding):
    space = make_talk(title="采样 🙂")
    for words in ((), ("plan",), ("--format", "json"), ("nosuch",), ("-h",)):
        env = {"PYTHONIOENCODING": encoding}
        done = start(*words, cwd=space.folder, env=env)
        assert (done.returncode, b"Traceback" in done.stderr) == (2 * ("nosuch" in words), False)
        if words == ("--format", "json"):
            assert json.loads(done.stdout.decode(encoding))["facts"]["title"] == "采样 🙂"


def test_no_colour_without_a_terminal(make_talk):
    done = start("plan", cwd=make_talk().folder, env={"NO_COLOR": ""})
    assert (done.returncode, b"\x1b" in done.stdout) == (0, False)


def test_closed_pipe_is_no_accident(make_talk):
    reader, writer = os.pipe()
    os.close(reader)
    done = start("plan", cwd=make_talk().folder, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_full_disk_under_stdout_is_told(make_talk):
    with Path("/dev/full").open("wb") as full:
        done = start("plan", cwd=make_talk().folder, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 4
    assert done.stderr.startswith(b"speakprep: the result cannot be written: ")


@pytest.fixture
def boom(tmp_path):
    """Run a command that fails as told, in a folder that takes the crash log."""
    (tmp_path / "boom.py").write_text(BROKEN, "utf-8")
    logs = tmp_path / "logs"
    logs.mkdir()

    def run(kind: str, *words: str) -> tuple[int, str, str, list[Path]]:
        env = {
            "PYTHONPATH": str(tmp_path),
            "TMPDIR": str(logs),
            "SPEAKPREP_API_KEY": "hunter2hunter2",
            "PYTHONIOENCODING": "utf-8",
        }
        code = "import boom, sys; sys.exit(boom.run(sys.argv[1:]))"
        done = start("boom", kind, *words, code=code, env=env)
        return done.returncode, done.stdout.decode(), done.stderr.decode(), list(logs.iterdir())

    return run


def test_our_own_bug_is_one_line_and_a_private_log(boom):
    code, out, err, logs = boom("bug")
    assert (code, out, len(logs)) == (3, "", 1)
    first, hint, _ = err.split("\n")
    assert first == (
        "speakprep: this is a bug of speakprep, not yours "
        "(RuntimeError: key sk-<hidden> and <SPEAKPREP_API_KEY>)"
    )
    assert hint == f"  your files are as they were; please report it with {logs[0]}"
    log = logs[0].read_text("utf-8")
    assert log.startswith("speakprep boom\n\nTraceback (most recent call last):\n")
    assert "hunter2" not in log
    assert "sk-abc" not in log
    assert stat.S_IMODE(logs[0].stat().st_mode) == 0o600


def test_our_own_bug_as_json_is_an_envelope(boom):
    code, out, err, _ = boom("bug", "--format", "json")
    envelope = json.loads(out)
    assert (code, err, envelope["exit_code"], envelope["error"]["kind"]) == (3, "", 3, "bug")


def test_interrupted_ends_with_130(boom):
    code, out, err, logs = boom("stop")
    assert (code, out, logs) == (130, "", [])
    assert err == (
        "\nspeakprep: interrupted; what was finished is kept\n"
        "  to go on, type the same command again\n"
    )
    code, out, _, _ = boom("stop", "--format", "json")
    assert (code, json.loads(out)["error"]["kind"]) == (130, "interrupted")


def test_secrets_are_hidden_and_the_rest_stays():
    environment = {"MY_TOKEN": "abcdefgh", "SHORT_KEY": "abc", "PATH": "/usr/bin:/bin"}
    text = "abcdefgh abc /usr/bin:/bin Authorization: Bearer xyz.12345-678 risk-taking"
    assert without_secrets(text, environment) == (
        "<MY_TOKEN> abc /usr/bin:/bin Authorization: Bearer <hidden> risk-taking"
    )


def test_shell_completion_knows_the_commands():
    env = {"_SPEAKPREP_COMPLETE": "complete_bash", "COMP_WORDS": "speakprep pl", "COMP_CWORD": "1"}
    done = start(env=env)
    assert done.stdout.split() == [b"plan"]


def test_module_runs_like_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "speakprep", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("speakprep ")


def test_names_after_two_dashes_are_no_options():
    typed = read_command_line(["cfp", "lint", "--", "--format", "json"])
    assert (typed.style, typed.arguments) == ("text", ("cfp", "lint", "--", "--format", "json"))
