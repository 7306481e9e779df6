"""A transcript in its own file, and the parts of one that is on its way."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.transcript import Piece, Transcript
from speakprep.rehearsal.transcripts.keeping import (
    chunk_line,
    parse_transcript,
    read_chunks,
    render_transcript,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: t.strip())
SPANS = st.lists(st.integers(0, 10_000_000), min_size=2, max_size=20).map(sorted)


@given(SPANS, TEXT, st.sampled_from(["word", "segment", "text"]), st.sampled_from([None, "zh"]))
def test_transcripts_come_back(times, text, grain, language):
    pieces = tuple(
        Piece(start_s=start / 100, end_s=end / 100, text=text) for start, end in pairwise(times)
    )
    kept = Transcript(
        source="SubRip", grain=grain, pieces=pieces, by=text, sha256="ab", language=language
    )
    assert parse_transcript(render_transcript(kept), "t") == kept


HEAD = '{"version": 1, "grain": "word"}\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", None),
        ("{}", 1),
        ('{"version": 1, "grain": "month"}', 1),
        (HEAD + "hello", 2),
        (HEAD + '{"at": [1], "text": "x"}', 2),
        (HEAD + '{"at": [2, 1], "text": "x"}', 2),
        (HEAD + '{"at": [-1, 1], "text": "x"}', 2),
        (HEAD + '{"at": [NaN, 1], "text": "x"}', 2),
        (HEAD + '{"at": [1, 2], "text": " "}', 2),
        (HEAD + '{"at": [1, 2], "text": "x"}\n\n{"at": [0, 2], "text": "x"}', 4),
        (HEAD + "[" * 100_000, 2),
    ],
)
def test_broken_lines_are_named(text, line):
    with pytest.raises(InputError) as caught:
        parse_transcript(text, "t.jsonl")
    assert (caught.value.file, caught.value.line) == ("t.jsonl", line)


def test_chunks_of_this_run_are_known_and_others_passed_over():
    piece = Piece(start_s=1.0, end_s=2.5, text="大家好")
    here = Span(start_s=0.5, end_s=30.25)
    rows = [
        chunk_line(here, "ours", "word", [piece]),
        chunk_line(Span(start_s=31, end_s=40), "theirs", "word", [piece]),
        chunk_line(Span(start_s=41, end_s=50), "ours", "text", []),
        '{"key": "ours", "at": [60, 70], "grain": "word", "heard": [{"at"',
    ]
    assert read_chunks("\n".join(rows), "ours") == {
        (0.5, 30.25): ("word", (piece,)),
        (41.0, 50.0): ("text", ()),
    }
