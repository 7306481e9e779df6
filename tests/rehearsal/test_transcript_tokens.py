"""Words for comparing, and when each was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.rehearsal.model import Span
from speakprep.rehearsal.transcript import Piece
from speakprep.rehearsal.transcripts.tokens import is_han, spread, timed, words


@pytest.mark.parametrize(
    ("written", "spoken", "language"),
    [
        ("Don't drop 37%", "dont drop thirty-seven percent", "en"),
        ("In 2026 we ship 1,000 spans", "in twenty twenty-six we ship one thousand spans", "en"),
        ("version 1.28", "Version one point two eight", "en"),
        ("open-source", "Open source", "en"),
        ("百分之三十七点五", "37.5%", "zh"),
        ("2026年两千个 K8s", "二零二六年二千个k八s", "zh"),
        ("ＯＴＥＬ　３个", "otel 三个", "zh"),
    ],
)
def test_what_sounds_alike_is_alike(written, spoken, language):
    assert words(written, language) == words(spoken, language)


def test_han_characters_stand_alone():
    assert words("用 Collector 采样", "zh") == ("用", "collector", "采", "样")
    assert [is_han(word) for word in ("采", "a", "collector")] == [True, False, False]


def test_times_inside_a_piece_follow_syllables():
    said = timed([Piece(start_s=10.0, end_s=16.0, text="一二三四五六")], "zh")
    assert said.starts == (10.0, 11.0, 12.0, 13.0, 14.0, 15.0)
    assert said.ends[-1] == 16.0


def test_sentences_end_at_the_pause_that_comes_near():
    piece = Piece(start_s=10.0, end_s=21.0, text="一二三。四五六。")
    said = timed([piece], "zh", [Span(start_s=14.0, end_s=17.0)])
    assert said.ends[2] <= 14.0
    assert said.starts[3] == 17.0
    far = timed([piece], "zh", [Span(start_s=19.0, end_s=20.9)])
    assert far.starts[3] < 17.0


def test_quotes_are_as_they_stand():
    said = timed(
        [Piece(start_s=0, end_s=1, text="我们，ship"), Piece(start_s=1, end_s=2, text="it now.")],
        "zh",
    )
    assert said.quote(0, 3) == "我们，ship it"
    assert said.starts[3] >= 1.0


def test_texts_without_times_are_laid_over_the_talk():
    pieces = spread(["一二三四", "五六"], Span(start_s=4.0, end_s=12.0), [Span(start_s=5, end_s=7)])
    assert [(piece.start_s, piece.end_s) for piece in pieces] == [(4.0, 10.0), (10.0, 12.0)]


@given(
    st.lists(st.text(max_size=20), min_size=1, max_size=6),
    st.sampled_from(["en", "zh"]),
    st.lists(st.floats(0, 60), max_size=4),
)
def test_times_never_leave_their_piece_or_run_back(texts, language, pauses):
    pieces = [
        Piece(start_s=index * 10.0, end_s=index * 10.0 + 9, text=text)
        for index, text in enumerate(texts)
    ]
    still = [Span(start_s=start, end_s=start + 2) for start in sorted(pauses)]
    said = timed(pieces, language, still)
    assert list(said.starts) == sorted(said.starts)
    assert all(start <= end for start, end in zip(said.starts, said.ends, strict=True))
    assert not said.words or said.ends[-1] <= pieces[-1].end_s
