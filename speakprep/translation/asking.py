"""Sending windows one after another; each finished one is handed on at once."""

from collections.abc import Callable

from speakprep.errors import InputError, OutsideError, ServiceError
from speakprep.llm.model import Answer, Request
from speakprep.translation.model import Direction, Reading, Window
from speakprep.translation.reading import read_answer
from speakprep.translation.windows import narrowed, request

Ask = Callable[[Request], Answer]
"""Asks a model once and keeps the exchange; raises OutsideError where no answer came."""


def ask_windows(
    windows: tuple[Window, ...],
    direction: Direction,
    system: str,
    *,
    ask: Ask,
    finish: Callable[[Window, Reading], None],
) -> tuple[str, ...]:
    """Ask for every window and hand on what came; return the ids that stayed away.

    Args:
        windows: what to ask for.
        direction: from which language into which.
        system: the rendered prompt.
        ask: how to ask.
        finish: takes what a window brought; whatever fails later, it is finished.

    Raises:
        ServiceError: a window got no usable answer twice.
        OutsideError: the model could not be asked.
    """
    total = sum(len(window.segments) for window in windows)
    finished = 0
    missing: list[str] = []
    for window in windows:
        try:
            reading = _ask_window(window, direction, system, ask)
            finished += len(reading.items)
            finish(window, reading)
            left = _left(window, reading)
            if left:
                # Asked for alone, once: with fewer segments a model loses none.
                again = _ask_again(narrowed(window, left), direction, system, ask)
                finished += len(again.items)
                finish(window, again)
                missing += _left(narrowed(window, left), again)
        except OutsideError as error:
            raise _with_progress(error, finished, total) from None
    return tuple(missing)


def _ask_window(window: Window, direction: Direction, system: str, ask: Ask) -> Reading:
    """Ask for one window, and once more where the answer cannot be used.

    Raises:
        ServiceError: the second answer cannot be used either.
    """
    question = request(window, direction, system)
    came = _read(ask(question), window)
    if isinstance(came, str):
        came = _read(ask(question), window)
    if isinstance(came, str):
        raise ServiceError(
            f"the model gave no usable answer, twice: {came}",
            hint="try another model with --model, or a chat window with --paste",
        )
    return came


def _ask_again(window: Window, direction: Direction, system: str, ask: Ask) -> Reading:
    """Ask for what an answer left out; no usable answer means that it stays out."""
    answer = ask(request(window, direction, system))
    came = _read(answer, window)
    return Reading(items=()) if isinstance(came, str) else came


def _read(answer: Answer, window: Window) -> Reading | str:
    """Read an answer, or say why it cannot be used.

    Spoilt segments do not make it unusable: they are asked for again like missing ones.
    """
    if answer.finish == "filter":
        return "the service's content filter stopped it"
    if answer.finish == "refusal":
        return f"the model declined: {' '.join(answer.text.split())[:80]!r}"
    if answer.finish == "length":
        return "the answer was cut off at its length limit"
    try:
        reading = read_answer(answer.text, window.segments)
    except InputError as error:
        return error.message
    if reading.items or reading.spoilt:
        return reading
    return "the answer holds none of the segments asked for"


def _left(window: Window, reading: Reading) -> list[str]:
    came = {item.id for item in reading.items}
    return [segment.id for segment in window.segments if segment.id not in came]


def _with_progress(error: OutsideError, finished: int, total: int) -> OutsideError:
    """Add to a failure how much is finished all the same."""
    message = f"{error.message}; {finished} of {total} segments are finished and kept"
    return type(error)(message, hint=error.hint, file=error.file)
