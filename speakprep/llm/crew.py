"""Doing jobs that wait for a server side by side, and taking what comes in one place."""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")

_LISTEN_SECONDS = 1.0
"""On Windows, Ctrl-C is only heard between two waits."""


class Crew(Generic[JobT, ResultT]):
    """Workers that do jobs; iterate over it, in one thread, for what comes, in the order it comes.

    One worker works in the thread that iterates: a job begins when the result before it was
    taken. Several workers go on while results are taken.

    Args:
        jobs: what to do, in order.
        do: does one job and returns its result and the jobs that follow from it, which
            come next. It is called from several threads.
        workers: how many at once, at least 1.
    """

    def __init__(
        self,
        jobs: Iterable[JobT],
        do: Callable[[JobT], tuple[ResultT, Iterable[JobT]]],
        *,
        workers: int,
    ) -> None:
        self._do = do
        self._workers = workers
        self._waiting = deque(jobs)
        self._busy = 0
        self._stopped = False
        self._changed = threading.Condition()
        self._came: queue.SimpleQueue[ResultT | BaseException | None] = queue.SimpleQueue()

    def __iter__(self) -> Iterator[ResultT]:
        return self._one_by_one() if self._workers == 1 else self._side_by_side()

    def stop(self) -> None:
        """Begin no further job; what is on its way is not waited for by those who leave."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def arrived(self) -> Iterator[ResultT]:
        """Return what has come and was not taken yet, without waiting for more."""
        while not self._came.empty():
            came = self._came.get()
            if came is not None and not isinstance(came, BaseException):
                yield came

    def _one_by_one(self) -> Iterator[ResultT]:
        while self._waiting and not self._stopped:
            result, further = self._do(self._waiting.popleft())
            self._waiting.extendleft(reversed(tuple(further)))
            yield result

    def _side_by_side(self) -> Iterator[ResultT]:
        count = self._workers if self._waiting else 0
        # Daemons: who presses Ctrl-C does not wait for a server that takes a minute.
        for _ in range(count):
            threading.Thread(target=self._work, daemon=True).start()
        try:
            while count:
                came = self._next()
                if came is None:
                    count -= 1
                elif isinstance(came, BaseException):
                    raise came
                else:
                    yield came
        finally:
            self.stop()

    def _next(self) -> ResultT | BaseException | None:
        while True:
            try:
                return self._came.get(timeout=_LISTEN_SECONDS)
            except queue.Empty:
                continue

    def _work(self) -> None:
        """Do jobs until there are none and none can follow; then say so with None."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._waiting or not self._busy)
                if self._stopped or not self._waiting:
                    break
                job = self._waiting.popleft()
                self._busy += 1
            further: tuple[JobT, ...] = ()
            try:
                result, followed = self._do(job)
                further = tuple(followed)
            except BaseException as error:  # noqa: BLE001 -- raised again where results are taken
                self._came.put(error)
            else:
                self._came.put(result)
            with self._changed:
                self._waiting.extendleft(reversed(further))
                self._busy -= 1
                self._changed.notify_all()
        self._came.put(None)
