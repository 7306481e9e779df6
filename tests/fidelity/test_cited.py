from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.fidelity.cited import Chunk, Citation, cite, compare_chunks, joined, swelling
from speakprep.fidelity.model import Pair

SOURCE = "我们把采样率降到了 1%，存储省了一半。"
HONEST = (
    Chunk(source="我们把采样率降到了 1%，", target="We lowered the sampling rate to 1%,"),
    Chunk(source="存储省了一半。", target="and halved the storage."),
)


def compared(*chunks: Chunk) -> list[tuple[str, str, str, str]]:
    pair = Pair(key="a", source=SOURCE, target=joined(chunks))
    found = compare_chunks(pair, chunks, "en")
    return [(one.kind, one.level, one.source_words, one.target_words) for one in found]


def test_chunks_that_cite_everything_once_are_silent():
    assert cite(HONEST, SOURCE) == Citation()
    assert compared(*HONEST) == []


def test_cite_forgives_blanks_marks_and_widths():
    chunks = (
        Chunk(source="我们把采样率降到了1％", target="We lowered the sampling rate to 1%,"),
        Chunk(source="存储省了 一半", target="and halved the storage."),
    )
    assert cite(chunks, SOURCE) == Citation()


def test_phrase_without_a_source_is_an_addition():
    benefit = Chunk(source="", target="which makes every team happy.")
    assert compared(*HONEST, benefit) == [
        ("addition", "error", "", "which makes every team happy.")
    ]


def test_phrase_that_cites_what_nobody_said_is_an_addition():
    made_up = Chunk(source="这非常重要", target="This is crucial.")
    assert cite((*HONEST, made_up), SOURCE) == Citation(uncited=("This is crucial.",))


def test_phrase_that_cites_words_again_is_an_addition():
    again = Chunk(source="存储省了一半", target="saving a fortune.")
    assert cite((*HONEST, again), SOURCE) == Citation(repeated=("saving a fortune.",))
    assert compared(*HONEST, again) == [("addition", "error", "", "saving a fortune.")]


@pytest.mark.parametrize(
    ("chunks", "missing"), [(HONEST[:1], "存储省了一半"), (HONEST[1:], "我们把采样率降到了 1")]
)
def test_words_that_nobody_cites_are_an_omission(chunks, missing):
    assert cite(chunks, SOURCE) == Citation(missing=(missing,))
    assert ("omission", "error", missing, "") in compared(*chunks)


def test_marks_without_words_need_no_source():
    assert cite((*HONEST, Chunk(source="", target="—")), SOURCE) == Citation()


def test_addition_swells_its_chunk_and_is_shown_with_it():
    swollen = "and halved the storage, which lets every team keep its customers happy for longer."
    chunk = Chunk(source=HONEST[1].source, target=swollen)
    assert compared(HONEST[0], chunk) == [("addition", "error", HONEST[1].source, swollen)]


@pytest.mark.parametrize("target", ["Now, then.", ""])
def test_a_word_or_two_more_are_no_swelling(target):
    assert swelling(Chunk(source="那么", target=target), "en") == 0.0


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("Now", "look."), "Now look."),
        (("Now ", " look."), "Now look."),
        (("Now", ", look", "."), "Now, look."),
        (("(see", "below)"), "(see below)"),
        (("现在", "看。"), "现在看。"),
        (("用", "OpenTelemetry", "采样"), "用OpenTelemetry采样"),
        (("", "Look.", ""), "Look."),
    ],
)
def test_joined(parts, text):
    assert joined([Chunk(source="x", target=part) for part in parts]) == text


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_any_cut_of_the_source_cites_it_exactly(source, places):
    cuts = [0, *sorted(places), len(source)]
    spans = [source[start:end] for start, end in pairwise(cuts)]
    said = [any(sign.isalnum() for sign in span) for span in spans]
    chunks = [Chunk(source=span, target="x" * has) for span, has in zip(spans, said, strict=True)]
    assert cite(chunks, source) == Citation()
