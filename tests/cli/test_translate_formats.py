"""check on two files, export and import of files for tools, as they are typed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speakprep.talk.workspace import Workspace

SCRIPT = "## 1. 结果 {#s256}\n\n采样率降到 1% 之后，查询时间从 12 秒变成 2 秒。\n"
RESULT = "After the sampling rate went down to 1%, query time went from 12 seconds to 2 seconds."
TEXTS = {"结果": "Results", "采样率降到 1% 之后，查询时间从 12 秒变成 2 秒。": RESULT}
COMMAND = (sys.executable, "-c", "from speakprep.__main__ import main; main()")


@pytest.fixture
def folder(make_talk: Callable[..., Workspace], monkeypatch, speakprep_run) -> Path:
    """A translated talk nobody has signed, with the command typed inside it."""
    folder = make_talk(language="zh", translate_to=("en",)).folder
    (folder / "script.zh.md").write_bytes(SCRIPT.encode())
    monkeypatch.chdir(folder)
    speakprep_run("translate", "run", "--paste")
    request = (folder / "translate-request.zh-en.md").read_text(encoding="utf-8")
    start, end = request.index('{\n "direction"'), request.index("\n}\n") + 2
    asked = json.loads(request[start:end])["segments"]
    segments = [{"id": one["id"], "text": TEXTS[one["source"]]} for one in asked]
    (folder / "answer.txt").write_text(json.dumps({"segments": segments}), encoding="utf-8")
    assert speakprep_run("translate", "import", "answer.txt")[0] == 0
    return folder


def put(name: str, text: str) -> str:
    Path(name).write_bytes(text.encode())
    return name


def test_check_two_files_without_a_talk(tmp_path, monkeypatch, speakprep_run):
    monkeypatch.chdir(tmp_path)
    zh = put("a.txt", "采样率降到 1% 之后，查询时间从 12 秒变成 2 秒。\n")
    assert speakprep_run("translate", "check", zh, put("b.txt", f"{RESULT}\n"))[0] == 0
    wrong = put("c.txt", "\n" + RESULT.replace("2 seconds.", "3 seconds."))
    code, out, err = speakprep_run("translate", "check", zh, wrong)
    assert (code, err) == (1, "")
    assert out.startswith("1 pair compared, Chinese into English.\n")
    assert "c.txt:2: error number" in out
    assert "a.txt:1" in out
    assert "It cannot see one added" in out
    assert max(len(line) for line in out.split("\n")) <= 80
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        zh,
        "b.txt",
        wrong,
    ]


def test_check_says_that_paragraphs_were_matched(tmp_path, monkeypatch, speakprep_run):
    monkeypatch.chdir(tmp_path)
    more = "我们用 OpenTelemetry 的 Collector 在网关上做采样，出错的请求全部保留下来，一条都不丢。"
    zh = put("a.txt", f"{SCRIPT.split(chr(10))[2]}\n\n{more}\n\n")
    code, out, _ = speakprep_run("translate", "check", zh, put("b.txt", RESULT))
    assert code == 1
    assert "a.txt has 2 paragraphs, b.txt 1: they were matched" in " ".join(out.split())
    assert "a.txt:3: error omission" in out


def test_check_as_json_names_both_places(tmp_path, monkeypatch, speakprep_run):
    monkeypatch.chdir(tmp_path)
    pairs = put("p.csv", f'zh,en\n采样率降到 1%,"{RESULT[:38]}5%"\n')
    code, out, _ = speakprep_run("translate", "check", pairs, "--format", "json")
    envelope = json.loads(out)
    assert (code, envelope["facts"]["pairs"]) == (1, 1)
    assert {finding["place"]["file"] for finding in envelope["findings"]} == {"p.csv"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.txt",), "which file is the translation?"),
        (("gone.txt", "a.txt"), "gone.txt: there is no such file"),
        (("a.txt", "a.txt"), "both sides are Chinese"),
        (("a.txt", "."), "this is a folder, not a file"),
        (("a.txt", "/dev/null"), "is a device or a pipe"),
    ],
)
def test_check_of_what_cannot_be_compared(tmp_path, monkeypatch, speakprep_run, arguments, message):
    monkeypatch.chdir(tmp_path)
    put("a.txt", "采样率降到百分之一。")
    code, out, err = speakprep_run("translate", "check", *arguments)
    assert (code, out) == (2, "") or message == "is a device or a pipe"
    assert "Traceback" not in err
    assert message in err or message == "is a device or a pipe"


def test_final_forms_refuse_and_say_what_to_type(folder, speakprep_run):
    for form in ("md", "html", "srt", "tmx"):
        code, _, err = speakprep_run("translate", "export", "--form", form, "--out", f"x.{form}")
        assert code == 2
        assert "2 of 2 places are not signed; nothing was written" in err
        assert "speakprep translate review --to en; or mark it as one: --draft" in err
    assert [path.name for path in folder.glob("x*")] == []


def test_export_to_the_screen_is_the_file(folder, speakprep_run):
    code, out, err = speakprep_run("translate", "export", "--form", "xliff")
    assert (code, err) == (0, "")
    assert out.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<xliff')


def test_export_says_what_is_in_it(folder, speakprep_run):
    code, out, _ = speakprep_run("translate", "export", "--form", "md", "--draft", "--out", "t.md")
    assert code == 0
    assert out.startswith("2 places, Chinese into English, 2 not signed; marked DRAFT / 草稿.\n")
    assert "wrote t.md\n" in out


def test_export_replaces_only_when_told(folder, speakprep_run):
    put("t.csv", "mine")
    export = ("translate", "export", "--form", "csv", "--out", "t.csv")
    assert speakprep_run(*export)[0] == 2
    assert Path("t.csv").read_text(encoding="utf-8") == "mine"
    assert speakprep_run(*export, "--yes")[0] == 0
    assert Path("t.csv").read_bytes().startswith(b'\xef\xbb\xbf"id"')


@pytest.mark.parametrize("form", ["xliff", "xliff2", "csv"])
def test_edit_goes_out_and_comes_back_flagged(folder, speakprep_run, form):
    name = "t.csv" if form == "csv" else "t.xlf"
    speakprep_run("translate", "export", "--form", form, "--out", name)
    before = (folder / "script.en.md").read_bytes()
    code, out, _ = speakprep_run("translate", "import", name)
    assert (code, "came now" in out, (folder / "script.en.md").read_bytes()) == (0, False, before)
    text = Path(name).read_text(encoding="utf-8")
    Path(name).write_text(text.replace("to 2 seconds", "to 3 seconds"), encoding="utf-8")
    code, out, _ = speakprep_run("translate", "import", name)
    assert code == 1
    assert "1 came now; 1 edited by hand" in " ".join(out.split())
    assert "error number" in out
    assert "wrote script.en.md\n" in out


def test_piped_xliff_is_read(folder, speakprep_run):
    _, text, _ = speakprep_run("translate", "export", "--form", "xliff")
    done = subprocess.run(
        [*COMMAND, "translate", "import", "-"],
        cwd=folder,
        input=text.replace("Results<", "The results<").encode(),
        capture_output=True,
        check=False,
        env=dict(os.environ),
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "The results" in (folder / "script.en.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "a document type"),
        (b"<xliff", "is broken XML"),
        (b"", "is broken XML"),
        (b"<?xml version='1.0'?><tmx version='1.4'/>", "is XML, but no XLIFF"),
        (b" " * 10_000_000, "is larger than any talk's translation (at most 8 MB)"),
    ],
)
def test_hostile_xliff_is_one_line_and_changes_nothing(folder, speakprep_run, data, message):
    (folder / "evil.xlf").write_bytes(data)
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    code, out, err = speakprep_run("translate", "import", "evil.xlf")
    assert (code, out) == (2, "")
    assert err.startswith("speakprep: evil.xlf")
    assert message in err
    assert "root:" not in err
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_lxml_is_loaded_only_when_a_file_comes_back(folder):
    code = (
        "import sys\nfrom speakprep.cli.main import run\n"
        "run(['translate', 'export', '--form', 'xliff'])\n"
        "sys.exit('lxml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("form", ["html", "xliff2"])
def test_export_to_a_form_says_how_a_form_is_asked_for(folder, speakprep_run, form):
    code, out, err = speakprep_run("translate", "export", "--to", form)
    assert (code, out) == (2, "")
    assert err == f"speakprep: {form} is a form, not a language\n  type --form {form}\n"


def test_export_to_an_unknown_language_names_the_known(folder, speakprep_run):
    code, out, err = speakprep_run("translate", "export", "--to", "fr")
    assert (code, out) == (2, "")
    assert "Invalid value for '--to': 'fr' is not one of 'en', 'zh'." in err
