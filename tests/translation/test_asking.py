"""Windows asked one by one or side by side, and failures of the service."""

import json
import threading

import pytest

from speakprep.errors import InputError, MissingError, ServiceError, StorageError
from speakprep.llm.model import Answer
from speakprep.translation.asking import (
    FAILURES_IN_A_ROW,
    Open,
    Outcome,
)
from speakprep.translation.model import Item, Reading, Segment, Window
from tests.translation.windows_asked import TEXTS, always, ask, flat, ids, run, segment


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
