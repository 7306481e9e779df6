import hashlib
from datetime import datetime

import numpy as np
import pytest

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.actions.listening import Session, open_player
from speakprep.rehearsal.files import read_record, render_rehearsal
from speakprep.rehearsal.model import Sound, Span
from speakprep.rehearsal.record import ELSEWHERE, Part, Recording, Remark

NOW = datetime.fromisoformat("2027-03-02T09:00:00.5")


@pytest.fixture
def talk(make_talk):
    return make_talk(minutes=2, qa_minutes=0)


@pytest.fixture
def keep(talk, make_take):
    """Write a recording and its record; returns the record's path."""

    def write(day=1, content=b"sound", parts=(), **facts):
        (talk.folder / "take.wav").write_bytes(content)
        source = make_take().recording.source
        recording = Recording(
            file="take.wav",
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            source=source,
            following=parts,
        )
        take = make_take(day, **{"recording": recording, **facts})
        path = talk.folder / "rehearsals" / f"{take.id}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(render_rehearsal(take), encoding="utf-8")
        return path

    return write


def decoded(file):
    empty = np.zeros(0)
    return Sound(
        source=ELSEWHERE,
        duration_s=2.0,
        band_power=empty,
        weighted_power=np.full(20, 0.01),
        periodicity=empty,
        pitch_hz=empty,
        peaks=empty,
        clipped=np.zeros(0, dtype=np.int64),
    )


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
    one.keep([span(0, 30)], {})
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
