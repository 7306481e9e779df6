import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.event.actions import (
    Imported,
    Wish,
    import_event,
    list_deadlines,
    list_events,
    show_event,
    where_event,
    write_calendar,
)
from speakprep.event.files import CALLS_FOLDER, is_untouched, parse_calls
from speakprep.event.model import Call, Deadline
from speakprep.event.profiles import FOLDER, load_profile
from speakprep.talk.resources import Resource, Shelves
from speakprep.talk.workspace import Workspace, shelves

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PAGE = Path(__file__).parent / "pages" / "pretalx.html"
CALL = {"name": "采样 \u001b[31m \"'''\\", "startDate": "2027-05-01", "cfpEndDate": "2027-02-01"}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelves:
    return shelves(tmp_path / "home")


def run(shelf: Shelves, file: Path, **wish: object):
    return import_event(shelf, file.parent, file, Wish(**wish), NOW)


def test_page_becomes_a_profile(shelf: Shelves, tmp_path: Path) -> None:
    report = run(shelf, PAGE, key="Small 2027")
    path = tmp_path / "home" / FOLDER / "small-2027.toml"
    assert report.facts == Imported(
        kind="form page",
        key="small-2027",
        file=report.written[0],
        fields=6,
        left_out=("email", "image", "agree"),
    )
    assert report.next == "speakprep event show small-2027"
    assert is_untouched(path.read_text("utf-8"))
    form = load_profile(shelf, "small-2027")
    assert (form.name, form.edition, form.system) == ("Small Conf 2027", 2027, "pretalx")
    assert [(each.label, each.minutes) for each in form.formats] == [
        ("Talk (30 minutes)", 30),
        ("Workshop (90 minutes)", 90),
    ]
    limits = {each.key: (each.at_least, each.at_most, each.counter) for each in form.fields}
    assert limits == {
        "format": (None, None, "code-points"),
        "title": (None, 200, "code-points"),
        "abstract": (50, 1500, "code-points"),
        "description": (None, 300, "words"),
        "question_7": (None, 80, "words"),
        "question_8": (None, None, "code-points"),
    }
    assert form.fields[5].choices == ("Beginner", "Expert & above")
    assert form.fields[2].called("zh") == "摘要"


def test_chinese_page_keeps_its_labels(shelf: Shelves, tmp_path: Path) -> None:
    page = tmp_path / "hui.html"
    page.write_text(
        '<html lang="zh-CN"><title>提交 :: 小会 :: pretalx</title><label for="t">讲题 "一"</label>'
        '<input name="title" id="t"><label for="q">收获</label>'
        '<textarea name="9-QUESTION 采" id="q"></textarea>'
        '<textarea name="title" id="t2"></textarea><textarea name="Title"></textarea>',
        "utf-8",
    )
    run(shelf, page)
    form = load_profile(shelf, "hui")
    assert form.name == "小会"
    assert [(each.key, dict(each.label)) for each in form.fields] == [
        ("title", {"en": "Title", "zh": '讲题 "一"'}),
        ("field_9_question", {"en": "收获", "zh": "收获"}),
    ]


def test_list_becomes_calls_that_can_be_read_back(shelf: Shelves, tmp_path: Path) -> None:
    feed = tmp_path / "go.json"
    feed.write_text(json.dumps([CALL]), "utf-8")
    report = run(shelf, feed)
    path = tmp_path / "home" / CALLS_FOLDER / "go.toml"
    assert (report.facts.kind, report.facts.calls, report.next) == (
        "confs.tech",
        1,
        "speakprep event deadlines",
    )
    assert parse_calls(Resource(path=path, text=path.read_text("utf-8"))) == (
        Call(
            name=CALL["name"],
            closes=Deadline(day=date(2027, 2, 1)),
            source="confs.tech",
            event_date=date(2027, 5, 1),
        ),
    )


def test_toml_is_copied_to_the_byte(
    make_talk: Callable[..., Workspace], form_text: str, tmp_path: Path
) -> None:
    space = make_talk()
    file = tmp_path / "mine.toml"
    data = ("\ufeff# 我的\n" + form_text).replace("\n", "\r\n").encode()
    file.write_bytes(data)
    report = import_event(space.shelves, tmp_path, file, Wish(to="talk"), NOW)
    path = space.folder / FOLDER / "mine.toml"
    assert (path.read_bytes(), report.facts.fields) == (data, 4)
    assert report.written == (str(Path("talk") / FOLDER / "mine.toml"),)


def test_file_edited_by_hand_is_only_replaced_with_a_yes(shelf: Shelves, tmp_path: Path) -> None:
    run(shelf, PAGE, key="small")
    assert run(shelf, PAGE, key="small").written == ()
    path = tmp_path / "home" / FOLDER / "small.toml"
    made = path.read_bytes()
    path.write_bytes(made.replace(b"max = 200", b"max = 150"))
    with pytest.raises(UsageError, match="was written or edited by hand; nothing was replaced"):
        run(shelf, PAGE, key="small")
    assert b"max = 150" in path.read_bytes()
    assert len(run(shelf, PAGE, key="small", replace=True).written) == 1
    assert path.read_bytes() == made


def test_list_that_nobody_edited_is_made_anew(shelf: Shelves, tmp_path: Path) -> None:
    feed = tmp_path / "go.json"
    for name in ("One", "Two"):
        feed.write_text(json.dumps([{**CALL, "name": name}]), "utf-8")
        assert len(run(shelf, feed).written) == 1
    assert [each.call.name for each in list_deadlines(shelf, tmp_path, NOW).facts.calls] == ["Two"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.html", b"<html>", "there is no form in this page"),
        ("a.json", b"[null, null]", "holds no conference that can be read"),
        ("a.toml", b"name = 3\n", "source is missing"),
        ("a.toml", b"[[field]]\nkey = 1\n", "source is missing"),
        ("a.txt", b"just words", "is not valid TOML"),
        ("a.html", b"\xff\xfe<", "is not UTF-8 text"),
        ("a.html", b"<p>" * 4_000_000, "is larger than any form page"),
        ("a.html", b" " * 17_000_000, "is more text than speakprep reads"),
    ],
)
def test_file_that_cannot_be_used_writes_nothing(
    shelf: Shelves, tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(InputError) as raised:
        run(shelf, file)
    assert raised.value.message.startswith(message)
    assert not (tmp_path / "home").exists()


def test_import_into_a_talk_needs_a_talk(shelf: Shelves) -> None:
    with pytest.raises(UsageError, match="not inside a talk"):
        run(shelf, PAGE, to="talk")


def test_name_of_which_no_key_can_be_made_is_refused(shelf: Shelves) -> None:
    with pytest.raises(UsageError, match="no folder name can be made"):
        run(shelf, PAGE, key="../..")


def test_nearest_file_is_told_with_what_it_hides(
    make_talk: Callable[..., Workspace], form_text: str, tmp_path: Path
) -> None:
    space = make_talk()
    assert where_event(space.shelves, tmp_path, "pycontw").facts.shelf == "shipped"
    for folder in (tmp_path / "home", space.folder):
        (folder / FOLDER).mkdir(parents=True)
        (folder / FOLDER / "pycontw.toml").write_text(form_text, "utf-8")
    facts = where_event(space.shelves, tmp_path, "pycontw").facts
    assert (facts.shelf, facts.file) == ("talk", "talk/checklists/events/pycontw.toml")
    assert facts.hides[0] == "home/checklists/events/pycontw.toml"
    assert len(facts.hides) == 2


def test_broken_profile_is_a_finding_and_hides_no_other(shelf: Shelves, tmp_path: Path) -> None:
    (tmp_path / "home" / FOLDER).mkdir(parents=True)
    (tmp_path / "home" / FOLDER / "lf-2022.toml").write_text("name = \n", "utf-8")
    report = list_events(shelf, tmp_path, NOW)
    assert [(each.code, each.level, str(each.place)) for each in report.findings] == [
        ("EVT102", "error", "home/checklists/events/lf-2022.toml:1:8")
    ]
    assert len(report.facts.events) == 15
    assert len(list_deadlines(shelf, tmp_path, NOW).findings) == 1


def test_show_tells_that_an_edition_is_over(shelf: Shelves, tmp_path: Path) -> None:
    old = show_event(shelf, tmp_path, "europython-2025", NOW, "en")
    assert [each.code for each in old.findings] == ["EVT101"]
    assert (old.facts.left, old.next) == (
        "closed",
        "speakprep new my-talk --event europython-2025",
    )
    assert show_event(shelf, tmp_path, "kubecon-eu-2027", NOW, "en").findings == ()


def test_deadlines_are_sorted_and_closed_ones_left_out(shelf: Shelves, tmp_path: Path) -> None:
    calls = [
        {**CALL, "name": name, "cfpEndDate": day}
        for name, day in (("later", "2027-02-01"), ("over?", "2026-11-21"), ("b", "2026-11-25"))
    ]
    feed = tmp_path / "go.json"
    feed.write_text(json.dumps(calls), "utf-8")
    run(shelf, feed)
    facts = list_deadlines(shelf, tmp_path, NOW).facts
    assert [(each.call.name, each.days_left, each.left) for each in facts.calls] == [
        ("over?", -1, "over?"),
        ("b", 3, "3 days"),
        ("later", 71, "71 days"),
    ]
    assert facts.closed == 5
    everything = list_deadlines(shelf, tmp_path, NOW, closed_too=True).facts
    assert (len(everything.calls), everything.closed) == (8, 0)
    october = list_deadlines(shelf, tmp_path, datetime(2026, 10, 10, tzinfo=UTC)).facts
    assert october.calls[0].call.key == "kubecon-eu-2027"


def test_nothing_open_leads_to_an_import(shelf: Shelves, tmp_path: Path) -> None:
    report = list_deadlines(shelf, tmp_path, NOW)
    assert (report.facts.calls, report.facts.closed, report.next) == (
        (),
        5,
        "speakprep event import all-cfps.json",
    )


def test_calendar_is_written_and_foreign_files_are_kept(shelf: Shelves, tmp_path: Path) -> None:
    report = list_deadlines(shelf, tmp_path, NOW, closed_too=True)
    path = tmp_path / "cfp.ics"
    assert write_calendar(report, path, tmp_path, NOW) == "cfp.ics"
    first = path.read_bytes()
    assert first.count(b"BEGIN:VEVENT") == 5
    assert write_calendar(report, path, tmp_path, NOW) == "cfp.ics"
    assert path.read_bytes() == first
    path.write_bytes(b"my notes")
    with pytest.raises(InputError, match="is not a calendar that speakprep wrote"):
        write_calendar(report, path, tmp_path, NOW)
    assert path.read_bytes() == b"my notes"
