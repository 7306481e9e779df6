"""Transcripts as other programs write them: read, put right, or refused in one line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.rehearsal.transcript import Piece
from speakprep.rehearsal.transcripts.cues import seconds
from speakprep.rehearsal.transcripts.reading import MAX_BYTES, read_transcript
from speakprep.script.subtitles import Cue, render_srt, render_vtt


def read(text, file="take.srt"):
    return read_transcript(text if isinstance(text, bytes) else text.encode(), file)


def rows(text, file="take.srt"):
    return [(p.start_s, p.end_s, p.text) for p in read(text, file).transcript.pieces]


SRT = "1\n00:00:01,000 --> 00:00:03,500\nHello there\n\n2\n00:00:04,000 --> 00:00:05,000\n大家好\n"
HEARD = [(1.0, 3.5, "Hello there"), (4.0, 5.0, "大家好")]


def test_srt_is_read():
    assert rows(SRT) == HEARD
    assert read(SRT).transcript.source == "SubRip"
    assert read(SRT).transcript.grain == "segment"


@pytest.mark.parametrize(
    "data",
    [
        SRT.replace("\n", "\r\n").encode(),
        SRT.replace("\n", "\r").encode(),
        ("\ufeff" + SRT).encode(),
        SRT.encode("utf-16"),
        SRT.encode("gb18030"),
        SRT.rstrip("\n").encode(),
        SRT.replace("\n\n", "\n").encode(),
        SRT.replace(",", ".").encode(),
        SRT.replace("Hello", "<i>Hello</i>{\\an8}").encode(),
    ],
    ids=["crlf", "cr", "bom", "utf16", "gb18030", "no-end", "no-blank", "points", "tags"],
)
def test_srt_in_any_dress_is_the_same(data):
    assert rows(data) == HEARD


def test_vtt_without_notes_styles_voices_and_settings():
    text = (
        "WEBVTT - title\n\nNOTE made by\na machine\n\nSTYLE\n::cue {}\n\n"
        "intro\n00:01.000 --> 00:03.000 align:start position:0%\n<v Ana>Q&amp;A &lt;now&gt;\n"
    )
    assert rows(text, "a.vtt") == [(1.0, 3.0, "Q&A <now>")]
    assert read(text).transcript.source == "WebVTT"


def test_rolling_captions_are_said_once():
    text = (
        "WEBVTT\n\n00:00.000 --> 00:02.000\n \nhello<00:00:01.000><c> there</c>\n\n"
        "00:02.000 --> 00:02.010\nhello there\n \n\n"
        "00:02.010 --> 00:04.000\nhello there\nall of you\n"
    )
    assert [text for _, _, text in rows(text)] == ["hello there", "all of you"]


def test_what_whisper_prints_is_read():
    text = "[00:00:00.000 --> 00:00:05.000]   大家好\n[00:00:05.000 --> 00:00:07.000]   你好\n"
    assert rows(text, "a.txt") == [(0.0, 5.0, "大家好"), (5.0, 7.0, "你好")]


def test_dirty_cues_are_put_right_and_said():
    text = (
        "1\n00:00:05,000 --> 00:00:09,000\nlater\n\n2\n00:00:01,000 --> 00:00:06,000\nearlier\n\n"
        "3\n-00:00:01,000 --> 00:00:02,000\nbefore time\n\n"
        "4\n00:00:10,000 --> 00:00:08,000\nback\n\n"
        "5\n00:00:11,000 --> 00:00:12,000\n[MUSIC]\n"
    )
    assert rows(text) == [(1.0, 5.0, "earlier"), (5.0, 9.0, "later"), (10.0, 10.0, "back")]
    assert read(text).mended == (
        "1 piece was out of order and is in order now",
        "1 piece began before the one ahead of it had ended",
        "1 piece has no possible time and was left out",
    )


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("01:02:03,500", 3723.5),
        ("02:03.5", 123.5),
        ("00:00:01:250", 1.25),
        ("1:02:03", 3723.0),
        ("0:12", 12.0),
        ("-00:01.0", None),
    ],
)
def test_stamps(stamp, expected):
    assert seconds(stamp) == expected


WORDS = [{"word": " we", "start": 0.1, "end": 0.3}, {"word": "ship", "start": 0.3, "end": 0.7}]
SAID = [(0.1, 0.3, "we"), (0.3, 0.7, "ship")]


@pytest.mark.parametrize(
    ("value", "grain", "expected"),
    [
        ({"text": "we ship", "words": WORDS}, "word", SAID),
        ({"segments": [{"start": 0, "end": 1, "text": "we ship", "words": WORDS}]}, "word", SAID),
        ([{"start": 0, "end": 1, "text": "we ship", "words": WORDS}], "word", SAID),
        ({"segments": [], "word_segments": WORDS}, "word", SAID),
        (
            {"transcription": [{"offsets": {"from": 100, "to": 700}, "text": " we ship"}]},
            "segment",
            [(0.1, 0.7, "we ship")],
        ),
        (
            {"text": "", "chunks": [{"timestamp": [0.1, None], "text": "we ship"}]},
            "segment",
            [(0.1, 0.1, "we ship")],
        ),
        ({"text": "we ship\nit"}, "text", [(0, 0, "we ship"), (0, 0, "it")]),
        ({"text": "we ship", "words": [], "segments": None}, "text", [(0, 0, "we ship")]),
    ],
    ids=["openai", "in-segments", "list", "whisperx", "cpp", "chunks", "text", "nulls"],
)
def test_whisper_json_in_its_dialects(value, grain, expected):
    taken = read(json.dumps(value), "a.json")
    assert taken.transcript.grain == grain
    assert rows(json.dumps(value), "a.json") == expected
    assert taken.timed == (grain != "text")


def test_words_without_times_get_the_gap_of_their_neighbours():
    words = [WORDS[0], {"word": "37"}, {"word": "now", "start": 0.9, "end": 1.0}]
    value = {"segments": [{"start": 0, "end": 1, "text": "we 37 now", "words": words}]}
    assert rows(json.dumps(value)) == [(0.1, 0.3, "we"), (0.3, 0.9, "37"), (0.9, 1.0, "now")]


def test_language_and_model_are_taken_over():
    value = {"language": "Chinese", "model": "large-v3", "text": "你好"}
    transcript = read(json.dumps(value)).transcript
    assert (transcript.language, transcript.by) == ("zh", "large-v3")


def test_plain_text_with_times_in_front_has_them():
    text = "My talk\n0:01\nhello there\n0:05 and more\n1:02:03\nthe end\n"
    expected = [(1.0, 5.0, "hello there"), (5.0, 3723.0, "and more"), (3723.0, 3723.0, "the end")]
    assert rows(text, "a.txt") == expected


def test_plain_text_without_times_says_so():
    taken = read("Hello.\n\n大家好。\n", "a.txt")
    assert not taken.timed
    assert [piece.text for piece in taken.transcript.pieces] == ["Hello.", "大家好。"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "holds no words"),
        (b"00:01.000 --> 00:02.000\n", "holds no words"),
        (b"1\n-00:00:01,000 --> 00:00:02,000\nx\n", "left out"),
        (b'{"a": 1}', "not a transcript"),
        (b'{"text": ', "not valid JSON"),
        (b"[" * 200_000, "not the JSON of a transcript"),
        (b'{"segments": [{"start": ' + b"9" * 9000 + b', "text": "x"}]}', "not the JSON"),
        (b"[]", "holds no words"),
        (b"<!DOCTYPE html><p>hi", "web page"),
        (b"{\\rtf1 hi}", "formatted document"),
        (b"PK\x03\x04\xff\xfe\x00", "is not text"),
        (b"text\0more", "binary"),
        (b"a " * (MAX_BYTES // 2 + 1), "no transcript of a talk"),
    ],
)
def test_what_is_no_transcript_is_refused_in_one_line(data, words):
    with pytest.raises(InputError, match=words) as caught:
        read_transcript(data, "take.srt")
    assert "\n" not in caught.value.message
    assert caught.value.file == "take.srt"


def test_json_that_is_cut_off_names_its_line():
    with pytest.raises(InputError) as caught:
        read('{"text": "a",\n"segments": [', "a.json")
    assert caught.value.line == 2


def test_ten_megabytes_of_cues_are_read():
    text = "".join(
        f"{n}\n{n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d},000 --> 00:00:00,000\n"
        f"{'word ' * 20}\n\n"
        for n in range(80_000)
    )
    assert len(text) > 10_000_000
    assert len(read(text).transcript.pieces) == 80_000


LINE = st.text(st.sampled_from("abcz 你好世界,.!?-1'"), min_size=1, max_size=30).filter(
    lambda text: any(sign.isalpha() for sign in text) and text[0].isalpha()
)
CUES = st.lists(
    st.tuples(st.integers(1, 5000), st.integers(60, 9000), LINE), min_size=1, max_size=12
)


@given(CUES, st.sampled_from([(render_srt, "a.srt"), (render_vtt, "a.vtt")]))
def test_our_own_subtitles_come_back(made, kind):
    render, file = kind
    clock, shown = 0, []
    for number, (gap, length, text) in enumerate(made):
        clock += gap
        # A line that repeats the one before is what rolling captions do.
        lines = (f"{text} {number}",)
        shown.append(Cue(start_ms=clock, end_ms=clock + length, lines=lines))
        clock += length
    expected = tuple(
        Piece(
            start_s=cue.start_ms / 1000,
            end_s=cue.end_ms / 1000,
            text=" ".join(cue.lines[0].split()),
        )
        for cue in shown
    )
    found = read(render(shown), file).transcript.pieces
    assert [piece.text for piece in found] == [piece.text for piece in expected]
    for piece, wanted in zip(found, expected, strict=True):
        assert piece.start_s == pytest.approx(wanted.start_s)
        assert piece.end_s == pytest.approx(wanted.end_s)


@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore"))
)
def test_any_bytes_are_read_or_refused(data):
    try:
        taken = read_transcript(data, "a.srt")
    except InputError:
        return
    starts = [piece.start_s for piece in taken.transcript.pieces]
    assert starts == sorted(starts)
    assert all(piece.text and "\n" not in piece.text for piece in taken.transcript.pieces)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["text", "segments", "words", "start", "end", "word", "offsets", "from"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_or_refused(value):
    try:
        taken = read(json.dumps(value), "a.json")
    except InputError:
        return
    assert all(0 <= p.start_s <= p.end_s for p in taken.transcript.pieces)
