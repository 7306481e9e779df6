import hashlib
from datetime import datetime
from functools import partial

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.actions.listening import Session, open_player
from speakprep.rehearsal.files import read_record
from speakprep.rehearsal.marks import KeptMarks, Mark, Marks
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.record import ELSEWHERE, Part, Recording, Remark
from tests.rehearsal.recordings import steady
from tests.rehearsal.records import kept_take

NOW = datetime.fromisoformat("2027-03-02T09:00:00.5")


@pytest.fixture
def talk(make_talk):
    return make_talk(minutes=2, qa_minutes=0)


@pytest.fixture
def keep(talk, make_take):
    return partial(kept_take, talk.folder, make_take)


def decoded(_file):
    return steady(2)


def span(start, end):
    return Span(start_s=start, end_s=end)


def test_player_gets_files_and_levels_and_keeps_the_levels(talk, keep):
    keep()
    playable = open_player(talk, "2027", decode=decoded)
    assert playable.files == (talk.folder / "take.wav",)
    assert playable.levels == (-21, -21)
    assert playable.times.visits == ()

    def decode_again(_file):
        raise AssertionError

    assert open_player(talk, "2027", decode=decode_again).levels == (-21, -21)


def test_player_names_slides_as_they_are_now_and_deleted_ones_as_they_were(talk, keep):
    shown = [Mark(slide=n, from_s=n, to_s=n + 1, slide_id=255 + n) for n in (1, 2, 3)]
    marks = Marks(source="a test", visits=tuple(shown))
    keep(marks=KeptMarks(file="", sha256="", marks=marks))
    labels = [each.label for each in open_player(talk, "2027", decode=decoded).times.visits]
    assert labels == ["1", "2", "3"]  # there is no script yet
    script = "## 1. A {#s256}\n\nword\n\n## 2. C {#s258}\n\nword\n"
    (talk.folder / "script.en.md").write_text(script, encoding="utf-8")
    times = open_player(talk, "2027", decode=decoded).times
    assert [each.label for each in times.visits] == ["1", "(2)", "2"]
    assert [(each.number, each.title, each.visits) for each in times.slides] == [
        (1, "A", 1),
        (2, "C", 1),
    ]


def test_player_of_a_take_in_two_files(talk, keep):
    (talk.folder / "more.wav").write_bytes(b"more")
    part = Part(file="more.wav", sha256=hashlib.sha256(b"more").hexdigest(), size=4, start_s=60.0)
    keep(parts=(part,))
    playable = open_player(talk, "2027", decode=decoded)
    assert [file.name for file in playable.files] == ["take.wav", "more.wav"]
    assert len(playable.levels) == 4
    (talk.folder / "more.wav").write_bytes(b"other")
    with pytest.raises(InputError) as caught:
        open_player(talk, "2027", decode=decoded)
    assert caught.value.file == "more.wav"


def test_lost_recording_says_how_to_find_it(talk, keep):
    keep()
    (talk.folder / "take.wav").unlink()
    with pytest.raises(InputError) as caught:
        open_player(talk, "2027", decode=decoded)
    assert caught.value.hint == "put it back there, or find it: speakprep rehearse relink FOLDER"


def test_recording_elsewhere_cannot_be_played(talk, keep):
    url = "https://video.example/talk"
    keep(recording=Recording(file="", sha256="", size=0, source=ELSEWHERE, url=url))
    with pytest.raises(UsageError) as caught:
        open_player(talk, "2027", decode=decoded)
    assert caught.value.message == f"2027-03-01-1830-solo lives elsewhere: {url}"
    assert "rehearse listened 2027-03-01-1830-solo --confirm" in caught.value.hint


def test_session_writes_one_table_however_often_it_keeps(talk, keep):
    path = keep()
    before = path.read_bytes()
    session = Session(talk, read_record(path), NOW)
    session.keep([span(0, 5)], {})
    session.keep([span(0, 20), span(30, 40)], {"a": Remark(at_s=3.0, text="快")})
    standing = session.keep([span(0, 91)], {"a": Remark(at_s=3.0, text="快 <b>")})
    assert (standing.share, standing.counts, standing.missing) == (1.0, True, ())
    (listened,) = read_record(path).listened
    assert listened.at == datetime.fromisoformat("2027-03-02T09:00:00")
    assert (listened.played, listened.note) == ((span(0.0, 91.0),), "")
    assert listened.remarks == (Remark(at_s=3.0, text="快 <b>"),)
    assert path.read_bytes().startswith(before)
    assert session.report().next == "speakprep plan"


def test_session_leaves_other_runs_and_edits_alone(talk, keep):
    path = keep()
    one = Session(talk, read_record(path), NOW)
    one.keep([span(0, 20)], {})
    other = Session(talk, read_record(path), NOW.replace(hour=10))
    other.keep([span(20, 60)], {})
    assert other.standing.share == pytest.approx(50 / 80)  # of 10 to 90 s
    assert one.keep([span(0, 30)], {}).share == pytest.approx(50 / 80)
    runs = read_record(path).listened
    assert [each.played for each in runs] == [(span(0, 20),), (span(20, 60),), (span(0, 30),)]
    text = path.read_text(encoding="utf-8").replace("[0.0, 30.0]", "[0.0, 29.0]") + "# mine\n"
    path.write_text(text, encoding="utf-8")
    one.keep([span(0, 40)], {})
    assert path.read_text(encoding="utf-8").startswith(text)


def test_session_in_which_nothing_was_heard_writes_nothing(talk, keep):
    path = keep()
    before = path.read_bytes()
    session = Session(talk, read_record(path), NOW)
    assert session.keep([], {}).share == 0.0
    report = session.report()
    assert (path.read_bytes(), report.written) == (before, ())
    assert report.next == "speakprep rehearse listen 2027-03-01-1830-solo"


def test_note_taken_back_leaves_no_note(talk, keep):
    path = keep()
    session = Session(talk, read_record(path), NOW)
    session.keep([], {"a": Remark(at_s=1.0, text="x")})
    session.keep([], {})
    assert read_record(path).listened[0].remarks == ()


def test_session_on_a_record_that_was_broken_meanwhile(talk, keep):
    path = keep()
    session = Session(talk, read_record(path), NOW)
    path.write_text("kind = ")
    with pytest.raises(InputError):
        session.keep([span(0, 5)], {})
    assert path.read_text() == "kind = "
