"""All records of a talk, the broken ones among them."""

import pytest

from speakprep.errors import InputError
from speakprep.rehearsal.files import (
    Records,
    list_records,
    read_record,
    read_records,
    read_rehearsals,
)
from tests.rehearsal.records import RECORD


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rehearsals").mkdir()
    return tmp_path


def test_records_are_read_oldest_first_with_and_without_zone(folder):
    for name, at in (
        ("a", "2027-03-03T10:00:00"),
        ("b", "2027-03-01T10:00:00Z"),
        ("c", "2027-03-02"),
    ):
        text = RECORD.replace("2027-03-01T18:30:00", at)
        (folder / "rehearsals" / f"{name}.toml").write_text(text, encoding="utf-8")
    records = read_records(folder)
    assert ([each.id for each in records.rehearsals], records.broken) == (["b", "c", "a"], ())
    assert read_rehearsals(folder) == records.rehearsals


def test_broken_record_leaves_the_others_readable(folder):
    inside = folder / "rehearsals"
    (inside / "good.toml").write_text(RECORD, encoding="utf-8")
    (inside / "torn.toml").write_text(RECORD[:60], encoding="utf-8")
    (inside / "binary.toml").write_bytes(b"\xff\xfe\0")
    (inside / "folder.toml").mkdir()
    (inside / "._good.toml").write_bytes(b"\0\5\x16\7")  # macOS leaves these on foreign disks
    (inside / "take.wav").write_bytes(b"RIFF")
    records = read_records(folder, lambda path: f"shown/{path.name}")
    assert [each.id for each in records.rehearsals] == ["good"]
    assert [error.file for error in records.broken] == [
        "shown/binary.toml",
        "shown/folder.toml",
        "shown/torn.toml",
    ]
    with pytest.raises(InputError) as caught:
        read_rehearsals(folder)
    assert caught.value.file == str(inside / "binary.toml")
    with pytest.raises(InputError) as caught:
        read_record(inside / "torn.toml", lambda _: "t")
    assert caught.value.file == "t"


def test_talk_without_rehearsals_has_none(tmp_path):
    assert read_records(tmp_path) == Records()
    assert list_records(tmp_path) == ()


def test_rehearsals_that_are_no_folder_are_an_error(tmp_path):
    (tmp_path / "rehearsals").write_text("a list of mine", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_records(tmp_path)
    assert caught.value.message == "cannot be read: Not a directory"


def test_records_are_listed_in_the_order_of_their_ids(folder):
    for name in ("a-2", "a", "b"):
        (folder / "rehearsals" / f"{name}.toml").touch()
    assert [path.stem for path in list_records(folder)] == ["a", "a-2", "b"]
