from datetime import datetime

import pytest

from speakprep.errors import UsageError
from speakprep.rehearsal.actions.log import log
from speakprep.rehearsal.actions.relink import Moved, Relinked, relink
from speakprep.rehearsal.files import read_records
from speakprep.rehearsal.said import Log

AT = datetime.fromisoformat("2027-03-01T18:30:00")
RECORD = "2027-03-01-1830-solo"


@pytest.fixture
def talk(make_talk, tmp_path, a_minute):
    """A talk with one take out of two files, both outside its folder."""
    space = make_talk()
    for name in ("a.m4a", "b.m4a"):
        (tmp_path / name).write_bytes(name.encode())
    log(
        space,
        tmp_path / "a.m4a",
        Log(at=AT),
        decode=lambda _file: a_minute(),
        following=[tmp_path / "b.m4a"],
    )
    return space


def files(talk) -> list[str]:
    (rehearsal,) = read_records(talk.folder).rehearsals
    return [part.file for part in rehearsal.recording.parts]


def test_recordings_in_their_places_are_left_alone(talk, tmp_path):
    before = (talk.folder / "rehearsals" / f"{RECORD}.toml").read_bytes()
    report = relink(talk, ())
    assert (report.facts, report.written) == (Relinked(moved=(), missing=()), ())
    assert (talk.folder / "rehearsals" / f"{RECORD}.toml").read_bytes() == before


def test_moved_and_renamed_files_are_found_by_their_bytes(talk, tmp_path):
    deep = tmp_path / "archive" / "deep"
    deep.mkdir(parents=True)
    (tmp_path / "a.m4a").rename(deep / "one 录音.m4a")
    (tmp_path / "b.m4a").rename(talk.folder / "two.m4a")
    (deep / "same-size").write_bytes(b"x.m4a")
    path = talk.folder / "rehearsals" / f"{RECORD}.toml"
    path.write_text(path.read_text("utf-8") + "\n# my own words\n", "utf-8")
    report = relink(talk, (tmp_path,))
    assert report.facts.missing == ()
    assert {moved.now for moved in report.facts.moved} == {
        talk.name(deep / "one 录音.m4a"),
        talk.name(talk.folder / "two.m4a"),
    }
    assert report.written == (f"rehearsals/{RECORD}.toml",)
    assert files(talk) == [str(deep / "one 录音.m4a"), "two.m4a"]
    assert path.read_text("utf-8").endswith("# my own words\n")


def test_without_a_place_the_old_folder_is_searched(talk, tmp_path):
    (tmp_path / "a.m4a").rename(tmp_path / "renamed.m4a")
    report = relink(talk, ())
    assert report.facts == Relinked(
        moved=(
            Moved(
                rehearsal=RECORD,
                was=talk.name(tmp_path / "a.m4a"),
                now=talk.name(tmp_path / "renamed.m4a"),
            ),
        ),
        missing=(),
    )


def test_what_is_not_found_stays_missing(talk, tmp_path):
    (tmp_path / "a.m4a").write_bytes(b"A.M4A")  # as long, other bytes: found out when it is used
    (tmp_path / "b.m4a").unlink()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "b.m4a").write_bytes(b"b.m4a")
    report = relink(talk, (tmp_path,))
    assert report.facts == Relinked(moved=(), missing=((RECORD, talk.name(tmp_path / "b.m4a")),))
    assert report.next == "speakprep rehearse relink FOLDER"


def test_loops_of_links_end(talk, tmp_path):
    (tmp_path / "b.m4a").unlink()
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert relink(talk, (tmp_path,)).facts.moved == ()


def test_place_that_is_not_there(talk, tmp_path):
    with pytest.raises(UsageError) as caught:
        relink(talk, (tmp_path / "none",))
    assert caught.value.message == f"there is no {tmp_path / 'none'}"
