from pathlib import Path

import pytest

from speakprep.cli.cfp.committee import committee_screen
from speakprep.cli.options import user
from speakprep.cli.output import show
from speakprep.cli.terminal import cells
from speakprep.errors import UsageError
from speakprep.talk.workspace import shelves

EXPORT = (
    "ID,Proposal title,Abstract,Speaker names,Track\n"
    'A1,Trace sampling,"We leverage synergies.\nWe utilise them.",Dana,Obs\n'
    "B2,链路采样,我们采用三种采样策略。,李明,Obs\n"
    "C3,,Text,Kim\n"
)


@pytest.fixture
def export(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "subs.csv"
    path.write_text(EXPORT, "utf-8")
    return Path("subs.csv")


def screen(path: Path, **options):
    return committee_screen(path, where=shelves(user()), **{"event": "generic", **options})


def test_committee_screen_shows_what_was_read_and_how_often_rules_speak(export, capsys):
    shown = screen(export)
    assert shown.lines[:5] == (
        "Any conference or meetup (subs.csv)",
        "3 submissions, UTF-8, cells divided by comma",
        "read: id=ID, title=Proposal title, abstract=Abstract",
        "left out, since they tell who submitted: Speaker names",
        "not read: Track",
    )
    counts = {line.split()[0]: line.split()[-1] for line in shown.lines if line[:5] == "  CFP"}
    assert (counts["CFP103"], counts["CFP151"]) == ("1", "1")
    assert shown.exit_code == 1
    show(shown, command="cfp lint", style="text")
    out = capsys.readouterr().out
    assert max(cells(line) for line in out.split("\n")) <= 80
    assert out.endswith(
        "\nnext: speakprep cfp lint --csv subs.csv --event generic --out findings.csv\n"
    )


def test_committee_screen_shows_five_findings_and_keeps_all(export):
    shown = screen(export)
    assert (len(shown.shown), len(shown.report.findings) > 5) == (5, True)
    assert shown.lines[-1] == f"The first 5 of {len(shown.report.findings)} findings:"


def test_committee_screen_out_replaces_nothing_unasked(export):
    out = Path("found.csv")
    assert screen(export, out=out).report.written == ("found.csv",)
    first = out.read_bytes()
    out.write_bytes(b"mine")
    with pytest.raises(UsageError) as caught:
        screen(export, out=out)
    assert (caught.value.hint, out.read_bytes()) == ("add --yes", b"mine")
    screen(export, out=out, yes=True)
    assert out.read_bytes() == first


def test_committee_screen_map_names_the_columns(export):
    report = screen(export, columns=("title=track", "abstract = Abstract")).report
    assert report.facts.columns == {"title": "Track", "abstract": "Abstract", "id": "ID"}
    assert report.next == (
        "speakprep cfp lint --csv subs.csv --event generic --map title=track"
        " --map abstract=Abstract --out findings.csv"
    )


@pytest.mark.parametrize("text", ["title", "=Track", "title=", " = "])
def test_committee_screen_map_that_is_none_is_refused(export, text):
    with pytest.raises(UsageError) as caught:
        screen(export, columns=(text,))
    assert caught.value.message == f"{text!r} is not FIELD=COLUMN"


def test_committee_screen_of_chinese_windows_says_how_it_was_read(export):
    export.write_bytes("标题,摘要\n采样,我们采用三种采样策略。\n".encode("gb18030"))
    shown = screen(export)
    assert shown.lines[1:3] == (
        "1 submission, GB18030, cells divided by comma",
        "It is not UTF-8. If words look wrong, export it again as UTF-8.",
    )


def test_committee_screen_hostile_headers_and_cells_are_shown_and_not_obeyed(export, capsys):
    export.write_text("Title,\x1b[2J\u202ename,Abst\n=cmd|x,\x1b[31m,\x1b[2J\n", "utf-8")
    show(screen(export, columns=("abstract=Abst",)), command="cfp lint", style="text")
    out = capsys.readouterr().out
    assert ("\x1b" in out, "\u202e" in out, "<U+001B>" in out) == (False, False, True)


def test_committee_screen_without_rows_says_so(export):
    export.write_text("Title,Abstract\n")
    shown = screen(export)
    assert (shown.lines[1], len(shown.lines)) == ("0 submissions, UTF-8, cells divided by comma", 3)
