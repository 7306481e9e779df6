import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.cli.asking import chosen_model
from speakprep.errors import MissingError, UsageError
from speakprep.talk.model import ModelSettings
from speakprep.talk.workspace import Workspace
from tests.loopback import SCHEMA_OK, Answer, Asked, Loopback, translation

SCRIPT = "## 1. 结果 {#s256}\n\n采样率降到 1% 之后，查询时间从 12 秒变成 2 秒。\n"
HONEST = {
    "结果": "Results",
    "采样率降到 1% 之后，查询时间从 12 秒变成 2 秒。": (
        "After the sampling rate went down to 1%, query time went from 12 seconds to 2 seconds."
    ),
}
LYING = HONEST | {
    "采样率降到 1% 之后，查询时间从 12 秒变成 2 秒。": (
        "After the sampling rate went down to 1%, query time went from 12 seconds to 2 seconds, "
        "which shows how valuable careful engineering can be for every organization out there."
    )
}
REQUEST = "translate-request.zh-en.md"
COMMAND = (sys.executable, "-c", "from speakprep.__main__ import main; main()")
LOCAL = "http://localhost:11434/v1"


@pytest.fixture
def folder(make_talk: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A talk to translate from Chinese into English, with the command typed inside it."""
    folder = make_talk(language="zh", translate_to=("en",)).folder
    (folder / "script.zh.md").write_bytes(SCRIPT.encode())
    monkeypatch.chdir(folder)
    return folder


def honest(asked: Asked) -> str:
    if asked.is_probe:
        return SCHEMA_OK
    return translation(asked.task["segments"], HONEST.__getitem__)


@pytest.fixture
def server(serve: Callable[[Answer], Loopback]) -> Loopback:
    return serve(honest)


def answer(folder: Path, texts: dict[str, str]) -> str:
    request = (folder / REQUEST).read_text(encoding="utf-8")
    start, end = request.index('{\n "direction"'), request.index("\n}\n") + 2
    return translation(json.loads(request[start:end])["segments"], texts.__getitem__)


def test_run_without_a_model_writes_a_request(folder, speakprep_run):
    code, out, err = speakprep_run("translate", "run", "--to", "en")
    assert (code, err) == (0, "")
    assert f"wrote {REQUEST}\n\nnext: speakprep translate import answer.txt --to en\n" in out
    assert "Nothing was sent." in out
    assert max(len(line) for line in out.split("\n")) <= 80


def test_import_honest_answer_is_clean(folder, speakprep_run):
    speakprep_run("translate", "run")
    (folder / "answer.txt").write_text(answer(folder, HONEST), encoding="utf-8")
    code, out, _ = speakprep_run("translate", "import", "answer.txt")
    assert code == 0
    assert out.startswith(
        "script.en.md: 2 of 2 segments are in English; 2 came now; 0 of 2 signed.\n"
    )
    assert "It cannot see one added adjective" in " ".join(out.split())
    assert HONEST["结果"] in (folder / "script.en.md").read_text(encoding="utf-8")


def test_run_with_nothing_to_ask_follows_moved_slides(folder, speakprep_run):
    speakprep_run("translate", "run")
    (folder / "answer.txt").write_text(answer(folder, HONEST), encoding="utf-8")
    speakprep_run("translate", "import", "answer.txt")
    (folder / "script.zh.md").write_bytes(SCRIPT.replace("## 1.", "## 4.").encode())
    code, out, _ = speakprep_run("translate", "run")
    assert (code, "wrote script.en.md" in out) == (0, True)
    assert "## 4. Results {#s256}" in (folder / "script.en.md").read_text(encoding="utf-8")


def test_import_embellished_answer_exits_1_and_shows_the_place(folder, speakprep_run):
    speakprep_run("translate", "run")
    (folder / "answer.txt").write_text(answer(folder, LYING), encoding="utf-8")
    code, out, _ = speakprep_run("translate", "import", "answer.txt")
    assert code == 1
    lines = (folder / "script.en.md").read_text(encoding="utf-8").split("\n")
    line = lines.index(list(LYING.values())[1]) + 1
    assert f"script.en.md:{line}: " in out
    assert "which shows how valuable" in " ".join(out.split())
    assert speakprep_run("translate", "check")[0] == 1
    level = "error" if " error addition" in out else "warning"
    assert f": {level} addition (slide 1)\n" in out
    assert "\n- 1 place in the translation to look at\n" in front(speakprep_run)
    said = " ".join(out.split())
    assert (
        "2 of 2 segments are in English; 2 came now; 1 with findings; 0 of 2 signed. Mend the words"
        in said
    )
    assert "\nnext: speakprep translate review --to en\n" in out
    why = ("--reason", "she says it on stage")
    code, out, _ = speakprep_run("translate", "accept", f"script.en.md:{line}", *why)
    assert (code, out.split("\n")[0]) == (
        0,
        f"script.en.md:{line}: addition accepted, until either side is edited.",
    )
    assert out.endswith(
        "0 places left to look at.\n\nwrote translation.zh-en.jsonl\n\n"
        "next: speakprep translate review --to en\n"
    )
    code, out, _ = speakprep_run("translate", "check")
    assert (code, out.split(".\n")[0]) == (
        0,
        "script.en.md: 2 of 2 segments are in English; 1 accepted; 0 of 2 signed",
    )
    assert "in the translation" not in front(speakprep_run)


def front(speakprep_run) -> str:
    """What bare speakprep says is missing."""
    _, out, _ = speakprep_run()
    return "\n".join(line.strip() for line in out.split("\n"))


def test_accept_asks_for_a_reason_and_a_line(folder, speakprep_run):
    speakprep_run("translate", "run")
    (folder / "answer.txt").write_text(answer(folder, LYING), encoding="utf-8")
    speakprep_run("translate", "import", "answer.txt")
    code, out, err = speakprep_run("translate", "accept", "5")
    assert (code, out) == (2, "")
    assert err.startswith("speakprep: a finding is accepted with a reason\n")
    code, _, err = speakprep_run("translate", "accept", "5000", "--reason", "right as it is")
    assert (code, err.split("\n")[0]) == (2, "speakprep: nothing is found on line '5000'")


def test_import_from_standard_input(folder, speakprep_run):
    speakprep_run("translate", "run")
    done = subprocess.run(
        [*COMMAND, "translate", "import", "-", "--format", "json"],
        input=answer(folder, HONEST).encode(),
        capture_output=True,
        check=False,
        cwd=folder,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["facts"]["came"] == 2
    broken = subprocess.run(
        [*COMMAND, "translate", "import", "-"],
        input=b"\xff\xfe",
        capture_output=True,
        check=False,
        cwd=folder,
    )
    assert (broken.returncode, broken.stderr.count(b"\n")) == (2, 2)


def test_import_of_nothing_says_what_to_do(folder, speakprep_run):
    (folder / "answer.txt").write_text("Sorry, I cannot.", encoding="utf-8")
    code, out, err = speakprep_run("translate", "import", "answer.txt")
    assert (code, out) == (2, "")
    assert err.startswith("speakprep: answer.txt: holds no JSON object; it begins with")
    assert speakprep_run("translate", "import", "none.txt")[0] == 2


def test_run_with_a_local_model_asks_nothing(folder, speakprep_run, server):
    code, out, err = speakprep_run("translate", "run", "--model", "m", "--base-url", server.url)
    assert code == 0
    assert err.startswith("To m at 127.0.0.1:")
    assert "2 of the 2 segments of your Chinese script (21 characters), in 1 request" in err
    assert "free of charge" in err
    assert "2 came now" in out
    again = speakprep_run("translate", "run", "--model", "m", "--base-url", server.url)
    assert (again[0], again[2]) == (0, "")
    assert len(server.seen) == 2  # one of them the probe


def test_run_key_never_reaches_a_file_or_the_screen(folder, speakprep_run, server, monkeypatch):
    secret = "sk-very-secret-0123456789"
    monkeypatch.setenv("SPEAKPREP_API_KEY", secret)
    code, out, err = speakprep_run("translate", "run", "--model", "m", "--base-url", server.url)
    keys = [asked.headers["authorization"] for asked in server.seen]
    assert (code, keys) == (0, [f"Bearer {secret}"] * 2)
    assert secret not in out + err
    for file in folder.rglob("*"):
        assert not file.is_file() or secret.encode() not in file.read_bytes()


def test_run_with_a_remote_model_needs_a_yes(folder, speakprep_run, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nothing")
    code, out, err = speakprep_run("translate", "run", "--model", "gpt")
    assert (code, out) == (2, "")
    assert "over the network" in err
    assert "the price is not known" in err
    assert "add --yes" in err
    assert sorted(path.name for path in folder.iterdir()) == ["script.zh.md", "talk.toml"]


def test_run_says_the_price_that_talk_toml_gives(folder, speakprep_run, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nothing")
    with (folder / "talk.toml").open("a") as stream:
        stream.write('name = "gpt"\ninput_price = 1\noutput_price = 2.5\ncurrency = "EUR"\n')
    _, _, err = speakprep_run("translate", "run")
    assert "at most about 0.01 EUR" in " ".join(err.split())
    _, _, err = speakprep_run("translate", "run", "--model", "other")
    assert "the price is not known" in " ".join(err.split())


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo terminal")
def test_run_refused_by_the_person_sends_nothing(folder):
    main, other = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "translate", "run", "--model", "gpt"],
        stdin=other,
        stderr=other,
        stdout=subprocess.PIPE,
        cwd=folder,
        env=os.environ | {"OPENAI_API_KEY": "sk-nothing"},
    )
    os.close(other)
    os.write(main, b"n\n")
    out, _ = process.communicate(timeout=20)
    shown = os.read(main, 4096).decode()
    os.close(main)
    assert process.returncode == 0
    assert "Send this? [y/N]" in shown
    assert b"Nothing was sent." in out
    assert b"translate run --to en --paste" in out
    assert not (folder / ".speakprep").exists()


def test_run_json_has_one_envelope(folder, speakprep_run):
    code, out, _ = speakprep_run("translate", "run", "--format", "json")
    found = json.loads(out)
    assert (code, found["command"], found["facts"]["pending"]) == (0, "translate run", 2)
    code, out, _ = speakprep_run("translate", "check", "--format", "json")
    assert (code, json.loads(out)["error"]["kind"]) == (2, "input")


def test_run_into_the_same_language_is_refused(folder, speakprep_run):
    code, _, err = speakprep_run("translate", "run", "--to", "zh")
    assert code == 2
    assert "the script is Chinese already" in err


def test_chosen_model_is_none_where_nothing_is_set_up():
    assert chosen_model(ModelSettings(), None, None) is None
    assert chosen_model(ModelSettings(name="gpt"), None, None) is None


def test_chosen_model_named_for_this_once_wins():
    model = chosen_model(ModelSettings(name="a", base_url="http://localhost:1/v1"), "b", LOCAL)
    assert model is not None
    assert (str(model.recipient.host), model.recipient.model) == ("localhost:11434", "b")
    model = chosen_model(ModelSettings(name="a", base_url=LOCAL), None, None)
    assert model is not None
    assert (model.recipient.model, model.recipient.local) == ("a", True)


def test_chosen_model_half_said_is_refused():
    with pytest.raises(UsageError):
        chosen_model(ModelSettings(), None, LOCAL)
    with pytest.raises(MissingError):
        chosen_model(ModelSettings(), "gpt", None)


def test_help_loads_no_model_package():
    code = (
        "import sys; from speakprep.cli.main import run; run(['translate', '-h']);"
        "heavy = {'openai', 'httpx2', 'pptx', 'jinja2', 'numpy', 'av', 'pydub', 'lxml'};"
        "sys.exit(','.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "import" in done.stdout
