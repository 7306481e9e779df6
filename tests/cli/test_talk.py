import functools
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from speakprep.cli.terminal import cells
from speakprep.talk.files import parse_talk
from speakprep.talk.model import Dates, Talk

COMMAND = [sys.executable, "-c", "from speakprep.__main__ import main; main()"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def talk_in(folder: Path) -> Talk:
    return parse_talk((folder / "talk.toml").read_text("utf-8"), "talk.toml")


def test_new_with_every_question_answered(here, speakprep_run):
    code, out, err = speakprep_run(
        "new", "Trace 采样!", "--event", "kubecon-eu-2027", "--title", "采样之后",
        "--minutes", "30", "--qa", "5", "--lang", "zh", "--slides-lang", "zh", "--to", "en",
        "--date", "2031-03-17",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert out.split("\n") == [
        "采样之后: 30 minutes, 5 of them for questions.",
        "You write in Chinese, to be translated to English.",
        "The talk is on 2031-03-17.",
        "",
        "wrote trace-采样/.gitignore",
        "wrote trace-采样/talk.toml",
        "",
        "next: cd trace-采样 && speakprep cfp draft",
        "",
    ]
    talk = talk_in(here / "trace-采样")
    assert (talk.title, talk.event, talk.minutes, talk.qa_minutes) == (
        "采样之后", "kubecon-eu-2027", 30, 5,
    )  # fmt: skip
    assert (talk.language, talk.slides_language, talk.translate_to) == ("zh", "zh", ("en",))


def test_new_without_a_terminal_takes_what_is_usual(here, speakprep_run):
    assert speakprep_run("new", "my talk")[0] == 0
    usual = Talk(title="my talk", event="generic", minutes=30, qa_minutes=5)
    assert talk_in(here / "my-talk") == usual


@pytest.mark.parametrize(("minutes", "qa"), [("5", 0), ("19", 0), ("20", 5), ("1", 0)])
def test_new_short_slot_keeps_no_time_for_questions(here, speakprep_run, minutes, qa):
    assert speakprep_run("new", "t", "--minutes", minutes)[0] == 0
    assert talk_in(here / "t").qa_minutes == qa


@pytest.mark.parametrize(
    "title", ["say \"hi\" \\ 'x'", "two\nlines\r\n", "\x1b[31mred", "[table]", "# no comment", ""]
)
def test_new_keeps_any_title_in_one_line(here, speakprep_run, title):
    code, out, _ = speakprep_run("new", "t", "--title", title)
    assert (code, talk_in(here / "t").title) == (0, " ".join(title.split()))
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--minutes", "0"), "'0' is not a number of minutes from 1 to 1440"),
        (("--minutes", "99999"), "'99999' is not a number of minutes from 1 to 1440"),
        (("--minutes", "half"), "'half' is not a number of minutes from 1 to 1440"),
        (("--qa", "-1"), "'-1' is not a number of minutes"),
        (("--minutes", "10", "--qa", "10"), "10 minutes of questions leave nothing of a 10"),
        (("--minutes", "5", "--qa", "10"), "10 minutes of questions leave nothing of a 5"),
        (("--event", "nowhere"), "there is no event profile called 'nowhere'"),
        (("--date", "soon"), "'soon' is not a day"),
        (("--lang", "fr"), "Invalid value for '--lang'"),
        (("--lang", "zh", "--to", "zh"), "you write in Chinese already"),
        (("--title", "\udcff"), "what was typed is not UTF-8 text"),
    ],
)
def test_new_with_wrong_values_creates_nothing(here, speakprep_run, options, message):
    code, out, err = speakprep_run("new", "t", *options)
    assert (code, out) == (2, "")
    assert err.startswith(f"speakprep: {message}")
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("name", ["..", "/", "🙂", " "])
def test_new_with_a_name_that_makes_no_folder_is_refused(here, speakprep_run, name):
    assert speakprep_run("new", name)[0] == 2
    assert list(here.iterdir()) == []


def test_new_leaves_an_existing_folder_alone(here, speakprep_run):
    (here / "t").mkdir()
    (here / "t" / "mine.txt").write_text("mine", "utf-8")
    (here / "file").write_text("mine", "utf-8")
    (here / "link").symlink_to(here / "nowhere")
    for name in ("t", "file", "link"):
        code, _, err = speakprep_run("new", name)
        assert (code, err.split("\n")[0]) == (
            2,
            f"speakprep: {name} already exists and is not empty",
        )
    assert sorted(path.name for path in here.iterdir()) == ["file", "link", "t"]
    assert [path.name for path in (here / "t").iterdir()] == ["mine.txt"]


def test_new_takes_up_what_a_stopped_creation_left(here, speakprep_run):
    assert speakprep_run("new", "t")[0] == 0
    (here / "t" / "talk.toml").unlink()
    (here / "t" / ".talk.toml.x.speakprep-tmp").write_bytes(b"half")
    assert speakprep_run("new", "t")[0] == 0
    assert talk_in(here / "t").title == "t"


def test_new_on_a_full_disk_says_so_and_can_be_done_again(here, speakprep_run):
    # No file may grow: the system refuses every write, as a full disk does.
    full = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (0, 0))
    done = subprocess.run(
        [*COMMAND, "new", "t"], preexec_fn=full, stdin=subprocess.DEVNULL, capture_output=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (4, b"")
    assert done.stderr.startswith(b"speakprep: ")
    assert not (here / "t" / "talk.toml").exists()
    assert speakprep_run("new", "t")[0] == 0


def test_new_on_a_terminal_asks_again_until_it_can_be_used(tmp_path, on_terminal):
    answers = (
        "标题",
        "nope",
        "pycontw",
        "0",
        "30",
        "40",
        "",
        "中文",
        "fr",
        "English",
        "soon",
        "2031-03-24",
    )
    typed = "".join(f"{answer}\n" for answer in answers)
    code, said = on_terminal(tmp_path, "new", "My 谈话", typed=typed)
    assert (code, said.count("? [")) == (0, len(answers))
    assert "\nEvent? [generic] " in said
    assert "kubecon-eu-2027" in said
    assert max(cells(line) for line in said.split("\n")) <= 80
    assert talk_in(tmp_path / "my-谈话") == Talk(
        title="标题",
        event="pycontw",
        minutes=30,
        qa_minutes=5,
        language="zh",
        slides_language="en",
        translate_to=("en",),
        dates=Dates(talk=talk_in(tmp_path / "my-谈话").dates.talk),
    )


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_new_interrupted_leaves_nothing(tmp_path, on_terminal, key):
    code, said = on_terminal(tmp_path, "new", "My 谈话", typed=key)
    assert code == 130
    assert "speakprep: interrupted; what was finished is kept\n" in said
    assert list(tmp_path.iterdir()) == []
