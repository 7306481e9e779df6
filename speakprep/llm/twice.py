"""One question, put once more where the answer cannot be used: chance may help."""

from collections.abc import Callable
from typing import TypeVar

from speakprep.errors import InputError, ServiceError
from speakprep.llm.model import Answer, Request

ReadT = TypeVar("ReadT")


def ask_twice(
    ask: Callable[[Request], Answer],
    question: Request,
    read: Callable[[str], ReadT],
    *,
    about: str = "",
    kept: str = "",
) -> ReadT:
    """Ask once, and once more where the answer cannot be used; return what was read of it.

    Args:
        ask: asks a model once.
        question: what is asked.
        read: reads an answer; raises InputError where it cannot be used.
        about: what the question is about, such as "for slide 3".
        kept: what becomes of the rest when both answers are useless.

    Raises:
        ServiceError: the second answer cannot be used either.
        OutsideError: no answer came.
    """
    why = ""
    for _ in range(2):
        answer = ask(question)
        if answer.finish in {"filter", "refusal"}:
            why = "it declined to answer"
            continue
        try:
            return read(answer.text)
        except InputError as error:
            why = error.message
    hint = "try another model with --model, or a chat window with --paste"
    raise ServiceError(
        f"the model gave no usable answer{about and f' {about}'}, twice: {why}",
        hint=f"{hint}; {kept}" if kept else hint,
    )
