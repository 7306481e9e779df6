"""Marks as other programs write them; the files are of the shapes their sources document."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.deck.model import Deck, Slide
from speakprep.errors import InputError
from speakprep.rehearsal.imports.powerpoint import read_timings
from speakprep.rehearsal.imports.reader import MOST_BYTES, read_marks
from speakprep.rehearsal.imports.timer_log import (
    end_line,
    header,
    note_line,
    pause_line,
    slide_line,
)
from speakprep.rehearsal.imports.values import slide_of
from speakprep.rehearsal.marks import Marks, Moment, SectionSeconds

TITLES = {"why sampling": 2, "采样的代价": 3}

PRESENTLY = [
    {"index": 1, "path": "010-welcome.md", "speaker": None, "planned": 60, "actual": 52.3},
    {"index": 2, "path": "020-why.md", "speaker": "A", "planned": 30, "actual": 41.0},
]
PEITHO_1 = {
    "version": 1,
    "recordedAtMs": 1_783_000_000_123,
    "elapsedMs": 185_000,
    "sections": [
        {"name": "Setup", "plannedDurationMs": 60_000, "actualMs": 52_000},
        {"name": "采样", "plannedDurationMs": 120_000, "actualMs": 133_000},
    ],
}
PEITHO_2 = {
    **PEITHO_1,
    "version": 2,
    "timeline": [
        {"key": "welcome", "index": 0, "atMs": 0},
        {"key": "why", "index": 1, "atMs": 52_000},
        {"key": "welcome", "index": 0, "atMs": 60_500},
    ],
    "audio": "rehearsal-20260919-101500.webm",
}
PDF_PRESENTER = {
    "audio": "talk_1_to_2_at_20261120101500.mp3",
    "pdf": "talk.pdf",
    "startedAt": "2026-11-20T10:15:00.000Z",
    "durationMs": 65_000,
    "duration": "01:05",
    "mimeType": "audio/webm;codecs=opus",
    "segments": [
        {"slide": 1, "fromMs": 0, "toMs": 20_000, "from": "00:00", "to": "00:20"},
        {"slide": 1, "fromMs": 20_000, "toMs": 30_250, "from": "00:20", "to": "00:30"},
        {"slide": 2, "fromMs": 30_250, "from": "00:30"},
    ],
}
REVEAL = [
    {"title": "Welcome", "timing": 30, "horizontalIndex": 0, "verticalIndex": None},
    {
        "title": "Why",
        "timing": 20,
        "horizontalIndex": 1,
        "verticalIndex": 0,
        "children": [
            {"title": "Deeper", "timing": 0, "horizontalIndex": 1, "verticalIndex": 1},
            {"title": "Deepest", "timing": 15, "horizontalIndex": 1, "verticalIndex": 2},
        ],
    },
    {"title": "End", "timing": 5, "horizontalIndex": 2, "verticalIndex": None},
]
PAGE = {"version": 1, "marks": [{"slide": 1, "at": 0}, {"slide": 3, "at": 12.5}]}
TIMER = "\n".join(
    [
        header("2027-03-01T18:30:00"),
        slide_line(0, 1, 256),
        note_line(5.123),
        pause_line(20),
        slide_line(50, 1, 256),
        slide_line(60, 2, 257),
        end_line(90),
        "",
    ]
)
LABELS = "0.000000\t0.000000\tslide 1\n31.5\t31.5\t\n40\t40\tslow\n60,25\t70,5\t采样的代价\n"
SRT = (
    "1\n00:00:00,000 --> 00:00:30,000\nSlide 1\n\n2\n00:00:30,000 --> 00:01:00,500\nWhy sampling\n"
)
VTT = "WEBVTT\n\n00:00.000 --> 00:30.000\n<v A>第一页\n\n00:30.000 --> 01:00.500\n第二页 为什么\n"
CHAPTERS = "0:00 Welcome\n1:15 Why sampling\n[1:02:03] 采样的代价\n"
COUNTED = "0:00 Hello\n1:15 More\n"
TIMES = "0:00, 1:15, 2:30.5\n"


def read(content, titles=TITLES) -> Marks:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return read_marks(text.encode(), "marks.txt", titles)


def visits(marks: Marks) -> list[tuple[int, float, float | None]]:
    return [(mark.slide, mark.from_s, mark.to_s) for mark in marks.visits]


@pytest.mark.parametrize(
    ("content", "source", "expected"),
    [
        (PRESENTLY, "presently", [(1, 0, 52.3), (2, 52.3, 93.3)]),
        (PEITHO_2, "peitho", [(1, 0, 52), (2, 52, 60.5), (1, 60.5, 185)]),
        (PDF_PRESENTER, "pdf-presenter", [(1, 0, 20), (1, 20, 30.25), (2, 30.25, 65)]),
        (REVEAL, "reveal.js timings", [(1, 0, 30), (2, 30, 50), (4, 50, 65), (5, 65, 70)]),
        (
            {str(place): node for place, node in enumerate(REVEAL)},
            "reveal.js timings",
            [(1, 0, 30), (2, 30, 50), (4, 50, 65), (5, 65, 70)],
        ),
        (PAGE, "the rehearsal page", [(1, 0, 12.5), (3, 12.5, None)]),
        (TIMER, "rehearse mark", [(1, 0, 20), (1, 50, 60), (2, 60, 90)]),
        (LABELS, "Audacity labels", [(1, 0, 31.5), (2, 31.5, 60.25), (3, 60.25, 70.5)]),
        (SRT, "subtitle cues", [(1, 0, 30), (2, 30, 60.5)]),
        (VTT, "subtitle cues", [(1, 0, 30), (2, 30, 60.5)]),
        (CHAPTERS, "a list of times", [(2, 75, 3723), (3, 3723, None)]),
        (COUNTED, "a list of times", [(1, 0, 75), (2, 75, None)]),
        (TIMES, "a list of times", [(1, 0, 75), (2, 75, 150.5), (3, 150.5, None)]),
    ],
)
@pytest.mark.parametrize("shape", [str, lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_every_kind_is_read_whatever_its_line_ends(content, source, expected, shape):
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    marks = read(shape(text))
    assert (marks.source, visits(marks), marks.wrong) == (source, expected, ())


@pytest.mark.parametrize(
    ("label", "slide"),
    [
        ("3", 3),
        ("３", 3),
        ("#3", 3),
        ("S3", 3),
        ("Slide 3", 3),
        ("slide3: Results", 3),
        ("3. Results", 3),
        ("3 Results", 3),
        ("p. 12", 12),
        ("第3页", 3),
        ("第 3 页讲慢了", 3),
        ("第三页", 3),
        ("第十二张：演示", 12),
        ("二十一页", 21),
        ("幻灯片 3", 3),
        ("  WHY   sampling", 2),
        ("采样的代价", 3),
        ("2nd try", None),
        ("10分钟", None),
        ("3:15 is late", None),
        ("3.5", None),
        ("100%", None),
        ("第 3 节", None),
        ("一个例子", None),
        ("十十页", None),
        ("0", None),
        ("12345", None),
        ("Section 2", None),
        ("太慢", None),
    ],
)
def test_label_names_its_slide_or_is_a_note(label, slide):
    assert slide_of(label, TITLES) == slide


def test_note_of_an_essay_is_its_beginning():
    (moment,) = read(f"0\t0\t1\n1\t1\tso {'slow ' * 9000}\n").moments
    assert len(moment.note) == 200


def test_labels_in_utf_16_are_read():
    assert visits(read_marks(LABELS.encode("utf-16"), "l.txt", TITLES)) == visits(read(LABELS))


def test_peitho_without_slides_keeps_its_sections():
    marks = read(PEITHO_1)
    assert marks.visits == ()
    assert marks.sections == (
        SectionSeconds(name="Setup", seconds=52),
        SectionSeconds(name="采样", seconds=133),
    )


def test_moments_are_kept():
    assert read(TIMER).moments == (Moment(at_s=5.12),)
    assert read(LABELS).moments == (Moment(at_s=40, note="slow"),)
    assert read(CHAPTERS).moments == (Moment(at_s=0, note="Welcome"),)


def test_ids_of_the_timer_are_kept():
    assert [mark.slide_id for mark in read(TIMER).visits] == [256, 256, 257]


@pytest.mark.parametrize(
    ("content", "count", "wrong"),
    [
        ([*PRESENTLY, {"index": "x", "path": "p.md", "actual": 1}], 2, [("slide", "p.md", None)]),
        ([*PRESENTLY, {"index": 3, "path": "p.md", "actual": -1}], 2, [("time", "p.md", None)]),
        ([*PRESENTLY, 7], 2, [("slide", "7", None)]),
        (
            {"timeline": [{"key": "k", "index": -1, "atMs": 0}, *PEITHO_2["timeline"]]},
            3,
            [("slide", "k", None)],
        ),
        ({"marks": [{"slide": True, "at": 0}, {"slide": "2", "at": "3.5"}]}, 1, [("slide",)]),
        ({"marks": [{"slide": 1, "at": 1e300}, {"slide": 2, "at": 1}]}, 1, [("time",)]),
        ({"marks": [{"slide": 10**30, "at": 1}, {"slide": 2.0, "at": 1}]}, 1, [("slide",)]),
        ({"segments": [{"slide": 1}, {"slide": 1, "fromMs": 0}]}, 1, [("time",)]),
        (f"{LABELS}not a label\n", 3, [("time", "not a label", 5)]),
        (f"{LABELS}-4\t3\tslide 4\n", 3, [("time", "-4\t3\tslide 4", 5)]),
        (f"{LABELS}\\\t100.0\t200.0\n", 3, []),
        ("0:00 slide 1\n???\n0:20 slide 2\n", 2, [("time", "???", 2)]),
        (f"{SRT}\n3\n00:00:xx --> 00:02:00,000\nSlide 3\n", 2, [("time",)]),
        (TIMER.replace('"at": 60', '"at": null'), 2, [("time",)]),
        (TIMER + '{"at": 95.0, "sli', 3, []),
    ],
)
def test_what_makes_no_sense_is_named_and_the_rest_survives(content, count, wrong):
    marks = read(content)
    assert len(marks.visits) == count
    found = [(each.kind, each.what, each.line) for each in marks.wrong]
    assert [each[: len(known)] for each, known in zip(found, wrong, strict=True)] == wrong


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\x00\x01\x02", "is not text, so it holds no marks"),
        (b"RIFF\xff\xfe\x00WAVE", "is not text, so it holds no marks"),
        (b"Dear diary", "holds no marks that speakprep knows"),
        (b"{}", "holds no marks that speakprep knows"),
        (b"[]", "holds no marks that speakprep knows"),
        (b"[1, 2]", "holds no marks that speakprep knows"),
        (b'{"marks": 7}', "holds no mark that can be used"),
        (b'{"marks": [{"slide": 0, "at": 1}]}', "holds no mark that can be used, such as"),
        (b'{"marks": [', "is not valid JSON"),
        (b"[" * 200_000, "is not JSON of any program"),
        (b'{"marks": ' + b"1" * 9000 + b"}", "is not JSON of any program"),
        (b'{"marks": [' + b"[" * 900 + b"]" * 900 + b"]}", ""),
        (
            json.dumps({"marks": [{"slide": 1, "at": n} for n in range(3000)]}).encode(),
            "holds more",
        ),
        (b"0:00 " * 60_000, "holds more than 2000 marks"),
        (b"1.0\t2.0\tslow\n", "holds no mark that can be used"),
        (b"0:00 " * (MOST_BYTES // 5 + 1), "is too large for a file of marks"),
    ],
)
def test_file_without_marks_is_one_clear_line(data, what):
    with pytest.raises(InputError) as caught:
        read_marks(data, "marks.txt")
    assert caught.value.message.startswith(what)
    assert caught.value.file == "marks.txt"
    assert "Audacity" in caught.value.hint


FIELDS = (
    *("marks", "slide", "at", "segments", "fromMs", "toMs", "timeline", "index", "atMs"),
    *("sections", "name", "actualMs", "actual", "timing", "horizontalIndex", "children"),
    *("durationMs", "elapsedMs"),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(FIELDS),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)
LINES = st.lists(
    st.text(st.sampled_from("0123456789:,.->\t- \\slide第三页十[]{}\"'x"), max_size=30), max_size=8
).map("\n".join)


@given(VALUES.map(json.dumps) | LINES | st.text() | st.just(TIMER).map(lambda t: t[: len(t) // 2]))
def test_any_file_is_read_or_is_one_clear_line(text):
    try:
        marks = read_marks(text.encode(errors="replace"), "m.txt", TITLES)
    except InputError as error:
        told, marks = f"{error.message} {error.hint}", None
    if marks is None:
        assert "\n" not in told
        return
    assert marks.visits or marks.sections
    for mark in marks.visits:
        assert 1 <= mark.slide <= 9999
        assert mark.from_s >= 0
        assert mark.to_s is None or mark.from_s <= mark.to_s


KEYS = st.lists(
    st.tuples(st.sampled_from(["slide", "note", "pause"]), st.floats(0.01, 90), st.integers(1, 40)),
    max_size=12,
)


@given(KEYS, st.booleans(), st.data())
def test_timer_that_was_killed_loses_at_most_the_key_it_was_writing(keys, ended, data):
    at, lines = 0.0, [slide_line(0, 1, 256)]
    for kind, later, slide in keys:
        at += later
        lines += [
            {"slide": slide_line(at, slide, 0), "note": note_line(at), "pause": pause_line(at)}[
                kind
            ]
        ]
    lines += [end_line(at)] * ended
    whole = [header("2027-03-01T18:30:00"), *lines]
    count = data.draw(st.integers(2, len(whole)))
    torn = data.draw(st.integers(0, len(whole[count]) - 1)) if count < len(whole) else 0
    text = "\n".join(whole[:count]) + "\n" + (whole[count][:torn] if torn else "")
    marks = read(text)
    assert marks.wrong == ()
    assert len(marks.visits) == sum('"slide"' in line for line in whole[:count])


def test_rehearsed_timings_of_a_deck_are_lengths_without_hidden_slides():
    deck = Deck(
        slides=(
            Slide(number=1, slide_id=256, seconds=42.5),
            Slide(number=2, slide_id=257, seconds=9.0, hidden=True),
            Slide(number=3, slide_id=258),
            Slide(number=4, slide_id=259, seconds=10.0),
        )
    )
    marks = read_timings(deck)
    assert visits(marks) == [(1, 0, 42.5), (4, 42.5, 52.5)]
    assert (marks.source, marks.lengths_only) == ("PowerPoint", True)
