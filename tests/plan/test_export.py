"""The plan in a calendar, read back by two parsers and by the rules of RFC 5545."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import vobject
from icalendar import Calendar

from speakprep.errors import InputError, UsageError
from speakprep.plan.actions.decide import move, note_day, note_stage, waive
from speakprep.plan.actions.export import export, talks_here
from speakprep.plan.files import CALENDAR_STATE, read_clock
from speakprep.talk.model import Dates
from speakprep.talk.workspace import open_workspace
from tests.plan.givens import TALK, again

NOW = datetime(2027, 1, 5, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def space(make_talk):
    return make_talk(title="采样之后，还能查清故障吗？", language="zh", dates=Dates(talk=TALK))


def exported(space, now=NOW):
    """Export, and return the entries by their key in the UID."""
    out = space.folder / "plan.ics"
    report = export((again(space),), out, here=space.here, now=now)
    data = out.read_bytes()
    check_rules(data)
    calendar = Calendar.from_ical(data)
    return report, {str(event["uid"]).rpartition("-")[0]: event for event in calendar.events}


def check_rules(data: bytes) -> None:
    """What RFC 5545 asks of every file, beyond what the parser reads."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    assert all(b"\n" not in line and len(line) <= 75 for line in lines)
    data.decode("utf-8")
    calendar = Calendar.from_ical(data)
    assert (calendar["version"], calendar.errors) == ("2.0", [])
    assert "prodid" in calendar
    assert "method" not in calendar
    assert vobject.readOne(data.decode()).validate(raiseException=True)
    uids = [event["uid"] for event in calendar.events]
    assert len(set(uids)) == len(uids) > 0
    for event in calendar.events:
        assert event.errors == []
        assert {"uid", "dtstamp", "dtstart", "summary", "sequence"} <= set(map(str.lower, event))
        assert event["dtstamp"].dt.tzinfo is not None
        assert not ("dtend" in event and "duration" in event)
        for alarm in event.walk("VALARM"):
            assert {"action", "description", "trigger"} <= set(map(str.lower, alarm))


def test_export_has_the_steps_their_parts_the_talk_and_the_day(space):
    report, events = exported(space)
    assert sorted(events) == sorted([
        "talk", "text", "rehearse", "rehearse-1", "team", "team-1", "experts", "experts-1",
        "experts-2", "experts-3", "experts-4", "final", "final-1", "day-guests", "day-pdf",
        "day-upload", "day-camera", "day-repeat", "day-photos", "day-thanks", "day-write-up",
        "day-video",
    ])  # fmt: skip
    text = events["text"]
    assert (text["dtstart"].dt, text["transp"]) == (TALK - timedelta(days=35), "TRANSPARENT")
    assert text["summary"] == "采样之后，还能查清故障吗？：1. 每一页都有完整的讲稿"
    (alarm,) = text.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(hours=-15)
    assert (report.facts.entries, report.facts.changed, report.facts.talks) == (
        22, 22, ("采样之后，还能查清故障吗？",),
    )  # fmt: skip
    assert report.written == (CALENDAR_STATE, "plan.ics")


def test_export_again_keeps_every_uid_and_sequence(space):
    _, first = exported(space)
    report, second = exported(space, NOW + timedelta(days=1))
    assert {k: (e["uid"], e["sequence"]) for k, e in first.items()} == {
        k: (e["uid"], e["sequence"]) for k, e in second.items()
    }
    assert (report.facts.changed, report.written) == (0, ("plan.ics",))


def test_export_counts_up_what_was_revised_and_nothing_else(space):
    exported(space)
    move(again(space), "text", date(2027, 2, 1))
    report, events = exported(space)
    assert {key for key, event in events.items() if event["sequence"]} == {"text"}
    assert (events["text"]["sequence"], report.facts.changed) == (1, 1)
    waive(again(space), "3", "没有团队", NOW.date())
    _, events = exported(space)
    assert {key: event["sequence"] for key, event in events.items() if event["sequence"]} == {
        "text": 1, "team": 1, "team-1": 1,
    }  # fmt: skip
    assert (events["team"]["status"], list(events["team"].walk("VALARM"))) == ("CANCELLED", [])


def test_export_knows_its_entries_after_title_and_folder_changed(space, tmp_path):
    _, before = exported(space)
    space.folder.rename(tmp_path / "renamed")
    text = (tmp_path / "renamed" / "talk.toml").read_text("utf-8")
    (tmp_path / "renamed" / "talk.toml").write_text(text.replace("采样之后", "后来"), "utf-8")
    moved = open_workspace(tmp_path, tmp_path / "home", named=tmp_path / "renamed")
    out = tmp_path / "elsewhere.ics"
    export((moved,), out, here=tmp_path, now=NOW)
    events = Calendar.from_ical(out.read_bytes()).events
    assert {str(e["uid"]) for e in events} == {str(e["uid"]) for e in before.values()}
    assert {e["sequence"] for e in events} == {1}


def test_export_gives_the_talk_its_moment_once_time_and_zone_are_known(space):
    _, events = exported(space)
    assert events["talk"]["dtstart"].dt == TALK
    note_stage(again(space), read_clock("09:00"), "Asia/Tokyo")
    _, events = exported(space)
    talk = events["talk"]
    assert talk["dtstart"].dt == datetime(2027, 3, 17, 0, 0, tzinfo=UTC)
    assert (talk["duration"].dt, talk["sequence"]) == (timedelta(minutes=30), 1)
    assert "transp" not in talk
    assert next(iter(talk.walk("VALARM")))["trigger"].dt == timedelta(days=-1)


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(1, 1, 1), datetime(1, 1, 2, 11, 59, tzinfo=UTC)),
        (date(9999, 12, 31), date(9999, 12, 31)),
        (date(2028, 2, 29), datetime(2028, 3, 1, 11, 59, tzinfo=UTC)),
    ],
)
def test_export_at_the_ends_of_the_calendar_is_still_a_calendar(space, day, begins):
    note_day(space, "talk", day)
    note_stage(again(space), read_clock("23:59"), "UTC-12")
    _, events = exported(space)
    assert events["talk"]["dtstart"].dt == begins


def test_export_keeps_control_characters_and_line_breaks_out(make_talk):
    space = make_talk(title="a;b,c\\d\x0b\x1b\u2028e\nBEGIN:VALARM", dates=Dates(talk=TALK))
    _, events = exported(space)
    assert events["talk"]["summary"] == "a;b,c\\d   e BEGIN:VALARM"
    assert all(len(list(event.walk("VALARM"))) <= 1 for event in events.values())


def test_export_of_all_talks_goes_into_one_file(tmp_path):
    for name, text in (
        ("a", 'title = "A"\n[dates]\ntalk = 2027-03-17\n'),
        ("b", 'title = "B"\n[dates]\ntalk = 2027-05-17\n'),
        ("c", 'title = "C"\n'),
        ("d", 'title = "D"\n[dates]\ntalk = 2027-05-17\nrejected = 2027-01-02\n'),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "talk.toml").write_text(text, "utf-8")
    out = tmp_path / "plan.ics"
    talks = talks_here(tmp_path, tmp_path / "home")
    facts = export(talks, out, here=tmp_path, now=NOW).facts
    check_rules(out.read_bytes())
    assert (facts.talks, facts.left_out) == (("A", "B"), ("c: no day yet", "d: turned down"))


def test_export_of_a_copied_talk_is_refused_with_a_way_out(space, tmp_path):
    exported(space)
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("talk.toml", CALENDAR_STATE):
        (copy / name).write_bytes((space.folder / name).read_bytes())
    with pytest.raises(InputError) as caught:
        export(
            talks_here(tmp_path, tmp_path / "home"), tmp_path / "all.ics", here=tmp_path, now=NOW
        )
    assert caught.value.file == f"talk/{CALENDAR_STATE}"
    assert "delete this file" in caught.value.hint
    assert not (tmp_path / "all.ics").exists()


def test_export_never_replaces_a_file_of_somebody_else(space):
    mine = space.folder / "plan.ics"
    mine.write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:mine\r\nEND:VCALENDAR\r\n")
    with pytest.raises(UsageError) as caught:
        export((space,), mine, here=space.here, now=NOW)
    assert caught.value.hint == "name another file with --out"
    assert b"PRODID:mine" in mine.read_bytes()
    assert not (space.folder / CALENDAR_STATE).exists()


def test_export_without_any_day_says_how_to_set_one(make_talk):
    space = make_talk()
    with pytest.raises(UsageError) as caught:
        export((space,), space.folder / "plan.ics", here=space.here, now=NOW)
    assert caught.value.hint == "speakprep plan date YYYY-MM-DD"


@pytest.mark.parametrize(
    "text",
    ["name = \n", 'name = "../../x"\n', "", 'name = "abcdef"\n[entry]\ntext = 5\n',
     'name = "abcdef"\n[entry]\ntext = {sequence = -1, was = "x"}\n'],
)  # fmt: skip
def test_export_with_a_broken_memory_is_refused_or_begins_anew(space, text):
    path = space.folder / CALENDAR_STATE
    path.write_text(text, "utf-8")
    if not text:
        assert exported(space)[0].facts.entries == 22
        return
    with pytest.raises(InputError) as caught:
        export((space,), space.folder / "plan.ics", here=space.here, now=NOW)
    assert caught.value.file == CALENDAR_STATE
    assert path.read_text("utf-8") == text
