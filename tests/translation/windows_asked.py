"""Windows of numbered sentences, models that answer for them, and answers of no use."""

import itertools
import json
from collections.abc import Callable

from speakprep.llm.failures import RejectedError
from speakprep.llm.model import Answer
from speakprep.translation.asking import (
    Outcome,
    ask_windows,
)
from speakprep.translation.model import Direction, Reading, Segment, Window
from speakprep.translation.reading import read_answer
from speakprep.translation.windows import request

ZH_EN = Direction(source="zh", target="en")
TEXTS = {f"第 {n} 句话": f"Sentence {n}." for n in range(300)}
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
