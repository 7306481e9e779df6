"""What was said beside what was written: cases a person can check, and the promised figures."""

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError
from speakprep.rehearsal.alignment import Written, align
from speakprep.rehearsal.transcript import Piece
from speakprep.rehearsal.transcripts.tokens import timed, words

EN = (
    "Welcome everybody, today I will talk about tracing at scale and what it costs us.",
    "Our first cluster had twelve nodes and every single request was written to the disk.",
    "Then the bill came in, and nobody in the whole company believed how large it was.",
    "We now keep the slow requests and the broken ones, and drop nearly all the others.",
)
ZH = (
    "大家好，今天我想讲讲大规模链路追踪，以及它到底要花多少钱。",
    "我们的第一个集群有十二个节点，每个请求都会写到磁盘里面。",
    "后来账单寄到了，公司上下没有一个人相信会有那么大的数字。",
    "现在我们只保留慢的和出错的请求，其余的几乎全部丢弃。",
)
ASIDE = {
    "en": "By the way, yesterday my neighbour told me a funny story about his old red bicycle.",
    "zh": "顺便说一句，昨天邻居跟我聊起他那辆旧自行车，可有意思了。",
}
TALKS = [("en", EN), ("zh", ZH)]


def written(texts, language):
    return [
        Written(slide_id=256 + n, number=n + 1, title=f"S{n + 1}", words=words(text, language))
        for n, text in enumerate(texts)
    ]


def spoken(texts, language):
    """Every text takes ten seconds, word by word."""
    pieces = []
    for index, text in enumerate(texts):
        parts = text.split() if language == "en" else list(text)
        step = 10 / len(parts)
        pieces += [
            Piece(start_s=index * 10 + n * step, end_s=index * 10 + (n + 1) * step, text=part)
            for n, part in enumerate(parts)
        ]
    return timed(pieces, language)


@pytest.mark.parametrize(("language", "talk"), TALKS)
def test_talk_as_written_is_said_in_full(language, talk):
    told = align(written(talk, language), spoken(talk, language))
    assert [slide.coverage for slide in told.slides] == [1, 1, 1, 1]
    assert [slide.start_s for slide in told.slides] == [0, 10, 20, 30]
    assert (told.in_script, told.of_script, told.asides) == (1, 1, ())
    assert all(told.scripted)
    assert not told.other_talk


@pytest.mark.parametrize(("language", "talk"), TALKS)
def test_skipped_slide_and_added_words_are_told(language, talk):
    said = [talk[0], talk[1], ASIDE[language], talk[3]]
    told = align(written(talk, language), spoken(said, language))
    assert [slide.skipped for slide in told.slides] == [False, False, True, False]
    assert told.slides[2].start_s is None
    (aside,) = told.asides
    assert aside.number == 2
    assert words(aside.text, language)[3:-3] == words(ASIDE[language], language)[3:-3]
    assert (round(aside.start_s), round(aside.end_s)) == (20, 30)


@pytest.mark.parametrize(("language", "talk"), TALKS)
def test_slides_told_in_another_order_are_found(language, talk):
    told = align(written(talk, language), spoken([talk[0], talk[3], talk[2], talk[1]], language))
    assert [slide.start_s for slide in told.slides] == [0, 30, 20, 10]


@pytest.mark.parametrize(("language", "talk"), TALKS)
def test_slide_told_twice_has_two_visits(language, talk):
    said = [talk[0], talk[1], talk[2], talk[1], talk[3]]
    told = align(written(talk, language), spoken(said, language))
    assert [len(slide.visits) for slide in told.slides] == [1, 2, 1, 1]
    assert [visit.start_s for visit in told.slides[1].visits] == [10, 30]


@pytest.mark.parametrize(("language", "talk"), TALKS)
def test_another_talk_is_said_to_be_one(language, talk):
    other = [ASIDE[language]] * 3
    assert align(written(talk, language), spoken(other, language)).other_talk


def test_half_a_talk_is_no_other_talk():
    told = align(written(EN, "en"), spoken(EN[:2], "en"))
    assert not told.other_talk
    assert [slide.skipped for slide in told.slides] == [False, False, True, True]


def test_slide_without_a_text_is_neither_said_nor_skipped():
    slides = written([EN[0], "", EN[1]], "en")
    told = align(slides, spoken(EN[:2], "en")).slides[1]
    assert (told.skipped, told.start_s, told.coverage) == (False, None, 0)


def test_beginning_that_was_misheard_belongs_to_the_slide():
    said = [EN[0], EN[1].replace("Our first cluster", "Hour fist bluster")]
    told = align(written(EN[:2], "en"), spoken(said, "en"))
    assert told.slides[1].start_s == 10


def test_nothing_said_and_nothing_written():
    assert align([], spoken([], "en")).slides == ()
    assert [slide.coverage for slide in align(written(EN, "en"), spoken([], "en")).slides] == [
        0
    ] * 4


def test_far_more_words_than_a_talk_are_refused():
    said = timed([Piece(start_s=0, end_s=1, text="so " * 200_000)], "en")
    with pytest.raises(InputError, match="far more than a talk"):
        align(written(["so " * 10_000], "en"), said)


@given(
    st.lists(st.sampled_from(EN + tuple(ASIDE.values())), max_size=6), st.lists(st.sampled_from(EN))
)
def test_any_order_gives_shares_and_times_in_order(said, texts):
    told = align(written(texts, "en"), spoken(said, "en"))
    assert 0 <= told.in_script <= 1
    assert 0 <= told.of_script <= 1
    for slide in told.slides:
        assert 0 <= slide.coverage <= 1
        starts = [visit.start_s for visit in slide.visits]
        assert starts == sorted(starts)


@pytest.fixture(scope="module")
def benchmark_module():
    path = Path(__file__).parents[2] / "benchmarks" / "alignment.py"
    spec = importlib.util.spec_from_file_location("alignment_benchmark", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("grain", ["word", "text"])
def test_promised_figures_hold_at_fifteen_per_cent_misheard(benchmark_module, language, grain):
    told = benchmark_module.figures(language, 0.15, grain, 4, benchmark_module.ASIDES)
    assert told.precision >= 0.95
    assert told.recall >= 0.95
    assert told.p90 <= 3.0
    assert told.other == 0
