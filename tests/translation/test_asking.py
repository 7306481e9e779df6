import itertools
import json
import threading
from collections.abc import Callable

import pytest

from speakprep.errors import InputError, MissingError, ServiceError, StorageError
from speakprep.llm.failures import RejectedError
from speakprep.llm.model import Answer
from speakprep.translation.asking import (
    FAILURES_IN_A_ROW,
    USELESS_IN_A_ROW,
    Open,
    Outcome,
    ask_windows,
)
from speakprep.translation.model import Direction, Item, Reading, Segment, Window
from speakprep.translation.reading import read_answer
from speakprep.translation.windows import request

ZH_EN = Direction(source="zh", target="en")
TEXTS = {f"第 {n} 句话": f"Sentence {n}." for n in range(300)}


def segment(n: int) -> Segment:
    return Segment(id=f"id{n}", text=f"第 {n} 句话", slide=1, line=1)


def windows(*sizes: int) -> tuple[Window, ...]:
    names = iter(range(300))
    return tuple(
        Window(segments=tuple(segment(next(names)) for _ in range(size))) for size in sizes
    )


def run(model, *sizes: int, finish, workers: int = 1, read=read_answer) -> Outcome:
    return ask_windows(
        windows(*sizes),
        ask=model.ask,
        request_of=lambda window: request(window, ZH_EN, "PROMPT"),
        read=read,
        finish=finish,
        workers=workers,
    )


def ids(reading: Reading) -> list[str]:
    return [item.id for item in reading.items]


def ask(model, *sizes: int, workers: int = 1) -> tuple[Outcome, list[list[str]]]:
    came: list[list[str]] = []
    outcome = run(model, *sizes, finish=lambda _, new: came.append(ids(new)), workers=workers)
    return outcome, came


def flat(came: list[list[str]]) -> list[str]:
    return sorted(itertools.chain(*came))


def numbers(model) -> list[list[int]]:
    """Which segments were asked for, request by request."""
    return [[int(text.split()[1]) for text in texts] for texts in model.asked]


def refusing(kit, reply: Answer, *refused: int) -> Callable:
    """Answer like `reply` whatever holds one of these segments."""
    names = [f"第 {n} 句话" for n in refused]

    def answer(question):
        asked = json.loads(question.messages[1].content)["segments"]
        if any(one["source"] in names for one in asked):
            return reply
        return Answer(text=kit.answer_to(question, TEXTS))

    return answer


class Always:
    """Plans the same reply for every turn."""

    def __init__(self, reply) -> None:
        self.reply = reply

    def get(self, turn: int):
        return self.reply


def always(kit, reply):
    model = kit.Translator(TEXTS)
    model.planned = Always(reply)
    return model


def test_ask_windows_hands_on_each_window(kit):
    model = kit.Translator(TEXTS)
    assert ask(model, 2, 1) == (Outcome(), [["id0", "id1"], ["id2"]])
    assert len(model.requests) == 2


def test_ask_windows_nothing_to_ask(kit):
    model = kit.Translator(TEXTS)
    assert ask(model) == (Outcome(), [])
    assert ask(model, workers=8) == (Outcome(), [])
    assert model.requests == []


@pytest.mark.parametrize("workers", [2, 8, 64])
def test_ask_windows_side_by_side_brings_all_once(kit, workers: int):
    lock = threading.Lock()
    model = kit.Translator(TEXTS)
    honest = model.ask

    def locked(question):
        with lock:
            return honest(question)

    model.ask = locked
    outcome, came = ask(model, *[7] * 40, workers=workers)
    assert outcome == Outcome()
    assert sorted(came) == sorted([f"id{7 * n + k}" for k in range(7)] for n in range(40))
    assert len(model.requests) == 40


def test_ask_windows_side_by_side_really_is(kit):
    meeting = threading.Barrier(8, timeout=20)

    class Meeting(kit.Translator):
        def ask(self, question):
            meeting.wait()  # breaks unless eight ask at once
            return Answer(text=kit.answer_to(question, TEXTS))

    outcome, came = ask(Meeting(TEXTS), *[1] * 16, workers=8)
    assert (outcome, len(came)) == (Outcome(), 16)


def test_ask_windows_finishes_in_the_calling_thread_only(kit):
    seen = set()

    run(
        kit.Translator(TEXTS),
        *[1] * 9,
        finish=lambda window, reading: seen.add(threading.current_thread()),
        workers=4,
    )
    assert seen == {threading.current_thread()}


def test_ask_windows_knows_nothing_of_the_shape_of_an_answer(kit):
    model = kit.Translator({}, {1: "0=Zero;1=One"})

    def read(text: str, segments: tuple[Segment, ...]) -> Reading:
        pairs = [part.split("=") for part in text.split(";")]
        return Reading(items=tuple(Item(id=f"id{n}", text=said) for n, said in pairs))

    came: list[Item] = []
    outcome = run(model, 2, finish=lambda window, reading: came.extend(reading.items), read=read)
    assert (outcome, came) == (Outcome(), [Item(id="id0", text="Zero"), Item(id="id1", text="One")])


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


UNUSABLE = {
    "prose": "Here you are: Sentence 0.",
    "nothing": "",
    "other ids": '{"segments": [{"id": "idX", "text": "One.", "unsure": false}]}',
    "two answers": '{"segments": [{"id": "a", "text": "1", "unsure": false}]} {"segments": []}',
}
LESS = {
    "half a JSON": '{"segments": [{"id": "id0", "te',
    "cut off": Answer(text='{"segments": []}', finish="length"),
    "refusal": Answer(text="I am\nsorry.", finish="refusal"),
    "filter": Answer(text="", finish="filter"),
    "rejected": RejectedError("the context is too long"),
}


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


def test_ask_windows_one_failing_window_does_not_stop_the_others(kit):
    broken = ServiceError("the server failed (500)", hint="later")
    model = kit.Translator(TEXTS, {2: broken})
    outcome, came = ask(model, 2, 2, 2)
    assert came == [["id0", "id1"], ["id4", "id5"]]
    assert outcome == Outcome(
        open=tuple(
            Open(segment=segment(n), trouble="failed", words="the server failed (500)")
            for n in (2, 3)
        ),
        failure=broken,
    )


def test_ask_windows_failures_that_others_succeed_between_do_not_stop_it(kit):
    broken = ServiceError("broke off")
    model = kit.Translator(TEXTS, dict.fromkeys([1, 2, 4, 5, 7, 8], broken))
    outcome, came = ask(model, *[1] * 9)
    assert flat(came) == ["id2", "id5", "id8"]
    assert len(outcome.open) == 6


@pytest.mark.parametrize("workers", [1, 8])
def test_ask_windows_service_that_is_down_is_left_alone(kit, workers: int):
    model = always(kit, ServiceError("no answer within 60 seconds"))
    outcome, _ = ask(model, *[1] * 40, workers=workers)
    assert len(outcome.open) == 40
    assert {one.words for one in outcome.open} == {"no answer within 60 seconds"}
    assert FAILURES_IN_A_ROW <= len(model.requests) < FAILURES_IN_A_ROW + workers


@pytest.mark.parametrize("workers", [1, 8])
def test_ask_windows_missing_server_is_asked_no_more(kit, workers: int):
    missing = MissingError("no server", hint="start it")
    model = always(kit, missing)
    outcome, _ = ask(model, *[1] * 40, workers=workers)
    assert outcome.failure is missing
    assert len(outcome.open) == 40
    assert len(model.requests) <= workers


@pytest.mark.parametrize("workers", [1, 4])
def test_ask_windows_interrupted_keeps_what_was_handed_on(kit, workers: int):
    model = kit.Translator(TEXTS, {2: KeyboardInterrupt()})
    came: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        run(model, *[1] * 30, finish=lambda _, new: came.extend(ids(new)), workers=workers)
    assert len(came) == len(set(came)) >= 1
    if workers == 1:
        assert (came, len(model.requests)) == (["id0"], 2)


def test_ask_windows_interrupted_while_finishing_keeps_what_has_arrived(kit):
    arrived = threading.Semaphore(0)

    class Telling(kit.Translator):
        def ask(self, question):
            try:
                return super().ask(question)
            finally:
                arrived.release()

    model, came = Telling(TEXTS), []

    def finish(window: Window, reading: Reading) -> None:
        if not came:
            for _ in range(8):  # until all eight answers are there
                arrived.acquire(timeout=20)
            came.append("interrupted")
            raise KeyboardInterrupt
        came.extend(ids(reading))

    with pytest.raises(KeyboardInterrupt):
        run(model, *[1] * 8, finish=finish, workers=8)
    # The last one or two may still be between the model and the queue.
    assert {"id0", "id1", "id2", "id3"} & set(came)
    assert len(came) == len(set(came)) > 4


@pytest.mark.parametrize("workers", [1, 4])
@pytest.mark.parametrize(
    "error", [StorageError("the disk is full"), InputError("a link leads out")]
)
def test_ask_windows_what_cannot_be_kept_ends_it(kit, error, workers: int):
    def finish(window: Window, reading: Reading) -> None:
        raise error

    model = kit.Translator(TEXTS)
    with pytest.raises(type(error)):
        run(model, *[1] * 300, finish=finish, workers=workers)


def test_ask_windows_sends_the_prompt_and_the_data(kit):
    model = kit.Translator(TEXTS)
    ask(model, 1)
    system, data = model.requests[0].messages
    assert system.content == "PROMPT"
    assert json.loads(data.content)["segments"] == [{"id": "id0", "source": "第 0 句话"}]
