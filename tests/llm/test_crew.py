import threading

import pytest

from speakprep.llm.crew import Crew

WORKERS = [1, 2, 8]


def halves(job: range) -> tuple[list[int], list[range]]:
    """Return a range of one, and ask for the halves of a longer one."""
    if len(job) == 1:
        return [job[0]], []
    middle = len(job) // 2
    return [], [job[:middle], job[middle:]]


@pytest.mark.parametrize("workers", WORKERS)
def test_crew_does_what_follows_from_a_job(workers):
    came = [number for found in Crew([range(100)], halves, workers=workers) for number in found]
    assert sorted(came) == list(range(100))
    if workers == 1:
        assert came == list(range(100))  # what follows comes next


@pytest.mark.parametrize("workers", WORKERS)
def test_crew_without_jobs_ends(workers):
    assert list(Crew([], halves, workers=workers)) == []


@pytest.mark.parametrize("workers", WORKERS)
@pytest.mark.parametrize("error", [ValueError("a"), KeyboardInterrupt()])
def test_crew_raises_what_a_job_raises_and_begins_no_other(workers, error):
    begun = []

    def do(job: int) -> tuple[int, list[int]]:
        begun.append(job)
        if job == 3:
            raise error
        return job, []

    with pytest.raises(type(error)):
        list(Crew(range(10_000), do, workers=workers))
    if workers == 1:
        assert begun == [0, 1, 2, 3]


@pytest.mark.parametrize("workers", WORKERS)
def test_crew_stopped_begins_no_further_job(workers):
    crew = Crew(range(100_000), lambda job: (job, []), workers=workers)
    came = []
    for job in crew:
        came.append(job)
        crew.stop()
    assert 1 <= len(came) < 100_000


def test_crew_arrived_is_what_nobody_has_taken():
    third = threading.Event()

    def do(job: int) -> tuple[int, list[int]]:
        if job == 3:
            third.set()
        return job, []

    crew = Crew(range(4), do, workers=2)
    results = iter(crew)
    first = next(results)
    assert third.wait(20)
    results.close()
    assert {first, *crew.arrived()} >= {0, 1, 2}
    assert list(crew.arrived()) == []


def test_crew_one_worker_begins_when_the_last_result_was_taken():
    begun = []

    def do(job: int) -> tuple[int, list[int]]:
        begun.append((job, threading.current_thread()))
        return job, []

    results = iter(Crew(range(3), do, workers=1))
    assert next(results) == 0
    assert begun == [(0, threading.current_thread())]
