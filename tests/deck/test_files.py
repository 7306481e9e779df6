"""Whole decks through the front door: real ones, wrong paths, random damage."""

import io
import re
import zipfile
from pathlib import Path

import pptx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speakprep.deck.files import read_deck
from speakprep.errors import InputError


def texts_of(slide):
    return [(block.kind, block.text) for block in slide.blocks]


# What is there is read.


def test_read_deck_real_file(talk_deck):
    deck = read_deck(talk_deck)
    assert deck.problems == ()
    assert [(s.number, s.slide_id, s.title, s.hidden) for s in deck.slides] == [
        (1, 256, "Sampling traces without regret", False),
        (2, 257, "为什么要采样", False),
        (3, 258, "Figures", False),
        (4, 259, "", True),
    ]
    assert [texts_of(slide) for slide in deck.slides] == [
        [("title", "Sampling traces\nwithout regret"), ("body", "一次尾部采样的故事")],
        [
            ("title", "为什么要采样"),
            ("body", "每天 12,000 条\nEach costs storage"),
            ("body", "outer"),
            ("body", "内层"),
        ],
        [
            ("title", "Figures"),
            ("table", "方案 | cost\nhead | 1×\ntail | 3×"),
            ("chart", "Kept and dropped\n周一 | Tue\nspans kept | 1 | 2\n丢弃 | 3 | 4"),
        ],
        [("body", "Backup")],
    ]
    assert [slide.notes for slide in deck.slides] == [
        "大家好。\n\nWelcome to the last talk.",
        "",
        "Say what the table shows.",
        "",
    ]
    assert [sorted(slide.shows) for slide in deck.slides] == [[], [], ["chart", "table"], []]
    assert deck.slides[2].part == "ppt/slides/slide3.xml"


def test_read_deck_agrees_with_python_pptx(talk_deck):
    theirs = []
    for slide in pptx.Presentation(str(talk_deck)).slides:
        title = slide.shapes.title
        body = [
            line
            for shape in slide.shapes
            if shape.has_text_frame and shape != title
            for line in shape.text_frame.text.replace("\v", "\n").split("\n")
        ]
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        heading = " ".join(title.text_frame.text.split()) if title else ""
        theirs.append((slide.slide_id, heading, notes, body))
    # Inside groups, tables and charts python-pptx sees nothing without being walked through.
    beyond = {"outer", "内层"}
    ours = [
        (
            slide.slide_id,
            slide.title,
            slide.notes,
            [
                line
                for block in slide.blocks
                if block.kind == "body" and block.text not in beyond
                for line in block.text.split("\n")
            ],
        )
        for slide in read_deck(talk_deck).slides
    ]
    assert ours == theirs


def test_read_deck_leaves_the_file_alone(talk_deck):
    before = talk_deck.read_bytes()
    read_deck(talk_deck)
    assert talk_deck.read_bytes() == before


def test_read_deck_after_resave_keeps_hashes(talk_deck, tmp_path):
    again = tmp_path / "again.pptx"
    pptx.Presentation(str(talk_deck)).save(str(again))
    assert [(s.slide_id, s.text_hash, s.notes_hash) for s in read_deck(again).slides] == [
        (s.slide_id, s.text_hash, s.notes_hash) for s in read_deck(talk_deck).slides
    ]


def reorder(source: bytes, order: list[int]) -> bytes:
    """Permute, repeat under a new id, or leave out slides, as PowerPoint does in its list."""
    main = "ppt/presentation.xml"
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entries = re.findall(rb"<p:sldId [^>]*/>", parts[main])
    new = []
    for place, index in enumerate(order):
        entry = entries[index]
        if index in order[:place]:
            entry = re.sub(rb' id="\d+"', b' id="%d"' % (900 + place), entry)
        new.append(entry)
    parts[main] = re.sub(
        rb"(<p:sldIdLst>).*(</p:sldIdLst>)",
        lambda match: match[1] + b"".join(new) + match[2],
        parts[main],
        flags=re.DOTALL,
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_read_deck_reordered_and_duplicated_keeps_identity(talk_deck, tmp_path, order):
    before = read_deck(talk_deck).slides
    path = tmp_path / "new.pptx"
    path.write_bytes(reorder(talk_deck.read_bytes(), order))
    after = read_deck(path)
    assert after.problems == ()
    assert [slide.number for slide in after.slides] == list(range(1, len(order) + 1))
    assert [slide.text_hash for slide in after.slides] == [before[i].text_hash for i in order]
    assert [slide.notes_hash for slide in after.slides] == [before[i].notes_hash for i in order]
    first_seen = [i for place, i in enumerate(order) if i not in order[:place]]
    kept = [slide.slide_id for slide in after.slides if slide.slide_id < 900]
    assert kept == [before[i].slide_id for i in first_seen]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("nothing.pptx", "there is no such file"),
        ("folder.pptx", "is a folder, not a deck"),
        ("talk.key", "is a Keynote deck"),
        ("file/deck.pptx", "cannot be read: Not a directory"),
        ("nul\0.pptx", "cannot be read: no file has such a name"),
    ],
)
def test_read_deck_wrong_path_is_named(tmp_path, name, what):
    (tmp_path / "folder.pptx").mkdir()
    (tmp_path / "talk.key").mkdir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        read_deck(tmp_path / name)
    assert (caught.value.message, caught.value.file) == (what, str(tmp_path / name))


def test_read_deck_device_does_not_hang():
    with pytest.raises(InputError) as caught:
        read_deck(Path("/dev/zero"))
    assert caught.value.message == "is not a file"


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_read_deck_any_damage_is_an_input_error_or_a_deck(kit, tmp_path, data):
    whole = bytearray(kit.pack(kit.three()))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.pptx"
    path.write_bytes(whole)
    try:
        numbers = [slide.number for slide in read_deck(path).slides]
    except InputError:
        numbers = []
    assert numbers == sorted(set(numbers) & {1, 2, 3})


STARTS = [b"", b"PK", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]


@settings(max_examples=60, deadline=None)
@given(
    noise=st.binary(max_size=300),
    start=st.sampled_from(STARTS),
)
def test_read_deck_noise_is_an_input_error(tmp_path_factory, noise, start):
    path = tmp_path_factory.getbasetemp() / "noise.pptx"
    path.write_bytes(start + noise)
    with pytest.raises(InputError):
        read_deck(path)
