"""Sending windows, several at a time; what is finished is handed on at once, in one place.

What a window asks and how its answer is read come in as arguments: nothing here knows the
shape of either. A window that brings nothing is cut in halves until only the segment that is
to blame stays open.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Self

from speakprep.errors import InputError, MissingError, OutsideError, ServiceError
from speakprep.llm.answers import UnfinishedError
from speakprep.llm.crew import Crew
from speakprep.llm.failures import RejectedError
from speakprep.llm.model import Answer, Request
from speakprep.translation.model import Reading, Segment, Window
from speakprep.translation.windows import narrowed

Ask = Callable[[Request], Answer]
"""Asks a model once and keeps the exchange; raises OutsideError where no answer came."""

Read = Callable[[str, tuple[Segment, ...]], Reading]
"""Reads an answer to some segments; raises InputError where it cannot be used."""

FAILURES_IN_A_ROW = 3
"""So many windows without any answer, and none with one in between, and the service is down:
each of them has been tried `speakprep.llm.pacing.MAX_ATTEMPTS` times."""

USELESS_IN_A_ROW = 12
"""So many answers that bring nothing, and none that does in between, and the model is no good.
One segment that is always refused in a window of twenty takes seven."""

Trouble = Literal["failed", "declined", "filtered", "rejected", "cut off", "unusable"]
"""Why a segment stays open: no answer came, the model declined, the service's filter stopped it,
the server takes no such request, the answer was too long, or it could not be used."""

UNWILLING: frozenset[Trouble] = frozenset({"declined", "filtered"})
"""Another run would bring the same; a person translates these."""


@dataclass(frozen=True, kw_only=True)
class Open:
    """A segment that has no translation after all; `words` say why, in a few words."""

    segment: Segment
    trouble: Trouble
    words: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What stays open, and what was wrong outside; None where nothing was."""

    open: tuple[Open, ...] = ()
    failure: OutsideError | None = None

    def or_fail(self, came: int) -> Self:
        """Return this if anything came; `came` counts that.

        Raises:
            OutsideError: the model failed before.
        """
        if self.failure is not None and not came:
            raise self.failure
        return self


_NOTHING = Reading(items=())


@dataclass(frozen=True, kw_only=True)
class _Job:
    """A window to ask for; `again` when the same was asked for in vain before."""

    window: Window
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class _Came:
    """What one request brought."""

    window: Window
    reading: Reading = _NOTHING
    open: tuple[Open, ...] = ()
    useless: str = ""
    failure: OutsideError | None = None


def ask_windows(
    windows: tuple[Window, ...],
    *,
    ask: Ask,
    request_of: Callable[[Window], Request],
    read: Read,
    finish: Callable[[Window, Reading], None],
    workers: int = 1,
) -> Outcome:
    """Ask for every window and hand on what came.

    A window that fails does not stop the others, unless nothing works any more. After
    KeyboardInterrupt no request is sent, and what has arrived is handed on before it goes on.

    Args:
        windows: what to ask for.
        ask: how to ask; called from several threads when there are several workers.
        request_of: the request for a window.
        read: how an answer is read; called like `ask`.
        finish: takes what a window brought; only called from the calling thread.
        workers: how many requests may be on their way at once.
    """
    tally = _Tally(windows)

    def attempt(job: _Job) -> tuple[_Came, tuple[_Job, ...]]:
        came, further = _attempt(job, ask=ask, request_of=request_of, read=read)
        if tally.hopeless_with(came):
            crew.stop()
        return came, further

    crew = Crew([_Job(window=window) for window in windows], attempt, workers=workers)
    taken: _Came | None = None
    try:
        for came in crew:
            taken = came
            _hand_on(came, finish)
            taken = None
    except KeyboardInterrupt:
        crew.stop()
        # What was interrupted is handed on once more: it may not have got far.
        for came in (*([taken] if taken else []), *crew.arrived()):
            _hand_on(came, finish)
        raise
    return tally.outcome()


def _hand_on(came: _Came, finish: Callable[[Window, Reading], None]) -> None:
    if came.reading.items or came.reading.refused:
        finish(came.window, came.reading)


class _Tally:
    """Counts what came, what stays open, and how much in a row was of no use, for all workers."""

    def __init__(self, windows: tuple[Window, ...]) -> None:
        self._left = {segment.id: segment for window in windows for segment in window.segments}
        self._lock = threading.Lock()
        self._open: list[Open] = []
        self._failure: OutsideError | None = None
        self._useless = ""
        self._failed_in_a_row = self._useless_in_a_row = self._finished = 0

    def hopeless_with(self, came: _Came) -> bool:
        """Count one request; tell whether going on would only cost time and money."""
        with self._lock:
            self._count(came)
            return (
                isinstance(self._failure, MissingError)
                or self._failed_in_a_row >= FAILURES_IN_A_ROW
                or self._useless_in_a_row >= USELESS_IN_A_ROW
            )

    def _count(self, came: _Came) -> None:
        self._open += came.open
        for name in (*(item.id for item in came.reading.items), *(o.segment.id for o in came.open)):
            self._left.pop(name, None)
        self._finished += len(came.reading.items)
        if came.failure is not None:
            self._failure = came.failure
            self._failed_in_a_row += 1
            return
        self._failed_in_a_row = 0
        self._useless = came.useless or self._useless
        self._useless_in_a_row = self._useless_in_a_row + 1 if came.useless else 0

    def outcome(self) -> Outcome:
        """Return what stays open; what was not asked for any more failed like the rest."""
        failure = self._failure
        no_good = not self._finished and any(one.trouble not in UNWILLING for one in self._open)
        if self._useless_in_a_row >= USELESS_IN_A_ROW or (no_good and self._useless):
            failure = failure or ServiceError(
                f"the model gave no usable answer: {self._useless}",
                hint="try another model with --model, or a chat window with --paste",
            )
        words = "" if failure is None else failure.message
        rest = (
            Open(segment=segment, trouble="failed", words=words) for segment in self._left.values()
        )
        return Outcome(open=(*self._open, *rest), failure=failure)


def _attempt(
    job: _Job, *, ask: Ask, request_of: Callable[[Window], Request], read: Read
) -> tuple[_Came, tuple[_Job, ...]]:
    """Ask for one window once; return what came, and what is asked for next because of it."""
    window = job.window
    try:
        reading, trouble, words = _read(ask(request_of(window)), window, read)
    except RejectedError as error:  # too long for the model, as often as not
        reading, trouble, words = _NOTHING, "rejected", error.message
    except OutsideError as error:
        return _Came(window=window, open=_all(window, "failed", error.message), failure=error), ()
    came = {item.id for item in reading.items}
    left = [segment.id for segment in window.segments if segment.id not in came]
    if not left:
        return _Came(window=window, reading=reading), ()
    if came:  # what is missing or spoilt is asked for alone: with fewer, a model loses none
        return _Came(window=window, reading=reading), (_Job(window=narrowed(window, left)),)
    further = _further(job, trouble)
    still_open = () if further else _all(window, trouble, words)
    return _Came(window=window, reading=reading, open=still_open, useless=words), further


def _further(job: _Job, trouble: Trouble) -> tuple[_Job, ...]:
    """Return what to ask for after an answer that brought nothing; nothing means giving up.

    The same question is put twice where chance may help; who declines, is stopped or writes too
    much is asked for less.
    """
    segments = job.window.segments
    if not job.again and (trouble == "unusable" or len(segments) == 1):
        return (_Job(window=job.window, again=True),)
    if len(segments) == 1:
        return ()
    half = (len(segments) + 1) // 2
    return tuple(
        _Job(
            window=narrowed(job.window, [segment.id for segment in part]),
            again=trouble == "unusable",
        )
        for part in (segments[:half], segments[half:])
    )


def _read(answer: Answer, window: Window, read: Read) -> tuple[Reading, Trouble, str]:
    """Read an answer; where it brings nothing, the other two say why."""
    if answer.finish != "stop":
        return _NOTHING, *_cut_short(answer)
    try:
        reading = read(answer.text, window.segments)
    except UnfinishedError as error:
        return _NOTHING, "cut off", error.message
    except InputError as error:
        return _NOTHING, "unusable", error.message
    if reading.spoilt:
        return reading, "unusable", "its text was far too long, or holds half a character"
    return reading, "unusable", "the answer holds none of the segments asked for"


def _cut_short(answer: Answer) -> tuple[Trouble, str]:
    if answer.finish == "filter":
        return "filtered", "the service's content filter stopped it"
    if answer.finish == "refusal":
        return "declined", f"the model declined: {' '.join(answer.text.split())[:80]!r}"
    return "cut off", "the answer was cut off at its length limit"


def _all(window: Window, trouble: Trouble, words: str) -> tuple[Open, ...]:
    return tuple(Open(segment=one, trouble=trouble, words=words) for one in window.segments)
