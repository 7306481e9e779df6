import os
from datetime import UTC, datetime

import pytest

from speakprep.errors import InputError, StorageError, UsageError
from speakprep.rehearsal.actions.listened import listened
from speakprep.rehearsal.actions.listing import list_rehearsals
from speakprep.rehearsal.actions.log import log
from speakprep.rehearsal.files import read_records
from speakprep.rehearsal.record import Listening
from speakprep.rehearsal.said import Log
from tests.rehearsal.recordings import a_minute

AT = datetime.fromisoformat("2027-03-01T18:30:00")
NOW = datetime.fromisoformat("2027-03-02T09:00:00.123456")
SCRIPT = "## 1. A {#s256}\n\n" + "word " * 100 + "\n\n## 2. B {#s257}\n\nmore\n"


def decode(_file):
    return a_minute()


@pytest.fixture
def talk(make_talk):
    return make_talk(minutes=2, qa_minutes=1, language="zh", translate_to=("en",))


@pytest.fixture
def take(talk):
    path = talk.folder / "take.m4a"
    path.write_bytes(b"a recording")
    return path


def records(talk):
    return {path.name: path.read_bytes() for path in (talk.folder / "rehearsals").glob("*.toml")}


def test_log_keeps_figures_and_what_was_said(talk, take):
    (talk.folder / "script.en.md").write_text(SCRIPT, encoding="utf-8")
    said = Log(
        kind="team", at=AT, people=("Anna", " 小明 ", "", "Anna"), note=" ok \n", slides=(1,)
    )
    report = log(talk, take, said, decode=decode)
    rehearsal = report.facts.rehearsal
    assert (rehearsal.id, rehearsal.kind, rehearsal.at) == ("2027-03-01-1830-team", "team", AT)
    assert (rehearsal.people, rehearsal.note) == (("Anna", "小明"), "ok")
    assert (rehearsal.recording.file, rehearsal.recording.size) == ("take.m4a", 11)
    assert rehearsal.figures.talk_s == pytest.approx(50, abs=0.1)
    assert rehearsal.figures.words_per_minute == pytest.approx(120, abs=0.5)
    assert rehearsal.script is not None
    assert (rehearsal.script.language, rehearsal.script.slides) == ("en", (1,))
    assert report.written == ("rehearsals/2027-03-01-1830-team.toml",)
    assert report.next == "speakprep rehearse listen 2027-03-01-1830-team"
    assert read_records(talk.folder).rehearsals == (rehearsal,)


def test_log_without_a_time_takes_the_files_own(talk, take):
    os.utime(take, (AT.timestamp(), AT.timestamp()))
    assert log(talk, take, Log(), decode=decode).facts.rehearsal.at == AT


def test_log_with_a_zone_keeps_the_time_here(talk, take):
    aware = datetime(2027, 3, 1, 18, 30, tzinfo=UTC)
    at = log(talk, take, Log(at=aware), decode=decode).facts.rehearsal.at
    assert (at.tzinfo, at.astimezone(UTC)) == (None, aware)


def test_log_of_a_time_no_clock_shows(talk, take):
    early = datetime.fromisoformat("0001-01-01T00:00:00+14:00")
    with pytest.raises(UsageError) as caught:
        log(talk, take, Log(at=early), decode=decode)
    assert caught.value.message == "0001-01-01 00:00:00+14:00 is not a time of a recording"


def test_same_recording_is_logged_once_under_any_name(talk, take):
    first = log(talk, take, Log(at=AT), decode=decode)
    before = records(talk)
    copy = talk.folder.parent / "copy.mp3"
    copy.write_bytes(take.read_bytes())
    again = log(talk, copy, Log(kind="final", note="other"), decode=decode)
    assert (again.facts.again, again.written) == (True, ())
    assert (first.facts.differs, again.facts.differs) == ((), ("--kind", "--note"))
    assert again.facts.rehearsal == first.facts.rehearsal
    assert records(talk) == before


def test_pace_names_the_script_in_the_other_language(talk, take):
    for name in ("script.en.md", "script.zh.md"):
        (talk.folder / name).write_text("## 1. A {#s256}\n\n" + "word " * 150, encoding="utf-8")
    (finding,) = [
        each
        for each in log(talk, take, Log(at=AT), decode=decode).findings
        if each.code == "RHS108"
    ]
    assert finding.message.endswith(
        ". If you spoke Chinese, delete 2027-03-01-1830-solo.toml and log it again with --lang zh"
    )


def test_two_runs_at_once_log_one_rehearsal(talk, take):
    def meanwhile(file):
        log(talk, file, Log(at=AT, note="the other run"), decode=decode)
        return a_minute()

    report = log(talk, take, Log(at=AT), decode=meanwhile)
    assert report.facts.again
    assert [r.note for r in read_records(talk.folder).rehearsals] == ["the other run"]


def test_two_rehearsals_in_one_minute_have_two_ids(talk):
    for name in "abc":
        (talk.folder / name).write_text(name)
        log(talk, talk.folder / name, Log(at=AT), decode=decode)
    assert sorted(records(talk)) == [
        "2027-03-01-1830-solo-2.toml",
        "2027-03-01-1830-solo-3.toml",
        "2027-03-01-1830-solo.toml",
    ]


def test_recording_that_grows_is_not_logged(talk, take):
    def growing(file):
        with file.open("ab") as stream:
            stream.write(b" and more")
        return a_minute()

    with pytest.raises(InputError) as caught:
        log(talk, take, Log(), decode=growing)
    assert caught.value.message == "the recording changed while it was read"
    assert records(talk) == {}


def test_recording_removed_in_between_is_one_clear_line(talk, take):
    def removing(file):
        file.unlink()
        return a_minute()

    with pytest.raises(InputError) as caught:
        log(talk, take, Log(), decode=removing)
    assert caught.value.message == "there is no such recording"
    assert records(talk) == {}


@pytest.mark.parametrize("name", ["-vf", "a 'b' \"c\".mp3", "two\nlines\t.wav", "彩排 🎤.m4a"])
def test_recordings_of_any_name(talk, name):
    path = talk.folder / name
    path.write_bytes(b"x")
    log(talk, path, Log(at=AT), decode=decode)
    assert read_records(talk.folder).rehearsals[0].recording.file == name


def test_name_that_is_not_text_is_refused(talk):
    path = talk.folder / os.fsdecode(b"bad\xff.wav")
    path.write_bytes(b"x")
    with pytest.raises(UsageError) as caught:
        log(talk, path, Log(), decode=decode)
    assert caught.value.message == (
        f"the recording's name holds bytes that are not UTF-8 text: {talk.folder}/bad?.wav"
    )


def test_recordings_inside_are_relative_and_outside_absolute(talk, take):
    outside = talk.folder.parent / "outside.wav"
    outside.write_bytes(b"y")
    roundabout = talk.folder / ".." / "outside.wav"
    inner = log(talk, talk.folder / ".." / "talk" / "take.m4a", Log(at=AT), decode=decode)
    outer = log(talk, roundabout, Log(at=AT), decode=decode)
    assert inner.facts.rehearsal.recording.file == "take.m4a"
    assert outer.facts.rehearsal.recording.file == str(outside.resolve())


def test_log_without_a_script_has_no_pace(talk, take):
    rehearsal = log(talk, take, Log(), decode=decode).facts.rehearsal
    assert (rehearsal.script, rehearsal.figures.words_per_minute) == (None, None)


@pytest.mark.parametrize(
    ("said", "option"), [(Log(slides=(1,)), "--slides"), (Log(language="en"), "--lang")]
)
def test_log_that_asks_for_a_missing_script(talk, take, said, option):
    with pytest.raises(UsageError) as caught:
        log(talk, take, said, decode=decode)
    assert caught.value.hint.startswith(f"leave out {option}, ")


def test_log_compares_with_the_translation_when_there_is_one(talk, take):
    (talk.folder / "script.zh.md").write_text("## 1. 一 {#s256}\n\n你好\n", encoding="utf-8")
    spoken = log(talk, take, Log(at=AT), decode=decode).facts.rehearsal.script
    assert spoken is not None
    assert spoken.language == "zh"
    (talk.folder / "script.en.md").write_text(SCRIPT, encoding="utf-8")
    take.write_bytes(b"another")
    spoken = log(talk, take, Log(at=AT), decode=decode).facts.rehearsal.script
    assert spoken is not None
    assert spoken.language == "en"


def test_silent_recording_is_kept_but_proves_nothing(talk, take):
    report = log(talk, take, Log(at=AT), decode=lambda _: a_minute(0.0))
    assert [finding.code for finding in report.findings] == ["RHS101"]
    assert report.next == "speakprep plan"
    assert len(records(talk)) == 1


def test_failed_decoding_leaves_no_record(talk, take):
    def fail(_):
        raise InputError("this is not a recording speakprep can read", file="take.m4a")

    with pytest.raises(InputError):
        log(talk, take, Log(), decode=fail)
    assert not (talk.folder / "rehearsals").exists()


def test_rehearsals_that_cannot_be_written(talk, take):
    (talk.folder / ".speakprep").write_text("in the way")
    with pytest.raises(StorageError) as caught:
        log(talk, take, Log(), decode=decode)
    assert caught.value.exit_code == 4
    assert records(talk) == {}


def test_broken_record_does_not_keep_a_new_one_away(talk, take):
    (talk.folder / "rehearsals").mkdir()
    (talk.folder / "rehearsals" / "old.toml").write_text("kind = ")
    report = log(talk, take, Log(at=AT), decode=decode)
    assert report.findings[-1].code == "RHS111"
    assert report.findings[-1].place.file == "rehearsals/old.toml"
    listed = list_rehearsals(talk)
    assert [each.id for each in listed.facts.rehearsals] == ["2027-03-01-1830-solo"]
    assert [finding.code for finding in listed.findings] == ["RHS111"]
    with pytest.raises(InputError) as caught:
        listened(talk, "old", "x", NOW)
    assert (caught.value.file, caught.value.line) == ("rehearsals/old.toml", 1)
    assert len(listened(talk, "2027", "x", NOW).facts.rehearsal.listened) == 1


def test_listened_adds_a_note_and_keeps_edits(talk, take):
    log(talk, take, Log(at=AT), decode=decode)
    path = talk.folder / "rehearsals" / "2027-03-01-1830-solo.toml"
    edited = path.read_bytes() + b"# mine\r\nmood = 1\r\n"
    path.write_bytes(edited)
    report = listened(talk, "2027-03", "  第三页太快 ", NOW)
    heard = Listening(at=datetime.fromisoformat("2027-03-02T09:00:00"), note="第三页太快")
    assert report.facts.rehearsal.listened == (heard,)
    assert report.next == "speakprep plan"
    assert path.read_bytes().startswith(edited)
    assert read_records(talk.folder).rehearsals == (report.facts.rehearsal,)
    assert len(listened(talk, "2027-03", "again", NOW).facts.rehearsal.listened) == 2


@pytest.mark.parametrize("note", ["", "  \n", "what I noticed"])
def test_listening_needs_a_note(talk, take, note):
    log(talk, take, Log(at=AT), decode=decode)
    before = records(talk)
    with pytest.raises(UsageError) as caught:
        listened(talk, "2027", note, NOW)
    assert caught.value.hint == (
        'speakprep rehearse listened 2027-03-01-1830-solo --confirm --note "too fast on slide 4"'
    )
    assert records(talk) == before


def test_rehearsal_is_found_by_an_unmistakable_beginning(talk):
    for name in "ab":
        (talk.folder / name).write_text(name)
        log(talk, talk.folder / name, Log(at=AT), decode=decode)
    exact = listened(talk, "2027-03-01-1830-solo", "x", NOW)
    assert exact.facts.rehearsal.id == "2027-03-01-1830-solo"
    for wanted, what in (
        ("2027", "several rehearsals begin with '2027'"),
        ("", "there is no rehearsal ''"),
        ("../talk", "there is no rehearsal '../talk'"),
    ):
        with pytest.raises(UsageError) as caught:
            listened(talk, wanted, "x", NOW)
        assert caught.value.message == what
        assert caught.value.hint == "there are: 2027-03-01-1830-solo, 2027-03-01-1830-solo-2"


def test_rehearsal_of_an_empty_talk(talk):
    with pytest.raises(UsageError) as caught:
        listened(talk, "x", "x", NOW)
    assert caught.value.hint == "log one with: speakprep rehearse log RECORDING"
    assert list_rehearsals(talk).next == "speakprep rehearse log RECORDING"


def test_list_names_the_next_one_to_listen_to(talk):
    for day, name in enumerate("ab", start=1):
        (talk.folder / name).write_text(name)
        log(talk, talk.folder / name, Log(at=AT.replace(day=day)), decode=decode)
    listened(talk, "2027-03-01", "x", NOW)
    assert list_rehearsals(talk).next == "speakprep rehearse listen 2027-03-02-1830-solo"
    listened(talk, "2027-03-02", "x", NOW)
    report = list_rehearsals(talk)
    assert (report.next, report.facts.speaking_minutes) == ("speakprep plan", 1)
