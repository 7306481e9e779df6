import json
from pathlib import Path

import pytest

from speakprep.cli.terminal import cells

PAGE = Path(__file__).parent.parent / "event" / "pages" / "pretalx.html"
FORM = """\
name = "小会 Small Conf"
system = "pretalx"
url = "https://small.example/cfp"
counter = "code-points"
newline = 2
source = "its \\u001b[31m form"
checked_on = 2199-01-01
confidence = "verified"
edition = 2199
event_date = 2199-06-01
language = "zh"
blind = "double"
max_submissions = 2
agreements = { en = ["Code of conduct"], zh = ["行为准则"] }
note = { en = "Be kind.", zh = "请友善。" }

[known.blind]
source = "a mail"
confidence = "reported"

[cfp]
closes = 2199-01-31
zone = "AoE"

[[format]]
label = "Talk"
minutes = 30
speakers = [1, 2]

[[field]]
key = "title"
label = { en = "Title", zh = "标题" }
required = true
one_line = true
max = 60

[[field]]
key = "format"
label = { en = "Format", zh = "形式" }

[[field]]
key = "abstract"
label = { en = "Abstract", zh = "摘要" }
min = 50
max = 300
counter = "words"
markup = "markdown"
person = "third"
confidence = "reported"
note = { en = "Short.", zh = "要短。" }

[[field]]
key = "level"
label = { en = "Level", zh = "难度" }
choices = ["Low", "High"]
"""
SHOWN = """\
小会 Small Conf (small)
  pretalx; counts characters, a line break as 2; in Chinese only
  at most 2 submissions per speaker
  reviewers do not see who you are (reported, a mail)
  {note}
  https://small.example/cfp
  known: verified, 2199-01-01, its <U+001B>[31m form
  file: {file}

Days
  closes     2199-01-31 AoE, {left}
  event      2199-06-01

Formats
  Talk: 30 min, 1 to 2 speakers

Fields (* must be filled in)
* title: {title}
    at most 60 characters; one line
  format: {format}
  abstract: {abstract}
    50 to 300 words; Markdown; in the third person
    {short}
    known: reported
  level: {level}
    one of: Low | High

You agree to
  - {agreed}

next: {next}
"""


@pytest.fixture
def inside(make_talk, monkeypatch):
    space = make_talk(title="采样", language="zh")
    monkeypatch.chdir(space.folder)
    return space.folder


def test_list_is_one_screen_of_80_columns(inside, speakprep_run):
    code, out, err = speakprep_run("event", "list")
    rows = out.split("\n")
    assert (code, err) == (0, "")
    assert rows[0].split() == ["KEY", "NAME", "SYSTEM", "CLOSES", "KNOWN"]
    assert rows[1].split() == [
        "djangocon-us-2023", "DjangoCon", "US", "2023", "pretalx", "2023-05-15", "verified*",
    ]  # fmt: skip
    assert max(cells(row) for row in rows) <= 80
    assert rows[-4] == "* of an edition that is over, or not checked for a year"


def test_show_leads_from_a_proposal_to_how_it_fits(inside, speakprep_run):
    (inside / "cfp.md").write_text("## Title\n", "utf-8")
    out = speakprep_run("event", "show", "pycontw")[1]
    assert out.endswith("\nnext: speakprep cfp fit --to pycontw\n")


@pytest.mark.parametrize("within", [True, False])
def test_show_tells_everything_in_the_speakers_language(inside, monkeypatch, speakprep_run, within):
    if not within:
        monkeypatch.chdir(inside.parent)
    file = inside.parent / "small.toml"
    file.write_text(FORM, "utf-8")
    assert speakprep_run("event", "import", str(file))[0] == 0
    facts = json.loads(speakprep_run("event", "show", "small", "--format", "json")[1])["facts"]
    code, out, _ = speakprep_run("event", "show", "small")
    english = ("Be kind.", "Title", "Format", "Abstract", "Short.", "Level", "Code of conduct")
    chinese = ("请友善。", "标题", "形式", "摘要", "要短。", "难度", "行为准则")
    words = dict(
        zip(
            ("note", "title", "format", "abstract", "short", "level", "agreed"),
            chinese if within else english,
            strict=True,
        )
    )
    following = "speakprep cfp draft" if within else "speakprep new my-talk --event small"
    assert code == 0
    shown = out.split("\n")
    path = next(number for number, row in enumerate(shown) if row.startswith("  file: "))
    after = shown.index("", path)
    shown[path:after] = ["  file: X"]
    assert "\n".join(shown) == SHOWN.format(file="X", left=facts["left"], next=following, **words)


@pytest.mark.parametrize(
    "event",
    ["kubecon-eu-2027", "graphqlconf-2023", "pycontw", "writethedocs-2020", "pretalx-default"],
)
def test_show_of_a_shipped_form_fits_80_columns(inside, speakprep_run, event):
    code, out, _ = speakprep_run("event", "show", event)
    assert code == 0
    wide = [row for row in out.split("\n") if cells(row) > 80]
    # Addresses, and where the profile is on this machine, are as long as they are.
    assert all("://" in row or ".toml" in row for row in wide)


def test_where_names_the_file(inside, speakprep_run):
    (inside / "checklists" / "events").mkdir(parents=True)
    (inside / "checklists" / "events" / "generic.toml").write_text(FORM, "utf-8")
    code, out, _ = speakprep_run("event", "where", "generic")
    assert (code, out.split("\n")[0]) == (0, "checklists/events/generic.toml (talk)")
    assert out.split("\n")[1].endswith("checklists/events/generic.toml")


def test_import_of_a_page_says_what_it_made(inside, speakprep_run):
    code, out, _ = speakprep_run("event", "import", str(PAGE), "--key", "s", "--to", "talk")
    assert (code, out) == (
        0,
        (
            "A form with 6 fields, out of a form page.\n"
            "Left to the form itself: email, image, agree\n\n"
            "wrote checklists/events/s.toml\n\nnext: speakprep event show s\n"
        ),
    )


def test_import_where_nothing_can_be_written_says_so(inside, speakprep_run, monkeypatch):
    (inside / "taken").write_text("", "utf-8")
    monkeypatch.setenv("SPEAKPREP_HOME", str(inside / "taken" / "home"))
    code, _, err = speakprep_run("event", "import", str(PAGE))
    assert (code, err) == (4, "speakprep: taken/home: cannot be written: Not a directory\n")


def test_import_shows_some_findings_and_json_all(inside, speakprep_run):
    feed = inside.parent / "all-cfps.json"
    call = {"untilDate": 7_226_582_400_000, "conf": {"name": "D \u001b[2J"}}
    feed.write_text(json.dumps([*[None] * 20, call]), "utf-8")
    code, out, _ = speakprep_run("event", "import", "../all-cfps.json")
    assert code == 0
    assert out.startswith(
        "1 open call, out of a list of developers.events.\n"
        "13 more findings are not shown; --format json has them all.\n"
    )
    assert out.count("EVT201") == 8
    report = json.loads(
        speakprep_run("event", "import", "../all-cfps.json", "--key", "b", "--format=json")[1]
    )
    assert len(report["findings"]) == 21
    assert report["facts"]["calls"] == 1
    code, out, _ = speakprep_run("event", "deadlines")
    assert (code, "D <U+001B>[2J" in out, "\u001b" in out) == (0, True, False)
    assert "           2199-01-01 (date only, zone unknown)\n" in out


def test_deadlines_write_a_calendar(inside, speakprep_run):
    (inside.parent / "small.toml").write_text(FORM, "utf-8")
    assert speakprep_run("event", "import", "../small.toml", "--to", "talk")[0] == 0
    code, out, _ = speakprep_run("event", "deadlines", "--ics", "cfp.ics")
    assert (code, "wrote cfp.ics\n" in out, "小会 Small Conf [small]\n" in out) == (0, True, True)
    assert b"DTSTART:21990201T115959Z\r\n" in (inside / "cfp.ics").read_bytes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "nosuch"), "there is no event profile called 'nosuch'"),
        (("where", "../x"), "there is no event profile called '../x'"),
        (("import", "nosuch.html"), "nosuch.html: there is no such file"),
        (("import", "."), ".: this is a folder, not a file"),
        (("deadlines", "--ics", "talk.toml"), "talk.toml: is not a calendar that speakprep wrote"),
        (("import",), "Missing argument 'FILE'."),
    ],
)
def test_wrong_words_are_refused_with_a_way_out(inside, speakprep_run, words, message):
    before = (inside / "talk.toml").read_bytes()
    code, out, err = speakprep_run("event", *words)
    assert (code, out, err.startswith(f"speakprep: {message}")) == (2, "", True)
    assert (inside / "talk.toml").read_bytes() == before


def test_event_is_found_whatever_capitals_are_typed(speakprep_run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert (
        speakprep_run("event", "show", "KubeCon-EU-2027")[1]
        == (speakprep_run("event", "show", "kubecon-eu-2027")[1])
    )
    assert (
        speakprep_run("event", "where", "PyConTW")[1]
        == (speakprep_run("event", "where", "pycontw")[1])
    )
    assert speakprep_run("new", "t", "--event", "KubeCon-EU-2027", "--no-input")[0] == 0
    assert 'event = "kubecon-eu-2027"' in (tmp_path / "t" / "talk.toml").read_text("utf-8")
