"""Recordings cut at pauses, and what was heard put back in its place."""

import wave
from io import BytesIO
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from speakprep.rehearsal.model import Clip, Span
from speakprep.rehearsal.transcripts.chunks import (
    LONGEST_CHUNK_S,
    coarsest,
    cut_at_pauses,
    placed,
)
from speakprep.rehearsal.transcripts.wav import as_wav
from speakprep.rehearsal.transcripts.whisper import read_heard


def span(start, end):
    return Span(start_s=start, end_s=end)


def test_short_talk_is_one_chunk():
    assert cut_at_pauses(span(1, 29), [span(5, 6)]) == (span(1, 29),)


def test_cut_at_the_longest_late_pause_and_leave_silence_out():
    chunks = cut_at_pauses(span(0, 50), [span(5, 10), span(16, 18), span(22, 22.3)])
    assert chunks[0] == span(0, 16.2)
    assert chunks[1].start_s == 17.8
    assert chunks[1].end_s <= 17.8 + LONGEST_CHUNK_S


def test_without_a_pause_the_cut_is_hard():
    assert cut_at_pauses(span(0, 65), []) == (span(0, 30), span(30, 60), span(60, 65))


@given(
    st.floats(1, 4000),
    st.lists(st.tuples(st.floats(0, 4000), st.floats(0.25, 60)), max_size=40),
)
def test_chunks_are_short_in_order_and_hold_all_speech(end, pairs):
    talk = span(0.5, 0.5 + end)
    pauses, at = [], talk.start_s + 0.1
    for start, length in sorted(pairs):
        begin = max(start, at)
        if begin + length + 0.1 < talk.end_s:
            pauses.append(span(begin, begin + length))
            at = begin + length + 0.1
    chunks = cut_at_pauses(talk, pauses)
    assert all(chunk.length_s <= LONGEST_CHUNK_S + 1e-6 for chunk in chunks)
    assert (chunks[0].start_s, chunks[-1].end_s) == (talk.start_s, talk.end_s)
    for before, after in pairwise(chunks):
        gap = after.start_s - before.end_s
        assert gap >= -1e-6
        assert gap < 1e-6 or any(
            pause.start_s <= before.end_s and after.start_s <= pause.end_s for pause in pauses
        )


def test_times_are_moved_and_kept_inside_the_chunk():
    heard = read_heard(
        {"words": [{"word": "a", "start": 0, "end": 1}, {"word": "b", "start": 9, "end": 99}]}
    )
    pieces = placed(heard, span(100, 110))
    assert [(p.start_s, p.end_s, p.text) for p in pieces] == [(100, 101, "a"), (109, 110, "b")]


def test_text_alone_takes_the_whole_chunk():
    (piece,) = placed(read_heard({"text": " a \n b "}), span(3, 9))
    assert (piece.start_s, piece.end_s, piece.text) == (3, 9, "a b")
    assert placed(read_heard({"text": "  "}), span(3, 9)) == ()


def test_coarsest_grain_holds_for_all():
    assert coarsest(["word", "segment"]) == "segment"
    assert coarsest(["text", "word"]) == "text"
    assert coarsest(["word"]) == "word"


def test_wav_holds_the_samples():
    with wave.open(BytesIO(as_wav(Clip(pcm=b"\1\0\2\0", rate=16_000)))) as file:
        assert (file.getframerate(), file.getnchannels(), file.readframes(9)) == (
            16_000,
            1,
            b"\1\0\2\0",
        )
