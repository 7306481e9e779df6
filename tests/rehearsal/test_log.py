"""Logging what is more than one plain file: several files, marks, addresses."""

import hashlib
from datetime import datetime

import pytest

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.actions.elsewhere import log_elsewhere
from speakprep.rehearsal.actions.log import log
from speakprep.rehearsal.files import read_records
from speakprep.rehearsal.record import ELSEWHERE, NOT_MEASURED, Part
from speakprep.rehearsal.said import Log

AT = datetime.fromisoformat("2027-03-01T18:30:00")
URL = "https://video.example/talk?v=1"


@pytest.fixture
def talk(make_talk):
    space = make_talk(minutes=5, qa_minutes=0)
    for name in ("a.m4a", "b.m4a", "c.m4a"):
        (space.folder / name).write_bytes(name.encode())
    return space


@pytest.fixture
def logged(talk, a_minute):
    def call(*names, **said):
        first, *following = (talk.folder / name for name in names)
        return log(
            talk,
            first,
            Log(**{"at": AT, **said}),
            decode=lambda _file: a_minute(),
            following=following,
        )

    return call


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def test_several_files_are_one_take(talk, logged):
    rehearsal = logged("a.m4a", "b.m4a").facts.rehearsal
    assert rehearsal.recording.parts == (
        Part(file="a.m4a", sha256=digest("a.m4a"), size=5),
        Part(file="b.m4a", sha256=digest("b.m4a"), size=5, start_s=60.0),
    )
    assert rehearsal.figures.duration_s == 120
    assert rehearsal.figures.talk_s == pytest.approx(110, abs=0.1)
    assert len(rehearsal.figures.pauses) == 3
    assert read_records(talk.folder).rehearsals == (rehearsal,)


def test_part_of_a_take_logged_again_is_that_take(logged):
    first = logged("a.m4a", "b.m4a")
    for names in (["b.m4a"], ["a.m4a"], ["a.m4a", "b.m4a"]):
        again = logged(*names)
        assert (again.facts.again, again.written) == (True, ())
        assert again.facts.rehearsal == first.facts.rehearsal


def test_file_of_one_take_is_no_part_of_another(talk, logged):
    logged("a.m4a")
    with pytest.raises(UsageError) as caught:
        logged("b.m4a", "a.m4a")
    assert caught.value.message == (
        "a.m4a is in rehearsals/2027-03-01-1830-solo.toml already, without the others"
    )
    assert len(read_records(talk.folder).rehearsals) == 1


def test_same_file_twice_in_one_take(talk, logged):
    (talk.folder / "copy.m4a").write_bytes(b"a.m4a")
    with pytest.raises(UsageError) as caught:
        logged("a.m4a", "copy.m4a")
    assert caught.value.message == "the same recording is named twice"
    assert read_records(talk.folder).rehearsals == ()


def test_marks_are_kept_with_their_hash(talk, logged):
    marks = talk.folder / "marks.txt"
    marks.write_text("0\t9\t1\n", "utf-8")
    rehearsal = logged("a.m4a", marks=str(marks)).facts.rehearsal
    assert rehearsal.marks is not None
    assert rehearsal.marks.file == "marks.txt"
    assert rehearsal.marks.sha256 == hashlib.sha256(marks.read_bytes()).hexdigest()
    assert read_records(talk.folder).rehearsals == (rehearsal,)


@pytest.mark.parametrize(("language", "text"), [("en", "word " * 60), ("zh", "采样" * 60)])
def test_pace_counts_the_slides_that_were_up(talk, logged, language, text):
    both = f"## 1. A {{#s256}}\n\n{text}\n\n## 2. B {{#s257}}\n\n{text * 3}\n"
    (talk.folder / f"script.{language}.md").write_text(both, encoding="utf-8")
    (talk.folder / "one.txt").write_text("0\t60\t1\n", "utf-8")
    (talk.folder / "two.txt").write_text("0\t30\t1\n30\t60\t2\n", "utf-8")

    def rate(name, marks):
        said = {"marks": str(talk.folder / marks)} if marks else {}
        figures = logged(name, language=language, **said).facts.rehearsal.figures
        return figures.words_per_minute or figures.han_per_minute

    whole = rate("a.m4a", "")
    assert rate("b.m4a", "two.txt") == whole
    assert rate("c.m4a", "one.txt") == pytest.approx(whole / 4, abs=0.1)


def test_marks_given_later_are_kept_where_there_are_none(talk, logged):
    first = logged("a.m4a").facts.rehearsal
    for name, slide in (("one.txt", 1), ("other.txt", 2)):
        (talk.folder / name).write_text(f"0\t60\t{slide}\n", "utf-8")
    report = logged("a.m4a", marks=str(talk.folder / "one.txt"))
    assert report.written == (f"rehearsals/{first.id}.toml",)
    (kept,) = read_records(talk.folder).rehearsals
    assert (report.facts.rehearsal, report.facts.again) == (kept, True)
    assert [mark.slide for mark in kept.marks.marks.visits] == [1]
    assert logged("a.m4a", marks=str(talk.folder / "other.txt")).written == ()
    assert read_records(talk.folder).rehearsals == (kept,)


def test_marks_that_are_not_there(talk, logged):
    with pytest.raises(InputError) as caught:
        logged("a.m4a", marks=str(talk.folder / "none.txt"))
    assert caught.value.message == "there is no such file of marks"
    assert read_records(talk.folder).rehearsals == ()


def test_marks_that_change_meanwhile(talk, a_minute):
    marks = talk.folder / "marks.txt"
    marks.write_text("0\t9\t1\n", "utf-8")

    def decode(_file):
        marks.write_text("0\t9\t1\n9\t20\t2\n", "utf-8")
        return a_minute()

    with pytest.raises(InputError) as caught:
        log(talk, talk.folder / "a.m4a", Log(at=AT, marks=str(marks)), decode=decode)
    assert (caught.value.message, caught.value.file) == (
        "the marks changed while the recording was read",
        str(marks),
    )
    assert read_records(talk.folder).rehearsals == ()


def test_second_take_tells_what_changed(talk, logged):
    logged("a.m4a", at=datetime.fromisoformat("2027-02-01T10:00:00"))
    assert logged("b.m4a").facts.changes == ()


def test_video_elsewhere_is_kept_unmeasured(talk):
    report = log_elsewhere(talk, Log(kind="video", url=f" {URL} "), AT)
    rehearsal = report.facts.rehearsal
    assert (rehearsal.id, rehearsal.at) == ("2027-03-01-1830-video", AT)
    assert (rehearsal.recording.url, rehearsal.recording.parts) == (URL, ())
    assert (rehearsal.recording.source, rehearsal.figures) == (ELSEWHERE, NOT_MEASURED)
    assert (rehearsal.measured, report.findings) == (False, ())
    assert report.next.startswith("speakprep rehearse listened 2027-03-01-1830-video")
    assert read_records(talk.folder).rehearsals == (rehearsal,)
    again = log_elsewhere(talk, Log(kind="video", url=URL), AT)
    assert (again.facts.again, again.written) == (True, ())


def test_recording_with_an_address_has_both(talk, logged):
    rehearsal = logged("a.m4a", url=URL).facts.rehearsal
    assert (rehearsal.recording.file, rehearsal.recording.url) == ("a.m4a", URL)
    assert log_elsewhere(talk, Log(url=URL), AT).facts.rehearsal == rehearsal


@pytest.mark.parametrize(
    "url",
    [
        "video.example/talk",
        "ftp://video.example/talk",
        "file:///etc/passwd",
        "https://",
        "https://[",
        "https://video.example/a b",
        "https://video.example/\u202ea",
        "javascript:alert(1)",
    ],
)
def test_address_that_is_none(talk, url):
    with pytest.raises(UsageError) as caught:
        log_elsewhere(talk, Log(url=url), AT)
    assert caught.value.message == f"--url {url!r} is not an address of the web"


def test_neither_file_nor_address(talk):
    with pytest.raises(UsageError) as caught:
        log_elsewhere(talk, Log(), AT)
    assert caught.value.message == "there is no recording to log"


def test_marks_without_a_recording(talk):
    with pytest.raises(UsageError) as caught:
        log_elsewhere(talk, Log(url=URL, marks="marks.txt"), AT)
    assert caught.value.message == "marks belong to a recording on this machine"
