"""What is asked for again: segments that are missing or spoilt, answers of no use."""

import json

import pytest

from speakprep.errors import ServiceError
from speakprep.translation.asking import (
    USELESS_IN_A_ROW,
    Open,
    Outcome,
)
from tests.translation.windows_asked import (
    LESS,
    TEXTS,
    UNUSABLE,
    always,
    ask,
    flat,
    numbers,
    refusing,
    segment,
)


def test_ask_windows_asks_for_missing_segments_alone(kit):
    fewer = dict(list(TEXTS.items())[:1])
    model = kit.Translator(TEXTS, {1: lambda question: kit.answer_to(question, fewer)})
    assert ask(model, 3) == (Outcome(), [["id0"], ["id1", "id2"]])
    assert numbers(model) == [[0, 1, 2], [1, 2]]


def test_ask_windows_swapped_doubled_and_invented_ids_are_asked_for_alone(kit):
    def muddled(question):
        entries = [("id0", "Zero."), ("id1", "One."), ("id1", "Another."), ("idX", "Ours.")]
        return json.dumps(
            {"segments": [{"id": name, "text": said, "unsure": False} for name, said in entries]}
        )

    model = kit.Translator(TEXTS, {1: muddled})
    assert ask(model, 3) == (Outcome(), [["id0"], ["id1", "id2"]])
    assert numbers(model)[1:] == [[1, 2]]


SPOILT = {"half a character": "Sentence \ud83d.", "3 MB": "Sentence. " * 300_000}


@pytest.mark.parametrize("name", SPOILT)
def test_ask_windows_asks_for_a_spoilt_segment_alone(kit, name: str):
    spoilt = {**TEXTS, "第 1 句话": SPOILT[name]}
    model = kit.Translator(TEXTS, {1: lambda question: kit.answer_to(question, spoilt)})
    assert ask(model, 3) == (Outcome(), [["id0", "id2"], ["id1"]])
    assert numbers(model)[1:] == [[1]]


@pytest.mark.parametrize("name", SPOILT)
def test_ask_windows_goes_on_without_what_is_spoilt_twice(kit, name: str):
    model = kit.Translator({**TEXTS, "第 0 句话": SPOILT[name]})
    words = "its text was far too long, or holds half a character"
    spoilt = Open(segment=segment(0), trouble="unusable", words=words)
    assert ask(model, 1, 1) == (Outcome(open=(spoilt,)), [["id1"]])
    assert numbers(model) == [[0], [0], [1]]


@pytest.mark.parametrize(
    ("again", "words"),
    [
        ("no idea", "holds no JSON object; it begins with 'no idea'"),
        ('{"segments": []}', "the answer holds none of the segments asked for"),
    ],
)
def test_ask_windows_goes_on_without_what_stays_away(kit, again: str, words: str):
    fewer = dict(list(TEXTS.items())[:1])
    model = kit.Translator(
        TEXTS, {1: lambda question: kit.answer_to(question, fewer), 2: again, 3: again}
    )
    open_ = Open(segment=segment(1), trouble="unusable", words=words)
    assert ask(model, 2, 1) == (Outcome(open=(open_,)), [["id0"], ["id2"]])


@pytest.mark.parametrize("name", UNUSABLE)
def test_ask_windows_unusable_answer_is_asked_for_once_more(kit, name: str):
    model = kit.Translator(TEXTS, {2: UNUSABLE[name]})
    outcome, came = ask(model, 1, 3, 1)
    assert outcome == Outcome()
    assert [one for one in came if one] == [["id0"], ["id1", "id2", "id3"], ["id4"]]
    assert numbers(model) == [[0], [1, 2, 3], [1, 2, 3], [4]]


@pytest.mark.parametrize("name", UNUSABLE)
def test_ask_windows_twice_unusable_is_asked_for_in_halves(kit, name: str):
    model = kit.Translator(TEXTS, {1: UNUSABLE[name], 2: UNUSABLE[name]})
    assert ask(model, 3)[0] == Outcome()
    assert numbers(model) == [[0, 1, 2], [0, 1, 2], [0, 1], [2]]


@pytest.mark.parametrize("name", LESS)
def test_ask_windows_too_much_or_refused_is_asked_for_in_halves_at_once(kit, name: str):
    model = kit.Translator(TEXTS, {1: LESS[name]})
    assert ask(model, 5, 1) == (Outcome(), [["id0", "id1", "id2"], ["id3", "id4"], ["id5"]])
    assert numbers(model) == [[0, 1, 2, 3, 4], [0, 1, 2], [3, 4], [5]]


TOLD = {
    "half a JSON": ("cut off", "the answer stops in the middle of its JSON"),
    "cut off": ("cut off", "the answer was cut off at its length limit"),
    "refusal": ("declined", "the model declined: 'I am sorry.'"),
    "filter": ("filtered", "the service's content filter stopped it"),
    "rejected": ("rejected", "the context is too long"),
}


@pytest.mark.parametrize("workers", [1, 8])
@pytest.mark.parametrize("name", LESS)
def test_ask_windows_only_the_guilty_segment_stays_open(kit, name: str, workers: int):
    model = always(kit, refusing(kit, LESS[name], 6))
    outcome, came = ask(model, 15, 15, workers=workers)
    trouble, words = TOLD[name]
    assert outcome == Outcome(open=(Open(segment=segment(6), trouble=trouble, words=words),))
    assert flat(came) == sorted(f"id{n}" for n in range(30) if n != 6)
    # 15, 8 + 7, 4 + 4, 2 + 2, 1 + 1, the guilty one once more, and the other window.
    assert len(model.requests) == 11


def test_ask_windows_guilty_first_in_a_window_of_twenty_is_no_reason_to_give_up(kit):
    model = always(kit, refusing(kit, LESS["refusal"], 0, 1))
    outcome, _ = ask(model, 20)
    assert [one.segment.id for one in outcome.open] == ["id0", "id1"]
    assert outcome.failure is None


@pytest.mark.parametrize("workers", [1, 8])
@pytest.mark.parametrize("answer", [*LESS.values(), *UNUSABLE.values()])
def test_ask_windows_model_that_is_no_good_is_not_asked_for_ever(kit, answer, workers: int):
    model = always(kit, answer)
    outcome, came = ask(model, *[15] * 20, workers=workers)
    assert isinstance(outcome.failure, ServiceError)
    assert outcome.failure.message.startswith("the model gave no usable answer: ")
    assert outcome.failure.hint == "try another model with --model, or a chat window with --paste"
    assert flat(came) == []
    assert {one.segment.id for one in outcome.open} == {f"id{n}" for n in range(300)}
    assert USELESS_IN_A_ROW <= len(model.requests) < USELESS_IN_A_ROW + workers


def test_ask_windows_one_segment_without_any_usable_answer_says_why(kit):
    outcome, _ = ask(always(kit, "no idea"), 1)
    assert outcome.failure is not None
    assert outcome.failure.message == (
        "the model gave no usable answer: holds no JSON object; it begins with 'no idea'"
    )
