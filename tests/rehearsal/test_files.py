"""A record as a person may edit it: what is read, and what is one clear line."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.rehearsal.files import (
    add_listening,
    parse_rehearsal,
    render_rehearsal,
)
from speakprep.rehearsal.record import (
    Listening,
)
from tests.rehearsal.records import RECORD

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


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
        (('sha256 = "', 'sha256 = "x" # '), "sha256 must be 64 hex digits in lower case"),
        (('sha256 = "0', 'sha256 = "'), "sha256 must be 64 hex digits in lower case"),
        (("0123456789abcdef", "0123456789ABCDEF"), "sha256 must be 64 hex digits in lower case"),
        (('sha256 = "', 'sha256 = "" # '), "recording.sha256 must say something"),
        (
            (
                "size = 10",
                'size = 10\nfollowing = [{file = "b.wav", sha256 = "x", size = 1, start_s = 1}]',
            ),
            "sha256 must be 64 hex digits in lower case",
        ),
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
