import json
import socket

from speakprep.cli.doctor import (
    ENGINES,
    MIN_FREE_MB,
    Check,
    check_disk,
    checkup_lines,
    checkup_report,
    listens,
)
from speakprep.lint.engines import ENGINES as LINT_ENGINES

CHECKS = (
    Check(feature="all features", name="Python", state="ok", detail="3.11.7"),
    Check(
        feature="proposals",
        name="proselint",
        state="optional",
        detail="checks English prose: cfp lint --engine proselint",
        remedy="python3 -m pip install 'proselint>=0.16,<0.17'",
    ),
    Check(
        feature="decks",
        name="lxml",
        state="missing",
        detail="reads PPTX",
        remedy="python3 -m pip install lxml",
    ),
    Check(feature="translation", name="openai", state="ok", detail="speaks to model servers"),
    Check(
        feature="translation",
        name="key",
        state="optional",
        detail="none: requests are written to a file for any chat window (paste)",
        remedy="export SPEAKPREP_API_KEY=...",
    ),
)


def test_doctor_knows_the_engines_by_their_names_on_the_command_line():
    assert {name for name, _, _ in ENGINES} == {*LINT_ENGINES}


def test_doctor_golden(golden):
    golden("doctor.txt", "\n".join(checkup_lines(checkup_report(CHECKS).facts)) + "\n")


def test_doctor_sends_back_to_itself_while_something_is_missing():
    assert checkup_report(CHECKS).next == "speakprep doctor"
    assert checkup_report(CHECKS[:1]).next == "speakprep"


def test_doctor_goes_through_the_features_in_the_order_of_a_talk(
    tmp_path, monkeypatch, speakprep_run
):
    monkeypatch.chdir(tmp_path)
    code, out, _ = speakprep_run("doctor", "--no-probe", "--format", "json")
    envelope = json.loads(out)
    checks = envelope["facts"]["checks"]
    assert list(dict.fromkeys(check["feature"] for check in checks)) == [
        "all features", "proposals", "decks", "slide pictures", "translation", "recordings",
    ]  # fmt: skip
    by_name = {check["name"]: check["state"] for check in checks}
    assert {by_name[name] for name, _, _ in ENGINES} <= {"ok", "optional"}
    assert {by_name[name] for name in ("Python", "lxml", "openai", "av", "pydub", "numpy")} == {
        "ok"
    }
    missing = [check["name"] for check in checks if check["state"] == "missing"]
    assert (code, envelope["exit_code"], envelope["ok"]) == (
        (4, 4, False) if missing else (0, 0, True)
    )
    assert set(missing) <= {"disk"}


def test_doctor_finds_a_key_and_does_not_show_it(tmp_path, monkeypatch, speakprep_run):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPEAKPREP_API_KEY", "sk-not-to-be-seen")
    _, out, err = speakprep_run("doctor", "--no-probe")
    assert "sk-not-to-be-seen" not in out + err
    assert "  ok      key          for api.openai.com" in out.split("\n")


def test_doctor_with_a_key_that_cannot_be_used_ends_with_4(tmp_path, monkeypatch, speakprep_run):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.toml").write_text('[model]\nbase_url = "ftp://x"\n', "utf-8")
    code, out, _ = speakprep_run("doctor", "--no-probe")
    assert (code, out.split("\n")[-2]) == (4, "next: speakprep doctor")
    assert "  missing key" in out


def test_doctor_of_a_talk_that_does_not_exist_is_refused(tmp_path, monkeypatch, speakprep_run):
    monkeypatch.chdir(tmp_path)
    code, out, err = speakprep_run("doctor", "--no-probe", "--talk", "nowhere")
    assert (code, out) == (2, "")
    assert err.startswith("speakprep: nowhere: is not a talk")


def test_doctor_finds_libreoffice_only_where_it_is(tmp_path, monkeypatch, speakprep_run):
    monkeypatch.chdir(tmp_path)
    program = tmp_path / "soffice"
    monkeypatch.setenv("PATH", str(tmp_path))
    without = speakprep_run("doctor", "--no-probe")[1]
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    with_it = speakprep_run("doctor", "--no-probe")[1]
    assert ("  -       LibreOffice" in without, "  ok      LibreOffice" in with_it) == (True, True)


def test_listens_only_where_somebody_does():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert listens(port)
    assert not listens(port)


def test_disk_that_is_nearly_full_is_missing_space():
    megabyte = 1024 * 1024
    assert check_disk(MIN_FREE_MB * megabyte).state == "ok"
    nearly = check_disk(MIN_FREE_MB * megabyte - 1)
    assert (nearly.state, nearly.detail) == ("missing", "499 MB free here")
