import json

import pytest

from speakprep.errors import MissingError, ServiceError
from speakprep.llm.model import Answer
from speakprep.translation.asking import ask_windows
from speakprep.translation.model import Direction, Reading, Segment, Window

ZH_EN = Direction(source="zh", target="en")
TEXTS = {f"第 {n} 句话": f"Sentence {n}." for n in range(6)}


def windows(*sizes: int) -> tuple[Window, ...]:
    names = iter(range(6))
    return tuple(
        Window(
            segments=tuple(
                Segment(id=f"id{n}", text=f"第 {n} 句话", slide=1, line=1)
                for n in [next(names) for _ in range(size)]
            )
        )
        for size in sizes
    )


def ask(model, *sizes: int) -> tuple[tuple[str, ...], list[list[str]]]:
    came: list[list[str]] = []

    def finish(window: Window, reading: Reading) -> None:
        came.append([item.id for item in reading.items])

    missing = ask_windows(windows(*sizes), ZH_EN, "PROMPT", ask=model.ask, finish=finish)
    return missing, came


def test_ask_windows_hands_on_each_window(kit):
    model = kit.Translator(TEXTS)
    assert ask(model, 2, 1) == ((), [["id0", "id1"], ["id2"]])
    assert len(model.requests) == 2


def test_ask_windows_asks_for_missing_segments_alone(kit):
    fewer = dict(list(TEXTS.items())[:1])
    model = kit.Translator(TEXTS, {1: lambda request: kit.answer_to(request, fewer)})
    assert ask(model, 3) == ((), [["id0"], ["id1", "id2"]])
    assert model.asked == [["第 0 句话", "第 1 句话", "第 2 句话"], ["第 1 句话", "第 2 句话"]]


SPOILT = {"half a character": "Sentence \ud83d.", "far too long": "Sentence. " * 300_000}


@pytest.mark.parametrize("name", SPOILT)
def test_ask_windows_asks_for_a_spoilt_segment_alone(kit, name: str):
    spoilt = {**TEXTS, "第 1 句话": SPOILT[name]}
    model = kit.Translator(TEXTS, {1: lambda request: kit.answer_to(request, spoilt)})
    assert ask(model, 3) == ((), [["id0", "id2"], ["id1"]])
    assert model.asked[1:] == [["第 1 句话"]]


@pytest.mark.parametrize("name", SPOILT)
def test_ask_windows_goes_on_without_what_is_spoilt_twice(kit, name: str):
    model = kit.Translator({**TEXTS, "第 0 句话": SPOILT[name]})
    assert ask(model, 1, 1) == (("id0",), [[], [], ["id1"]])
    assert model.asked == [["第 0 句话"], ["第 0 句话"], ["第 1 句话"]]


@pytest.mark.parametrize("again", ["no idea", '{"segments": []}'])
def test_ask_windows_goes_on_without_what_stays_away(kit, again: str):
    fewer = dict(list(TEXTS.items())[:1])
    model = kit.Translator(TEXTS, {1: lambda request: kit.answer_to(request, fewer), 2: again})
    assert ask(model, 2, 1) == (("id1",), [["id0"], [], ["id2"]])


UNUSABLE = {
    "prose": ("Here you are: Sentence 0.", "holds no JSON object"),
    "half a JSON": ('{"segments": [{"id": "id0", "te', "stops in the middle"),
    "nothing": ("", "is empty"),
    "other ids": (
        '{"segments": [{"id": "id9", "text": "One.", "unsure": false}]}',
        "none of the segments asked for",
    ),
    "refusal": (Answer(text="I am\nsorry.", finish="refusal"), "declined: 'I am sorry.'"),
    "filter": (Answer(text="", finish="filter"), "content filter"),
    "cut off": (Answer(text='{"segments": []}', finish="length"), "length limit"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_ask_windows_unusable_answer_is_asked_for_once_more(kit, name: str):
    answer, _ = UNUSABLE[name]
    model = kit.Translator(TEXTS, {2: answer})
    assert ask(model, 1, 1, 1) == ((), [["id0"], ["id1"], ["id2"]])
    assert [len(texts) for texts in model.asked] == [1, 1, 1, 1]


@pytest.mark.parametrize("name", UNUSABLE)
def test_ask_windows_twice_unusable_says_what_came_and_what_is_finished(kit, name: str):
    answer, told = UNUSABLE[name]
    model = kit.Translator(TEXTS, {2: answer, 3: answer})
    with pytest.raises(ServiceError) as caught:
        ask(model, 2, 2, 2)
    assert told in caught.value.message
    assert caught.value.message.endswith("; 2 of 6 segments are finished and kept")
    assert len(model.requests) == 3


def test_ask_windows_failure_keeps_its_kind_and_hint(kit):
    model = kit.Translator(TEXTS, {2: MissingError("no server", hint="start it")})
    with pytest.raises(MissingError) as caught:
        ask(model, 1, 1)
    assert caught.value.message == "no server; 1 of 2 segments are finished and kept"
    assert caught.value.hint == "start it"


def test_ask_windows_interrupted_keeps_what_was_handed_on(kit):
    model = kit.Translator(TEXTS, {2: KeyboardInterrupt()})
    came: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        ask_windows(
            windows(1, 1),
            ZH_EN,
            "PROMPT",
            ask=model.ask,
            finish=lambda window, reading: came.extend(item.id for item in reading.items),
        )
    assert came == ["id0"]


def test_ask_windows_sends_the_prompt_and_the_data(kit):
    model = kit.Translator(TEXTS)
    ask(model, 1)
    system, data = model.requests[0].messages
    assert system.content == "PROMPT"
    assert json.loads(data.content)["segments"] == [{"id": "id0", "source": "第 0 句话"}]
