import hashlib
import os
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.rehearsal.files import (
    Records,
    add_listening,
    list_records,
    parse_rehearsal,
    read_record,
    read_records,
    read_rehearsals,
    render_rehearsal,
)
from speakprep.rehearsal.hashing import file_state, is_unchanged
from speakprep.rehearsal.model import Half, Source, Span
from speakprep.rehearsal.record import (
    KINDS,
    Figures,
    Listening,
    Part,
    Recording,
    Rehearsal,
    Remark,
    SpokenScript,
)
from speakprep.talk.language import LANGUAGES

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORD = TEXT.filter(str.strip)
WHOLE = st.integers(0, 10**12)
SECONDS = st.floats(0, 1e6)
LEVEL = st.none() | st.floats(-200, 200)
RATE = st.none() | st.floats(0, 1000)
MOMENT = st.datetimes(
    datetime.fromisoformat("1000-01-01T00:00:00"), datetime.fromisoformat("9999-01-01T00:00:00")
)
SPAN = st.tuples(SECONDS, SECONDS).map(lambda at: Span(start_s=min(at), end_s=max(at)))

LISTENING = st.builds(
    Listening,
    at=MOMENT,
    note=TEXT,
    played=st.lists(SPAN, max_size=3).map(tuple),
    remarks=st.lists(st.builds(Remark, at_s=SECONDS, text=WORD), max_size=3).map(tuple),
)
SOURCE = st.builds(
    Source,
    codec=WORD,
    sample_rate=WHOLE,
    channels=WHOLE,
    has_video=st.booleans(),
    truncated=st.booleans(),
)
HALF = st.builds(
    Half,
    speech_ratio=st.floats(0, 1),
    nuclei_per_s=RATE,
    loudness_lufs=LEVEL,
    pitch_spread_st=RATE,
)
FIGURES = st.builds(
    Figures,
    measured_by=WHOLE,
    duration_s=SECONDS,
    talk_start_s=SECONDS,
    talk_end_s=SECONDS,
    speaking_s=SECONDS,
    short_pauses=WHOLE,
    pauses=st.lists(SPAN, max_size=4).map(tuple),
    loudness_lufs=LEVEL,
    peak_dbfs=LEVEL,
    clipped_s=WHOLE,
    snr_db=LEVEL,
    reliable=st.booleans(),
    words_per_minute=RATE,
    han_per_minute=RATE,
    syllables_per_s=RATE,
    nuclei_per_s=RATE,
    pause_median_s=RATE,
    noise_dbfs=LEVEL,
    pitch_hz=RATE,
    pitch_spread_st=RATE,
    halves=st.none() | st.tuples(HALF, HALF),
)
SCRIPT = st.builds(
    SpokenScript,
    language=st.sampled_from(LANGUAGES),
    texts=st.dictionaries(st.integers(0, 10**10 - 1), TEXT, max_size=4).map(
        lambda texts: tuple(texts.items())
    ),
    slides=st.lists(st.integers(0, 99_999), max_size=4).map(tuple),
)
REHEARSALS = st.builds(
    Rehearsal,
    id=TEXT,
    kind=st.sampled_from(KINDS),
    at=MOMENT,
    people=st.lists(TEXT, max_size=3).map(tuple),
    note=TEXT,
    recording=st.builds(
        Recording,
        file=WORD,
        sha256=WORD,
        size=WHOLE,
        source=SOURCE,
        following=st.lists(
            st.builds(Part, file=WORD, sha256=WORD, size=WHOLE, start_s=SECONDS), max_size=3
        ).map(tuple),
        url=TEXT,
    ),
    figures=FIGURES,
    script=st.none() | SCRIPT,
    listened=st.lists(LISTENING, max_size=3).map(tuple),
)

RECORD = """\
# my own comment
kind = "team"
at = 2027-03-01T18:30:00
with = ["Anna", "小明"]
note = ""
mood = "fine"

[recording]
file = "take.wav"
sha256 = "ab"
size = 10
codec = "pcm_s16le"
sample_rate = 48000
channels = 1
has_video = false
truncated = false

[figures]
measured_by = 1
duration_s = 15.0
talk_start_s = 1
talk_end_s = 14.0
speaking_s = 8.0
short_pauses = 2
pauses = [[8.0, 12.0]]
clipped_s = 0
reliable = true
"""


@settings(max_examples=150, deadline=None)
@given(REHEARSALS)
def test_rendered_rehearsal_is_read_back_as_it_was(rehearsal):
    text = render_rehearsal(rehearsal)
    assert parse_rehearsal(text, "a.toml", rehearsal.id) == rehearsal


@settings(max_examples=100, deadline=None)
@given(REHEARSALS, LISTENING, LISTENING)
def test_listening_of_the_same_run_takes_its_own_place(rehearsal, first, second):
    text = render_rehearsal(rehearsal)
    once = add_listening(text, "r.toml", rehearsal.id, first)
    again = add_listening(once, "r.toml", rehearsal.id, second, instead=first)
    assert again == add_listening(text, "r.toml", rehearsal.id, second)


@settings(max_examples=100, deadline=None)
@given(REHEARSALS, LISTENING)
def test_added_listening_is_the_last_and_changes_nothing_else(rehearsal, heard):
    before = render_rehearsal(rehearsal)
    after = add_listening(before, "a.toml", rehearsal.id, heard)
    assert after.startswith(before)
    read = parse_rehearsal(after, "a.toml", rehearsal.id)
    assert read.listened == (*rehearsal.listened, heard)
    assert (read.figures, read.recording) == (rehearsal.figures, rehearsal.recording)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_record_is_read_or_is_one_clear_line(data):
    start = data.draw(st.integers(0, len(RECORD)))
    end = min(len(RECORD), start + data.draw(st.integers(0, 12)))
    text = RECORD[:start] + data.draw(TEXT) + RECORD[end:]
    try:
        found = parse_rehearsal(text, "a.toml", "a")
    except InputError as error:
        assert (error.file, "\n" in error.message) == ("a.toml", False)  # noqa: PT017 either may happen
    else:
        assert found.id == "a"
        assert "kind" in render_rehearsal(found)


def test_record_edited_by_hand():
    text = RECORD + (
        "\n[[listened]]\nat = 2027-03-02\n"
        '[[listened]]\nat = 2027-03-03T20:00:00\nnote = "第三页太快"  # really\n'
        "[my-notes]\nx = 1\n"
    )
    read = parse_rehearsal(text, "a.toml", "a")
    assert read.people == ("Anna", "小明")
    assert read.listened == (
        Listening(at=datetime.fromisoformat("2027-03-02T00:00:00"), note=""),
        Listening(at=datetime.fromisoformat("2027-03-03T20:00:00"), note="第三页太快"),
    )
    assert parse_rehearsal(text.replace("\n", "\r\n"), "a.toml", "a") == read
    assert parse_rehearsal("\ufeff" + text, "a.toml", "a") == read


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "\r\n", " # no line end"])
def test_listening_is_added_whatever_the_file_ends_with(end):
    heard = Listening(at=datetime.fromisoformat("2027-03-02T09:00:00"), note="good")
    text = RECORD.rstrip("\n") + end
    after = add_listening(text, "a.toml", "a", heard)
    assert after.startswith(text)
    assert parse_rehearsal(after, "a.toml", "a").listened == (heard,)


@pytest.mark.parametrize("hand", ["listened = []\n", "listened = [{at = 2027-03-01}]\n"])
def test_listening_is_not_added_where_it_would_break_the_record(hand):
    with pytest.raises(InputError) as caught:
        add_listening(
            hand + RECORD,
            "a.toml",
            "a",
            Listening(at=datetime.fromisoformat("2027-03-02T00:00:00"), note="x"),
        )
    assert caught.value.message == (
        "its `listened` is not written as [[listened]] tables, so none can be added"
    )


@pytest.mark.parametrize("zone", [timedelta(0), timedelta(hours=9), timedelta(hours=-5)])
def test_time_with_a_zone_becomes_the_time_here(zone):
    aware = datetime(2027, 3, 1, 18, 30, tzinfo=timezone(zone))
    text = RECORD.replace("2027-03-01T18:30:00", aware.isoformat())
    read = parse_rehearsal(text, "a.toml", "a")
    assert read.at.tzinfo is None
    assert read.at.astimezone(UTC) == aware


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (('kind = "team"', ""), "kind is missing"),
        (('"team"', '"Team"'), 'kind must be one of "solo", "team", "video", "final"'),
        (
            ("2027-03-01T18:30:00", '"2027-03-01"'),
            "at must be a time without quotes, such as 2027-03-17T18:30:00",
        ),
        (
            ("2027-03-01T18:30:00", "18:30:00"),
            "at must be a time without quotes, such as 2027-03-17T18:30:00",
        ),
        (
            ("2027-03-01T18:30:00", "0001-01-01T00:00:00+14:00"),
            "at must be a time that a clock can show",
        ),
        (('["Anna", "小明"]', '"Anna"'), "with must be a list of texts in quotes"),
        (('note = ""', "note = 3"), "note must be text in quotes"),
        (("[recording]", "[Recording]"), "recording.file is missing"),
        (('[recording]\nfile = "take.wav"', "[recording]"), "recording.file is missing"),
        (("size = 10", "size = -1"), "recording.size must be a whole number"),
        (("size = 10", "size = true"), "recording.size must be a whole number"),
        (("truncated = false", 'truncated = "no"'), "recording.truncated must be true or false"),
        (("duration_s = 15.0", "duration_s = nan"), "figures.duration_s must be a number"),
        (("duration_s = 15.0", "duration_s = inf"), "figures.duration_s must be a number"),
        (("duration_s = 15.0", f"duration_s = {'9' * 400}"), "figures.duration_s must be a number"),
        (("duration_s = 15.0", "duration_s = -1"), "figures.duration_s must not be negative"),
        (
            ("reliable = true", "reliable = true\nwords_per_minute = -3"),
            "figures.words_per_minute must not be negative",
        ),
        (("[[8.0, 12.0]]", "[8.0]"), "figures.pauses must be a list of [start, end] in seconds"),
        (("[[8.0, 12.0]]", "[[9, 8]]"), "figures.pauses must be a list of [start, end] in seconds"),
        (("[[8.0, 12.0]]", "8"), "figures.pauses must be a list of [start, end] in seconds"),
        (
            ('kind = "team"', 'kind = "team"\nscript = 1'),
            "script must be a table",
        ),
        (
            ("[recording]", '[script]\nlanguage = "fr"\ntexts = {}\n[recording]'),
            'script.language must be one of "en", "zh"',
        ),
        (
            ("[recording]", '[script]\nlanguage = "en"\ntexts = {x = "a"}\n[recording]'),
            "x must be a slide's id, such as s259",
        ),
        (
            ("[recording]", '[script]\nlanguage = "en"\nslides = 1\ntexts = {}\n[recording]'),
            "script.slides must be a list of whole numbers",
        ),
        (
            ("[recording]", "[listened]\n[recording]"),
            "listened must be tables",
        ),
        (("[recording]", '[[listened]]\nnote = "x"\n[recording]'), "at is missing"),
    ],
)
def test_record_that_is_not_complete_names_the_key(change, what):
    text = RECORD.replace(*change)
    assert text != RECORD
    with pytest.raises(InputError) as caught:
        parse_rehearsal(text, "a.toml", "a")
    error = caught.value
    assert error.message.startswith(f"is not a complete rehearsal record: {what}")
    assert (error.file, bool(error.hint)) == ("a.toml", True)
    assert error.excerpt == text.split("\n")[error.line - 1].strip()
    if "missing" not in what:
        assert any(row in error.excerpt for row in change[1].split("\n"))


def test_broken_toml_names_its_line():
    with pytest.raises(InputError) as caught:
        parse_rehearsal(RECORD.replace("size = 10", "size = = 10"), "a.toml", "a")
    assert (caught.value.line, caught.value.excerpt) == (11, "size = = 10")


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000])
def test_toml_that_its_parser_gives_up_on_is_one_clear_line(value):
    with pytest.raises(InputError) as caught:
        parse_rehearsal(f"kind = {value}", "a.toml", "a")
    assert caught.value.message == "is not TOML that a person wrote"


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


def test_file_state_of_a_large_file_with_progress(tmp_path):
    data = bytes(range(256)) * 10_000
    path = tmp_path / "take.wav"
    path.write_bytes(data)
    os.utime(path, (1_800_000_000.9, 1_800_000_000.9))
    calls = []
    state = file_state(path, lambda done, total: calls.append((done, total)))
    assert (state.sha256, state.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert state.at == datetime.fromtimestamp(1_800_000_000, UTC).astimezone().replace(tzinfo=None)
    assert calls == [(done, 2_560_000) for done in (1_048_576, 2_097_152, 2_560_000)]


def test_file_is_unchanged_until_written_replaced_or_removed(tmp_path):
    path = tmp_path / "take.wav"
    path.write_bytes(b"abc")
    state = file_state(path)
    assert is_unchanged(path, state)
    with path.open("ab") as stream:
        stream.write(b"d")
    assert not is_unchanged(path, state)
    path.rename(tmp_path / "old.wav")
    with pytest.raises(InputError) as caught:
        is_unchanged(path, state)
    assert caught.value.message == "there is no such recording"


def test_file_state_refuses_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "pipe"):
        with pytest.raises(InputError) as caught:
            file_state(tmp_path / name)
        assert caught.value.message == "this is a folder or a device, not a recording"
    for name, what in (
        ("none", "there is no such recording"),
        ("x" * 300, "cannot be read: File name too long"),
    ):
        with pytest.raises(InputError) as caught:
            file_state(tmp_path / name)
        assert caught.value.message == what
